"""What is known of models: the bundled one, folders, what was downloaded; and copies of the bundled one."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from aligner.embedding import load_embedder
from aligner.embedding.catalogue import BUNDLED_FOLDER, export_model, known_models, model_facts
from aligner.errors import ModelError, OptionError

CARD = """---
license: mit
language:
- en
- "de"
---
# A model

Words | that are no table.

## Scores

| set | P@1 | P@5 |
|---|---|---|
| one, 10 lines | 0.5 | 0.75 |
| two | 0.25 | |

## Data

| file | licence |
|:--|--:|
| `a.tsv` | CC0 |
| b.tsv |

| another | table |
|---|---|
| that | is not read |
"""


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_bundled_model() -> None:
    for name in (None, "en-es"):
        facts = model_facts(name)
        assert (facts.name, facts.kind, facts.folder) == ("en-es", "static", BUNDLED_FOLDER)
        assert facts.signature == load_embedder().signature
        assert facts.dimensions == load_embedder().dimensions
        assert facts.languages == ("en", "es")
        assert facts.licence == "Apache-2.0"
        assert facts.size <= 20_000_000
        assert facts.subwords is not None
        assert facts.pairs is not None
        assert facts.pairs > facts.subwords > 1000
        assert any("newstest2012" in measured for measured in facts.scores)
        assert all(0 < float(figure) <= 1 for figure in facts.scores.values())
        assert all(row["licence"] for row in facts.data)
        assert facts.recipe["seed"] is not None


def test_a_folder_with_a_card(tiny: Path) -> None:
    (tiny / "README.md").write_text(CARD, "utf-8")
    facts = model_facts(str(tiny))
    assert (facts.name, facts.licence, facts.languages) == ("tiny", "mit", ("en", "de"))
    assert (facts.subwords, facts.dimensions, facts.pairs) == (36, 12, None)
    assert facts.scores == {
        "one, 10 lines, P@1": "0.5",
        "one, 10 lines, P@5": "0.75",
        "two, P@1": "0.25",
        "two, P@5": "",
    }
    assert facts.data == ({"file": "a.tsv", "licence": "CC0"}, {"file": "b.tsv"})
    assert facts.size == sum(map(len, files_of(tiny).values()))


@pytest.mark.parametrize(
    "card",
    ["", "---", "---\nlanguage:\n---\n", "# Scores\n|\n||\n|-|\n", "## Scores\n\n| a |\n|---|\n| b |\n", "\x00\ud7ff"],
)
def test_a_card_that_tells_little(card: str, tiny: Path) -> None:
    (tiny / "README.md").write_text(card, "utf-8")
    (tiny / "aligner.json").write_text('{"languages": 3, "pairs": "x", "data": [1], "recipe": 0}', "utf-8")
    facts = model_facts(str(tiny))
    assert (facts.languages, facts.licence, facts.pairs, facts.data, facts.scores) == ((), None, None, (), {})


def test_a_model_without_card_and_facts(tiny: Path) -> None:
    (tiny / "README.md").unlink()
    (tiny / "aligner.json").unlink()
    facts = model_facts(str(tiny))
    assert (facts.name, facts.licence, facts.recipe) == ("tiny", None, {})


@pytest.fixture
def downloaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The hub's folder of downloads with one model of sentence-transformers, and things that are none."""
    hub = tmp_path / "hub"
    revision = "0123456789abcdef0123456789abcdef01234567"
    for name, modules in (("owner--some-model", True), ("owner--plain", False)):
        folder = hub / f"models--{name}"
        snapshot = folder / "snapshots" / revision
        (snapshot / "1_Pooling").mkdir(parents=True)
        (folder / "refs").mkdir()
        (folder / "refs" / "main").write_text(revision, "utf-8")
        (snapshot / "config.json").write_text('{"hidden_size": 48, "vocab_size": 900}', "utf-8")
        (snapshot / "1_Pooling" / "config.json").write_text('{"word_embedding_dimension": 32}', "utf-8")
        (snapshot / "README.md").write_text("---\nlicense: apache-2.0\nlanguage: [en, es]\n---\n", "utf-8")
        if modules:
            written = [{"idx": 0, "path": "", "type": "x.Transformer"}, {"idx": 1, "path": "1_Pooling", "type": "x.P"}]
            (snapshot / "modules.json").write_text(json.dumps(written), "utf-8")
    (hub / "models--broken").mkdir()
    (hub / "datasets--owner--texts").mkdir()
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(hub))
    return hub


