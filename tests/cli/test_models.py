"""`aligner models train`, from pairs to an aligned text."""

from __future__ import annotations

import gzip
import json
import lzma
import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from aligner.embedding.retrieval import retrieval
from aligner.embedding.static import StaticModel
from aligner.embedding.training import Progress, _Training

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
    assert re.search(r"^model: 180 pairs, held-out precision [01]\.\d{4}, epoch [123] of 3$", done.stderr, re.MULTILINE)
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
    made = []
    for _ in range(2):
        assert run("models", "train", "pairs.tsv.xz", "-o", "new/model", *RECIPE).status == 0
        made.append({path.name: path.read_bytes() for path in (folder / "new" / "model").iterdir()})
    assert made[0] == made[1]


def test_the_card_tells_the_command(run: Run, folder: Path) -> None:
    (folder / "pairs two.tsv").write_text(PAIRS, "utf-8")
    arguments = ("pairs two.tsv", "pairs.tsv.xz", "-o", "model", *RECIPE, "--device", "cpu", "--to-lang", "de")
    assert run("models", "train", *arguments).status == 0
    facts = json.loads((folder / "model" / "aligner.json").read_text("utf-8"))
    assert shlex.split(facts["command"]) == ["aligner", "models", "train", *arguments]
    assert facts["command"] in (folder / "model" / "README.md").read_text("utf-8")
    assert [(file["file"], file["pairs"]) for file in facts["data"]] == [("pairs two.tsv", 200), ("pairs.tsv.xz", 200)]
    assert facts["pairs"] == 180


def test_what_the_model_is_tried_on_is_never_trained_on(run: Run, folder: Path) -> None:
    lines = PAIRS.splitlines(keepends=True)
    (folder / "test.tsv").write_text("".join(lines[::10]) + "six and two\tsechs und zwei\n", "utf-8")
    (folder / "rest.tsv").write_text("".join(line for number, line in enumerate(lines) if number % 10), "utf-8")
    weights = []
    for name, *tests in (("pairs.tsv.xz", "--test", "test.tsv"), ("rest.tsv",)):
        done = run("models", "train", name, "-o", "model", *RECIPE, "--to-lang", "de", *tests)
        assert done.status == 0, done.stderr
        weights.append((folder / "model" / "model.safetensors").read_bytes())
        if tests:
            (score,) = json.loads((folder / "model" / "aligner.json").read_text("utf-8"))["scores"]
            pairs = [line.strip().split("\t") for line in (folder / "test.tsv").read_text("utf-8").splitlines()]
            model = StaticModel.load(folder / "model")
            measured = retrieval(model, [(pair[0], pair[1]) for pair in pairs])
            assert (score["file"], score["pairs"]) == ("test.tsv", 21)
            assert score["retrieval"] == pytest.approx(measured, abs=1e-4)
            assert f"| test.tsv, 21 pairs | {score['retrieval']} |" in (folder / "model" / "README.md").read_text()
    assert weights[0] == weights[1]


FORMATS: dict[str, Callable[[str, str], str]] = {
    "csv": lambda source, target: f'"{source}","{target}"\n',
    "po": lambda source, target: f'msgid "{source}"\nmsgstr "{target}"\n\n',
    "jsonl": lambda source, target: json.dumps({"source": source, "target": target}) + "\n",
}


def test_pairs_of_any_format_make_the_same_model(run: Run, folder: Path) -> None:
    pairs = [line.split("\t") for line in PAIRS.splitlines()]
    for suffix, written in FORMATS.items():
        (folder / f"pairs.{suffix}").write_text("".join(written(*pair) for pair in pairs), "utf-8")
    for side, language in enumerate(("en", "es")):
        (folder / f"corpus.{language}.gz").write_bytes(
            gzip.compress("".join(f"{pair[side]}\n" for pair in pairs).encode())
        )
    weights = set()
    for name in ("pairs.tsv.xz", "pairs.csv", "pairs.po", "pairs.jsonl", "corpus"):
        done = run("models", "train", name, "-o", "model", *RECIPE, "--epochs", "1")
        assert done.status == 0, done.stderr
        weights.add((folder / "model" / "model.safetensors").read_bytes())
    assert len(weights) == 1


