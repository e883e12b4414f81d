"""Static models as model2vec stores them: subwords that share a row of the table."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file

from aligner.embedding import StaticModel, load_embedder
from aligner.errors import ModelError

TEXTS = ["The bridge is old.", "casas nuevas", "α 😀 ?"]


def shared(folder: Path, mapping: NDArray[np.generic]) -> None:
    """Write the model's table anew, as if `mapping` told which row is each subword's."""
    tensors = load_file(folder / "model.safetensors")
    save_file({**tensors, "mapping": mapping}, folder / "model.safetensors")


def test_each_subword_has_the_row_that_the_mapping_names(tiny: Path) -> None:
    tensors = load_file(tiny / "model.safetensors")
    size = len(tensors["weights"])
    mapping = (np.arange(size) // 2).astype(np.int64)
    unfolded = {"embeddings": tensors["embeddings"][mapping], "weights": tensors["weights"]}
    shared(tiny, mapping)
    found = StaticModel.load(tiny).encode(TEXTS)
    save_file(unfolded, tiny / "model.safetensors")
    np.testing.assert_array_equal(found, StaticModel.load(tiny).encode(TEXTS))


@pytest.mark.parametrize(
    "mapping",
    [
        np.full(36, 36, np.int64),
        np.full(36, -1, np.int64),
        np.zeros(36, np.float32),
        np.zeros((36, 1), np.int64),
    ],
    ids=["beyond the table", "before it", "no whole numbers", "a table"],
)
def test_a_mapping_that_leads_nowhere(mapping: NDArray[np.generic], tiny: Path) -> None:
    shared(tiny, mapping)
    with pytest.raises(ModelError, match="its mapping of subwords leads out of the table; give the folder"):
        load_embedder(str(tiny))


@pytest.mark.parametrize("name", ["", "  "])
def test_an_empty_name(name: str) -> None:
    with pytest.raises(ModelError, match="the name of the model is empty"):
        load_embedder(name)
