"""`aligner align --manifest`, `--min-score` and `--order`."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from aligner import pipeline
from aligner.model import Bitext

Run = Callable[..., Any]
PAIR = ("bridge.en.txt", "bridge.es.txt")
TEXTS = Path(__file__).parent / "texts"


@pytest.fixture
def pairs(tmp_path: Path) -> Path:
    file = tmp_path / "pairs.tsv"
    cells = [str(TEXTS / name) for name in PAIR]
    file.write_text(f"source\ttarget\tname\n{cells[0]}\t{cells[1]}\tnews/bridge\n", encoding="utf-8")
    return file


def test_the_same_bytes_as_one_call(run: Run, pairs: Path, tmp_path: Path) -> None:
    outcome = run("align", "--manifest", str(pairs), "-o", str(tmp_path / "out"), "--to", "tmx")
    assert (outcome.status, outcome.stdout, outcome.stderr) == (0, "", "")
    alone = run("align", *(str(TEXTS / name) for name in PAIR), "--to", "tmx")  # a memory names its documents
    assert (tmp_path / "out/news/bridge.tmx").read_text("utf-8") == alone.stdout


def test_a_bad_pair_is_one_line_and_status_2(run: Run, pairs: Path, tmp_path: Path) -> None:
    with pairs.open("a", encoding="utf-8") as file:
        file.write("nowhere.txt\tneither.txt\tx\n")
    outcome = run("align", "--manifest", str(pairs), "-o", str(tmp_path / "out"))
    first, last = outcome.stderr.splitlines()
    assert outcome.status == 2
    assert first.startswith(f"aligner: error: {pairs}:3: ")
    assert "nowhere.txt: there is no such file" in first
    assert last == "aligner: error: 1 of 2 pairs could not be aligned"
    assert (tmp_path / "out/news/bridge.jsonl").is_file()


def test_a_manifest_from_standard_input(run: Run, tmp_path: Path) -> None:
    outcome = run("align", "--manifest", "-", "-o", str(tmp_path), stdin="bridge.en.txt\tbridge.es.txt\n")
    assert outcome.status == 0
    assert (tmp_path / "bridge.jsonl").read_text("utf-8") == run("align", *PAIR).stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--manifest", "pairs.tsv"), "-o FOLDER"),
        (("--manifest", "pairs.tsv", "-o", "-"), "-o FOLDER"),
        ((*PAIR, "--manifest", "pairs.tsv", "-o", "out"), "either SOURCE and TARGET or --manifest"),
        ((*PAIR, "--workers", "2"), "--workers goes with --manifest"),
        ((PAIR[0],), "give two texts"),
        ((*PAIR, "--order", "review", "--to", "tmx"), "--order review cannot be written as tmx"),
        ((*PAIR, "--min-score", "2"), "--min-score"),
        (("--manifest", "nowhere.tsv", "-o", "out"), "nowhere.tsv: there is no such file"),
    ],
)
def test_what_does_not_go_together(
    arguments: tuple[str, ...], words: str, run: Run, pairs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(pairs.parent)
    outcome = run("align", *arguments)
    assert outcome.status == 2
    assert outcome.stderr.count("\n") == 1
    assert words in outcome.stderr
    assert [path.name for path in pairs.parent.iterdir()] == ["pairs.tsv"]


@pytest.fixture
def unsure(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Alignment as it is, but with pairs that score ever less: what the scores are."""
    scores: list[float] = []
    align_files = pipeline.align_files

    def less_and_less(*arguments: Any, **more: Any) -> Bitext:
        bitext = align_files(*arguments, **more)
        beads = [
            bead if bead.is_null else replace(bead, score=0.9 - number / 10) for number, bead in enumerate(bitext.beads)
        ]
        scores[:] = [bead.score for bead in beads if bead.score is not None]
        return replace(bitext, beads=tuple(beads))

    monkeypatch.setattr(pipeline, "align_files", less_and_less)
    return scores


def test_low_pairs_are_told_of(run: Run, unsure: list[float]) -> None:
    outcome = run("align", *PAIR, "--min-score", "0.55")
    kept = [json.loads(line) for line in outcome.stdout.splitlines()]
    below = sum(score < 0.55 for score in unsure)
    assert 0 < below < len(unsure)
    assert outcome.status == 0
    assert outcome.stderr == f"aligner: {below} of {len(unsure)} pairs score less than 0.55\n"
    assert [bead["score"] for bead in kept if bead["score"] is not None] == [one for one in unsure if one >= 0.55]
    assert sorted(number for bead in kept for number in bead["source_sentences"]) == list(range(7))
    assert run("align", *PAIR, "--min-score", "0.55", "--to", "tmx").stdout.count("<tu ") == len(unsure) - below


def test_low_pairs_of_a_manifest_are_told_of_together(
    run: Run, unsure: list[float], pairs: Path, tmp_path: Path
) -> None:
    outcome = run("align", "--manifest", str(pairs), "-o", str(tmp_path / "out"), "--min-score", "0.55")
    below = sum(score < 0.55 for score in unsure)
    assert outcome.stderr == f"aligner: {below} of {len(unsure)} pairs score less than 0.55\n"


def test_review_first(run: Run, unsure: list[float]) -> None:
    beads = [json.loads(line) for line in run("align", *PAIR, "--order", "review").stdout.splitlines()]
    assert [bead["score"] for bead in beads if bead["score"] is not None] == sorted(unsure)
    in_order = [json.loads(line) for line in run("align", *PAIR).stdout.splitlines()]
    assert sorted(map(str, beads)) == sorted(map(str, in_order))
    assert beads != in_order
