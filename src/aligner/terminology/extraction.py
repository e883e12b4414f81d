"""Pairs of terms: what goes together in the beads of a corpus more than by chance, one for one."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from aligner.contracts import Embedder
from aligner.errors import OptionError
from aligner.model import Bitext
from aligner.terminology.phrases import SIGNIFICANT, Phrase, log_likelihood, phrases

_MOST_PARTNERS = 30  # phrases of the other side that are weighed for each
_LEAST_DICE, _LEAST_SCORE = 0.25, 0.35
# What association and the model's vectors say of a pair, in the score.
_WEIGHTS = (0.55, 0.45)
_LONGEST_EXAMPLE = 200


@dataclass(frozen=True, slots=True)
class ExtractionOptions:
    """`least_count`: how often a term must occur on either side; `most`: how many pairs are kept, None keeps all."""

    least_count: int = 3
    most: int | None = None

    def __post_init__(self) -> None:
        if self.least_count < 1:
            raise OptionError(f"--min-count {self.least_count}: give 1 or more")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A source term and the target term that seems to stand for it.

    `count`: beads that have both; `score` in [0, 1]; `example`: a short source segment with the term.
    """

    source: str
    target: str
    count: int
    score: float
    example: str


def candidates(bitext: Bitext, embedder: Embedder | None, options: ExtractionOptions) -> tuple[Candidate, ...]:
    """Likely terms of a corpus in both languages, the best first.

    Terms are words and groups of words more frequent than in general language (log-likelihood, Dunning 1993); pairs are
    linked one for one, the best first (competitive linking, Melamed 2000), by Dice's coefficient over beads and the
    model's vectors where there is one.
    """
    # A pair that comes back, as in memories and on pages, says nothing new.
    pairs = list(dict.fromkeys(pair for pair in bitext if all(pair)))
    sources = phrases([source for source, _ in pairs], bitext.source.language, options.least_count)
    targets = phrases([target for _, target in pairs], bitext.target.language, options.least_count)
    scored = _scored(sources, targets, len(pairs), embedder)
    linked = _linked(scored)
    made = [
        Candidate(
            sources[source].spelling,
            targets[target].spelling,
            len(sources[source].segments & targets[target].segments),
            round(float(score), 3),
            _example(pairs, sources[source], targets[target]),
        )
        for score, source, target in linked
        if not _is_name(sources[source], targets[target])
    ]
    # What is as sure comes first where it is more frequent.
    made.sort(key=lambda one: (-one.score * math.log2(1 + one.count), one.source))
    return tuple(made[: options.most])


def _partners(sources: Sequence[Phrase], targets: Sequence[Phrase], total: int) -> list[tuple[int, int, float]]:
    """Source, target and Dice's coefficient of phrases that go together."""
    by_segment: dict[int, list[int]] = defaultdict(list)
    for number, phrase in enumerate(targets):
        for segment in phrase.segments:
            by_segment[segment].append(number)
    found = []
    for number, phrase in enumerate(sources):
        together = Counter(target for segment in sorted(phrase.segments) for target in by_segment[segment])
        weighed = []
        for target, both in together.items():
            size = len(targets[target].segments)
            dice = 2 * both / (len(phrase.segments) + size)
            if dice >= _LEAST_DICE and log_likelihood(both, len(phrase.segments), size, total) >= min(
                SIGNIFICANT, both * 2
            ):
                weighed.append((number, target, dice))
        found += sorted(weighed, key=lambda pair: -pair[2])[:_MOST_PARTNERS]
    return found


def _scored(
    sources: Sequence[Phrase], targets: Sequence[Phrase], total: int, embedder: Embedder | None
) -> list[tuple[float, int, int]]:
    """Score, source and target of every pair that is good enough, the best first."""
    partners = _partners(sources, targets, total)
    if not partners:
        return []
    dice = np.array([one[2] for one in partners])
    likeness = dice
    if embedder is not None:
        wanted = sorted({one[0] for one in partners}), sorted({one[1] for one in partners})
        rows = [
            dict(zip(numbers, embedder.encode([" ".join(side[number].words) for number in numbers]), strict=True))
            for numbers, side in zip(wanted, (sources, targets), strict=True)
        ]
        likeness = np.array([float(rows[0][source] @ rows[1][target]) for source, target, _ in partners])
    scores = np.clip(_WEIGHTS[0] * dice + _WEIGHTS[1] * likeness, 0, 1)
    kept = [
        (float(score), one[0], one[1]) for score, one in zip(scores, partners, strict=True) if score >= _LEAST_SCORE
    ]
    return sorted(kept, key=lambda pair: (-pair[0], pair[1], pair[2]))


def _linked(scored: Sequence[tuple[float, int, int]]) -> list[tuple[float, int, int]]:
    """Every phrase once, in the best pair that is left for it."""
    taken: tuple[set[int], set[int]] = (set(), set())
    kept = []
    for score, source, target in scored:
        if source not in taken[0] and target not in taken[1]:
            taken[0].add(source)
            taken[1].add(target)
            kept.append((score, source, target))
    return kept


def _is_name(source: Phrase, target: Phrase) -> bool:
    """Whether both sides are one and the same name, or acronym."""
    return source.spelling == target.spelling and not source.spelling.islower()


def _example(pairs: Sequence[tuple[str, str]], source: Phrase, target: Phrase) -> str:
    """The shortest source segment with the term whose target has the other."""
    numbers = sorted(source.segments & target.segments) or sorted(source.segments)
    text = min((pairs[number][0] for number in numbers), key=len)
    return text if len(text) <= _LONGEST_EXAMPLE else text[: _LONGEST_EXAMPLE - 1] + "…"
