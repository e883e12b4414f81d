"""Bands of cells, and their rows laid out for many tiles to be searched together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from aligner.alignment.beads import Kind
from aligner.alignment.evidence import Evidence
from aligner.alignment.path import Floats, Integers, Path
from aligner.alignment.scoring import CLOSED, Cells, Part, Scorer

# Cells whose beads are scored together (a processor's cache holds them), and cells of one field.
_CELLS_AT_ONCE, _FIELD_CELLS = 8_192, 300_000
# Places that are found out together.
_PLACES_AT_ONCE = 8_192
TILE_ROWS = 128
# By so many rows after a free beginning, or before a free end, the best path no longer depends on it.
_TILE_OVERLAP = 24


@dataclass(frozen=True, slots=True)
class Tile:
    """Rows `first` to `last` of a band, both included; `document` numbers the band where there are several."""

    first: int
    last: int
    document: int = 0

    @property
    def rows(self) -> int:
        """How many rows."""
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True)
class Band:
    """Cells `[low[i], high[i])` of every row i, 0 to the number of source sentences; neighbouring rows overlap.

    Through its `corners` every path has to go; what comes after one begins anew.
    """

    low: Integers
    high: Integers
    corners: tuple[tuple[int, int], ...] = ()

    @classmethod
    def full(cls, source_count: int, target_count: int) -> Band:
        """Every cell."""
        return cls(np.zeros(source_count + 1, np.intp), np.full(source_count + 1, target_count + 1, np.intp))

    @property
    def cells(self) -> int:
        """How many cells there are."""
        return int((self.high - self.low).sum())

    @property
    def row_count(self) -> int:
        """How many rows there are, one more than source sentences."""
        return len(self.low)

    def is_like(self, other: Band, tile: Tile) -> bool:
        """Whether the rows of a tile are the same in another band."""
        rows = slice(tile.first, tile.last + 1)
        return bool(
            np.array_equal(self.low[rows], other.low[rows]) and np.array_equal(self.high[rows], other.high[rows])
        )

    def touched(self, path: Path) -> Integers:
        """Which corners of a path lie on the edge of the band, where the band ends before the document."""
        rows, columns = path.corners()
        left = (columns == self.low[rows]) & (columns > 0)
        right = (columns == self.high[rows] - 1) & (columns < self.high[-1] - 1)
        return np.flatnonzero(left | right)

    def including(self, other: Band) -> Band:
        """The cells of both bands of the same documents, and what lies between them."""
        return replace(self, low=np.minimum(self.low, other.low), high=np.maximum(self.high, other.high))

    def through(self, corners: Sequence[tuple[int, int]], reach: int) -> Band:
        """The cells from which no corner is missed: those before a corner on both sides, and those after it.

        Rows within `reach` of a corner are wide enough to come to it.
        """
        low, high = self.low.copy(), self.high.copy()
        last_row, last_column = self.row_count - 1, int(high[-1]) - 1
        for row, column in corners:
            rows = slice(max(0, row - reach), min(last_row, row + reach) + 1)
            low[rows] = np.minimum(low[rows], max(0, column - reach))
            high[rows] = np.maximum(high[rows], min(last_column, column + reach) + 1)
        low, high = np.minimum.accumulate(low[::-1])[::-1], np.maximum.accumulate(high)
        for row, column in corners:
            high[:row] = np.minimum(high[:row], column + 1)
            low[row + 1 :] = np.maximum(low[row + 1 :], column)
        return Band(low, high, tuple(corners))

    def tiles(self, rows: int) -> list[Tile]:
        """Tiles of about so many rows, each with some more rows at either end; one for a band of few rows."""
        last, overlap = self.row_count - 1, _TILE_OVERLAP
        if last < 4 * rows:
            return [Tile(0, last)]
        bounds = np.linspace(0, last, max(1, round(last / rows)) + 1).astype(int)
        return [Tile(max(0, int(first) - overlap), min(last, int(end) + overlap)) for first, end in pairwise(bounds)]


class Field:
    """Some tiles of one band or several, laid out as an array [steps, tiles, width]: step s of a tile is its s-th row.

    The rows of all bands are numbered one band after the other; the cells of the rows of tiles, each once, row after row,
    see `cells`.
    """

    def __init__(self, bands: Sequence[Band], tiles: list[Tile], *, keep: bool = False) -> None:
        self.tiles, self._keep = tiles, keep
        self._stretches: list[tuple[list[int], Cells]] = []
        self._places: dict[tuple[object, ...], Integers] = {}
        self._offsets = np.concatenate([[0], np.cumsum([band.row_count for band in bands])]).astype(np.intp)
        low, high = (np.concatenate([getattr(band, edge) for band in bands]) for edge in ("low", "high"))
        self._corners = [
            (row + int(offset), column)
            for band, offset in zip(bands, self._offsets.tolist(), strict=False)
            for row, column in band.corners
        ]
        offsets = [int(self._offsets[tile.document]) for tile in tiles]
        firsts = [tile.first + offset for tile, offset in zip(tiles, offsets, strict=True)]
        rows = [np.arange(first, first + tile.rows) for tile, first in zip(tiles, firsts, strict=True)]
        # Counted, for otherwise numpy loads its masked arrays, which takes longer than the search for an article.
        self._distinct, _ = np.unique(np.concatenate(rows), return_counts=True)
        self._firsts = np.array(firsts, np.intp)
        self._begins = np.array([tile.first == 0 for tile in tiles])
        self._ends = np.array([tile.last == bands[tile.document].row_count - 1 for tile in tiles])
        self.last_steps = np.array([tile.rows - 1 for tile in tiles], np.intp)
        steps = int(self.last_steps.max()) + 1
        # Tiles shorter than the longest repeat their last row.
        self._rows = self._firsts + np.minimum(np.arange(steps)[:, None], self.last_steps)
        self._low = low[self._rows]
        self._width = high[self._rows] - self._low
        self.shape = (steps, len(tiles), int(self._width.max()))
        self._first_cells = np.concatenate([[0], np.cumsum(high[self._distinct] - low[self._distinct])])
        self._distinct_low = low[self._distinct]
        self._across = np.arange(self.shape[2])

    def weights(self, scorers: Sequence[Scorer], evidences: Sequence[Evidence], kinds: tuple[Kind, ...]) -> Floats:
        """float64 [kinds, cells + 1]: the score of each kind of bead that ends at each cell of its rows; closed at the end.

        `scorers` and `evidences` are those of each band.
        """
        found = np.full((len(kinds), int(self._first_cells[-1]) + 1), CLOSED)
        start = 0
        for documents, cells in self._stretches or self._scored(scorers):
            found[:, start : start + len(cells)] = cells.scores([evidences[document] for document in documents], kinds)
            start += len(cells)
        return found

    def _scored(self, scorers: Sequence[Scorer]) -> Iterator[tuple[list[int], Cells]]:
        """The cells in stretches, and their documents: of one document neighbouring rows, or all of several short ones."""
        documents: list[int] = []
        parts: list[Part] = []

        def stretch() -> tuple[list[int], Cells]:
            found = (documents.copy(), Cells(parts))
            if self._keep:
                self._stretches.append(found)
            documents.clear()
            parts.clear()
            return found

        for document, row_ends, column_ends in self._parts():
            # Only what stands alone with its document is scored with others, so that their presence makes no difference to it.
            if parts and (
                document == documents[-1] or sum(len(part.row_ends) for part in parts) + len(row_ends) > _CELLS_AT_ONCE
            ):
                yield stretch()
            documents.append(document)
            parts.append(Part(scorers[document], row_ends, column_ends))
        if parts:
            yield stretch()

    def _parts(self) -> Iterator[tuple[int, Integers, Integers]]:
        """Row and column ends of the cells of neighbouring rows of a document: about `_CELLS_AT_ONCE`, but at least one row."""
        rows, starts, low = self._distinct, self._first_cells, self._distinct_low
        documents = np.searchsorted(self._offsets, rows, side="right") - 1
        breaks = np.append(np.flatnonzero((np.diff(rows) > 1) | (np.diff(documents) > 0)) + 1, len(rows))
        first = 0
        while first < len(rows):
            fitting = int(np.searchsorted(starts, starts[first] + _CELLS_AT_ONCE, side="right")) - 1
            unbroken = int(breaks[np.searchsorted(breaks, first, side="right")])
            last = min(unbroken, max(first + 1, fitting))
            document = int(documents[first])
            in_band = rows[first:last] - self._offsets[document]
            row_ends = np.repeat(in_band, np.diff(starts[first : last + 1]))
            offsets = np.repeat(starts[first:last] - low[first:last], np.diff(starts[first : last + 1]))
            yield document, row_ends, np.arange(starts[first], starts[last]) - offsets
            first = last

    def corners(self, step: int) -> NDArray[np.bool_] | None:
        """Bool [tiles, width]: which cells are corners of the band; None where none is."""
        found = None
        for row, column in self._corners:
            for tile in np.flatnonzero((self._rows[step] == row) & (self.last_steps >= step)):
                found = np.zeros(self.shape[1:], np.bool_) if found is None else found
                found[tile, column - self._low[step, tile]] = True
        return found

    @property
    def closed(self) -> int:
        """The number of the place after the last, which stands for all places outside."""
        return self.shape[0] * self.shape[1] * self.shape[2]

    @cached_property
    def _starts(self) -> Integers:
        starts: Integers = self._first_cells[np.searchsorted(self._distinct, self._rows)]
        return starts

    def outside(self, step: int) -> NDArray[np.bool_]:
        """Bool [tiles, width]: whether there is no cell."""
        outside: NDArray[np.bool_] = self._outside[step]
        return outside

    @cached_property
    def _outside(self) -> NDArray[np.bool_]:
        outside: NDArray[np.bool_] = ~self._inside
        return outside

    @cached_property
    def _inside(self) -> NDArray[np.bool_]:
        inside: NDArray[np.bool_] = self._across < self._width[:, :, None]
        return inside

    def cells(self, step: int) -> Integers:
        """[tiles, width]: numbers of the cells; one more than the last where there is none."""
        return self._of_step(("cells",), step, self._cells)

    def _cells(self, steps: Integers) -> Integers:
        numbers = self._starts[steps][:, :, None] + self._across
        found: Integers = np.where(self._inside[steps], numbers, self._first_cells[-1])
        return found

    def cell(self, step: Integers, tile: int, place: Integers) -> Integers:
        """Numbers of cells of one tile."""
        cell: Integers = self._starts[step, tile] + place
        return cell

    def lows(self, step: Integers | int, tile: Integers | int) -> Integers:
        """First column of the row."""
        low: Integers = self._low[step, tile]
        return low

    def before(self, step: int, rows: Integers, margin: int) -> Integers:
        """[rows, tiles, margin + width]: flat places so many rows above those of a step, from `margin` columns to their left on."""
        key = ("before", rows.tobytes(), margin)
        return self._of_step(key, step, lambda steps: self._before(steps, rows, margin), len(rows))

    def _before(self, steps: Integers, rows: Integers, margin: int) -> Integers:
        before = steps[:, None] - rows
        above = np.maximum(before, 0)
        across = (self._low[steps][:, None] - self._low[above])[..., None] + np.arange(-margin, self.shape[2])
        inside = (across >= 0) & (across < self._width[above][..., None]) & (before >= 0)[:, :, None, None]
        across += ((above[..., None] * self.shape[1] + np.arange(self.shape[1])) * self.shape[2])[..., None]
        return np.where(inside, across, self.closed)

    def after(self, step: int, rows: Integers, columns: Integers, depth: int) -> Integers:
        """[shifts, tiles, width]: places of the cells so many rows below, and so many columns to the right, of those of a step.

        They are places in [depth, shifts, tiles, width], of which row `step % depth` is that of a step, and one more than the
        last where there is no cell.
        """
        key = ("after", rows.tobytes(), columns.tobytes())
        return self._of_step(key, step, lambda steps: self._after(steps, rows, columns, depth), len(rows))

    def _after(self, steps: Integers, rows: Integers, columns: Integers, depth: int) -> Integers:
        after = steps[:, None] + rows
        below = np.minimum(after, self.shape[0] - 1)
        across = (self._low[steps][:, None] - self._low[below] + columns[:, None])[..., None] + self._across
        inside = (across < self._width[below][..., None]) & (across >= 0)
        inside &= (after[..., None] <= self.last_steps)[..., None]
        shifts, tiles, width = len(rows), self.shape[1], self.shape[2]
        row = ((after % depth) * shifts + np.arange(shifts))[..., None] * tiles + np.arange(tiles)
        across += (row * width)[..., None]
        return np.where(inside, across, depth * shifts * tiles * width)

    def above(self, step: int) -> Integers:
        """[tiles, width]: places within the step before of the cells above; one more than the last where none is."""
        return self._of_step(("above",), step, lambda steps: self._beside(steps, np.maximum(steps - 1, 0)))

    def below(self, step: int) -> Integers:
        """[tiles, width]: places within the step after of the cells below; one more than the last where none is."""
        last = self.shape[0] - 1
        return self._of_step(("below",), step, lambda steps: self._beside(steps, np.minimum(steps + 1, last)))

    def _beside(self, steps: Integers, others: Integers) -> Integers:
        across = (self._low[steps] - self._low[others])[:, :, None] + self._across
        inside = (across >= 0) & (across < self._width[others][:, :, None])
        across += (np.arange(self.shape[1]) * self.shape[2])[:, None]
        return np.where(inside, across, self.shape[1] * self.shape[2])

    def _of_step(
        self, key: tuple[object, ...], step: int, found: Callable[[Integers], Integers], rows: int = 1
    ) -> Integers:
        """What is found out about the places of a step, and kept, as every pass asks for it again.

        Of so many steps together as a processor's cache holds, each of which takes `rows` rows.
        """
        together = max(1, _PLACES_AT_ONCE // (rows * self.shape[1] * self.shape[2]))
        number, place = divmod(step, together)
        places = self._places.get((key, number))
        if places is None:
            first = number * together
            places = found(np.arange(first, min(first + together, self.shape[0])))
            self._places[key, number] = places
        of_step: Integers = places[place]
        return of_step

    def entry(self, closed: float, tilt: float = 0.0) -> Floats:
        """[tiles, width]: where a path may begin in the first row; `closed` elsewhere.

        From the middle of the band on it falls by `tilt` with each column, so that of ways that are all alike, as through
        one line again and again, neighbouring tiles take the same.
        """
        open_ = self._inside[0].copy()
        open_[self._begins, 1:] = False
        middle = (self._width[0] - 1)[:, None] / 2
        return np.where(open_, -tilt * np.abs(self._across - middle), closed)

    def finish(self, closed: float) -> Floats:
        """[tiles, width]: 0 where a path may end in the last row of each tile, `closed` elsewhere."""
        tiles = np.arange(self.shape[1])
        width = self._width[self.last_steps, tiles][:, None]
        open_ = (self._across < width) & (~self._ends[:, None] | (self._across == width - 1))
        return np.where(open_, 0.0, closed)

    def of_tiles(self, of_documents: Sequence[float]) -> Floats:
        """[tiles, 1]: what holds for the document of each tile."""
        return np.array([of_documents[tile.document] for tile in self.tiles], np.float64)[:, None]

    def exits(self, best: Floats) -> Integers:
        """[tiles]: the place in its last row where each tile's best path ends."""
        ends: Integers = (best[self.last_steps, np.arange(self.shape[1])] + self.finish(CLOSED)).argmax(axis=1)
        return ends


def fields(bands: Sequence[Band], tiles: list[Tile], *, keep: bool = False) -> Iterator[Field]:
    """The tiles in fields of bounded size; `keep`: what is found out about their cells is kept for the next time."""
    group: list[Tile] = []
    widest = longest = 0
    for tile in tiles:
        band, rows = bands[tile.document], slice(tile.first, tile.last + 1)
        width = int((band.high[rows] - band.low[rows]).max())
        grown = (max(widest, width), max(longest, tile.rows))
        if group and grown[0] * grown[1] * (len(group) + 1) > _FIELD_CELLS:
            yield Field(bands, group, keep=keep)
            group, grown = [], (width, tile.rows)
        group.append(tile)
        widest, longest = grown
    if group:
        yield Field(bands, group, keep=keep)
