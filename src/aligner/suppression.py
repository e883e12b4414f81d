"""Comments in a text that keep findings from counting: `aligner: ignore NUM501`.

| comment | what is left alone |
|---|---|
| `ignore CODES` | the block the comment stands in, or else the next one; in message catalogues and memories its pair |
| `ignore-start CODES`, `ignore-end` | everything between the two |
| `ignore-file CODES` | the whole file |

CODES are codes or names of rules or beginnings of codes, divided by commas or blanks; without any, all rules are meant.
What follows a semicolon is for people.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace

from aligner.checks import Rule, longest_prefix, prefix_of, rules
from aligner.errors import OptionError
from aligner.model import Block, Document, Finding, Remark, Report, Side, Span

BY_COMMENT = "comment"
_DIRECTIVE = re.compile(r"(ignore(?:-file|-start|-end)?)(?:\s*=\s*|\s*\[|\s+|$)([^;\]]*)\]?\s*(?:;.*)?", re.IGNORECASE)
_DIVIDERS = re.compile(r"[\s,]+")
_Place = tuple[str, int, str]


@dataclass(frozen=True, slots=True)
class Directive:
    """What a comment asks for: `verb` as in the table above, and codes or their beginnings (none: every rule)."""

    verb: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Region:
    """Characters `[start, end)` of one side that a comment leaves alone, for rules whose codes begin with `codes`.

    `path` and `remark` tell the comment.
    """

    side: Side
    start: float
    end: float
    codes: tuple[str, ...]
    path: str
    remark: Remark

    @property
    def place(self) -> _Place:
        """File, line and text of the comment."""
        return self.path, self.remark.line, self.remark.text

    def has(self, span: Span, code: str) -> bool:
        """Whether a finding of a rule is left alone at a span."""
        if span.side is not self.side or not self.start <= span.start < self.end:
            return False
        return not self.codes or bool(longest_prefix(code, self.codes))


def directive(text: str, known: Iterable[Rule] | None = None) -> Directive:
    """What the text of a remark asks for.

    Raises `OptionError` for what is no request, and for names that fit no rule.

    >>> directive("ignore=NUM501, name-drift; a quotation")
    Directive(verb='ignore', codes=('NUM501', 'NAM401'))
    """
    found = _DIRECTIVE.fullmatch(text.strip())
    if not found:
        raise OptionError(
            f"“{text}” asks for nothing; write ignore, ignore-file, ignore-start or ignore-end, then codes"
        )
    names = [name for name in _DIVIDERS.split(found.group(2)) if name]
    return Directive(found.group(1).lower(), tuple(prefix_of(name, known) for name in names))


def suppress(report: Report, chosen: Collection[Rule]) -> Report:
    """The report in which findings that a comment leaves alone are suppressed.

    `chosen` are the rules that ran: comments about those that suppress nothing, and comments that nobody understands, are
    told in the report's notes. A finding is suppressed when all places on one side, or all that have the text of its
    first, are left alone; of others only those places go.
    """
    known = (*rules(), *(rule for rule in chosen if rule.code.startswith("USR")))
    reading = _Reading(known)
    regions = [
        region for side, document in report.documents if document.remarks for region in reading.regions(side, document)
    ]
    if not regions and not reading.notes:
        return report
    # What stands beside a pair of a file is a remark of both its sides: their places tell it.
    used: set[_Place] = set()
    kept: list[Finding] = []
    gone: list[Finding] = []
    for finding in report.findings:
        left = _left(finding, regions, used)
        if left is None:
            gone.append(replace(finding, suppressed=BY_COMMENT))
        else:
            kept.append(left)
    ran = {rule.code for rule in chosen if report.bitext is not None or not rule.needs_pair}
    unused = dict.fromkeys(
        _note(report, region.side, region.remark, "suppresses nothing")
        for region in regions
        if region.place not in used and any(longest_prefix(code, region.codes) for code in ran)
    )
    notes = dict.fromkeys((*reading.told(report), *unused))
    return replace(report, findings=tuple(kept), suppressed=(*report.suppressed, *gone), notes=(*report.notes, *notes))


def _left(finding: Finding, regions: list[Region], used: set[_Place]) -> Finding | None:
    """What a finding has left; None where it is suppressed."""
    if not finding.spans:
        return finding
    alone: set[Span] = set()
    for span in finding.spans:
        over = [region for region in regions if region.has(span, finding.code)]
        used.update(region.place for region in over)
        if over:
            alone.add(span)
    first = finding.spans[0]
    groups = [[span for span in finding.spans if span.side is side] for side in Side]
    groups.append(
        [span for span in finding.spans if span.side is first.side and span.text.casefold() == first.text.casefold()]
    )
    if any(group and alone.issuperset(group) for group in groups):
        return None
    return replace(finding, spans=tuple(span for span in finding.spans if span not in alone)) if alone else finding


def _note(report: Report, side: Side, remark: Remark, problem: str) -> str:
    path = next(document.path for of, document in report.documents if of is side)
    return f"{path}:{remark.line}: the comment “aligner: {remark.text}” {problem}"


@dataclass(slots=True)
class _Reading:
    """Turns the remarks of documents into regions, and keeps what could not be understood."""

    known: tuple[Rule, ...]
    notes: list[tuple[Side, Remark, str]] = field(default_factory=list)

    def told(self, report: Report) -> Iterator[str]:
        """The notes, as lines for a person."""
        return (_note(report, side, remark, problem) for side, remark, problem in self.notes)

    def regions(self, side: Side, document: Document) -> Iterator[Region]:
        """What the remarks of a document leave alone."""
        lines = _Lines(document)
        open_ones: list[tuple[Remark, Directive]] = []
        for remark in document.remarks:
            try:
                asked = directive(remark.text, self.known)
            except OptionError as error:
                self.notes.append((side, remark, f"is not understood: {error}"))
                continue
            if asked.verb == "ignore-file":
                yield Region(side, 0, math.inf, asked.codes, document.path, remark)
            elif asked.verb == "ignore":
                for block in lines.meant(remark):
                    yield Region(side, block.start, block.end, asked.codes, document.path, remark)
            elif asked.verb == "ignore-start":
                open_ones.append((remark, asked))
            elif open_ones:
                yield from lines.between(side, *open_ones.pop(), remark)
            else:
                self.notes.append((side, remark, "ends what nothing began"))
        for begun, asked in open_ones:
            self.notes.append((side, begun, "has no ignore-end"))
            yield from lines.between(side, begun, asked, None)


class _Lines:
    """In which lines of the file the blocks of a document stand."""

    def __init__(self, document: Document) -> None:
        self._path, self._blocks = document.path, document.blocks
        self._offsets = [offset for offset, _ in document.places]
        self._lines = [line for _, line in document.places]

    def _line(self, offset: int) -> int:
        return self._lines[max(0, bisect_right(self._offsets, offset) - 1)] if self._lines else 1

    def _bounds(self, block: Block) -> tuple[int, int]:
        return self._line(block.start), self._line(max(block.start, block.end - 1))

    def meant(self, remark: Remark) -> list[Block]:
        """The blocks that a remark is about: those around it, or else those that begin in the next line with text."""
        if remark.block is not None:
            return [self._blocks[remark.block]]
        bounds = [(*self._bounds(block), block) for block in self._blocks]
        around = [block for first, last, block in bounds if first <= remark.line <= last]
        following = min((first for first, _, _ in bounds if first > remark.line), default=None)
        return around or [block for first, _, block in bounds if first == following]

    def between(self, side: Side, begun: Remark, asked: Directive, ended: Remark | None) -> Iterator[Region]:
        """The blocks from one remark to another, or to the end."""
        start = self._blocks[begun.block].start if begun.block is not None else 0
        for block in self._blocks:
            first = self._bounds(block)[0]
            after = block.start >= start if begun.block is not None else first >= begun.line
            before = ended is None or (
                block.start <= self._blocks[ended.block].start if ended.block is not None else first <= ended.line
            )
            if after and before:
                yield Region(side, block.start, block.end, asked.codes, self._path, begun)
