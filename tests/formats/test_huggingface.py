"""A folder for the Hugging Face Hub: the card is YAML that says what is there, and `datasets` loads it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from aligner.contracts import Heading, Pair
from aligner.errors import InputError
from aligner.formats import write_pairs

HEADING = Heading("en", "es", "a.en.txt", "a.es.txt", "aligner:1|model:m", "CC-BY-4.0")
PAIRS = [
    Pair("One.\u2028\nTwo. 😀 \x07", 'Uno "y" dos.', 0.75, document="a", split="train"),
    Pair("Three.", "", None, document="a", split="train"),
    Pair("Four.", "Cuatro.", 1.0, document="b", split="dev"),
    Pair("Five.", "Cinco.", 0.5, document="c", split="test"),
]


def written(folder: Path, heading: Heading = HEADING, pairs: list[Pair] | None = None) -> Path:
    write_pairs(PAIRS if pairs is None else pairs, heading, str(folder / "my corpus"), "huggingface")
    return folder / "my corpus"


def head_of(folder: Path) -> dict[str, Any]:
    _, head, _ = (folder / "README.md").read_text(encoding="utf-8").split("---\n", 2)
    read = yaml.safe_load(head)
    assert isinstance(read, dict)
    return read


def test_the_card_says_what_is_there(tmp_path: Path) -> None:
    folder = written(tmp_path)
    head = head_of(folder)
    assert (head["language"], head["license"], head["size_categories"]) == (["en", "es"], "cc-by-4.0", ["n<1K"])
    files = {one["split"]: one["path"] for one in head["configs"][0]["data_files"]}
    assert files == {"train": "data/train.jsonl", "validation": "data/validation.jsonl", "test": "data/test.jsonl"}
    assert {str(file.relative_to(folder)) for file in folder.rglob("*.jsonl")} == set(files.values())
    rows = [json.loads(line) for line in (folder / files["train"]).read_text(encoding="utf-8").split("\n")[:-1]]
    assert rows == [
        {"translation": {"en": pair.source, "es": pair.target}, "score": pair.score, "document": "a"}
        for pair in PAIRS[:2]
    ]
    text = (folder / "README.md").read_text(encoding="utf-8")
    for told in ("| validation | 1 |", "aligner:1|model:m", "Licence: CC-BY-4.0", "From a.en.txt and a.es.txt."):
        assert told in text


def test_datasets_loads_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    datasets = pytest.importorskip("datasets")
    folder = written(tmp_path)
    loaded = datasets.load_dataset(str(folder), cache_dir=str(tmp_path / "cache"))
    assert {split: len(rows) for split, rows in loaded.items()} == {"train": 2, "validation": 1, "test": 1}
    features = loaded["train"].features
    assert features["translation"] == datasets.Translation(languages=["en", "es"])
    assert features["score"] == datasets.Value("float64")
    assert [row["translation"] for row in loaded["train"]] == [
        {"en": pair.source, "es": pair.target} for pair in PAIRS[:2]
    ]
    assert [row["score"] for row in loaded["train"]] == [0.75, None]


@pytest.mark.parametrize(
    ("licence", "said"),
    [
        ("", {}),
        ("MIT", {"license": "mit"}),
        ("Ask the: author", {"license": "other", "license_name": "Ask the: author"}),
    ],
)
def test_licences(tmp_path: Path, licence: str, said: dict[str, str]) -> None:
    head = head_of(written(tmp_path, Heading("no", "es", licence=licence)))
    assert {name: value for name, value in head.items() if name.startswith("license")} == said
    assert head["language"] == ["no", "es"]  # which YAML 1.1 takes for a false where it has no marks around it


def test_splits_have_names_that_the_hub_takes(tmp_path: Path) -> None:
    pairs = [Pair("a", "b"), Pair("c", "d", split="held out/1"), Pair("e", "f", split="valid")]
    head = head_of(written(tmp_path, pairs=pairs))
    assert [one["split"] for one in head["configs"][0]["data_files"]] == ["train", "held_out_1", "validation"]


def test_nothing_of_a_text_becomes_mark_up(tmp_path: Path) -> None:
    text = (written(tmp_path, Heading("en", "es", "# a|b\n---\n<i>", "", "sig`nature")) / "README.md").read_text(
        "utf-8"
    )
    assert "From \\# a\\|b --- \\<i\\>." in text
    assert "`signature`" in text


def test_the_same_bytes_twice_over_an_old_folder(tmp_path: Path) -> None:
    first = {file.name: file.read_bytes() for file in written(tmp_path).rglob("*") if file.is_file()}
    assert {file.name: file.read_bytes() for file in written(tmp_path).rglob("*") if file.is_file()} == first


def test_two_sides_in_one_language(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="both sides are in one language"):
        written(tmp_path, Heading("en", "en"))
    assert list(tmp_path.iterdir()) == []
