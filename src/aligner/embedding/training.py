"""Trains a static bilingual model from parallel text.

One vector per subword; a text is the normalised sum of its subwords' vectors, and a pair's two texts are to be
nearer to each other than to every other text of the batch, both ways (symmetric in-batch cross-entropy, as in
CLIP, Radford et al. 2021). A subword's vector is its own plus those of its letter n-grams (fastText, Bojanowski
et al. 2017), which lets cognates and names share what they learn; the sum of both is what is stored.
Tokens are dropped at random while training, so that no word is relied upon. After each epoch the pairs that are held out
are searched for. Where the training may end early, the vectors that find most of them are the model. Where it may not, the
last are: the learning rate falls to nothing at the end, which is worth more than what so few pairs tell of an epoch.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from aligner.contracts import FloatArray
from aligner.embedding.bags import Bags
from aligner.embedding.checkpoint import Checkpoint, pairs_digest, read_checkpoint, write_checkpoint
from aligner.embedding.learner import Learner
from aligner.embedding.recipe import Epoch, Progress, Recipe, Trained
from aligner.embedding.retrieval import precision_at_1
from aligner.embedding.static import unit
from aligner.embedding.subwords import train_tokenizer
from aligner.errors import InputError, MissingExtra, ModelError, OptionError

__all__ = ["DEVICES", "Progress", "Recipe", "Trained", "train", "training_device"]

DEVICES = ("auto", "cpu", "cuda")
_FEWEST_PAIRS = 100
_BEST = "best"


def train(
    pairs: Sequence[tuple[str, str]],
    recipe: Recipe,
    report: Callable[[Progress], None] = lambda _: None,
    device: str = "auto",
    checkpoint: Path | None = None,
    *,
    resume: bool = False,
) -> Trained:
    """Train on pairs of texts; the same pairs and recipe give the same model on the same machine.

    `report` is told after every step. `device`: one of DEVICES; the sums of a graphics card come in no fixed order, so
    that only a processor gives the same bits twice. `checkpoint`: a file written after each epoch but the last; with
    `resume` the training goes on from it, to the very model it would have come to. Raises `MissingExtra` without torch,
    `InputError` for too few pairs, and for a checkpoint that cannot be used.
    """
    device = training_device(device)
    if len(pairs) < _FEWEST_PAIRS:
        raise InputError("pairs", f"only {len(pairs)} pairs", f"give at least {_FEWEST_PAIRS}")
    identity: dict[str, object] = {}
    if checkpoint is not None:
        identity = {"pairs": pairs_digest(pairs), "recipe": asdict(recipe), "device": device}
    # Before the subwords are learnt, which takes a while: whether it can be used.
    begun = read_checkpoint(checkpoint, identity) if resume and checkpoint is not None else None
    training = _Training(pairs, recipe, device)
    if begun is not None and checkpoint is not None:
        training.restore(begun, checkpoint)
    while not training.is_over:
        training.go_through(report)
        if checkpoint is not None and not training.is_over:
            write_checkpoint(checkpoint, training.checkpoint(identity))
    return training.trained()


def training_device(asked: str) -> str:
    """The device to train on, as torch names it.

    Raises `MissingExtra` without torch, `OptionError` for a device that is not there.
    """
    if asked not in DEVICES:
        raise OptionError(f"--device {asked}: give one of {', '.join(DEVICES)}")
    try:
        import torch
    except ImportError as error:
        raise MissingExtra("models trained here", "transformers") from error
    has_card = torch.cuda.is_available()
    if asked == "cuda" and not has_card:
        raise OptionError("--device cuda: torch finds none on this machine; give auto or cpu")
    return "cuda" if has_card and asked != "cpu" else "cpu"


class _Training:
    """A training as far as it has come: `history` has the epochs that are over."""

    def __init__(self, pairs: Sequence[tuple[str, str]], recipe: Recipe, device: str) -> None:
        self._recipe = recipe
        self._generator = np.random.default_rng(recipe.seed)
        order = self._generator.permutation(len(pairs))
        held_out = min(recipe.held_out, len(pairs) // 10)
        kept = [pairs[number] for number in np.sort(order[held_out:])]
        self._tokenizer: Tokenizer = train_tokenizer((text for pair in kept for text in pair), recipe.vocabulary)
        self._bags = [Bags.of(self._tokenizer, [pair[side] for pair in kept]) for side in (0, 1)]
        measured = [pairs[number] for number in order[:held_out]]
        self._measured = [Bags.of(self._tokenizer, [pair[side] for pair in measured]) for side in (0, 1)]
        self._pairs, self._held_out = len(kept), held_out
        self._batch = min(recipe.batch, len(kept))
        self._steps = len(kept) // self._batch  # in an epoch
        self._learner = Learner(self._tokenizer, recipe, recipe.epochs * self._steps, device)
        self._history: list[Epoch] = []
        self._best: FloatArray | None = None

    @property
    def is_over(self) -> bool:
        """Whether all epochs are over, or the patience is."""
        done, patience = len(self._history), self._recipe.patience
        if done >= self._recipe.epochs:
            return True
        if patience is None or not done:
            return False
        precisions = [epoch.precision for epoch in self._history]
        return done - 1 - precisions.index(max(precisions)) >= patience

    def go_through(self, report: Callable[[Progress], None]) -> None:
        """One epoch, and how well its vectors find the pairs that are held out."""
        number, steps, losses = len(self._history), self._steps, []
        shuffled = self._generator.permutation(self._pairs)
        for step in range(steps):
            chosen = shuffled[step * self._batch : (step + 1) * self._batch]
            losses.append(self._learner.step(number * steps + step, self._bags, chosen, self._generator))
            if step < steps - 1:
                report(self._progress(number, step, float(np.mean(losses)), is_measured=False))
        loss = float(np.mean(losses))
        vectors = self._learner.vectors()
        if not np.isfinite(vectors).all():
            raise ModelError(f"the vectors grew without end in epoch {number + 1}; give more pairs, or larger batches")
        precision = precision_at_1(*(unit(bag.sums(vectors)) for bag in self._measured))
        # Of those that find as many the later, which has seen more.
        if self._recipe.patience is None or precision >= max((epoch.precision for epoch in self._history), default=0.0):
            self._best = vectors
        self._history.append(Epoch(number + 1, loss, precision))
        report(self._progress(number, steps - 1, loss, is_measured=True))

    def _progress(self, epoch: int, step: int, loss: float, *, is_measured: bool) -> Progress:
        in_epoch = self._steps * self._batch
        done = epoch * in_epoch + (step + 1) * self._batch
        precision = self._history[-1].precision if self._history else None
        epochs = self._recipe.epochs
        return Progress(done, epochs * in_epoch, epoch + 1, epochs, loss, precision, is_measured)

    def checkpoint(self, identity: Mapping[str, object]) -> Checkpoint:
        """All that the epochs to come depend on; the subwords are learnt again, they come out the same."""
        assert self._best is not None
        facts = {
            "history": [[epoch.loss, epoch.precision] for epoch in self._history],
            "generator": self._generator.bit_generator.state,
            "subwords": self._subwords(),
        }
        return Checkpoint(identity, facts, {**self._learner.state(), _BEST: self._best})

    def restore(self, checkpoint: Checkpoint, path: Path) -> None:
        """Go on from a checkpoint; raises `InputError` naming its `path` when it does not fit."""
        facts: Mapping[str, Any] = checkpoint.facts
        if facts.get("subwords") != self._subwords():
            raise _misfit(path, "its subwords are others")
        try:
            self._history = [
                Epoch(number, float(loss), float(precision))
                for number, (loss, precision) in enumerate(facts["history"], start=1)
            ]
            self._generator.bit_generator.state = facts["generator"]
            self._best = checkpoint.arrays[_BEST]
            self._learner.restore(checkpoint.arrays, len(self._history) * self._steps)
        except (KeyError, ValueError, TypeError) as error:
            raise _misfit(path, str(error)) from error

    def _subwords(self) -> str:
        return hashlib.sha256(self._tokenizer.to_str().encode()).hexdigest()

    def trained(self) -> Trained:
        """The model of the best epoch, or the last."""
        assert self._best is not None
        best = self._history[-1]
        if self._recipe.patience is not None:
            best = max(self._history, key=lambda epoch: (epoch.precision, epoch.number))
        return Trained(
            self._tokenizer, self._best, best.precision, self._pairs, self._held_out, best.number, tuple(self._history)
        )


def _misfit(path: Path, reason: str) -> InputError:
    problem = f"it does not fit this training ({reason})"
    return InputError(str(path), problem, "remove it and train anew without --resume")
