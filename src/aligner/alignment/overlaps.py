"""Vectors of every run of neighbouring sentences, and the similarity of any run to any other.

vecalign (Thompson & Koehn 2019) calls a run an overlap and encodes each one. A static model is additive: the dot
product of two runs is the sum of a rectangle of the dot products of their sentences, four look-ups in an integral
image, and the length of a run's vector comes from the dot products of neighbours.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Generic, NamedTuple, Protocol, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from aligner.alignment.path import Floats, Integers
from aligner.contracts import AdditiveEmbedder, Embedder, FloatArray
from aligner.errors import ModelError

Number = TypeVar("Number", np.float64, np.intp)

# Row ends, and column ends, of the cells of each document.
Ends: TypeAlias = tuple[Sequence[Integers], Sequence[Integers]]

_TINY = 1e-9


class Run(NamedTuple):
    """A run of `size` sentences that starts `back` sentences before the end of a cell."""

    size: int
    back: int


class Window(Protocol):
    """Similarities of runs about a set of cells; the cells of one document lie in one small stretch of it."""

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

    def expected(self, side: int) -> Floats:
        """float64 [sizes, sentences + 1]: mean similarity of each run to the single sentences of the other side.

        By its size and first sentence; anything where a run leaves its document.
        """
        ...

    def overall(self) -> float:
        """Mean similarity of a source sentence to a target sentence."""
        ...


def run_sums(totals: NDArray[Number], largest: int, less: int = 0) -> NDArray[Number]:
    """[sizes, sentences + 1]: sums over each run, by its size and first sentence, of running totals from 0 on.

    Over a run of `size` are meant its first `size - less`. Runs that leave the document are cut short.

    >>> run_sums(np.array([0, 5, 7, 8]), 2)
    array([[0, 0, 0, 0],
           [5, 2, 1, 0],
           [7, 3, 1, 0]])
    """
    ends = np.arange(len(totals)) + np.maximum(np.arange(largest + 1)[:, None] - less, 0)
    sums: NDArray[Number] = totals.take(ends, mode="clip")
    sums -= totals
    return sums


def window_of(documents: Sequence[Overlaps], ends: Ends, largest: int) -> Window:
    """The window about cells of several documents, one document after the other."""
    additive = [overlaps for overlaps in documents if isinstance(overlaps, AdditiveOverlaps)]
    if len(additive) == len(documents):
        return _AdditiveWindow(additive, ends, largest)
    windows = [
        overlaps.window(row_ends, column_ends, largest)
        for overlaps, row_ends, column_ends in zip(documents, *ends, strict=True)
    ]
    return windows[0] if len(windows) == 1 else _Windows(windows)


class _Windows:
    """Windows about cells of several documents."""

    def __init__(self, windows: list[Window]) -> None:
        self._windows = windows

    def similarity(self, rows: Run, columns: Run) -> Floats:
        return np.concatenate([window.similarity(rows, columns) for window in self._windows])


class _AdditiveWindow:
    """The integral images of one stretch of each document, one after the other."""

    def __init__(self, documents: Sequence[AdditiveOverlaps], ends: Ends, largest: int) -> None:
        images, bases, strides = [], [], []
        start = 0
        for overlaps, row_ends, column_ends in zip(documents, *ends, strict=True):
            tops = [max(0, int(of_side.min()) - largest) for of_side in (row_ends, column_ends)]
            bottoms = [int(of_side.max()) + largest for of_side in (row_ends, column_ends)]
            source, target = (
                side[top:bottom] for side, top, bottom in zip(overlaps.sentences(), tops, bottoms, strict=True)
            )
            image = np.zeros((len(source) + 1, len(target) + 1))
            np.cumsum(source @ target.T, axis=0, dtype=np.float64, out=image[1:, 1:])
            np.cumsum(image[1:, 1:], axis=1, out=image[1:, 1:])
            bases.append((row_ends - tops[0]) * image.shape[1] + (column_ends - (tops[1] - start)))
            strides.append(image.shape[1])
            images.append(image.ravel())
            start += image.size
        self._flat, self._base = end_to_end(images), end_to_end(bases)
        self._strides = strides[0] if len(strides) == 1 else np.repeat(strides, [len(base) for base in bases])
        self._scales = Lookup([overlaps.scales for overlaps in documents], ends)
        self._corners: dict[tuple[int, int], Floats] = {}

    def similarity(self, rows: Run, columns: Run) -> Floats:
        top, left = rows.back, columns.back
        bottom, right = top - rows.size, left - columns.size
        dots = self._corner(bottom, right) - self._corner(top, right)
        dots -= self._corner(bottom, left)
        dots += self._corner(top, left)
        dots *= self._scales.of(0, rows)
        dots *= self._scales.of(1, columns)
        return dots

    def _corner(self, up: int, left: int) -> Floats:
        if (up, left) not in self._corners:
            place = self._base - (up * self._strides + left)
            self._corners[up, left] = self._flat.take(place, mode="clip")
        return self._corners[up, left]


class Lookup(Generic[Number]):
    """What is known of the runs about some cells of one document or several; what was asked for once is kept.

    `tables` are, by document and side, [sizes, sentences + 1]: values by a run's size and first sentence. A run that leaves its
    document has the value of any other.
    """

    def __init__(self, tables: Sequence[Sequence[NDArray[Number]]], ends: Ends) -> None:
        self._tables: list[NDArray[Number]] = []
        self._ends: list[Integers] = []
        for side in (0, 1):
            of_side: list[NDArray[Number]] = [table[side] for table in tables]
            starts = [0, *accumulate(table.shape[1] for table in of_side[:-1])]
            self._tables.append(end_to_end(of_side))
            self._ends.append(end_to_end([ends[side][number] + start for number, start in enumerate(starts)]))
        self._taken: dict[tuple[int, Run], NDArray[Number]] = {}

    def of(self, side: int, run: Run) -> NDArray[Number]:
        """[cells]: the value of the run about each cell."""
        if (side, run) not in self._taken:
            place = self._ends[side] - run.back if run.back else self._ends[side]
            self._taken[side, run] = self._tables[side][run.size].take(place, mode="clip")
        return self._taken[side, run]


def end_to_end(arrays: Sequence[NDArray[Number]]) -> NDArray[Number]:
    """The arrays of several documents one after the other, along their last axis."""
    return arrays[0] if len(arrays) == 1 else np.concatenate(arrays, axis=-1)


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
        self._scales = [1.0 / np.maximum(_run_norms(side, largest), _TINY) for side in self._sides]
        centres = [
            _mean_direction(side, scales[1, :-1], numbers)
            for side, scales, numbers in zip(self._sides, self._scales, chosen, strict=True)
        ]
        self._overall = float(centres[0] @ centres[1])
        self._expected: list[Floats] = []
        for side, vectors in enumerate(self._sides):
            along = (vectors @ centres[1 - side].astype(np.float32)).astype(np.float64)
            expected = run_sums(np.concatenate([[0.0], np.cumsum(along)]), largest)
            expected *= self._scales[side]
            self._expected.append(expected)

    def window(self, row_ends: Integers, column_ends: Integers, largest: int) -> Window:
        """See `Overlaps`; computes the integral image of the stretch."""
        return _AdditiveWindow([self], ([row_ends], [column_ends]), largest)

    @property
    def scales(self) -> list[Floats]:
        """float64 [sizes, sentences + 1] of either side: one over the length of each run's vector, by its size and first sentence."""
        return self._scales

    def pairs(self, row_ends: Integers, column_ends: Integers) -> Floats:
        """See `Overlaps`."""
        source, target = self._sides[0][row_ends - 1], self._sides[1][column_ends - 1]
        dots: Floats = np.einsum("ij,ij->i", source, target).astype(np.float64)
        dots *= self._scales[0][1][row_ends - 1] * self._scales[1][1][column_ends - 1]
        return dots

    def sentences(self) -> tuple[FloatArray, FloatArray]:
        """See `Overlaps`; plain sums."""
        return self._sides

    def expected(self, side: int) -> Floats:
        """See `Overlaps`."""
        return self._expected[side]

    def overall(self) -> float:
        """See `Overlaps`."""
        return self._overall


