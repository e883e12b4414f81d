"""Vectors of every run of neighbouring sentences, and the similarity of any run to any other.

vecalign (Thompson & Koehn 2019) calls a run an overlap and encodes each one. A static model is additive: the
sum of a run is a difference of prefix sums, and the dot product of two runs is the sum of a rectangle of the
dot products of their sentences, four look-ups in an integral image.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from aligner.contracts import AdditiveEmbedder, Embedder, FloatArray
from aligner.errors import ModelError

Floats = NDArray[np.float64]
Integers = NDArray[np.intp]
_TINY = 1e-9


class Block(Protocol):
    """Similarities of runs that end inside one stretch of both documents."""

    def similarity(self, rows: int, columns: int, row_ends: Integers, column_ends: Integers) -> Floats:
        """Cosine of source run `[row_end - rows, row_end)` and target run `[column_end - columns, column_end)`, cell by cell."""
        ...


class Overlaps(Protocol):
    """The runs of two documents; sentence counts `source_count` and `target_count`.

    `distinct` counts the different sentences of either side: a line that comes again and again tells what is usual
    no better than once.
    """

    source_count: int
    target_count: int
    distinct: tuple[int, int]

    def block(self, rows: tuple[int, int], columns: tuple[int, int], largest: int) -> Block:
        """Similarities for run ends in `rows` and `columns` (half-open), runs of at most `largest` sentences."""
        ...

    def scattered(self) -> Block:
        """Similarities of single sentences wherever they stand."""
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


class _AdditiveBlock:
    def __init__(self, image: Floats, origin: tuple[int, int], norms: tuple[list[Floats], list[Floats]]) -> None:
        self._image, self._origin, self._norms = image, origin, norms

    def similarity(self, rows: int, columns: int, row_ends: Integers, column_ends: Integers) -> Floats:
        stride = self._image.shape[1]
        flat = self._image.ravel()
        bottom = (row_ends - self._origin[0]) * stride
        top = bottom - rows * stride
        right = column_ends - self._origin[1]
        left = right - columns
        dots: Floats = flat[bottom + right] - flat[top + right] - flat[bottom + left] + flat[top + left]
        norms = self._norms[0][rows][row_ends - rows] * self._norms[1][columns][column_ends - columns]
        dots /= np.maximum(norms, _TINY)
        return dots


class _ScatteredBlock:
    """Single sentences only: unit vectors, float32 [sentences, dimensions]."""

    def __init__(self, source: FloatArray, target: FloatArray) -> None:
        self._source, self._target = source, target

    def similarity(self, rows: int, columns: int, row_ends: Integers, column_ends: Integers) -> Floats:
        assert rows == columns == 1
        dots: Floats = np.einsum("ij,ij->i", self._source[row_ends - 1], self._target[column_ends - 1]).astype(
            np.float64
        )
        return dots


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
        self._sides = (source.astype(np.float32), target.astype(np.float32))
        prefixes = [
            np.concatenate([np.zeros((1, s.shape[1])), np.cumsum(s, axis=0, dtype=np.float64)]) for s in self._sides
        ]
        centres = [
            _unit(side[numbers]).mean(axis=0, dtype=np.float64) if len(side) else np.zeros(side.shape[1])
            for side, numbers in zip(self._sides, chosen, strict=True)
        ]
        self._overall = float(centres[0] @ centres[1])
        self._norms: tuple[list[Floats], list[Floats]] = ([np.empty(0)], [np.empty(0)])
        self._expected: tuple[list[Floats], list[Floats]] = ([np.empty(0)], [np.empty(0)])
        for side, prefix in enumerate(prefixes):
            for size in range(1, largest + 1):
                runs = prefix[size:] - prefix[:-size] if size < len(prefix) else np.zeros((0, prefix.shape[1]))
                norms = np.linalg.norm(runs, axis=1)
                self._norms[side].append(norms)
                self._expected[side].append(runs @ centres[1 - side] / np.maximum(norms, _TINY))

    def block(self, rows: tuple[int, int], columns: tuple[int, int], largest: int) -> Block:
        """See `Overlaps`; computes the integral image of the stretch."""
        first = (max(0, rows[0] - largest), max(0, columns[0] - largest))
        dots = self._sides[0][first[0] : rows[1]] @ self._sides[1][first[1] : columns[1]].T
        image = np.zeros((dots.shape[0] + 1, dots.shape[1] + 1))
        np.cumsum(dots, axis=0, dtype=np.float64, out=image[1:, 1:])
        np.cumsum(image[1:, 1:], axis=1, out=image[1:, 1:])
        return _AdditiveBlock(image, first, self._norms)

    def scattered(self) -> Block:
        """See `Overlaps`."""
        return _ScatteredBlock(_unit(self._sides[0]), _unit(self._sides[1]))

    def sentences(self) -> tuple[FloatArray, FloatArray]:
        """See `Overlaps`; plain sums."""
        return self._sides

    def expected(self, side: int, size: int) -> Floats:
        """See `Overlaps`."""
        return self._expected[side][size]

    def overall(self) -> float:
        """See `Overlaps`."""
        return self._overall


class _EncodedBlock:
    def __init__(self, sides: tuple[list[NDArray[np.float32]], list[NDArray[np.float32]]]) -> None:
        self._sides = sides

    def similarity(self, rows: int, columns: int, row_ends: Integers, column_ends: Integers) -> Floats:
        if not len(row_ends):
            return np.zeros(0)
        first_row, first_column = int(row_ends.min()) - rows, int(column_ends.min()) - columns
        source = self._sides[0][rows][first_row : int(row_ends.max()) - rows + 1]
        target = self._sides[1][columns][first_column : int(column_ends.max()) - columns + 1]
        products = source @ target.T
        return products[row_ends - rows - first_row, column_ends - columns - first_column].astype(np.float64)


class EncodedOverlaps:
    """Runs of sentences encoded one by one, for embedders that are not additive.

    `source[size]` and `target[size]` are float32 [runs, dimensions] with unit rows, `size` from 1; `firsts` as for
    `AdditiveOverlaps`.
    """

    def __init__(
        self,
        source: list[NDArray[np.float32]],
        target: list[NDArray[np.float32]],
        firsts: tuple[list[int], list[int]],
    ) -> None:
        self._sides = ([np.empty((0, 0), np.float32), *source], [np.empty((0, 0), np.float32), *target])
        self.source_count, self.target_count = len(source[0]), len(target[0])
        self.distinct = (len(firsts[0]), len(firsts[1]))
        self._centres = [
            side[1][numbers].mean(axis=0, dtype=np.float64) for side, numbers in zip(self._sides, firsts, strict=True)
        ]

    def block(self, rows: tuple[int, int], columns: tuple[int, int], largest: int) -> Block:  # noqa: ARG002
        """See `Overlaps`."""
        return _EncodedBlock(self._sides)

    def scattered(self) -> Block:
        """See `Overlaps`."""
        return _ScatteredBlock(self._sides[0][1], self._sides[1][1])

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


def _unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    scaled: FloatArray = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), _TINY)
    return scaled
