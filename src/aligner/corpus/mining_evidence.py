"""How likely two lines are translations of one another: their margin, and whether words, numbers and lengths agree.

Neighbours among unordered text are often about one thing and do not say the same. The words tell: the vector of every word
of one line is compared with those of the other, and what is like none of them is not translated there.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from aligner.contracts import FloatArray

FEATURES = ("similarity", "margin", "covered", "uncovered", "numbers", "length", "words")
# A logistic regression over neighbours among medical texts and news of 2011, hidden among lines of novels, and over some of
# the true pairs with other numbers, which are none.
WEIGHTS = np.array([-24.1, 54.9, 22.2, -5.5, -15.4, -6.6, 1.94], np.float64)
CONSTANT = -5.8
_UNLIKE = 0.35  # the similarity under which no word stands for another
_MOST_WORDS = 200  # pieces of a line that are compared
_EXPANSION = 1.1
_AT_ONCE = 512
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_Words = tuple[FloatArray, FloatArray]


@runtime_checkable
class WordVectors(Protocol):
    """A model that has a vector for every piece of a text."""

    def tokens_batch(self, texts: Sequence[str]) -> list[tuple[list[tuple[int, int]], FloatArray]]:
        """Spans of the pieces of each text, and float32 [pieces, dimensions] their vectors."""
        ...


def features(
    source: Sequence[str],
    target: Sequence[str],
    pairs: NDArray[np.int64],
    similarities: FloatArray,
    margins: FloatArray,
    model: WordVectors,
) -> NDArray[np.float64]:
    """float64 [pairs, 7]: what is known of pairs of lines, in the order of `FEATURES`.

    `pairs`: int64 [pairs, 2], numbers of lines; `similarities`: float32 [pairs] of the two; `margins`: how much more alike
    they are than either is to its neighbours, on average.
    """
    found = np.zeros((len(pairs), len(FEATURES)), np.float64)
    found[:, 0], found[:, 1] = similarities, margins
    for first in range(0, len(pairs), _AT_ONCE):
        some = pairs[first : first + _AT_ONCE]
        words = [_words(texts, some[:, side], model) for side, texts in enumerate((source, target))]
        numbers = [_numbers(texts, some[:, side]) for side, texts in enumerate((source, target))]
        for row, (one, other) in enumerate(some.tolist(), start=first):
            found[row, 2:4] = _coverage(words[0][one], words[1][other])
            found[row, 4] = _difference(numbers[0][one], numbers[1][other])
            found[row, 5:7] = _lengths(source[one], target[other])
    return found


def likelihoods(known: NDArray[np.float64]) -> FloatArray:
    """float32 [pairs]: how likely lines are translations, from 0 to 1, by their features."""
    return np.asarray(1 / (1 + np.exp(-np.clip(known @ WEIGHTS + CONSTANT, -50, 50))), np.float32)


def _words(texts: Sequence[str], numbers: NDArray[np.int64], model: WordVectors) -> dict[int, _Words]:
    """Unit vectors and weights of the pieces of some lines, by number of the line."""
    wanted = np.unique(numbers).tolist()
    found = {}
    for number, (_, vectors) in zip(wanted, model.tokens_batch([texts[number] for number in wanted]), strict=True):
        vectors = vectors[:_MOST_WORDS]
        weights = np.linalg.norm(vectors, axis=1)
        found[number] = (vectors / np.maximum(weights, 1e-9)[:, None], weights)
    return found


def _coverage(source: _Words, target: _Words) -> tuple[float, float]:
    """Of the side that is covered less: how like its pieces are to their likest, and which share is like none."""
    if not len(source[1]) or not len(target[1]):
        return 0.0, 1.0
    alike = source[0] @ target[0].T
    covered, uncovered = [], []
    for best, weights in ((alike.max(axis=1), source[1]), (alike.max(axis=0), target[1])):
        total = max(float(weights.sum()), 1e-9)
        covered.append(float(best @ weights) / total)
        uncovered.append(float(weights[best < _UNLIKE].sum()) / total)
    return min(covered), max(uncovered)


def _numbers(texts: Sequence[str], numbers: NDArray[np.int64]) -> dict[int, Counter[str]]:
    return {
        number: Counter(re.sub("[.,]", "", found) for found in _NUMBER.findall(texts[number]))
        for number in np.unique(numbers).tolist()
    }


def _difference(source: Counter[str], target: Counter[str]) -> float:
    """The share of numbers that only one side has.

    >>> _difference(Counter(["3", "4"]), Counter(["3"])), _difference(Counter(), Counter())
    (0.25, 0.0)
    """
    total = source.total() + target.total()
    return ((source - target).total() + (target - source).total()) / (1 + total)


def _lengths(source: str, target: str) -> tuple[float, float]:
    """How far the ratio of lengths is from the usual, and how many words the shorter has, both as logarithms."""
    ratio = abs(math.log((len(target) + 10) / (len(source) + 10) / _EXPANSION))
    return ratio, math.log(5 + min(len(source.split()), len(target.split())))
