"""How likely a bead is: log-likelihood ratios whose distributions are estimated on the document itself.

The similarity of two runs of sentences says little by itself: long runs are alike because of their common
words. What counts is by how much it exceeds what the two runs reach with the other document at large (the
`excess`, an additive main-effects model of the background, the idea of vecalign's normalisation and of CSLS).
An excess is then judged by two normal distributions, that of true pairs and that of neighbouring sentences,
the hard negatives of alignment. Lengths are judged as by Gale & Church (1993), on the logarithm of their ratio.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from aligner.alignment.beads import Kind
from aligner.alignment.overlaps import Block, Floats, Integers, Overlaps

Path = list[tuple[tuple[int, ...], tuple[int, ...]]]
_LENGTH_PAD = 8.0
_PRIOR_SIMILARITY, _PRIOR_PAIRS, _PRIOR_OTHERS = 0.15, 6, 2
_NEIGHBOURS = (-3, -2, 2, 3)
_GROUP_SPAN = 256
_GAIN_LIMIT = 1.0


@dataclass(frozen=True, slots=True)
class Evidence:
    """The distributions and priors of one document; the defaults are what a document without data gets.

    `match_mean`, `match_deviation`: excess of true pairs (deviation at 60 characters); `near_mean`,
    `near_deviation`: excess of neighbours. `ratio_mean`, `ratio_deviation`, `ratio_spread`: log length ratio of
    true pairs, and its spread among unrelated ones. The rest are natural logarithms of prior probabilities:
    `one`, 1-1; `two`, 1-2 and 2-1 each; `many`, 2-2; `growth`, each sentence more; `crossed`, two exchanged pairs;
    `gap`, a sentence
    without counterpart; `longer`, each one more right after it. `gain`: weight of what an outer sentence adds to its
    bead, in units of `match_mean`.
    """

    match_mean: float = 0.47
    match_deviation: float = 0.17
    near_mean: float = 0.025
    near_deviation: float = 0.11
    ratio_mean: float = 0.0
    ratio_deviation: float = 0.15
    ratio_spread: float = 0.8
    one: float = float(np.log(0.9))
    two: float = float(np.log(0.05))
    many: float = float(np.log(0.004))
    growth: float = float(np.log(0.35))
    crossed: float = float(np.log(0.01))
    gap: float = float(np.log(0.04))
    longer: float = float(np.log(0.15))
    gain: float = 10.0

    def prior(self, kind: Kind) -> float:
        """Log prior probability of a kind of bead."""
        if kind.crossed:
            return self.crossed
        size = kind.rows + kind.columns
        if size == 2:
            return self.one
        if min(kind.rows, kind.columns) == 1:
            return self.two + self.growth * (size - 3)
        return self.many + self.growth * (size - 4)


class Scorer:
    """Scores beads of one pair of documents. `lengths` are characters per sentence, source then target."""

    def __init__(self, overlaps: Overlaps, lengths: tuple[Iterable[int], Iterable[int]], largest: int) -> None:
        self.overlaps = overlaps
        self.largest = largest
        self._totals = tuple(np.concatenate([[0.0], np.cumsum(np.fromiter(side, float))]) for side in lengths)
        self._lengths: list[list[Floats]] = [[np.empty(0)], [np.empty(0)]]
        self._logarithms: list[list[Floats]] = [[np.empty(0)], [np.empty(0)]]
        for side, total in enumerate(self._totals):
            for size in range(1, largest + 1):
                lengths_of = total[size:] - total[:-size] if size < len(total) else np.empty(0)
                self._lengths[side].append(lengths_of)
                self._logarithms[side].append(np.log(lengths_of + _LENGTH_PAD))

        self._usual, self._background = _background(overlaps, largest)

    def block(self, rows: tuple[int, int], columns: tuple[int, int]) -> Block:
        """Similarities for run ends in `rows` and `columns`."""
        return self.overlaps.block(rows, columns, self.largest)

    def excess(self, block: Block, rows: int, columns: int, row_ends: Integers, column_ends: Integers) -> Floats:
        """By how much the similarity of each pair of runs exceeds their background."""
        similarity = block.similarity(rows, columns, row_ends, column_ends)
        similarity -= self._background[0][rows][row_ends - rows]
        similarity -= self._background[1][columns][column_ends - columns]
        similarity -= self._usual
        return similarity

    def length_ratio(self, rows: int, columns: int, row_ends: Integers, column_ends: Integers) -> Floats:
        """Natural logarithm of target length over source length, of each pair of runs."""
        target = self._logarithms[1][columns][column_ends - columns]
        ratio: Floats = target - self._logarithms[0][rows][row_ends - rows]
        return ratio

    def ratio(
        self, block: Block, evidence: Evidence, shape: tuple[int, int], row_ends: Integers, column_ends: Integers
    ) -> Floats:
        """Log-likelihood ratio of each pair of runs being translations to their being neighbours."""
        rows, columns = shape
        excess = self.excess(block, rows, columns, row_ends, column_ends)
        length = self._lengths[0][rows][row_ends - rows] + self._lengths[1][columns][column_ends - columns]
        length *= 0.5
        # Short sentences scatter more.
        deviation = np.clip(evidence.match_deviation * 1.15 * (60.0 / (length + 30.0)) ** 0.25, 0.07, 0.3)
        # A pair more alike than the mean pair is no less likely for it, nor a neighbour less alike.
        match = -0.5 * (np.minimum(excess - evidence.match_mean, 0.0) / deviation) ** 2 - np.log(deviation)
        near = -0.5 * (np.maximum(excess - evidence.near_mean, 0.0) / evidence.near_deviation) ** 2
        meaning: Floats = np.clip(match - near + np.log(evidence.near_deviation), -12.0, 12.0)
        offset = self.length_ratio(rows, columns, row_ends, column_ends) - evidence.ratio_mean
        variance = evidence.ratio_deviation**2 + 4.0 / (length + _LENGTH_PAD)
        spread = evidence.ratio_spread**2
        form = 0.5 * offset**2 * (1.0 / spread - 1.0 / variance) + 0.5 * np.log(spread / variance)
        meaning += np.clip(form, -8.0, 3.0)
        return meaning

    def coherence(
        self, block: Block, evidence: Evidence, shape: tuple[int, int], row_ends: Integers, column_ends: Integers
    ) -> Floats:
        """Log-likelihood ratio of the outer sentences of each pair of runs belonging to it.

        Leaving out a sentence that belongs makes the runs less alike, leaving out a stranger more. The gains of
        both are nearly normal with opposite means, so that their log-likelihood ratio is linear in the gain.
        """
        rows, columns = shape
        total = np.zeros(len(row_ends))
        if rows == columns == 1:
            return total
        whole = self.excess(block, rows, columns, row_ends, column_ends)
        slope = evidence.gain / evidence.match_mean
        # Between several and several, that every sentence belongs says nothing: two pairs are no bead of four.
        most = _GAIN_LIMIT if min(rows, columns) == 1 else 0.0
        if columns > 1:
            for ends in (column_ends, column_ends - 1):
                gain = whole - self.excess(block, rows, columns - 1, row_ends, ends)
                total += np.clip(slope * gain, -_GAIN_LIMIT, most)
        if rows > 1:
            for ends in (row_ends, row_ends - 1):
                gain = whole - self.excess(block, rows - 1, columns, ends, column_ends)
                total += np.clip(slope * gain, -_GAIN_LIMIT, most)
        return total

    def scores(self, block: Block, evidence: Evidence, kind: Kind, row_ends: Integers, column_ends: Integers) -> Floats:
        """Score of a bead of this kind ending at each cell, prior included."""
        if kind.crossed:
            first = self.ratio(block, evidence, (1, 1), row_ends - 1, column_ends)
            second = self.ratio(block, evidence, (1, 1), row_ends, column_ends - 1)
            return first + second + evidence.prior(kind)
        shape = (kind.rows, kind.columns)
        score = self.ratio(block, evidence, shape, row_ends, column_ends)
        score += self.coherence(block, evidence, shape, row_ends, column_ends)
        score += evidence.prior(kind)
        return score


def _background(overlaps: Overlaps, largest: int) -> tuple[float, list[list[Floats]]]:
    """The usual similarity of a pair, and by how much each run's own similarities exceed it.

    In small documents the pairs themselves are much of what is measured, so both are drawn towards a prior: a run
    that can only be compared with its counterpart has no background of its own.
    """
    counts = overlaps.distinct
    pairs = counts[0] * counts[1] - min(counts)
    usual = (overlaps.overall() * pairs + _PRIOR_SIMILARITY * _PRIOR_PAIRS) / (pairs + _PRIOR_PAIRS)
    effects: list[list[Floats]] = [[np.empty(0)], [np.empty(0)]]
    for side, others in enumerate(reversed(counts)):
        trust = max(0, others - 1) / (others + _PRIOR_OTHERS)
        for size in range(1, largest + 1):
            effects[side].append((overlaps.expected(side, size) - overlaps.overall()) * trust)
    return usual, effects


def estimate(scorer: Scorer, path: Path, start: Evidence) -> Evidence:
    """Distributions and priors as the beads of a path show them, shrunk to `start` where there are few."""
    shapes = Counter((len(source), len(target)) for source, target in path)
    nulls = sum(max(shape) * count for shape, count in shapes.items() if min(shape) == 0)
    one = shapes[1, 1]
    two = shapes[1, 2] + shapes[2, 1]
    many = sum(count for shape, count in shapes.items() if min(shape) > 1)
    gaps = _gaps(path)
    weight = 20.0
    total = one + two + many + nulls + weight
    matches, ratios, near = _observed(scorer, path)
    match_mean, match_deviation = _shrunk(matches, start.match_mean, start.match_deviation, 10.0)
    near_mean, near_deviation = _shrunk(near, start.near_mean, start.near_deviation, 10.0)
    return replace(
        start,
        match_mean=match_mean,
        match_deviation=match_deviation,
        near_mean=near_mean,
        near_deviation=near_deviation,
        ratio_mean=(start.ratio_mean * 5 + float(ratios.sum())) / (5 + len(ratios)),
        one=float(np.log((one + weight * 0.9) / total)),
        two=float(np.log((two / 2 + weight * 0.02) / total)),
        # A path found without them says little about rare kinds: their prior keeps a share of its own.
        many=float(np.log((many / 4 + (weight + 0.25 * total) * 0.004) / total)),
        gap=float(np.log((gaps + weight * 0.025) / total)),
        longer=float(np.log((nulls - gaps + 1.0) / (nulls + 7.0))),
    )


def probabilities(scorer: Scorer, evidence: Evidence, path: Path) -> list[float | None]:
    """How probable it is that each bead is a true pair rather than so many nulls; None for null beads."""
    found: list[float | None] = [None] * len(path)
    for group in _groups(scorer, path):
        odds = scorer.ratio(group.block, evidence, group.shape, group.row_ends, group.column_ends)
        odds += evidence.prior(Kind(*group.shape)) - evidence.gap * sum(group.shape)
        for number, probability in zip(group.numbers, 1.0 / (1.0 + np.exp(-odds)), strict=True):
            found[number] = float(probability)
    return found


def _gaps(path: Path) -> int:
    """How many runs of nulls of one side a path has."""
    sides = [0 if not target else 1 if not source else None for source, target in path]
    return sum(side is not None and side != before for before, side in pairwise([None, *sides]))


@dataclass(frozen=True, slots=True)
class _Group:
    """Beads of one shape that stand near each other in a path, and a block that holds them and their neighbours."""

    shape: tuple[int, int]
    numbers: list[int]
    row_ends: Integers
    column_ends: Integers
    block: Block


def _groups(scorer: Scorer, path: Path) -> Iterator[_Group]:
    members: dict[tuple[int, int], list[int]] = {}
    for number, (source, target) in enumerate(path):
        if source and target:
            members.setdefault((len(source), len(target)), []).append(number)
    for shape, numbers in members.items():
        for chunk in _nearby(path, numbers):
            row_ends = np.array([path[number][0][-1] + 1 for number in chunk], np.intp)
            column_ends = np.array([path[number][1][-1] + 1 for number in chunk], np.intp)
            window = (
                max(0, int(column_ends.min()) - max(_NEIGHBOURS)),
                min(scorer.overlaps.target_count, int(column_ends.max()) + max(_NEIGHBOURS)) + 1,
            )
            block = scorer.block((int(row_ends.min()), int(row_ends.max()) + 1), window)
            yield _Group(shape, chunk, row_ends, column_ends, block)


def _nearby(path: Path, numbers: list[int]) -> Iterator[list[int]]:
    """Bead numbers in groups that span few sentences, so that no block is large."""
    group: list[int] = []
    for number in numbers:
        if group:
            spans = (abs(path[number][side][-1] - path[group[0]][side][-1]) for side in (0, 1))
            if max(spans) > _GROUP_SPAN:
                yield group
                group = []
        group.append(number)
    if group:
        yield group


def _observed(scorer: Scorer, path: Path) -> tuple[Floats, Floats, Floats]:
    """Excess and log length ratio of the beads, and excess of 1-1 beads' sources with target neighbours."""
    matches, ratios, near = [np.empty(0)], [np.empty(0)], [np.empty(0)]
    count = scorer.overlaps.target_count
    for group in _groups(scorer, path):
        row_ends, column_ends = group.row_ends, group.column_ends
        matches.append(scorer.excess(group.block, *group.shape, row_ends, column_ends))
        ratios.append(scorer.length_ratio(*group.shape, row_ends, column_ends))
        for step in _NEIGHBOURS if group.shape == (1, 1) else ():
            inside = (column_ends + step >= 1) & (column_ends + step <= count)
            near.append(scorer.excess(group.block, 1, 1, row_ends[inside], column_ends[inside] + step))
    return np.concatenate(matches), np.concatenate(ratios), np.concatenate(near)


def _shrunk(values: NDArray[np.float64], mean: float, deviation: float, weight: float) -> tuple[float, float]:
    """Mean and standard deviation of `values` and `weight` more drawn from the prior."""
    size = weight + len(values)
    centre = (mean * weight + float(values.sum())) / size
    variance = (deviation**2 * weight + float(((values - centre) ** 2).sum())) / size
    return centre, float(np.sqrt(variance))
