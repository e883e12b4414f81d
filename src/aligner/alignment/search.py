"""The best monotone path through a band of cells, by dynamic programming with affine gaps.

Cell (i, j) stands for "the first i source and j target sentences are aligned". Three layers tell what ended
there: a bead, a run of source nulls, a run of target nulls (Gotoh 1982).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from aligner.alignment.beads import Kind
from aligner.alignment.evidence import Evidence, Path, Scorer
from aligner.alignment.overlaps import Floats, Integers

_CLOSED = -1e12
_ROWS_AT_ONCE = 128
# Scores are whole numbers of 1/_UNIT: repeated lines tie, and what decides between them must not be the last bit of a
# sum, in which processors differ.
_UNIT = 10_000.0


@dataclass(frozen=True, slots=True)
class Band:
    """Cells `[low[i], high[i])` of every row i, 0 to the number of source sentences; neighbouring rows overlap."""

    low: Integers
    high: Integers

    @classmethod
    def full(cls, source_count: int, target_count: int) -> Band:
        """Every cell."""
        return cls(np.zeros(source_count + 1, np.intp), np.full(source_count + 1, target_count + 1, np.intp))

    @property
    def cells(self) -> int:
        """How many cells there are."""
        return int((self.high - self.low).sum())


class Lattice:
    """Scores of every cell of a band, laid row after row in flat arrays."""

    def __init__(self, scorer: Scorer, evidence: Evidence, band: Band, kinds: tuple[Kind, ...]) -> None:
        self._scorer, self._evidence, self._band, self._kinds = scorer, evidence, band, kinds
        self._gap, self._longer = (round(score * _UNIT) for score in (evidence.gap, evidence.longer))
        widths = band.high - band.low
        self._starts = np.concatenate([[0], np.cumsum(widths)])
        cells = int(self._starts[-1])
        # One closed cell at the end serves every look-up that falls outside the band.
        self._layers = np.full((3, cells + 1), _CLOSED)
        self._best = np.full(cells + 1, _CLOSED)
        self._kind = np.zeros(cells + 1, np.uint8)
        self._rows_of = np.array([kind.rows for kind in kinds], np.intp)
        self._columns_of = np.array([kind.columns for kind in kinds], np.intp)

    def solve(self) -> tuple[Path, float]:
        """The best path from the first to the last cell, and its score."""
        rows = len(self._band.low)
        for first in range(0, rows, _ROWS_AT_ONCE):
            last = min(rows, first + _ROWS_AT_ONCE)
            weights = self._weights(first, last)
            origin = self._starts[first]
            for row in range(first, last):
                self._fill(row, weights[:, self._starts[row] - origin : self._starts[row + 1] - origin])
        end = self._at(rows - 1, int(self._band.high[-1]) - 1)
        return self._trace(), float(self._best[end]) / _UNIT

    def _weights(self, first: int, last: int) -> Floats:
        """float64 [kinds, cells of the rows]: the score of each kind of bead ending at each cell."""
        low, high = self._band.low[first:last], self._band.high[first:last]
        row_ends = np.repeat(np.arange(first, last), high - low)
        column_ends = np.arange(self._starts[first], self._starts[last]) - np.repeat(
            self._starts[first:last] - low, high - low
        )
        block = self._scorer.block((first, last), (int(low.min()), int(high.max())))
        weights = np.full((len(self._kinds), len(row_ends)), _CLOSED)
        for number, kind in enumerate(self._kinds):
            inside = (row_ends >= kind.rows) & (column_ends >= kind.columns)
            if inside.any():
                weights[number, inside] = self._scorer.scores(
                    block, self._evidence, kind, row_ends[inside], column_ends[inside]
                )
        return np.round(weights * _UNIT)

    def _at(self, row: int, column: int) -> int:
        """Flat place of a cell; the closed cell when it is outside the band."""
        if row < 0 or not self._band.low[row] <= column < self._band.high[row]:
            return len(self._best) - 1
        return int(self._starts[row] + column - self._band.low[row])

    def _fill(self, row: int, weights: Floats) -> None:
        low, high = int(self._band.low[row]), int(self._band.high[row])
        here = slice(int(self._starts[row]), int(self._starts[row + 1]))
        beads, sources, targets = (self._layers[layer, here] for layer in range(3))
        opening = self._gap
        columns = np.arange(low, high)
        if row == 0 and low == 0:
            beads[0] = 0.0
        if row > 0:
            before = self._earlier(row, columns)
            totals = self._best[before] + weights
            choice = totals.argmax(axis=0)
            np.copyto(beads, totals[choice, np.arange(high - low)])
            self._kind[here] = choice
            above = self._places(row - 1, columns)
            started = np.maximum(self._layers[0][above], self._layers[2][above]) + opening
            np.maximum(started, self._layers[1][above] + self._longer, out=sources)
        ended = np.maximum(beads, sources)
        # A run of target nulls costs `gap` + `longer` per sentence after its first: a running maximum.
        slope = self._longer * np.arange(high - low)
        running = np.maximum.accumulate(ended - slope)
        targets[1:] = running[:-1] + slope[:-1] + opening
        np.maximum(ended, targets, out=self._best[here])

    def _earlier(self, row: int, columns: Integers) -> Integers:
        """[kinds, columns]: where the bead of each kind that ends at each cell began."""
        began = row - self._rows_of
        reachable = np.maximum(began, 0)
        column = columns[None, :] - self._columns_of[:, None]
        inside = (began >= 0)[:, None] & (column >= self._band.low[reachable][:, None])
        inside &= column < self._band.high[reachable][:, None]
        place = column + (self._starts[reachable] - self._band.low[reachable])[:, None]
        return np.where(inside, place, len(self._best) - 1)

    def _places(self, row: int, columns: Integers) -> Integers:
        inside = (columns >= self._band.low[row]) & (columns < self._band.high[row])
        return np.where(inside, columns + (self._starts[row] - self._band.low[row]), len(self._best) - 1)

    def _trace(self) -> Path:
        row, column = len(self._band.low) - 1, int(self._band.high[-1]) - 1
        opening, longer = self._gap, self._longer
        path: Path = []
        layer = _last_best(self._layers[:, self._at(row, column)])
        while row > 0 or column > 0:
            if layer == 0:
                kind = self._kinds[self._kind[self._at(row, column)]]
                if kind.crossed:
                    path += [((row - 1,), (column - 2,)), ((row - 2,), (column - 1,))]
                else:
                    path.append((tuple(range(row - kind.rows, row)), tuple(range(column - kind.columns, column))))
                row, column = row - kind.rows, column - kind.columns
                layer = _last_best(self._layers[:, self._at(row, column)])
                continue
            row, column = (row - 1, column) if layer == 1 else (row, column - 1)
            path.append(((row,), ()) if layer == 1 else ((), (column,)))
            steps = self._layers[:, self._at(row, column)] + opening
            steps[layer] += longer - opening
            layer = _last_best(steps)
        return path[::-1]


def _last_best(layers: Floats) -> int:
    """The best layer; of equal ones a gap, so that the first of repeated lines is the one that is paired."""
    return len(layers) - 1 - int(layers[::-1].argmax())


def best_path(scorer: Scorer, evidence: Evidence, band: Band, kinds: tuple[Kind, ...]) -> Path:
    """The highest-scoring path inside a band: beads and single nulls, in document order."""
    return Lattice(scorer, evidence, band, kinds).solve()[0]
