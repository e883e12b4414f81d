"""The texts that a finding is about as a table of HTML: source beside target, its places marked."""

from __future__ import annotations

import html
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter, itemgetter

from aligner.languages import language_name
from aligner.model import Finding, Side, Span
from aligner.reports.characters import clean
from aligner.reports.excerpt import Excerpt
from aligner.reports.reading import Reading, numbers_of

_MOST_ROWS = 4  # more are folded away


@dataclass(frozen=True, slots=True)
class _Cell:
    """A piece of one document; `is_gap`: what is meant does not stand there but behind it."""

    side: Side
    start: int
    end: int
    is_gap: bool = False


_Row = tuple[_Cell | None, ...]


def context_table(finding: Finding, reading: Reading) -> str:
    """The rows of every place of a finding, those after the first few folded away; "" for a finding without places."""
    rows = list(dict.fromkeys(row for span in finding.spans for row in _rows(span, reading)))
    marks = {side: _Marks(finding, side) for side in Side}
    tables = [_table(part, marks, reading) for part in (rows[:_MOST_ROWS], rows[_MOST_ROWS:]) if part]
    if len(tables) > 1:
        tables[1] = f"<details><summary>and {len(rows) - _MOST_ROWS} more</summary>\n{tables[1]}</details>\n"
    return "".join(tables)


def _rows(span: Span, reading: Reading) -> Iterator[_Row]:
    """The beads that a span touches, or the block around it where there are no beads."""
    bitext = reading.report.bitext
    beads = _beads(span, reading)
    if bitext is None or not beads:
        cell = _Cell(span.side, *_block_around(span, reading))
        sides = [side for side, _ in reading.report.documents]
        yield tuple(cell if side is span.side else None for side in sides)
        return
    for number in beads:
        yield tuple(_cell_of_bead(number, side, reading) for side in Side)


def _beads(span: Span, reading: Reading) -> list[int]:
    """The beads of every sentence that a span touches, in order."""
    sentences = reading.document(span.side).sentences
    first = max(0, bisect_right(sentences, span.start, key=attrgetter("start")) - 1)
    last = bisect_right(sentences, max(span.start, span.end - 1), key=attrgetter("start"))
    starts = [span.start, *(sentence.start for sentence in sentences[first + 1 : last])]
    numbers = [reading.bead_of(Span(span.side, start, start, "")) for start in starts]
    return list(dict.fromkeys(number for number in numbers if number is not None))


def _cell_of_bead(number: int, side: Side, reading: Reading) -> _Cell | None:
    bitext = reading.report.bitext
    assert bitext is not None
    bead, sentences = bitext.beads[number], bitext.document(side).sentences
    numbers = numbers_of(bead, side)
    if numbers:
        return _Cell(side, sentences[numbers[0]].start, sentences[numbers[-1]].end)
    other = next(one for one in Side if one is not side)
    at = bitext.document(other).sentences[numbers_of(bead, other)[0]].start
    gap = reading.counterpart(Span(other, at, at, ""))
    return None if gap is None else _Cell(side, gap.start, gap.end, is_gap=True)


def _block_around(span: Span, reading: Reading) -> tuple[int, int]:
    places = reading.places[span.side]
    block = places.block(span.start)
    start, end = (block.start, block.end) if block else places.around(span.start, span.end)
    return min(start, span.start), max(end, span.end)


class _Marks:
    """The places of a finding on one side, to look up those in a cell."""

    def __init__(self, finding: Finding, side: Side) -> None:
        self._spans = sorted((span.start, span.end) for span in finding.spans if span.side is side)
        self._longest = max((end - start for start, end in self._spans), default=0)

    def near(self, start: int, end: int) -> list[tuple[int, int]]:
        """Every place that reaches into `[start, end]`, and maybe some that end before it."""
        first = bisect_left(self._spans, (start - self._longest, 0))
        return self._spans[first : bisect_right(self._spans, end, key=itemgetter(0))]


def _table(rows: list[_Row], marks: dict[Side, _Marks], reading: Reading) -> str:
    drawn = "".join(f"<tr>{''.join(_drawn(cell, marks, reading) for cell in row)}</tr>\n" for row in rows)
    return f"<table><tbody>\n{drawn}</tbody></table>\n"


def _drawn(cell: _Cell | None, marks: dict[Side, _Marks], reading: Reading) -> str:
    if cell is None:
        return "<td></td>"
    places = reading.places[cell.side]
    language, line = places.document.language, places.line(cell.start)
    label = f"{language_name(language)}, line {line}"
    text = _marked(cell, marks[cell.side], reading)
    if cell.is_gap:
        text = f'<span class="gap">{text}</span><mark></mark>'
    return f'<td lang="{html.escape(language)}" dir="auto" data-label="{html.escape(label)}">{text}</td>'


def _marked(cell: _Cell, marks: _Marks, reading: Reading) -> str:
    """The text of a cell; each mark tells the side and the characters it stands for."""
    text = reading.document(cell.side).text
    drawn = []
    for start, end, is_meant in Excerpt(text, cell.start, cell.end).pieces(marks.near(cell.start, cell.end)):
        piece = html.escape(clean(text[start:end]))
        drawn.append(f"<mark {_data(cell.side, start, end)}>{piece}</mark>" if is_meant else piece)
    return "".join(drawn)


def _data(side: Side, start: int, end: int) -> str:
    return f'data-side="{side.value}" data-start="{start}" data-end="{end}"'
