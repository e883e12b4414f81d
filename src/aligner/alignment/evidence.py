"""The distributions and priors that make a bead likely, and their estimation on the document itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from aligner.alignment.beads import Kind
from aligner.alignment.path import Floats, Integers, Path

_PRIOR_BEADS = 20.0
_PRIOR_PAIRS = 10.0
_PRIOR_RATIOS = 5.0
_LEAST_DEVIATION = 0.02  # of a document of one line again and again
_GROWTH = float(np.log(0.35))
# Of all beads so many take several sentences of a side in translations that keep to their sentences. By more deviations
# than these a translation is free; of its sentences that stand without counterpart at least so many are counted as left out.
_USUAL_JOINED, _DEVIATIONS, _LEAST_LEFT_OUT = 0.08, 3.0, 0.05


@dataclass(frozen=True, slots=True)
class Evidence:
    """The distributions and priors of one document; the defaults are what a document without data gets.

    `match_mean`, `match_deviation`: excess of true pairs (deviation at 60 characters); `near_mean`,
    `near_deviation`: excess of neighbours. `ratio_mean`, `ratio_deviation`, `ratio_spread`: log length ratio of
    true pairs, and its spread among unrelated ones. The rest are natural logarithms of prior probabilities:
    `one`, 1-1; `two`, 1-2 and 2-1 each; `many`, 2-2; `growth`, each sentence more; `crossed`, two exchanged pairs;
    `gap`, a sentence without counterpart; `longer`, each one more right after it. `gain`: weight of what an outer
    sentence adds to its bead, in units of `match_mean`.
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
    growth: float = _GROWTH
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


@dataclass(frozen=True, slots=True)
class Observed:
    """What the beads of a path show: excess and log length ratio of each, excess of 1-1 beads' sources with neighbours."""

    matches: Floats
    ratios: Floats
    near: Floats

    @classmethod
    def joined(cls, parts: Sequence[Observed]) -> Observed:
        """What several parts of a document show."""
        if len(parts) == 1:
            return parts[0]
        nothing = np.empty(0)
        return cls(
            np.concatenate([nothing, *(part.matches for part in parts)]),
            np.concatenate([nothing, *(part.ratios for part in parts)]),
            np.concatenate([nothing, *(part.near for part in parts)]),
        )


@dataclass(frozen=True, slots=True)
class Counts:
    """How many beads of each kind there are.

    `one`: 1-1; `two`: 1-2 and 2-1; `more`: larger ones with one sentence on a side, None where nobody looked for such;
    `many`: with several on both sides; `nulls`: sentences without counterpart, in `gaps` runs, `alone` of them of one sentence.
    """

    one: float
    two: float
    more: float | None
    many: float
    gaps: float
    alone: float
    nulls: float

    @classmethod
    def of_path(cls, path: Path, *, has_large: bool) -> Counts:
        """What stands in a path that was searched without the larger beads."""
        path = path.uncrossed()
        smaller, larger = np.minimum(path.rows, path.columns), np.maximum(path.rows, path.columns)
        runs = _gaps(path)
        return cls(
            one=float(((smaller == 1) & (larger == 1)).sum()),
            two=float(((smaller == 1) & (larger == 2)).sum()),
            more=float(((smaller == 1) & (larger > 2)).sum()) if has_large else None,
            many=float((smaller > 1).sum()),
            gaps=float(len(runs)),
            alone=float((runs == 1).sum()),
            nulls=float(larger[smaller == 0].sum()),
        )


def fitted(observed: Observed, start: Evidence) -> Evidence:
    """`start` with the distributions that a document shows, shrunk to those of `start` where it shows little."""
    match_mean, match_deviation = _shrunk(observed.matches, start.match_mean, start.match_deviation)
    near_mean, near_deviation = _shrunk(observed.near, start.near_mean, start.near_deviation)
    ratios = observed.ratios
    return replace(
        start,
        match_mean=match_mean,
        match_deviation=match_deviation,
        near_mean=near_mean,
        near_deviation=near_deviation,
        ratio_mean=(start.ratio_mean * _PRIOR_RATIOS + float(ratios.sum())) / (_PRIOR_RATIOS + len(ratios)),
    )


def weighed(counts: Counts, start: Evidence) -> Evidence:
    """`start` with the priors that these counts show, and a few beads as they usually are."""
    weight = _PRIOR_BEADS
    total = counts.one + counts.two + counts.many + counts.nulls + weight
    growth = start.growth
    if counts.more is not None:
        larger = counts.more + _PRIOR_PAIRS * float(np.exp(_GROWTH))
        growth = float(np.log(larger / (counts.two + counts.more + _PRIOR_PAIRS)))
    return replace(
        start,
        one=float(np.log((counts.one + weight * 0.9) / total)),
        two=float(np.log((counts.two / 2 + weight * 0.02) / total)),
        # A path found without them says little about rare kinds: their prior keeps a share of its own.
        many=float(np.log((counts.many / 4 + (weight + 0.25 * total) * 0.004) / total)),
        growth=growth,
        gap=float(np.log((_left_out(counts, total) + weight * 0.025) / total)),
        longer=float(np.log((counts.nulls - counts.gaps + 1.0) / (counts.nulls + 7.0))),
    )


def _left_out(counts: Counts, total: float) -> float:
    """How many runs of nulls are to be counted as left out; `total` is what the counts are shares of.

    Who divides and joins many sentences also says in one of its own what the other side only implies (explicitation,
    Vinay & Darbelnet 1958). Such a sentence stands alone, and belongs to its neighbour. So of those that stand alone as
    many as there are beads of several sentences beyond the usual say nothing about passages left out.
    """
    usual = _USUAL_JOINED * total
    free = max(0.0, counts.two + counts.many - usual - _DEVIATIONS * float(np.sqrt(usual)))
    return counts.gaps - min(counts.alone * (1.0 - _LEAST_LEFT_OUT), free)


def _gaps(path: Path) -> Integers:
    """[runs]: how many sentences each run of nulls of one side has."""
    side = np.where(path.columns == 0, 1, np.where(path.rows == 0, 2, 0))
    starts = np.flatnonzero(np.concatenate([[True], side[1:] != side[:-1]])) if len(side) else np.empty(0, np.intp)
    lengths: Integers = np.diff(np.append(starts, len(side)))[side[starts] != 0]
    return lengths


def _shrunk(values: Floats, mean: float, deviation: float) -> tuple[float, float]:
    """Mean and standard deviation of `values` and some more drawn from the prior."""
    size = _PRIOR_PAIRS + len(values)
    centre = (mean * _PRIOR_PAIRS + float(values.sum())) / size
    variance = (deviation**2 * _PRIOR_PAIRS + float(((values - centre) ** 2).sum())) / size
    return centre, max(_LEAST_DEVIATION, float(np.sqrt(variance)))
