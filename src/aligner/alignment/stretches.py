"""The stretch of a text most likely to be without counterpart in another: a clause the translation left out.

Every run of words is a candidate. What is measured of it is judged by a logistic model that was fitted on sound pairs
and on the same pairs with a clause taken out of one side (`tools/fit_stretches.py`). The measures rest on three ideas:

* a word has a counterpart when some word of the other side, or two or three together, is near to it;
* words of the other side can be used only once: each gives its length to the words it is nearest to, those in about
  the same place first (the diagonal prior of Dyer et al. 2013), so a left-out clause receives little although its
  common words stand elsewhere in the other text too;
* without a left-out clause the lengths agree (Gale & Church 1993), and clauses stand between marks.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from aligner.alignment.words import Floats, Words, groups

Integers = NDArray[np.intp]

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
_CONTENT_NORM = 3.2
_SHARPNESS, _FLOOR, _DIAGONAL = 9.0, 0.25, 6.0
# Odds above which a word that means much counts as unanswered.
_UNANSWERED = 0.3
_PAD = 8.0
# A stretch has so many words at least.
LEAST_WORDS = 3
MEASURES = (
    "evidence", "length gain", "received", "missing", "similarity gain", "similarity of stretch", "content", "words",
    "log words", "numbers lacking", "ratio", "ratio without", "mark before", "mark after", "enclosed",
    "enclosed, a mark lacks", "enclosed, two marks lack", "bracketed", "share", "unanswered", "at the end", "size",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pairing:
    """How the words of one text answer to those of another.

    `odds`: float64 [words], log odds of each word's being without counterpart, by its nearest words. `received`: float64
    [words], characters of the other text that fall to it; `due`: characters it should receive. `log_ratio`: the usual
    log(characters here / characters there).
    """

    here: Words
    there: Words
    odds: Floats
    received: Floats
    due: Floats
    log_ratio: float

    @property
    def ratio_deviation(self) -> float:
        """Standard deviation of the logarithm of the length ratio at this length."""
        return 0.10 + 1.2 / math.sqrt(min(_length(self.here), _length(self.there)) + _PAD)

    @property
    def ratio(self) -> float:
        """How far the length ratio is from the usual one, in standard deviations; above 0 this side is long."""
        ratio = math.log((_length(self.here) + _PAD) / (_length(self.there) + _PAD)) - self.log_ratio
        return ratio / self.ratio_deviation

    @property
    def promise(self) -> float:
        """What the best run of words speaks for a left-out stretch, by its words alone: its gaps and its lack of answers."""
        return _best_sum(np.clip(self.odds, -1.0, 2.0) + (self.due - self.received) / 2)


def pairing_of(here: Words, there: Words, log_ratio: float) -> Pairing:
    """How the words of a text answer to another's; both have words."""
    nearness = here.units @ groups(there).T
    odds = _odds(nearness.max(axis=1), here)
    return Pairing(here, there, odds, *_received(nearness[:, : len(there)], here, there, log_ratio), log_ratio)


def _odds(nearest: NDArray[np.float32], words: Words) -> Floats:
    found: Floats = _ODDS[np.searchsorted(_NORMS, words.norms, "right"), np.clip(nearest * 10, 0, 9).astype(np.intp)]
    return found


def _received(nearness: NDArray[np.float32], here: Words, there: Words, log_ratio: float) -> tuple[Floats, Floats]:
    """Characters of the other text that fall to each word here, and that should."""
    given, due = _weights(there), _weights(here)
    places = [(np.cumsum(weight) - weight / 2) / weight.sum() for weight in (due, given)]
    distance = np.minimum(np.abs(places[0][:, None] - places[1]), 0.5)
    strength = np.exp(_SHARPNESS * np.maximum(nearness, _FLOOR) - _DIAGONAL * distance)
    received: Floats = strength @ (given / strength.sum(axis=0))
    return received, due * math.exp(-log_ratio)


def _weights(words: Words) -> Floats:
    """Characters of each word, of words without much meaning the half."""
    lengths: Floats = (words.ends - words.starts).astype(np.float64)
    return np.where(words.norms > _CONTENT_NORM, lengths, lengths / 2)


def _best_sum(values: Floats) -> float:
    """The largest sum of neighbouring values (Kadane's algorithm), 0 when all are negative."""
    summed = np.concatenate([[0.0], np.cumsum(values)])
    return float((summed - np.minimum.accumulate(summed)).max())


def _length(words: Words) -> int:
    return int(words.ends[-1] - words.starts[0]) if len(words) else 0


def candidates(words: Words) -> tuple[Integers, Integers]:
    """First word and the one after the last of every stretch: it begins and ends with words, not marks."""
    count = len(words)
    firsts, ends = np.triu_indices(count + 1, LEAST_WORDS)
    counted = np.concatenate([[0], np.cumsum(words.is_word)])
    inside = (counted[ends] - counted[np.minimum(firsts, count)] >= LEAST_WORDS) & (firsts < count)
    firsts, ends = firsts[inside], ends[inside]
    kept = words.is_word[firsts] & words.is_word[ends - 1]
    return firsts[kept], ends[kept]


