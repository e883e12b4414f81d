"""Which words of a bead have no counterpart on its other side, and which clauses a translation left out."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from aligner.alignment.stretches import MEASURES, Integers, Pairing, candidates, measures, pairing_of
from aligner.alignment.words import Vocabulary, Words
from aligner.contracts import AdditiveEmbedder, Stretch
from aligner.model import Bitext, Side

# The judgement of a stretch: weights of its measures, as `tools/fit_stretches.py` prints them.
_WEIGHTS = {
    "evidence": 0.191,
    "length gain": 1.079,
    "received": -4.538,
    "missing": 1.400,
    "similarity gain": 15.960,
    "similarity of stretch": 2.694,
    "content": 0.142,
    "words": -0.131,
    "log words": 2.225,
    "numbers lacking": 1.222,
    "ratio": -0.148,
    "ratio without": -0.138,
    "mark before": 1.809,
    "mark after": 1.908,
    "enclosed": 0.134,
    "enclosed, a mark lacks": 0.399,
    "enclosed, two marks lack": -0.436,
    "bracketed": 3.487,
    "share": -7.201,
    "unanswered": 1.295,
    "at the end": 0.512,
    "size": -0.863,
}
_BIAS = -4.781
_VECTOR = np.array([_WEIGHTS.get(name, 0.0) for name in MEASURES])
# Stretches less likely than this are not told.
LEAST_PROBABILITY = 0.5
# A side that is not longer than usual by so many deviations lacks nothing; by less when the other side lacks a mark.
_LONG, _LONG_WITH_MARKS, _LONG_WITH_BRACKETS = 0.6, 0.3, -0.7
_MARKS = re.compile(r"[,;:()\[\]—–\"«»“”.]")
_PAD = 8.0
# A prior for the usual length ratio of few pairs: that of equal lengths, of so much weight.
_PRIOR_PAIRS = 4
_MOST_WORDS = 300  # what is compared has the size of the square of that
_SIGNS = {Side.SOURCE: 1, Side.TARGET: -1}
# Below this no stretch is worth measuring: one in a hundred that would be told is lost, and half of the work saved.
_LEAST_PROMISE = 9.0
# A whole sentence among several of a bead is so much likelier to be left over than a clause (logarithm of odds).
_SENTENCE_ODDS = 2.5


@dataclass(frozen=True, slots=True)
class WordCoverage:
    """A word at `[start, end)` of its text.

    `weight` is how much it means, the length of its vector, small for the commonest words; `missing` how likely the
    other text does not say it, were every second word left out.
    """

    start: int
    end: int
    weight: float
    missing: float


@dataclass(frozen=True, slots=True)
class Coverage:
    """The words of both sides of a bead, in text order."""

    source: tuple[WordCoverage, ...]
    target: tuple[WordCoverage, ...]


def coverage(pairs: Sequence[tuple[str, str]], embedder: AdditiveEmbedder) -> list[Coverage]:
    """Which words of each side of some pairs of texts have no counterpart on the other.

    A word answers to the word, or the two or three words together, whose vectors are nearest to its own. How near is
    near enough was counted on sentences and their neighbours; one word in four of a good translation is put freely, so
    that only many unanswered words together mean something: see `uncovered`.
    """
    vocabulary = Vocabulary(embedder, (text for pair in pairs for text in pair))
    log_ratio = usual_log_ratio(pairs)
    found = []
    for source, target in pairs:
        both = vocabulary.words(source), vocabulary.words(target)
        if min(map(len, both)) == 0:
            found.append(Coverage(*(tuple(_alone(words)) for words in both)))
        else:
            ways = (*both, log_ratio), (*both[::-1], -log_ratio)
            found.append(Coverage(*(tuple(_answered(pairing_of(*way))) for way in ways)))
    return found


def _alone(words: Words) -> Iterator[WordCoverage]:
    for place in np.flatnonzero(words.is_word):
        yield WordCoverage(int(words.starts[place]), int(words.ends[place]), float(words.norms[place]), 1.0)


def _answered(pairing: Pairing) -> Iterator[WordCoverage]:
    words, odds = pairing.here, pairing.odds
    for place in np.flatnonzero(words.is_word):
        missing = 1.0 / (1.0 + math.exp(-odds[place]))
        yield WordCoverage(int(words.starts[place]), int(words.ends[place]), float(words.norms[place]), missing)


def usual_log_ratio(pairs: Sequence[tuple[str, str]]) -> float:
    """The usual log(source characters / target characters) of some pairs: their median, drawn to 0 where they are few."""
    ratios = [math.log((len(source) + _PAD) / (len(target) + _PAD)) for source, target in pairs if source and target]
    return float(np.median(ratios)) * len(ratios) / (len(ratios) + _PRIOR_PAIRS) if ratios else 0.0


def uncovered(bitext: Bitext, embedder: AdditiveEmbedder) -> tuple[Stretch, ...]:
    """The likeliest stretch of each bead that has no counterpart on the other side, where there is a likely one.

    Beads with text on both sides only. Of the two sides of a bead the likelier counts: where each says what the other
    does not, a translator was free.
    """
    texts = list(bitext)
    log_ratio = usual_log_ratio(texts)
    suspects = [
        (number, side, longer)
        for number, pair in enumerate(texts)
        if all(pair)
        for side in Side
        if (longer := is_long(*_facing(pair, side), log_ratio * _SIGNS[side]))
        or len(_sentences(bitext, number, side)) > 1
    ]
    vocabulary = Vocabulary(
        embedder, (text for number in {number for number, *_ in suspects} for text in texts[number])
    )
    found: dict[int, Stretch] = {}
    for number, side, longer in suspects:
        here, there = (vocabulary.words(text) for text in _facing(texts[number], side))
        if not 2 <= min(len(here), len(there)) <= max(len(here), len(there)) <= _MOST_WORDS:
            continue
        pairing = pairing_of(here, there, log_ratio * _SIGNS[side])
        best = _likeliest(pairing, _ends(bitext, number, side), longer=longer)
        if best is not None and (number not in found or found[number].probability < best[2]):
            start, end = (_in_document(bitext, number, side, offset) for offset in best[:2])
            found[number] = Stretch(number, side, start, end, round(best[2], 6))
    return tuple(found[number] for number in sorted(found))


def _facing(pair: tuple[str, str], side: Side) -> tuple[str, str]:
    """The two texts of a pair, that of this side first."""
    return pair if side is Side.SOURCE else (pair[1], pair[0])


def is_long(here: str, there: str, log_ratio: float) -> bool:
    """Whether a text is long enough, for its other side, to say something more; costs next to nothing."""
    deviation = 0.10 + 1.2 / math.sqrt(min(len(here), len(there)) + _PAD)
    ratio = (math.log((len(here) + _PAD) / (len(there) + _PAD)) - log_ratio) / deviation
    if ratio > _LONG:
        return True
    if ratio > _LONG_WITH_MARKS and len(_MARKS.findall(here)) > len(_MARKS.findall(there)):
        return True
    return ratio > _LONG_WITH_BRACKETS and here.count("(") > there.count("(")


def _likeliest(pairing: Pairing, ends_of_sentences: Sequence[int], *, longer: bool) -> tuple[int, int, float] | None:
    """Characters and probability of the likeliest stretch, None where none is likely.

    A text that is not long for its other side may only lack whole sentences, which were put into the bead because they
    stand beside the rest.
    """
    words = pairing.here
    is_promising = longer and pairing.promise >= _LEAST_PROMISE
    if not is_promising and len(ends_of_sentences) < 2:
        return None
    firsts, ends = candidates(words)
    whole = _whole(words, ends_of_sentences, firsts, ends)
    if not is_promising:
        firsts, ends, whole = firsts[whole], ends[whole], whole[whole]
    if not len(firsts):
        return None
    scores = measures(pairing, firsts, ends) @ _VECTOR + _BIAS + _SENTENCE_ODDS * whole
    best = int(scores.argmax())
    probability = 1.0 / (1.0 + math.exp(-min(float(scores[best]), 50.0)))
    if probability < LEAST_PROBABILITY:
        return None
    return int(words.starts[firsts[best]]), int(words.ends[ends[best] - 1]), probability


def _whole(words: Words, ends_of_sentences: Sequence[int], firsts: Integers, ends: Integers) -> NDArray[np.bool_]:
    """Which stretches are all the words of one sentence among several."""
    found = np.zeros(len(firsts), np.bool_)
    if len(ends_of_sentences) > 1:
        places = np.flatnonzero(words.is_word)
        sentence_of = np.searchsorted(ends_of_sentences, words.starts[places], "right")
        for sentence in np.unique(sentence_of):
            inside = places[sentence_of == sentence]
            found |= (firsts == inside[0]) & (ends == inside[-1] + 1)
    return found


def _sentences(bitext: Bitext, number: int, side: Side) -> tuple[int, ...]:
    bead = bitext.beads[number]
    return bead.source if side is Side.SOURCE else bead.target


def _ends(bitext: Bitext, number: int, side: Side) -> list[int]:
    """Where the sentences of one side end in its text, each with the space after it."""
    sentences = bitext.document(side).sentences
    lengths = (sentences[index].end - sentences[index].start + 1 for index in _sentences(bitext, number, side))
    return list(accumulate(lengths))


def _in_document(bitext: Bitext, number: int, side: Side, offset: int) -> int:
    """Where a character of a bead's text stands in its document; one after the last of a sentence stays with it."""
    document = bitext.document(side)
    for sentence in _sentences(bitext, number, side):
        start, end = document.sentences[sentence].start, document.sentences[sentence].end
        if offset <= end - start:
            return start + offset
        offset -= end - start + 1
    raise ValueError(f"the text of bead {number} has no character {offset}")
