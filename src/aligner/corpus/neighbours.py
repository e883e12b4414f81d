"""Nearest neighbours of vectors in both directions: exact, a tile of similarities at a time, or by an index of FAISS."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from aligner.contracts import FloatArray
from aligner.errors import MissingExtra, OptionError

METHODS = ("auto", "exact", "faiss")
_ROWS, _COLUMNS = 1_024, 8_192  # a tile of similarities; 32 MB
_EXACT_UP_TO = 200_000  # texts of the larger side; exact search of these takes minutes
_CELLS_PER_CENTRE, _PROBED = 39, 32  # FAISS wants 39 vectors and more to learn where a cell's centre is

Told = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The nearest candidates of every query, the nearest first, of equals the one with the lower number.

    `numbers`: int64 [queries, k]; `similarities`: float32 [queries, k].
    """

    numbers: NDArray[np.int64]
    similarities: FloatArray


@dataclass(slots=True)
class _Best:
    """The best candidates so far of some rows."""

    rows: int
    k: int
    numbers: NDArray[np.int64] = field(init=False)
    similarities: FloatArray = field(init=False)

    def __post_init__(self) -> None:
        self.numbers = np.full((self.rows, self.k), -1, np.int64)
        self.similarities = np.full((self.rows, self.k), -np.inf, np.float32)

    def offer(self, tile: FloatArray, first_row: int, first_number: int) -> None:
        """Take in a tile, float32 [some rows, some candidates]; candidates come in order of their numbers."""
        rows = slice(first_row, first_row + len(tile))
        worst = self.similarities[rows, -1]
        if tile.shape[1] > self.k and not np.isfinite(worst).all():
            # Of a first tile only the k largest are worth a look; of equals all are, so that the lower number is found.
            worst = np.maximum(worst, np.partition(tile, -self.k, axis=1)[:, -self.k])
            hits = tile >= worst[:, None]
        else:
            hits = tile > worst[:, None]
        places, columns = np.nonzero(hits)
        if len(places):
            self._merge(places + first_row, columns + first_number, tile[places, columns])

    def _merge(self, rows: NDArray[np.int64], numbers: NDArray[np.int64], similarities: FloatArray) -> None:
        touched = np.unique(rows)
        all_rows = np.concatenate([np.repeat(touched, self.k), rows])
        all_numbers = np.concatenate([self.numbers[touched].ravel(), numbers])
        all_similarities = np.concatenate([self.similarities[touched].ravel(), similarities])
        order = np.lexsort((all_numbers, -all_similarities, all_rows))
        ordered = all_rows[order]
        starts = np.searchsorted(ordered, touched)
        ranks = np.arange(len(ordered)) - np.repeat(starts, np.diff(np.append(starts, len(ordered))))
        kept = ranks < self.k
        self.numbers[ordered[kept], ranks[kept]] = all_numbers[order][kept]
        self.similarities[ordered[kept], ranks[kept]] = all_similarities[order][kept]

    @property
    def neighbours(self) -> Neighbours:
        """What was found."""
        return Neighbours(self.numbers, self.similarities)


def both_ways(
    source: FloatArray, target: FloatArray, k: int, method: str = "auto", progress: Told | None = None
) -> tuple[Neighbours, Neighbours]:
    """The `k` nearest targets of every source, and the `k` nearest sources of every target, by dot product.

    `source`, `target`: float32 [texts, dimensions]; there are fewer neighbours where there are fewer texts. "auto" is exact
    up to 200,000 texts a side, and beyond that where FAISS is not installed. `progress` is told how many sources of how many
    are done. Never more than one tile of the similarities is in memory. Raises `OptionError` for another method,
    `MissingExtra` for one that is not installed.
    """
    if method not in METHODS:
        raise OptionError(f"there is no search {method!r}; take one of {', '.join(METHODS)}")
    if not len(source) or not len(target):
        return _Best(len(source), 0).neighbours, _Best(len(target), 0).neighbours
    is_large = max(len(source), len(target)) > _EXACT_UP_TO
    if method == "faiss" or (method == "auto" and is_large and has_faiss()):
        return _by_index(source, target, k, progress)
    return _exact(source, target, k, progress)


def has_faiss() -> bool:
    """Whether FAISS is installed."""
    try:
        _faiss()
    except MissingExtra:
        return False
    return True


def _exact(source: FloatArray, target: FloatArray, k: int, progress: Told | None) -> tuple[Neighbours, Neighbours]:
    forward, backward = _Best(len(source), min(k, len(target))), _Best(len(target), min(k, len(source)))
    for row in range(0, len(source), _ROWS):
        some = np.ascontiguousarray(source[row : row + _ROWS])
        for column in range(0, len(target), _COLUMNS):
            tile = some @ target[column : column + _COLUMNS].T
            forward.offer(tile, row, column)
            backward.offer(np.ascontiguousarray(tile.T), column, row)
        if progress is not None:
            progress(min(row + _ROWS, len(source)), len(source))
    return forward.neighbours, backward.neighbours


def _faiss() -> Any:
    try:
        import faiss
    except ImportError as error:
        raise MissingExtra("searches by an index", "mining") from error
    return faiss


def _by_index(source: FloatArray, target: FloatArray, k: int, progress: Told | None) -> tuple[Neighbours, Neighbours]:
    found = []
    total = len(source) + len(target)
    for done, (queries, candidates) in ((0, (source, target)), (len(source), (target, source))):
        index = _index(candidates)
        best = _Best(len(queries), min(k, len(candidates)))
        for row in range(0, len(queries), _COLUMNS):
            some = np.ascontiguousarray(queries[row : row + _COLUMNS], np.float32)
            similarities, numbers = index.search(some, best.k)
            numbers[numbers < 0] = 0  # a cell with fewer than k vectors; its similarity is the lowest there is
            best.numbers[row : row + len(some)] = numbers
            best.similarities[row : row + len(some)] = np.maximum(similarities, -1)
            if progress is not None:
                progress((done + row + len(some)) * len(source) // total, len(source))
        found.append(best.neighbours)
    return found[0], found[1]


def _index(vectors: FloatArray) -> Any:
    """An inverted file of cells (Johnson, Douze and Jégou 2019), learnt from a sample drawn by a fixed seed."""
    faiss = _faiss()
    cells = int(max(1, min(4 * len(vectors) ** 0.5, len(vectors) // _CELLS_PER_CENTRE)))
    index = faiss.index_factory(vectors.shape[1], f"IVF{cells},Flat", faiss.METRIC_INNER_PRODUCT)
    drawn = np.random.default_rng(0).permutation(len(vectors))[: max(cells * 64, 10_000)]
    index.train(cast("FloatArray", np.ascontiguousarray(vectors[np.sort(drawn)], np.float32)))
    for row in range(0, len(vectors), 65_536):
        index.add(np.ascontiguousarray(vectors[row : row + 65_536], np.float32))
    index.nprobe = min(_PROBED, cells)
    return index
