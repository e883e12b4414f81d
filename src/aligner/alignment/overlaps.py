"""Vectors of every run of neighbouring sentences, and the similarity of any run to any other.

vecalign (Thompson & Koehn 2019) calls a run an overlap and encodes each one. A static model is additive: the dot
product of two runs is the sum of a rectangle of the dot products of their sentences, four look-ups in an integral
image, and the length of a run's vector comes from the dot products of neighbours.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from aligner.alignment.path import Floats, Integers
from aligner.contracts import AdditiveEmbedder, Embedder, FloatArray
from aligner.errors import ModelError

_TINY = 1e-9


class Run(NamedTuple):
    """A run of `size` sentences that starts `back` sentences before the end of a cell."""

    size: int
    back: int


class Window(Protocol):
    """Similarities of runs about a set of cells; the cells lie in one small stretch of both documents."""

    def similarity(self, rows: Run, columns: Run) -> Floats:
        """Cosine of a source and a target run about each cell; anything where a run leaves its document."""
        ...


class Overlaps(Protocol):
    """The runs of two documents; sentence counts `source_count` and `target_count`.

    `distinct` counts the different sentences of either side: a line that comes again and again tells what is usual
    no better than once.
    """

    source_count: int
    target_count: int
    distinct: tuple[int, int]

    def window(self, row_ends: Integers, column_ends: Integers, largest: int) -> Window:
        """Similarities about these cells, of runs of at most `largest` sentences within `largest` of their ends."""
        ...

    def pairs(self, row_ends: Integers, column_ends: Integers) -> Floats:
        """Cosines of single sentences wherever they stand, each given by its end."""
        ...

    def sentences(self) -> tuple[FloatArray, FloatArray]:
        """float32 [sentences, dimensions] of either side: vectors that may be added up."""
        ...

    def expected(self, side: int, size: int) -> Floats:
        """float64 [count - size + 1]: mean similarity of each run to the single sentences of the other side."""
        ...

    def overall(self) -> float:
        """Mean similarity of a source sentence to a target sentence."""
        ...


class _AdditiveWindow:
    def __init__(self, overlaps: AdditiveOverlaps, row_ends: Integers, column_ends: Integers, largest: int) -> None:
        self._overlaps, self._ends = overlaps, (row_ends, column_ends)
        tops = [max(0, int(ends.min()) - largest) for ends in self._ends]
        bottoms = [int(ends.max()) + largest for ends in self._ends]
        source, target = (
            side[top:bottom] for side, top, bottom in zip(overlaps.sentences(), tops, bottoms, strict=True)
        )
        image = np.zeros((len(source) + 1, len(target) + 1))
        np.cumsum(source @ target.T, axis=0, dtype=np.float64, out=image[1:, 1:])
        np.cumsum(image[1:, 1:], axis=1, out=image[1:, 1:])
        self._flat, self._stride = image.ravel(), image.shape[1]
        self._base = (row_ends - tops[0]) * self._stride + (column_ends - tops[1])
        self._corners: dict[tuple[int, int], Floats] = {}
        self._scales: dict[tuple[int, Run], Floats] = {}

    def similarity(self, rows: Run, columns: Run) -> Floats:
        top, left = rows.back, columns.back
        bottom, right = top - rows.size, left - columns.size
        dots = self._corner(bottom, right) - self._corner(top, right)
        dots -= self._corner(bottom, left)
        dots += self._corner(top, left)
        dots *= self._scale(0, rows)
        dots *= self._scale(1, columns)
        return dots

    def _corner(self, up: int, left: int) -> Floats:
        if (up, left) not in self._corners:
            place = self._base - (up * self._stride + left)
            self._corners[up, left] = self._flat.take(place, mode="clip")
        return self._corners[up, left]

    def _scale(self, side: int, run: Run) -> Floats:
        if (side, run) not in self._scales:
            scales = self._overlaps.scales(side, run.size)
            self._scales[side, run] = scales.take(self._ends[side] - run.back, mode="clip")
        return self._scales[side, run]


class AdditiveOverlaps:
    """Runs of sentences whose vectors are sums: `source` and `target` are float [sentences, dimensions] sums.

    `firsts` are the numbers of the different sentences of either side, each where it comes first; None for all.
    """

    def __init__(
        self,
        source: NDArray[np.floating],
        target: NDArray[np.floating],
        largest: int,
        firsts: tuple[list[int], list[int]] | None = None,
    ) -> None:
        self.source_count, self.target_count = len(source), len(target)
        chosen = [np.array(side, np.intp) for side in firsts or (range(len(source)), range(len(target)))]
        self.distinct = (len(chosen[0]), len(chosen[1]))
        self._sides = (np.asarray(source, np.float32), np.asarray(target, np.float32))
        norms = [_run_norms(side, largest) for side in self._sides]
        centres = [
            _mean_direction(side, side_norms[1], numbers)
            for side, side_norms, numbers in zip(self._sides, norms, chosen, strict=True)
        ]
        self._overall = float(centres[0] @ centres[1])
        self._scales = [[1.0 / np.maximum(of_size, _TINY) for of_size in side_norms] for side_norms in norms]
        self._expected: list[list[Floats]] = []
        for side, vectors in enumerate(self._sides):
            along = (vectors @ centres[1 - side].astype(np.float32)).astype(np.float64)
            total = np.concatenate([[0.0], np.cumsum(along)])
            self._expected.append(
                [np.zeros(0)]
                + [(total[size:] - total[:-size]) * self._scales[side][size] for size in range(1, largest + 1)]
            )

    def window(self, row_ends: Integers, column_ends: Integers, largest: int) -> Window:
        """See `Overlaps`; computes the integral image of the stretch."""
        return _AdditiveWindow(self, row_ends, column_ends, largest)

    def scales(self, side: int, size: int) -> Floats:
        """float64 [count - size + 1]: one over the length of each run's vector."""
        return self._scales[side][size]

    def pairs(self, row_ends: Integers, column_ends: Integers) -> Floats:
        """See `Overlaps`."""
        source, target = self._sides[0][row_ends - 1], self._sides[1][column_ends - 1]
        dots: Floats = np.einsum("ij,ij->i", source, target).astype(np.float64)
        dots *= self._scales[0][1][row_ends - 1] * self._scales[1][1][column_ends - 1]
        return dots

    def sentences(self) -> tuple[FloatArray, FloatArray]:
        """See `Overlaps`; plain sums."""
        return self._sides

    def expected(self, side: int, size: int) -> Floats:
        """See `Overlaps`."""
        return self._expected[side][size]

    def overall(self) -> float:
        """See `Overlaps`."""
        return self._overall


