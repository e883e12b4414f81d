"""What training is told, and what it tells: the recipe, how far it is, what came of it. No torch, no numbers yet."""

from __future__ import annotations

from dataclasses import dataclass

from tokenizers import Tokenizer

from aligner.contracts import FloatArray
from aligner.errors import OptionError

_FROM_ONE = ("vocabulary", "dimensions", "epochs", "batch", "shortest_ngram")


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a model is trained; the defaults made the bundled one.

    `vocabulary` subwords of `dimensions` numbers; `epochs` over the pairs in batches of `batch`; Adam at
    `learning_rate`, warmed up and then falling as a cosine; `dropout` share of tokens left out; `scale` inverse
    temperature of the softmax; letter n-grams from `shortest_ngram` to `longest_ngram`; `held_out` pairs to
    measure by, never trained on; `seed` of every draw. Training ends before its time after `patience` epochs in which the
    held-out precision was not better than before, None for never.
    """

    vocabulary: int = 32_000
    dimensions: int = 384
    epochs: int = 12
    batch: int = 4096
    learning_rate: float = 0.014
    dropout: float = 0.15
    scale: float = 20.0
    shortest_ngram: int = 3
    longest_ngram: int = 5
    held_out: int = 1000
    seed: int = 0
    patience: int | None = None

    def __post_init__(self) -> None:
        for name in (*_FROM_ONE, *(["patience"] if self.patience is not None else [])):
            if getattr(self, name) < 1:
                raise OptionError(f"--{name.replace('_', '-')} {getattr(self, name)}: give a number from 1")
        if not 0 <= self.dropout < 1:
            raise OptionError(f"--dropout {self.dropout}: give a share from 0 to less than 1")
        for name in ("seed", "held_out"):
            if getattr(self, name) < 0:
                raise OptionError(f"--{name.replace('_', '-')} {getattr(self, name)}: give a number from 0")


@dataclass(frozen=True, slots=True)
class Progress:
    """Where training stands after a step: `loss` is the mean of the epoch so far.

    `done` of `total` pairs have been gone through, each once an epoch. `precision` is the retrieval of the held-out pairs
    after the last epoch that is over, None before there is one; `is_measured` tells the step that ends an epoch.
    """

    done: int
    total: int
    epoch: int
    epochs: int
    loss: float
    precision: float | None
    is_measured: bool


@dataclass(frozen=True, slots=True)
class Epoch:
    """An epoch that is over: the mean of its `loss`, and the retrieval of the held-out pairs after it."""

    number: int
    loss: float
    precision: float


@dataclass(frozen=True, slots=True)
class Trained:
    """A trained model: `vectors` float32 [subwords, dimensions] of its `epoch`, and that one's `precision`.

    `pairs` were trained on, `held_out` were not. `epoch` counts from 1 in the `history` of all: the last, or with
    patience the one that retrieves best.
    """

    tokenizer: Tokenizer
    vectors: FloatArray
    precision: float
    pairs: int
    held_out: int = 0
    epoch: int = 0
    history: tuple[Epoch, ...] = ()
