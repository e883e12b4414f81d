"""The best monotone path through a band of cells, by dynamic programming with affine gaps.

Cell (i, j) stands for "the first i source and j target sentences are aligned". Three layers tell what ended
there: a bead, a run of source nulls, a run of target nulls (Gotoh 1982); between two beads the source's nulls come
first. Long bands are searched in tiles of rows that overlap, all tiles of a batch row by row together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
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

Judge = Callable[[Field, Floats, Evidence, dict[Tile, Path]], dict[Tile, Path]]


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
            among = fields(band, [tile for tile in tiles if tile not in self._paths])
            self._paths |= best_paths(self._scorer, self._evidence, among, self._kinds, self._judge)
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
    scorer: Scorer, evidence: Evidence, among: Iterable[Field], kinds: tuple[Kind, ...], judge: Judge | None = None
) -> dict[Tile, Path]:
    """The highest-scoring path inside each tile of some fields."""
    found: dict[Tile, Path] = {}
    for field in among:
        weights = field.weights(scorer, evidence, kinds)
        paths = _Trellis(field, kinds, weights, evidence).solve()
        found |= judge(field, weights, evidence, paths) if judge else paths
    return found


class _Trellis:
    """Best scores of every cell of a field, and how each was reached.

    All arrays are [steps, tiles, width]: step s of a tile is its s-th row.
    """

    def __init__(self, field: Field, kinds: tuple[Kind, ...], weights: Floats, evidence: Evidence) -> None:
        """`weights`: float64 [kinds, cells of the field's rows + 1]."""
        self._field, self._kinds, self._weights = field, kinds, np.rint(weights * _UNIT)
        self._gap, self._longer = round(evidence.gap * _UNIT), round(evidence.longer * _UNIT)
        shape = field.shape
        # One closed cell at the end serves every look-up that falls outside the band.
        self._best = np.full(shape[0] * shape[1] * shape[2] + 1, CLOSED)
        self._kind = np.zeros(shape, np.uint8)
        self._sources_lead = np.zeros(shape, np.bool_)  # a run of source nulls is at least as good as a bead
        self._targets_lead = np.zeros(shape, np.bool_)  # a run of target nulls is at least as good as either
        self._source_goes_on = np.zeros(shape, np.bool_)  # the best run of source nulls has more than one
        self._target_goes_on = np.zeros(shape, np.bool_)
        self._corner = np.zeros(shape, np.bool_)  # whatever ended here, what follows begins anew

    def solve(self) -> dict[Tile, Path]:
        """The best path of each tile."""
        rows = np.array([kind.rows for kind in self._kinds], np.intp)
        columns = np.array([kind.columns for kind in self._kinds], np.intp)
        steps, tiles, width = self._field.shape
        best = self._best[:-1].reshape(self._field.shape)
        beads, sources = self._field.entry(CLOSED), np.full((tiles, width), CLOSED)
        slope = self._longer * np.arange(width)
        for step in range(steps):
            if step:
                before = self._field.earlier(step, rows, columns)
                totals = self._best.take(before)
                totals += self._weights[:, self._field.cells(step)]
                choice = totals.argmax(axis=0)
                self._kind[step] = choice
                above = self._field.above(step)
                opened = np.append(beads, CLOSED).take(above) + self._gap
                going_on = np.append(sources, CLOSED).take(above) + self._longer
                beads = np.take_along_axis(totals, choice[None], axis=0)[0]
                self._source_goes_on[step] = going_on >= opened
                sources = np.maximum(opened, going_on)
            self._sources_lead[step] = sources >= beads
            ended = np.maximum(beads, sources)
            # A run of target nulls costs `gap`, then `longer` for each sentence after its first: a running maximum.
            running = np.maximum.accumulate(ended - slope, axis=1)
            targets = np.full((tiles, width), CLOSED)
            targets[:, 1:] = running[:, :-1] + (slope[:-1] + self._gap)
            self._target_goes_on[step, :, 1:] = targets[:, :-1] + self._longer >= ended[:, :-1] + self._gap
            self._targets_lead[step] = targets >= ended
            np.maximum(ended, targets, out=best[step])
            best[step][~self._field.inside(step)] = CLOSED
            corners = self._field.corners(step)
            if corners is not None:
                beads = np.where(corners, best[step], beads)
                self._corner[step] = corners
        return self._traced(best)

    def _traced(self, best: Floats) -> dict[Tile, Path]:
        """Every tile's path, walked from its end together."""
        field, kinds = self._field, self._kinds
        shape_of = np.array([(kind.rows, kind.columns, kind.crossed) for kind in kinds], np.intp)
        tile = np.arange(field.shape[1])
        step, place = field.last_steps.copy(), field.exits(best)
        layer = self._top(step, tile, place)
        taken: list[Integers] = []
        while True:
            active = np.flatnonzero(field.goes_on(step, place))
            if not len(active):
                break
            s, t, x, now = step[active], tile[active], place[active], layer[active]
            is_bead, is_source = now == 0, now == 1
            shape = shape_of[self._kind[s, t, x]]
            rows = np.where(is_bead, shape[:, 0], is_source.astype(np.intp))
            columns = np.where(is_bead, shape[:, 1], (now == 2).astype(np.intp))
            row, column = field.row(s, t), field.column(s, t, x)
            taken.append(np.stack([t, row, rows, column, columns, is_bead & (shape[:, 2] > 0)]))
            goes_on = np.where(is_source, self._source_goes_on[s, t, x], self._target_goes_on[s, t, x])
            s = s - rows
            x = column - columns - field.lows(s, t)
            follows = np.where(is_source, 0, np.where(self._sources_lead[s, t, x], 1, 0))
            top = self._top(s, t, x)
            follows = np.where(is_source & self._corner[s, t, x], top, follows)
            layer[active] = np.where(is_bead, top, np.where(goes_on, now, follows))
            step[active], place[active] = s, x
        return self._paths(taken)

    def _top(self, step: Integers, tile: Integers, place: Integers) -> Integers:
        """The best layer of a cell; of equal ones a gap, so that the first of repeated lines is the one that is paired."""
        lead: Integers = np.where(self._sources_lead[step, tile, place], 1, 0)
        return np.where(self._targets_lead[step, tile, place], 2, lead)

    def _paths(self, taken: list[Integers]) -> dict[Tile, Path]:
        steps = np.concatenate(taken, axis=1) if taken else np.zeros((6, 0), np.intp)
        order = np.argsort(steps[0][::-1], kind="stable")
        steps = steps[:, ::-1][:, order]
        bounds = np.searchsorted(steps[0], np.arange(len(self._field.tiles) + 1))
        return {
            tile: _path(steps[1:, first:last])
            for tile, first, last in zip(self._field.tiles, bounds, bounds[1:], strict=False)
        }


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
