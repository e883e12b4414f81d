"""Models that cannot be loaded: one line says what is wrong, and nothing stands in for what is missing."""

from __future__ import annotations

import json
import logging
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from aligner.embedding import load_embedder
from aligner.embedding.transformers import TransformerModel
from aligner.errors import ModelError

TEXTS = ["The bridge is old.", "", "El puente es viejo"]
CODE = [{"idx": 0, "name": "0", "path": "", "type": "modeling_mine.Mine"}]
AUTOMATIC = {"model_type": "mine", "auto_map": {"AutoConfig": "mine.Configuration", "AutoModel": "mine.Model"}}


@pytest.mark.parametrize(("name", "content"), [("modules.json", CODE), ("config.json", AUTOMATIC)])
def test_code_that_comes_with_a_model_is_not_run(name: str, content: object, bert: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(bert, tmp_path / "coded"))
    (folder / name).write_text(json.dumps(content), "utf-8")
    for module in ("modeling_mine.py", "mine.py"):
        (folder / module).write_text(f"open({str(tmp_path / 'ran')!r}, 'w').close()\n", "utf-8")
    with pytest.raises(ModelError, match="coded: the model brings code of its own, which is never run"):
        load_embedder(str(folder))
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("lacking", [("encoder.layer.0.attention.self.query.weight",), ("embeddings.word", "encoder")])
def test_weights_that_are_missing(lacking: tuple[str, ...], bert: Path, tmp_path: Path) -> None:
    """Random numbers would stand in for them."""
    folder = Path(shutil.copytree(bert, tmp_path / "lacking"))
    tensors = load_file(folder / "model.safetensors")
    kept = {name: tensor for name, tensor in tensors.items() if not name.startswith(lacking)}
    save_file(kept, folder / "model.safetensors", {"format": "pt"})
    missing = len(tensors) - len(kept)
    with pytest.raises(
        ModelError, match=rf"lacking: the model lacks weights \({missing} in all, \S+ for one\)"
    ) as raised:
        load_embedder(str(folder))
    assert "\n" not in str(raised.value)


def test_a_tokenizer_that_is_missing(bert: Path, tmp_path: Path) -> None:
    """Every word would be unknown."""
    folder = Path(shutil.copytree(bert, tmp_path / "wordless"))
    for path in folder.glob("tokenizer*"):
        path.unlink()
    with pytest.raises(ModelError, match="wordless: the model has no tokenizer that knows a word"):
        load_embedder(str(folder))


def test_a_pooler_may_be_missing(bert: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(bert, tmp_path / "poolerless"))
    tensors = load_file(folder / "model.safetensors")
    kept = {name: tensor for name, tensor in tensors.items() if not name.startswith("pooler")}
    assert len(kept) < len(tensors)
    save_file(kept, folder / "model.safetensors", {"format": "pt"})
    np.testing.assert_array_equal(
        TransformerModel(str(folder)).encode(TEXTS), TransformerModel(str(bert)).encode(TEXTS)
    )


DAMAGES: dict[str, Callable[[Path], object]] = {
    "truncated weights": lambda folder: os.truncate(folder / "model.safetensors", 2000),
    "no weights": lambda folder: (folder / "model.safetensors").unlink(),
    "a tokenizer of half a file": lambda folder: os.truncate(folder / "tokenizer.json", 300),
    "no configuration": lambda folder: (folder / "config.json").unlink(),
    "half a configuration": lambda folder: os.truncate(folder / "config.json", 100),
    "no pooling": lambda folder: shutil.rmtree(folder / "1_Pooling"),
    "an unknown module": lambda folder: (folder / "modules.json").write_text(
        '[{"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Nothing"}]', "utf-8"
    ),
    "a module outside": lambda folder: (folder / "modules.json").write_text(
        '[{"idx": 0, "name": "0", "path": "../..", "type": "sentence_transformers.models.Transformer"}]', "utf-8"
    ),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_folder(name: str, bert: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = Path(shutil.copytree(bert, tmp_path / "damaged"))
    DAMAGES[name](folder)
    with pytest.raises(ModelError) as raised:
        load_embedder(str(folder))
    assert str(raised.value).startswith(f"{folder}: the model cannot be loaded (")
    assert str(raised.value).endswith(f"; look whether {folder} is the whole folder of a sentence-transformers model")
    assert "\n" not in str(raised.value)
    assert capsys.readouterr().err == ""


def test_loggers_are_left_as_they_were(bert: Path) -> None:
    names = ("transformers", "sentence_transformers", "huggingface_hub")

    def states() -> list[tuple[list[logging.Handler], bool, int]]:
        loggers = [logging.getLogger(name) for name in names]
        return [(list(logger.handlers), logger.propagate, logger.level) for logger in loggers]

    TransformerModel(str(bert))
    before = states()
    with pytest.raises(ModelError):
        TransformerModel(str(bert / "1_Pooling"))
    assert states() == before


@pytest.mark.parametrize("content", [{}, {"README.md": "# A folder"}, {"config.json": "{"}, {"modules.json": "[]"}])
def test_a_folder_that_is_no_model(content: dict[str, str], tmp_path: Path) -> None:
    folder = tmp_path / "letters"
    folder.mkdir()
    for name, text in content.items():
        (folder / name).write_text(text, "utf-8")
    with pytest.raises(ModelError) as raised:
        load_embedder(str(folder))
    assert str(raised.value).startswith(f"{folder}: ")
    assert "\n" not in str(raised.value)
