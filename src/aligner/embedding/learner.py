"""What learns: the vectors of subwords and of letter n-grams, the loss they are judged by, and the optimiser's memory."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from aligner.contracts import FloatArray
from aligner.embedding.bags import Bags
from aligner.embedding.recipe import Recipe
from aligner.embedding.subwords import ngram_matrix

if TYPE_CHECKING:
    import torch

_WARM_UP_STEPS = 50
_MEMORY = ("exp_avg", "exp_avg_sq")


class Learner:
    """The vectors of all subwords, as the sum of their own and their n-grams', and Adam to change them."""

    def __init__(self, tokenizer: Tokenizer, recipe: Recipe, steps: int, device: str) -> None:
        """`steps` in all, over which the learning rate falls."""
        import torch

        self._recipe, self._steps, self._device = recipe, steps, device
        noise = torch.Generator().manual_seed(recipe.seed)
        pointers, columns, values, ngrams = ngram_matrix(tokenizer, recipe.shortest_ngram, recipe.longest_ngram)
        size = tokenizer.get_vocab_size()
        own = torch.randn(size, recipe.dimensions, generator=noise) * 0.1
        shared = torch.randn(max(1, ngrams), recipe.dimensions, generator=noise) * 0.03
        self._parameters = [torch.nn.Parameter(start.to(device)) for start in (own, shared)]
        self._product = _sparse_product(pointers, columns, values, (size, max(1, ngrams)), device)
        self._adam = torch.optim.Adam(self._parameters, lr=recipe.learning_rate, betas=(0.9, 0.99), fused=True)

    def step(
        self, number: int, bags: Sequence[Bags], chosen: NDArray[np.int64], generator: np.random.Generator
    ) -> float:
        """Learn from the chosen pairs; `number` of the step from 0. The loss before it."""
        warm = min(1.0, (number + 1) / _WARM_UP_STEPS)
        cool = 0.5 * (1 + math.cos(math.pi * number / self._steps))
        for group in self._adam.param_groups:
            group["lr"] = self._recipe.learning_rate * warm * cool
        loss = self._loss(bags, chosen, generator)
        self._adam.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        self._adam.step()
        return float(loss.detach())

    def vectors(self) -> FloatArray:
        """float32 [subwords, dimensions], as they are now."""
        return np.asarray(self._vectors().detach().cpu().numpy(), np.float32)

    def state(self) -> dict[str, FloatArray]:
        """Everything that further steps depend on, by name."""
        found = {}
        for number, parameter in enumerate(self._parameters):
            found[f"vectors_{number}"] = parameter.detach().cpu().numpy()
            for name in _MEMORY:
                found[f"{name}_{number}"] = self._adam.state[parameter][name].cpu().numpy()
        return found

    def restore(self, state: Mapping[str, FloatArray], steps: int) -> None:
        """Go on from a state that was reached after so many steps; raises `ValueError` when it is of another model."""
        import torch

        memory: dict[int, dict[str, Any]] = {}
        for number, parameter in enumerate(self._parameters):
            arrays = [state.get(f"{name}_{number}") for name in ("vectors", *_MEMORY)]
            if any(array is None or array.shape != tuple(parameter.shape) for array in arrays):
                raise ValueError("its vectors are of another size")
            vectors, *kept = (torch.from_numpy(array) for array in arrays)
            with torch.no_grad():
                parameter.copy_(vectors)
            memory[number] = {"step": torch.tensor(float(steps)), **dict(zip(_MEMORY, kept, strict=True))}
        self._adam.load_state_dict({"state": memory, "param_groups": self._adam.state_dict()["param_groups"]})

    def _vectors(self) -> torch.Tensor:
        total: torch.Tensor = self._parameters[0] + self._product(self._parameters[1])
        return total

    def _loss(self, bags: Sequence[Bags], chosen: NDArray[np.int64], generator: np.random.Generator) -> torch.Tensor:
        """Symmetric cross-entropy of finding each text's translation in the batch."""
        import torch
        from torch.nn import functional

        vectors = self._vectors()
        sides = []
        for bag in bags:
            ids, starts = (
                torch.from_numpy(array).to(self._device) for array in bag.drawn(chosen, self._recipe.dropout, generator)
            )
            summed = functional.embedding_bag(ids, vectors, starts, mode="sum")
            sides.append(functional.normalize(summed, dim=1))
        similarity = self._recipe.scale * (sides[0] @ sides[1].T)
        right = torch.arange(len(chosen), device=self._device)
        return (functional.cross_entropy(similarity, right) + functional.cross_entropy(similarity.T, right)) / 2


def _sparse_product(
    pointers: NDArray[np.int64],
    columns: NDArray[np.int64],
    values: NDArray[np.float32],
    shape: tuple[int, int],
    device: str,
) -> Callable[[Any], Any]:
    """Multiplication by a constant sparse matrix that can be differentiated."""
    import torch

    with warnings.catch_warnings():
        # Its CSR tensors are in beta, torch warns; their products are all that is used here.
        warnings.filterwarnings("ignore", category=UserWarning)
        csr = [torch.from_numpy(array) for array in (pointers, columns, values)]
        matrix = torch.sparse_csr_tensor(csr[0], csr[1], csr[2], size=shape).to(device)
        transposed = matrix.t().to_sparse_csr()

    class Product(torch.autograd.Function):
        @staticmethod
        def forward(_context: Any, factor: Any) -> Any:
            return matrix @ factor

        @staticmethod
        def backward(_context: Any, *gradients: Any) -> Any:
            return transposed @ gradients[0]

    return Product.apply
