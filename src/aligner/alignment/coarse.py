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

from aligner.alignment.band import Band
from aligner.alignment.beads import Kind
from aligner.alignment.evidence import Evidence
from aligner.alignment.overlaps import AdditiveOverlaps
from aligner.alignment.path import Integers, Path
from aligner.alignment.scoring import Scorer
from aligner.alignment.search import best_path

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
    rows, columns = coarse_path(pooled, pooled_sizes, radius).corners()
    return widened((2 * rows, 2 * columns), counts, radius)


def coarse_path(
    vectors: tuple[NDArray[np.float32], NDArray[np.float32]], lengths: tuple[Iterable[int], Iterable[int]], radius: int
) -> Path:
    """The path at one level, through the band that the next coarser level gives."""
    sizes = tuple(np.fromiter(side, np.int64) for side in lengths)
    band = band_for(vectors, (sizes[0], sizes[1]), radius)
    scorer = Scorer(AdditiveOverlaps(*vectors, largest=2), (sizes[0], sizes[1]), 2)
    return best_path(scorer, _COARSE_EVIDENCE, band, _COARSE_KINDS)


def widened(corners: tuple[Integers, Integers], counts: tuple[int, int], radius: int | Integers) -> Band:
    """All cells within `radius` rows and columns of a path given by its corners; one radius, or one for each corner."""
    rows, columns = counts
    low = np.full(rows + 1, columns + 1, np.intp)
    high = np.zeros(rows + 1, np.intp)
    reach = np.broadcast_to(np.asarray(radius, np.intp), corners[0].shape)
    ends = [np.append(side[1:], side[-1]) for side in corners]
    first = np.clip(corners[0] - reach, 0, rows)
    last = np.clip(np.maximum(corners[0], ends[0]) + reach, 0, rows)
    # Both bounds rise with the rows: it is enough to set the lower at a corner's last row and the upper at its first.
    np.minimum.at(low, last, np.maximum(corners[1] - reach, 0))
    np.maximum.at(high, first, np.minimum(ends[1] + reach, columns) + 1)
    low[0], high[-1] = 0, columns + 1
    return Band(np.minimum.accumulate(low[::-1])[::-1], np.maximum.accumulate(high))


def _pooled(values: NDArray[_Number]) -> NDArray[_Number]:
    """Sums of neighbours, two by two; a last one alone stays alone."""
    pooled = values[::2].copy()
    pooled[: len(values) // 2] += values[1::2]
    return pooled
