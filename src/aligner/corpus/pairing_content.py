"""Which texts say the same: vectors find candidates, numbers and names tell near duplicates apart, each has one partner.

The vectors of a language are centred first, on what its texts have in common; that settles nearly all. Pairs are then made
greedily, the best first, and each is judged by three things: how alike the two are, how much less alike the next text is
that is no near duplicate of the partner (the margin, as Artetxe and Schwenk 2019 have it for sentences), and their lengths.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from aligner.contracts import FloatArray
from aligner.corpus.neighbours import Neighbours, Told, both_ways
from aligner.corpus.pairing_profiles import Profile

NEIGHBOURS = 8
# Texts of one language this alike are versions of one text; which of them is meant is no doubt about the pair.
_NEAR = 0.7
# What numbers and names in common add at most: near duplicates are told apart by it, and unrelated texts gain nothing.
_WEIGHT_OF_MARKS = 0.2
_SMOOTHING = 2.0  # so that one shared name is not everything in a text that has one
# So many texts of typical words stand for a language beside those of a collection, which may be few.
_BACKGROUND_TEXTS, _BACKGROUND_LENGTH = 10.0, 0.9
# A logistic regression over the pairs that were made among texts of which 30 % have no partner, and among near duplicates:
# news of 2011, novels in chapters of ten and of 25 sentences, medical texts of three and of five, a tutorial.
_OF_SIMILARITY, _OF_MARGIN, _OF_LENGTH, _CONSTANT = 6.5, 24.4, -12.1, -3.1
# Characters of the second language for one of the first, as a logarithm, for pairs whose ratio is known.
_EXPANSIONS = {("en", "es"): 0.113}
_PRIOR_PAIRS = 20
_AT_ONCE = 4_096


@dataclass(frozen=True, slots=True)
class Match:
    """Two texts by their numbers, and how likely they are versions of one, from 0 to 1."""

    source: int
    target: int
    score: float


def centred(
    vectors: FloatArray, background: FloatArray | None = None, weights: NDArray[np.float32] | None = None
) -> FloatArray:
    """float32 [texts, dimensions], unit rows: vectors of one language without what they have in common."""
    total = vectors.sum(axis=0) if weights is None else (vectors * weights[:, None]).sum(axis=0)
    count = float(len(vectors) if weights is None else weights.sum())
    if background is not None:
        total = total + _BACKGROUND_TEXTS * _BACKGROUND_LENGTH * background
        count += _BACKGROUND_TEXTS
    elif count < 2:
        return vectors
    rest = vectors - (total / max(count, 1.0)).astype(np.float32)
    return np.asarray(rest / np.maximum(np.linalg.norm(rest, axis=1, keepdims=True), 1e-9), np.float32)


@dataclass(frozen=True, slots=True)
class Texts:
    """Texts of one language: their profiles, and float32 [texts, dimensions] their centred vectors."""

    profiles: Sequence[Profile]
    vectors: FloatArray


def matched(
    source: Texts, target: Texts, languages: tuple[str, str], progress: Told | None = None
) -> tuple[Match, ...]:
    """Every text with the partner that is left for it, the likeliest first; `Match.score` tells which are worth it.

    No more than one tile of similarities is in memory at a time.
    """
    if not source.profiles or not target.profiles:
        return ()
    forward, backward = both_ways(source.vectors, target.vectors, NEIGHBOURS, "exact", progress)
    sources, targets, similarities = _candidates(forward, backward)
    order = _ordered(source, target, sources, targets, similarities)
    pairs = _greedy(sources[order], targets[order])
    chosen = order[pairs]
    return judged(
        source, target, list(zip(sources[chosen].tolist(), targets[chosen].tolist(), strict=True)), languages,
        forward, backward,
    )  # fmt: skip


def _candidates(
    forward: Neighbours, backward: Neighbours
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float32]]:
    """Neighbours of either direction as pairs, those left out that are far less alike than the best of both their texts."""
    rows = np.repeat(np.arange(len(forward.numbers)), forward.numbers.shape[1])
    columns = np.repeat(np.arange(len(backward.numbers)), backward.numbers.shape[1])
    sources = np.concatenate([rows, backward.numbers.ravel()])
    targets = np.concatenate([forward.numbers.ravel(), columns])
    similarities = np.concatenate([forward.similarities.ravel(), backward.similarities.ravel()])
    keys, firsts = np.unique(sources * len(backward.numbers) + targets, return_index=True)
    sources, targets, similarities = keys // len(backward.numbers), keys % len(backward.numbers), similarities[firsts]
    best = np.minimum(forward.similarities[sources, 0], backward.similarities[targets, 0])
    near = similarities >= best - _WEIGHT_OF_MARKS
    return sources[near], targets[near], similarities[near]


def _ordered(
    source: Texts,
    target: Texts,
    sources: NDArray[np.int64],
    targets: NDArray[np.int64],
    similarities: NDArray[np.float32],
) -> NDArray[np.int64]:
    """The order in which candidates are taken: by similarity and by the marks both have, of equals by their numbers."""
    overlap = _overlaps(source.profiles, target.profiles, sources, targets)
    scores = np.round(similarities + _WEIGHT_OF_MARKS * overlap, 6)
    return np.lexsort((targets, sources, -scores))


def _overlaps(
    source: Sequence[Profile], target: Sequence[Profile], sources: NDArray[np.int64], targets: NDArray[np.int64]
) -> FloatArray:
    """float32 [pairs]: how much of their numbers and names two texts share, rare ones counting more."""
    counts = Counter(mark for texts in (source, target) for text in texts for mark in text.marks.tolist())
    total = len(source) + len(target)
    worth = {mark: math.log(1 + total / count) for mark, count in counts.items()}
    sets = [[set(text.marks.tolist()) for text in texts] for texts in (source, target)]
    wholes = [[sum(worth[mark] for mark in of_text) + _SMOOTHING for of_text in side] for side in sets]
    found = np.zeros(len(sources), np.float32)
    for place, (one, other) in enumerate(zip(sources.tolist(), targets.tolist(), strict=True)):
        shared = sorted(sets[0][one] & sets[1][other])
        found[place] = (sum(worth[mark] for mark in shared) + _SMOOTHING) / math.sqrt(wholes[0][one] * wholes[1][other])
    return found


def _greedy(sources: NDArray[np.int64], targets: NDArray[np.int64]) -> list[int]:
    """Places of the pairs that are taken, going through them in order; each text has one partner."""
    taken_sources: set[int] = set()
    taken_targets: set[int] = set()
    chosen = []
    for place, (one, other) in enumerate(zip(sources.tolist(), targets.tolist(), strict=True)):
        if one not in taken_sources and other not in taken_targets:
            taken_sources.add(one)
            taken_targets.add(other)
            chosen.append(place)
    return chosen


def judged(
    source: Texts,
    target: Texts,
    pairs: Sequence[tuple[int, int]],
    languages: tuple[str, str],
    forward: Neighbours,
    backward: Neighbours,
) -> tuple[Match, ...]:
    """Pairs with how likely each is, the likeliest first."""
    if not pairs:
        return ()
    sources, targets = np.array(pairs, np.int64).T
    similarities = np.einsum("nd,nd->n", source.vectors[sources], target.vectors[targets])
    others = np.maximum(
        _best_others(sources, targets, forward, target.vectors),
        _best_others(targets, sources, backward, source.vectors),
    )
    lengths = _unlikely_lengths(source, target, pairs, similarities, languages)
    logits = _OF_SIMILARITY * similarities + _OF_MARGIN * (similarities - others) + _OF_LENGTH * lengths + _CONSTANT
    scores = 1 / (1 + np.exp(-logits))
    order = np.lexsort((targets, sources, -scores))
    return tuple(Match(int(sources[one]), int(targets[one]), round(float(scores[one]), 4)) for one in order)


def _best_others(
    rows: NDArray[np.int64], partners: NDArray[np.int64], neighbours: Neighbours, vectors: FloatArray
) -> FloatArray:
    """float32 [pairs]: the similarity of each row's nearest text that is neither the partner nor a near duplicate of it."""
    best = np.zeros(len(rows), np.float32)
    for first in range(0, len(rows), _AT_ONCE):
        some = slice(first, first + _AT_ONCE)
        numbers = neighbours.numbers[rows[some]]
        alike = np.einsum("nkd,nd->nk", vectors[numbers], vectors[partners[some]])
        is_other = (numbers != partners[some, None]) & (alike < _NEAR)
        best[some] = np.where(is_other, neighbours.similarities[rows[some]], 0).max(axis=1, initial=0)
    return best


def _unlikely_lengths(
    source: Texts,
    target: Texts,
    pairs: Sequence[tuple[int, int]],
    similarities: FloatArray,
    languages: tuple[str, str],
) -> FloatArray:
    """float32 [pairs]: how far the ratio of two lengths is from that of the collection's likelier half, as a logarithm."""
    ratios = np.array(
        [math.log((target.profiles[other].length + 20) / (source.profiles[one].length + 20)) for one, other in pairs],
        np.float32,
    )
    backwards = languages[::-1]
    known = _EXPANSIONS.get(languages, -_EXPANSIONS.get(backwards, 0.0))
    sure = ratios[similarities >= np.median(similarities)]
    typical = (len(sure) * float(np.median(sure)) + _PRIOR_PAIRS * known) / (len(sure) + _PRIOR_PAIRS)
    return np.asarray(np.abs(ratios - np.float32(typical)), np.float32)
