"""`aligner export` from the command line."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest

from aligner.cli.export_options import CLEAN_AS_SAID, filters
from aligner.exporting import FilterOptions
from aligner.exporting.options import CLEAN

Run = Callable[..., Any]


def test_conversion_says_nothing(run: Run, tmp_path: Path) -> None:
    """No word where nothing was dropped."""
    source = tmp_path / "a.tsv"
    source.write_text("One\tUno\n", encoding="utf-8")
    outcome = run("export", str(source), "-o", str(tmp_path / "a.tmx"))
    assert (outcome.status, outcome.stdout, outcome.stderr) == (0, "", "")
    back = run("export", str(tmp_path / "a.tmx"), "--to", "tsv")
    assert (back.status, back.stdout, back.stderr) == (0, "One\tUno\n", "")


def test_what_was_dropped_is_told(run: Run, tmp_path: Path) -> None:
    report = tmp_path / "r.html"
    outcome = run("export", "bridge.en-es.tsv", "--to", "tsv", "--exclude-findings", "num501", "--report", str(report))
    assert outcome.stdout == "The river is wide.\tEl río es ancho.\n"
    assert outcome.stderr == "aligner: 1 of 3 pairs written (nulls dropped 1, findings dropped 1)\n"
    assert "The bridge has 150 blocks." in report.read_text("utf-8")


def test_texts_and_their_filters(run: Run, tmp_path: Path) -> None:
    outcome = run(
        "export", "bridge.en.txt", "bridge.es.txt", "--max-words", "10", "--keep-nulls", "--normalise", "quotes"
    )
    rows = [json.loads(line) for line in outcome.stdout.splitlines()]
    assert all(len(row["source"].split()) <= 10 for row in rows)
    assert [row["source_sentences"] for row in rows if not row["target"]] == [[4]]


def test_clean_yields_to_what_is_said(run: Run) -> None:
    report = run("export", "bridge.en.txt", "bridge.es.txt", "--clean", "--max-words", "3", "--max-ratio", "9").stderr
    assert re.search(r"no pair is left|too-long dropped", report)


def test_clean_is_what_its_help_says() -> None:
    said: list[FilterOptions] = []

    @click.command()
    @filters
    def told(filters: FilterOptions) -> None:
        said.append(filters)

    for arguments in (["--clean"], CLEAN_AS_SAID.split()):
        told.main(arguments, standalone_mode=False)
    assert said == [FilterOptions(**CLEAN)] * 2  # type: ignore[arg-type]


def test_standard_input(run: Run) -> None:
    outcome = run("export", "-", "--from", "tsv", "--to", "jsonl", stdin="One\tUno\n")
    assert json.loads(outcome.stdout)["target"] == "Uno"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "give files of pairs, folders or documents, or --manifest"),
        (("nowhere.tsv", "-o", "x.tsv"), r"nowhere\.tsv: there is no such file"),
        (("bridge.en.txt", "-o", "x.tsv"), r"bridge\.en\.txt: .*other version"),
        (("bridge.en-es.tsv", "-o", "x.xyz"), r"x\.xyz: .*\.xyz"),
        (("bridge.en-es.tsv", "-o", "x"), r"x: .*suffix"),
        (("bridge.en-es.tsv", "--min-score", "2"), r"--min-score 2: give a number from 0 to 1"),
        (("bridge.en-es.tsv", "--split", "90/5"), "add up to 100"),
        (("bridge.en-es.tsv", "--split", "80/10/10", "-o", "x.tsv"), "--split-by pair"),
        (("bridge.en-es.tsv", "--split", "50/50/0", "--split-by", "pair"), "makes several files; name them with -o"),
        (("bridge.en-es.tsv", "--split-by", "pair"), "--split-by goes with --split"),
        (("bridge.en-es.tsv", "--exclude-findings", "XYZ"), "no rule"),
        (("bridge.en-es.tsv", "--normalise", "all"), "--normalise all: give one or several of nfc"),
        (("bridge.en-es.tsv", "--report", "r.txt"), r"--report r\.txt"),
        (("bridge.en-es.tsv", "--limit", "0"), "--limit 0"),
        (("bridge.en-es.tsv", "--min-words", "90"), "no pair is left of 3"),
        (("-", "--from-lang", "español!"), "not a language code"),
        (("-",), "text cannot be read as pairs"),
    ],
)
def test_one_clear_line(arguments: tuple[str, ...], words: str, run: Run) -> None:
    before = sorted(Path().iterdir())
    outcome = run("export", *arguments)
    assert outcome.status == 2, outcome
    assert outcome.stdout == ""
    assert re.fullmatch(r"aligner: error: [^\n]+\n", outcome.stderr)
    assert re.search(words, outcome.stderr), outcome.stderr
    assert sorted(Path().iterdir()) == before


def test_a_broken_pipe_is_no_failure_of_ours(tmp_path: Path) -> None:
    source = tmp_path / "a.tsv"
    source.write_text("".join(f"Line {number}\tLínea {number}\n" for number in range(30_000)), encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "aligner", "export", str(source), "--to", "tsv"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    assert process.wait(60) == 141
    assert process.stderr.read() == b""
    process.stderr.close()


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_an_interruption_leaves_nothing(tmp_path: Path) -> None:
    source = tmp_path / "a.tsv"
    source.write_text("".join(f"Line {number}\tLínea {number}\n" for number in range(100_000)), encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "aligner", "export", str(source), "-o", str(tmp_path / "b.tsv")], stderr=subprocess.PIPE
    )
    deadline = time.monotonic() + 60
    # It has begun to write when the temporary file is there.
    while not any(path.suffix == ".tmp" for path in tmp_path.iterdir()) and time.monotonic() < deadline:
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 130
    assert b"Traceback" not in told
    assert [path.name for path in tmp_path.iterdir()] == ["a.tsv"]
