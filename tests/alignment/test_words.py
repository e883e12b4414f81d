"""Where the words of many texts stand is what a pattern tells of each text."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.alignment.words import Vocabulary
from aligner.contracts import FloatArray

_WORD = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]\w*(?:['’\-]\w+)*|[^\w\s]|_")
_TEXTS = st.text(st.sampled_from("aÉ3_-'’\u0301.,: \n\u00a0\u2003字\ud800\U0001f600"), max_size=16) | st.text(
    max_size=8
)


class Lengths:
    """A model of one dimension, the length of a text."""

    signature, dimensions = "lengths", 1

    def sums(self, texts: Sequence[str]) -> FloatArray:
        return np.array([[len(text)] for text in texts], np.float32).reshape(-1, 1)

    def encode(self, texts: Sequence[str]) -> FloatArray:
        return self.sums(texts)


@given(st.lists(_TEXTS, max_size=5))
@settings(deadline=None)
def test_words_stand_where_the_pattern_finds_them(texts: list[str]) -> None:
    vocabulary = Vocabulary(Lengths(), texts)
    for text in texts:
        words, found = vocabulary.words(text), list(_WORD.finditer(text))
        assert list(zip(words.starts.tolist(), words.ends.tolist(), strict=True)) == [one.span() for one in found]
        assert [vocabulary.vectors[row, 0] for row in words.rows] == [len(one.group().lower()) for one in found]
