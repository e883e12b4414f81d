"""A finding in its segment, drawn for a terminal of any width: both texts, carets under what is meant, what is said of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from rich.text import Text

from aligner.model import Severity, Side
from aligner.reports.excerpt import display_width, shown
from aligner.review.records import SentenceView, Status, Verdict
from aligner.review.walking import Shown

NARROWEST, WIDEST = 20, 100
STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.INFO: "bold cyan"}
QUIET = "dim"
_VERDICTS = {
    Verdict.ACCEPTED: "accepted",
    Verdict.REJECTED: "rejected",
    Verdict.EVERYWHERE: "fine everywhere",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """A character as it is shown, the columns it takes, and whether the finding points at it."""

    text: str
    width: int
    is_marked: bool


def drawn(here: Shown, width: int) -> Iterator[Text]:
    """The lines of a finding, none wider than `width` columns (at least 20)."""
    width = max(NARROWEST, min(width, WIDEST))
    yield from _plain(_heading(here), width, "bold")
    labels = dict(zip(Side, here.pair.languages, strict=True))
    room = max(map(len, labels.values())) + 2
    for side in Side:
        yield from _side(here, side, (labels[side].ljust(room), width))
    yield Text()
    finding = here.finding
    style = STYLES[finding.severity]
    yield from _plain(f"{finding.code} {finding.name} ({finding.severity.value})", width, style)
    yield from _plain(finding.message, width)
    if finding.suggestion is not None:
        told = finding.suggestion if finding.suggestion.strip() else f"“{finding.suggestion}”"
        yield from _plain(f"suggestion: {told}", width, "green")
    for line in _remarks(here):
        yield from _plain(line, width, QUIET)


def _heading(here: Shown) -> str:
    beads = here.pair.progress.beads
    return f"{here.number} of {here.total} · {here.pair.name} · segment {here.segment} of {beads}"


def _remarks(here: Shown) -> Iterator[str]:
    """What else is known of the segment and the finding."""
    decision = here.finding.decision
    if decision is not None:
        reason = f": {decision.reason}" if decision.reason else ""
        yield f"{_VERDICTS[decision.verdict]} by {decision.author}{reason}"
    if here.view.status is Status.DONE:
        yield "the segment is done"
    if here.view.is_locked:
        yield "the segment is locked"
    yield from (f"{comment.author}: {comment.text}" for comment in here.view.comments)
    if here.others:
        yield f"also here: {', '.join(dict.fromkeys(one.code for one in here.others))}"


def _side(here: Shown, side: Side, label_and_width: tuple[str, int]) -> Iterator[Text]:
    """The sentences of one side, each on lines of its own."""
    label, width = label_and_width
    sentences = here.sentences(side)
    if not sentences:
        yield Text(label + "–", style=QUIET)
    for number, sentence in enumerate(sentences):
        first = label if number == 0 else " " * len(label)
        yield from _sentence(here, sentence, first, width)


def _sentence(here: Shown, sentence: SentenceView, label: str, width: int) -> Iterator[Text]:
    style = STYLES[here.finding.severity]
    bounds = [
        (mark.start, mark.end) for mark in here.finding.marks if mark.sentence == sentence.id and not mark.is_stale
    ]
    for number, line in enumerate(wrapped(cells_of(sentence.text, bounds), width - len(label))):
        text = Text()
        text.append(label if number == 0 else " " * len(label), style=QUIET)
        for is_marked, cells in groupby(line, key=attrgetter("is_marked")):
            text.append("".join(cell.text for cell in cells), style=f"{style} underline" if is_marked else "")
        yield text
        carets = "".join(("^" if cell.is_marked else " ") * cell.width for cell in line).rstrip()
        if carets:
            yield Text(" " * len(label) + carets, style=style)


def cells_of(text: str, bounds: Sequence[tuple[int, int]]) -> list[Cell]:
    r"""The characters of a text as a terminal may have them: no control of a text reaches it.

    >>> [(cell.text, cell.is_marked) for cell in cells_of("a\x1bb", [(2, 3)])]
    [('a', False), (' ', False), ('b', True)]
    """
    cells = []
    for at, letter in enumerate(text):
        seen = shown(letter)
        is_marked = any(start <= at < end or start == end == at for start, end in bounds)
        cells.append(Cell(seen, display_width(seen) if seen else 0, is_marked))
    if any(start == end == len(text) for start, end in bounds):
        cells.append(Cell(" ", 1, is_marked=True))
    return cells


def wrapped(cells: Sequence[Cell], width: int) -> Iterator[list[Cell]]:
    """Cells as lines of at most `width` columns, cut at blanks where there are some; the blank stays at the end of its line.

    >>> ["".join(cell.text for cell in line) for line in wrapped(cells_of("one two three", []), 8)]
    ['one two ', 'three']
    """
    line: list[Cell] = []
    used = 0
    blank = 0  # how many cells of the line can stay when it is cut
    for cell in cells:
        # A blank at the end may stand over the edge, where nobody sees it.
        if used + cell.width > width and cell.text != " " and line:
            cut = blank or len(line)
            yield line[:cut]
            line = line[cut:]
            used, blank = sum(one.width for one in line), 0
        line.append(cell)
        used += cell.width
        if cell.text == " ":
            blank = len(line)
    if line:
        yield line


def _plain(text: str, width: int, style: str = "") -> Iterator[Text]:
    """Lines of a text of ours or of a person."""
    for line in wrapped(cells_of(text, ()), width):
        yield Text("".join(cell.text for cell in line).rstrip(), style=style)


def told(text: str, width: int, style: str = "") -> Iterator[Text]:
    """A message, in lines that fit."""
    yield from _plain(text, max(NARROWEST, min(width, WIDEST)), style)