def _run_norms(vectors: FloatArray, largest: int) -> list[Floats]:
    """Length of the sum of each run, by size: of `n + 1` sentences it is that of `n` and the dot products with the last."""
    count = len(vectors)
    squares = [np.zeros(0), np.einsum("ij,ij->i", vectors, vectors).astype(np.float64)]
    last_with = np.zeros(count)  # of each sentence with the sum of the sentences before it in the run
    for size in range(2, largest + 1):
        distance = size - 1
        if distance >= count:
            squares.append(np.zeros(max(0, count - size + 1)))
            continue
        last_with[distance:] += np.einsum("ij,ij->i", vectors[:-distance], vectors[distance:])
        squares.append(squares[-1][:-1] + 2.0 * last_with[distance:] + squares[1][distance:])
    return [np.sqrt(np.maximum(of_size, 0.0)) for of_size in squares]


def _mean_direction(vectors: FloatArray, norms: Floats, numbers: Integers) -> Floats:
    """float64 [dimensions]: mean of the unit vectors of the numbered sentences."""
    weights = np.zeros(len(vectors), np.float32)
    weights[numbers] = 1.0 / np.maximum(norms[numbers], _TINY)
    mean: Floats = (weights @ vectors).astype(np.float64) / max(1, len(numbers))
    return mean


