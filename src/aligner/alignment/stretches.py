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

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aligner.alignment.pairing import CONTENT_NORM, Pairings
from aligner.alignment.words import Floats, Integers, Texts, Truths, products

# Odds above which a word that means much counts as unanswered.
_UNANSWERED = 0.3
# A stretch has so many words at least.
LEAST_WORDS = 3
MEASURES = (
    "evidence", "length gain", "received", "missing", "similarity gain", "similarity of stretch", "content", "words",
    "log words", "numbers lacking", "ratio", "ratio without", "mark before", "mark after", "enclosed",
    "enclosed, a mark lacks", "enclosed, two marks lack", "bracketed", "share", "unanswered", "at the end", "size",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Candidates:
    """Stretches of several texts, in order: the number of each one's text, its first word, the one after its last."""

    texts: Integers
    firsts: Integers
    ends: Integers

    def __len__(self) -> int:
        return len(self.texts)

    def chosen(self, wanted: Truths) -> Candidates:
        """Some of the stretches only."""
        return Candidates(self.texts[wanted], self.firsts[wanted], self.ends[wanted])

    def at(self, values: NDArray[Any], places: Integers) -> NDArray[Any]:
        """What `values` [texts, places] has for each stretch at its place."""
        found: NDArray[Any] = values.ravel()[self.texts * values.shape[1] + places]
        return found


def candidates(here: Texts) -> Candidates:
    """Every stretch of some texts: it begins and ends with words, not marks."""
    is_word = here.is_word
    firsts, ends = np.triu_indices(is_word.shape[1] + 1, LEAST_WORDS)
    counted = _summed(is_word)
    inside = counted[:, ends] - counted[:, firsts] >= LEAST_WORDS
    inside &= is_word[:, firsts]
    inside &= is_word[:, ends - 1]
    texts, places = np.nonzero(inside)
    return Candidates(texts, firsts[places], ends[places])


def measures(pairings: Pairings, stretches: Candidates) -> Floats:
    """float64 [stretches, measures], in the order of `MEASURES`."""
    here, there, texts = pairings.here, pairings.there, stretches.texts
    firsts, ends = stretches.firsts, stretches.ends
    length, deviation = here.characters[texts], pairings.ratio_deviation[texts]
    chars = stretches.at(here.ends, ends - 1) - stretches.at(here.starts, firsts)
    left, other = np.maximum(length - chars, 1.0), there.characters[texts]
    ratios = pairings.ratio_without(left, other, pairings.log_ratio[texts]) / deviation
    gain = np.log1p(pairings.ratio**2 / 4)[texts] - np.log1p(ratios**2 / 4)
    content = here.is_word & (here.norms > CONTENT_NORM)
    unanswered = content & (pairings.odds > _UNANSWERED)
    each = (
        pairings.odds,
        pairings.received,
        pairings.due,
        here.is_word,
        content,
        unanswered,
        _lacks_number(here, there),
    )
    evidence, received, due, count, contents, unanswered_contents, numbers = (
        stretches.at(summed, ends) - stretches.at(summed, firsts) for summed in map(_summed, each)
    )
    similarity, alone, rest = _similarities(here, there, stretches)
    is_mark = np.pad(~here.is_word, ((0, 0), (1, 1)), constant_values=True)
    opens, closes = stretches.at(is_mark, firsts), stretches.at(is_mark, ends + 1)
    lacking = (_marks(here) - _marks(there))[texts]
    columns = (
        np.clip(evidence, -3.0, 8.0),
        2.5 * gain,
        received / np.maximum(due, 1.0),
        np.minimum((due - received) / 10, 2.0),
        rest - similarity[texts],
        alone,
        np.minimum(contents, 10.0),
        np.minimum(count, 20.0),
        np.log(count),
        np.minimum(numbers, 3.0),
        pairings.ratio[texts],
        ratios,
        opens,
        closes,
        opens & closes,
        opens & closes & (lacking > 0),
        opens & closes & (lacking > 1),
        _bracketed(here, there, stretches),
        chars / length,
        unanswered_contents / np.maximum(contents, 1.0),
        ends >= here.lengths[texts] - 1,
        np.log(here.lengths)[texts],
    )
    table = np.empty((len(stretches), len(MEASURES)))
    for place, column in enumerate(columns):
        table[:, place] = column
    return table


def _summed(values: NDArray[Any]) -> Floats:
    """Sums of the values before each place, float64 [texts, places + 1]."""
    summed = np.zeros((values.shape[0], values.shape[1] + 1))
    np.cumsum(values, axis=1, out=summed[:, 1:])
    return summed


def _marks(texts: Texts) -> Integers:
    found: Integers = texts.lengths - texts.is_word.sum(axis=1)
    return found


def _similarities(here: Texts, there: Texts, stretches: Candidates) -> tuple[Floats, Floats, Floats]:
    """How near the other text is to each one here, to each stretch, and to the text without the stretch."""
    other = there.vectors.sum(axis=1)
    other /= np.maximum(np.linalg.norm(other, axis=1, keepdims=True), 1e-9)
    along = _summed(np.einsum("twd,td->tw", here.vectors, other))
    # Lengths of sums from the products of the words: a stretch costs a few numbers, not a vector.
    size = here.rows.shape[1] + 1
    summed = np.zeros((len(here.rows), size, size))
    np.cumsum(products(here.vectors, here.vectors), axis=1, dtype=np.float64, out=summed[:, 1:, 1:])
    np.cumsum(summed, axis=2, out=summed)
    squares = np.diagonal(summed, axis1=1, axis2=2)
    whole, all_along = squares[:, -1], along[:, -1]
    texts, firsts, ends = stretches.texts, stretches.firsts, stretches.ends
    stretch = squares[texts, ends] + squares[texts, firsts] - 2 * summed[texts, firsts, ends]
    shared = summed[:, -1]
    left = whole[texts] + stretch - 2 * (shared[texts, ends] - shared[texts, firsts])
    inside = along[texts, ends] - along[texts, firsts]
    return _ratio(all_along, whole), _ratio(inside, stretch), _ratio(all_along[texts] - inside, left)


def _ratio(value: Floats, square: Floats) -> Floats:
    found: Floats = value / np.sqrt(np.maximum(square, 1e-9))
    return found


def _lacks_number(here: Texts, there: Texts) -> Truths:
    """[texts, words]: which words are numbers whose digits the other text has not."""
    mine, others = here.vocabulary.digits[here.rows], there.vocabulary.digits[there.rows]
    if not mine.any():
        return np.zeros(mine.shape, np.bool_)
    found: Truths = (mine > 0) & ~(mine[:, :, None] == others[:, None, :]).any(axis=2)
    return found


def _bracketed(here: Texts, there: Texts, stretches: Candidates) -> Truths:
    """Whether a stretch is what stands in brackets, and the other text has fewer brackets."""
    opens, closes = here.vocabulary.opens[here.rows], here.vocabulary.closes[here.rows]
    has_more = opens.sum(axis=1) > there.vocabulary.opens[there.rows].sum(axis=1)
    if not has_more.any():
        return np.zeros(len(stretches), np.bool_)
    before = np.pad(opens, ((0, 0), (1, 0)))
    after = np.pad(closes, ((0, 0), (0, 1)))
    # A sign of money or percent may stand between.
    before[:, 1:] |= ~here.is_word & before[:, :-1]
    after[:, :-1] |= ~here.is_word & after[:, 1:]
    found: Truths = (
        stretches.at(before, stretches.firsts) & stretches.at(after, stretches.ends) & has_more[stretches.texts]
    )
    return found
