"""Models that sentence-transformers runs: a tiny BERT with random weights, and models that cannot be loaded."""

from __future__ import annotations

import json
import re
import shutil
import sys
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from safetensors.numpy import load_file, save_file

from aligner.cli import main
from aligner.contracts import AdditiveEmbedder, FloatArray
from aligner.embedding import StaticModel, load_embedder
from aligner.errors import MissingExtra, ModelError

HIDDEN = 16
TEXTS = ["The bridge is old.", "", "El puente es viejo", "😀 Αθήνα جسر", "the " * 500, "a\x00b"]


def mean_of_tokens(folder: Path, text: str) -> FloatArray:
    """The vector of a text by transformers alone."""
    import torch
    from transformers import AutoModel, AutoTokenizer

    inputs = AutoTokenizer.from_pretrained(folder)(text, return_tensors="pt", truncation=True)
    with torch.no_grad():
        states = AutoModel.from_pretrained(folder).eval()(
            input_ids=inputs["input_ids"], attention_mask=inputs["attention_mask"]
        )
    mean = states.last_hidden_state[0].mean(dim=0).numpy()
    return np.asarray(mean / np.linalg.norm(mean), np.float32)


def test_vectors_are_those_of_the_model(bert: Path) -> None:
    model = load_embedder(str(bert))
    assert model.dimensions == HIDDEN
    assert re.fullmatch("tiny-bert@[0-9a-f]{8}", model.signature)
    vectors = model.encode(TEXTS)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)
    for row, text in zip(vectors, TEXTS, strict=True):
        np.testing.assert_allclose(row, mean_of_tokens(bert, text), atol=1e-5)


def test_it_is_not_additive(bert: Path) -> None:
    assert not isinstance(load_embedder(str(bert)), AdditiveEmbedder)


def test_no_texts_and_no_text_at_all(bert: Path) -> None:
    model = load_embedder(str(bert))
    assert model.encode([]).shape == (0, HIDDEN)
    assert np.isfinite(model.encode(["\ud800 \udfff"])).all()


@pytest.fixture
def pair(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    """Ten sentences in two languages, in the working folder."""
    monkeypatch.chdir(tmp_path)
    english = ["The bridge is old and the people of the valley are proud of it.", "The house is new, and it is white."]
    spanish = ["El puente es viejo y los vecinos del valle están orgullosos de él.", "La casa es nueva, y es blanca."]
    Path("en.txt").write_text("\n".join(english * 5), "utf-8")
    Path("es.txt").write_text("\n".join(spanish * 5), "utf-8")
    return "en.txt", "es.txt"


def test_align_with_it(bert: Path, pair: tuple[str, str]) -> None:
    load_embedder.cache_clear()  # what loading says is part of what is tested
    arguments = ["align", *pair, "--pre-segmented", "--model", str(bert)]
    done = CliRunner().invoke(main, arguments, catch_exceptions=False)
    assert done.exit_code == 0, done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    for side in ("source_sentences", "target_sentences"):
        assert sorted(number for row in rows for number in row[side]) == list(range(10))
    assert done.stderr == ""


def test_a_memory_names_it(bert: Path, pair: tuple[str, str]) -> None:
    arguments = ["align", *pair, "--pre-segmented", "--model", str(bert), "--to", "tmx"]
    assert "model:tiny-bert" in CliRunner().invoke(main, arguments, catch_exceptions=False).stdout


def test_progress_bars_come_back(bert: Path) -> None:
    from transformers.utils import logging

    assert logging.is_progress_bar_enabled()
    load_embedder.cache_clear()
    load_embedder(str(bert))
    assert logging.is_progress_bar_enabled()


def test_sentence_transformers_reads_our_static_models(tiny: Path) -> None:
    from sentence_transformers import SentenceTransformer

    texts = [text for text in TEXTS if text]
    for folder in (tiny, Path(sys.modules["aligner.embedding"].__file__ or "").parent / "models" / "en-es"):
        ours = StaticModel.load(folder).encode([*texts, ""])
        theirs = SentenceTransformer(str(folder)).encode([*texts, ""], normalize_embeddings=True)
        cosines = (ours * theirs).sum(axis=1)
        assert cosines[:-1].min() > 0.9999
        assert not ours[-1].any()
        assert not theirs[-1].any()


def test_weights_that_are_not_numbers(bert: Path, pair: tuple[str, str]) -> None:
    shutil.copytree(bert, "broken")
    tensors = load_file("broken/model.safetensors")
    name = "embeddings.word_embeddings.weight"
    save_file({**tensors, name: np.full_like(tensors[name], np.nan)}, "broken/model.safetensors", {"format": "pt"})
    done = CliRunner().invoke(main, ["align", *pair, "--model", "broken"], catch_exceptions=False)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert re.fullmatch(r"aligner: error: broken: [^\n]*not finite[^\n]*\n", done.stderr)


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


def test_a_name_that_cannot_be_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    import huggingface_hub.constants

    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", True)
    with pytest.raises(ModelError, match=r"^nobody/nothing: .* give its folder: --model PATH/TO/FOLDER$") as raised:
        load_embedder("nobody/nothing")
    assert "\n" not in str(raised.value)


def test_without_sentence_transformers(bert: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    load_embedder.cache_clear()
    with pytest.raises(MissingExtra, match=r'need an extra: pip install "aligner\[transformers\]"$'):
        load_embedder(str(bert))
