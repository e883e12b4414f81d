"""`aligner review export`, `write`, `report` and `stats`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from aligner.review import Project, Status, Verdict

Run = Callable[..., Any]
ENGLISH = "Nobody knows who paid 150 dollars.\n\nThe fishermen sold their boats in the spring.\n"
SPANISH = "Nadie sabe quién pagó 105 dólares.\n\nLos pescadores vendieron sus barcos en primavera.\n"


@pytest.fixture
def folder(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a project in which the number was mended and the second segment is done."""
    monkeypatch.chdir(tmp_path)
    Path("a.en.txt").write_text(ENGLISH, encoding="utf-8")
    Path("a.es.txt").write_text(SPANISH, encoding="utf-8")
    assert run("review", "new", "p.review", "a.en.txt", "a.es.txt", "--select", "NUM").status == 0
    with Project.open("p.review") as project:
        one, two = project.page(1)
        project.decide("Ana", one.findings[0].id, Verdict.ACCEPTED, {one.id: one.version})
        (one, _) = project.page(1)
        project.edit("Ana", one.target[0].id, "Nadie sabe quién pagó 150 dólares.", {one.id: one.version})
        project.mark("Ana", two.id, {two.id: two.version}, status=Status.DONE)
    return tmp_path


def test_exporting(folder: Path, run: Run) -> None:
    done = run("review", "export", "p.review", "-o", "a.tmx")
    assert (done.status, done.stdout, done.stderr) == (0, "", "aligner: a.tmx: 2 segments of 1 pair\n")
    assert "Nadie sabe quién pagó 150 dólares." in Path("a.tmx").read_text(encoding="utf-8")
    done = run("review", "export", "p.review", "--only", "done")
    (line,) = done.stdout.splitlines()
    assert json.loads(line)["state"] == "final"
    done = run("review", "export", "p.review", "--to", "tsv", "--pair", "a.es.txt")
    assert done.stdout.splitlines()[0].endswith("\tNadie sabe quién pagó 150 dólares.")
    assert run("review", "export", "p.review", "-o", "out/", "--to", "xliff").status == 0
    assert Path("out/a.es.xliff").is_file()


def test_writing_corrections(folder: Path, run: Run) -> None:
    done = run("review", "write", "p.review", "--diff")
    assert done.status == 0
    assert done.stdout.splitlines()[3:5] == [
        "-Nadie sabe quién pagó 105 dólares.",
        "+Nadie sabe quién pagó 150 dólares.",
    ]
    assert Path("a.es.txt").read_text(encoding="utf-8") == SPANISH
    done = run("review", "write", "p.review", "-o", "out")
    assert done.stderr == "aligner: wrote out/a.es.txt\n"
    assert Path("out/a.es.txt").read_text(encoding="utf-8") == SPANISH.replace("105", "150")
    done = run("review", "write", "p.review", "--in-place")
    assert (done.status, done.stdout) == (0, "")
    assert done.stderr.endswith("aligner: `aligner review update p.review` reads them again\n")
    assert Path("a.es.txt").read_text(encoding="utf-8") == SPANISH.replace("105", "150")
    done = run("review", "write", "p.review", "--in-place")
    assert done.status == 2
    assert "it has changed since the project read it; run `aligner review update` first" in done.stderr
    assert run("review", "update", "p.review").stderr == "aligner: 1 of 1 pair changed\n"
    done = run("review", "write", "p.review", "--in-place")
    assert (done.status, done.stderr) == (0, "aligner: no text is to be changed\n")


def test_what_has_no_way_back_is_a_note_and_a_status(folder: Path, run: Run) -> None:
    Path("m.tsv").write_text("Two dogs.\tDos perros.\nThree cats.\tTres gatos.\n", encoding="utf-8")
    run("review", "new", "m.review", "m.tsv", "--select", "NUM")
    with Project.open("m.review") as project:
        one, two = project.page(1)
        project.merge("Ana", one.id, two.id, {one.id: one.version, two.id: two.version})
    done = run("review", "write", "m.review", "--in-place")
    assert done.status == 1
    told = "2 pairs of the file were put together or taken apart, and stay there as they were; export writes them"
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_reporting(folder: Path, run: Run) -> None:
    assert run("review", "report", "p.review", "-o", "r.html").status == 0
    assert "Nadie sabe quién pagó <del>105</del><ins>150</ins> dólares." in Path("r.html").read_text(encoding="utf-8")
    done = run("review", "report", "p.review", "--format", "csv")
    assert done.stdout.splitlines()[0].endswith("pair,segment,kind,time,author,code,rule,severity,message,text,suggestion,"
                                                "verdict,reason,side,before,after")  # fmt: skip
    assert len(done.stdout.splitlines()) == 3


def test_counting(folder: Path, run: Run) -> None:
    lines = run("review", "stats", "p.review").stdout.splitlines()
    assert lines[0] == "a.en.txt + a.es.txt: 1 of 2 segments done (7 of 13 words), 1 of 1 finding decided"
    assert lines[2:4] == [
        "rule                 accepted  rejected  everywhere  open",
        "NUM501 number-value         1         0           0     0",
    ]
    assert lines[5:] == [
        "person  accepted  rejected  everywhere  edits  regrouped  comments  done",
        "Ana            1         0           0      1          0         0     1",
    ]
    told = json.loads(run("review", "stats", "p.review", "--format", "json").stdout)
    assert set(told) == {"pairs", "rules", "people"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("export", "p.review", "-o", "x"), "no suffix"),
        (("export", "p.review", "-o", "a.es.txt", "--to", "tsv"), "it is a text of the project"),
        (("export", "p.review", "--to", "moses"), "several files"),
        (("export", "p.review", "--pair", "b.es.txt"), "no pair is called"),
        (("export", "none.review", "-o", "a.tmx"), "there is no such project"),
        (("write", "p.review"), "say where to write"),
        (("write", "p.review", "-o", "out", "--in-place"), "not both"),
        (("report", "p.review", "-o", "r.txt"), "neither .html nor .csv"),
        (("report", "p.review", "-o", "p.review", "--format", "csv"), "it is the project"),
        (("p.review", "--terminal"), "needs a terminal"),
        (("p.review", "--terminal", "--port", "1"), "--port goes with the browser"),
    ],
)
def test_what_cannot_be_done_is_one_line(folder: Path, run: Run, arguments: tuple[str, ...], said: str) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix != ".review-shm"}
    done = run("review", *arguments)
    assert done.status == 2
    assert said in done.stderr
    assert done.stderr.startswith("aligner: error: ")
    assert done.stderr.count("\n") == 1
    assert {path.name for path in folder.iterdir()} <= {*before, "p.review-wal", "p.review-shm"}
