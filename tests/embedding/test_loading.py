"""Which embedder a name gives, and folders that are no model: one line that says what is wrong."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file
from tokenizers import Tokenizer

from aligner.contracts import FloatArray
from aligner.embedding import BUNDLED, StaticModel, load_embedder
from aligner.errors import ModelError

WEIGHTS = "model.safetensors"


def test_the_bundled_model_has_two_names() -> None:
    assert load_embedder().signature == load_embedder(BUNDLED).signature
    assert load_embedder().signature.startswith("en-es@")


def test_a_folder_of_a_static_model(tiny: Path) -> None:
    model = load_embedder(str(tiny))
    assert isinstance(model, StaticModel)
    assert model.signature.startswith("tiny@")


def test_a_static_model_without_a_list_of_modules(tiny: Path) -> None:
    expected = StaticModel.load(tiny).encode(["the bridge"])
    (tiny / "modules.json").unlink()
    np.testing.assert_array_equal(load_embedder(str(tiny)).encode(["the bridge"]), expected)


def test_a_static_model_in_plain_numbers(tiny: Path, vectors: FloatArray, tokenizer: Tokenizer) -> None:
    """What sentence-transformers itself saves: one float32 table."""
    save_file({"embedding.weight": vectors}, tiny / WEIGHTS)
    row = load_embedder(str(tiny)).encode(["bridge"])[0]
    expected = vectors[tokenizer.get_vocab()["bridge"]]
    np.testing.assert_allclose(row, expected / np.linalg.norm(expected), atol=1e-6)


def _half(folder: Path) -> None:
    data = (folder / WEIGHTS).read_bytes()
    (folder / WEIGHTS).write_bytes(data[: len(data) // 2])


def _tensors(**changed: Callable[[np.ndarray], np.ndarray] | None) -> Callable[[Path], None]:
    """A folder whose tensors are changed, or left out."""

    def damage(folder: Path) -> None:
        kept = load_file(folder / WEIGHTS)
        for name, change in changed.items():
            tensor = kept.pop(name)
            if change:
                kept[name] = np.ascontiguousarray(change(tensor))
        save_file(kept or {"other": np.zeros(1, np.float32)}, folder / WEIGHTS)

    return damage


def _unknown_numbers(folder: Path) -> None:
    """A file in a number format that numpy lacks."""
    header = json.dumps({"embeddings": {"dtype": "BF16", "shape": [36, 1], "data_offsets": [0, 72]}}).encode()
    (folder / WEIGHTS).write_bytes(struct.pack("<Q", len(header)) + header + bytes(72))


def _gap(folder: Path) -> None:
    """Numbers of a vocabulary that go beyond how many words it has."""
    path = folder / "tokenizer.json"
    written = json.loads(path.read_text("utf-8"))
    written["model"]["vocab"]["bridge"] = 10_000
    path.write_text(json.dumps(written), "utf-8")


def _text(name: str, text: str) -> Callable[[Path], None]:
    def damage(folder: Path) -> None:
        (folder / name).write_text(text, "utf-8")

    return damage


def _none(name: str) -> Callable[[Path], None]:
    def damage(folder: Path) -> None:
        (folder / name).unlink()

    return damage


def _nan(weights: np.ndarray) -> np.ndarray:
    return np.where(np.arange(len(weights)) == 3, np.nan, weights).astype(np.float32)


DAMAGES: dict[str, tuple[Callable[[Path], None], str]] = {
    "truncated weights": (_half, "truncated"),
    "empty weights": (_text(WEIGHTS, ""), "not a safetensors file"),
    "foreign weights": (_text(WEIGHTS, "<html>Not found</html>"), "not a safetensors file"),
    "weights not a number": (_tensors(weights=_nan), "not finite"),
    "no table": (_tensors(embeddings=None), "no table of subword vectors"),
    "flat table": (_tensors(embeddings=np.ravel), "no table of subword vectors"),
    "too few weights": (_tensors(weights=lambda weights: weights[:-1]), "35 weights for 36 subwords"),
    "fewer vectors than subwords": (
        _tensors(embeddings=lambda table: table[:-2], weights=lambda weights: weights[:-2]),
        "the tokenizer knows 36 subwords, the weights 34",
    ),
    "numbers with gaps": (_gap, "the tokenizer knows 10001 subwords"),
    "numbers of another kind": (_unknown_numbers, "bfloat16"),
    "no tokenizer": (_none("tokenizer.json"), "no tokenizer.json"),
    "no weights": (_none(WEIGHTS), "no model.safetensors"),
    "foreign tokenizer": (_text("tokenizer.json", '{"version": "1.0"}'), "not a tokenizer"),
    "truncated tokenizer": (_text("tokenizer.json", '{"version": "1.0", "mod'), "not a tokenizer"),
    "broken list of modules": (_text("modules.json", "[{"), "not a list of modules"),
    "list of modules that is none": (_text("modules.json", '{"a": 1}'), "not a list of modules"),
    "modules without a type": (_text("modules.json", '[{"idx": 0}]'), "not a list of modules"),
    "broken facts": (_text("aligner.json", "{"), "aligner.json: not JSON"),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_a_broken_folder(name: str, tiny: Path) -> None:
    damage, words = DAMAGES[name]
    damage(tiny)
    with pytest.raises(ModelError) as raised:
        load_embedder(str(tiny))
    assert str(tiny) in str(raised.value)
    assert words in str(raised.value)


def test_facts_that_are_no_object_are_no_name(tiny: Path) -> None:
    (tiny / "aligner.json").write_text('["a"]', "utf-8")
    assert load_embedder(str(tiny)).signature.startswith("tiny@")


@pytest.mark.parametrize("name", ["./nowhere", "/nowhere/at/all", "file"])
def test_a_path_that_is_no_folder(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_text("x", "utf-8")
    with pytest.raises(ModelError, match=f"^{name}: not a model folder; give the folder"):
        load_embedder(name)
