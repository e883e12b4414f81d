"""`aligner check --glossary` and `aligner terms`: what is asked of a translation, and where that comes from."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
ROWS = [
    ("The bridges were closed.", "Cerraron las pasarelas."),
    ("A bridge fell.", "Cayó una estructura."),
    ("The bridge opened.", "El puente abrió."),
]


@pytest.fixture
def pairs(tmp_path: Path) -> str:
    path = tmp_path / "pairs.tsv"
    path.write_text("".join(f"{source}\t{target}\n" for source, target in ROWS), encoding="utf-8")
    return str(path)


def glossary(folder: Path, text: str) -> str:
    path = folder / "terms.csv"
    path.write_text(text, encoding="utf-8")
    return str(path)


def found(outcome: Any) -> list[tuple[str, int | None]]:
    return [(finding["code"], finding["bead"]) for finding in json.loads(outcome.stdout)["findings"]]


def test_a_bitext_and_its_glossary(run: Run, tmp_path: Path, pairs: str) -> None:
    terms = glossary(tmp_path, "en,es,forbidden\nbridge,puente,pasarela\n")
    outcome = run("check", pairs, "--glossary", terms, "--select", "TRM60", "--format", "json")
    assert outcome.status == 1
    assert found(outcome) == [("TRM602", 0), ("TRM601", 1)]
    # The same rules find nothing without it, and say in the signature that there was none.
    without = run("check", pairs, "--select", "TRM60", "--format", "json")
    assert (without.status, found(without)) == (0, [])
    signatures = [json.loads(one.stdout)["signature"] for one in (outcome, without)]
    assert ["glossary:" in signature for signature in signatures] == [True, False]


def test_two_texts_and_one(run: Run, tmp_path: Path) -> None:
    paths = [tmp_path / "a.en.txt", tmp_path / "a.es.txt"]
    for side, path in enumerate(paths):
        path.write_text("\n\n".join(row[side] for row in ROWS), encoding="utf-8")
    terms = glossary(tmp_path, "source,target,forbidden\nbridge,puente,pasarela\n,,estructura\n")
    calls = ("--glossary", terms, "--select", "TRM602", "--format", "json")
    pair, alone = run("check", *map(str, paths), *calls), run("check", str(paths[1]), *calls)
    assert [code for code, _ in found(pair)] == ["TRM602", "TRM602"]
    assert [span["text"] for one in json.loads(alone.stdout)["findings"] for span in one["spans"]] == ["estructura"]


def test_several_glossaries_and_those_of_the_settings(run: Run, tmp_path: Path, pairs: str) -> None:
    terms = glossary(tmp_path, "en,es\nbridge,puente\n")
    more = tmp_path / "more.tsv"
    more.write_text("source\ttarget\topened\tforbidden\nopen\tabrir\t\t\n", encoding="utf-8")
    both = run("check", pairs, "--glossary", terms, "--glossary", str(more), "--select", "TRM601", "--format", "json")
    assert found(both) == [("TRM601", 0), ("TRM601", 1)]
    (tmp_path / "aligner.toml").write_text('glossaries = ["terms.csv"]\n', encoding="utf-8")
    assert found(run("check", pairs, "--select", "TRM601", "--format", "json")) == found(both)


def test_a_glossary_that_cannot_be_read(run: Run, tmp_path: Path, pairs: str) -> None:
    outcome = run("check", pairs, "--glossary", glossary(tmp_path, "source,target\nbridge,\n"))
    assert outcome.status == 2
    assert outcome.stderr.startswith(f"aligner: error: {tmp_path}/terms.csv:2: the row has neither")
    assert run("check", pairs, "--glossary", str(tmp_path / "none.csv")).status == 2


def test_terms_of_a_bitext_make_a_glossary(run: Run, tmp_path: Path) -> None:
    verbs = [("broke", "se rompió"), ("was sold", "se vendió"), ("arrived", "llegó"), ("is new", "es nuevo")]
    rows = [(f"The gearbox {one}.", f"El cambio de marchas {other}.") for one, other in verbs]
    rows += [(f"It rained on day {number}.", f"Llovió el día {number}.") for number in range(1, 12)]
    path = tmp_path / "memory.tsv"
    path.write_text("".join(f"{source}\t{target}\n" for source, target in rows), encoding="utf-8")
    out = tmp_path / "terms.csv"
    outcome = run("terms", str(path), "-o", str(out))
    assert (outcome.status, outcome.stdout) == (0, "")
    lines = out.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "source,target,forbidden,count,score,example"
    assert any(line.startswith("gearbox,cambio de marchas,,4,") for line in lines)
    path.write_text("The gearbox is old.\tEl motor es viejo.\n", encoding="utf-8")
    check = run("check", str(path), "--glossary", str(out), "--select", "TRM601", "--format", "json")
    assert found(check) == [("TRM601", 0)]


def test_terms_of_two_texts(run: Run) -> None:
    outcome = run("terms", "bridge.en.txt", "bridge.es.txt", "--min-count", "1", "--top", "2")
    assert outcome.status == 0
    assert len(outcome.stdout.splitlines()) == 3


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("bridge.en.txt",), "text cannot be read as pairs"),
        (("a.txt", "b.txt", "c.txt"), "one bitext or two texts, not 3 files"),
        (("bridge.en-es.tsv", "--min-count", "0"), "min-count"),
    ],
)
def test_what_cannot_be_done(run: Run, arguments: tuple[str, ...], message: str) -> None:
    outcome = run("terms", *arguments)
    assert outcome.status == 2
    assert message in outcome.stderr
