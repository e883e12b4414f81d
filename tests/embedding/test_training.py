"""Training: learns, comes out the same twice, and refuses what it cannot learn from."""

from __future__ import annotations

import math
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from aligner.contracts import FloatArray
from aligner.embedding import training
from aligner.embedding.learner import Learner
from aligner.embedding.retrieval import retrieval
from aligner.embedding.static import StaticModel
from aligner.embedding.subwords import ngram_matrix, train_tokenizer
from aligner.embedding.training import Progress, Recipe, Trained, train, training_device
from aligner.errors import InputError, MissingExtra, ModelError, OptionError

# Words whose letters tell nothing: that "bar" is "olm" can be learnt from pairs alone.
SYLLABLES = (("ba", "ke", "di", "gu", "po", "fa"), ("ol", "ur", "ix", "ent", "ash", "iv"))
RECIPE = Recipe(vocabulary=300, dimensions=16, epochs=30, batch=90, learning_rate=0.05, held_out=30)


def invented_pairs(count: int) -> list[tuple[str, str]]:
    """Sentences of an invented language, and each one word by word in another."""
    words = [[first + second for first in syllables for second in syllables] for syllables in SYLLABLES]
    generator = np.random.default_rng(3)
    drawn = [generator.choice(len(words[0]), size=4, replace=False) for _ in range(count)]
    return [(" ".join(words[0][n] for n in row), " ".join(words[1][n] for n in row)) for row in drawn]


@pytest.fixture(scope="module")
def trained() -> Trained:
    return train(invented_pairs(300), RECIPE)


def test_it_learns_which_word_is_which(trained: Trained) -> None:
    assert trained.pairs == 270
    assert trained.precision > 0.8  # by chance it were 1 in 30
    model = StaticModel(trained.tokenizer, trained.vectors, "")
    similarity = (
        model.encode(["bake digu pofa", "gugu fafa kedi"]) @ model.encode(["olur ixent ashiv", "entent iviv urix"]).T
    )
    assert similarity.diagonal().min() > 0.5 + max(similarity[0, 1], similarity[1, 0])


def test_the_same_pairs_and_recipe_give_the_same_model(trained: Trained) -> None:
    again = train(invented_pairs(300), RECIPE)
    assert again.tokenizer.to_str() == trained.tokenizer.to_str()
    np.testing.assert_array_equal(again.vectors, trained.vectors)


def test_another_seed_gives_another_model(trained: Trained) -> None:
    recipe = Recipe(vocabulary=300, dimensions=16, epochs=1, batch=90, held_out=30, seed=1)
    assert not np.array_equal(train(invented_pairs(300), recipe).vectors, trained.vectors)


def test_progress_is_told_after_each_step() -> None:
    told: list[Progress] = []
    recipe = Recipe(vocabulary=300, dimensions=8, epochs=3, batch=45, learning_rate=0.05)
    trained = train(invented_pairs(100), recipe, told.append)
    assert [(progress.done, progress.total) for progress in told] == [(45 * step, 270) for step in range(1, 7)]
    assert [(progress.epoch, progress.epochs) for progress in told] == [(1, 3), (1, 3), (2, 3), (2, 3), (3, 3), (3, 3)]
    assert [progress.is_measured for progress in told] == [False, True] * 3
    assert told[0].precision is None
    assert [progress.precision for progress in told[1:]] == [
        trained.history[epoch].precision for epoch in (0, 0, 1, 1, 2)
    ]
    assert [epoch.loss for epoch in trained.history] == [progress.loss for progress in told if progress.is_measured]
    assert trained.history[-1].loss < trained.history[0].loss
    assert (trained.pairs, trained.held_out) == (90, 10)
    assert trained.vectors.shape == (trained.tokenizer.get_vocab_size(), 8)
    assert trained.vectors.dtype == np.float32


PAIRS = invented_pairs(150)
BRIEF = replace(RECIPE, epochs=6, batch=60, held_out=15)


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[FloatArray]]:
    """What the held-out precision shall be after each epoch; the vectors that were measured, as they come."""

    def plan(*precisions: float) -> list[FloatArray]:
        seen: list[FloatArray] = []
        planned = iter(precisions)
        vectors = Learner.vectors

        def kept(learner: Learner) -> FloatArray:
            seen.append(vectors(learner))
            return seen[-1]

        monkeypatch.setattr(Learner, "vectors", kept)
        monkeypatch.setattr(training, "precision_at_1", lambda *_: next(planned))
        return seen

    return plan


