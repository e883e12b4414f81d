"""Which words of a bead have no counterpart on its other side, and which clauses a translation left out."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from aligner.alignment.stretches import MEASURES, Pairing, candidates, measures, pairings
from aligner.alignment.words import Vocabulary, Words
from aligner.contracts import AdditiveEmbedder, Stretch
from aligner.model import Bitext, Side

# The judgement of a stretch: weights of its measures, as `tools/fit_stretches.py` prints them.
_WEIGHTS = {
    "evidence": 0.004,
    "evidence within bounds": 0.197,
    "length gain": 0.294,
    "received": -5.893,
    "missing": -0.004,
    "missing within bounds": 1.092,
    "similarity gain": 16.541,
    "similarity of stretch": 3.907,
    "content": 0.157,
    "words": -0.134,
    "log words": 2.210,
    "ratio": 1.066,
    "ratio without": -0.638,
    "overshoot": -0.023,
    "mark before": 1.766,
    "mark after": 1.749,
    "enclosed": 0.406,
    "enclosed, a mark lacks": 0.271,
    "enclosed, two marks lack": -0.409,
    "bracketed": 4.257,
    "share": -8.983,
    "unanswered": 1.220,
    "at the end": 0.656,
    "size": -0.658,
}
_BIAS = -5.196
_VECTOR = np.array([_WEIGHTS[name] for name in MEASURES])
# Stretches less likely than this are not told.
LEAST_PROBABILITY = 0.5
# A side that is not longer than usual by so many deviations lacks nothing; by less when the other side lacks a mark.
_LONG, _LONG_WITH_MARKS, _LONG_WITH_BRACKETS = 0.6, 0.3, -0.7
_MARKS = re.compile(r"[,;:()\[\]—–\"«»“”.]")
_PAD = 8.0
# A prior for the usual length ratio of few pairs: that of equal lengths, of so much weight.
_PRIOR_PAIRS = 4
_TOO_LONG = 400  # words: what is compared has the size of the square of that


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
            found.append(Coverage(*(tuple(_answered(pairing)) for pairing in pairings(*both, log_ratio))))
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

    Beads with text on both sides only. At most one stretch a side; of two sides the likelier counts, for where both say
    what the other does not a translator was free.
    """
    texts = list(bitext)
    log_ratio = usual_log_ratio(texts)
    suspects = [
        (number, side)
        for number, pair in enumerate(texts)
        for side in Side
        if all(pair) and _may_lack(*(pair if side is Side.SOURCE else pair[::-1]), _signed(log_ratio, side))
    ]
    vocabulary = Vocabulary(embedder, (text for number in {number for number, _ in suspects} for text in texts[number]))
    found: dict[int, Stretch] = {}
    for number, side in suspects:
        source, target = (vocabulary.words(text) for text in texts[number])
        if not 2 <= min(len(source), len(target)) <= max(len(source), len(target)) <= _TOO_LONG:
            continue
        pairing = pairings(source, target, log_ratio)[side is Side.TARGET]
        best = _likeliest(pairing)
        if best is not None and (number not in found or found[number].probability < best[2]):
            start, end = (_in_document(bitext, number, side, offset) for offset in best[:2])
            found[number] = Stretch(number, side, start, end, round(best[2], 6))
    return tuple(found[number] for number in sorted(found))


def _signed(log_ratio: float, side: Side) -> float:
    return log_ratio if side is Side.SOURCE else -log_ratio


def _may_lack(here: str, there: str, log_ratio: float) -> bool:
    """Whether a text is long enough, for its other side, to say something more; costs next to nothing."""
    deviation = 0.10 + 1.2 / math.sqrt(min(len(here), len(there)) + _PAD)
    ratio = (math.log((len(here) + _PAD) / (len(there) + _PAD)) - log_ratio) / deviation
    if ratio > _LONG:
        return True
    if ratio > _LONG_WITH_MARKS and len(_MARKS.findall(here)) > len(_MARKS.findall(there)):
        return True
    return ratio > _LONG_WITH_BRACKETS and here.count("(") > there.count("(")


def _likeliest(pairing: Pairing) -> tuple[int, int, float] | None:
    """Characters and probability of the likeliest stretch, None where none is likely."""
    firsts, ends = candidates(pairing.here)
    if not len(firsts):
        return None
    scores = measures(pairing, firsts, ends) @ _VECTOR + _BIAS
    best = int(scores.argmax())
    probability = 1.0 / (1.0 + math.exp(-min(float(scores[best]), 50.0)))
    if probability < LEAST_PROBABILITY:
        return None
    words = pairing.here
    return int(words.starts[firsts[best]]), int(words.ends[ends[best] - 1]), probability


def _in_document(bitext: Bitext, number: int, side: Side, offset: int) -> int:
    """Where a character of a bead's text stands in its document; one after the last of a sentence stays with it."""
    bead, document = bitext.beads[number], bitext.document(side)
    for sentence in bead.source if side is Side.SOURCE else bead.target:
        start, end = document.sentences[sentence].start, document.sentences[sentence].end
        if offset <= end - start:
            return start + offset
        offset -= end - start + 1
    raise ValueError(f"the text of bead {number} has no character {offset}")
