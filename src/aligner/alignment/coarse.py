"""A band around the true path of long documents, found coarse to fine.

Neighbouring sentences are pooled two by two until the documents are small enough for an exact search; the path
found there, scaled up, is the middle of the band one level finer (vecalign's scheme, Thompson & Koehn 2019,
after Salvador & Chan's FastDTW 2007). Time and memory grow with the length of the documents.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from aligner.alignment.beads import Kind
from aligner.alignment.evidence import Evidence, Path, Scorer, estimate
from aligner.alignment.overlaps import AdditiveOverlaps
from aligner.alignment.search import Band, best_path

_Number = TypeVar("_Number", np.float32, np.int64)

_EXACT_CELLS = 200_000
_RADIUS = 12
_COARSE_KINDS = (Kind(1, 1), Kind(1, 2), Kind(2, 1))
# Pooled units meet their counterparts only in part, and keep little of a document's own null rate.
_COARSE_EVIDENCE = replace(
    Evidence(), match_mean=0.35, match_deviation=0.2, gap=float(np.log(0.1)), longer=float(np.log(0.1))
)


def is_small(source_count: int, target_count: int) -> bool:
    """Whether two documents are small enough for an exact search."""
    return (source_count + 1) * (target_count + 1) <= _EXACT_CELLS


def band_for(
    vectors: tuple[NDArray[np.float32], NDArray[np.float32]],
    lengths: tuple[Iterable[int], Iterable[int]],
    radius: int = _RADIUS,
) -> Band:
    """The band for two documents, from the vectors of their sentences: float32 [sentences, dimensions] sums."""
    source, target = vectors
    counts = (len(source), len(target))
    if is_small(*counts):
        return Band.full(*counts)
    sizes = tuple(np.fromiter(side, np.int64) for side in lengths)
    pooled = (_pooled(source), _pooled(target))
    pooled_sizes = (_pooled(sizes[0]), _pooled(sizes[1]))
    return widened(corners(coarse_path(pooled, pooled_sizes, radius), scale=2), counts, radius)


def coarse_path(
    vectors: tuple[NDArray[np.float32], NDArray[np.float32]], lengths: tuple[Iterable[int], Iterable[int]], radius: int
) -> Path:
    """The path at one level, through the band that the next coarser level gives."""
    sizes = tuple(np.fromiter(side, np.int64) for side in lengths)
    band = band_for(vectors, (sizes[0], sizes[1]), radius)
    scorer = Scorer(AdditiveOverlaps(*vectors, largest=2), (sizes[0], sizes[1]), 2)
    evidence = _COARSE_EVIDENCE
    path = best_path(scorer, evidence, band, _COARSE_KINDS)
    evidence = replace(estimate(scorer, path, evidence), gap=evidence.gap, longer=evidence.longer)
    return best_path(scorer, evidence, band, _COARSE_KINDS)


def corners(path: Path, scale: int = 1) -> list[tuple[int, int]]:
    """The cells a path goes through from bead to bead; `scale`: sentences in each of its units."""
    cells = [(0, 0)]
    row = column = 0
    for source, target in path:
        row, column = row + len(source), column + len(target)
        cells.append((scale * row, scale * column))
    return cells


def widened(cells: list[tuple[int, int]], counts: tuple[int, int], radius: int) -> Band:
    """All cells within `radius` rows and columns of a path given by its corners."""
    rows, columns = counts
    low = np.full(rows + 1, columns + 1, np.intp)
    high = np.zeros(rows + 1, np.intp)
    for (row, column), (next_row, next_column) in zip(cells, [*cells[1:], cells[-1]], strict=True):
        first, last = max(0, row - radius), min(rows, max(row, next_row) + radius)
        low[first : last + 1] = np.minimum(low[first : last + 1], max(0, column - radius))
        high[first : last + 1] = np.maximum(high[first : last + 1], min(columns, next_column + radius) + 1)
    low[0], high[-1] = 0, columns + 1
    return Band(np.minimum.accumulate(low[::-1])[::-1], np.maximum.accumulate(high))


def _pooled(values: NDArray[_Number]) -> NDArray[_Number]:
    """Sums of neighbours, two by two; a last one alone stays alone."""
    pooled: NDArray[_Number] = np.add.reduceat(values, np.arange(0, len(values), 2), axis=0)
    return pooled
