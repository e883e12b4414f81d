"""A path through two documents: the beads of an alignment as arrays, in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Path:
    """Steps from the first to the last cell of two documents; all arrays are [steps].

    A step takes `rows` source and `columns` target sentences, the last of each before `row_ends` and `column_ends`.
    `crossed` marks the step of two sentences on either side whose two pairs are exchanged. `probability` is that of
    the step being right, or of its sentence having no counterpart: 1 until it is worked out.
    """

    row_ends: Integers
    rows: Integers
    column_ends: Integers
    columns: Integers
    crossed: NDArray[np.bool_]
    probability: Floats

    def __len__(self) -> int:
        return len(self.rows)

    def corners(self) -> tuple[Integers, Integers]:
        """[steps + 1] each: rows and columns of the cells the path goes through, the first cell included."""
        return _from_zero(self.row_ends), _from_zero(self.column_ends)

    def part(self, chosen: slice | NDArray[np.bool_] | Integers) -> Path:
        """Some of the steps."""
        return Path(
            self.row_ends[chosen],
            self.rows[chosen],
            self.column_ends[chosen],
            self.columns[chosen],
            self.crossed[chosen],
            self.probability[chosen],
        )

    def uncrossed(self) -> Path:
        """Each crossed step as its two pairs: the beads themselves, no longer in the order of the target."""
        if not self.crossed.any():
            return self
        twice = np.repeat(np.arange(len(self)), np.where(self.crossed, 2, 1))
        crossed = self.crossed[twice]
        is_first = crossed & np.concatenate([twice[:-1] == twice[1:], [False]])
        is_second = crossed & ~is_first
        return Path(
            self.row_ends[twice] - is_first,
            np.where(crossed, 1, self.rows[twice]),
            self.column_ends[twice] - is_second,
            np.where(crossed, 1, self.columns[twice]),
            np.zeros(len(twice), np.bool_),
            self.probability[twice],
        )


def joined(paths: Sequence[Path]) -> Path:
    """One path after another."""
    return Path(
        np.concatenate([path.row_ends for path in paths]),
        np.concatenate([path.rows for path in paths]),
        np.concatenate([path.column_ends for path in paths]),
        np.concatenate([path.columns for path in paths]),
        np.concatenate([path.crossed for path in paths]),
        np.concatenate([path.probability for path in paths]),
    )


def _from_zero(ends: Integers) -> Integers:
    return np.concatenate([np.zeros(1, np.intp), ends])
