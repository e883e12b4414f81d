"""A report as a reader meets it: findings in the order of the target, each with its places in the files."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter

from aligner.model import Bead, Document, Finding, Report, Reports, Severity, Side, Span
from aligner.reports.places import Places


@dataclass(frozen=True, slots=True)
class Counterpart:
    """What one side has for a place of the other: characters `[start, end)` of its document.

    `is_gap`: it has nothing for it, and these are the characters before the place where it would stand.
    """

    side: Side
    start: int
    end: int
    is_gap: bool = False


@dataclass(frozen=True)
class Reading:
    """One report, with what every format asks of it."""

    report: Report

    @cached_property
    def places(self) -> dict[Side, Places]:
        """Lines and addresses of each document."""
        return {side: Places(document) for side, document in self.report.documents}

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """The findings in the order in which the target is read."""
        return tuple(sorted(self.report.findings, key=self._reading_order))

    @cached_property
    def all_findings(self) -> tuple[Finding, ...]:
        """The same, and then those that do not count, in the same order."""
        return (*self.findings, *sorted(self.report.suppressed, key=self._reading_order))

    def _reading_order(self, finding: Finding) -> tuple[int, int, str]:
        """Where a reader of the target meets the finding; one without a place there follows the bead before it."""
        first = first_span(finding)
        in_source = min((span.start for span in finding.spans if span.side is Side.SOURCE), default=-1)
        if first is not None and first.side is Side.TARGET:
            return first.start, in_source, finding.code
        return self._target_place(finding.bead), in_source, finding.code

    def _target_place(self, bead: int | None) -> int:
        bitext = self.report.bitext
        earlier = None if bitext is None or bead is None else self._beads_before[Side.TARGET][bead]
        return -1 if bitext is None or earlier is None else bitext.target.sentences[earlier.target[-1]].end

    @cached_property
    def _beads_before(self) -> dict[Side, list[Bead | None]]:
        """For each bead the nearest one before it that has text on a side."""
        found: dict[Side, list[Bead | None]] = {side: [] for side in Side}
        for side, before in found.items():
            nearest: Bead | None = None
            for bead in self.report.bitext.beads if self.report.bitext else ():
                before.append(nearest)
                nearest = bead if numbers_of(bead, side) else nearest
        return found

    def document(self, side: Side) -> Document:
        """The document of one side."""
        return self.places[side].document

    def line(self, span: Span) -> int:
        """The line of its file that a span begins in, from 1."""
        return self.places[span.side].of(span).line

    def path(self, span: Span) -> str:
        """What the user called the file a span lies in."""
        return self.document(span.side).path

    def place(self, span: Span) -> str:
        """File, line, and column where there is one, as compilers write them; an address where the file has no lines."""
        if not self.places[span.side].has_lines:
            return ":".join(part for part in (self.path(span), self.places[span.side].place(span.start)) if part)
        region = self.places[span.side].of(span)
        return ":".join(str(part) for part in (self.path(span), region.line, region.column) if part)

    def bead_of(self, span: Span) -> int | None:
        """The number of the bead that a span begins in, None outside of sentences and for a document alone."""
        sentences = self.document(span.side).sentences
        number = bisect_right(sentences, span.start, key=attrgetter("start")) - 1
        return self._beads.get((span.side, number)) if number >= 0 else None

    def counterpart(self, span: Span) -> Counterpart | None:
        """What the other side has for the sentence of a span, None where nothing is known of it."""
        bitext, number, side = self.report.bitext, self.bead_of(span), opposite(span.side)
        if bitext is None or number is None:
            return None
        sentences, numbers = bitext.document(side).sentences, numbers_of(bitext.beads[number], side)
        if numbers:
            return Counterpart(side, sentences[numbers[0]].start, sentences[numbers[-1]].end)
        before = None if bitext.is_pairs else self._beads_before[side][number]
        if before is None:
            return None
        last = sentences[numbers_of(before, side)[-1]]
        return Counterpart(side, last.start, last.end, is_gap=True)

    @cached_property
    def _beads(self) -> dict[tuple[Side, int], int]:
        found: dict[tuple[Side, int], int] = {}
        for number, bead in enumerate(self.report.bitext.beads if self.report.bitext else ()):
            found.update({(Side.SOURCE, sentence): number for sentence in bead.source})
            found.update({(Side.TARGET, sentence): number for sentence in bead.target})
        return found


def numbers_of(bead: Bead, side: Side) -> tuple[int, ...]:
    """The sentences of one side of a bead."""
    return bead.source if side is Side.SOURCE else bead.target


def opposite(side: Side) -> Side:
    """The other side."""
    return Side.TARGET if side is Side.SOURCE else Side.SOURCE


def first_span(finding: Finding) -> Span | None:
    """The span that stands for a finding: the first of the target, else of the source.

    Where the faulty text, which is that of the finding's first span, is on that side, it is the first with that text:
    of two spellings of a name, the one to change.
    """
    side = Side.TARGET if any(span.side is Side.TARGET for span in finding.spans) else Side.SOURCE
    candidates = [span for span in repeats(finding) if span.side is side] or [
        span for span in finding.spans if span.side is side
    ]
    return min(candidates, key=attrgetter("start"), default=None)


def repeats(finding: Finding) -> tuple[Span, ...]:
    """The spans that hold the faulty text itself, which is that of the finding's first span."""
    if not finding.spans:
        return ()
    faulty = finding.spans[0]
    return tuple(span for span in finding.spans if span.side is faulty.side and span.text == faulty.text)


def severities(report: Report | Reports) -> list[tuple[Severity, int]]:
    """Every severity, the gravest first, and how many findings have it."""
    return [(severity, report.count(severity)) for severity in sorted(Severity, key=lambda s: -s.rank)]


def counted(number: int, severity: Severity) -> str:
    """A number of findings in words.

    >>> counted(2, Severity.ERROR), counted(1, Severity.INFO)
    ('2 errors', '1 info')
    """
    return f"{number} info" if severity is Severity.INFO else plural(number, severity.value)


def plural(number: int, noun: str) -> str:
    """A number of things.

    >>> plural(1, "pair"), plural(1200, "pair")
    ('1 pair', '1,200 pairs')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def unshown(report: Report | Reports) -> Iterator[str]:
    """What is said of findings that do not count, where they are not shown themselves."""
    reasons = Counter(finding.suppressed for finding in report.suppressed)
    for reason, what in (("baseline", "known finding"), ("comment", "finding left alone by comments")):
        if reasons[reason]:
            told = what if reasons[reason] == 1 else what.replace("finding", "findings", 1)
            yield f"{reasons[reason]:,} {told} not shown"


def paths(report: Report) -> Sequence[str]:
    """What the user called the files, each once, in order."""
    return list(dict.fromkeys(document.path for _, document in report.documents if document.path))
