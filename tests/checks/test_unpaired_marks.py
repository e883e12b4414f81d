"""PUN701: marks that do not pair, over paragraphs and over both versions."""

from __future__ import annotations

from aligner.checks.registry import Fault
from aligner.checks.subject import Subject
from aligner.checks.unpaired_marks import unpaired_mark
from aligner.model import Bead, Bitext, Block, Document, Role, Sentence, Severity, Side


def document(paragraphs: list[str], language: str, role: Role = Role.PARAGRAPH) -> Document:
    """Each paragraph is a block of one sentence."""
    blocks, sentences, start = [], [], 0
    for number, paragraph in enumerate(paragraphs):
        blocks.append(Block(start, start + len(paragraph), role))
        sentences.append(Sentence(start, start + len(paragraph), number))
        start += len(paragraph) + 1
    return Document("\n".join(paragraphs), tuple(blocks), language, sentences=tuple(sentences))


def alone(*paragraphs: str, language: str = "en") -> list[Fault]:
    other = "es" if language == "en" else "en"
    return list(unpaired_mark(Subject.alone(document(list(paragraphs), language), other)))


def check(*rows: tuple[str, str]) -> list[Fault]:
    source, target = document([row[0] for row in rows], "en"), document([row[1] for row in rows], "es")
    beads = tuple(Bead((number,), (number,)) for number in range(len(rows)))
    return list(unpaired_mark(Subject.pair(Bitext(source, target, beads, is_pairs=True))))


def test_a_mark_without_a_partner_is_found() -> None:
    [fault] = alone("It is (they say late.", "And cold.")
    assert fault.message == "( opens a bracket that is not closed"
    assert (fault.spans[0].start, fault.severity) == (6, None)


def test_a_quotation_over_paragraphs_may_close_at_its_end_alone() -> None:
    assert alone("“One.", "Two.", "Three.”") == []


def test_a_quotation_over_paragraphs_may_be_opened_anew_in_each() -> None:
    assert alone("“One.", "“Two.", "“Three.”") == []


def test_spanish_dialogue_may_go_on_with_closing_marks_that_nothing_opened() -> None:
    assert alone("—Fue así.", "»Llegué tarde.", "»—¿Y qué? —dijo.", language="es") == []


def test_spanish_paragraphs_of_a_quotation_may_begin_with_its_closing_mark() -> None:
    assert alone("«Uno.", "»Dos.", "»Tres».", language="es") == []


def test_a_quotation_does_not_go_on_for_ever() -> None:
    faults = alone("He said “one.", *["And on."] * 20, "And so it was.”")
    assert [fault.spans[0].text for fault in faults] == ["“", "”"]


def test_an_aside_in_brackets_ends_soon() -> None:
    assert alone("It rained (hard.", "It blew too).") == []
    assert len(alone("It rained (hard.", *["And on."] * 6, "It blew too).")) == 2


def test_another_quotation_in_between_shows_that_the_first_was_not_closed() -> None:
    [fault] = alone("He said “one.", "She said “two” and left.")
    assert fault.spans[0].start == 8


def test_a_whole_sentence_that_is_not_closed_is_worth_a_hint() -> None:
    [fault] = alone("“All of it, he said.", "Nobody answered.")
    assert fault.severity is Severity.INFO


def test_programs_are_no_text() -> None:
    assert list(unpaired_mark(Subject.alone(document(["print('(' + \"x"], "en", Role.CODE), "es"))) == []


def test_what_stands_alone_in_both_versions_is_left_alone() -> None:
    assert check(("He said (as in the film.", "Dijo (como en la película.")) == []


def test_a_mark_lost_in_translation_is_found_on_its_side() -> None:
    [fault] = check(("He said (softly) no.", "Dijo (en voz baja que no."))
    assert (fault.spans[0].side, fault.bead, fault.severity) == (Side.TARGET, 0, None)


def test_a_mark_the_source_lacks_is_found_on_its_side() -> None:
    [fault] = check(("He said (softly no.", "Dijo (en voz baja) que no."))
    assert fault.spans[0].side is Side.SOURCE


def test_the_other_version_tells_a_lost_mark_from_a_quotation_that_goes_on() -> None:
    rows = [('"One," he said.', '"Uno, dijo.'), ('"Two," he said.', '"Dos", dijo.')]
    [fault] = check(*rows)
    assert (fault.bead, fault.severity) == (0, Severity.INFO)
    assert alone(*[row[1] for row in rows], language="es") == []


def test_a_quotation_may_span_rows() -> None:
    assert check(('"One. Two."', '"Uno.'), ("Three.", 'Dos y tres".')) == []


def test_letters_of_paragraphs_of_laws_close_nothing() -> None:
    assert alone("Según el artículo 12.4.c) y el 7 b), no procede.", language="es") == []
    assert [fault.spans[0].text for fault in alone("Según la ley), no procede.", language="es")] == [")"]
