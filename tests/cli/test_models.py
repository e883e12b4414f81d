"""`aligner models train`, from pairs to an aligned text."""

from __future__ import annotations

import json
import lzma
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]

RECIPE = ("--vocabulary", "300", "--dimensions", "16", "--epochs", "3", "--batch", "50")
NUMBERS = (
    ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    ("eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn"),
)
PAIRS = "".join(
    f"{NUMBERS[0][a]} and {NUMBERS[0][b]} or {NUMBERS[0][c]}\t{NUMBERS[1][a]} und {NUMBERS[1][b]} oder {NUMBERS[1][c]}\n"
    for a in range(10)
    for b in range(10)
    for c in (1, 5)
)


@pytest.fixture
def folder(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pairs.tsv.xz").write_bytes(lzma.compress(PAIRS.encode()))
    (tmp_path / "few.tsv").write_text("one\teins\n", "utf-8")
    (tmp_path / "damaged.tsv.xz").write_bytes(lzma.compress(PAIRS.encode())[:-40])
    (tmp_path / "notes.md").write_text("From *counting*.\n", "utf-8")
    (tmp_path / "latin.md").write_bytes(b"\x00\xff\xfe\x01" * 40)
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "letter.txt").write_text("Dear", "utf-8")
    return tmp_path


def test_train_and_align(run: Run, folder: Path) -> None:
    options = ("--from-lang", "en", "--to-lang", "de", "--licence", "CC0-1.0", "--notes", "notes.md")
    done = run("models", "train", "pairs.tsv.xz", "-o", "model", *RECIPE, *options)
    assert done.status == 0
    assert done.stdout == ""
    assert re.search(r"^model: 180 pairs, held-out precision [01]\.\d{4}$", done.stderr, re.MULTILINE)
    facts = json.loads((folder / "model" / "aligner.json").read_text("utf-8"))
    assert (facts["name"], facts["languages"], facts["licence"]) == ("model", ["en", "de"], "CC0-1.0")
    assert facts["recipe"]["epochs"] == 3
    assert "From *counting*." in (folder / "model" / "README.md").read_text("utf-8")
    (folder / "en.txt").write_text("one and two\nthree or four\n", "utf-8")
    (folder / "de.txt").write_text("eins und zwei\ndrei oder vier\n", "utf-8")
    pair = ("en.txt", "de.txt", "--pre-segmented", "--to-lang", "de")
    aligned = run("align", *pair, "--model", "model", "--to", "tsv")
    assert aligned.status == 0, aligned.stderr
    assert aligned.stdout.count("\n") >= 1


def test_the_same_call_makes_the_same_files(run: Run, folder: Path) -> None:
    for name in ("first/model", "second/model"):
        assert run("models", "train", "pairs.tsv.xz", "-o", name, *RECIPE).status == 0
    for path in (folder / "first" / "model").iterdir():
        assert path.read_bytes() == (folder / "second" / "model" / path.name).read_bytes(), path.name


CASES: dict[str, tuple[tuple[str, ...], str]] = {
    "no file": (("nowhere.tsv",), r"nowhere\.tsv: cannot be read"),
    "too few": (("few.tsv",), r"only 1 pairs; give at least 100"),
    "damaged": (("damaged.tsv.xz",), r"damaged\.tsv\.xz: cannot be read"),
    "foreign folder": (("pairs.tsv.xz", "-o", "letters"), r"letters: exists and is not a model"),
    "a file": (("pairs.tsv.xz", "-o", "few.tsv"), r"few\.tsv: exists and is not a model"),
    "foreign folder, before any work": (("nowhere.tsv", "-o", "letters"), r"letters: exists and is not a model"),
    "inside a file": (("pairs.tsv.xz", "-o", "few.tsv/model", *RECIPE), r"few\.tsv/model: cannot be made"),
    "binary notes": (("pairs.tsv.xz", "--notes", "latin.md"), r"latin\.md: "),
    "seed": (("pairs.tsv.xz", "--seed", "-1"), r"--seed -1"),
    "epochs": (("pairs.tsv.xz", "--epochs", "0"), r"--epochs 0"),
    "language": (("pairs.tsv.xz", "--to-lang", "x!"), r"'x!' is not a language"),
}


@pytest.mark.parametrize("name", CASES)
def test_one_clear_line(name: str, run: Run, folder: Path) -> None:
    arguments, words = CASES[name]
    before = sorted(folder.rglob("*"))
    where = () if "-o" in arguments else ("-o", "model")
    outcome = run("models", "train", *arguments, *where)
    assert outcome.status == 2
    assert outcome.stdout == ""
    assert re.search(rf"^aligner: error: [^\n]*{words}[^\n]*\n\Z", outcome.stderr, re.MULTILINE), outcome.stderr
    assert sorted(folder.rglob("*")) == before
