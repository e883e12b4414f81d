"""`aligner models list`, `info`, `export` and `cache`."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from aligner.embedding import load_embedder
from aligner.embedding.cache import VectorCache
from aligner.embedding.catalogue import BUNDLED_FOLDER

Run = Callable[..., Any]


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> Path:
    """An empty folder to work in, with nothing downloaded and nothing remembered."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path / "hub"))
    monkeypatch.setenv("ALIGNER_CACHE", str(tmp_path / "cache"))
    return tmp_path


def test_list(run: Run) -> None:
    outcome = run("models", "list")
    assert (outcome.status, outcome.stderr) == (0, "")
    assert re.fullmatch(r"en-es  bundled +\d+\.\d MB\n", outcome.stdout)
    rows = json.loads(run("models", "list", "--format", "json").stdout)
    assert [(row["name"], row["origin"], row["folder"]) for row in rows] == [("en-es", "bundled", str(BUNDLED_FOLDER))]


def test_info_of_the_bundled_model(run: Run) -> None:
    outcome = run("models", "info")
    assert (outcome.status, outcome.stderr) == (0, "")
    assert outcome.stdout == run("models", "info", "en-es").stdout
    facts = json.loads(run("models", "info", "--format", "json").stdout)
    assert facts["signature"] == load_embedder().signature
    for line in (
        "en-es\n",
        "  licence     Apache-2.0\n",
        f"  trained on  {facts['pairs']:,} pairs\n",
        f"  signature   {facts['signature']}\n",
        *(f"  {facts['data'][0]['file']} ", "\nscores\n", "\ndata\n"),
    ):
        assert line in outcome.stdout
    for measured, figure in facts["scores"].items():
        assert re.search(rf"^  {re.escape(measured)} +{re.escape(figure)}$", outcome.stdout, re.MULTILINE)


def test_info_says_only_what_is_known(run: Run, place: Path) -> None:
    assert run("models", "export", "copy").status == 0
    (place / "copy" / "README.md").unlink()
    (place / "copy" / "aligner.json").unlink()
    printed = run("models", "info", "copy").stdout
    facts = load_embedder("copy")
    shown = re.sub(r"(subwords +|size +|folder +)\S+", r"\1X", printed)
    assert shown == (
        "copy\n  kind        static\n  subwords    X\n"
        f"  dimensions  {facts.dimensions}\n  size        X MB\n  signature   {facts.signature}\n  folder      X\n"
    )


def test_export(run: Run, place: Path) -> None:
    outcome = run("models", "export", "copy")
    assert (outcome.status, outcome.stdout) == (0, "")
    assert outcome.stderr == "copy: SentenceTransformer('copy') and --model copy load it\n"
    assert run("models", "info", "copy").stdout.startswith("en-es\n")
    (place / "copy" / "mine.txt").write_text("x", "utf-8")
    refused = run("models", "export", "copy")
    assert refused.status == 2
    assert refused.stderr == "aligner: error: copy: exists and holds something else; give a new folder\n"


def test_cache(run: Run, place: Path) -> None:
    file = place / "cache" / "vectors.sqlite"
    outcome = run("models", "cache")
    assert (outcome.status, outcome.stderr) == (0, "")
    assert outcome.stdout == f"file     {file}\nvectors  0\nsize     0 bytes of at most 1.0 GB\n"
    assert not file.parent.exists()
    VectorCache(file.parent).keep("model", ["a", "b"], np.ones((2, 3), np.float32))
    told = json.loads(run("models", "cache", "--format", "json").stdout)
    assert (told["file"], told["vectors"], told["limit"]) == (str(file), 2, 1_000_000_000)
    assert told["size"] >= file.stat().st_size
    cleared = run("models", "cache", "--clear")
    assert cleared.stderr == "2 vectors forgotten\n"
    assert cleared.stdout.splitlines()[1] == "vectors  0"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("info", "nobody/nothing"), "nobody/nothing: no such model on this machine; `aligner models list` tells"),
        (("info", "cache-file"), "cache-file: no such model on this machine"),
        (("info", " "), "the name of the model is empty"),
        (("export", "cache-file"), "cache-file: exists and holds something else"),
        (("export",), "Missing argument 'DIR'"),
        (("list", "--format", "xml"), "'xml' is not one of 'text', 'json'"),
    ],
)
def test_one_clear_line(arguments: tuple[str, ...], words: str, run: Run, place: Path) -> None:
    (place / "cache-file").write_text("x", "utf-8")
    outcome = run("models", *arguments)
    assert (outcome.status, outcome.stdout) == (2, "")
    assert outcome.stderr.startswith("aligner: error: ")
    assert words in outcome.stderr
    assert outcome.stderr.count("\n") == 1


def test_clearing_what_cannot_be_cleared(run: Run, place: Path) -> None:
    (place / "cache" / "vectors.sqlite").mkdir(parents=True)
    outcome = run("models", "cache", "--clear")
    assert (outcome.status, outcome.stdout) == (2, "")
    assert "the cache cannot be cleared" in outcome.stderr