@pytest.mark.parametrize(
    ("precisions", "best"),
    [
        ((0.1, 0.4, 0.3, 0.2, 0.1, 0.3), 2),
        ((0.1, 0.4, 0.3, 0.4, 0.3, 0.2), 4),
        ((0.0,) * 6, 6),
        ((0.5,) + (0.1,) * 5, 1),
    ],
)
def test_with_patience_the_model_is_that_of_the_best_epoch(
    precisions: tuple[float, ...], best: int, measured: Callable[..., list[FloatArray]]
) -> None:
    seen = measured(*precisions)
    trained = train(PAIRS, replace(BRIEF, patience=6))
    assert tuple(epoch.precision for epoch in trained.history) == precisions
    assert (trained.epoch, trained.precision) == (best, max(precisions))
    np.testing.assert_array_equal(trained.vectors, seen[best - 1])
    assert not any(np.array_equal(trained.vectors, other) for number, other in enumerate(seen, 1) if number != best)


def test_without_patience_the_model_is_the_last(measured: Callable[..., list[FloatArray]]) -> None:
    seen = measured(0.1, 0.5, 0.4, 0.2, 0.1, 0.3)
    trained = train(PAIRS, BRIEF)
    assert (trained.epoch, trained.precision) == (6, 0.3)
    np.testing.assert_array_equal(trained.vectors, seen[-1])


@pytest.mark.parametrize(("patience", "epochs"), [(1, 3), (2, 6), (3, 6), (None, 6)])
def test_training_ends_when_patience_does(
    patience: int | None, epochs: int, measured: Callable[..., list[FloatArray]]
) -> None:
    measured(0.1, 0.2, 0.2, 0.3, 0.1, 0.3)
    trained = train(PAIRS, replace(BRIEF, patience=patience))
    assert [epoch.number for epoch in trained.history] == list(range(1, epochs + 1))


def test_what_is_measured_is_the_model_that_is_kept() -> None:
    trained = train(PAIRS, BRIEF)
    order = np.random.default_rng(BRIEF.seed).permutation(len(PAIRS))[: trained.held_out]
    model = StaticModel(trained.tokenizer, trained.vectors, "")
    assert retrieval(model, [PAIRS[number] for number in order]) == pytest.approx(trained.precision)


class Interruption(Exception):
    """What comes in between."""


@pytest.mark.parametrize("epochs", [1, 4])
def test_a_training_that_was_interrupted_comes_to_the_same_model(epochs: int, tmp_path: Path) -> None:
    path = tmp_path / "model.checkpoint"
    whole = train(PAIRS, BRIEF)

    def interrupt(progress: Progress) -> None:
        # In the midst of the epoch after, so that more was drawn and learnt than is to count.
        if progress.epoch == epochs + 1:
            raise Interruption

    with pytest.raises(Interruption):
        train(PAIRS, BRIEF, interrupt, checkpoint=path)
    told: list[Progress] = []
    resumed = train(PAIRS, BRIEF, told.append, checkpoint=path, resume=True)
    assert told[0].epoch == epochs + 1
    np.testing.assert_array_equal(resumed.vectors, whole.vectors)
    assert resumed.tokenizer.to_str() == whole.tokenizer.to_str()
    assert (resumed.history, resumed.epoch, resumed.precision) == (whole.history, whole.epoch, whole.precision)
    assert [entry.name for entry in tmp_path.iterdir()] == ["model.checkpoint"]


def test_patience_goes_on_too(tmp_path: Path, measured: Callable[..., list[FloatArray]]) -> None:
    measured(0.1, 0.2, 0.3, 0.2, 0.2, 0.2)
    path, recipe = tmp_path / "model.checkpoint", replace(BRIEF, patience=2)
    whole = train(PAIRS, recipe, checkpoint=path)
    assert len(whole.history) == 5
    # The checkpoint is of the fourth.
    resumed = train(PAIRS, recipe, checkpoint=path, resume=True)
    assert resumed.history == whole.history
    np.testing.assert_array_equal(resumed.vectors, whole.vectors)


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("training") / "model.checkpoint"
    train(invented_pairs(120), SHORT, checkpoint=path)
    return path


