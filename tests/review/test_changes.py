"""Changes of beads and texts, what undoes them, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from aligner.errors import Conflict, OptionError
from aligner.model import Side
from aligner.review import BeadView, Project, StaleBead, Status

Make = Callable[..., Project]
Shape = list[tuple[list[str], list[str]]]


def beads(project: Project) -> tuple[BeadView, ...]:
    return project.page(1)


def shape(project: Project) -> Shape:
    """The texts of every bead."""
    return [([one.text for one in bead.source], [one.text for one in bead.target]) for bead in beads(project)]


def seen(*some: BeadView) -> dict[int, int]:
    return {bead.id: bead.version for bead in some}


def en(*numbers: int) -> list[str]:
    return [f"English {number}." for number in numbers]


def es(*numbers: int) -> list[str]:
    return [f"Español {number}." for number in numbers]


def test_merging_splitting_and_taking_back(make: Make) -> None:
    project = make(3)
    first, second, third = beads(project)
    project.comment("Eva", second.id, "Look here")
    second = project.beads(second.id)[0]
    project.merge("Ana", first.id, second.id, seen(first, second))
    assert shape(project) == [(en(0, 1), es(0, 1)), (en(2), es(2))]
    merged = beads(project)[0]
    assert [one.text for one in merged.comments] == ["Look here"]
    assert merged.score is None
    assert not merged.is_judged
    project.split("Ana", merged.id, (1, 0), seen(merged))
    assert shape(project) == [(en(0), []), (en(1), es(0, 1)), (en(2), es(2))]
    project.undo("Ana")
    assert shape(project) == [(en(0, 1), es(0, 1)), (en(2), es(2))]
    undone = project.undo("Ana")
    assert undone is not None
    assert undone.kind == "undo"
    assert shape(project) == [(en(at), es(at)) for at in range(3)]
    assert [len(bead.comments) for bead in beads(project)] == [0, 1, 0]
    assert beads(project)[0].score == 0.9
    assert project.undo("Ana") is None
    project.redo("Ana")
    project.redo("Ana")
    assert shape(project) == [(en(0), []), (en(1), es(0, 1)), (en(2), es(2))]
    assert project.redo("Ana") is None
    assert beads(project)[2].id == third.id


def test_moving_a_sentence_and_the_bead_that_is_left_empty(make: Make) -> None:
    project = make(2)
    first, second = beads(project)
    project.move("Ana", second.target[0].id, forward=False, seen=seen(first, second))
    assert shape(project) == [(en(0), es(0, 1)), (en(1), [])]
    first, second = beads(project)
    project.move("Ana", second.source[0].id, forward=False, seen=seen(first, second))
    assert shape(project) == [(en(0, 1), es(0, 1))]
    only = beads(project)[0]
    with pytest.raises(OptionError, match="no segment to move"):
        project.move("Ana", only.source[-1].id, forward=True, seen=seen(only))
    project.undo("Ana")
    project.undo("Ana")
    assert shape(project) == [(en(0), es(0)), (en(1), es(1))]
    first, second = beads(project)
    project.merge("Ana", first.id, second.id, seen(first, second))
    with pytest.raises(OptionError, match="no segment"):
        project.move("Ana", beads(project)[0].source[0].id, forward=True, seen=seen(beads(project)[0]))


def test_only_sentences_at_the_edge_move(make: Make) -> None:
    project = make(3)
    first, second, _ = beads(project)
    project.merge("Ana", first.id, second.id, seen(first, second))
    first, last = beads(project)
    with pytest.raises(OptionError, match="only the last"):
        project.move("Ana", first.source[0].id, forward=True, seen=seen(first, last))


def test_taking_the_sides_apart(make: Make) -> None:
    project = make(2)
    first, second = beads(project)
    project.merge("Ana", first.id, second.id, seen(first, second))
    merged = beads(project)[0]
    project.unlink("Ana", merged.id, seen(merged))
    assert shape(project) == [(en(0), []), (en(1), []), ([], es(0)), ([], es(1))]
    with pytest.raises(OptionError, match="one side only"):
        project.unlink("Ana", beads(project)[0].id, seen(*beads(project)))


@pytest.mark.parametrize("at", [(0, 0), (1, 1), (2, 0), (-1, 1)])
def test_a_bead_is_divided_into_two_that_have_something(make: Make, at: tuple[int, int]) -> None:
    project = make(1)
    bead = beads(project)[0]
    with pytest.raises(OptionError, match="cannot be divided"):
        project.split("Ana", bead.id, at, seen(bead))


def test_editing_and_writing(make: Make) -> None:
    project = make(2)
    first = beads(project)[0]
    project.edit("Ana", first.target[0].id, "  Castellano 0. ", seen(first))
    first = beads(project)[0]
    assert first.target[0].text == "Castellano 0."
    assert first.target[0].original == "Español 0."
    project.write("Ana", first.id, Side.TARGET, "Y más.", seen(first))
    assert project.text(1, Side.TARGET) == "Castellano 0. Y más. Español 1.\n"
    assert beads(project)[0].target[1].original is None
    project.undo("Ana")
    project.undo("Ana")
    assert project.text(1, Side.TARGET) == "Español 0. Español 1.\n"
    assert beads(project)[0].target[0].original == "Español 0."


def test_writing_a_translation_that_was_missing(make: Make) -> None:
    project = make(4)
    third = beads(project)[2]
    project.edit("Ana", third.target[0].id, "", seen(third))
    assert project.text(1, Side.TARGET) == "Español 0. Español 1.\n\n Español 3.\n"
    third = beads(project)[2]
    project.write("Ana", third.id, Side.TARGET, "Nuevo 2.", seen(third))
    assert "Nuevo 2. Español 3." in project.text(1, Side.TARGET)
    bead = project.bitext(1).beads[2]
    assert bead.kind == "1-1"


@pytest.mark.parametrize("text", ["a\0b", "half \ud800", "x" * 1_000_001])
def test_texts_that_no_file_could_hold(make: Make, text: str) -> None:
    project = make(1)
    bead = beads(project)[0]
    with pytest.raises(OptionError):
        project.edit("Ana", bead.target[0].id, text, seen(bead))
    assert shape(project) == [(en(0), es(0))]


def test_a_change_of_what_somebody_else_changed_is_refused_with_both_versions(make: Make, tmp_path: Path) -> None:
    project = make(2)
    mine = beads(project)[0]
    with Project.open(str(tmp_path / "p.review")) as other:
        theirs = beads(other)[0]
        other.edit("Eva", theirs.target[0].id, "De Eva.", seen(theirs))
    with pytest.raises(StaleBead, match="by Eva") as raised:
        project.edit("Ana", mine.target[0].id, "De Ana.", seen(mine))
    assert raised.value.current is not None
    assert raised.value.seen is not None
    assert raised.value.current.side_text(Side.TARGET) == "De Eva."
    assert raised.value.seen.side_text(Side.TARGET) == "Español 0."
    assert raised.value.seen.version == mine.version
    assert shape(project)[0] == (en(0), ["De Eva."])


def test_a_bead_that_is_gone_is_told(make: Make) -> None:
    project = make(2)
    first, second = beads(project)
    project.merge("Eva", first.id, second.id, seen(first, second))
    with pytest.raises(StaleBead, match="is gone") as raised:
        project.mark("Ana", second.id, seen(second), status=Status.DONE)
    assert raised.value.current is None
    assert raised.value.seen is not None
    assert raised.value.seen.side_text(Side.SOURCE) == "English 1."


def test_a_change_has_to_say_what_it_saw(make: Make) -> None:
    project = make(2)
    first, second = beads(project)
    with pytest.raises(Conflict, match="says no version"):
        project.merge("Ana", first.id, second.id, seen(first))


def test_locked_beads_stay(make: Make) -> None:
    project = make(2)
    first = beads(project)[0]
    project.mark("Ana", first.id, seen(first), locked=True)
    first, second = beads(project)
    assert first.is_locked
    calls: tuple[Callable[[], object], ...] = (
        lambda: project.merge("Eva", first.id, second.id, seen(first, second)),
        lambda: project.edit("Eva", first.source[0].id, "x", seen(first)),
        lambda: project.unlink("Eva", first.id, seen(first)),
        lambda: project.write("Eva", first.id, Side.TARGET, "x", seen(first)),
    )
    for call in calls:
        with pytest.raises(Conflict, match="locked"):
            call()
    project.mark("Ana", first.id, seen(first), locked=False)
    first = beads(project)[0]
    project.unlink("Eva", first.id, seen(first))


def test_undo_is_refused_where_somebody_went_on(make: Make) -> None:
    project = make(3)
    first = beads(project)[0]
    event = project.edit("Ana", first.target[0].id, "De Ana.", seen(first))
    first = beads(project)[0]
    project.edit("Eva", first.target[0].id, "De Eva.", seen(first))
    with pytest.raises(Conflict, match=r"cannot be undone: a later change .*by Eva"):
        project.undo("Ana")
    assert shape(project)[0] == (en(0), ["De Eva."])
    project.undo("Eva")
    project.undo("Eva", event.id)
    assert shape(project)[0] == (en(0), es(0))
    with pytest.raises(Conflict, match="no change"):
        project.undo("Ana", event.id)


def test_undo_is_of_ones_own_changes(make: Make) -> None:
    project = make(3)
    first, second, _ = beads(project)
    project.edit("Ana", first.target[0].id, "De Ana.", seen(first))
    project.edit("Eva", second.target[0].id, "De Eva.", seen(second))
    project.undo("Ana")
    assert [target for _, target in shape(project)] == [es(0), ["De Eva."], es(2)]


def test_undo_of_a_split_whose_other_half_has_a_comment_is_refused(make: Make) -> None:
    project = make(1)
    bead = beads(project)[0]
    project.split("Ana", bead.id, (1, 0), seen(bead))
    project.comment("Eva", beads(project)[1].id, "Why?")
    with pytest.raises(Conflict, match="stands in the way"):
        project.undo("Ana")
    assert len(shape(project)) == 2
    assert project.events_after(0)[-1].kind == "comment"


def test_a_new_change_ends_what_could_be_redone(make: Make) -> None:
    project = make(2)
    first, second = beads(project)
    project.edit("Ana", first.target[0].id, "x", seen(first))
    project.undo("Ana")
    project.edit("Ana", second.target[0].id, "y", seen(second))
    assert project.redo("Ana") is None


def test_other_windows_learn_what_to_show_anew(make: Make) -> None:
    project = make(3)
    first, second, third = beads(project)
    last = project.last_event()
    project.merge("Ana", second.id, third.id, seen(second, third))
    (event,) = project.events_after(last)
    assert (event.author, event.kind, event.beads) == ("Ana", "merge", (second.id, third.id))
    assert first.id not in event.beads


@pytest.mark.parametrize("author", ["", "  ", "x" * 300, "a\x1bb"])
def test_authors_have_names(make: Make, author: str) -> None:
    project = make(1)
    with pytest.raises(OptionError, match="no name of a person"):
        project.comment(author, beads(project)[0].id, "x")


def test_a_log_that_something_else_wrote_reaches_no_statement(make: Make) -> None:
    project = make(1)
    bead = beads(project)[0]
    project.edit("Ana", bead.target[0].id, "x", seen(bead))
    images = '[["beads; DROP TABLE events", 1, null, {"id, text": 1}]]'
    event = project.last_event() + 1
    project.connection.execute("INSERT INTO events VALUES (?, 'Ana', 'x', 'edit', '{}', ?)", (event, images))
    project.connection.execute("INSERT INTO history VALUES (?, 'Ana', 'done')", (event,))
    with pytest.raises(Conflict, match="cannot be read"):
        project.undo("Ana")
