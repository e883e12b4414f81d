"""The older aligners that are measured beside ours do what their papers say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from tools.bench import baselines
from tools.bench.baselines import Beads, VecalignSearch, gale_church, with_nulls

Floats = NDArray[np.float32]


class Words:
    """Every word is a dimension of its own, whatever its capitals."""

    signature, dimensions = "words", 300

    def sums(self, texts: Sequence[str]) -> Floats:
        counts = np.zeros((len(texts), self.dimensions), np.float32)
        for row, text in enumerate(texts):
            for word in text.lower().split():
                counts[row, int(word[1:])] += 1
        return counts

    def encode(self, texts: Sequence[str]) -> Floats:
        sums = self.sums(texts)
        return np.asarray(sums / np.linalg.norm(sums, axis=1, keepdims=True), np.float32)


COUNT = 30  # a true pair in thirty, so that the best 2 % of random pairs are such and a null costs as much as one
SOURCE = [f"w{3 * number} w{3 * number + 1} w{3 * number + 2}" for number in range(COUNT)]
# Two words of three in common: pairs that were wholly alike would cost nothing, however they are brought together.
TARGET = [f"W{3 * number} W{3 * number + 1} W{240 + number % 40}" for number in range(COUNT)]
STRANGER = "W290 W291 W292"


@pytest.mark.parametrize(
    ("target", "beads"),
    [
        (TARGET, [((n,), (n,)) for n in range(COUNT)]),
        (
            [TARGET[0], f"{TARGET[1]} {TARGET[2]}", *TARGET[3:]],
            [((0,), (0,)), ((1, 2), (1,)), *(((n,), (n - 1,)) for n in range(3, COUNT))],
        ),
        (TARGET[1:], [*(((n + 1,), (n,)) for n in range(COUNT - 1)), ((0,), ())]),
        ([STRANGER, *TARGET], [*(((n,), (n + 1,)) for n in range(COUNT)), ((), (0,))]),
    ],
    ids=["one to one", "two to one", "deleted", "inserted"],
)
def test_vecalign_finds_what_is_plain(target: list[str], beads: Beads) -> None:
    assert VecalignSearch(Words())(SOURCE, target) == beads


def test_vecalign_is_deterministic_and_takes_empty_sides() -> None:
    search = VecalignSearch(Words())
    assert search(SOURCE, SOURCE[::-1]) == search(SOURCE, SOURCE[::-1])
    assert search([], ["W1"]) == [((), (0,))]


def paths(rows: int, columns: int, kinds: list[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """Every way to go through `rows` by `columns` sentences."""
    if (rows, columns) == (0, 0):
        yield []
    for kind in kinds:
        if kind[0] <= rows and kind[1] <= columns:
            for path in paths(rows - kind[0], columns - kind[1], kinds):
                yield [*path, kind]


class Definition:
    """What a path costs, worked out from the definition: vectors, usual distances, the price of a null."""

    def __init__(self, search: VecalignSearch, texts: list[list[str]]) -> None:
        draw = np.random.default_rng(0)
        self.runs = [search._runs(side) for side in texts]
        self.usual = [search._usual_distance(self.runs[side], self.runs[1 - side], draw) for side in (0, 1)]
        self.null = search._null_cost(self.runs, self.usual, draw)

    def cost(self, sizes: list[tuple[int, int]]) -> float:
        row = column = 0
        total = 0.0
        for rows, columns in sizes:
            if rows and columns:
                distance = 1 - float(self.runs[0][rows - 1][row] @ self.runs[1][columns - 1][column])
                usual = self.usual[0][rows - 1][row] + self.usual[1][columns - 1][column]
                total += 2 * rows * columns * distance / (1e-6 + float(usual))
            else:
                total += self.null * (rows + columns)
            row, column = row + rows, column + columns
        return total


KINDS = [(0, 1), (1, 0), (1, 1), (1, 2), (2, 1), (1, 3), (3, 1), (2, 2)]


@pytest.mark.parametrize("seed", range(6))
def test_vecalign_search_is_exhaustive(seed: int) -> None:
    """The path it finds costs no more than the best of all paths."""
    draw = np.random.default_rng(seed)
    texts = [[" ".join(f"w{number}" for number in draw.integers(0, 6, 4)) for _ in range(4)] for _ in range(2)]
    search = VecalignSearch(Words(), most_sentences=4)
    definition = Definition(search, texts)
    least = min(definition.cost(path) for path in paths(4, 4, KINDS))
    found = search(*texts)
    # Where its nulls stand between the beads does not change the cost, only that beads keep their order.
    beads = sorted((bead for bead in found if all(bead)), key=lambda bead: bead[0])
    sizes, row, column = [], 0, 0
    for sources, targets in beads:
        sizes += [(1, 0)] * (sources[0] - row) + [(0, 1)] * (targets[0] - column) + [(len(sources), len(targets))]
        row, column = sources[-1] + 1, targets[-1] + 1
    sizes += [(1, 0)] * (4 - row) + [(0, 1)] * (4 - column)
    assert definition.cost(sizes) == pytest.approx(least, abs=1e-4)


def test_gale_church_goes_by_length() -> None:
    pytest.importorskip("nltk")
    source, target = ["a" * 40, "b" * 90, "c" * 20], ["x" * 42, "y" * 45, "z" * 47, "w" * 19]
    assert gale_church(source, target) == [((0,), (0,)), ((1,), (1, 2)), ((2,), (3,))]


def test_links_that_hang_together_are_one_bead() -> None:
    links = [(0, 0), (1, 1), (1, 2), (2, 3), (3, 3)]
    assert baselines._beads_of_links(links, 5, 5) == [
        ((0,), (0,)), ((1,), (1, 2)), ((2, 3), (3,)), ((4,), ()), ((), (4,)),
    ]  # fmt: skip


def test_sentences_in_no_bead_are_nulls() -> None:
    assert with_nulls([((1,), (0,))], 2, 2) == [((1,), (0,)), ((0,), ()), ((), (1,))]
