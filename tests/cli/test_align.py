"""`aligner align`: where the beads go, and in what form."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from aligner.formats import FORMATS, Output

Run = Callable[..., Any]
PAIR = ("bridge.en.txt", "bridge.es.txt")
WRITTEN = [row for row in FORMATS if row.writes_bitext and row.output is Output.TEXT]


def test_json_lines_are_the_contract(run: Run) -> None:
    beads = [json.loads(line) for line in run("align", *PAIR).stdout.splitlines()]
    texts = {
        side: Path(name).read_text(encoding="utf-8") for side, name in zip(("source", "target"), PAIR, strict=True)
    }
    assert len(beads) == 7
    for bead in beads:
        for side, text in texts.items():
            assert bead[side] == " ".join(text[start:end] for start, end in bead[f"{side}_spans"])
            assert len(bead[f"{side}_spans"]) == len(bead[f"{side}_sentences"])
        assert bead["bead"] == f"{len(bead['source_sentences'])}-{len(bead['target_sentences'])}"
        assert (bead["score"] is None) == (bead["bead"] in {"1-0", "0-1"})
    assert [bead["bead"] for bead in beads].count("1-0") == 1


@pytest.mark.parametrize("row", WRITTEN, ids=lambda row: row.name)
def test_the_suffix_names_the_format(row: Any, run: Run, tmp_path: Path) -> None:
    file = tmp_path / f"out{row.suffixes[0]}"
    outcome = run("align", *PAIR, "-o", str(file))
    assert (outcome.status, outcome.stdout, outcome.stderr) == (0, "", "")
    assert file.read_text(encoding="utf-8") == run("align", *PAIR, "--to", row.name).stdout


def test_a_format_of_several_files_needs_a_name(run: Run, tmp_path: Path) -> None:
    outcome = run("align", *PAIR, "--to", "moses")
    assert (outcome.status, outcome.stdout) == (2, "")
    assert "moses is several files; name an output with -o" in outcome.stderr
    assert run("align", *PAIR, "--to", "moses", "-o", str(tmp_path / "corpus")).status == 0
    assert sorted(file.name for file in tmp_path.iterdir()) == ["corpus.en", "corpus.es"]


@pytest.mark.parametrize(
    ("suffix", "beginning"), [("parquet", b"PAR1"), ("docx", b"PK\x03\x04"), ("html", b"<!DOCTYPE html>")]
)
def test_other_files_than_text(run: Run, tmp_path: Path, suffix: str, beginning: bytes) -> None:
    file = tmp_path / f"out.{suffix}"
    outcome = run("align", *PAIR, "-o", str(file), "--order", "review")
    assert (outcome.status, outcome.stdout, outcome.stderr) == (0, "", "")
    assert file.read_bytes().startswith(beginning)


@pytest.mark.parametrize(
    ("name", "files"),
    [
        ("moses", ["a.en", "a.es"]),
        ("xces", ["a-documents/en/bridge.en.xml", "a-documents/es/bridge.es.xml", "a.xces"]),
        ("huggingface", ["a/README.md", "a/data/train.jsonl"]),
    ],
)
def test_formats_of_several_files_for_a_manifest(run: Run, tmp_path: Path, name: str, files: list[str]) -> None:
    manifest = tmp_path / "pairs.tsv"
    manifest.write_text("\t".join([*(str(Path(text).resolve()) for text in PAIR), "a"]))
    assert run("align", "--manifest", str(manifest), "--to", name, "-o", str(tmp_path / "out")).status == 0
    found = (tmp_path / "out").rglob("*")
    assert sorted(str(file.relative_to(tmp_path / "out")) for file in found if file.is_file()) == files


def test_to_goes_before_the_suffix(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "beads.xyz"
    assert run("align", *PAIR, "--to", "tsv", "-o", str(file)).status == 0
    assert file.read_text(encoding="utf-8").count("\t") == 7


def test_lines_are_sentences_when_pre_segmented(run: Run, tmp_path: Path) -> None:
    source, target = tmp_path / "en.txt", tmp_path / "es.txt"
    source.write_text("The bridge is old. It is long.\n\nThe river is wide.\n", encoding="utf-8")
    target.write_text("El puente es viejo. Es largo.\nEl río es ancho.\n", encoding="utf-8")
    lines = run("align", str(source), str(target), "--pre-segmented").stdout.splitlines()
    beads = [json.loads(line) for line in lines]
    assert [number for bead in beads for number in bead["source_sentences"]] == [0, 1, 2]
    assert (beads[-1]["source_sentences"], beads[-1]["target_sentences"]) == ([2], [1])
    assert beads[-1]["source_spans"] == [[32, 50]]


def test_a_text_from_standard_input(run: Run) -> None:
    source = Path(PAIR[0]).read_text(encoding="utf-8")
    assert run("align", "-", PAIR[1], stdin=source).stdout == run("align", *PAIR).stdout


def test_languages_the_other_way_round(run: Run) -> None:
    outcome = run("align", *reversed(PAIR), "--from-lang", "es", "--to-lang", "en", "--to", "tsv")
    assert outcome.status == 0
    assert outcome.stdout.startswith("El puente viejo vuelve a abrir\tThe old bridge reopens\n")
