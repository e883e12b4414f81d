"""`aligner corpus pair`, `mine` and `report` as people call them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
TEXTS = {
    "one.txt": "The bridge over the river was closed on Monday. Nobody was hurt, and it opens again in May.\n",
    "uno.txt": "El puente sobre el río se cerró el lunes. Nadie resultó herido, y abre otra vez en mayo.\n",
    "two.txt": "The library is open every night now. Students had asked for more places to read in.\n",
    "dos.txt": "La biblioteca abre ahora todas las noches. Los estudiantes habían pedido más sitios para leer.\n",
    "goat.en.txt": "A goat ate the mayor's speech. She read another one, which was shorter and better liked.\n",
    "goat.es.txt": "Una cabra se comió el discurso de la alcaldesa. Ella leyó otro, más corto, que gustó más.\n",
    "alone.txt": "The painter never wanted to sell the picture of the blue horse that hung in her kitchen.\n",
}


@pytest.fixture
def texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("texts").mkdir()
    for name, text in TEXTS.items():
        Path("texts", name).write_text(text, encoding="utf-8")


def test_from_a_folder_to_a_report(run: Run, texts: None) -> None:
    done = run("corpus", "pair", "texts", "-o", "pairs.tsv", "--unpaired", "left.tsv")
    assert (done.status, done.stdout) == (0, "")
    assert done.stderr == "aligner: 3 pairs (2 content, 1 file name); 1 text without a partner (1 English)\n"
    rows = [line.split("\t") for line in Path("pairs.tsv").read_text(encoding="utf-8").splitlines()]
    assert rows[0] == ["source", "target", "name", "score", "reason"]
    assert {(row[0], row[1], row[4]) for row in rows[1:]} == {
        ("texts/one.txt", "texts/uno.txt", "content"),
        ("texts/two.txt", "texts/dos.txt", "content"),
        ("texts/goat.en.txt", "texts/goat.es.txt", "file name"),
    }
    assert (
        Path("left.tsv").read_text(encoding="utf-8").splitlines()[1].startswith("texts/alone.txt\ten\tnothing like it")
    )
    assert run("align", "--manifest", "pairs.tsv", "-o", "aligned").status == 0
    assert len(list(Path("aligned").rglob("*.jsonl"))) == 3
    assert run("corpus", "build", "pairs.tsv", "-o", "corpus", "--no-check").status == 0
    told = json.loads(run("corpus", "report", "corpus").stdout)
    assert (told["pairs"], told["documents"]) == (6, 3)
    done = run("corpus", "report", "corpus", "-o", "report.html", "--check")
    assert (done.status, done.stdout) == (0, "")
    assert "<h1>Corpus report</h1>" in Path("report.html").read_text(encoding="utf-8")


def test_pairs_of_names_alone_go_to_stdout(run: Run, texts: None) -> None:
    done = run("corpus", "pair", "texts", "--no-content", "--verbose")
    assert done.stdout.splitlines()[1] == "texts/goat.en.txt\ttexts/goat.es.txt\ttexts/goat\t\tfile name"
    assert "texts/one.txt has no partner: no name and no declaration tells its other version" in done.stderr


def test_mining(run: Run, texts: None) -> None:
    for code, names in (("en", ("two.txt", "alone.txt", "one.txt")), ("es", ("uno.txt", "dos.txt"))):
        sentences = [part for name in names for part in TEXTS[name].strip().split(". ")]
        Path(f"lines.{code}").write_text("\n".join([*sentences, sentences[0], ""]), encoding="utf-8")
    done = run("corpus", "mine", "lines.en", "lines.es", "-o", "pairs.tmx")
    assert done.status == 0
    assert done.stderr == (
        "aligner: 4 pairs of 6 and 5 lines (by likelihood, 0.4 and more); 2 lines are empty or repeated\n"
    )
    done = run("corpus", "mine", "lines.en", "lines.es")
    rows = [line.split("\t") for line in done.stdout.splitlines()]
    assert rows[0] == ["source", "target", "score", "source_line", "target_line"]
    assert {(row[3], row[4]) for row in rows[1:]} == {("1", "3"), ("2", "4"), ("4", "1"), ("5", "2")}
    jsonl = run("corpus", "mine", "lines.en", "lines.es", "--to", "jsonl", "--threshold", "0").stdout
    assert json.loads(jsonl.splitlines()[0])["score"] > 0.9


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("pair", "nothing"), "there is no such file or folder"),
        (("pair", "texts", "--min-score", "2"), "give a number from 0 to 1"),
        (("pair", "texts", "--rules", "own.srx"), "--rules goes with --model"),
        (("pair", "texts", "--to-lang", "en"), "source and target are both said to be English"),
        (("mine", "texts/one.txt", "texts/one.txt"), "source and target are the same file"),
        (("mine", "texts/one.txt", "texts/uno.txt", "--neighbours", "0"), "give a number from 1"),
        (("mine", "texts/one.txt", "texts/uno.txt", "--to", "parquet"), "parquet needs a file; name one with -o"),
        (("report", "nothing.tsv"), "there is no such file"),
        (("report", "texts/one.txt"), "its other version is not among what is given"),
    ],
)
def test_what_is_refused(run: Run, texts: None, arguments: tuple[str, ...], problem: str) -> None:
    done = run("corpus", *arguments)
    assert (done.status, done.stdout) == (2, "")
    assert problem in done.stderr
    assert done.stderr.count("\n") == 1