def test_what_was_downloaded_is_listed(downloaded: Path) -> None:
    assert [(model.name, model.origin) for model in known_models()] == [
        ("en-es", "bundled"),
        ("owner/some-model", "downloaded"),
    ]
    assert all(model.size > 0 for model in known_models())


def test_what_is_known_of_a_downloaded_model(downloaded: Path) -> None:
    facts = model_facts("owner/some-model")
    assert (facts.name, facts.kind) == ("owner/some-model", "sentence-transformers")
    assert facts.signature == "owner/some-model@01234567"
    assert (facts.dimensions, facts.subwords) == (32, 900)
    assert (facts.languages, facts.licence) == (("en", "es"), "apache-2.0")
    by_folder = model_facts(str(facts.folder))
    assert (by_folder.name, by_folder.dimensions) == ("some-model", 32)


def test_no_folder_of_downloads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path / "nowhere"))
    assert [model.name for model in known_models()] == ["en-es"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("", "the name of the model is empty"),
        ("owner/unknown", "no such model on this machine"),
        ("not a name at all!", "no such model on this machine"),
        ("./nowhere", "no such model on this machine"),
        ("letters", "no model in this folder"),
        ("file", "no such model on this machine"),
    ],
)
def test_no_model(name: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, downloaded: Path) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "letters").mkdir()
    (tmp_path / "file").write_text("x", "utf-8")
    with pytest.raises(ModelError, match=words):
        model_facts(name)


def test_a_damaged_model(tiny: Path) -> None:
    (tiny / "model.safetensors").write_bytes(b"x")
    with pytest.raises(ModelError, match="not a safetensors file"):
        model_facts(str(tiny))


def test_a_copy_is_the_bundled_model(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "copy"
    for _ in range(2):  # an earlier copy is replaced
        export_model(folder)
        assert files_of(folder) == files_of(BUNDLED_FOLDER)
        (folder / "model.safetensors").write_bytes(b"damaged")
    export_model(folder)
    texts = ["The bridge is old.", "El puente es viejo."]
    np.testing.assert_array_equal(load_embedder(str(folder)).encode(texts), load_embedder().encode(texts))
    assert [path.name for path in folder.parent.iterdir()] == ["copy"]


def test_into_an_empty_folder(tmp_path: Path) -> None:
    export_model(tmp_path)
    assert files_of(tmp_path) == files_of(BUNDLED_FOLDER)


def _letters(folder: Path) -> None:
    folder.mkdir()
    (folder / "letter.txt").write_text("Dear", "utf-8")


def _other_model(folder: Path) -> None:
    folder.mkdir()
    (folder / "modules.json").write_text("[]", "utf-8")
    (folder / "aligner.json").write_text('{"name": "mine"}', "utf-8")


def _copy_and_more(folder: Path) -> None:
    export_model(folder)
    (folder / "notes.txt").write_text("mine", "utf-8")


def _file(folder: Path) -> None:
    folder.write_text("x", "utf-8")


@pytest.mark.parametrize("make", [_letters, _other_model, _copy_and_more, _file])
def test_what_else_is_there_is_left_alone(make: Callable[[Path], None], tmp_path: Path) -> None:
    folder = tmp_path / "there"
    make(folder)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    with pytest.raises(OptionError, match="there: exists and holds something else; give a new folder"):
        export_model(folder)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    with pytest.raises(OptionError, match="copy: cannot be written"):
        export_model(tmp_path / "file" / "copy")


def test_an_export_that_fails_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "copy"
    export_model(folder)
    before = files_of(folder)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("shutil.copytree", full)
    with pytest.raises(OptionError, match="No space left on device"):
        export_model(folder)
    assert files_of(folder) == before
    assert [path.name for path in tmp_path.iterdir()] == ["copy"]
