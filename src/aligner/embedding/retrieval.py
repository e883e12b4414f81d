"""How often the nearest text of the other language is the translation: the measure models are trained by."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from aligner.contracts import Embedder, FloatArray

_ROWS_AT_ONCE = 1024


def retrieval(embedder: Embedder, pairs: Sequence[tuple[str, str]]) -> float:
    """Precision at 1 of finding each text's translation among all, both directions averaged; in [0, 1]."""
    return precision_at_1(embedder.encode([pair[0] for pair in pairs]), embedder.encode([pair[1] for pair in pairs]))


def precision_at_1(source: FloatArray, target: FloatArray) -> float:
    """The same from vectors: float32 [pairs, dimensions] with unit rows, row n of one the translation of row n of the other."""
    if not len(source):
        return 0.0
    return (_forward(source, target) + _forward(target, source)) / 2


def _forward(queries: FloatArray, candidates: FloatArray) -> float:
    hits = 0
    for first in range(0, len(queries), _ROWS_AT_ONCE):
        nearest = (queries[first : first + _ROWS_AT_ONCE] @ candidates.T).argmax(axis=1)
        hits += int((nearest == np.arange(first, first + len(nearest))).sum())
    return hits / len(queries)
