"""The words of two texts as vectors, and how strongly each word of one answers to words of the other."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from aligner.contracts import AdditiveEmbedder, FloatArray

Floats = NDArray[np.float64]
# Numbers with their separators, words with apostrophes and hyphens inside, and every mark by itself.
_WORD = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]\w*(?:['’\-]\w+)*|[^\w\s]|_")
_TINY = 1e-9


@dataclass(frozen=True)
class Words:
    """The words and marks of a text.

    `starts`, `ends`: characters in the text. `is_word`: whether it is a word or number rather than a mark. `vectors`:
    float32 [words, dimensions], `units` the same at length one, `norms` their lengths: a model trained to tell
    sentences apart gives long vectors to words that mean much, and short ones to those that stand everywhere.
    """

    texts: tuple[str, ...]
    starts: NDArray[np.intp]
    ends: NDArray[np.intp]
    is_word: NDArray[np.bool_]
    vectors: FloatArray
    units: FloatArray
    norms: FloatArray

    def __len__(self) -> int:
        return len(self.texts)


class Vocabulary:
    """Vectors of the words of many texts; a word that stands in several is looked up once."""

    def __init__(self, embedder: AdditiveEmbedder, texts: Iterable[str]) -> None:
        words = {found.lower() for text in texts for found in _WORD.findall(text)}
        ordered = sorted(words)
        self._rows = {word: row for row, word in enumerate(ordered)}
        self._is_word = np.array([word[0].isalnum() for word in ordered], np.bool_)
        self._vectors = embedder.sums(ordered) if ordered else np.zeros((0, embedder.dimensions), np.float32)
        self._norms = np.linalg.norm(self._vectors, axis=1)
        self._units = self._vectors / np.maximum(self._norms, _TINY)[:, None]

    def words(self, text: str) -> Words:
        """The words of one of the texts."""
        found = list(_WORD.finditer(text))
        texts = tuple(match.group().lower() for match in found)
        spans = np.array([match.span() for match in found], np.intp).reshape(-1, 2)
        rows = [self._rows[word] for word in texts]
        return Words(
            texts,
            spans[:, 0],
            spans[:, 1],
            self._is_word[rows],
            self._vectors[rows],
            self._units[rows],
            self._norms[rows],
        )


def groups(words: Words) -> FloatArray:
    """Unit vectors of every word, then of every two and every three that stand together."""
    vectors = words.vectors
    pairs = vectors[:-1] + vectors[1:]
    threes = pairs[:-1] + vectors[2:] if len(vectors) > 2 else vectors[:0]
    together = np.concatenate([pairs, threes])
    lengths = np.maximum(np.linalg.norm(together, axis=1, keepdims=True), np.float32(_TINY))
    return np.concatenate([words.units, together / lengths])