def _run_norms(vectors: FloatArray, largest: int) -> Floats:
    """float64 [sizes, sentences + 1]: length of the sum of each run, by its size and first sentence; 0 where it leaves the document.

    Its square is, of `n + 1` sentences, that of the first `n` and of the last, and twice the dot products of the last with them.
    """
    count = len(vectors)
    squares = np.zeros((largest + 1, count + 1))
    if largest:
        squares[1, :count] = np.einsum("ij,ij->i", vectors, vectors)
    last_with = np.zeros(count)  # of each sentence with the sum of the sentences before it in the run
    for size in range(2, min(largest, count) + 1):
        distance = size - 1
        last_with[distance:] += np.einsum("ij,ij->i", vectors[:-distance], vectors[distance:])
        inside = squares[size, : count - distance]
        np.add(squares[size - 1, : count - distance], 2.0 * last_with[distance:], out=inside)
        inside += squares[1, distance:count]
    np.maximum(squares, 0.0, out=squares)
    return np.sqrt(squares, out=squares)


def _mean_direction(vectors: FloatArray, scales: Floats, numbers: Integers) -> Floats:
    """float64 [dimensions]: mean of the unit vectors of the numbered sentences; `scales` are one over their lengths."""
    weights = np.zeros(len(vectors), np.float32)
    weights[numbers] = scales[numbers]
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

    def expected(self, side: int) -> Floats:
        """See `Overlaps`."""
        of_size = self._sides[side]
        means = np.zeros((len(of_size), len(of_size[1]) + 1))
        for size, vectors in enumerate(of_size[1:], 1):
            means[size, : len(vectors)] = vectors @ self._centres[1 - side]
        return means

    def overall(self) -> float:
        """See `Overlaps`."""
        return float(self._centres[0] @ self._centres[1])


