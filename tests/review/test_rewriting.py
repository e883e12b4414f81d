"""What people changed, written into the files of a project: all of it or nothing, and every other byte as it was."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import docx
import pytest

from aligner.errors import InputError, OptionError
from aligner.model import Side
from aligner.pipeline import CheckOptions, PairOptions
from aligner.review import BeadView, Project, rewriting
from aligner.review.creating import ProjectOptions, new_project, tasks_of
from aligner.review.rewriting import rewritings, write_back

OPTIONS = ProjectOptions(PairOptions(), CheckOptions(select=("NUM",)))
ENGLISH = "Nobody knows who paid 150 dollars.\r\n\r\nThe fishermen sold their <b>boats</b> in the spring.\r\n"
SPANISH = "Nadie sabe quién pagó 105 dólares.\r\n\r\nLos pescadores vendieron sus <b>barcos</b> en primavera.\r\n"
TABLE = "Two dogs.\tDos perros.\nThree cats.\tTres gatos.\nNobody came.\tNo vino nadie.\n"


def seen(*beads: BeadView) -> dict[int, int]:
    return {bead.id: bead.version for bead in beads}


def edit(project: Project, number: int, old: str, new: str, side: Side = Side.TARGET, pair: int = 1) -> None:
    bead = project.page(pair)[number]
    sentence = bead.side(side)[0]
    assert old in sentence.text
    project.edit("Ana", sentence.id, sentence.text.replace(old, new), seen(bead))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def opened(*names: str) -> Project:
    new_project("p.review", tasks_of(list(names), OPTIONS.pair)[0], OPTIONS)
    return Project.open("p.review")


@pytest.fixture
def pages(folder: Path) -> Iterator[Project]:
    """A pair of pages, in folders of their own, with line ends of Windows."""
    for name, text in (("en", ENGLISH), ("es", SPANISH)):
        (folder / name).mkdir()
        body = "".join(f"<p>{line}</p>\r\n" for line in text.split("\r\n") if line)
        (folder / name / "a.html").write_bytes(f"<html><body>\r\n{body}</body></html>\r\n".encode())
    with opened("en/a.html", "es/a.html") as project:
        yield project


def test_only_the_words_that_were_changed_change(pages: Project) -> None:
    before = Path("es/a.html").read_bytes()
    assert rewritings(pages) == ()
    edit(pages, 0, "105", "150")
    edit(pages, 1, "en primavera", "en la primavera")
    (one,) = rewritings(pages)
    assert (one.done, one.left, one.regrouped) == (2, (), 0)
    wanted = before.replace(b"105", b"150").replace(b"en primavera", b"en la primavera")
    assert (one.before, one.after) == (before, wanted)
    assert [line for line in one.diff() if line.startswith(("+", "-"))][2:] == [
        "-<p>Nadie sabe quién pagó 105 dólares.</p>\r\n",
        "-<p>Los pescadores vendieron sus <b>barcos</b> en primavera.</p>\r\n",
        "+<p>Nadie sabe quién pagó 150 dólares.</p>\r\n",
        "+<p>Los pescadores vendieron sus <b>barcos</b> en la primavera.</p>\r\n",
    ]
    assert Path("es/a.html").read_bytes() == before
    assert write_back(pages, [one]) == (str(Path("es/a.html").resolve()),)
    assert Path("es/a.html").read_bytes() == wanted
    with pytest.raises(InputError, match="has changed since the project read it"):
        rewritings(pages)


def test_both_sides_go_into_a_folder_as_they_lie_in_the_projects(pages: Project) -> None:
    edit(pages, 0, "105", "150")
    edit(pages, 0, "dollars", "euros", Side.SOURCE)
    before = Path("en/a.html").read_bytes()
    written = write_back(pages, rewritings(pages), "out")
    assert sorted(written) == ["out/en/a.html", "out/es/a.html"]
    assert Path("out/en/a.html").read_bytes() == before.replace(b"dollars", b"euros")
    assert Path("en/a.html").read_bytes() == before


def test_all_texts_are_written_or_none(pages: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    edit(pages, 0, "105", "150")
    edit(pages, 0, "dollars", "euros", Side.SOURCE)
    made = rewritings(pages)
    before = [Path(one.path).read_bytes() for one in made]
    Path("es/a.html").write_bytes(b"<p>Otra cosa.</p>")
    with pytest.raises(InputError, match="it was changed while it was written"):
        write_back(pages, made)
    Path("es/a.html").write_bytes(before[[one.stored for one in made].index("es/a.html")])
    real = Path.replace
    replaced: list[Path] = []

    def failing(self: Path, target: Path) -> Path:
        replaced.append(self)
        if len(replaced) == 2:
            raise OSError(28, "No space left on device")
        return real(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", failing)
        with pytest.raises(InputError, match="No space left"):
            write_back(pages, made)
    assert len(replaced) > 1
    assert [Path(one.path).read_bytes() for one in made] == before
    assert sorted(path.name for path in Path("es").iterdir()) == ["a.html"]


def test_what_has_no_way_back_is_told_with_its_place(folder: Path) -> None:
    for language, texts in (
        ("en", ("Two dogs came.", "Nobody left.")),
        ("es", ("Vinieron dos perros.", "Nadie se fue.")),
    ):
        document = docx.Document()
        for text in texts:
            document.add_paragraph(text)
        document.save(f"a.{language}.docx")
    with opened("a.en.docx", "a.es.docx") as project:
        edit(project, 1, "Nadie", "Ninguno")
        (one,) = rewritings(project)
        assert (one.done, one.after) == (0, one.before)
        (left,) = one.left
        assert (left.before, left.after) == ("Nadie se fue.", "Ninguno se fue.")
        assert "p[2]" in left.place
        assert write_back(project, [one]) == ()


@pytest.fixture
def table(folder: Path) -> Iterator[Project]:
    (folder / "m.tsv").write_text(TABLE, encoding="utf-8")
    with opened("m.tsv") as project:
        yield project


def test_a_file_of_pairs_gets_what_was_changed_on_both_sides(table: Project) -> None:
    edit(table, 0, "perros", "perritos")
    edit(table, 2, "Nobody", "No one", Side.SOURCE)
    bead = table.page(1)[1]
    table.write("Ana", bead.id, Side.TARGET, "Y uno más.", seen(bead))
    (one,) = rewritings(table)
    assert (one.done, one.left, one.regrouped) == (3, (), 0)
    wanted = "Two dogs.\tDos perritos.\nThree cats.\tTres gatos. Y uno más.\nNo one came.\tNo vino nadie.\n"
    assert one.after.decode() == wanted
    write_back(table, [one])
    assert Path("m.tsv").read_text(encoding="utf-8") == wanted


def test_pairs_that_were_regrouped_stay_in_their_file_and_are_counted(table: Project) -> None:
    one, two, three = table.page(1)
    table.merge("Ana", one.id, two.id, seen(one, two))
    (made,) = rewritings(table)
    assert (made.regrouped, made.after.decode()) == (2, TABLE)
    table.undo("Ana")
    table.unlink("Ana", three.id, seen(three))
    (made,) = rewritings(table)
    assert (made.regrouped, made.after.decode()) == (1, TABLE)
    table.undo("Ana")
    assert [made.regrouped for made in rewritings(table)] == [0]


def test_a_cell_that_the_file_does_not_have_is_told(table: Project) -> None:
    three = table.page(1)[2]
    table.unlink("Ana", three.id, seen(three))
    lone = table.page(1)[2]
    table.write("Ana", lone.id, Side.TARGET, "Nadie vino.", seen(lone))
    (made,) = rewritings(table)
    assert [(left.place, left.after) for left in made.left] == [("segment 3", "Nadie vino.")]
    assert made.after == made.before


def test_a_file_of_two_pairs_is_not_written_by_halves(folder: Path) -> None:
    for name, text in (("a.en.txt", "Two dogs.\n"), ("a.es.txt", "Dos perros.\n"), ("b.en.txt", "Two small dogs.\n")):
        Path(name).write_text(text, encoding="utf-8")
    tasks = [tasks_of([source, "a.es.txt"], OPTIONS.pair)[0][0] for source in ("a.en.txt", "b.en.txt")]
    new_project("p.review", tasks, OPTIONS)
    with Project.open("p.review") as project:
        edit(project, 0, "perros", "perritos", pair=1)
        edit(project, 0, "perros", "canes", pair=2)
        with pytest.raises(InputError, match="several pairs have changes of it"):
            rewritings(project)
        assert [one.after for one in rewritings(project, [2])] == [b"Dos canes.\n"]


def test_texts_outside_are_written_by_their_names_alone(folder: Path) -> None:
    outside = folder / "outside"
    outside.mkdir()
    for name, text in (("a.en.txt", "Two dogs.\n"), ("a.es.txt", "Dos perros.\n")):
        (outside / name).write_text(text, encoding="utf-8")
    inside = folder / "inside"
    inside.mkdir()
    tasks = tasks_of(["outside/a.en.txt", "outside/a.es.txt"], OPTIONS.pair)[0]
    new_project("inside/p.review", tasks, OPTIONS)
    with Project.open("inside/p.review") as project:
        edit(project, 0, "perros", "canes")
        with pytest.raises(InputError, match="outside the folder of the project"):
            rewritings(project)
        made = rewritings(project, allowed=["outside"])
        assert write_back(project, made, "out") == ("out/a.es.txt",)
        twice = [*made, *made]
        with pytest.raises(OptionError, match=r"two texts are called a\.es\.txt"):
            write_back(project, twice, "out")
        stored = rewriting.Rewriting(made[0].path, "../../p.review", made[0].before, made[0].after, 1)
        assert write_back(project, [stored], "out") == ("out/p.review",)
