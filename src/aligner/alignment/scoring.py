"""How likely a bead is: log-likelihood ratios whose distributions are estimated on the document itself.

The similarity of two runs of sentences says little by itself: long runs are alike because of their common
words. What counts is by how much it exceeds what the two runs reach with the other document at large (the
`excess`, an additive main-effects model of the background, the idea of vecalign's normalisation and of CSLS).
An excess is then judged by two normal distributions, that of true pairs and that of neighbouring sentences,
the hard negatives of alignment. Lengths are judged as by Gale & Church (1993), on the logarithm of their ratio.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from aligner.alignment.beads import Kind
from aligner.alignment.evidence import Evidence, Observed
from aligner.alignment.locks import LockedPlaces
from aligner.alignment.overlaps import Overlaps, Run
from aligner.alignment.path import Floats, Integers, Path

_Number = TypeVar("_Number", np.float64, np.intp)

CLOSED = -1e12
_LENGTH_PAD = 8.0
_PRIOR_SIMILARITY, _PRIOR_PAIRS, _PRIOR_OTHERS = 0.15, 6, 2
# Of the places inside beads so many are ends of blocks, in proportion to all places; more breaks than this share mean lines.
_BROKEN, _MOST_BREAKS = 0.5, 0.8
_NEIGHBOURS = (-3, -2, 2, 3)
_GAIN_LIMIT = 1.0
# Beyond so many characters, of both sides together, more make no difference.
_LONGEST = 8192
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
        self.lengths: list[list[Integers]] = []
        self.logarithms: list[list[Floats]] = []
        for side in lengths:
            total = np.concatenate([[0], np.cumsum(np.fromiter(side, np.intp))])
            of_size = [total[size:] - total[: max(0, len(total) - size)] for size in range(1, largest + 1)]
            self.lengths.append([np.zeros(0, np.intp), *of_size])
            self.logarithms.append([np.zeros(0), *(np.log(values + _LENGTH_PAD) for values in of_size)])
        self.background = _background(overlaps, largest)
        self.joints = [_joints(side, count, largest) for side, count in zip(breaks, counts, strict=True)]

    def cells(self, row_ends: Integers, column_ends: Integers) -> Cells:
        """Beads that end at these cells of one stretch."""
        return Cells(self, row_ends, column_ends)

    def observed(self, path: Path) -> Observed:
        """What the beads of a path show."""
        pairs = path.uncrossed()
        pairs = pairs.part((pairs.rows > 0) & (pairs.columns > 0))
        matches, ratios, near = [np.empty(0)], [np.empty(0)], [np.empty(0)]
        for group in _groups(pairs):
            rows, columns = (
                Run(int(group.rows[0]), int(group.rows[0])),
                Run(int(group.columns[0]), int(group.columns[0])),
            )
            cells = self.cells(group.row_ends, group.column_ends)
            matches.append(cells.excess(rows, columns))
            ratios.append(cells.length_ratio(rows, columns))
            for step in _NEIGHBOURS if (rows.size, columns.size) == (1, 1) else ():
                ends = group.column_ends + step
                inside = (ends >= 1) & (ends <= self.overlaps.target_count)
                near.append(cells.excess(Run(1, 1), Run(1, 1 - step))[inside])
        return Observed(np.concatenate(matches), np.concatenate(ratios), np.concatenate(near))

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
        return _meaning(evidence, excess, length), _form(evidence, offset, length)


class Cells:
    """The beads of every kind that end at some cells; row and column ends are [cells].

    What a bead would be that does not fit into its document is undefined.
    """

    def __init__(self, scorer: Scorer, row_ends: Integers, column_ends: Integers) -> None:
        self._scorer, self._ends = scorer, (row_ends, column_ends)
        reach = max(scorer.largest, max(_NEIGHBOURS)) + 1
        self._window = scorer.overlaps.window(row_ends, column_ends, reach)
        self._excess: dict[tuple[Run, Run], Floats] = {}
        self._taken: dict[tuple[int, int, Run], NDArray[Any]] = {}

    def __len__(self) -> int:
        return len(self._ends[0])

    def excess(self, rows: Run, columns: Run) -> Floats:
        """By how much the similarity of each pair of runs exceeds their background."""
        if (rows, columns) not in self._excess:
            similarity = self._window.similarity(rows, columns)
            similarity -= self._at(0, self._scorer.background[0][rows.size], rows)
            similarity -= self._at(1, self._scorer.background[1][columns.size], columns)
            self._excess[rows, columns] = similarity
        return self._excess[rows, columns]

    def length_ratio(self, rows: Run, columns: Run) -> Floats:
        """Natural logarithm of target length over source length, of each pair of runs."""
        target = self._at(1, self._scorer.logarithms[1][columns.size], columns)
        return target - self._at(0, self._scorer.logarithms[0][rows.size], rows)

    def ratio(self, evidence: Evidence, rows: Run, columns: Run) -> Floats:
        """Log-likelihood ratio of each pair of runs being translations to their being neighbours."""
        length = self._at(0, self._scorer.lengths[0][rows.size], rows)
        length = length + self._at(1, self._scorer.lengths[1][columns.size], columns)
        return _ratio(evidence, self.excess(rows, columns), self.length_ratio(rows, columns), length)

    def coherence(self, evidence: Evidence, kind: Kind) -> Floats:
        """Log-likelihood ratio of the outer sentences of each pair of runs belonging to it.

        Leaving out a sentence that belongs makes the runs less alike, leaving out a stranger more. The gains of
        both are nearly normal with opposite means, so that their log-likelihood ratio is linear in the gain.
        """
        rows, columns = Run(kind.rows, kind.rows), Run(kind.columns, kind.columns)
        whole = self.excess(rows, columns)
        slope = evidence.gain / evidence.match_mean
        # Between several and several, that every sentence belongs says nothing: two pairs are no bead of four.
        most = _GAIN_LIMIT if min(kind.rows, kind.columns) == 1 else 0.0
        parts = [(rows, Run(kind.columns - 1, kind.columns - last)) for last in (1, 0) if kind.columns > 1]
        parts += [(Run(kind.rows - 1, kind.rows - last), columns) for last in (1, 0) if kind.rows > 1]
        total = np.zeros(len(whole))
        for part in parts:
            gain = whole - self.excess(*part)
            gain *= slope
            total += _clipped(gain, -_GAIN_LIMIT, most)
        return total

    def score(self, evidence: Evidence, kind: Kind) -> Floats:
        """Score of a bead of this kind ending at each cell, prior included."""
        if kind.crossed:
            first = self.ratio(evidence, Run(1, 2), Run(1, 1))
            return first + self.ratio(evidence, Run(1, 1), Run(1, 2)) + evidence.prior(kind)
        score = self.ratio(evidence, Run(kind.rows, kind.rows), Run(kind.columns, kind.columns))
        if kind.rows + kind.columns > 2:
            score += self.coherence(evidence, kind)
            for side, size in enumerate((kind.rows, kind.columns)):
                if size > 1 and self._scorer.joints[side]:
                    score += self._at(side, self._scorer.joints[side][size], Run(size, size))
        score += evidence.prior(kind)
        return score

    def scores(self, evidence: Evidence, kinds: tuple[Kind, ...]) -> Floats:
        """float64 [kinds, cells]: scores of beads, `CLOSED` where one does not fit into its document."""
        found = np.full((len(kinds), len(self._ends[0])), CLOSED)
        for number, kind in enumerate(kinds):
            inside = (self._ends[0] >= kind.rows) & (self._ends[1] >= kind.columns)
            if self._scorer.locks:
                inside &= self._scorer.locks.allow(kind, *self._ends)
            if inside.any():
                np.copyto(found[number], self.score(evidence, kind), where=inside)
        return found

    def _at(self, side: int, values: NDArray[_Number], run: Run) -> NDArray[_Number]:
        """The values of the runs of each cell; kept, as most are asked for again."""
        key = (side, id(values), run)
        if key not in self._taken:
            nothing = np.zeros(len(self._ends[side]), values.dtype)
            self._taken[key] = values.take(self._ends[side] - run.back, mode="clip") if len(values) else nothing
        return self._taken[key]


class _Tables(NamedTuple):
    """What depends on the lengths of a bead's sides only, by the sum of both."""

    precision: Floats
    offset: Floats
    slope: Floats
    height: Floats