def overlaps_of(source: Sequence[str], target: Sequence[str], embedder: Embedder, largest: int) -> Overlaps:
    """The runs of two lists of sentences, of up to `largest` sentences each."""
    (overlaps,) = all_overlaps([(source, target)], embedder, largest)
    return overlaps


def all_overlaps(
    documents: Sequence[tuple[Sequence[str], Sequence[str]]], embedder: Embedder, largest: int
) -> list[Overlaps]:
    """The runs of the sentences of several pairs of documents, of up to `largest` sentences each."""
    if not isinstance(embedder, AdditiveEmbedder):  # its vectors may depend on what is encoded with them
        return [_encoded(source, target, embedder, largest) for source, target in documents]
    sums = _checked(embedder.sums([text for pair in documents for texts in pair for text in texts]), embedder)
    found: list[Overlaps] = []
    first = 0
    for source, target in documents:
        middle, last = first + len(source), first + len(source) + len(target)
        firsts = (_firsts(source), _firsts(target))
        found.append(AdditiveOverlaps(sums[first:middle], sums[middle:last], largest, firsts))
        first = last
    return found


def _encoded(source: Sequence[str], target: Sequence[str], embedder: Embedder, largest: int) -> Overlaps:
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
    return EncodedOverlaps(encoded[0], encoded[1], (_firsts(source), _firsts(target)))


def _firsts(texts: Sequence[str]) -> list[int]:
    """Numbers of the different texts, each where it comes first."""
    return sorted({text: number for number, text in reversed(list(enumerate(texts)))}.values())


def _checked(vectors: FloatArray, embedder: Embedder) -> FloatArray:
    if not np.isfinite(vectors).all():
        raise ModelError(f"{embedder.signature}: the model gives vectors that are not finite; use another model")
    return vectors
