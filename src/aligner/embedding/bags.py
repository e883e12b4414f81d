"""Texts as bags of subwords, one after another in two flat arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from aligner.contracts import FloatArray

_TEXTS_AT_ONCE = 20_000


@dataclass(frozen=True, slots=True)
class Bags:
    """The subwords of many texts: text n has `ids[starts[n]:starts[n + 1]]`, int64 both; no text is without any."""

    ids: NDArray[np.int64]
    starts: NDArray[np.int64]

    @classmethod
    def of(cls, tokenizer: Tokenizer, texts: Sequence[str]) -> Bags:
        """The bags of texts; a text without a known piece has the unknown subword."""
        pieces, lengths = [], []
        for first in range(0, len(texts), _TEXTS_AT_ONCE):
            some = list(texts[first : first + _TEXTS_AT_ONCE])
            encoded = [encoding.ids or [0] for encoding in tokenizer.encode_batch_fast(some, add_special_tokens=False)]
            lengths += [len(ids) for ids in encoded]
            pieces.append(np.fromiter((token for ids in encoded for token in ids), np.int64))
        ids = np.concatenate(pieces) if pieces else np.zeros(0, np.int64)
        return cls(ids, np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths, dtype=np.int64)]))

    def sums(self, vectors: FloatArray) -> FloatArray:
        """float32 [texts, dimensions]: the sum of the vectors of each text's subwords."""
        if len(self.starts) == 1:
            return np.zeros((0, vectors.shape[1]), np.float32)
        return np.add.reduceat(vectors[self.ids], self.starts[:-1], axis=0)

    def drawn(
        self, chosen: NDArray[np.int64], dropout: float, generator: np.random.Generator
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Subwords of the chosen texts, some left out but never all of a text, and where each text starts."""
        lengths = self.starts[chosen + 1] - self.starts[chosen]
        firsts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
        places = np.arange(int(lengths.sum())) + np.repeat(self.starts[chosen] - firsts, lengths)
        keep = generator.random(len(places)) >= dropout
        keep[firsts + generator.integers(0, lengths)] = True
        kept_before = np.concatenate([[0], np.cumsum(keep)])
        return self.ids[places[keep]], kept_before[firsts]
