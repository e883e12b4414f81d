"""In-line program code: it stays in the text, and its words are those of no language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_texts import a_block_each

from aligner.checks import Subject, check, rules, select
from aligner.checks.code_spans import prose_of
from aligner.contracts import Stretch
from aligner.formats.html import read_document as read_html
from aligner.formats.markdown import read_document as read_markdown
from aligner.model import Bead, Bitext, Document, Side, Term
from aligner.segmentation import segment


def pair(source: Document, target: Document, terms: tuple[Term, ...] = ()) -> Subject:
    beads = tuple(Bead((number,), (number,), 1.0) for number in range(len(source.sentences)))
    return Subject.pair(Bitext(source, target, beads), terms=terms)


def page(body: str, language: str) -> Document:
    return segment(read_html(f"<p>{body}</p>".encode(), "page.html", language))


def markdown(body: str, language: str) -> Document:
    return segment(read_markdown(body.encode(), "page.md", language))


@pytest.mark.parametrize(
    ("english", "spanish"),
    [
        ("Run `sort -n` and look at the lines.", "Ejecute `sort -n` y mire las líneas."),
        ("The server answers `you are not allowed here`.", "El servidor responde `you are not allowed here`."),
        ("Choose between `oldest`, `never` and `both`.", "Elija entre `oldest`, `never` y `both`."),
    ],
)
@pytest.mark.parametrize("read", [markdown, lambda text, code: a_block_each([text], code)])
def test_words_of_code_are_no_leftovers(english: str, spanish: str, read: Callable[[str, str], Document]) -> None:
    source, target = read(english, "en"), read(spanish, "es")
    assert check(pair(source, target), rules()) == ()
    assert check(Subject.alone(target, "en"), rules()) == ()


@pytest.mark.parametrize("tag", ["code", "kbd", "samp", "var", "tt"])
def test_elements_of_code(tag: str) -> None:
    target = page(f"El programa dice <{tag}>there is no such house</{tag}> y termina.", "es")
    assert [target.text[start:end] for start, end in target.code_spans] == ["there is no such house"]
    assert check(Subject.alone(target, "en"), rules()) == ()
    plain = page("El programa dice <b>there is no such house</b> y termina.", "es")
    assert {finding.code for finding in check(Subject.alone(plain, "en"), rules())} == {"UNT203"}


def test_elements_of_code_in_markdown() -> None:
    target = markdown("Pulse <kbd>Save <b>As</b></kbd> o escriba ``a ` b`` dos veces.", "es")
    assert [target.text[start:end] for start, end in target.code_spans] == ["Save", "As", "a ` b"]


def test_what_stands_beside_code_is_still_read() -> None:
    target = markdown("Ejecute `sort -n` and then mire las líneas.", "es")
    assert [finding.spans[0].text for finding in check(Subject.alone(target, "en"), select(["UNT203"]))] == ["and then"]


def test_placeholders_in_code_are_compared() -> None:
    source = markdown("The message `{count} files` is shown.", "en")
    target = markdown("Se muestra el mensaje `{cuenta} files`.", "es")
    assert [finding.code for finding in check(pair(source, target), select(["FMT801"]))] == ["FMT801"]


def test_a_term_in_code_is_no_term() -> None:
    terms = (Term("table", ("mesa",)),)
    source, target = markdown("Call `drop table` first.", "en"), markdown("Llame primero a `drop table`.", "es")
    assert check(pair(source, target, terms), select(["TRM601"])) == ()
    source, target = markdown("Drop the table first.", "en"), markdown("Tírela primero.", "es")
    assert [finding.code for finding in check(pair(source, target, terms), select(["TRM601"]))] == ["TRM601"]


def test_names_acronyms_and_marks_in_code_are_none() -> None:
    target = markdown('Write `OTAN("Presidente Ruiz` and `Quiñonez` or `Quinonez`, then stop.', "en")
    assert check(Subject.alone(target, "es"), rules()) == ()


def test_code_that_the_other_side_says_otherwise_is_not_left_out() -> None:
    source = markdown("Type `open all the files` now.", "en")
    bitext = Bitext(source, markdown("Escríbalo ahora.", "es"), (Bead((0,), (0,), 1.0),))

    def stretch(start: int, end: int) -> Subject:
        return Subject.pair(bitext, uncovered=lambda _: (Stretch(0, Side.SOURCE, start, end, 0.99),))

    chosen = select(["ALN107"])
    assert check(stretch(5, 23), chosen) == ()
    assert len(check(stretch(0, len(source.text)), chosen)) == 0
    outside = replace(source, code_spans=())
    bitext = replace(bitext, source=outside)
    assert len(check(stretch(5, 23), chosen)) == 1


@given(st.text(alphabet="ab `\n<>/code", max_size=60))
@settings(deadline=None, max_examples=60)
def test_every_word_stays_where_it_is(text: str) -> None:
    document = Document(text, (), "en")
    prose = prose_of(document)
    assert len(prose.text) == len(text)
    assert all(one == other or other == " " for one, other in zip(text, prose.text, strict=True))


def test_patterns_of_messages_are_code() -> None:
    rows = [
        ("{count, plural, one {# road} other {# roads}}", "{count, plural, one {# camino} other {# caminos}}"),
        ("Seen {when, date, long}", "Visto {when, date, long}"),
    ]
    source, target = (a_block_each([row[side] for row in rows], language) for side, language in enumerate(("en", "es")))
    assert check(pair(source, target), select(["UNT", "FMT"])) == ()
    left = a_block_each(["{count, plural, one {# road here} other {# roads here}}"], "es")
    codes = {finding.code for finding in check(pair(a_block_each([rows[0][0]], "en"), left), select(["UNT"]))}
    assert codes == {"UNT202"}


@pytest.mark.parametrize(
    ("english", "spanish", "is_right"),
    [
        ("Press Ctrl+Shift+K.", "Pulse Ctrl+Mayús+K.", True),
        ("Press Ctrl+Delete.", "Pulse Ctrl+Supr.", True),
        ("Press Alt+Enter.", "Pulse Alt+Intro.", True),
        ("Press Ctrl+Shift+K.", "Pulse Ctrl+Mayús+J.", False),
        ("Press Ctrl+K.", "Pulse Alt+K.", False),
    ],
)
def test_keys_have_names_of_their_language(english: str, spanish: str, *, is_right: bool) -> None:
    subject = pair(a_block_each([english], "en"), a_block_each([spanish], "es"))
    assert (check(subject, select(["FMT801"])) == ()) is is_right
