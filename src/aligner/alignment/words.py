"""The words of texts as vectors; many texts of about one length are looked at together, in arrays with blanks at the end."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, chain

import numpy as np
from numpy.typing import NDArray

from aligner.contracts import AdditiveEmbedder, FloatArray

Floats = NDArray[np.float64]
Integers = NDArray[np.intp]
Truths = NDArray[np.bool_]
# Numbers with their separators, words with apostrophes and hyphens inside, and every mark by itself.
_WORD = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]\w*(?:['’\-]\w+)*|[^\w\s]|_")
_OPENING, _CLOSING = ("(", "["), (")", "]")
_TINY = 1e-9
_DIMENSIONS_AT_ONCE = 128


@dataclass(frozen=True, slots=True)
class Words:
    """The words and marks of a text: their rows in the vocabulary, and their characters `[starts, ends)`."""

    rows: Integers
    starts: Integers
    ends: Integers

    def __len__(self) -> int:
        return len(self.rows)


class Vocabulary:
    """The words and marks of many texts, each once, in any case; the last row stands for a place without a word.

    `vectors`: float32 [rows, dimensions], `norms` their lengths: a model trained to tell sentences apart gives long
    vectors to words that mean much, and short ones to those that stand everywhere. `is_word`: whether a row is a word or
    number rather than a mark. `digits`: a number for each that has the same digits, 0 without any.
    """

    def __init__(self, embedder: AdditiveEmbedder, texts: Iterable[str]) -> None:
        self._numbers = {text: number for number, text in enumerate(dict.fromkeys(texts))}
        written = [_WORD.findall(text) for text in self._numbers]
        rows: dict[str, int] = {}
        every = dict.fromkeys(chain.from_iterable(written))
        row_of = {word: rows.setdefault(word.lower(), len(rows)) for word in every}
        ordered = list(rows)
        counts = [len(words) for words in written]
        self._bounds = list(accumulate(counts, initial=0))
        self._rows = _integers(map(row_of.__getitem__, chain.from_iterable(written)))
        self._starts, self._ends = _places(
            list(self._numbers), counts, _integers(map(len, chain.from_iterable(written)))
        )

        self.blank = len(ordered)
        self.vectors: FloatArray = np.zeros((len(ordered) + 1, embedder.dimensions), np.float32)
        self.vectors[:-1] = embedder.sums(ordered) if ordered else 0.0
        self.norms: NDArray[np.float32] = np.linalg.norm(self.vectors, axis=1)
        self.units: FloatArray = self.vectors / np.maximum(self.norms, _TINY)[:, None]
        self.is_word: Truths = np.array([*(word[0].isalnum() for word in ordered), False], np.bool_)
        numbers: dict[str, int] = {"": 0}
        digits = ["".join(filter(str.isdigit, word)) if not word.isalpha() else "" for word in ordered]
        self.digits = _integers([*(numbers.setdefault(one, len(numbers)) for one in digits), 0])
        self.opens: Truths = np.array([*(word in _OPENING for word in ordered), False], np.bool_)
        self.closes: Truths = np.array([*(word in _CLOSING for word in ordered), False], np.bool_)

    def words(self, text: str) -> Words:
        """The words of one of the texts."""
        number = self._numbers[text]
        place = slice(self._bounds[number], self._bounds[number + 1])
        return Words(self._rows[place], self._starts[place], self._ends[place])


def _places(texts: Sequence[str], counts: Sequence[int], lengths: Integers) -> tuple[Integers, Integers]:
    """Where the words and marks of each text start and end in it; all that is no blank is in one of them."""
    whole = "".join(texts)
    codes = np.frombuffer(whole.encode("utf-32-le", "surrogatepass"), "<u4")
    blanks = np.array([ord(character) for character in set(whole) if character.isspace()], np.uint32)
    written = np.flatnonzero(~np.isin(codes, blanks))
    offsets = np.cumsum([0, *map(len, texts)])[:-1]
    starts: Integers = written[np.cumsum(lengths) - lengths] - np.repeat(offsets, counts)
    return starts, starts + lengths


def _integers(values: Iterable[int]) -> Integers:
    return np.fromiter(values, np.intp)


@dataclass(frozen=True)
class Texts:
    """The words of some texts side by side, those of shorter texts with blanks after them.

    `rows`, `starts`, `ends`: [texts, words], as in `Words`; a blank has the vocabulary's last row and no characters.
    `lengths`: how many words each has.
    """

    vocabulary: Vocabulary
    rows: Integers
    starts: Integers
    ends: Integers
    lengths: Integers

    @classmethod
    def of(cls, vocabulary: Vocabulary, texts: Sequence[Words]) -> Texts:
        """Some texts, with room for the words of the longest."""
        lengths = np.array([len(text) for text in texts], np.intp)
        shape = (len(texts), int(lengths.max(initial=0)))
        rows, starts, ends = (
            np.full(shape, vocabulary.blank, np.intp),
            np.zeros(shape, np.intp),
            np.zeros(shape, np.intp),
        )
        for number, text in enumerate(texts):
            for room, filled in ((rows, text.rows), (starts, text.starts), (ends, text.ends)):
                room[number, : len(text)] = filled
        return cls(vocabulary, rows, starts, ends, lengths)

    def chosen(self, texts: Integers) -> Texts:
        """Some of the texts only."""
        return Texts(self.vocabulary, self.rows[texts], self.starts[texts], self.ends[texts], self.lengths[texts])

    @cached_property
    def is_there(self) -> Truths:
        """[texts, words]: whether a place has a word or mark."""
        return np.arange(self.rows.shape[1]) < self.lengths[:, None]

    @cached_property
    def is_word(self) -> Truths:
        """[texts, words]: whether a place has a word or number."""
        return self.vocabulary.is_word[self.rows]

    @cached_property
    def vectors(self) -> FloatArray:
        """float32 [texts, words, dimensions]."""
        return self.vocabulary.vectors[self.rows]

    @cached_property
    def norms(self) -> NDArray[np.float32]:
        """[texts, words]: the lengths of the vectors."""
        return self.vocabulary.norms[self.rows]

    @cached_property
    def characters(self) -> Integers:
        """[texts]: how far it is from the first word to the end of the last."""
        last = np.maximum(self.lengths - 1, 0)[:, None]
        found: Integers = np.take_along_axis(self.ends, last, axis=1)[:, 0] - self.starts[:, 0]
        return found


def products(one: FloatArray, other: FloatArray) -> FloatArray:
    """float32 [texts, words, other words]: every word of each text times every word of the other, by their vectors.

    A few dimensions at a time: for larger products BLAS wakes its threads, which takes longer than to do without.
    """
    first, *others = range(0, one.shape[2], _DIMENSIONS_AT_ONCE)
    found: FloatArray = _product(one, other, first)
    for start in others:
        found += _product(one, other, start)
    return found


def _product(one: FloatArray, other: FloatArray, start: int) -> FloatArray:
    part = slice(start, start + _DIMENSIONS_AT_ONCE)
    found: FloatArray = one[:, :, part] @ other[:, :, part].swapaxes(1, 2)
    return found
