"""Ratios, intervals, and the comparison of two tests."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from aligner.errors import OptionError
from aligner.evaluation.counts import Column, CountArray
from aligner.evaluation.figures import Bootstrap, differences, measures, resampled

N = len(Column)


def units(*rows: tuple[int, int, int, int]) -> CountArray:
    """Units with (test hits, test beads, gold hits, gold beads), strict and lax the same."""
    made = np.zeros((len(rows), N), np.int64)
    for row, (test_hits, test, gold_hits, gold) in zip(made, rows, strict=True):
        row[[Column.TEST, Column.TEST_STRICT, Column.TEST_LAX]] = test, test_hits, test_hits
        row[[Column.GOLD, Column.GOLD_STRICT, Column.GOLD_LAX]] = gold, gold_hits, gold_hits
    return made


def test_ratios_worked_out_by_hand() -> None:
    strict = measures(units((3, 4, 2, 5)), Bootstrap())["strict"]
    assert (strict.precision.value, strict.recall.value) == (0.75, 0.4)
    assert strict.f1.value == pytest.approx(0.6 / 1.15)
    assert (strict.test, strict.gold, strict.f1.interval) == (4, 5, None)


def test_documents_are_summed_before_ratios_are_taken() -> None:
    """Micro-averaged: 11 of 20, not the mean of 1 and 0.5."""
    strict = measures(units((2, 2, 2, 2), (9, 18, 9, 18)), Bootstrap())["strict"]
    assert strict.f1.value == 11 / 20


@pytest.mark.parametrize(
    ("row", "precision", "recall", "f1"),
    [
        ((0, 0, 0, 0), None, None, None),
        ((0, 0, 0, 4), None, 0.0, 0.0),
        ((0, 4, 0, 0), 0.0, None, 0.0),
        ((0, 4, 0, 4), 0.0, 0.0, 0.0),
    ],
)
def test_nothing_to_count(
    row: tuple[int, int, int, int], precision: float | None, recall: float | None, f1: float | None
) -> None:
    for made in (units(row), units(row, (0, 0, 0, 0))):
        lax = measures(made, Bootstrap(50))["lax"]
        assert (lax.precision.value, lax.recall.value, lax.f1.value) == (precision, recall, f1)
        assert lax.f1.value is not None or lax.f1.interval is None


def test_resamples_have_the_spread_of_draws_with_replacement() -> None:
    """Sums of n draws from n numbers: their mean is the total, their variance n times the numbers' own."""
    generator = np.random.default_rng(7)
    made = generator.integers(0, 10, (40, N))
    drawn = resampled([made], Bootstrap(20_000, 1))[0]
    assert drawn.shape == (20_000, N)
    assert drawn.mean(axis=0) == pytest.approx(made.sum(axis=0), rel=0.01)
    assert drawn.var(axis=0) == pytest.approx(40 * made.var(axis=0), rel=0.05)


def test_both_tests_get_the_same_draws() -> None:
    made = units(*[(n % 3, 3, n % 2, 2) for n in range(20)])
    first, second = resampled([made, 2 * made], Bootstrap(100))
    assert np.array_equal(2 * first, second)


def test_a_seed_gives_the_same_figures_every_time() -> None:
    made = units(*[(n % 3, 3, n % 2, 2) for n in range(20)])
    assert measures(made, Bootstrap(200, 5)) == measures(made, Bootstrap(200, 5))
    assert measures(made, Bootstrap(200, 5)) != measures(made, Bootstrap(200, 6))


def test_an_interval_holds_the_value_and_narrows_with_more_documents() -> None:
    widths = []
    for size in (10, 40, 160):
        strict = measures(units(*[(n % 2 + 1, 2, n % 2 + 1, 2) for n in range(size)]), Bootstrap())["strict"]
        assert strict.f1.interval is not None
        low, high = strict.f1.interval
        assert low <= 0.75 <= high
        widths.append(high - low)
    assert all(wide > narrow for wide, narrow in pairwise(widths))


def test_the_interval_is_that_of_a_proportion() -> None:
    """100 beads of which 80 are right: the binomial's 95 % interval, 0.8 ± 1.96 · 0.04."""
    made = units(*[(1, 1, 1, 1)] * 80, *[(0, 1, 0, 1)] * 20)
    interval = measures(made, Bootstrap(5000))["strict"].f1.interval
    assert interval == pytest.approx((0.8 - 0.0784, 0.8 + 0.0784), abs=0.011)


def test_a_test_compared_with_itself() -> None:
    made = units(*[(n % 3, 3, n % 2, 2) for n in range(20)])
    strict = differences(made, made, Bootstrap())["strict"]
    assert (strict.value, strict.interval, strict.p_value) == (0.0, (0.0, 0.0), 1.0)


def test_a_difference_that_is_everywhere_is_significant() -> None:
    worse = units(*[(5 + n % 3, 10, 5 + n % 3, 10) for n in range(30)])
    better = units(*[(7 + n % 3, 10, 7 + n % 3, 10) for n in range(30)])
    strict = differences(worse, better, Bootstrap())["strict"]
    assert strict.value == pytest.approx(0.2)
    assert strict.interval == pytest.approx((0.2, 0.2))
    assert strict.p_value == pytest.approx(1 / 1001)
    back = differences(better, worse, Bootstrap())["strict"]
    assert back.value == pytest.approx(-0.2)
    assert back.p_value == strict.p_value


def test_a_difference_of_one_document_in_many_is_not() -> None:
    rows = [(6, 10, 6, 10)] * 30
    strict = differences(units(*rows), units((8, 10, 8, 10), *rows[1:]), Bootstrap())["strict"]
    assert strict.value is not None
    assert strict.value > 0
    assert strict.p_value is not None
    assert strict.p_value > 0.2


def test_p_values_of_equal_tests_are_spread_evenly() -> None:
    """Where there is no difference, one test in twenty may come out below 0.05."""
    generator = np.random.default_rng(11)
    below = 0
    for round_ in range(200):
        hits = generator.integers(4, 9, (2, 25))
        first, second = (units(*[(int(n), 10, int(n), 10) for n in row]) for row in hits)
        found = differences(first, second, Bootstrap(200, round_))["strict"].p_value
        below += found is not None and found < 0.05
    assert 1 <= below <= 24


@pytest.mark.parametrize(("resamples", "seed"), [(0, 0), (-1, 0), (10**6, 0), (10, -1)])
def test_options_that_make_no_sense(resamples: int, seed: int) -> None:
    with pytest.raises(OptionError, match="give a number from"):
        Bootstrap(resamples, seed)
