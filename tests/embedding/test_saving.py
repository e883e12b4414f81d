"""Models on disk: whole or not at all, and never in place of something else."""

from __future__ import annotations

import json
import stat
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer

from aligner.contracts import FloatArray
from aligner.embedding import StaticModel, saving
from aligner.embedding.card import DataFile, Provenance, Score, card, facts
from aligner.embedding.recipe import Epoch, Recipe, Trained
from aligner.embedding.saving import save_model
from aligner.errors import OptionError
from aligner.version import VERSION

FILES = {"README.md", "aligner.json", "model.safetensors", "modules.json", "tokenizer.json"}


def test_what_is_in_the_folder(tiny: Path) -> None:
    assert {path.name for path in tiny.iterdir()} == FILES
    assert [path.name for path in tiny.parent.iterdir()] == ["tiny"]
    assert json.loads((tiny / "aligner.json").read_text("utf-8")) == {"name": "tiny"}
    assert (tiny / "README.md").read_text("utf-8") == "# tiny\n"
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o644 for path in tiny.iterdir())


def test_the_same_model_is_the_same_bytes(
    tiny: Path, tmp_path: Path, tokenizer: Tokenizer, vectors: FloatArray
) -> None:
    save_model(tmp_path / "deep" / "again", tokenizer, vectors, "# tiny\n", {"name": "tiny"})
    for name in FILES:
        assert (tmp_path / "deep" / "again" / name).read_bytes() == (tiny / name).read_bytes()


def test_a_model_replaces_a_model(tiny: Path, tokenizer: Tokenizer, vectors: FloatArray) -> None:
    before = StaticModel.load(tiny).signature
    save_model(tiny, tokenizer, vectors + 1, "", {"name": "tiny"})
    assert StaticModel.load(tiny).signature != before
    assert {path.name for path in tiny.iterdir()} == FILES


def test_an_empty_folder_is_taken(tmp_path: Path, tokenizer: Tokenizer, vectors: FloatArray) -> None:
    (tmp_path / "empty").mkdir()
    save_model(tmp_path / "empty", tokenizer, vectors, "", {})
    assert {path.name for path in (tmp_path / "empty").iterdir()} == FILES


def test_something_else_stays(tmp_path: Path, tokenizer: Tokenizer, vectors: FloatArray) -> None:
    folder, file = tmp_path / "letters", tmp_path / "file"
    folder.mkdir()
    (folder / "to a friend.txt").write_text("Dear", "utf-8")
    file.write_text("x", "utf-8")
    for path in (folder, file):
        with pytest.raises(OptionError, match="exists and is not a model; give a new folder"):
            save_model(path, tokenizer, vectors, "", {})
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["file", "letters", "to a friend.txt"]


def test_a_place_where_no_folder_can_be(tmp_path: Path, tokenizer: Tokenizer, vectors: FloatArray) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    with pytest.raises(OptionError, match="cannot be made"):
        save_model(tmp_path / "file" / "model", tokenizer, vectors, "", {})


def test_a_failure_leaves_the_old_model_and_nothing_else(
    tiny: Path, tokenizer: Tokenizer, vectors: FloatArray, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {path.name: path.read_bytes() for path in tiny.iterdir()}

    def full_disk(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(saving, "save_file", full_disk)
    with pytest.raises(OSError, match="No space"):
        save_model(tiny, tokenizer, vectors * 2, "", {})
    assert {path.name: path.read_bytes() for path in tiny.iterdir()} == before
    assert list(tiny.parent.iterdir()) == [tiny]


def test_the_card(tokenizer: Tokenizer, vectors: FloatArray) -> None:
    data = DataFile("pairs.tsv", 4, "5dd1", 1)
    provenance = Provenance(
        "tiny",
        ("en", "de"),
        "CC-BY-4.0",
        "\nFrom *letters*.\n",
        "aligner models train …",
        (Score("news.tsv", 3003, 0.12345),),
    )
    recipe = Recipe(vocabulary=36, dimensions=vectors.shape[1], seed=5)
    history = (Epoch(1, 2.5, 0.98764), Epoch(2, 1.25, 0.5))
    trained = Trained(tokenizer, np.asarray(vectors), 0.98764, 1234, 137, 1, history)
    known = facts(trained, recipe, [data], provenance)
    assert known["name"] == "tiny"
    assert known["aligner"] == VERSION
    assert known["subwords"] == tokenizer.get_vocab_size()
    assert known["retrieval_held_out"] == 0.9876
    assert known["data"] == [{"file": "pairs.tsv", "bytes": 4, "sha256": "5dd1", "pairs": 1}]
    assert known["recipe"] == {
        name: value for name, value in asdict(recipe).items() if name != "patience"
    }  # nobody asked for it
    text = card(known, provenance)
    assert text.startswith("---\nlibrary_name: sentence-transformers\n")
    assert "\nlanguage: [en, de]\nlicense: cc-by-4.0\n---\n\n# tiny\n" in text
    assert "| trained on | 1,234 pairs |" in text
    assert "seed 5" in text
    assert "| retrieval of 137 held-out pairs (P@1, both directions) | 0.9876 |" in text
    assert known["scores"] == [{"file": "news.tsv", "pairs": 3003, "retrieval": 0.1235}]
    assert "\n## Scores\n\n" in text
    assert "| news.tsv, 3,003 pairs | 0.1235 |\n\nFrom *letters*" in text
    assert "\n\nFrom *letters*.\n\n## Files\n" in text
    assert "| pairs.tsv | 4 | 1 | 5dd1 |" in text
    assert "| 1 (kept) | 2.5 | 0.9876 |\n| 2 | 1.25 | 0.5 |" in text
    assert text.endswith("## Command\n\n```text\naligner models train …\n```\n")


def test_a_card_of_little(tokenizer: Tokenizer, vectors: FloatArray) -> None:
    provenance = Provenance("tiny", ("en", "de"), "other", "")
    text = card(facts(Trained(tokenizer, vectors, 0.5, 9), Recipe(), [], provenance), provenance)
    assert "##" not in text
    assert text.endswith(" |\n")