def measures(pairing: Pairing, firsts: Integers, ends: Integers) -> Floats:
    """float64 [stretches, measures], in the order of `MEASURES`."""
    here, there = pairing.here, pairing.there
    size, length, other_length = len(here), _length(here), _length(there)

    is_mark = np.concatenate([[True], ~here.is_word, [True]])
    opens, closes = is_mark[firsts], is_mark[ends + 1]
    lacking = int((~here.is_word).sum()) - int((~there.is_word).sum())
    chars = here.ends[ends - 1] - here.starts[firsts]
    deviation = pairing.ratio_deviation
    ratios = (np.log((np.maximum(length - chars, 1.0) + _PAD) / (other_length + _PAD)) - pairing.log_ratio) / deviation
    content = here.is_word & (here.norms > _CONTENT_NORM)
    lacking_numbers = _lacks_number(here, there)
    unanswered = content & (pairing.odds > _UNANSWERED)
    each = (pairing.odds, pairing.received, pairing.due, here.is_word, content, unanswered, lacking_numbers)
    summed = np.zeros((len(each), size + 1))
    np.cumsum(np.stack(each), axis=1, out=summed[:, 1:])
    evidence, received, due, count, contents, unanswered_contents, numbers = summed[:, ends] - summed[:, firsts]
    similarity, alone, rest = _similarities(here, there, firsts, ends)
    columns = (
        np.clip(evidence, -3.0, 8.0),
        2.5 * (math.log1p(pairing.ratio**2 / 4) - np.log1p(ratios**2 / 4)),
        received / np.maximum(due, 1.0),
        np.minimum((due - received) / 10, 2.0),
        rest - similarity,
        alone,
        np.minimum(contents, 10.0),
        np.minimum(count, 20.0),
        np.log(count),
        np.minimum(numbers, 3.0),
        pairing.ratio,
        ratios,
        opens,
        closes,
        opens & closes,
        opens & closes & (lacking > 0),
        opens & closes & (lacking > 1),
        _bracketed(here, there, firsts, ends),
        chars / length,
        unanswered_contents / np.maximum(contents, 1.0),
        ends >= size - 1,
        math.log(size),
    )
    table = np.empty((len(firsts), len(MEASURES)))
    for place, column in enumerate(columns):
        table[:, place] = column
    return table


def _similarities(here: Words, there: Words, firsts: Integers, ends: Integers) -> tuple[float, Floats, Floats]:
    """How near the other text is to this one, to each stretch, and to this one without the stretch."""
    other = there.vectors.sum(axis=0).astype(np.float64)
    other /= max(float(np.linalg.norm(other)), 1e-9)
    summed = np.concatenate([np.zeros((1, here.vectors.shape[1])), np.cumsum(here.vectors, axis=0, dtype=np.float64)])
    # Lengths of differences from the products of the sums: a stretch costs a few numbers, not a vector.
    products, along = summed @ summed.T, summed @ other
    squares = np.diagonal(products)
    stretch = squares[ends] + squares[firsts] - 2 * products[firsts, ends]
    whole = squares[-1]
    rest = whole + stretch - 2 * (products[-1, ends] - products[-1, firsts])
    inside = along[ends] - along[firsts]

    def ratio(value: Floats, square: Floats) -> Floats:
        found: Floats = value / np.sqrt(np.maximum(square, 1e-9))
        return found

    full = float(along[-1] / math.sqrt(max(float(whole), 1e-9)))
    return full, ratio(inside, stretch), ratio(along[-1] - inside, rest)


def _lacks_number(here: Words, there: Words) -> NDArray[np.bool_]:
    """Which words are numbers whose digits the other text has not."""
    digits = ["".join(filter(str.isdigit, text)) for text in here.texts]
    if not any(digits):
        return np.zeros(len(here), np.bool_)
    others = {"".join(filter(str.isdigit, text)) for text in there.texts}
    return np.array([bool(number) and number not in others for number in digits], np.bool_)


def _bracketed(here: Words, there: Words, firsts: Integers, ends: Integers) -> NDArray[np.bool_]:
    """Whether a stretch is what stands in brackets, and the other text has fewer brackets."""
    opening, closing = ({"(", "["}, {")", "]"})
    if sum(text in opening for text in there.texts) >= sum(text in opening for text in here.texts):
        return np.zeros(len(firsts), np.bool_)
    before = np.concatenate([[False], [text in opening for text in here.texts]])
    after = np.concatenate([[text in closing for text in here.texts], [False]])
    # A sign of money or percent may stand between.
    marks = np.concatenate([[False], ~here.is_word, [False]])
    before[1:] |= marks[1:-1] & before[:-1]
    after[:-1] |= marks[1:-1] & after[1:]
    found: NDArray[np.bool_] = before[firsts] & after[ends]
    return found
