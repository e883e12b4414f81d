"""Older ways to align, measured beside aligner on the same sentences: Gale-Church, and vecalign's cost searched in full."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from aligner.contracts import AdditiveEmbedder

Floats = NDArray[np.float32]
Numbers = tuple[int, ...]
Beads = list[tuple[Numbers, Numbers]]

_MOST_SENTENCES = 8  # of both sides of a bead together, as in vecalign's own runs
# vecalign's own 0.2 is for vectors that are nearer to each other: with ours it finds hardly a null (F1 0.07 on newstest2011
# `deleted`). 0.02 serves it best of 0.0005, 0.005, 0.02, 0.05 and 0.2 on the same texts.
_DELETION_SHARE = 0.02
_NORM_SAMPLES = 100
_DELETION_SAMPLES = 20_000
_SMALL = 1e-6
_ROWS_AT_ONCE = 64


class SentenceAligner(Protocol):
    """Something that aligns two lists of sentences."""

    def __call__(self, source: Sequence[str], target: Sequence[str]) -> Beads:
        """Beads of sentence numbers; every null is a bead of its own."""
        ...


def gale_church(source: Sequence[str], target: Sequence[str]) -> Beads:
    """Gale & Church (1993) as NLTK has it: lengths in characters, nothing else."""
    from nltk.translate.gale_church import align_blocks

    links = align_blocks([len(text) for text in source], [len(text) for text in target])
    return _beads_of_links(links, len(source), len(target))


def _beads_of_links(links: Sequence[tuple[int, int]], source_count: int, target_count: int) -> Beads:
    """The beads of a monotone alignment that is given as pairs of sentences: what hangs together is one bead."""
    groups: list[tuple[set[int], set[int]]] = []
    for source, target in sorted(links):
        if groups and (source in groups[-1][0] or target in groups[-1][1]):
            groups[-1][0].add(source)
            groups[-1][1].add(target)
        else:
            groups.append(({source}, {target}))
    beads: Beads = [(tuple(sorted(sources)), tuple(sorted(targets))) for sources, targets in groups]
    return with_nulls(beads, source_count, target_count)


def with_nulls(beads: Beads, source_count: int, target_count: int) -> Beads:
    """The beads, and after them a null for each sentence that is in none."""
    linked = [{number for bead in beads for number in bead[side]} for side in (0, 1)]
    nulls: Beads = [((number,), ()) for number in range(source_count) if number not in linked[0]]
    nulls += [((), (number,)) for number in range(target_count) if number not in linked[1]]
    return beads + nulls


class VecalignSearch:
    """vecalign's cost (Thompson & Koehn 2019) with any vectors, and an exhaustive search in place of its approximate one.

    The cost of a bead of a and b sentences is `(1 - cos) a b` over the mean `1 - cos` of either side with random runs of
    the other document; a null costs as much as the best 2 % of random 1-1 pairs. Nothing is pruned, so it takes
    time and memory with the product of the lengths.
    """

    def __init__(self, embedder: AdditiveEmbedder, most_sentences: int = _MOST_SENTENCES, seed: int = 0) -> None:
        self._embedder, self._seed = embedder, seed
        self._kinds = [
            (rows, total - rows) for total in range(2, most_sentences + 1) for rows in range(1, total)
        ]  # fmt: skip
        self._longest = most_sentences - 1

    def __call__(self, source: Sequence[str], target: Sequence[str]) -> Beads:
        """The beads of least cost."""
        if not source or not target:
            return with_nulls([], len(source), len(target))
        draw = np.random.default_rng(self._seed)
        runs = [self._runs(texts) for texts in (source, target)]
        distances = [self._usual_distance(runs[side], runs[1 - side], draw) for side in (0, 1)]
        null = self._null_cost(runs, distances, draw)
        return with_nulls(self._search(runs, distances, null), len(source), len(target))

    def _runs(self, texts: Sequence[str]) -> list[Floats]:
        """For every length (from 1) float32 [runs, dimensions], unit rows: the sums of so many sentences on end."""
        sums = self._embedder.sums(texts)
        total = np.concatenate([np.zeros((1, sums.shape[1])), np.cumsum(sums, axis=0, dtype=np.float64)])
        runs = []
        for length in range(1, min(self._longest, len(texts)) + 1):
            vectors = total[length:] - total[:-length]
            norms = np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), _SMALL)
            runs.append((vectors / norms).astype(np.float32))
        return runs

    def _usual_distance(self, runs: list[Floats], others: list[Floats], draw: np.random.Generator) -> list[Floats]:
        """For every run its mean distance from random runs of the other side."""
        pool = np.concatenate(others)
        sample = pool[draw.integers(0, len(pool), _NORM_SAMPLES)]
        return [np.asarray((1 - vectors @ sample.T).mean(axis=1), np.float32) for vectors in runs]

    def _null_cost(self, runs: list[list[Floats]], distances: list[list[Floats]], draw: np.random.Generator) -> float:
        rows, columns = (draw.integers(0, len(side[0]), _DELETION_SAMPLES) for side in runs)
        distance = 1 - np.einsum("ij,ij->i", runs[0][0][rows], runs[1][0][columns])
        usual = distances[0][0][rows] + distances[1][0][columns]
        return float(np.quantile(2 * distance / (usual + _SMALL), _DELETION_SHARE))

    def _search(self, runs: list[list[Floats]], distances: list[list[Floats]], null: float) -> Beads:
        """Dynamic programming over all cells, row by row; cell (i, j): i source and j target sentences are done."""
        count, width = len(runs[0][0]), len(runs[1][0]) + 1
        best = np.full((count + 1, width), np.inf)
        choice = np.full((count + 1, width), -1, np.int8)  # -1: target null, -2: source null, else a kind
        best[0] = null * np.arange(width)
        costs: list[Floats] = []
        kinds = [kind for kind in self._kinds if kind[0] <= len(runs[0]) and kind[1] <= len(runs[1])]
        for row in range(1, count + 1):
            if (row - 1) % _ROWS_AT_ONCE == 0:
                costs = [self._costs(runs, distances, kind, row) for kind in kinds]
            here, chosen = best[row - 1] + null, np.full(width, -2, np.int8)
            for number, (rows, columns) in enumerate(kinds):
                if rows > row:
                    continue
                cost = best[row - rows, : width - columns] + costs[number][(row - 1) % _ROWS_AT_ONCE]
                better = cost < here[columns:]
                here[columns:][better] = cost[better]
                chosen[columns:][better] = number
            slope = null * np.arange(width)
            reached = np.minimum.accumulate(here - slope) + slope
            chosen[reached < here - _SMALL] = -1
            best[row] = reached
            choice[row] = chosen
        return _traced(choice, kinds)

    def _costs(
        self, runs: list[list[Floats]], distances: list[list[Floats]], kind: tuple[int, int], row: int
    ) -> Floats:
        """float32 [cell rows, target runs]: the costs of a kind of bead ending at `row` and the rows after it."""
        rows, columns = kind
        source, target = runs[0][rows - 1], runs[1][columns - 1]
        chosen = np.clip(np.arange(row, row + _ROWS_AT_ONCE) - rows, 0, len(source) - 1)
        usual = distances[0][rows - 1][chosen, None] + distances[1][columns - 1]
        cost = 2 * rows * columns * (1 - source[chosen] @ target.T) / (usual + _SMALL)
        return np.asarray(cost, np.float32)


def _traced(choice: NDArray[np.int8], kinds: list[tuple[int, int]]) -> Beads:
    row, column = choice.shape[0] - 1, choice.shape[1] - 1
    beads: Beads = []
    while row > 0:
        chosen = int(choice[row, column])
        if chosen == -1:
            column -= 1
        elif chosen == -2:
            row -= 1
        else:
            rows, columns = kinds[chosen]
            row, column = row - rows, column - columns
            beads.append((tuple(range(row, row + rows)), tuple(range(column, column + columns))))
    return beads[::-1]
