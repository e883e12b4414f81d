"""How likely a bead is: log-likelihood ratios whose distributions are estimated on the document itself.

The similarity of two runs of sentences says little by itself: long runs are alike because of their common
words. What counts is by how much it exceeds what the two runs reach with the other document at large (the
`excess`, an additive main-effects model of the background, the idea of vecalign's normalisation and of CSLS).
An excess is then judged by two normal distributions, that of true pairs and that of neighbouring sentences,
the hard negatives of alignment. Lengths are judged as by Gale & Church (1993), on the logarithm of their ratio.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aligner.alignment.beads import Kind
from aligner.alignment.evidence import Evidence, Observed
from aligner.alignment.likelihood import LENGTH_PAD, Likelihood, likelihood_of
from aligner.alignment.locks import LockedPlaces
from aligner.alignment.overlaps import Lookup, Overlaps, Run, end_to_end, run_sums, window_of
from aligner.alignment.path import Floats, Integers, Path

CLOSED = -1e12
_PRIOR_SIMILARITY, _PRIOR_PAIRS, _PRIOR_OTHERS = 0.15, 6, 2
# Of the places inside beads so many are ends of blocks, in proportion to all places; more breaks than this share mean lines.
_BROKEN, _MOST_BREAKS = 0.5, 0.8
_NEIGHBOURS = (-3, -2, 2, 3)
# Beads that are looked at together stand in one square of so many sentences.
_GROUP_SPAN = 192


class Scorer:
    """Scores beads of one pair of documents. `lengths` are characters per sentence, source then target."""

    def __init__(
        self,
        overlaps: Overlaps,
        lengths: tuple[Iterable[int], Iterable[int]],
        largest: int,
        breaks: tuple[Sequence[bool], Sequence[bool]] = ((), ()),
        locks: LockedPlaces | None = None,
    ) -> None:
        """`breaks`: which sentences begin a block; empty where there are no blocks to speak of."""
        self.overlaps, self.locks = overlaps, locks
        self.largest = largest
        counts = (overlaps.source_count, overlaps.target_count)
        totals = [np.concatenate([[0], np.cumsum(np.fromiter(side, np.intp))]) for side in lengths]
        self.lengths = [run_sums(of_side, largest) for of_side in totals]
        self.logarithms = [np.log(of_side + LENGTH_PAD) for of_side in self.lengths]
        self.background = _background(overlaps)
        joints = [_joints(side, count, largest) for side, count in zip(breaks, counts, strict=True)]
        self.joints, self.has_joints = [table for table, _ in joints], [has_any for _, has_any in joints]

    def cells(self, row_ends: Integers, column_ends: Integers) -> Cells:
        """Beads that end at these cells of one stretch."""
        return Cells([Part(self, row_ends, column_ends)])

    def pair_ratio(self, evidence: Evidence, row_ends: Integers, column_ends: Integers) -> Floats:
        """Log-likelihood ratio of single sentences being translations, wherever they stand; each given by its end."""
        meaning, form = self.pair_ratios(evidence, row_ends, column_ends)
        return meaning + form

    def pair_ratios(self, evidence: Evidence, row_ends: Integers, column_ends: Integers) -> tuple[Floats, Floats]:
        """What `pair_ratio` is the sum of: by likeness, and by length."""
        excess = self.overlaps.pairs(row_ends, column_ends) - self.background[0][1][row_ends - 1]
        excess -= self.background[1][1][column_ends - 1]
        length = self.lengths[0][1][row_ends - 1] + self.lengths[1][1][column_ends - 1]
        offset = self.logarithms[1][1][column_ends - 1] - self.logarithms[0][1][row_ends - 1]
        return likelihood_of(evidence).ratios(excess, offset, length)


class Part(NamedTuple):
    """What scores the beads of a document, and the row and column ends of some of its cells, which lie near each other."""

    scorer: Scorer
    row_ends: Integers
    column_ends: Integers


class Cells:
    """The beads of every kind that end at some cells of one document or several; all arrays are [cells].

    What a bead would be that does not fit into its document is undefined.
    """

    def __init__(self, parts: Sequence[Part]) -> None:
        """`parts`: the cells of each document."""
        self._scorers = [part.scorer for part in parts]
        self._counts = [len(part.row_ends) for part in parts]
        ends = ([part.row_ends for part in parts], [part.column_ends for part in parts])
        self._ends = (end_to_end(ends[0]), end_to_end(ends[1]))
        reach = max(self._scorers[0].largest, max(_NEIGHBOURS)) + 1
        self._window = window_of([scorer.overlaps for scorer in self._scorers], ends, reach)
        self._lengths = Lookup([scorer.lengths for scorer in self._scorers], ends)
        self._logarithms = Lookup([scorer.logarithms for scorer in self._scorers], ends)
        self._background = Lookup([scorer.background for scorer in self._scorers], ends)
        self._joints = Lookup([scorer.joints for scorer in self._scorers], ends)
        self._have_joints = [any(scorer.has_joints[side] for scorer in self._scorers) for side in (0, 1)]
        self._excess: dict[tuple[Run, Run], Floats] = {}

    def __len__(self) -> int:
        return len(self._ends[0])

    def excess(self, rows: Run, columns: Run) -> Floats:
        """By how much the similarity of each pair of runs exceeds their background."""
        if (rows, columns) not in self._excess:
            similarity = self._window.similarity(rows, columns)
            similarity -= self._background.of(0, rows)
            similarity -= self._background.of(1, columns)
            self._excess[rows, columns] = similarity
        return self._excess[rows, columns]

    def length_ratio(self, rows: Run, columns: Run) -> Floats:
        """Natural logarithm of target length over source length, of each pair of runs."""
        ratio: Floats = self._logarithms.of(1, columns) - self._logarithms.of(0, rows)
        return ratio

    def score(self, evidence: Evidence, kind: Kind) -> Floats:
        """Score of a bead of this kind ending at each cell, prior included; of one document."""
        return self._score(likelihood_of(evidence), kind)

    def scores(self, evidences: Sequence[Evidence], kinds: tuple[Kind, ...]) -> Floats:
        """float64 [kinds, cells]: scores of beads, `CLOSED` where one does not fit into its document.

        `evidences` are those of each document.
        """
        likelihood = likelihood_of(evidences[0]) if len(evidences) == 1 else self._likelihood(evidences)
        found = np.full((len(kinds), len(self)), CLOSED)
        for number, kind in enumerate(kinds):
            inside: NDArray[np.bool_] = (self._ends[0] >= kind.rows) & (self._ends[1] >= kind.columns)
            first = 0
            for scorer, count in zip(self._scorers, self._counts, strict=True):
                part = slice(first, first := first + count)
                if scorer.locks:
                    inside[part] &= scorer.locks.allow(kind, self._ends[0][part], self._ends[1][part])
            if inside.any():
                np.copyto(found[number], self._score(likelihood, kind), where=inside)
        return found

    def _likelihood(self, evidences: Sequence[Evidence]) -> Likelihood:
        longest = (max(int(scorer.lengths[side].max()) for scorer in self._scorers) for side in (0, 1))
        return Likelihood(evidences, self._counts, sum(longest) + 1)

    def _score(self, likelihood: Likelihood, kind: Kind) -> Floats:
        if kind.crossed:
            score = self._ratio(likelihood, Run(1, 2), Run(1, 1))
            score += self._ratio(likelihood, Run(1, 1), Run(1, 2))
        else:
            score = self._ratio(likelihood, Run(kind.rows, kind.rows), Run(kind.columns, kind.columns))
            if kind.rows + kind.columns > 2:
                score += self._coherence(likelihood, kind)
                for side, size in enumerate((kind.rows, kind.columns)):
                    if size > 1 and self._have_joints[side]:
                        score += self._joints.of(side, Run(size, size))
        score += likelihood.prior(kind)
        return score

    def _ratio(self, likelihood: Likelihood, rows: Run, columns: Run) -> Floats:
        """Log-likelihood ratio of each pair of runs being translations to their being neighbours."""
        length = self._lengths.of(0, rows) + self._lengths.of(1, columns)
        return likelihood.ratio(self.excess(rows, columns), self.length_ratio(rows, columns), length)

    def _coherence(self, likelihood: Likelihood, kind: Kind) -> Floats:
        """Log-likelihood ratio of the outer sentences of each pair of runs belonging to it."""
        rows, columns = Run(kind.rows, kind.rows), Run(kind.columns, kind.columns)
        parts = [(rows, Run(kind.columns - 1, kind.columns - last)) for last in (1, 0) if kind.columns > 1]
        parts += [(Run(kind.rows - 1, kind.rows - last), columns) for last in (1, 0) if kind.rows > 1]
        return likelihood.coherence(kind, self.excess(rows, columns), [self.excess(*part) for part in parts])


def _background(overlaps: Overlaps) -> list[Floats]:
    """By how much each run's own similarities exceed the usual ones, and for the source the usual ones added.

    float64 [sizes, sentences + 1] for each side. In small documents the pairs themselves are much of what is measured, so both
    are drawn towards a prior: a run that can only be compared with its counterpart has no background of its own.
    """
    counts = overlaps.distinct
    pairs = counts[0] * counts[1] - min(counts)
    usual = (overlaps.overall() * pairs + _PRIOR_SIMILARITY * _PRIOR_PAIRS) / (pairs + _PRIOR_PAIRS)
    effects = []
    for side, others in enumerate(reversed(counts)):
        own = overlaps.expected(side) - overlaps.overall()
        own *= max(0, others - 1) / (others + _PRIOR_OTHERS)
        effects.append(own + usual if side == 0 else own)
    return effects


def _joints(breaks: Sequence[bool], count: int, largest: int) -> tuple[Floats, bool]:
    """Log-likelihood ratio of each run's sentences being taken together, by where blocks begin inside it, and whether there is any.

    float64 [sizes, sentences + 1]. Sentences that are translated together seldom stand in two blocks. Where nearly every
    sentence is a block, blocks say nothing: they are lines, not paragraphs.
    """
    begins = np.array(breaks[1:], np.float64)
    share = float(begins.mean()) if len(begins) else 0.0
    if not 0.0 < share < _MOST_BREAKS:
        return np.zeros((largest + 1, count + 1)), False
    within = np.log((1.0 - _BROKEN * share) / (1.0 - share))
    totals = np.cumsum([0.0, *np.where(begins > 0, np.log(_BROKEN), within), 0.0])
    return run_sums(totals, largest, less=1), True


def observed_of(scorers: Sequence[Scorer], paths: Sequence[Path]) -> list[Observed]:
    """What the beads of each document's path show."""
    near = [(number, part) for number, path in enumerate(paths) for part in _squares(path)]
    # Of several documents, which are short then, all parts are looked at together.
    together = [near] if len(scorers) > 1 else [[part] for part in near]
    seen = [
        found for parts in together if parts for found in _observed([(scorers[number], part) for number, part in parts])
    ]
    found: list[list[Observed]] = [[] for _ in scorers]
    for (number, _), observed in zip(near, seen, strict=True):
        found[number].append(observed)
    return [Observed.joined(parts) for parts in found]


