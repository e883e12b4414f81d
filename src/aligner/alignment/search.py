"""The best monotone path through a band of cells, by dynamic programming with affine gaps.

Cell (i, j) stands for "the first i source and j target sentences are aligned". Three layers tell what ended
there: a bead, a run of source nulls, a run of target nulls (Gotoh 1982); between two beads the source's nulls come
first. Long bands are searched in tiles of rows that overlap, all tiles of a batch row by row together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from aligner.alignment.band import TILE_ROWS, Band, Field, Tile, fields
from aligner.alignment.beads import Kind
from aligner.alignment.evidence import Evidence
from aligner.alignment.path import Floats, Integers, Path, joined
from aligner.alignment.scoring import CLOSED, Scorer

# Scores are whole numbers of 1/_UNIT: repeated lines tie, and what decides between them must not be the last bit of a
# sum, in which processors differ.
_UNIT = 10_000.0

# How a cell was reached, in the bits of one number: by a bead of which kind; whether the best run of nulls of either side
# that ends there has more than one; whether source nulls are at least as good as a bead, target nulls as either; whether
# all begins anew there.
_KIND, _SOURCE_GOES_ON, _TARGET_GOES_ON, _SOURCES_LEAD, _TARGETS_LEAD, _CORNER = (
    0xFF,
    0x100,
    0x200,
    0x400,
    0x800,
    0x1000,
)

_BITS = (_SOURCE_GOES_ON, _TARGET_GOES_ON, _SOURCES_LEAD, _TARGETS_LEAD, _CORNER)

# Rows and columns of a null, by its layer.
_NULLS = {1: (1, 0, False), 2: (0, 1, False)}

Judge = Callable[[Field, Floats, Sequence[Evidence], dict[Tile, Path]], dict[Tile, Path]]


def best_path(
    scorer: Scorer,
    evidence: Evidence,
    band: Band,
    kinds: tuple[Kind, ...],
    judge: Judge | None = None,
    tile_rows: int = TILE_ROWS,
) -> Path:
    """The highest-scoring path inside a band; `judge` works out the probabilities of its steps."""
    return Search(scorer, evidence, kinds, judge, tile_rows).path(band)


class Search:
    """Finds paths through bands; of a band that differs from the one before in some rows, only these are searched anew.

    A band of more rows than four tiles is searched tile by tile. A tile begins and ends at any cell, some rows
    outside what it is asked for; where two neighbours agree on a cell, one goes on where the other ends.
    """

    def __init__(
        self,
        scorer: Scorer,
        evidence: Evidence,
        kinds: tuple[Kind, ...],
        judge: Judge | None,
        tile_rows: int = TILE_ROWS,
    ) -> None:
        self._scorer, self._evidence, self._kinds, self._judge = scorer, evidence, kinds, judge
        self._tile_rows = tile_rows
        self._paths: dict[Tile, Path] = {}
        self._band: Band | None = None

    def path(self, band: Band) -> Path:
        """The highest-scoring path inside a band."""
        before, self._band = self._band, band
        if before is not None:
            self._paths = {tile: path for tile, path in self._paths.items() if before.is_like(band, tile)}
        tiles = band.tiles(self._tile_rows)
        while True:
            among = fields([band], [tile for tile in tiles if tile not in self._paths])
            self._paths |= best_paths([self._scorer], [self._evidence], among, self._kinds, self._judge)
            found = [self._paths[tile] for tile in tiles]
            cuts = [_meeting(*pair) for pair in zip(found, found[1:], tiles, tiles[1:], strict=False)]
            if None not in cuts:
                return _stitched(found, [cut for cut in cuts if cut is not None])
            merged = [tiles[0]]
            for tile, cut in zip(tiles[1:], cuts, strict=True):
                if cut is None:
                    merged[-1] = Tile(merged[-1].first, tile.last)
                else:
                    merged.append(tile)
            tiles = merged


def best_paths(
    scorers: Sequence[Scorer],
    evidences: Sequence[Evidence],
    among: Iterable[Field],
    kinds: tuple[Kind, ...],
    judge: Judge | None = None,
) -> dict[Tile, Path]:
    """The highest-scoring path inside each tile of some fields; `scorers` and `evidences` are those of each document."""
    found: dict[Tile, Path] = {}
    for field in among:
        weights = field.weights(scorers, evidences, kinds)
        paths = _Trellis(field, kinds, weights, evidences).solve()
        found |= judge(field, weights, evidences, paths) if judge else paths
    return found


class _Trellis:
    """Best scores of every cell of a field, and how each was reached.

    All arrays are [steps, tiles, width]: step s of a tile is its s-th row.
    """

    def __init__(self, field: Field, kinds: tuple[Kind, ...], weights: Floats, evidences: Sequence[Evidence]) -> None:
        """`weights`: float64 [kinds, cells of the field's rows + 1]."""
        self._field, self._kinds, self._weights = field, kinds, np.rint(weights * _UNIT)
        self._gap = field.of_tiles([round(evidence.gap * _UNIT) for evidence in evidences])
        self._longer = field.of_tiles([round(evidence.longer * _UNIT) for evidence in evidences])
        steps, tiles, width = field.shape
        # One closed cell at the end serves every look-up that falls outside the band.
        self._best = np.full(field.closed + 1, CLOSED)
        self._codes = np.zeros((steps, tiles, width), np.intp)
        self._told = np.zeros((len(_BITS), steps, tiles, width), np.bool_)
        self._ways = Ways(field, kinds)

    def solve(self) -> dict[Tile, Path]:
        """The best path of each tile."""
        field = self._field
        steps, tiles, width = field.shape
        best = self._best[:-1].reshape(field.shape)
        # One closed place at the end of what ended in the row above serves every look-up outside the band.
        above_beads, above_sources = (np.full(tiles * width + 1, CLOSED) for _ in range(2))
        beads, sources = (row[:-1].reshape(tiles, width) for row in (above_beads, above_sources))
        beads[:] = field.entry(CLOSED, tilt=1.0)
        slope = self._longer * np.arange(width)
        falling = slope[:, :-1] + self._gap
        targets = np.full((tiles, width), CLOSED)
        source_goes_on, target_goes_on, sources_lead, targets_lead, is_corner = self._told
        for step in range(steps):
            if step:
                totals = self._ways.to(self._best, step)
                totals += self._weights.take(field.cells(step), axis=1)
                totals.argmax(axis=0, out=self._codes[step])
                above = field.above(step)
                opened, going_on = above_beads.take(above), above_sources.take(above)
                opened += self._gap
                going_on += self._longer
                totals.max(axis=0, out=beads)
                np.greater_equal(going_on, opened, out=source_goes_on[step])
                np.maximum(opened, going_on, out=sources)
            ended = np.maximum(beads, sources)
            # A run of target nulls costs `gap`, then `longer` for each sentence after its first: a running maximum.
            running = np.maximum.accumulate(ended - slope, axis=1)
            np.add(running[:, :-1], falling, out=targets[:, 1:])
            going_on = targets[:, :-1] + self._longer
            np.greater_equal(going_on, ended[:, :-1] + self._gap, out=target_goes_on[step, :, 1:])
            np.greater_equal(sources, beads, out=sources_lead[step])
            np.greater_equal(targets, ended, out=targets_lead[step])
            np.maximum(ended, targets, out=best[step])
            np.copyto(best[step], CLOSED, where=field.outside(step))
            corners = field.corners(step)
            if corners is not None:
                np.copyto(beads, best[step], where=corners)
                is_corner[step] = corners
        for told, bit in zip(self._told, _BITS, strict=True):
            np.bitwise_or(self._codes, bit, out=self._codes, where=told)
        return self._traced(best)

    def _traced(self, best: Floats) -> dict[Tile, Path]:
        """Every tile's path, walked back from its end."""
        codes = self._codes.ravel().tolist()
        ends = self._field.exits(best).tolist()
        return {
            tile: self._walked(tile, number, end, codes)
            for number, (tile, end) in enumerate(zip(self._field.tiles, ends, strict=True))
        }

    def _walked(self, tile: Tile, number: int, place: int, codes: list[int]) -> Path:
        _, tiles, width = self._field.shape
        lows = self._field.lows(np.arange(tile.rows), number).tolist()
        kinds = [(kind.rows, kind.columns, kind.crossed) for kind in self._kinds]
        step = tile.rows - 1
        code = codes[(step * tiles + number) * width + place]
        layer = _top(code)
        taken: list[tuple[int, int, int, int, bool]] = []
        while step > 0 or (tile.first == 0 and place > 0):
            rows, columns, crossed = kinds[code & _KIND] if layer == 0 else _NULLS[layer]
            column = lows[step] + place
            taken.append((tile.first + step, rows, column, columns, crossed))
            step -= rows
            place = column - columns - lows[step]
            before = codes[(step * tiles + number) * width + place]
            # Before a run of source nulls stands a bead, or at a corner whatever ended there; before one of target nulls
            # a bead or source nulls.
            if layer == 0:
                layer = _top(before)
            elif layer == 1 and not code & _SOURCE_GOES_ON:
                layer = _top(before) if before & _CORNER else 0
            elif layer == 2 and not code & _TARGET_GOES_ON:
                layer = 1 if before & _SOURCES_LEAD else 0
            code = before
        return _path(np.array(taken[::-1], np.intp).reshape(-1, 5).T)


class Ways:
    """Where beads that end at the cells of a step began: in some rows before it, some columns to the left."""

    def __init__(self, field: Field, kinds: tuple[Kind, ...]) -> None:
        self._field = field
        rows, number = np.unique([kind.rows for kind in kinds], return_inverse=True)
        columns = np.array([kind.columns for kind in kinds], np.intp)
        self._rows, self._margin = rows.astype(np.intp), int(columns.max())
        width = self._margin + field.shape[2]
        starts = (
            (number[:, None] * field.shape[1] + np.arange(field.shape[1])) * width + self._margin - columns[:, None]
        )
        self._picked = starts[:, :, None] + np.arange(field.shape[2])

    def to(self, values: Floats, step: int) -> Floats:
        """float64 [kinds, tiles, width]: of `values` by flat place, those where a bead of each kind began."""
        return values.take(self._field.before(step, self._rows, self._margin)).take(self._picked)


def _top(code: int) -> int:
    """The best layer of a cell; of equal ones a gap, so that the first of repeated lines is the one that is paired."""
    if code & _TARGETS_LEAD:
        return 2
    return 1 if code & _SOURCES_LEAD else 0


def _path(steps: Integers) -> Path:
    """Row ends, rows, column ends, columns and whether crossed, [5, steps], as a path."""
    row_ends, rows, column_ends, columns, crossed = steps
    return Path(row_ends, rows, column_ends, columns, crossed.astype(np.bool_), np.ones(len(rows)))


@dataclass(frozen=True, slots=True)
class _Cut:
    """Where one path goes over into the next: after so many steps of the one, after so many of the other."""

    before: int
    after: int


def _meeting(before: Path, after: Path, tile: Tile, next_tile: Tile) -> _Cut | None:
    """The cell nearest to the middle of their common rows that both paths go through."""
    if not len(before) or not len(after):
        return None
    _, first, second = np.intersect1d(_cells(before), _cells(after), return_indices=True)
    middle = (next_tile.first + tile.last) // 2
    if not len(first):
        return None
    nearest = int(np.argmin(np.abs(before.row_ends[first] - middle)))
    return _Cut(int(first[nearest]) + 1, int(second[nearest]) + 1)


def _cells(path: Path) -> NDArray[np.int64]:
    """One number for each cell at the end of a step."""
    return path.row_ends.astype(np.int64) << 32 | path.column_ends.astype(np.int64)


def _stitched(paths: list[Path], cuts: list[_Cut]) -> Path:
    firsts = [0, *(cut.after for cut in cuts)]
    lasts = [*(cut.before for cut in cuts), len(paths[-1])]
    return joined([path.part(slice(first, last)) for path, first, last in zip(paths, firsts, lasts, strict=True)])
