"""Which words of a bead have no counterpart on its other side, and which clauses a translation left out."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from aligner.alignment.pairing import pairings_of
from aligner.alignment.stretches import MEASURES, Candidates, candidates, measures
from aligner.alignment.words import Floats, Texts, Truths, Vocabulary, Words
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
# So many pairs of words are compared at a time: many texts together cost less, until they leave the fast memory.
_CELLS_AT_ONCE = 32_768
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
            found.append(Coverage(*(tuple(_alone(words, vocabulary)) for words in both)))
        else:
            ways = (*both, log_ratio), (*both[::-1], -log_ratio)
            found.append(Coverage(*(tuple(_answered(*way, vocabulary)) for way in ways)))
    return found


def _alone(words: Words, vocabulary: Vocabulary) -> Iterator[WordCoverage]:
    return _covered(words, vocabulary, [1.0] * len(words))


def _answered(here: Words, there: Words, log_ratio: float, vocabulary: Vocabulary) -> Iterator[WordCoverage]:
    pairings = pairings_of(Texts.of(vocabulary, [here]), Texts.of(vocabulary, [there]), np.array([log_ratio]))
    odds = pairings.odds[0]
    return _covered(here, vocabulary, (1.0 / (1.0 + np.exp(-odds))).tolist())


def _covered(words: Words, vocabulary: Vocabulary, missing: Sequence[float]) -> Iterator[WordCoverage]:
    for place, row in enumerate(words.rows):
        if vocabulary.is_word[row]:
            weight = float(vocabulary.norms[row])
            yield WordCoverage(int(words.starts[place]), int(words.ends[place]), weight, missing[place])


def usual_log_ratio(pairs: Sequence[tuple[str, str]]) -> float:
    """The usual log(source characters / target characters) of some pairs: their median, drawn to 0 where they are few."""
    ratios = [math.log((len(source) + _PAD) / (len(target) + _PAD)) for source, target in pairs if source and target]
    if not ratios:
        return 0.0
    # Not `np.median`: it would load numpy's masked arrays, for longer than this takes.
    ordered, count = sorted(ratios), len(ratios)
    median = float(ordered[(count - 1) // 2] + ordered[count // 2]) / 2
    return median * count / (count + _PRIOR_PAIRS)


def uncovered(bitext: Bitext, embedder: AdditiveEmbedder) -> tuple[Stretch, ...]:
    """The likeliest stretch of each bead that has no counterpart on the other side, where there is a likely one.

    Beads with text on both sides only. Of the two sides of a bead the likelier counts: where each says what the other
    does not, a translator was free.
    """
    texts = list(bitext)
    log_ratio = usual_log_ratio(texts)
    suspects = list(_suspects(bitext, texts, log_ratio))
    vocabulary = Vocabulary(
        embedder, (text for number in {suspect.number for suspect in suspects} for text in texts[number])
    )
    likely: dict[tuple[int, Side], tuple[int, int, float]] = {}
    for group in _groups(suspects, texts, vocabulary):
        for (suspect, here, _), best in zip(group, _likeliest(group, vocabulary), strict=True):
            if best is not None:
                first, end, probability = best
                span = int(here.starts[first]), int(here.ends[end - 1])
                likely[suspect.number, suspect.side] = (*span, probability)
    return tuple(_stretches(bitext, likely))


@dataclass(frozen=True, slots=True)
class _Suspect:
    """One side of a bead that may say more than the other.

    `is_long`: it is long for the other; else it has several sentences, of which one may be left over. `ends`: where its
    sentences end in its text, each with the space after it; `log_ratio`: the usual one, seen from this side.
    """

    number: int
    side: Side
    is_long: bool
    ends: tuple[int, ...]
    log_ratio: float


_Facing = tuple[_Suspect, Words, Words]


def _suspects(bitext: Bitext, texts: Sequence[tuple[str, str]], log_ratio: float) -> Iterator[_Suspect]:
    """The sides worth a look, those of beads with text on both sides."""
    for number, pair in enumerate(texts):
        if not all(pair):
            continue
        surplus = _surplus(*pair, log_ratio)
        for side in Side:
            sign = _SIGNS[side]
            longer = _says_more(*_facing(pair, side), sign * surplus)
            if longer or len(_sentences(bitext, number, side)) > 1:
                yield _Suspect(number, side, longer, _ends(bitext, number, side), sign * log_ratio)


def _groups(
    suspects: Sequence[_Suspect], texts: Sequence[tuple[str, str]], vocabulary: Vocabulary
) -> Iterator[list[_Facing]]:
    """The suspects with the words of this side and of the other, those of about one length together."""
    found: list[_Facing] = []
    for suspect in suspects:
        here, there = (vocabulary.words(text) for text in _facing(texts[suspect.number], suspect.side))
        if 2 <= min(len(here), len(there)) <= max(len(here), len(there)) <= _MOST_WORDS:
            found.append((suspect, here, there))
    found.sort(key=lambda facing: (len(facing[1]), len(facing[2])))
    group: list[_Facing] = []
    widest = 0
    for facing in found:
        widest = max(widest, len(facing[2]))
        if group and (len(group) + 1) * len(facing[1]) * widest > _CELLS_AT_ONCE:
            yield group
            group, widest = [], len(facing[2])
        group.append(facing)
    if group:
        yield group


def _stretches(bitext: Bitext, likely: dict[tuple[int, Side], tuple[int, int, float]]) -> Iterator[Stretch]:
    """Of the two sides of a bead the likelier."""
    for number in sorted({number for number, _ in likely}):
        sides = [side for side in Side if (number, side) in likely]
        side = max(sides, key=lambda side: likely[number, side][2])
        start, end, probability = likely[number, side]
        start, end = (_in_document(bitext, number, side, offset) for offset in (start, end))
        yield Stretch(number, side, start, end, round(probability, 6))


def _facing(pair: tuple[str, str], side: Side) -> tuple[str, str]:
    """The two texts of a pair, that of this side first."""
    return pair if side is Side.SOURCE else (pair[1], pair[0])


def is_long(here: str, there: str, log_ratio: float) -> bool:
    """Whether a text is long enough, for its other side, to say something more; costs next to nothing."""
    return _says_more(here, there, _surplus(here, there, log_ratio))


def _surplus(here: str, there: str, log_ratio: float) -> float:
    """By how many deviations a text is longer than usual for its other side."""
    deviation = 0.10 + 1.2 / math.sqrt(min(len(here), len(there)) + _PAD)
    return (math.log((len(here) + _PAD) / (len(there) + _PAD)) - log_ratio) / deviation


def _says_more(here: str, there: str, surplus: float) -> bool:
    """Whether a text so much longer than usual may say more: shorter ones by their marks, and by their brackets."""
    if surplus > _LONG:
        return True
    if surplus > _LONG_WITH_MARKS and len(_MARKS.findall(here)) > len(_MARKS.findall(there)):
        return True
    return surplus > _LONG_WITH_BRACKETS and here.count("(") > there.count("(")


def _likeliest(group: Sequence[_Facing], vocabulary: Vocabulary) -> list[tuple[int, int, float] | None]:
    """First word, the one after the last, and probability of each text's likeliest stretch, None where none is likely.

    A text that is not long for its other side may only lack whole sentences, which were put into the bead because they
    stand beside the rest.
    """
    suspects, words_here, words_there = zip(*group, strict=True)
    here, there = Texts.of(vocabulary, words_here), Texts.of(vocabulary, words_there)
    pairings = pairings_of(here, there, np.array([suspect.log_ratio for suspect in suspects]))
    is_promising = np.array([suspect.is_long for suspect in suspects]) & (pairings.promise >= _LEAST_PROMISE)
    is_several = np.array([len(suspect.ends) > 1 for suspect in suspects])
    found: list[tuple[int, int, float] | None] = [None] * len(group)
    looked_at = np.flatnonzero(is_promising | is_several)
    if not len(looked_at):
        return found
    pairings, is_promising = pairings.chosen(looked_at), is_promising[looked_at]
    stretches = candidates(pairings.here)
    whole = _whole(pairings.here, [suspects[number].ends for number in looked_at.tolist()], stretches)
    kept = is_promising[stretches.texts] | whole
    stretches, whole = stretches.chosen(kept), whole[kept]
    scores = measures(pairings, stretches) @ _VECTOR + _BIAS + _SENTENCE_ODDS * whole
    bounds = np.searchsorted(stretches.texts, np.arange(len(looked_at) + 1))
    for number, first, end in zip(looked_at.tolist(), bounds[:-1].tolist(), bounds[1:].tolist(), strict=True):
        if first < end:
            found[number] = _told(stretches, scores, first + int(scores[first:end].argmax()))
    return found


def _told(stretches: Candidates, scores: Floats, best: int) -> tuple[int, int, float] | None:
    """A stretch and its probability; None where it is not likely."""
    probability = 1.0 / (1.0 + math.exp(-min(float(scores[best]), 50.0)))
    if probability < LEAST_PROBABILITY:
        return None
    return int(stretches.firsts[best]), int(stretches.ends[best]), probability


def _whole(here: Texts, ends_of_sentences: Sequence[Sequence[int]], stretches: Candidates) -> Truths:
    """Which stretches are all the words of one sentence among several."""
    begins, closes = np.zeros(here.rows.shape, np.bool_), np.zeros(here.rows.shape, np.bool_)
    sentence_of = np.zeros(here.rows.shape, np.intp)
    for number, ends in enumerate(ends_of_sentences):
        if len(ends) > 1:
            places = np.flatnonzero(here.is_word[number])
            sentence_of[number, places] = np.searchsorted(ends, here.starts[number, places], "right")
            changes = np.flatnonzero(np.diff(sentence_of[number, places]))
            begins[number, places[np.concatenate([[0], changes + 1])]] = True
            closes[number, places[np.concatenate([changes, [-1]])]] = True
    lasts = stretches.ends - 1
    same = stretches.at(sentence_of, stretches.firsts) == stretches.at(sentence_of, lasts)
    found: Truths = stretches.at(begins, stretches.firsts) & stretches.at(closes, lasts) & same
    return found


def _sentences(bitext: Bitext, number: int, side: Side) -> tuple[int, ...]:
    return bitext.beads[number].numbers(side)


def _ends(bitext: Bitext, number: int, side: Side) -> tuple[int, ...]:
    """Where the sentences of one side end in its text, each with the space after it."""
    sentences = bitext.document(side).sentences
    lengths = (sentences[index].end - sentences[index].start + 1 for index in _sentences(bitext, number, side))
    return tuple(accumulate(lengths))


def _in_document(bitext: Bitext, number: int, side: Side, offset: int) -> int:
    """Where a character of a bead's text stands in its document; one after the last of a sentence stays with it."""
    document = bitext.document(side)
    for sentence in _sentences(bitext, number, side):
        start, end = document.sentences[sentence].start, document.sentences[sentence].end
        if offset <= end - start:
            return start + offset
        offset -= end - start + 1
    raise ValueError(f"the text of bead {number} has no character {offset}")
