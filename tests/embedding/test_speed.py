"""What the bundled model's speed must not fall below; processor time, so that a busy machine does not count.

`tools/bench_embedding.py` measures it by the clock and on more text.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from aligner.embedding import StaticModel
from aligner.embedding.catalogue import BUNDLED_FOLDER

CORPORA = Path(__file__).parent.parent.parent / "corpora"
TEXTS = [
    sentence
    for path in sorted(CORPORA.glob("*/*.txt"))
    for sentence in path.read_text("utf-8").replace(". ", ".\n").splitlines()
    if sentence.strip()
]


def least(work: Callable[[], object], rounds: int = 5) -> float:
    """Seconds of processor time, all threads together, of the quickest round."""
    taken = []
    for _ in range(rounds):
        began = time.process_time()
        work()
        taken.append(time.process_time() - began)
    return min(taken)


def test_loading_takes_a_tenth_of_a_second() -> None:
    assert least(lambda: StaticModel.load(BUNDLED_FOLDER)) < 0.1


def test_it_is_twice_as_fast_as_the_same_weights_elsewhere() -> None:
    sentence_transformers = pytest.importorskip("sentence_transformers")
    other = sentence_transformers.SentenceTransformer(str(BUNDLED_FOLDER), device="cpu")
    model = StaticModel.load(BUNDLED_FOLDER)
    texts = TEXTS * 4
    assert len(texts) > 500
    slow = min(
        least(lambda: other.encode(texts, batch_size=size, normalize_embeddings=True, show_progress_bar=False), 3)  # noqa: B023
        for size in (256, 1024)
    )
    assert least(lambda: model.encode(texts)) * 2 < slow


def test_words_met_before_cost_little() -> None:
    model = StaticModel.load(BUNDLED_FOLDER)

    def first_time() -> None:
        model.forget()
        model.encode(TEXTS)

    assert least(lambda: model.encode(TEXTS)) < 0.8 * least(first_time)
