"""What a document's own beads say about its next ones."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.alignment.evidence import Counts, Evidence, weighed
from aligner.alignment.path import Path

COUNT = st.integers(0, 5000).map(float)


def path_of(*steps: tuple[int, int]) -> Path:
    """The path of these steps, each so many source and target sentences."""
    shapes = np.array(steps, np.intp).reshape(-1, 2)
    ends = shapes.cumsum(axis=0)
    nothing = np.zeros(len(shapes), np.bool_)
    return Path(ends[:, 0], shapes[:, 0], ends[:, 1], shapes[:, 1], nothing, np.ones(len(shapes)))


def test_runs_of_nulls_are_counted_by_their_length() -> None:
    path = path_of((1, 0), (1, 1), (0, 1), (0, 1), (1, 0), (1, 2), (2, 2), (0, 1))
    counts = Counts.of_path(path, has_large=True)
    assert (counts.gaps, counts.alone, counts.nulls) == (4, 3, 5)
    assert (counts.one, counts.two, counts.more, counts.many) == (1, 1, 0, 1)


def test_an_empty_path_has_no_nulls() -> None:
    counts = Counts.of_path(path_of(), has_large=False)
    assert (counts.gaps, counts.alone, counts.nulls) == (0, 0, 0)


def gap(two: float, gaps: float, alone: float, one: float = 1000.0) -> float:
    """How likely a document of such beads makes a sentence without counterpart."""
    return weighed(Counts(one, two, None, 0.0, gaps, alone, gaps), Evidence()).gap


def test_sentences_put_in_by_a_free_translator_are_not_counted_as_left_out() -> None:
    assert gap(two=300, gaps=40, alone=40) < gap(two=300, gaps=40, alone=0) - 1.0


def test_passages_left_out_are_counted_however_free_the_translation() -> None:
    counts = Counts(1000.0, 300.0, None, 0.0, 40.0, 0.0, 200.0)
    assert weighed(counts, Evidence()).gap == pytest.approx(math.log((40 + 20 * 0.025) / 1520))


@pytest.mark.parametrize(("one", "two"), [(1000.0, 80.0), (40.0, 6.0), (10.0, 5.0)])
def test_a_few_beads_of_several_sentences_make_no_free_translation(one: float, two: float) -> None:
    assert gap(two, 8, 8, one) == gap(two, 8, 0, one)


@settings(max_examples=50, deadline=None)
@given(COUNT, COUNT, COUNT, st.floats(0, 1))
def test_some_sentences_are_always_counted_and_never_more_than_there_are(
    one: float, two: float, gaps: float, share: float
) -> None:
    alone = math.floor(gaps * share)
    found = weighed(Counts(one, two, None, 0.0, gaps, alone, gaps), Evidence())
    total = one + two + gaps + 20
    assert 0.05 * gaps + 0.5 - 1e-9 <= math.exp(found.gap) * total <= gaps + 0.5 + 1e-9
    assert np.isfinite([found.one, found.two, found.many, found.growth, found.longer]).all()
