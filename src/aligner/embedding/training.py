"""Trains a static bilingual model from parallel text.

One vector per subword; a text is the normalised sum of its subwords' vectors, and a pair's two texts are to be
nearer to each other than to every other text of the batch, both ways (symmetric in-batch cross-entropy, as in
CLIP, Radford et al. 2021). A subword's vector is its own plus those of its letter n-grams (fastText, Bojanowski
et al. 2017), which lets cognates and names share what they learn; the sum of both is what is stored.
Tokens are dropped at random while training, so that no word is relied upon.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from aligner.contracts import FloatArray
from aligner.embedding.retrieval import precision_at_1
from aligner.embedding.static import unit
from aligner.embedding.subwords import ngram_matrix, train_tokenizer
from aligner.errors import InputError, MissingExtra, OptionError

if TYPE_CHECKING:
    import torch

_FEWEST_PAIRS = 100
_WARM_UP_STEPS = 50


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a model is trained; the defaults made the bundled one.

    `vocabulary` subwords of `dimensions` numbers; `epochs` over the pairs in batches of `batch`; Adam at
    `learning_rate`, warmed up and then falling as a cosine; `dropout` share of tokens left out; `scale` inverse
    temperature of the softmax; letter n-grams from `shortest_ngram` to `longest_ngram`; `held_out` pairs to
    measure by, never trained on; `seed` of every draw.
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

    def __post_init__(self) -> None:
        for name in ("vocabulary", "dimensions", "epochs", "batch", "shortest_ngram"):
            if getattr(self, name) < 1:
                raise OptionError(f"--{name.replace('_', '-')} {getattr(self, name)}: give a number from 1")
        if not 0 <= self.dropout < 1:
            raise OptionError(f"--dropout {self.dropout}: give a share from 0 to less than 1")
        if self.seed < 0:
            raise OptionError(f"--seed {self.seed}: give a number from 0")


@dataclass(frozen=True, slots=True)
class Progress:
    """Where training stands after an epoch: `loss` is its mean, `precision` the retrieval of the held-out pairs."""

    epoch: int
    epochs: int
    loss: float
    precision: float


@dataclass(frozen=True, slots=True)
class Trained:
    """A trained model: `vectors` float32 [subwords, dimensions], and the retrieval of the held-out pairs."""

    tokenizer: Tokenizer
    vectors: FloatArray
    precision: float
    pairs: int


def train(
    pairs: Sequence[tuple[str, str]], recipe: Recipe, report: Callable[[Progress], None] = lambda _: None
) -> Trained:
    """Train on pairs of texts; the same pairs and recipe give the same model on the same machine.

    Raises `MissingExtra` without torch, `InputError` for too few pairs.
    """
    try:
        import torch
    except ImportError as error:
        raise MissingExtra("models trained here", "transformers") from error
    if len(pairs) < _FEWEST_PAIRS:
        raise InputError("pairs", f"only {len(pairs)} pairs", f"give at least {_FEWEST_PAIRS}")
    generator = np.random.default_rng(recipe.seed)
    order = generator.permutation(len(pairs))
    held_out = min(recipe.held_out, len(pairs) // 10)
    kept = [pairs[number] for number in np.sort(order[held_out:])]
    tokenizer = train_tokenizer((text for pair in kept for text in pair), recipe.vocabulary)
    bags = [_Bags.of(tokenizer, [pair[side] for pair in kept]) for side in (0, 1)]
    measured = [_Bags.of(tokenizer, [pairs[number][side] for number in order[:held_out]]) for side in (0, 1)]
    table = _Table(tokenizer, recipe)
    batch = min(recipe.batch, len(kept))
    steps = recipe.epochs * (len(kept) // batch)
    optimizer = torch.optim.Adam(table.parameters, lr=recipe.learning_rate, betas=(0.9, 0.99), fused=True)
    step = 0
    precision = 0.0
    for epoch in range(recipe.epochs):
        losses = []
        shuffled = generator.permutation(len(kept))
        for first in range(0, len(kept) - batch + 1, batch):
            chosen = shuffled[first : first + batch]
            warm, cool = min(1.0, (step + 1) / _WARM_UP_STEPS), 0.5 * (1 + math.cos(math.pi * step / steps))
            for group in optimizer.param_groups:
                group["lr"] = recipe.learning_rate * warm * cool
            loss = _loss(table.vectors(), bags, chosen, recipe, generator)
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            losses.append(float(loss.detach()))
            step += 1
        vectors = table.vectors().detach().numpy()
        precision = precision_at_1(*(unit(bag.sums(vectors)) for bag in measured))
        report(Progress(epoch + 1, recipe.epochs, float(np.mean(losses)), precision))
    return Trained(tokenizer, np.asarray(vectors, np.float32), precision, len(kept))


@dataclass(frozen=True, slots=True)
class _Bags:
    """The tokens of many texts one after another: text n has `ids[starts[n]:starts[n + 1]]`."""

    ids: NDArray[np.int64]
    starts: NDArray[np.int64]

    @classmethod
    def of(cls, tokenizer: Tokenizer, texts: list[str]) -> _Bags:
        encoded = [encoding.ids or [0] for encoding in tokenizer.encode_batch_fast(texts, add_special_tokens=False)]
        lengths = np.fromiter(map(len, encoded), np.int64, len(encoded))
        ids = np.fromiter((token for ids in encoded for token in ids), np.int64, int(lengths.sum()))
        return cls(ids, np.concatenate([[0], np.cumsum(lengths)]))

    def sums(self, vectors: FloatArray) -> FloatArray:
        return np.add.reduceat(vectors[self.ids], self.starts[:-1], axis=0)

    def drawn(
        self, chosen: NDArray[np.int64], dropout: float, generator: np.random.Generator
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Tokens of the chosen texts, some left out but never all of a text, and where each text starts."""
        lengths = self.starts[chosen + 1] - self.starts[chosen]
        firsts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
        places = np.arange(int(lengths.sum())) + np.repeat(self.starts[chosen] - firsts, lengths)
        keep = generator.random(len(places)) >= dropout
        keep[firsts + generator.integers(0, lengths)] = True
        kept_before = np.concatenate([[0], np.cumsum(keep)])
        return self.ids[places[keep]], kept_before[firsts]


