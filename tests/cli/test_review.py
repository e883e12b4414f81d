"""`aligner review`: projects made, brought up to date, and counted."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from aligner.review import Project, Status

Run = Callable[..., Any]
ENGLISH = "Nobody knows who paid 150 dollars.\n\nThe fishermen sold their boats in the spring.\n"
SPANISH = "Nadie sabe quién pagó 105 dólares.\n\nLos pescadores vendieron sus barcos en primavera.\n"


# Every comma ends a sentence, and nothing else.
COMMAS = """<srx version="2.0"><header segmentsubflows="yes" cascade="no"/><body><languagerules>
<languagerule languagerulename="commas"><rule break="yes"><beforebreak>,</beforebreak><afterbreak> </afterbreak></rule></languagerule>
</languagerules><maprules><languagemap languagepattern=".*" languagerulename="commas"/></maprules></body></srx>"""


@pytest.fixture
def folder(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("a.en.txt").write_text(ENGLISH, encoding="utf-8")
    Path("a.es.txt").write_text(SPANISH, encoding="utf-8")
    return tmp_path


def test_a_project_of_two_texts(folder: Path, run: Run) -> None:
    done = run("review", "new", "p.review", "a.en.txt", "a.es.txt")
    assert (done.status, done.stdout) == (0, "")
    assert done.stderr == "aligner: p.review: 1 pair, 2 segments, 1 finding\n"
    done = run("review", "stats", "p.review")
    assert done.stdout.startswith(
        "a.en.txt + a.es.txt: 0 of 2 segments done (0 of 13 words), 0 of 1 finding decided\n\nrule "
    )
    (told,) = json.loads(run("review", "stats", "p.review", "--format", "json").stdout)["pairs"]
    wanted = {"pair": "a.en.txt + a.es.txt", "segments": 2, "done": 0, "target_words": 13, "findings": 1, "decided": 0}
    assert {name: told[name] for name in wanted} == wanted
    again = run("review", "new", "p.review", "a.en.txt", "a.es.txt")
    assert (again.status, again.stdout) == (2, "")
    assert "there is such a file already" in again.stderr
    assert again.stderr.count("\n") == 1


def test_a_project_of_a_folder_a_manifest_and_a_table(folder: Path, run: Run) -> None:
    done = run("review", "new", "f.review", ".", "--select", "NUM")
    assert done.stderr.endswith("f.review: 1 pair, 2 segments, 1 finding\n")
    Path("pairs.tsv").write_text("a.en.txt\ta.es.txt\n", encoding="utf-8")
    done = run("review", "new", "m.review", "--manifest", "pairs.tsv", "--ignore", "NUM")
    assert done.stderr == "aligner: m.review: 1 pair, 2 segments, 0 findings\n"
    Path("t.tsv").write_text("Two.\tDos.\n", encoding="utf-8")
    assert run("review", "new", "t.review", "t.tsv").status == 0
    with Project.open("t.review") as project:
        assert project.pairs()[0].is_pairs


def test_bringing_up_to_date(folder: Path, run: Run) -> None:
    run("review", "new", "p.review", "a.en.txt", "a.es.txt")
    assert run("review", "update", "p.review").stderr == "aligner: 0 of 1 pair changed\n"
    with Project.open("p.review") as project:
        bead = project.page(1)[0]
        project.mark("Ana", bead.id, {bead.id: bead.version}, status=Status.DONE)
    Path("a.es.txt").write_text(SPANISH.replace("105", "150"), encoding="utf-8")
    done = run("review", "update", "p.review")
    assert done.status == 0
    assert done.stderr == "aligner: 1 of 1 pair changed\n"
    assert done.stdout == (
        "a.en.txt + a.es.txt: not carried over: segment that was done: “Nobody knows who paid 150 dollars.”\n"
    )
    Path("a.es.txt").unlink()
    done = run("review", "update", "p.review")
    assert done.status == 2
    assert "a.es.txt: there is no such file" in done.stderr


@pytest.mark.parametrize("said", ["option", "settings"])
def test_texts_are_split_by_rules_of_the_house_each_time(said: str, folder: Path, run: Run) -> None:
    Path("rules").mkdir()
    Path("rules/commas.srx").write_text(COMMAS, encoding="utf-8")
    if said == "settings":
        Path("aligner.toml").write_text('[segmentation]\nrules = "rules/commas.srx"\n', encoding="utf-8")
    Path("a.en.txt").write_text("The old bridge is closed, the new one is open. It is red.\n", encoding="utf-8")
    Path("a.es.txt").write_text("El puente viejo está cerrado, el nuevo está abierto. Es rojo.\n", encoding="utf-8")
    options = ("--rules", "rules/commas.srx") if said == "option" else ()
    run("review", "new", "p.review", ".", *options)
    wanted = ["El puente viejo está cerrado,", "el nuevo está abierto. Es rojo."]
    assert targets("p.review") == wanted
    Path("a.es.txt").write_text("El puente viejo está cerrado, el nuevo, abierto. Es rojo.\n", encoding="utf-8")
    assert run("review", "update", "p.review").status == 0
    assert " ".join(targets("p.review")) == "El puente viejo está cerrado, el nuevo, abierto. Es rojo."
    assert "abierto. Es rojo." in targets("p.review")[-1]
    Path("rules/commas.srx").unlink()
    Path("a.es.txt").write_text("El puente está cerrado.\n", encoding="utf-8")
    done = run("review", "update", "p.review")
    assert done.status == 2
    assert "commas.srx: there is no such file" in done.stderr


def targets(path: str) -> list[str]:
    with Project.open(path) as project:
        return [sentence.text for bead in project.page(1) for sentence in bead.target]


def test_settings_of_the_folder_tell_the_languages(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("site").mkdir()
    Path("site/aligner.toml").write_text('from-lang = "es"\nto-lang = "en"\n', encoding="utf-8")
    Path("site/a.en.txt").write_text(ENGLISH, encoding="utf-8")
    Path("site/a.es.txt").write_text(SPANISH, encoding="utf-8")
    assert run("review", "new", "p.review", "site").status == 0
    assert targets("p.review")[0] == ENGLISH.splitlines()[0]
    assert run("review", "new", "q.review", "site", "--from-lang", "en", "--to-lang", "es").status == 0
    assert targets("q.review")[0] == SPANISH.splitlines()[0]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("new", "p.review"), "give the two versions of a text"),
        (("new", "p.review", "a.en.txt"), "it is one text"),
        (("new", "p.review", "a.en.txt", "-"), "standard input is none"),
        (("new", "p.review", "a.en.txt", "--manifest", "m.tsv"), "not both"),
        (("new", "p.review", "a.en.txt", "none.txt"), "there is no such file"),
        (("new", "p.review", "empty"), "no two versions of a text"),
        (("new", "nowhere/p.review", "a.en.txt", "a.es.txt"), "cannot be written"),
        (("new", "p.review", "a.en.txt", "a.es.txt", "--select", "XYZ"), "XYZ"),
        (("new", "p.review", "a.en.txt", "a.es.txt", "--rules", "a.en.txt"), "it is no XML"),
        (("new", "p.review", "a.en.txt", "a.es.txt", "--rules", "none.srx"), "there is no such file"),
        (("update", "none.review"), "there is no such project"),
        (("update", "a.en.txt"), "no project of aligner"),
        (("stats", "empty"), "it is a directory"),
    ],
)
def test_what_cannot_be_done_is_one_line(folder: Path, run: Run, arguments: tuple[str, ...], said: str) -> None:
    Path("empty").mkdir()
    before = sorted(path.name for path in folder.iterdir())
    done = run("review", *arguments)
    assert done.status == 2
    assert said in done.stderr
    assert done.stderr.startswith("aligner: error: ")
    assert done.stderr.count("\n") == 1
    assert sorted(path.name for path in folder.iterdir()) == before


def test_a_damaged_project_is_one_line(folder: Path, run: Run) -> None:
    run("review", "new", "p.review", "a.en.txt", "a.es.txt")
    data = bytearray(Path("p.review").read_bytes())
    for page in range(2, len(data) // 4096):
        data[page * 4096 : page * 4096 + 64] = b"\xff" * 64
    Path("p.review").write_bytes(data)
    done = run("review", "stats", "p.review")
    assert done.status == 2
    assert "damaged" in done.stderr