SHORT = Recipe(vocabulary=200, dimensions=4, epochs=2, batch=50)


@pytest.mark.parametrize(
    ("pairs", "recipe", "words"),
    [
        (121, SHORT, "a training with other pairs; give what it was begun with"),
        (120, replace(SHORT, seed=3, batch=40), r"another recipe \(batch 50, seed 0\)"),
        (120, replace(SHORT, patience=2), r"another recipe \(patience None\)"),
    ],
)
def test_a_checkpoint_of_another_training(pairs: int, recipe: Recipe, words: str, checkpoint: Path) -> None:
    with pytest.raises(InputError, match=rf"model\.checkpoint: it is the checkpoint of .*{words}"):
        train(invented_pairs(pairs), recipe, checkpoint=checkpoint, resume=True)


def damaged(how: str, data: bytes) -> bytes:
    """The bytes of a checkpoint, after something went wrong."""
    middle = len(data) // 2
    return {
        "empty": b"",
        "cut": data[:middle],
        "flipped": data[:middle] + bytes(255 - byte for byte in data[middle : middle + 4]) + data[middle + 4 :],
        "foreign": b"PK\x03\x04 not this one",
        "text": b"{}",
        "array": b"\x93NUMPY\x01\x00",
    }[how]


@pytest.mark.parametrize("how", ["empty", "cut", "flipped", "foreign", "text", "array"])
def test_a_damaged_checkpoint(how: str, checkpoint: Path, tmp_path: Path) -> None:
    path = tmp_path / "model.checkpoint"
    path.write_bytes(damaged(how, checkpoint.read_bytes()))
    with pytest.raises(InputError, match=r"model\.checkpoint: it is no checkpoint, or damaged; remove it"):
        train(invented_pairs(120), SHORT, checkpoint=path, resume=True)


