"""`aligner align --lock`: what a person fixed is kept, the rest is aligned around it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
PAIR = ("bridge.en.txt", "bridge.es.txt")
Row = dict[str, Any]


def beads(text: str) -> list[Row]:
    return [json.loads(line) for line in text.splitlines()]


def numbers(rows: list[Row]) -> set[tuple[tuple[int, ...], tuple[int, ...]]]:
    return {(tuple(row["source_sentences"]), tuple(row["target_sentences"])) for row in rows}


@pytest.fixture
def found(run: Run) -> list[Row]:
    """The beads without locks; the fourth source sentence has no counterpart, all others are one to one."""
    rows = beads(run("align", *PAIR).stdout)
    assert len(rows) == 7
    return rows


def written(folder: Path, rows: list[Row], name: str = "fixed.jsonl") -> str:
    path = folder / name
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return str(path)


def test_a_bead_nobody_would_find_is_kept(run: Run, found: list[Row], tmp_path: Path) -> None:
    """The first two pairs are joined by hand; the rest stays as it was."""
    lock = written(tmp_path, [{"source_sentences": [0, 1], "target_sentences": [0, 1]}])
    outcome = run("align", *PAIR, "--lock", lock)
    assert outcome.status == 0
    assert numbers(beads(outcome.stdout)) == {((0, 1), (0, 1))} | {
        bead for bead in numbers(found) if not {0, 1} & {*bead[0], *bead[1]}
    }


def test_a_pair_is_fixed_as_two_nulls(run: Run, found: list[Row], tmp_path: Path) -> None:
    pair = next(row for row in found if row["bead"] == "1-1")
    source, target = pair["source_sentences"], pair["target_sentences"]
    lock = written(
        tmp_path,
        [
            {"source_sentences": source, "target_sentences": []},
            {"source_sentences": [], "target_sentences": target},
        ],
    )
    left = numbers(beads(run("align", *PAIR, "--lock", lock).stdout))
    assert {(tuple(source), ()), ((), tuple(target))} <= left
    assert (tuple(source), tuple(target)) not in left


def test_only_marked_lines_are_kept(run: Run, found: list[Row], tmp_path: Path) -> None:
    wrong = [{"source_sentences": [0], "target_sentences": [1], "locked": False}]
    right = [{"source_sentences": [1], "target_sentences": [1], "locked": True}]
    lock = written(tmp_path, [*wrong, *right])
    assert numbers(beads(run("align", *PAIR, "--lock", lock).stdout)) == numbers(found)


@pytest.mark.parametrize("form", ["jsonl", "ladder", "tmx", "tsv"])
def test_every_format_that_is_written_can_be_locked(form: str, run: Run, found: list[Row], tmp_path: Path) -> None:
    file = tmp_path / f"beads.{form}"
    assert run("align", *PAIR, "-o", str(file)).status == 0
    outcome = run("align", *PAIR, "--lock", str(file))
    assert outcome.status == 0, outcome.stderr
    assert numbers(beads(outcome.stdout)) == numbers(found)


def test_a_result_says_that_it_had_locks(run: Run, tmp_path: Path) -> None:
    lock = written(tmp_path, [{"source_sentences": [0], "target_sentences": [0]}])
    with_lock = run("align", *PAIR, "--lock", lock, "--to", "tmx").stdout
    assert "|locks:" in with_lock
    assert "|locks:" not in run("align", *PAIR, "--to", "tmx").stdout


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("a.jsonl", '{"source_sentences": [99], "target_sentences": [0]}\n', "a.jsonl:1: source sentence 99 is not in"),
        ("a.ladder", "[0]:[0]\n[1]:[77]:0.1\n", "a.ladder:2: target sentence 77 is not in"),
        ("a.ladder", "[0]:[0]\n[0]:[1]\n", "a.ladder:2: source sentence 0 is in line 1 too"),
        (
            "a.tsv",
            "The old bridge reopens\tEl puente viejo vuelve a abrir\nNo such line.\tOtra.\n",
            "a.tsv:2: the source",
        ),
        ("a.xces", "<cesAlign/>", "a.xces: locked beads cannot be read from xces"),
        ("a.jsonl", "", "a.jsonl: the file is empty"),
    ],
)
def test_what_cannot_be_locked(name: str, text: str, words: str, run: Run, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    outcome = run("align", *PAIR, "--lock", str(tmp_path / name))
    assert (outcome.status, outcome.stdout) == (2, "")
    assert outcome.stderr.count("\n") == 1
    assert words in outcome.stderr


def test_standard_input_is_read_once(run: Run) -> None:
    outcome = run("align", "-", PAIR[1], "--lock", "-", stdin="Hello.")
    assert outcome.status == 2
    assert "only one of the texts and the locked beads" in outcome.stderr


def test_a_manifest_takes_no_locks(run: Run, tmp_path: Path) -> None:
    outcome = run("align", "--manifest", "x.tsv", "-o", str(tmp_path), "--lock", "y.jsonl")
    assert outcome.status == 2
    assert "--lock goes with two texts" in outcome.stderr