@lru_cache(maxsize=8)
def _tables(evidence: Evidence) -> _Tables:
    length = 0.5 * np.arange(_LONGEST, dtype=np.float64)
    # Short sentences scatter more.
    deviation: Floats = np.clip(evidence.match_deviation * 1.2 * (60.0 / (length + 30.0)) ** 0.25, 0.07, 0.3)
    variance = evidence.ratio_deviation**2 + 4.0 / (length + _LENGTH_PAD)
    spread = evidence.ratio_spread**2
    return _Tables(
        -0.5 / deviation**2,
        np.log(evidence.near_deviation / deviation),
        0.5 * (1.0 / spread - 1.0 / variance),
        0.5 * np.log(spread / variance),
    )


def _ratio(evidence: Evidence, excess: Floats, length_ratio: Floats, length: Floats | Integers) -> Floats:
    """Log-likelihood ratio of translations to neighbours, by excess, log length ratio and length of both sides."""
    ratio = _meaning(evidence, excess, length)
    ratio += _form(evidence, length_ratio, length)
    return ratio


def _meaning(evidence: Evidence, excess: Floats, length: Floats | Integers) -> Floats:
    tables = _tables(evidence)
    place = np.minimum(length, _LONGEST - 1)
    # A pair more alike than the mean pair is no less likely for it, nor a neighbour less alike.
    match = np.minimum(excess - evidence.match_mean, 0.0)
    match *= match
    match *= tables.precision.take(place)
    match += tables.offset.take(place)
    near = np.maximum(excess - evidence.near_mean, 0.0)
    near *= near
    near *= 0.5 / evidence.near_deviation**2
    match += near
    return _clipped(match, -12.0, 12.0)


