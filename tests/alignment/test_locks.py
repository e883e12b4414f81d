"""Beads that a person fixed stay as they are, and nothing reaches over them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.alignment import align_sentences, coarse
from aligner.contracts import FloatArray
from aligner.model import Bead


class Numbered:
    """Sentence "n …" has the n-th random direction, in both languages."""

    signature = "numbered"
    dimensions = 32

    def sums(self, texts: Sequence[str]) -> FloatArray:
        draws = [np.random.default_rng(int(text.split()[0])) for text in texts]
        return np.array([draw.standard_normal(self.dimensions) for draw in draws], np.float32).reshape(-1, 32)

    def encode(self, texts: Sequence[str]) -> FloatArray:
        sums = self.sums(texts)
        scaled: FloatArray = sums / np.linalg.norm(sums, axis=1, keepdims=True)
        return scaled


def numbered(numbers: Sequence[int]) -> list[str]:
    return [f"{number} some words that follow" for number in numbers]


def shapes(beads: Sequence[Bead]) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    return [(bead.source, bead.target) for bead in beads]


def test_a_lock_moves_what_is_around_it() -> None:
    texts = numbered(range(6))
    lock = Bead((2,), (3,))
    beads = align_sentences(texts, texts, Numbered(), locks=[lock])
    assert shapes(beads) == [
        ((0,), (0,)), ((1,), (1,)), ((), (2,)), ((2,), (3,)), ((3,), ()), ((4,), (4,)), ((5,), (5,)),
    ]  # fmt: skip
    assert beads[3].score == 1.0


def test_a_locked_null_keeps_its_sentence_alone() -> None:
    texts = numbered(range(4))
    beads = align_sentences(texts, texts, Numbered(), locks=[Bead((1,), ())])
    assert shapes(beads) == [((0,), (0,)), ((), (1,)), ((1,), ()), ((2,), (2,)), ((3,), (3,))]
    reasons = [bead.evidence.reason for bead in beads if bead.evidence]
    assert reasons == ["unlike", "locked"]


def test_everything_locked_is_given_back() -> None:
    texts = numbered(range(3))
    locks = [Bead((0, 1), (0,)), Bead((2,), ()), Bead((), (1, 2))]
    beads = align_sentences(texts, texts, Numbered(), locks=locks)
    assert shapes(beads) == [((0, 1), (0,)), ((2,), ()), ((), (1,)), ((), (2,))]


@st.composite
def locked(draw: st.DrawFn) -> tuple[int, int, list[Bead]]:
    """Sizes of two documents, and locks in any order, some with one side."""
    source, target = draw(st.integers(1, 10)), draw(st.integers(1, 10))
    free = [list(range(source)), list(range(target))]
    locks = []
    for _ in range(draw(st.integers(0, 4))):
        sides = []
        for side in free:
            start = draw(st.integers(0, 9))
            taken = [number for number in side if start <= number < start + draw(st.integers(0, 2))]
            sides.append(tuple(taken))
            side[:] = [number for number in side if number not in taken]
        if sides[0] or sides[1]:
            locks.append(Bead(sides[0], sides[1]))
    return source, target, locks


@settings(max_examples=80, deadline=None)
@given(locked())
def test_locks_hold_and_no_bead_reaches_over_one(case: tuple[int, int, list[Bead]]) -> None:
    source, target, locks = case
    beads = align_sentences(numbered(range(source)), numbered(range(target)), Numbered(), locks=locks)
    found = shapes(beads)
    for lock in locks:
        if lock.is_null:
            assert all(((number,), ()) in found for number in lock.source)
            assert all(((), (number,)) in found for number in lock.target)
        else:
            assert (lock.source, lock.target) in found
    assert sorted(number for rows, _ in found for number in rows) == list(range(source))
    assert sorted(number for _, columns in found for number in columns) == list(range(target))
    fixed = {(lock.source, lock.target) for lock in locks}
    for rows, columns in found:
        if (rows, columns) not in fixed:
            for numbers in (rows, columns):
                assert list(numbers) == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else True


@pytest.mark.parametrize("cells", [400, 200_000])
def test_locks_bind_long_documents_too(monkeypatch: pytest.MonkeyPatch, cells: int) -> None:
    monkeypatch.setattr(coarse, "_EXACT_CELLS", cells)
    texts = numbered(range(200))
    beads = shapes(align_sentences(texts, texts, Numbered(), locks=[Bead((100,), (130,)), Bead((150,), (150,))]))
    assert ((100,), (130,)) in beads
    assert ((150,), (150,)) in beads
    assert ((99,), (99,)) in beads
    assert ((149,), (149,)) in beads
    assert ((151,), (151,)) in beads
    assert ((110,), (110,)) in beads  # out of order, as it cannot be otherwise


def test_locks_that_cross_are_kept_and_bind_what_can_be_bound() -> None:
    texts = numbered(range(9))
    locks = [Bead((2,), (6,)), Bead((4,), (4,)), Bead((6,), (2,))]
    beads = shapes(align_sentences(texts, texts, Numbered(), locks=locks))
    assert {(lock.source, lock.target) for lock in locks} <= set(beads)
    assert ((8,), (8,)) in beads
