"""The probabilities of beads and nulls, against all paths one by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.alignment import AlignmentOptions, align_sentences, posterior
from aligner.alignment.band import Band
from aligner.alignment.beads import Kind, kinds_up_to
from aligner.alignment.evidence import Evidence
from aligner.alignment.overlaps import AdditiveOverlaps
from aligner.alignment.posterior import judged
from aligner.alignment.scoring import Scorer
from aligner.alignment.search import best_path
from aligner.contracts import FloatArray

Step = tuple[int, int, bool]
KINDS = kinds_up_to(2)


def scorer_of(source: int, target: int, seed: int, largest: int = 2, shared: int | None = None) -> Scorer:
    """A scorer of random documents that share some sentences."""
    draw = np.random.default_rng(seed)
    left, right = (draw.standard_normal((count, 6)).astype(np.float32) for count in (source, target))
    shared = min(source, target) // 2 if shared is None else shared
    right[:shared] = left[:shared] + 0.3 * right[:shared]
    lengths = draw.integers(10, 90, source).tolist(), draw.integers(10, 90, target).tolist()
    return Scorer(AdditiveOverlaps(left, right, largest), lengths, largest)


def all_paths(source: int, target: int, row: int = 0, column: int = 0, layer: int = 0) -> Iterator[list[Step]]:
    """Every way from a cell to the last one; between two beads source nulls come before target nulls."""
    if (row, column) == (source, target):
        yield []
    steps: list[tuple[Step, int]] = [((kind.rows, kind.columns, kind.crossed), 0) for kind in KINDS]
    steps += [((1, 0, False), 1)] if layer < 2 else []
    steps += [((0, 1, False), 2)]
    for step, after in steps:
        if row + step[0] <= source and column + step[1] <= target:
            for rest in all_paths(source, target, row + step[0], column + step[1], after):
                yield [step, *rest]


def weight(scorer: Scorer, evidence: Evidence, path: Sequence[Step]) -> float:
    total, row, column, before = 0.0, 0, 0, 0
    for rows, columns, crossed in path:
        row, column = row + rows, column + columns
        layer = 1 if columns == 0 else 2 if rows == 0 else 0
        if layer:
            total += evidence.longer if layer == before else evidence.gap
        else:
            kind = Kind(rows, columns, crossed)
            total += float(scorer.cells(np.array([row]), np.array([column])).score(evidence, kind)[0])
        before = layer
    return total


@settings(max_examples=15, deadline=None)
@given(st.integers(1, 4), st.integers(1, 4), st.integers(0, 1000))
def test_probabilities_are_shares_of_all_paths(source: int, target: int, seed: int) -> None:
    scorer, evidence = scorer_of(source, target, seed), Evidence()
    paths = list(all_paths(source, target))
    logarithms = np.array([weight(scorer, evidence, path) for path in paths]) * posterior._TEMPER
    shares = np.exp(logarithms - logarithms.max())
    shares /= shares.sum()
    found = best_path(scorer, evidence, Band.full(source, target), KINDS, judged(KINDS))
    steps = zip(
        found.row_ends, found.column_ends, found.rows, found.columns, found.crossed, found.probability, strict=True
    )
    for row_end, column_end, rows, columns, crossed, probability in steps:
        share = 0.0
        for path, of_path in zip(paths, shares, strict=True):
            row = column = 0
            for step in path:
                row, column = row + step[0], column + step[1]
                is_null = (columns == 0 and step[1] == 0 and row == row_end) or (
                    rows == 0 and step[0] == 0 and column == column_end
                )
                if is_null or ((row, column) == (row_end, column_end) and step == (rows, columns, crossed)):
                    share += of_path
        assert probability == pytest.approx(share, abs=1e-9)


def test_tiles_have_the_probabilities_of_the_whole() -> None:
    scorer, evidence = scorer_of(300, 300, 3, shared=290), Evidence()
    band = Band(np.maximum(np.arange(301) - 9, 0), np.minimum(np.arange(301) + 10, 301))
    whole = best_path(scorer, evidence, band, KINDS, judged(KINDS), tile_rows=1000)
    tiled = best_path(scorer, evidence, band, KINDS, judged(KINDS), tile_rows=32)
    assert whole.row_ends.tolist() == tiled.row_ends.tolist()
    assert whole.column_ends.tolist() == tiled.column_ends.tolist()
    np.testing.assert_allclose(whole.probability, tiled.probability, atol=1e-3)


class Noise:
    """The same random sentences on both sides, those of the target with more or less noise: some pairs are hard to tell."""

    signature = "noise"
    dimensions = 48

    def __init__(self, seed: int, count: int) -> None:
        draw = np.random.default_rng(seed)
        topic = np.repeat(draw.standard_normal((count // 5 + 1, self.dimensions)), 5, axis=0)[:count]
        self._source = draw.standard_normal((count, self.dimensions)) + topic
        noise = draw.uniform(0.2, 3.0, (count, 1)) * draw.standard_normal((count, self.dimensions))
        self._target = self._source + noise

    def sums(self, texts: Sequence[str]) -> FloatArray:
        rows = [(self._source if text[0] == "s" else self._target)[int(text[1:].split()[0])] for text in texts]
        return np.array(rows, np.float32)

    def encode(self, texts: Sequence[str]) -> FloatArray:
        sums = self.sums(texts)
        scaled: FloatArray = sums / np.linalg.norm(sums, axis=1, keepdims=True)
        return scaled


def test_what_is_said_to_be_likely_is_that_often_right() -> None:
    said, right = [], []
    for seed in range(12):
        draw = np.random.default_rng(seed)
        source = [f"s{number} " + "x" * 40 for number in range(60) if draw.random() > 0.1]
        target = [f"t{number} " + "x" * 40 for number in range(60) if draw.random() > 0.1]
        for bead in align_sentences(source, target, Noise(seed, 60), AlignmentOptions(2)):
            if bead.score is not None:
                said.append(bead.score)
                pair = (source[bead.source[0]][1:], target[bead.target[0]][1:])
                right.append(bead.kind == "1-1" and pair[0] == pair[1])
    assert 0.5 < np.mean(right) < 0.999
    assert np.mean(said) == pytest.approx(np.mean(right), abs=0.06)