@pytest.fixture
def interrupted(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder after Ctrl-C in the second epoch of a training."""
    with monkeypatch.context() as patched:
        go_through = _Training.go_through

        def until_second(training: _Training, report: Callable[[Progress], None]) -> None:
            go_through(training, report)
            if len(training._history) == 2:
                raise KeyboardInterrupt

        patched.setattr(_Training, "go_through", until_second)
        done = run("models", "train", "pairs.tsv.xz", "-o", "model", *RECIPE)
    said = "aligner: interrupted; the same command with --resume goes on from model.checkpoint\n"
    assert (done.status, done.stdout, done.stderr) == (130, "", said)
    assert not (folder / "model").exists()
    return folder


def test_resume(run: Run, interrupted: Path) -> None:
    assert run("models", "train", "pairs.tsv.xz", "-o", "model", *RECIPE, "--resume").status == 0
    assert not (interrupted / "model.checkpoint").exists()
    resumed = {path.name: path.read_bytes() for path in (interrupted / "model").iterdir()}
    assert run("models", "train", "pairs.tsv.xz", "-o", "model", *RECIPE).status == 0
    assert resumed == {path.name: path.read_bytes() for path in (interrupted / "model").iterdir()}


def test_a_checkpoint_is_not_lost_by_mistake(run: Run, interrupted: Path) -> None:
    before = (interrupted / "model.checkpoint").read_bytes()
    for arguments, words in (
        ((), "a training that was interrupted; go on with --resume, or remove it"),
        (("--resume", "--seed", "9"), r"another recipe \(seed 0\)"),
    ):
        done = run("models", "train", "pairs.tsv.xz", "-o", "model", *RECIPE, *arguments)
        assert done.status == 2
        assert re.search(rf"^aligner: error: model\.checkpoint: .*{words}.*\n\Z", done.stderr), done.stderr
        assert (interrupted / "model.checkpoint").read_bytes() == before


def test_interrupted_before_there_is_anything(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    before = sorted(folder.rglob("*"))
    monkeypatch.setattr(_Training, "go_through", interrupt)
    done = run("models", "train", "pairs.tsv.xz", "-o", "model", *RECIPE)
    assert done.status == 130
    assert done.stderr == "aligner: interrupted before the first epoch was over; nothing is kept\n"
    assert sorted(folder.rglob("*")) == before


CASES: dict[str, tuple[tuple[str, ...], str]] = {
    "no file": (("nowhere.tsv",), r"nowhere\.tsv: there is no such file"),
    "too few": (("few.tsv",), r"only 1 pairs; give at least 100"),
    "damaged": (("damaged.tsv.xz",), r"damaged\.tsv\.xz: it cannot be unpacked"),
    "foreign folder": (("pairs.tsv.xz", "-o", "letters"), r"letters: exists and is not a model"),
    "a file": (("pairs.tsv.xz", "-o", "few.tsv"), r"few\.tsv: exists and is not a model"),
    "foreign folder, before any work": (("nowhere.tsv", "-o", "letters"), r"letters: exists and is not a model"),
    "inside a file": (("pairs.tsv.xz", "-o", "few.tsv/model", *RECIPE), r"few\.tsv/model: cannot be made"),
    "binary notes": (("pairs.tsv.xz", "--notes", "latin.md"), r"latin\.md: "),
    "seed": (("pairs.tsv.xz", "--seed", "-1"), r"--seed -1"),
    "epochs": (("pairs.tsv.xz", "--epochs", "0"), r"--epochs 0"),
    "patience": (("pairs.tsv.xz", "--patience", "0"), r"--patience 0"),
    "no test": (("pairs.tsv.xz", "--test", "nowhere.tsv"), r"nowhere\.tsv: there is no such file"),
    "nothing to go on from": (("pairs.tsv.xz", "--resume"), r"model\.checkpoint: there is no checkpoint"),
    "no format": (("letters/letter.txt",), r"letter\.txt: text cannot be read as pairs"),
    "one language": (("pairs.tsv.xz", "--to-lang", "en-GB"), r"source and target are both said to be English"),
    "device": (("pairs.tsv.xz", "--device", "tpu"), r"'tpu' is not one of 'auto', 'cpu', 'cuda'"),
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
