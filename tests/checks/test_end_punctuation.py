"""PUN703: how the two sides of a bead end."""

from __future__ import annotations

import pytest

from aligner.checks.end_punctuation import closing_class, end_punctuation
from aligner.checks.registry import Fault
from aligner.checks.subject import Subject
from aligner.model import Bead, Bitext, Block, Document, Role, Sentence


def document(cells: list[str], language: str, role: Role) -> Document:
    blocks, sentences, start = [], [], 0
    for number, cell in enumerate(cells):
        blocks.append(Block(start, start + len(cell), role))
        sentences.append(Sentence(start, start + len(cell), number))
        start += len(cell) + 1
    return Document("\n".join(cells), tuple(blocks), language, sentences=tuple(sentences))


def check(*rows: tuple[str, str], role: Role = Role.PARAGRAPH) -> list[Fault]:
    source = document([row[0] for row in rows], "en", role)
    target = document([row[1] for row in rows], "es", role)
    beads = tuple(Bead((number,), (number,)) for number in range(len(rows)))
    return list(end_punctuation(Subject.pair(Bitext(source, target, beads))))


LONG = ("The old men of the town sat down.", "Los viejos del pueblo se sentaron")


@pytest.mark.parametrize(
    ("source", "target", "message"),
    [
        ("Is it cold?", "Hace frío.", "question mark at the end of the source, full stop in the target"),
        ("It is cold.", "¿Hace frío?", "full stop at the end of the source, question mark in the target"),
        ("Come!", "Ven.", "exclamation mark at the end of the source, full stop in the target"),
        ("It is cold.", "Hace frío,", "full stop at the end of the source, comma in the target"),
        ("It is cold.", "Hace frío:", "full stop at the end of the source, colon in the target"),
        ("“Is it cold?”", "«Hace frío».", "question mark at the end of the source, full stop in the target"),
        (*LONG, "full stop at the end of the source, no mark in the target"),
    ],
)
def test_another_end_is_found(source: str, target: str, message: str) -> None:
    assert [fault.message for fault in check((source, target))] == [message]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("He asked “Why?”", "Preguntó «¿Por qué?»."),
        ("He said “no.”", "Dijo «no»."),
        ("It is cold (very).", "Hace (mucho) frío."),
        ("They all live in the city of Washington, D.C.", "Todos viven en la ciudad de Washington, D. C."),
        ("They sold all of it to Smith and Sons Inc.", "Lo vendieron todo a la casa Smith and Sons Inc"),
        ("And so on...", "Y así sucesivamente…"),
        ("News of today.", "Noticias de hoy"),
        ("It rained; it snowed;", "Llovió; nevó."),
    ],
)
def test_the_same_end_in_other_signs_is_quiet(source: str, target: str) -> None:
    assert check((source, target)) == []


def test_headings_and_list_items_may_go_without_a_stop() -> None:
    assert check(LONG, role=Role.LIST_ITEM) == []
    assert check(LONG, role=Role.HEADING) == []


def test_a_list_set_without_stops_in_one_version_is_a_style() -> None:
    assert check(LONG, LONG) == []


def test_beads_of_several_sentences_have_no_one_end() -> None:
    source = document(["Is it cold?", "Yes."], "en", Role.PARAGRAPH)
    target = document(["Sí, hace frío."], "es", Role.PARAGRAPH)
    assert list(end_punctuation(Subject.pair(Bitext(source, target, (Bead((0, 1), (0,)),))))) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Why?!", "question mark"),
        ("So…", "ellipsis"),
        ("A list:", "colon"),
        ("no", "none"),
        ("", "none"),
        ("）", "none"),
    ],
)
def test_classes(text: str, expected: str) -> None:
    assert closing_class(text) == expected
