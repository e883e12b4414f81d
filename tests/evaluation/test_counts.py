"""Counts against values worked out by hand, and against the definition written out in full."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.evaluation import Listing, Neutral, matched
from aligner.evaluation.counts import Column, KindCounts, count
from aligner.evaluation.numbering import Matched
from aligner.model import Bead

Read = Callable[..., Listing]
NAMES = {
    Column.TEST: "test",
    Column.TEST_STRICT: "test strict",
    Column.TEST_LAX: "test lax",
    Column.GOLD: "gold",
    Column.GOLD_STRICT: "gold strict",
    Column.GOLD_LAX: "gold lax",
    Column.NULL_TEST: "null test",
    Column.NULL_GOLD: "null gold",
    Column.NULL_BOTH: "null both",
}


def total(document: Matched) -> dict[str, int]:
    """The counts that are not zero, by name."""
    return {
        NAMES[column]: int(value) for column, value in zip(Column, count([document])[0].total, strict=True) if value
    }


# gold, test, what they come to: reckoned by hand from the definitions.
CASES: dict[str, tuple[str, str, dict[str, int]]] = {
    "the same, nulls in precision alone": (
        "0:0 1,2:1 3: :2",
        "0:0 1,2:1 3: :2",
        {"test": 4, "test strict": 4, "test lax": 4, "gold": 2, "gold strict": 2, "gold lax": 2}
        | {"null test": 2, "null gold": 2, "null both": 2},
    ),
    "a bead cut in two is lax on either side": (
        "0:0 1:1,2",
        "0:0 1:1 :2",
        {"test": 3, "test strict": 1, "test lax": 2, "gold": 2, "gold strict": 1, "gold lax": 2, "null test": 1},
    ),
    "lax goes by way of source sentences: the right target with another source is none": (
        "0:0 1:1",
        "0:1 1:0",
        {"test": 2, "gold": 2},
    ),
    "a missed null costs no recall": (
        "0:0 1: 2:1",
        "0:0 1,2:1",
        {"test": 2, "test strict": 1, "test lax": 2, "gold": 2, "gold strict": 1, "gold lax": 2, "null gold": 1},
    ),
    "a wrong null costs precision": (
        "0:0 1:1",
        "0:0 1: :1",
        {"test": 3, "test strict": 1, "test lax": 1, "gold": 2, "gold strict": 1, "gold lax": 1, "null test": 2},
    ),
    "a null of two sentences is another bead than two of one": (
        "0:0 1: 2:",
        "0:0 1,2:",
        {"test": 2, "test strict": 1, "test lax": 1, "gold": 1, "gold strict": 1, "gold lax": 1}
        | {"null test": 2, "null gold": 2, "null both": 2},
    ),
    "a gold that crosses": (
        "0:1 1:0 2:2",
        "0:0 1:1 2:2",
        {"test": 3, "test strict": 1, "test lax": 1, "gold": 3, "gold strict": 1, "gold lax": 1},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_counts_worked_out_by_hand(name: str, ladder: Read) -> None:
    gold, test, expected = CASES[name]
    assert total(matched(ladder(gold), ladder(test))) == expected


def test_neutral_sentences_are_left_out(ladder: Read) -> None:
    gold, test = ladder("0:0 3:3"), ladder("0:0 1,2:1 :2 3:3")
    strict = total(matched(gold, test, Neutral(frozenset({1, 2}), frozenset({1, 2}))))
    assert strict == {"test": 2, "test strict": 2, "test lax": 2, "gold": 2, "gold strict": 2, "gold lax": 2}


def test_a_bead_with_one_sentence_that_is_not_neutral_is_judged(ladder: Read) -> None:
    gold, test = ladder("0:0"), ladder("0,1:0,1")
    counted = total(matched(gold, test, Neutral(frozenset({1}), frozenset({1}))))
    assert counted == {"test": 1, "test lax": 1, "gold": 1, "gold lax": 1}


def test_bead_types(ladder: Read) -> None:
    document = matched(ladder("0:0 1:1,2 2:3 3:"), ladder("0:0 1:1 2:2,3 3:"))
    assert count([document])[0].kinds == {
        "1-1": KindCounts(test=2, gold=2, hits=1),
        "1-2": KindCounts(test=1, gold=1, hits=0),
        "1-0": KindCounts(test=1, gold=1, hits=1),
    }


def test_units_are_what_hangs_together(ladder: Read) -> None:
    """0:0 stands alone; 1 to 2 hang together by way of the test; 3 and 4 in the gold."""
    units = count([matched(ladder("0:0 1:1 2:2 3,4:3"), ladder("0:0 1,2:1,2 3:3 4:"))])[0].units
    assert sorted(units[:, Column.GOLD].tolist()) == [1, 1, 2]
    assert sorted(units[:, Column.TEST].tolist()) == [1, 1, 2]


@st.composite
def beads(draw: st.DrawFn, source: int, target: int) -> tuple[Bead, ...]:
    """A monotone alignment of that many sentences, in which some of the target may be exchanged."""
    found = []
    order = draw(st.permutations(range(target))) if draw(st.booleans()) else list(range(target))
    i = j = 0
    while i < source or j < target:
        rows = draw(st.integers(0, min(3, source - i)))
        columns = draw(st.integers(0 if rows else min(1, target - j), min(2, target - j)))
        if rows or columns:
            found.append(Bead(tuple(range(i, i + rows)), tuple(sorted(order[j : j + columns]))))
        elif i < source:
            found.append(Bead((i,), ()))
            rows = 1
        i, j = i + rows, j + columns
    return tuple(found)


@st.composite
def documents(draw: st.DrawFn) -> tuple[Matched, Matched]:
    """One gold with two tests, and some neutral sentences."""
    source, target = draw(st.integers(1, 8)), draw(st.integers(1, 8))
    gold = draw(beads(source, target))
    neutral = [draw(st.frozensets(st.integers(0, size - 1), max_size=3)) for size in (source, target)]
    tests = [draw(beads(source, target)) for _ in range(2)]
    return Matched(gold, tests[0], neutral[0], neutral[1]), Matched(gold, tests[1], neutral[0], neutral[1])


def by_definition(document: Matched) -> list[int]:
    """The counts of `Column`, every pair of beads looked at."""
    test = [
        bead
        for bead in document.test
        if any(number not in document.neutral_source for number in bead.source)
        or any(number not in document.neutral_target for number in bead.target)
    ]

    def hits(judged: list[Bead], reference: list[Bead]) -> list[int]:
        strict = [any((b.source, b.target) == (r.source, r.target) for r in reference) for b in judged]
        lax = [any(set(b.source) & set(r.source) and set(b.target) & set(r.target) for r in reference) for b in judged]
        return [len(judged), sum(strict), sum(s or x for s, x in zip(strict, lax, strict=True))]

    def nulls(of: list[Bead]) -> set[tuple[str, int]]:
        found = {("source", number) for bead in of if not bead.target for number in bead.source}
        return found | {("target", number) for bead in of if not bead.source for number in bead.target}

    gold = list(document.gold)
    ignored = {("source", number) for number in document.neutral_source}
    ignored |= {("target", number) for number in document.neutral_target}
    of_test, of_gold = nulls(test) - ignored, nulls(gold)
    both_sides = [[bead for bead in of if bead.source and bead.target] for of in (gold, test)]
    return [*hits(test, gold), *hits(*both_sides), len(of_test), len(of_gold), len(of_test & of_gold)]


@settings(max_examples=150, deadline=None)
@given(documents())
def test_counts_are_those_of_the_definition(pair: tuple[Matched, Matched]) -> None:
    assert [int(number) for number in count(pair[:1])[0].total] == by_definition(pair[0])


@settings(max_examples=80, deadline=None)
@given(documents())
def test_two_tests_share_their_units_and_change_no_count(pair: tuple[Matched, Matched]) -> None:
    together = count(pair)
    assert together[0].units.shape == together[1].units.shape
    for document, counted in zip(pair, together, strict=True):
        assert np.array_equal(counted.total, count([document])[0].total)
    # What a unit has of the gold does not depend on the test.
    for column in (Column.GOLD, Column.NULL_GOLD):
        assert np.array_equal(together[0].units[:, column], together[1].units[:, column])
