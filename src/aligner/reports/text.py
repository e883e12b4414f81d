"""The report for a person: place, rule and message, then the text itself with carets under what is meant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter

from aligner.model import Finding, Report, Severity, Side, Span
from aligner.reports.appearance import Appearance
from aligner.reports.excerpt import Excerpt, excerpt, shown
from aligner.reports.places import Places

_INDENT = "  "
_MOST_EXCERPTS = 4  # a finding with more places than this lists the others by line
_MOST_LINES = 12
_MANY = 5  # findings from which on the summary counts them by rule
_NARROWEST = 40


def render(report: Report, appearance: Appearance) -> Iterator[str]:
    """The report as lines of text, findings in the order in which the target is read, then a summary."""
    writer = _Writer(report, appearance, {side: Places(document) for side, document in report.documents})
    for finding in sorted(report.findings, key=writer.reading_order):
        for line in writer.finding(finding):
            yield f"{line.rstrip()}\n"
        yield "\n"
    for line in writer.summary():
        yield f"{line.rstrip()}\n"


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes the findings of one report."""

    report: Report
    appearance: Appearance
    places: dict[Side, Places]

    def reading_order(self, finding: Finding) -> tuple[int, int, str]:
        """Where a reader of the target meets the finding; one without a place there follows the bead before it."""
        in_target = [span.start for span in finding.spans if span.side is Side.TARGET]
        in_source = [span.start for span in finding.spans if span.side is Side.SOURCE]
        place = min(in_target) if in_target else self._target_place(finding.bead)
        return place, min(in_source, default=-1), finding.code

    def _target_place(self, bead: int | None) -> int:
        bitext = self.report.bitext
        if bitext is None or bead is None:
            return -1
        for earlier in reversed(bitext.beads[:bead]):
            if earlier.target:
                return bitext.target.sentences[earlier.target[-1]].end
        return -1

    def finding(self, finding: Finding) -> Iterator[str]:
        """The lines of one finding."""
        paint, severity = self.appearance.paint, finding.severity
        place = paint(self._place(finding), "place")
        yield f"{place}: {paint(finding.code, severity)} {finding.name} ({paint(severity.value, severity)})"
        yield _INDENT + shown(finding.message)
        sides = [side for side in (Side.SOURCE, Side.TARGET) if any(span.side is side for span in finding.spans)]
        digits = max((len(str(self._line(span))) for span in finding.spans), default=1)
        for side in sides:
            yield from self._side(side, finding, digits)
        if finding.suggestion is not None:
            yield f"{_INDENT}suggestion: {paint(shown(finding.suggestion), 'suggestion')}"

    def _place(self, finding: Finding) -> str:
        first = min(finding.spans, key=lambda span: (span.side is Side.SOURCE, span.start), default=None)
        if first is None:
            return self.places[Side.TARGET].document.path
        return f"{self.places[first.side].document.path}:{self._line(first)}"

    def _line(self, span: Span) -> int:
        return self.places[span.side].line(span.start)

    def _side(self, side: Side, finding: Finding, digits: int) -> Iterator[str]:
        """The excerpts of one side, each text once, and the lines of what is not shown again."""
        spans = sorted((span for span in finding.spans if span.side is side), key=attrgetter("start", "end"))
        label = f"{self.places[side].document.language} " if len(self.report.documents) > 1 else ""
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
        places = self.places[span.side]
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
        return f"line{'s' if len(numbers) > 1 else ''} {listed}{more}"

    def summary(self) -> Iterator[str]:
        """What was looked at, how many findings of each kind there are, and where to read on."""
        paths = " and ".join(document.path for _, document in self.report.documents if document.path)
        bitext = self.report.bitext
        if bitext is not None and bitext.is_pairs:
            paths = bitext.target.path or bitext.source.path
        where = f"{paths or 'the text'} ({self._size()})"
        if not self.report.findings:
            yield f"nothing found in {where}"
            return
        counts = [
            self.appearance.paint(_counted(self.report.count(severity), severity), severity)
            for severity in sorted(Severity, key=lambda severity: -severity.rank)
            if self.report.count(severity)
        ]
        yield f"{', '.join(counts)} in {where}"
        by_rule = Counter((finding.code, finding.name) for finding in self.report.findings)
        if len(self.report.findings) > _MANY:
            for (code, name), number in sorted(by_rule.items()):
                yield f"{_INDENT}{number:>4} {code} {name}"
        yield self.appearance.paint(f"aligner explain {min(by_rule)[0]} tells what a rule looks for, and why", "quiet")

    def _size(self) -> str:
        if self.report.bitext is not None:
            return _plural(len(self.report.bitext), "pair")
        return _plural(sum(len(document.sentences) for _, document in self.report.documents), "sentence")


def _plural(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _counted(number: int, severity: Severity) -> str:
    return f"{number} info" if severity is Severity.INFO else _plural(number, severity.value)
