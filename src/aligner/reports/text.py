"""The report for a person: place, rule and message, then the text itself with carets under what is meant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

from aligner.model import Finding, Report, Severity, Side, Span
from aligner.reports.appearance import Appearance
from aligner.reports.excerpt import Excerpt, excerpt, shown
from aligner.reports.reading import Counterpart, Reading, counted, first_span, paths, plural, severities, unshown

_INDENT = "  "
_MOST_EXCERPTS = 4  # a finding with more places than this lists the others by line
_MOST_LINES = 12
_MANY = 5  # findings from which on the summary counts them by rule
_NARROWEST = 40


def render(report: Report, appearance: Appearance) -> Iterator[str]:
    """The report as lines of text, findings in the order in which the target is read, then a summary."""
    yield from findings(report, appearance)
    for line in _Writer(Reading(report), appearance).summary():
        yield f"{line.rstrip()}\n"


def findings(report: Report, appearance: Appearance) -> Iterator[str]:
    """The lines of the findings alone."""
    writer = _Writer(Reading(report), appearance)
    for finding in writer.reading.findings:
        for line in writer.finding(finding):
            yield f"{line.rstrip()}\n"
        yield "\n"


def excerpts(reading: Reading, finding: Finding, appearance: Appearance) -> Iterator[str]:
    """The lines of text that a finding is about, of both sides, with carets under what is meant."""
    yield from (line.rstrip() for line in _Writer(reading, appearance).excerpts(finding))


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes the findings of one report."""

    reading: Reading
    appearance: Appearance

    def finding(self, finding: Finding) -> Iterator[str]:
        """The lines of one finding."""
        paint, severity = self.appearance.paint, finding.severity
        place = paint(shown(self._place(finding)), "place")
        yield f"{place}: {paint(finding.code, severity)} {finding.name} ({paint(severity.value, severity)})"
        yield _INDENT + shown(finding.message)
        yield from self.excerpts(finding)
        if finding.suggestion is not None:
            yield f"{_INDENT}suggestion: {paint(_visible(finding.suggestion), 'suggestion')}"

    def excerpts(self, finding: Finding) -> Iterator[str]:
        """The text itself; where only one side is meant, with what stands for it on the other."""
        context = self._context(finding)
        lines = [self._line(span) for span in finding.spans]
        if context is not None:
            lines.append(self.reading.places[context.side].line(context.start))
        digits = max((len(str(line)) for line in lines), default=1)
        for side in Side:
            if context is not None and side is context.side:
                yield from self._counterpart(context, digits)
            elif any(span.side is side for span in finding.spans):
                yield from self._side(side, finding, digits)

    def _place(self, finding: Finding) -> str:
        first = first_span(finding)
        if first is None:
            return self.reading.document(Side.TARGET).path
        return self.reading.place(first)

    def _line(self, span: Span) -> int:
        return self.reading.line(span)

    def _context(self, finding: Finding) -> Counterpart | None:
        """What the other side has for the first place of a finding that is about one side alone."""
        first = first_span(finding)
        if first is None or len({span.side for span in finding.spans}) > 1:
            return None
        found = self.reading.counterpart(first)
        # Where a sentence should be is worth telling only of a whole sentence.
        is_whole = (first.start, first.end) == self.reading.places[first.side].around(first.start, first.end)
        return None if found is not None and found.is_gap and not is_whole else found

    def _counterpart(self, context: Counterpart, digits: int) -> Iterator[str]:
        """The line that the reader compares with; a caret where a sentence would stand that is not there."""
        places, paint = self.reading.places[context.side], self.appearance.paint
        gutter = f"{_INDENT}{places.document.language} {places.line(context.start):>{digits}} │ "
        room = max(_NARROWEST, self.appearance.width - len(gutter))
        at = (context.end, context.end) if context.is_gap else (context.start, context.start)
        piece = excerpt(places.document.text, (context.start, context.end), at, room)
        yield paint(gutter + piece.line([]), "quiet")
        if context.is_gap:
            blank = " " * (len(gutter) - 2) + "│ "
            yield paint(f"{blank}{piece.carets([at])} here", "quiet")

    def _side(self, side: Side, finding: Finding, digits: int) -> Iterator[str]:
        """The excerpts of one side, each text once, and the lines of what is not shown again."""
        spans = sorted((span for span in finding.spans if span.side is side), key=attrgetter("start", "end"))
        label = f"{self.reading.document(side).language} " if len(self.reading.report.documents) > 1 else ""
        told: set[str] = set()
        drawn: list[Excerpt] = []
        for span in spans:
            if span.text.casefold() in told or len(drawn) == _MOST_EXCERPTS:
                continue
            gutter = f"{_INDENT}{label}{self._line(span):>{digits}} │ "
            piece = self._excerpt(span, len(gutter))
            drawn.append(piece)
            told |= {other.text.casefold() for other in spans if piece.start <= other.start < piece.end}
            told.add(span.text.casefold())
            yield from self._drawn(piece, spans, gutter, finding.severity, self._again(span, spans))
        untold = [span for span in spans if span.text.casefold() not in told]
        if untold:
            yield f"{_INDENT}and {len(untold)} more, {self._lines(untold)}"

    def _drawn(self, piece: Excerpt, spans: list[Span], gutter: str, severity: Severity, remark: str) -> Iterator[str]:
        """An excerpt's line and its carets, with a remark behind them."""
        paint, bounds = self.appearance.paint, [(span.start, span.end) for span in spans]
        yield paint(gutter, "quiet") + piece.line(bounds, lambda text: paint(text, severity))
        blank = " " * (len(gutter) - 2) + "│ "
        yield paint(blank, "quiet") + paint(piece.carets(bounds), severity) + paint(remark, "quiet")

    def _excerpt(self, span: Span, gutter: int) -> Excerpt:
        places = self.reading.places[span.side]
        room = max(_NARROWEST, self.appearance.width - gutter)
        return excerpt(places.document.text, places.around(span.start, span.end), (span.start, span.end), room)

    def _again(self, span: Span, spans: list[Span]) -> str:
        """What is said of a text that stands in several places."""
        same = [other for other in spans if other.text.casefold() == span.text.casefold()]
        return f"  ×{len(same)}, {self._lines(same)}" if len(same) > 1 else ""

    def _lines(self, spans: list[Span]) -> str:
        numbers = sorted({self._line(span) for span in spans})
        listed = ", ".join(str(number) for number in numbers[:_MOST_LINES])
        more = f" and {len(numbers) - _MOST_LINES} more" if len(numbers) > _MOST_LINES else ""
        what = "line" if self.reading.places[spans[0].side].has_lines else "paragraph"
        return f"{what}{'s' if len(numbers) > 1 else ''} {listed}{more}"

    def summary(self) -> Iterator[str]:
        """What was looked at, how many findings of each kind there are, and where to read on."""
        report = self.reading.report
        where = f"{shown(' and '.join(paths(report))) or 'the text'} ({self._size()})"
        if not report.findings:
            yield f"nothing found in {where}"
            yield from self._suppressed()
            return
        counts = [
            self.appearance.paint(counted(number, severity), severity)
            for severity, number in severities(report)
            if number
        ]
        yield f"{', '.join(counts)} in {where}"
        yield from self._suppressed()
        yield from by_rule(report.findings, self.appearance)

    def _suppressed(self) -> Iterator[str]:
        """How many findings do not count."""
        for line in unshown(self.reading.report):
            yield self.appearance.paint(line, "quiet")

    def _size(self) -> str:
        report = self.reading.report
        if report.bitext is not None:
            return plural(len(report.bitext), "pair")
        return plural(sum(len(document.sentences) for _, document in report.documents), "sentence")


def by_rule(findings: Sequence[Finding], appearance: Appearance) -> Iterator[str]:
    """How many findings each rule has, where there are many, and where to read on."""
    counts = Counter((finding.code, finding.name) for finding in findings)
    if len(findings) > _MANY:
        for (code, name), number in sorted(counts.items()):
            yield f"{_INDENT}{number:>4} {code} {name}"
    yield appearance.paint(f"aligner explain {min(counts)[0]} tells what a rule looks for, and why", "quiet")


def _visible(suggestion: str) -> str:
    """A suggestion that a person can see: blanks alone stand in quotation marks."""
    return shown(suggestion) if suggestion.strip() else f"“{shown(suggestion)}”"
