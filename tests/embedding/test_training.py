"""Training: learns, comes out the same twice, and refuses what it cannot learn from."""

from __future__ import annotations

import math
import sys

import numpy as np
import pytest

from aligner.embedding.static import StaticModel
from aligner.embedding.subwords import ngram_matrix, train_tokenizer
from aligner.embedding.training import Progress, Recipe, Trained, train
from aligner.errors import InputError, MissingExtra, OptionError

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


def test_progress_is_told_after_each_epoch() -> None:
    told: list[Progress] = []
    recipe = Recipe(vocabulary=300, dimensions=8, epochs=3, batch=45, learning_rate=0.05)
    trained = train(invented_pairs(100), recipe, told.append)
    assert [(progress.epoch, progress.epochs) for progress in told] == [(1, 3), (2, 3), (3, 3)]
    assert told[-1].loss < told[0].loss
    assert told[-1].precision == trained.precision
    assert trained.vectors.shape == (trained.tokenizer.get_vocab_size(), 8)
    assert trained.vectors.dtype == np.float32


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
