"""How strongly the words of one text answer to those of another, for many pairs of texts at a time."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aligner.alignment.words import Floats, Integers, Texts, Truths, products
from aligner.contracts import FloatArray

# Logarithm of how much more often a word without counterpart reaches a nearness than a word with one: rows are
# lengths of the word's vector, columns tenths of nearness. Counted on the sentences of news and on their neighbours.
_NORMS = np.array([2.3, 3.0, 4.0])
_ODDS = np.array(
    [
        [2.10, 0.93, 0.35, 0.32, 0.19, -0.18, -0.04, 0.0, -0.16, -0.23],
        [1.91, 1.13, 0.23, -0.12, -0.33, -1.41, -0.36, -0.40, -0.88, -0.80],
        [1.71, 1.03, 0.21, -0.21, -0.57, -0.98, -0.80, -1.39, -1.88, -1.26],
        [2.26, 1.36, 0.70, -0.24, -1.10, -1.38, -1.85, -2.29, -2.30, -2.08],
    ]
)
# Vectors longer than this belong to words that carry the meaning.
CONTENT_NORM = 3.2
_SHARPNESS, _FLOOR, _DIAGONAL = 9.0, 0.25, 6.0
_PAD = 8.0
_TINY = np.float32(1e-9)
_NEVER = np.float32(-9.0)  # no nearness: a place without a word answers to none


@dataclass(frozen=True)
class Pairings:
    """How the words of some texts answer to those of others, text n of `here` to text n of `there`.

    `odds`: float64 [texts, words], log odds of each word's being without counterpart, by its nearest words. `received`:
    float64 [texts, words], characters of the other text that fall to it; `due`: characters it should receive.
    `log_ratio`: float64 [texts], the usual log(characters here / characters there).
    """

    here: Texts
    there: Texts
    odds: Floats
    received: Floats
    due: Floats
    log_ratio: Floats

    @cached_property
    def ratio_deviation(self) -> Floats:
        """[texts]: standard deviation of the logarithm of the length ratio at this length."""
        return 0.10 + 1.2 / np.sqrt(np.minimum(self.here.characters, self.there.characters) + _PAD)

    @cached_property
    def ratio(self) -> Floats:
        """[texts]: how far the length ratio is from the usual one, in standard deviations; above 0 this side is long."""
        return self.ratio_without(self.here.characters, self.there.characters, self.log_ratio) / self.ratio_deviation

    @staticmethod
    def ratio_without(here: NDArray[Any], there: NDArray[Any], log_ratio: Floats) -> Floats:
        """How far the logarithm of the ratio of some lengths is from the usual one."""
        found: Floats = np.log((here + _PAD) / (there + _PAD)) - log_ratio
        return found

    @cached_property
    def promise(self) -> Floats:
        """[texts]: what the best run of words speaks for a left-out stretch, by its gaps and its lack of answers."""
        values = np.clip(self.odds, -1.0, 2.0) + (self.due - self.received) / 2
        return _best_sums(np.where(self.here.is_there, values, -1.0))

    def chosen(self, texts: Integers) -> Pairings:
        """Some of the pairs only."""
        sides = self.here.chosen(texts), self.there.chosen(texts)
        return Pairings(*sides, self.odds[texts], self.received[texts], self.due[texts], self.log_ratio[texts])


def pairings_of(here: Texts, there: Texts, log_ratio: Floats) -> Pairings:
    """How the words of some texts answer to others'; all have words."""
    # Products with the vectors themselves, so that those with two or three words together are sums of them.
    near_one, nearest = _nearness(products(here.vocabulary.units[here.rows], there.vectors), there)
    given, due = _weights(there), _weights(here)
    received = _received(near_one, here, given, due)
    return Pairings(here, there, _odds(nearest, here), received, due * np.exp(-log_ratio)[:, None], log_ratio)


def _nearness(likeness: FloatArray, there: Texts) -> tuple[FloatArray, FloatArray]:
    """How near each word comes to each one there [texts, words here, words there], and to any [texts, words here].

    Two and three words that stand together count as one.
    """
    vectors, squares = there.vectors, there.norms**2
    beside = np.einsum("twd,twd->tw", vectors[:, :-1], vectors[:, 1:])
    one_between = np.einsum("twd,twd->tw", vectors[:, :-2], vectors[:, 2:])
    squares_two = squares[:, :-1] + squares[:, 1:] + 2 * beside
    squares_three = squares_two[:, :-1] + squares[:, 2:] + 2 * (beside[:, 1:] + one_between)
    two = likeness[:, :, :-1] + likeness[:, :, 1:]
    three = two[:, :, :-1] + likeness[:, :, 2:]
    near_one = _divided(likeness, there.norms)
    nearest = _largest(near_one, there.is_there)
    for together, square, width in ((two, squares_two, 2), (three, squares_three, 3)):
        if together.shape[2]:
            near = _divided(together, np.sqrt(np.maximum(square, 0.0, dtype=np.float32)))
            nearest = np.maximum(nearest, _largest(near, there.is_there[:, width - 1 :]))
    return near_one, nearest


def _divided(likeness: FloatArray, lengths: FloatArray) -> FloatArray:
    return np.divide(likeness, np.maximum(lengths, _TINY)[:, None, :], dtype=np.float32)


def _largest(nearness: FloatArray, is_there: Truths) -> FloatArray:
    found: FloatArray = np.where(is_there[:, None, :], nearness, _NEVER).max(axis=2)
    return found


def _odds(nearest: FloatArray, words: Texts) -> Floats:
    tenths = np.clip(nearest * 10, 0, 9).astype(np.intp)
    found: Floats = _ODDS[np.searchsorted(_NORMS, words.norms, "right"), tenths]
    return found


def _received(nearness: FloatArray, here: Texts, given: Floats, due: Floats) -> Floats:
    """Characters of the other text that fall to each word here: of each word there to those it is near to, and beside."""
    places = [(np.cumsum(w, axis=1) - w / 2) / w.sum(axis=1, keepdims=True) for w in (due, given)]
    places_here, places_there = (place.astype(np.float32) for place in places)
    distance = np.minimum(np.abs(places_here[:, :, None] - places_there[:, None, :]), np.float32(0.5))
    strength = np.exp(_SHARPNESS * np.maximum(nearness, _FLOOR) - _DIAGONAL * distance) * here.is_there[:, :, None]
    shared = given / strength.sum(axis=1)
    found: Floats = (strength @ shared[:, :, None])[:, :, 0]
    return found


def _weights(words: Texts) -> Floats:
    """Characters of each word, of words without much meaning the half."""
    lengths: Floats = (words.ends - words.starts).astype(np.float64)
    return np.where(words.norms > CONTENT_NORM, lengths, lengths / 2)


def _best_sums(values: Floats) -> Floats:
    """The largest sum of neighbouring values of each row (Kadane's algorithm), 0 when all are negative."""
    summed = np.concatenate([np.zeros((len(values), 1)), np.cumsum(values, axis=1)], axis=1)
    found: Floats = (summed - np.minimum.accumulate(summed, axis=1)).max(axis=1)
    return found
