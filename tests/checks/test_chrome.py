"""UNT207: interface text."""

from __future__ import annotations

import pytest

from aligner.checks import Subject, check, select
from aligner.checks.chrome import find_phrase, normal_form
from aligner.checks.word_data import data_lines
from aligner.model import Block, Document, Role, Sentence

OTHER = {"en": "es", "es": "en"}


def findings(
    text: str, language: str = "en", role: Role = Role.PARAGRAPH, declared: str | None = None
) -> list[tuple[str, str | None]]:
    block = Block(0, len(text), role, declared)
    page = Document(text, (block,), language, sentences=(Sentence(0, len(text)),))
    found = check(Subject.alone(page, OTHER[language]), select(["UNT207", "UNT202", "UNT205", "UNT203"]))
    assert all(finding.code == "UNT207" for finding in found)
    return [(finding.spans[0].text, finding.suggestion) for finding in found]


@pytest.mark.parametrize(
    ("text", "language", "suggestion"),
    [
        ("Leer en español", "en", "Read in Spanish"),
        ("[Leer en español]", "en", "Read in Spanish"),
        ("Seguir leyendo »", "en", "Read more"),
        ("Compartir en Mastodon", "en", "Share on Mastodon"),
        ("Publicado el 3 de mayo de 2021", "en", "Published on 3 de mayo de 2021"),
        ("Leave a Reply", "es", "Deja un comentario"),
        ("RELATED POSTS", "es", "Entradas relacionadas"),
        ("12 comments", "es", "12 comentarios"),
        ("Written by Ana Ruiz", "es", "Escrito por Ana Ruiz"),
    ],
)
def test_known_phrases_are_found_anywhere_and_translated(text: str, language: str, suggestion: str) -> None:
    assert findings(text, language) == [(text, suggestion)]


@pytest.mark.parametrize("role", [Role.NAVIGATION, Role.FOOTER, Role.FORM, Role.LABEL, Role.LANGUAGE_LINK])
def test_text_around_the_page_needs_no_list(role: Role) -> None:
    assert findings("el gato que no quería dormir", role=role) == [("el gato que no quería dormir", None)]
    assert findings("the cat that would not sleep", role=role) == []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Español", "en"),
        ("English", "es"),
        ("Legal", "es"),
        ("Semanario de la Costa", "en"),
        ("Menu", "en"),
        ("ES", "en"),
    ],
)
def test_language_names_site_names_and_shared_words_are_right(text: str, language: str) -> None:
    assert findings(text, language, Role.NAVIGATION) == []


@pytest.mark.parametrize(
    ("text", "language"),
    [("Ayuntamiento", "en"), ("Hogar", "en"), ("Weather", "es"), ("Neighbourhood", "es"), ("Obituary", "es")],
)
def test_one_clear_word_is_enough_around_the_page(text: str, language: str) -> None:
    assert [found for found, _ in findings(text, language, Role.NAVIGATION)] == [text]


def test_a_link_that_declares_its_language_is_right() -> None:
    assert findings("Leer en español", role=Role.LANGUAGE_LINK, declared="es") == []


@pytest.mark.parametrize(
    "text",
    ["The button said “Leer más” in large letters.", "Share prices fell.", "Next to the church stands a school."],
)
def test_a_phrase_inside_a_sentence_is_no_interface(text: str) -> None:
    assert findings(text) == []


@pytest.mark.parametrize(
    ("text", "language"), [("Source of all evil and of many good things", "es"), ("Fuente de la eterna juventud", "en")]
)
def test_a_star_stands_for_names_dates_and_numbers_only(text: str, language: str) -> None:
    assert find_phrase(text, OTHER[language], language) is None


def test_phrases_in_a_row_are_found_in_a_footer_and_a_byline() -> None:
    footer = "Quiénes somos Aviso legal © 2024 The Herald. All rights reserved."
    assert [text for text, _ in findings(footer, role=Role.FOOTER)] == ["Quiénes somos", "Aviso legal"]
    assert findings("Rosa Gil Last updated 2 June", "es", Role.BYLINE) == [("Last updated", "Actualizado")]


def test_every_row_of_the_list_has_both_languages() -> None:
    for line in data_lines("interface.tsv"):
        english, spanish, *_ = line.split("\t")
        assert all(normal_form(phrase) for cell in (english, spanish) for phrase in cell.split("|"))


def test_every_phrase_is_recognised_of_two_words_or_more() -> None:
    rows = [line.split("\t") for line in data_lines("interface.tsv")]
    english = {normal_form(phrase) for row in rows for phrase in row[0].split("|")}
    spanish = {normal_form(phrase) for row in rows for phrase in row[1].split("|")}
    filled = {phrase.replace("*", "7") for phrase in english - spanish if " " in phrase}
    assert [phrase for phrase in filled if find_phrase(phrase, "en", "es") is None] == []
    assert len(filled) > 300


def test_what_comes_next_has_its_name_behind_it() -> None:
    assert findings("Siguiente: Recetas →") == [("Siguiente: Recetas →", "Next: Recetas")]
    assert findings("Already a subscriber?", "es") == [("Already a subscriber?", "¿Ya eres suscriptor?")]
