"""How probable each bead is: the forward-backward algorithm over the same lattice that the search goes through.

The probability of a bead is the share of all paths, each weighted by its likelihood, that go through it
(Rabiner 1989). Likelihoods are tempered: what makes a bead likely is not independent, so that a plain product of it
would be too sure of itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from aligner.alignment.band import Field, Tile
from aligner.alignment.beads import Kind
from aligner.alignment.evidence import Evidence
from aligner.alignment.path import Floats, Integers, Path
from aligner.alignment.scoring import CLOSED
from aligner.alignment.search import Judge, Ways

# Chosen on newstest2011, where it makes the probabilities true.
_TEMPER = 0.855


def judged(kinds: tuple[Kind, ...]) -> Judge:
    """What works out the probabilities of the steps of paths that are made of these kinds of beads."""

    def judge(
        field: Field, weights: Floats, evidences: Sequence[Evidence], paths: dict[Tile, Path]
    ) -> dict[Tile, Path]:
        gap = field.of_tiles([evidence.gap * _TEMPER for evidence in evidences])
        longer = field.of_tiles([evidence.longer * _TEMPER for evidence in evidences])
        sums = _Sums(field, kinds, weights * _TEMPER, (gap, longer))
        return {tile: replace(path, probability=sums.probabilities(tile, path)) for tile, path in paths.items()}

    return judge


class _Sums:
    """Logarithms of the summed likelihoods of all ways to every cell, and of all ways on; arrays [steps, tiles, width].

    `_to` and `_on` are by layer: a bead, a run of source nulls, a run of target nulls.
    """

    def __init__(self, field: Field, kinds: tuple[Kind, ...], weights: Floats, gaps: tuple[Floats, Floats]) -> None:
        self._field, self._weights = field, weights
        self._gap, self._longer = gaps
        self._ways = Ways(field, kinds)
        self._kinds = {(kind.rows, kind.columns, kind.crossed): number for number, kind in enumerate(kinds)}
        self._rows = np.array([kind.rows for kind in kinds], np.intp)
        self._columns = np.array([kind.columns for kind in kinds], np.intp)
        self._to = np.full((3, *field.shape), CLOSED)
        self._on = np.full((3, *field.shape), CLOSED)
        self._any = np.full(field.closed + 1, CLOSED)
        self._forward()
        self._backward()
        exits = (
            self._field.finish(CLOSED)
            + self._any[:-1].reshape(field.shape)[field.last_steps, np.arange(len(field.tiles))]
        )
        self._total = _summed(exits, axis=1)

    def _forward(self) -> None:
        steps, _, width = self._field.shape
        total = self._any[:-1].reshape(self._field.shape)
        slope = self._longer * np.arange(width)
        beads, sources, targets = self._to
        beads[0] = self._field.entry(CLOSED)
        for step in range(steps):
            if step:
                ways = self._ways.to(self._any, step)
                ways += self._weights.take(self._field.cells(step), axis=1)
                beads[step] = _summed(ways, axis=0)
                above = self._field.above(step)
                opening = self._opening(step - 1, beads[step - 1], total[step - 1])
                sources[step] = np.logaddexp(
                    _taken(opening, above) + self._gap, _taken(sources[step - 1], above) + self._longer
                )
            outside = self._field.outside(step)
            beads[step][outside] = sources[step][outside] = CLOSED
            ended = np.logaddexp(beads[step], sources[step])
            running = np.logaddexp.accumulate(ended - slope, axis=1)
            targets[step, :, 1:] = running[:, :-1] + (slope[:, :-1] + self._gap)
            targets[step][outside] = CLOSED
            np.logaddexp(ended, targets[step], out=total[step])

    def _opening(self, step: int, beads: Floats, whatever: Floats) -> Floats:
        """From where source nulls may begin: a bead; at a corner, whatever ended there."""
        corners = self._field.corners(step)
        return beads if corners is None else np.where(corners, whatever, beads)

    def _backward(self) -> None:
        steps, tiles, width = self._field.shape
        kinds = len(self._rows)
        # Likelihoods of each bead that ends in one of the rows below and of all that follows it, by row.
        depth = int(self._rows.max()) + 1
        every = np.full(depth * kinds * tiles * width + 1, CLOSED)  # one closed at the end for what lies outside
        following = every[:-1].reshape(depth, kinds, tiles, width)
        beads, sources, targets = self._on
        slope = self._longer * np.arange(width)
        finish = self._field.finish(CLOSED)
        for step in reversed(range(steps)):
            ways = every.take(self._field.after(step, self._rows, self._columns, depth))
            further = np.where((self._field.last_steps == step)[:, None], finish, _summed(ways, axis=0))
            further[self._field.outside(step) | (self._field.last_steps < step)[:, None]] = CLOSED
            below = np.full((self._field.shape[1], width), CLOSED)
            if step + 1 < steps:
                below = _taken(sources[step + 1], self._field.below(step))
            corners = self._field.corners(step)
            if corners is not None:  # whatever ended here, source nulls may begin
                further = np.where(corners, np.logaddexp(further, below + self._gap), further)
                below = np.where(corners, CLOSED, below)
            running = np.logaddexp.accumulate((further + slope)[:, ::-1], axis=1)[:, ::-1] - slope
            targets[step] = running
            with_target = further.copy()
            with_target[:, :-1] = np.logaddexp(further[:, :-1], running[:, 1:] + self._gap)
            sources[step] = np.logaddexp(with_target, below + self._longer)
            beads[step] = np.logaddexp(with_target, below + self._gap)
            following[step % depth] = self._weights.take(self._field.cells(step), axis=1)
            following[step % depth] += beads[step]

    def probabilities(self, tile: Tile, path: Path) -> Floats:
        """[steps of a tile's path]: of each step being right; of a null, that its sentence has no counterpart."""
        field, number = self._field, self._field.tiles.index(tile)
        step = path.row_ends - tile.first
        place = path.column_ends - field.lows(step, number)
        begun = step - path.rows
        began = path.column_ends - path.columns - field.lows(begun, number)
        kinds = zip(path.rows.tolist(), path.columns.tolist(), path.crossed.tolist(), strict=True)
        kind = np.array([self._kinds.get(key, 0) for key in kinds], np.intp)
        whole = self._any[:-1].reshape(field.shape)[begun, number, began]
        whole = whole + self._weights[kind, field.cell(step, number, place)] + self._on[0, step, number, place]
        source_nulls, target_nulls = self._nulls(number)
        probability = np.exp(np.minimum(whole - self._total[number], 0.0))
        probability = np.where(path.columns == 0, source_nulls[step], probability)
        return np.where(path.rows == 0, target_nulls[path.column_ends - field.lows(0, number)], probability)

    def _nulls(self, tile: int) -> tuple[Floats, Floats]:
        """How probable it is that each row's, and each column's, sentence has no counterpart; columns from the first one."""
        field = self._field
        nulls = np.exp(np.minimum(self._to[1:, :, tile] + self._on[1:, :, tile] - self._total[tile], 0.0))
        steps = np.arange(field.shape[0])
        columns = field.lows(steps, tile)[:, None] - field.lows(0, tile) + np.arange(field.shape[2])
        of_rows: Floats = nulls[0].sum(axis=1)
        of_columns: Floats = np.bincount(columns.ravel(), nulls[1].ravel()).astype(np.float64)
        return of_rows, of_columns


def _taken(values: Floats, places: Integers) -> Floats:
    """The values at places in them, closed at the one after the last."""
    padded = np.empty(values.size + 1)
    padded[:-1], padded[-1] = values.ravel(), CLOSED
    found: Floats = padded.take(places)
    return found


def _summed(logarithms: Floats, axis: int) -> Floats:
    """Logarithm of the sum of the numbers whose logarithms these are."""
    largest = logarithms.max(axis=axis)
    shifted = logarithms - np.expand_dims(largest, axis)
    np.exp(shifted, out=shifted)
    total: Floats = np.log(shifted.sum(axis=axis)) + largest
    return total
