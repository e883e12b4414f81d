"""The schemas of the JSON outputs, held to what the commands write."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from aligner.cli import main

REPOSITORY = Path(__file__).parent.parent.parent
SCHEMAS = REPOSITORY / "docs" / "reference" / "schemas"
ARTICLE = REPOSITORY / "corpora" / "panjshir-resistance"
PAGES = (str(ARTICLE / "article.es.html"), str(ARTICLE / "article.en.html"))
TEXTS = (str(ARTICLE / "article.es.txt"), str(ARTICLE / "article.en.txt"))
SPANISH_FIRST = ("--from-lang", "es", "--to-lang", "en")


def schema(name: str) -> Any:
    return json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))


def printed(*words: str) -> str:
    return CliRunner().invoke(main, words, prog_name="aligner").stdout


def faults(name: str, objects: Iterable[Any]) -> list[str]:
    validator = Draft202012Validator(schema(name))
    return [f"{fault.json_path}: {fault.message}" for value in objects for fault in validator.iter_errors(value)]


@pytest.mark.parametrize("name", ["align", "check", "check-lines", "evaluate"])
def test_schemas_are_schemas(name: str) -> None:
    Draft202012Validator.check_schema(schema(name))


@pytest.mark.parametrize(
    "texts",
    [(*PAGES, *SPANISH_FIRST), (PAGES[1],), (str(ARTICLE),)],
    ids=["two pages", "one page", "a folder"],
)
def test_findings(texts: tuple[str, ...]) -> None:
    told = json.loads(printed("check", *texts, "--format", "json"))
    assert faults("check", [told]) == []
    lines = [json.loads(line) for line in printed("check", *texts, "--format", "jsonl").splitlines()]
    assert faults("check-lines", lines) == []
    assert len(lines) == len(told["findings"]) > 5


def test_findings_that_do_not_count(tmp_path: Path) -> None:
    known = str(tmp_path / "known.json")
    printed("check", *TEXTS, *SPANISH_FIRST, "--write-baseline", known)
    told = json.loads(printed("check", *TEXTS, *SPANISH_FIRST, "--baseline", known, "--format", "json"))
    assert all("suppressed" in finding for finding in told["findings"])
    assert faults("check", [told]) == []


def test_beads() -> None:
    beads = [json.loads(line) for line in printed("align", *TEXTS, *SPANISH_FIRST).splitlines()]
    assert any("null" in bead for bead in beads)
    assert faults("align", beads) == []


def test_pairs_of_an_export(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus.jsonl"
    printed("export", str(ARTICLE), "-o", str(corpus), "--split", "50/25/25", "--split-by", "pair")
    files = sorted(tmp_path.glob("*.jsonl"))
    pairs = [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    assert len(files) == 3
    assert {"document", "split"} <= set(pairs[0])
    assert faults("align", pairs) == []


def test_figures(tmp_path: Path) -> None:
    gold, other = str(tmp_path / "gold.ladder"), str(tmp_path / "other.ladder")
    printed("align", *TEXTS, *SPANISH_FIRST, "-o", gold)
    printed("align", *TEXTS, *SPANISH_FIRST, "--max-size", "1", "-o", other)
    told = json.loads(printed("evaluate", gold, other, "--compare", gold, "--json"))
    assert "comparison" in told
    assert faults("evaluate", [told]) == []


def test_a_field_that_no_schema_knows_is_a_fault() -> None:
    """New fields come into the schema, or into no output."""
    bead = {"source": "a", "target": "b", "score": None}
    assert faults("align", [bead]) == []
    assert len(faults("align", [{**bead, "colour": "red"}, {**bead, "score": 2}, {"source": "a"}])) == 4
