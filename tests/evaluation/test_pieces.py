"""Beads from texts alone come to what sentence numbers would say."""

from __future__ import annotations

import random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.evaluation.counts import Column, count
from aligner.evaluation.numbering import Matched
from aligner.evaluation.pieces import Pairs, piece_beads
from aligner.model import Bead

WORDS = [
    "the",
    "of",
    "a",
    "bridge",
    "river",
    "town",
    "old",
    "new",
    "opens",
    "closes",
    "people",
    "hands",
    "work",
    "valley",
    "water",
    "stone",
    "road",
]


def figures(gold: Pairs, test: Pairs) -> list[int]:
    """Beads and hits, strict and lax, of both sides."""
    counted = count([Matched(*piece_beads(gold, test), counts_sentences=False)])[0]
    assert counted.kinds == {}
    return [int(number) for number in counted.total[: Column.GOLD_LAX + 1]]


def test_the_same_rows_in_another_order() -> None:
    rows = [("One two.", "Uno dos."), ("Three.", "Tres."), ("Yes.", "Sí."), ("Yes.", "Claro."), ("Yes.", "Sí.")]
    assert figures(rows, rows[::-1]) == [5, 5, 5, 5, 5, 5]


def test_rows_joined_and_cut() -> None:
    gold = [("One two. Three.", "Uno dos. Tres."), ("Four five.", "Cuatro cinco."), ("Six.", "Seis.")]
    test = [("One two.", "Uno dos."), ("Three.", "Tres."), ("Four five. Six.", "Cuatro cinco. Seis.")]
    assert figures(gold, test) == [3, 0, 3, 3, 0, 3]


def test_blanks_do_not_matter() -> None:
    assert figures([("One  two.", "Uno\ndos.")], [("One two. ", "Uno dos.")]) == [1, 1, 1, 1, 1, 1]


def test_a_row_of_another_text_hits_nothing() -> None:
    gold, test = [("The river of stones.", "El río.")], [("The end of days.", "El fin del mundo.")]
    assert figures(gold, test) == [1, 0, 0, 1, 0, 0]


def test_a_word_in_common_joins_no_rows() -> None:
    """ "of" and "de" are in both, and are no hit."""
    gold = [("work of many hands", "obra de muchas manos")]
    test = [("a valley of water and stone", "valle de agua y piedra")]
    assert figures(gold, test)[2] == 0


@st.composite
def alignments(draw: st.DrawFn) -> tuple[list[list[str]], list[Bead], list[Bead]]:
    """Two sides of sentences, long enough to be told apart, and two monotone alignments of them without nulls."""
    generator = random.Random(draw(st.integers(0, 10**6)))
    size = draw(st.integers(2, 8))
    sides = [
        [" ".join([f"{side}{number}", *generator.choices(WORDS, k=6)]) for number in range(2 * size)] for side in "ab"
    ]
    found = []
    for _ in range(2):
        cuts = [[0, *sorted(generator.sample(range(1, 2 * size), size - 1)), 2 * size] for _ in sides]
        found.append(
            [
                Bead(tuple(range(*cuts[0][n : n + 2])), tuple(range(*cuts[1][n : n + 2])))
                for n in range(size)
            ]
        )  # fmt: skip
    return sides, found[0], found[1]


@settings(max_examples=80, deadline=None)
@given(alignments())
def test_texts_come_to_the_strict_figures_of_numbers(drawn: tuple[list[list[str]], list[Bead], list[Bead]]) -> None:
    sides, gold, test = drawn

    def texts(beads: list[Bead]) -> Pairs:
        return [(" ".join(sides[0][n] for n in b.source), " ".join(sides[1][n] for n in b.target)) for b in beads]

    by_number = count([Matched(tuple(gold), tuple(test))])[0].total
    by_text = count([Matched(*piece_beads(texts(gold), texts(test)))])[0].total
    strict = [Column.TEST, Column.TEST_STRICT, Column.GOLD, Column.GOLD_STRICT]
    assert np.array_equal(by_number[strict], by_text[strict])


def test_a_long_text_is_quick() -> None:
    generator = random.Random(3)
    gold = [(f"{n} " + " ".join(generator.choices(WORDS, k=8)), f"{n} uno") for n in range(4000)]
    test = [row for row in gold if generator.random() < 0.9]
    hits = figures(gold, test)
    assert hits[1] == hits[0] == len(test)
