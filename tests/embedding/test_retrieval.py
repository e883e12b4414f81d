"""The measure models are trained by, on vectors whose neighbours are known."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from aligner.embedding import StaticModel, retrieval
from aligner.embedding.retrieval import precision_at_1


def test_by_hand() -> None:
    source = np.array([[1, 0], [0, 1], [0.8, 0.6]], np.float32)
    target = np.array([[1, 0], [0.8, 0.6], [0, 1]], np.float32)
    # Forward: only the first finds its own; backward the same.
    assert precision_at_1(source, target) == pytest.approx(1 / 3)
    assert precision_at_1(source, source) == 1.0


def test_the_two_directions_are_averaged() -> None:
    source = np.array([[1, 0], [0.6, 0.8]], np.float32)
    target = np.array([[1, 0], [0.96, 0.28]], np.float32)
    # Forward: 1 of 1.00/0.96, 2 of 0.60/0.80: both right. Backward: 1 of 1.00/0.60 right, 2 of 0.96/0.80 wrong.
    assert precision_at_1(source, target) == pytest.approx(0.75)


def test_nothing() -> None:
    assert precision_at_1(np.zeros((0, 2), np.float32), np.zeros((0, 2), np.float32)) == 0.0


def test_more_rows_than_are_compared_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = np.random.default_rng(0).normal(size=(50, 8)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    other = np.roll(rows, 1, axis=0).copy()
    other[10:20] = rows[10:20]
    whole = precision_at_1(rows, other)
    assert whole == pytest.approx(0.2, abs=0.021)
    monkeypatch.setattr(retrieval, "_ROWS_AT_ONCE", 7)
    assert precision_at_1(rows, other) == whole


def test_of_an_embedder(tiny: Path) -> None:
    model = StaticModel.load(tiny)
    assert retrieval.retrieval(model, [("the bridge", "the bridge"), ("casa", "casa")]) == 1.0
    assert retrieval.retrieval(model, [("the bridge", "casa"), ("casa", "the bridge")]) == 0.0