class _Table:
    """The vectors of all subwords as the sum of their own and their n-grams'."""

    def __init__(self, tokenizer: Tokenizer, recipe: Recipe) -> None:
        import torch

        noise = torch.Generator().manual_seed(recipe.seed)
        pointers, columns, values, ngrams = ngram_matrix(tokenizer, recipe.shortest_ngram, recipe.longest_ngram)
        size = tokenizer.get_vocab_size()
        own = torch.randn(size, recipe.dimensions, generator=noise) * 0.1
        shared = torch.randn(max(1, ngrams), recipe.dimensions, generator=noise) * 0.03
        self.parameters = [torch.nn.Parameter(own), torch.nn.Parameter(shared)]
        self._product = _sparse_product(pointers, columns, values, (size, max(1, ngrams)))

    def vectors(self) -> torch.Tensor:
        total: torch.Tensor = self.parameters[0] + self._product(self.parameters[1])
        return total


def _sparse_product(
    pointers: NDArray[np.int64], columns: NDArray[np.int64], values: NDArray[np.float32], shape: tuple[int, int]
) -> Callable[[Any], Any]:
    """Multiplication by a constant sparse matrix that can be differentiated."""
    import torch

    matrix = _without_beta_warning(
        lambda: torch.sparse_csr_tensor(
            torch.from_numpy(pointers), torch.from_numpy(columns), torch.from_numpy(values), size=shape
        )
    )
    transposed = _without_beta_warning(lambda: matrix.t().to_sparse_csr())

    class Product(torch.autograd.Function):
        @staticmethod
        def forward(_context: Any, factor: Any) -> Any:
            return matrix @ factor

        @staticmethod
        def backward(_context: Any, *gradients: Any) -> Any:
            return transposed @ gradients[0]

    return Product.apply


def _without_beta_warning(make: Callable[[], Any]) -> Any:
    """Its CSR tensors are in beta, torch warns; their products are all that is used here."""
    import warnings

    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", category=UserWarning)
        return make()


def _loss(
    vectors: torch.Tensor,
    bags: Sequence[_Bags],
    chosen: NDArray[np.int64],
    recipe: Recipe,
    generator: np.random.Generator,
) -> torch.Tensor:
    """Symmetric cross-entropy of finding each text's translation in the batch."""
    import torch
    from torch.nn import functional

    sides = []
    for bag in bags:
        ids, starts = bag.drawn(chosen, recipe.dropout, generator)
        summed = functional.embedding_bag(torch.from_numpy(ids), vectors, torch.from_numpy(starts), mode="sum")
        sides.append(functional.normalize(summed, dim=1))
    similarity = recipe.scale * (sides[0] @ sides[1].T)
    right = torch.arange(len(chosen))
    return (functional.cross_entropy(similarity, right) + functional.cross_entropy(similarity.T, right)) / 2