class _EncodedWindow:
    def __init__(
        self, sides: tuple[list[FloatArray], list[FloatArray]], row_ends: Integers, column_ends: Integers
    ) -> None:
        self._sides, self._ends = sides, (row_ends, column_ends)

    def similarity(self, rows: Run, columns: Run) -> Floats:
        vectors, places = [], []
        for side, run in enumerate((rows, columns)):
            of_size = self._sides[side][run.size]
            if not len(of_size):
                return np.zeros(len(self._ends[0]))
            starts = np.clip(self._ends[side] - run.back, 0, len(of_size) - 1)
            first = int(starts.min())
            vectors.append(of_size[first : int(starts.max()) + 1])
            places.append(starts - first)
        products: Floats = (vectors[0] @ vectors[1].T)[places[0], places[1]].astype(np.float64)
        return products


class EncodedOverlaps:
    """Runs of sentences encoded one by one, for embedders that are not additive.

    `source[size]` and `target[size]` are float32 [runs, dimensions] with unit rows, `size` from 1; `firsts` as for
    `AdditiveOverlaps`.
    """

    def __init__(
        self,
        source: list[FloatArray],
        target: list[FloatArray],
        firsts: tuple[list[int], list[int]],
    ) -> None:
        self._sides = ([np.empty((0, 0), np.float32), *source], [np.empty((0, 0), np.float32), *target])
        self.source_count, self.target_count = len(source[0]), len(target[0])
        self.distinct = (len(firsts[0]), len(firsts[1]))
        self._centres = [
            side[1][numbers].mean(axis=0, dtype=np.float64) for side, numbers in zip(self._sides, firsts, strict=True)
        ]

    def window(self, row_ends: Integers, column_ends: Integers, largest: int) -> Window:  # noqa: ARG002
        """See `Overlaps`."""
        return _EncodedWindow(self._sides, row_ends, column_ends)

    def pairs(self, row_ends: Integers, column_ends: Integers) -> Floats:
        """See `Overlaps`."""
        source, target = self._sides[0][1][row_ends - 1], self._sides[1][1][column_ends - 1]
        dots: Floats = np.einsum("ij,ij->i", source, target).astype(np.float64)
        return dots

    def sentences(self) -> tuple[FloatArray, FloatArray]:
        """See `Overlaps`; unit vectors."""
        return self._sides[0][1], self._sides[1][1]

    def expected(self, side: int, size: int) -> Floats:
        """See `Overlaps`."""
        means: Floats = self._sides[side][size] @ self._centres[1 - side]
        return means

    def overall(self) -> float:
        """See `Overlaps`."""
        return float(self._centres[0] @ self._centres[1])


def overlaps_of(source: Sequence[str], target: Sequence[str], embedder: Embedder, largest: int) -> Overlaps:
    """The runs of two lists of sentences, of up to `largest` sentences each."""
    firsts = (_firsts(source), _firsts(target))
    if isinstance(embedder, AdditiveEmbedder):
        sums = [_checked(embedder.sums(texts), embedder) for texts in (source, target)]
        return AdditiveOverlaps(sums[0], sums[1], largest, firsts)
    encoded = []
    for texts in (source, target):
        joined = [
            [" ".join(texts[i : i + size]) for i in range(len(texts) - size + 1)] for size in range(1, largest + 1)
        ]
        distinct = list(dict.fromkeys(text for runs in joined for text in runs))
        vectors = _checked(embedder.encode(distinct), embedder)
        place = {text: number for number, text in enumerate(distinct)}
        encoded.append(
            [vectors[[place[text] for text in runs]].reshape(len(runs), vectors.shape[1]) for runs in joined]
        )
    return EncodedOverlaps(encoded[0], encoded[1], firsts)


def _firsts(texts: Sequence[str]) -> list[int]:
    """Numbers of the different texts, each where it comes first."""
    return sorted({text: number for number, text in reversed(list(enumerate(texts)))}.values())


def _checked(vectors: FloatArray, embedder: Embedder) -> FloatArray:
    if not np.isfinite(vectors).all():
        raise ModelError(f"{embedder.signature}: the model gives vectors that are not finite; use another model")
    return vectors
