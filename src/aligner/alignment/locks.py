"""Beads that a person fixed: what they forbid to the beads around them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from aligner.alignment.beads import Kind
from aligner.alignment.path import Integers
from aligner.model import Bead


class LockedPlaces:
    """Places between the sentences that are left when the locked ones are taken out.

    No bead reaches over the place of a locked sentence. Through the place of a locked bead, a `corner` in the order of
    both documents, every path has to go.
    """

    def __init__(self, locks: Sequence[Bead], kept: Sequence[Sequence[int]]) -> None:
        """`kept`: ascending numbers of the sentences of either side that are left."""
        counts = (len(kept[0]), len(kept[1]))
        places: tuple[set[int], set[int]] = (set(), set())
        pairs = []
        for lock in locks:
            for side, numbers in enumerate((lock.source, lock.target)):
                places[side].update(bisect_left(kept[side], number) for number in numbers)
            if not lock.is_null:
                pairs.append((bisect_left(kept[0], lock.source[0]), bisect_left(kept[1], lock.target[0])))
        self.corners = _in_order(pairs)
        # How many places there are up to each sentence end, which tells whether one lies inside a run.
        self._passed = [
            np.searchsorted(np.array(sorted(side), np.intp), np.arange(count + 2), side="left")
            for side, count in zip(places, counts, strict=True)
        ]
        self._highest = np.full(counts[0] + 1, counts[1], np.intp)
        self._lowest = np.zeros(counts[0] + 1, np.intp)
        for row, column in self.corners:
            self._highest[: row + 1] = np.minimum(self._highest[: row + 1], column)
            self._lowest[row:] = np.maximum(self._lowest[row:], column)

    def allow(self, kind: Kind, row_ends: Integers, column_ends: Integers) -> NDArray[np.bool_]:
        """Bool [cells]: whether a bead of this kind may end at each cell."""
        rows, columns = np.maximum(row_ends - kind.rows, 0), np.maximum(column_ends - kind.columns, 0)
        allowed: NDArray[np.bool_] = (column_ends <= self._highest[row_ends]) & (columns >= self._lowest[rows])
        for passed, first, last in zip(self._passed, (rows, columns), (row_ends, column_ends), strict=True):
            allowed &= passed[last] == passed[np.minimum(first + 1, last)]
        return allowed


def _in_order(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest part of the pairs that rises on both sides; the others are moved, and bind nothing."""
    ends: list[int] = []
    chains: list[tuple[int, int]] = []
    before: list[int] = []
    last_of: list[int] = []
    for row, column in sorted(pairs):
        length = bisect_right(ends, column)
        ends[length : length + 1] = [column]
        before.append(last_of[length - 1] if length else -1)
        last_of[length : length + 1] = [len(chains)]
        chains.append((row, column))
    found: list[tuple[int, int]] = []
    place = last_of[-1] if last_of else -1
    while place >= 0:
        found.append(chains[place])
        place = before[place]
    return sorted(set(found))