def test_no_checkpoint(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no checkpoint; train without --resume"):
        train(invented_pairs(120), SHORT, checkpoint=tmp_path / "none", resume=True)


def test_a_checkpoint_that_runs_something_is_not_run(tmp_path: Path) -> None:
    path, trace = tmp_path / "model.checkpoint", tmp_path / "trace"

    class Trap:
        def __reduce__(self) -> tuple[object, ...]:
            return (Path.touch, (trace,))

    with path.open("wb") as file:
        np.savez(file, head=np.array([Trap()], dtype=object))
    with pytest.raises(InputError, match="it is no checkpoint, or damaged"):
        train(invented_pairs(120), SHORT, checkpoint=path, resume=True)
    assert not trace.exists()


def test_a_checkpoint_with_numbers_that_are_none(checkpoint: Path, tmp_path: Path) -> None:
    path = tmp_path / "model.checkpoint"
    with np.load(checkpoint) as archive:
        arrays = {name: archive[name] for name in archive.files}
    arrays["vectors_0"][1, 1] = np.nan
    with path.open("wb") as file:
        np.savez(file, allow_pickle=False, **arrays)
    with pytest.raises(InputError, match="numbers that are none"):
        train(invented_pairs(120), SHORT, checkpoint=path, resume=True)
    arrays["vectors_0"] = np.zeros_like(arrays["vectors_0"][1:])
    with path.open("wb") as file:
        np.savez(file, allow_pickle=False, **arrays)
    with pytest.raises(InputError, match="it does not fit this training"):
        train(invented_pairs(120), SHORT, checkpoint=path, resume=True)


def test_a_checkpoint_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    path = tmp_path / "model.checkpoint"
    path.write_bytes(b"the one before")
    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(InputError, match=r"the checkpoint cannot be written \(No space left on device\); make room"):
        train(invented_pairs(120), SHORT, checkpoint=path)
    assert [entry.read_bytes() for entry in tmp_path.iterdir()] == [b"the one before"]


_SAID = """
import hashlib, sys
sys.path.insert(0, {folder!r})
from test_training import RECIPE, invented_pairs, replace, train
trained = train(invented_pairs(150), replace(RECIPE, epochs=2))
print(hashlib.sha256(trained.vectors.tobytes() + trained.tokenizer.to_str().encode()).hexdigest())
"""


def test_another_process_makes_the_same_model() -> None:
    folder = str(Path(__file__).parent)
    said = [
        subprocess.run(
            [sys.executable, "-c", _SAID.format(folder=folder)],
            env={**os.environ, "PYTHONHASHSEED": seed, "RAYON_NUM_THREADS": seed},
            capture_output=True, text=True, check=True,
        ).stdout
        for seed in ("1", "2")
    ]  # fmt: skip
    assert said[0] == said[1] != ""


def test_a_device(monkeypatch: pytest.MonkeyPatch) -> None:
    import torch

    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    assert [training_device(name) for name in ("auto", "cpu")] == ["cpu", "cpu"]
    with pytest.raises(OptionError, match="--device cuda: torch finds none"):
        training_device("cuda")
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    assert [training_device(name) for name in ("auto", "cpu", "cuda")] == ["cuda", "cpu", "cuda"]
    with pytest.raises(OptionError, match="--device mps: give one of auto, cpu, cuda"):
        training_device("mps")


def test_vectors_that_grow_without_end() -> None:
    with pytest.raises(ModelError, match="the vectors grew without end in epoch 1"):
        train(invented_pairs(120), replace(SHORT, learning_rate=math.inf))


def test_odd_texts_do_no_harm() -> None:
    odd = [("😀 \x00 \u200b", "جسر"), ("…", "?"), ("a" * 5000, "b"), ("\u200b", "\ufeff")]
    trained = train(odd + invented_pairs(100), Recipe(vocabulary=300, dimensions=8, epochs=2, batch=1000))
    assert np.isfinite(trained.vectors).all()


def test_too_few_pairs() -> None:
    with pytest.raises(InputError, match="only 99 pairs; give at least 100"):
        train(invented_pairs(99), RECIPE)


def test_without_torch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(MissingExtra, match=r'pip install "aligner\[transformers\]"'):
        train(invented_pairs(100), RECIPE)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"vocabulary": 0}, "--vocabulary 0"),
        ({"dimensions": -1}, "--dimensions -1"),
        ({"epochs": 0}, "--epochs 0"),
        ({"batch": 0}, "--batch 0"),
        ({"shortest_ngram": 0}, "--shortest-ngram 0"),
        ({"seed": -1}, "--seed -1"),
        ({"held_out": -1}, "--held-out -1"),
        ({"patience": 0}, "--patience 0"),
    ],
)
def test_a_recipe_that_makes_no_sense(changed: dict[str, int], words: str) -> None:
    with pytest.raises(OptionError, match=f"^{words}: give a number from"):
        Recipe(**changed)


@pytest.mark.parametrize("dropout", [-0.1, 1.0, math.nan])
def test_a_dropout_that_makes_no_sense(dropout: float) -> None:
    with pytest.raises(OptionError, match="--dropout"):
        Recipe(dropout=dropout)


def test_subwords_are_learnt_from_the_texts() -> None:
    tokenizer = train_tokenizer(["The bridges, the bridge", "bridge's bridge’s"] * 3, 60)
    vocabulary = tokenizer.get_vocab()
    assert vocabulary["[UNK]"] == 0
    assert "bridge" in vocabulary
    assert len(vocabulary) <= 60
    tokens = [tokenizer.encode(text, add_special_tokens=False).tokens for text in ("BRIDGE’s", "bridge's", "ﬁ")]
    assert tokens[0] == tokens[1]
    assert tokens[2] == ["[UNK]"]


def test_letter_ngrams_that_subwords_share() -> None:
    tokenizer = train_tokenizer(["acción action", "nación nation"] * 4, 80)
    pointers, columns, values, ngrams = ngram_matrix(tokenizer, 3, 4)
    size = tokenizer.get_vocab_size()
    assert len(pointers) == size + 1
    assert pointers[-1] == len(columns) == len(values)
    assert ngrams == len(set(columns.tolist()))
    rows = [set(columns[pointers[row] : pointers[row + 1]].tolist()) for row in range(size)]
    vocabulary = tokenizer.get_vocab()
    # <ac and cio are of no other pair of words, so both share them; nothing is kept that only one word has.
    assert rows[vocabulary["acción"]] & rows[vocabulary["action"]]
    assert all(sum(column in row for row in rows) > 1 for column in range(ngrams))
    assert np.isfinite(values).all()
    assert (values > 0).all()
