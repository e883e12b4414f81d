"""Precision, recall and F1 from counts, with bootstrap confidence intervals, and the comparison of two tests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from aligner.errors import OptionError
from aligner.evaluation.counts import Column, CountArray, DocumentCounts

RESAMPLES = 1000
_MOST_RESAMPLES = 100_000
_LEVEL = 0.95
_FEWEST_UNITS = 2
_Floats = NDArray[np.float64]
Interval = tuple[float, float]

# Columns of each measure: test hits, test beads, gold hits, gold beads.
MEASURES: dict[str, tuple[Column, Column, Column, Column]] = {
    "strict": (Column.TEST_STRICT, Column.TEST, Column.GOLD_STRICT, Column.GOLD),
    "lax": (Column.TEST_LAX, Column.TEST, Column.GOLD_LAX, Column.GOLD),
    "null": (Column.NULL_BOTH, Column.NULL_TEST, Column.NULL_BOTH, Column.NULL_GOLD),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A ratio in [0, 1] with its confidence interval; None where there was nothing to count, or to resample."""

    value: float | None
    interval: Interval | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """Precision, recall and F1 of one measure, and how many things of the test and of the gold it is made from."""

    precision: Figure
    recall: Figure
    f1: Figure
    test: int
    gold: int


@dataclass(frozen=True, slots=True)
class Difference:
    """F1 of the second test less that of the first: its interval, and the two-sided p-value of there being none."""

    value: float | None
    interval: Interval | None = None
    p_value: float | None = None


@dataclass(frozen=True, slots=True)
class Bootstrap:
    """How samples are drawn: `resamples` of them, by a generator started from `seed`."""

    resamples: int = RESAMPLES
    seed: int = 0

    def __post_init__(self) -> None:
        if not 1 <= self.resamples <= _MOST_RESAMPLES:
            raise OptionError(f"--resamples {self.resamples}: give a number from 1 to {_MOST_RESAMPLES}")
        if self.seed < 0:
            raise OptionError(f"--seed {self.seed}: give a number from 0")


def units_of(documents: Sequence[DocumentCounts]) -> CountArray:
    """int64 [units, len(Column)]: the documents where there are several, else the units of the only one."""
    if len(documents) == 1:
        return documents[0].units
    return np.stack([document.total for document in documents])


def measures(units: CountArray, bootstrap: Bootstrap) -> dict[str, Measure]:
    """The measures of all units together, with percentile intervals at 95 % (Efron 1979)."""
    total = units.sum(axis=0, keepdims=True)
    samples = resampled([units], bootstrap)[0] if len(units) >= _FEWEST_UNITS else None
    found = {}
    for name, columns in MEASURES.items():
        values = [_known(float(column[0])) for column in _ratios(total, columns)]
        spread = [None] * 3 if samples is None else [_interval(column) for column in _ratios(samples, columns)]
        precision, recall, f1 = (
            Figure(value, None if value is None else interval) for value, interval in zip(values, spread, strict=True)
        )
        found[name] = Measure(precision, recall, f1, int(total[0, columns[1]]), int(total[0, columns[3]]))
    return found


def differences(first: CountArray, second: CountArray, bootstrap: Bootstrap) -> dict[str, Difference]:
    """How the F1 of two tests differ: the same samples of units for both (paired bootstrap, Koehn 2004).

    The p-value is the share of samples whose difference is as far from the observed one as that is from zero, one
    added to both counts so that it is never zero (Riezler and Maxwell 2005, as sacreBLEU computes it).
    """
    found = {}
    paired = resampled([first, second], bootstrap) if len(first) >= _FEWEST_UNITS else None
    for name, columns in MEASURES.items():
        totals = [float(_ratios(units.sum(axis=0, keepdims=True), columns)[2][0]) for units in (first, second)]
        observed = totals[1] - totals[0]
        if np.isnan(observed) or paired is None:
            found[name] = Difference(_known(observed))
            continue
        drawn = _ratios(paired[1], columns)[2] - _ratios(paired[0], columns)[2]
        drawn = drawn[~np.isnan(drawn)]
        # A difference of rounding alone is none.
        as_far = int((np.abs(drawn - drawn.mean()) >= abs(observed) - 1e-12).sum()) if len(drawn) else 0
        found[name] = Difference(observed, _interval(drawn), (as_far + 1) / (len(drawn) + 1))
    return found


def resampled(units: Sequence[CountArray], bootstrap: Bootstrap) -> list[CountArray]:
    """int64 [resamples, len(Column)] for each of `units`: sums of as many units as there are, drawn with replacement."""
    generator = np.random.default_rng(bootstrap.seed)
    # Drawing units one by one is a multinomial draw of how often each comes, and units that add the same to every count
    # need not be told apart: a hundred thousand beads come down to some dozens of kinds.
    kinds, counts = np.unique(np.hstack(units), axis=0, return_counts=True)
    size = len(units[0])
    drawn = generator.multinomial(size, counts / size, size=bootstrap.resamples)
    return np.split(drawn @ kinds, len(units), axis=1)


def _ratios(counts: CountArray, columns: tuple[Column, Column, Column, Column]) -> tuple[_Floats, _Floats, _Floats]:
    """Precision, recall and F1 of each row; not a number where there was nothing to count."""
    test_hits, test, gold_hits, gold = (counts[:, column].astype(np.float64) for column in columns)
    nothing = np.full(len(counts), np.nan)
    precision = np.divide(test_hits, test, out=nothing.copy(), where=test > 0)
    recall = np.divide(gold_hits, gold, out=nothing.copy(), where=gold > 0)
    f1 = np.where((test > 0) | (gold > 0), 0.0, np.nan)
    both = np.nan_to_num(precision) + np.nan_to_num(recall)
    f1 = np.divide(2 * precision * recall, both, out=f1, where=(test > 0) & (gold > 0) & (both > 0))
    return precision, recall, f1


def _known(value: float) -> float | None:
    return None if np.isnan(value) else value


def _interval(values: _Floats) -> Interval | None:
    known = values[~np.isnan(values)]
    if not len(known):
        return None
    low, high = np.quantile(known, [(1 - _LEVEL) / 2, (1 + _LEVEL) / 2])
    return float(low), float(high)
