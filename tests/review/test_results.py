"""Reviewed pairs in every format, with their states, comments and findings."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import polib
import pytest
from lxml import etree
from small_texts import in_one_block

from aligner import formats
from aligner.errors import InputError, OptionError
from aligner.formats.pairs import Row, pairs_bitext
from aligner.model import Bead, Bitext, Details, Document, Finding, Severity, Side, Span
from aligner.review import BeadView, Project, Status, Verdict, results
from aligner.review.database import writing
from aligner.review.importing import Origin, add_pair
from aligner.review.results import ExportChoice

Make = Callable[..., Project]


def sides(texts: Sequence[str], language: str) -> Document:
    return in_one_block(texts, language, f"{language}.txt")


TEXTS = Bitext(
    sides(["One house.", "Two dogs.", "Three cats.", "Nobody came."], "en"),
    sides(["Una casa.", "Dos peros.", "Tres gatos."], "es"),
    (Bead((0,), (0,), 0.9), Bead((1,), (1,), 0.8), Bead((2,), (2,), 0.7), Bead((3,), ())),
    "made for a test",
)


def found(number: int, word: str, code: str = "UNT203") -> Finding:
    sentence = TEXTS.target.sentences[number]
    start = sentence.start + TEXTS.target.sentence_text(number).index(word)
    span = Span(Side.TARGET, start, start + len(word), word)
    return Finding(code, "leftover-word", Severity.WARNING, f"{word} is odd", (span,), number, "perros")


def seen(bead: BeadView) -> dict[int, int]:
    return {bead.id: bead.version}


@pytest.fixture
def project(make: Make) -> Project:
    """Of four segments the first is done, the second flagged, the third rejected and commented on, the last has no target."""
    made = make(TEXTS, (found(0, "casa"), found(1, "peros"), found(2, "gatos")))
    one, _, three, _ = made.page(1)
    made.mark("Ana", one.id, seen(one), status=Status.DONE)
    made.decide("Ana", three.findings[0].id, Verdict.REJECTED, seen(three), "it is a word")
    made.comment("Luis", three.id, "Which cats?\nOurs?")
    return made


def another_pair(project: Project, name: str = "b", language: str = "es") -> None:
    with writing(project.connection):
        bitext = Bitext(sides(["Hello."], "en"), sides(["Hola."], language), (Bead((0,), (0,), 0.9),))
        add_pair(project.connection, name, bitext, (Origin(f"{name}.en.txt", "-"), Origin(f"{name}.es.txt", "-")), 1)


def test_segments_carry_how_far_they_are(project: Project) -> None:
    pairs = results.reviewed_pairs(project, 1)
    assert [pair.details.state for pair in pairs] == ["final", "needs-review-translation", "", ""]
    assert [len(pair.findings) for pair in pairs] == [0, 1, 0, 0]
    (note,) = pairs[2].details.notes
    assert note.startswith("Which cats?\nOurs? (Luis, 20")
    assert [pair.source for pair in results.reviewed_pairs(project, 1, only_done=True)] == ["One house."]


def test_an_edit_that_nobody_called_done_needs_review(project: Project) -> None:
    three, four = project.page(1)[2:]
    project.edit("Ana", three.target[0].id, "Tres gatas.", seen(three))
    project.write("Ana", four.id, Side.TARGET, "No vino nadie.", seen(four))
    pairs = results.reviewed_pairs(project, 1)
    assert [pair.details.state for pair in pairs[2:]] == ["needs-review-translation"] * 2
    assert pairs[3].target == "No vino nadie."
    three = project.page(1)[2]
    project.mark("Ana", three.id, seen(three), status=Status.DONE)
    assert results.reviewed_pairs(project, 1)[2].details.state == "final"


def test_xliff_has_states_approval_and_notes(project: Project, tmp_path: Path) -> None:
    out = tmp_path / "out.xliff"
    made = results.export(project, str(out))
    assert (made.files, made.pairs, made.segments) == ((str(out),), 1, 4)
    units = etree.parse(out).findall(".//{*}trans-unit")
    assert [unit.get("approved") for unit in units] == ["yes", "no", None, None]
    targets = [unit.find("{*}target") for unit in units]
    assert [None if target is None else target.get("state") for target in targets] == [
        "final", "needs-review-translation", "translated", None,
    ]  # fmt: skip
    notes = [[note.text for note in unit.findall("{*}note")] for unit in units]
    assert notes[1] == ["UNT203 leftover-word (warning): peros is odd; suggestion: perros"]
    assert str(notes[2][0]).startswith("Which cats?")


def test_po_is_fuzzy_where_somebody_has_to_look(project: Project, tmp_path: Path) -> None:
    out = tmp_path / "out.po"
    results.export(project, str(out))
    entries = polib.pofile(str(out))
    assert [entry.fuzzy for entry in entries] == [False, True, False, False]
    assert "Which cats?" in entries[2].tcomment
    assert entries[3].msgstr == ""


def test_tmx_and_json_lines_say_the_state(project: Project, tmp_path: Path) -> None:
    results.export(project, str(tmp_path / "out.tmx"))
    states = [
        unit.xpath("string(*[local-name()='prop'][@type='x-aligner-state'])")
        for unit in etree.parse(tmp_path / "out.tmx").iter("{*}tu")
    ]
    assert states[:3] == ["final", "needs-review-translation", ""]
    out = tmp_path / "out.jsonl"
    results.export(project, str(out))
    lines = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [line.get("state") for line in lines] == ["final", "needs-review-translation", None, None]
    assert lines[2]["notes"][0].startswith("Which cats?")
    again = formats.read_bitext(str(out), "en", "es")
    assert [one.state for one in again.details] == ["final", "needs-review-translation", "", ""]


@pytest.mark.parametrize("name", results.export_formats())
def test_every_format_is_written_and_handed_out(name: str, project: Project, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    made = results.export(project, str(tmp_path / "out" / "x"), ExportChoice(name))
    assert made.files
    assert all(Path(file).is_file() for file in made.files)
    data, kind, called = results.export_bytes(project, 1, name)
    assert data
    assert "/" in kind
    assert called.startswith("es.")
    if kind == "application/zip":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            assert len(archive.namelist()) == len(made.files)
    elif name != "parquet":
        assert data == Path(made.files[0]).read_bytes()


def test_several_pairs_go_into_one_file_that_tells_them_apart(project: Project, tmp_path: Path) -> None:
    another_pair(project)
    out = tmp_path / "all.jsonl"
    assert results.export(project, str(out)).pairs == 2
    lines = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [line["document"] for line in lines] == ["en.txt"] * 4 + ["b.en.txt"]
    out = tmp_path / "one.jsonl"
    assert (
        results.export(project, str(out), ExportChoice(pairs=results.pair_numbers(project, ["b.es.txt"]))).segments == 1
    )
    assert "document" not in json.loads(out.read_text(encoding="utf-8"))


def test_several_pairs_go_into_a_folder(project: Project, tmp_path: Path) -> None:
    another_pair(project)
    another_pair(project)  # texts of the same names
    made = results.export(project, f"{tmp_path}/out/", ExportChoice("ladder"))
    assert sorted(Path(file).name for file in made.files) == ["b.es-2.ladder", "b.es.ladder", "es.ladder"]
    assert (tmp_path / "out" / "es.ladder").read_text().splitlines()[3] == "[3]:[]"
    made = results.export(project, f"{tmp_path}/out/", ExportChoice("moses"))
    assert len(made.files) == 6
    data, kind, name = results.export_bytes(project, None, "ladder")
    assert (kind, name) == ("application/zip", "p.zip")
    assert data == results.export_bytes(project, None, "ladder")[0]


def test_what_cannot_be_exported_is_told(project: Project, tmp_path: Path) -> None:
    another_pair(project)
    with pytest.raises(OptionError, match="name a folder"):
        results.export(project, str(tmp_path / "x.ladder"))
    with pytest.raises(OptionError, match="with --to"):
        results.export(project, f"{tmp_path}/")
    with pytest.raises(InputError, match="it is the project"):
        results.export(project, project.path, ExportChoice("tmx"))
    with pytest.raises(InputError, match="it is a text of the project"):
        results.export(project, str(tmp_path / "es.txt"), ExportChoice("tmx"))
    with pytest.raises(InputError, match="there is no pair 9"):
        results.export_bytes(project, 9, "tmx")
    with pytest.raises(OptionError, match="no segment is done"):
        results.export(project, str(tmp_path / "x.tmx"), ExportChoice(pairs=(2,), only_done=True))
    with pytest.raises(OptionError, match=r"no pair is called 'c\.es\.txt'; did you mean 'b\.es\.txt'"):
        results.pair_numbers(project, ["c.es.txt"])
    another_pair(project, "french", "fr")
    with pytest.raises(OptionError, match="other languages"):
        results.export(project, str(tmp_path / "x.tmx"))
    assert sorted(path.name for path in tmp_path.iterdir() if "review" not in path.name) == []


def test_a_file_of_pairs_keeps_what_it_says_of_them(make: Make, tmp_path: Path) -> None:
    rows = [
        Row("One.", "Uno.", 1, details=Details(identifier="a", state="signed-off", notes=("seen",))),
        Row("Two.", "Dos.", 2, details=Details(identifier="b", state="needs-review-translation")),
        Row("Three.", "Tres.", 3, details=Details(identifier="c", state="final")),
    ]
    project = make(pairs_bitext(rows, "m.tmx", "en", "es"))
    one, two, three = project.page(1)
    project.mark("Ana", two.id, seen(two), status=Status.DONE)
    project.edit("Ana", three.target[0].id, "3.", seen(three))
    assert one.status is Status.OPEN
    pairs = results.reviewed_pairs(project, 1)
    assert [pair.details.state for pair in pairs] == ["signed-off", "final", "needs-review-translation"]
    assert [pair.details.identifier for pair in pairs] == ["a", "b", "c"]
    assert pairs[0].details.notes == ("seen",)
