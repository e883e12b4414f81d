"""A bitext for a translator to go over: every pair in order, and what was found in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from aligner.errors import OptionError
from aligner.model import Bitext, Finding, Severity, Side, Span
from aligner.reports.characters import clean
from aligner.reports.reading import Reading

_MOST_LISTED = 12


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding where a translator has something to change for it.

    `spans` are its places in this pair (and, in the first, those in no pair that is marked for it), `others` the numbers of
    the first few other pairs that are marked, of `other_count` in all. `sides` are those that the whole finding points at.
    """

    finding: Finding
    spans: tuple[Span, ...]
    sides: frozenset[Side]
    others: tuple[int, ...] = ()
    other_count: int = 0

    def text(self, reading: Reading) -> str:
        """What it is, where, which pairs have it too, and what to write."""
        finding = self.finding
        lines = [f"{finding.code} {finding.name} ({finding.severity.value}): {finding.message}"]
        lines += [
            f"{span.side.value} {reading.place(span)}: {' '.join(clean(span.text).split())}" for span in self.spans
        ]
        if self.others:
            listed, left = ", ".join(map(str, self.others)), self.other_count - len(self.others)
            more = f" and {left} more" if left else ""
            lines.append(f"also in pair{'' if self.other_count == 1 else 's'} {listed}{more}")
        if finding.suggestion is not None:
            lines.append(f"suggestion: {finding.suggestion}")
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class ReviewPair:
    """A bead with its texts and what to look at there; `number` is that of the bead, from 0, `place` file and line."""

    number: int
    source: str
    target: str
    place: str
    remarks: tuple[Remark, ...]

    @property
    def needs_a_look(self) -> bool:
        """Whether there is an error or a warning; an info alone is no reason to open the pair again."""
        return any(remark.finding.severity is not Severity.INFO for remark in self.remarks)


def review_pairs(reading: Reading) -> Iterator[ReviewPair]:
    """Every bead of a bitext; each finding stands at every bead where the translator has something to change.

    That is where its target spans are, else its source spans, else the bead it names. Raises `OptionError` for the
    report of a document alone.
    """
    bitext = reading.report.bitext
    if bitext is None:
        raise OptionError("this report needs two texts or a bitext: one text alone has no pairs to review")
    found: dict[int, list[Remark]] = defaultdict(list)
    for finding in reading.findings:
        for number, remark in _remarks(finding, reading):
            found[number].append(remark)
    for number, bead in enumerate(bitext.beads):
        texts = bitext.side_text(bead, Side.SOURCE), bitext.side_text(bead, Side.TARGET)
        yield ReviewPair(number, *texts, _place(bitext, number, reading), tuple(found[number]))


def _remarks(finding: Finding, reading: Reading) -> Iterator[tuple[int, Remark]]:
    by_bead: dict[int | None, list[Span]] = defaultdict(list)
    for span in finding.spans:
        by_bead[reading.bead_of(span)].append(span)
    sides = frozenset(span.side for span in finding.spans)
    marked = sorted(
        number
        for number, spans in by_bead.items()
        if number is not None and (Side.TARGET not in sides or any(span.side is Side.TARGET for span in spans))
    ) or [finding.bead or 0]
    known = set(marked)
    unmarked = [span for number, spans in by_bead.items() if number not in known for span in spans]
    for number in marked:
        spans = [*by_bead[number], *(unmarked if number == marked[0] else ())]
        others = [other for other in marked[: _MOST_LISTED + 1] if other != number][:_MOST_LISTED]
        yield number, Remark(finding, tuple(spans), sides, tuple(others), len(marked) - 1)


def _place(bitext: Bitext, number: int, reading: Reading) -> str:
    """File and line of a pair's target, of its source where it has none; "" for an empty row."""
    bead = bitext.beads[number]
    for side, numbers in ((Side.TARGET, bead.target), (Side.SOURCE, bead.source)):
        if numbers:
            document = bitext.document(side)
            return f"{document.path}:{reading.places[side].line(document.sentences[numbers[0]].start)}"
    return ""