def _observed(parts: Sequence[tuple[Scorer, Path]]) -> list[Observed]:
    """What beads show that stand near each other."""
    cells = Cells([Part(scorer, pairs.row_ends, pairs.column_ends) for scorer, pairs in parts])
    bounds = np.cumsum([len(pairs) for _, pairs in parts])[:-1]
    shapes = np.concatenate([pairs.rows << 16 | pairs.columns for _, pairs in parts])
    ones = shapes == (1 << 16 | 1)
    matches, ratios = np.zeros(len(shapes)), np.zeros(len(shapes))
    for shape in np.unique(shapes, return_counts=True)[0].tolist():  # counted, see `band`
        rows, columns = Run(shape >> 16, shape >> 16), Run(shape & 0xFFFF, shape & 0xFFFF)
        np.copyto(matches, cells.excess(rows, columns), where=shapes == shape)
        np.copyto(ratios, cells.length_ratio(rows, columns), where=shapes == shape)
    ends = np.concatenate([pairs.column_ends for _, pairs in parts])
    counts = np.repeat([scorer.overlaps.target_count for scorer, _ in parts], [len(pairs) for _, pairs in parts])
    beside, inside = [], []
    for step in _NEIGHBOURS:
        beside.append(cells.excess(Run(1, 1), Run(1, 1 - step)))
        inside.append(ones & (ends + step >= 1) & (ends + step <= counts))
    near = zip(np.split(np.stack(beside, axis=1), bounds), np.split(np.stack(inside, axis=1), bounds), strict=True)
    return [
        Observed(of_matches, of_ratios, values[chosen])
        for of_matches, of_ratios, (values, chosen) in zip(
            np.split(matches, bounds), np.split(ratios, bounds), near, strict=True
        )
    ]


def _squares(path: Path) -> list[Path]:
    """The beads of a path with sentences on both sides, in groups that stand near each other."""
    pairs = path.uncrossed()
    pairs = pairs.part((pairs.rows > 0) & (pairs.columns > 0))
    if not len(pairs) or max(pairs.row_ends.max(), pairs.column_ends.max()) < _GROUP_SPAN:
        return [pairs] if len(pairs) else []
    place = np.stack([pairs.row_ends // _GROUP_SPAN, pairs.column_ends // _GROUP_SPAN])
    order = np.lexsort(place)
    changes = np.flatnonzero((np.diff(place[:, order]) != 0).any(axis=0)) + 1
    return [pairs.part(numbers) for numbers in np.split(order, changes)]