def _form(evidence: Evidence, length_ratio: Floats, length: Floats | Integers) -> Floats:
    tables = _tables(evidence)
    place = np.minimum(length, _LONGEST - 1)
    form = length_ratio - evidence.ratio_mean
    form *= form
    form *= tables.slope.take(place)
    form += tables.height.take(place)
    # Translators are free with length: a ratio nobody would expect is unlikely, not impossible.
    return _clipped(form, -3.0, 3.0)


def _clipped(values: Floats, lowest: float, highest: float) -> Floats:
    """The values, changed in place; for a few of them numpy's own clip takes longer than what it does."""
    np.minimum(values, highest, out=values)
    np.maximum(values, lowest, out=values)
    return values


def _background(overlaps: Overlaps, largest: int) -> list[list[Floats]]:
    """By how much each run's own similarities exceed the usual ones, and for the source the usual ones added.

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
            own = (overlaps.expected(side, size) - overlaps.overall()) * trust
            effects[side].append(own + usual if side == 0 else own)
    return effects


def _joints(breaks: Sequence[bool], count: int, largest: int) -> list[Floats]:
    """Log-likelihood ratio of each run's sentences being taken together, by where blocks begin inside it; none without blocks.

    Sentences that are translated together seldom stand in two blocks. Where nearly every sentence is a block, blocks say
    nothing: they are lines, not paragraphs.
    """
    begins = np.array(breaks[1:], np.float64)
    share = float(begins.mean()) if len(begins) else 0.0
    if not 0.0 < share < _MOST_BREAKS:
        return []
    within = np.log((1.0 - _BROKEN * share) / (1.0 - share))
    total = np.concatenate([[0.0], np.cumsum(np.where(begins > 0, np.log(_BROKEN), within))])
    found = [np.zeros(0), np.zeros(count)]
    return found + [total[size - 1 :] - total[: max(0, len(total) - size + 1)] for size in range(2, largest + 1)]


def _groups(pairs: Path) -> list[Path]:
    """Beads of one shape that stand near each other."""
    place = np.stack([pairs.rows, pairs.columns, pairs.row_ends // _GROUP_SPAN, pairs.column_ends // _GROUP_SPAN])
    order = np.lexsort(place)
    changes = np.flatnonzero((np.diff(place[:, order]) != 0).any(axis=0)) + 1
    return [pairs.part(numbers) for numbers in np.split(order, changes) if len(numbers)]
