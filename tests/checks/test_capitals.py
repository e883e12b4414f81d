"""PUN705: capitals of the other language's habit."""

from __future__ import annotations

import pytest
from babel import Locale

from aligner.checks.capital_words import Kind, lower_case_words, upper_case_words
from aligner.checks.capitals import capitals
from aligner.checks.registry import Fault
from aligner.checks.subject import Subject
from aligner.checks.word_data import data_lines
from aligner.model import Bead, Bitext, Block, Document, Role, Sentence


def check(*paragraphs: str, language: str = "es", role: Role = Role.PARAGRAPH) -> list[Fault]:
    blocks, sentences, start = [], [], 0
    for number, paragraph in enumerate(paragraphs):
        blocks.append(Block(start, start + len(paragraph), role))
        sentences.append(Sentence(start, start + len(paragraph), number))
        start += len(paragraph) + 1
    text = Document("\n".join(paragraphs), tuple(blocks), language, sentences=tuple(sentences))
    return list(capitals(Subject.alone(text, "en" if language == "es" else "es")))


def said(*paragraphs: str, language: str = "es") -> list[str]:
    return [fault.spans[0].text for fault in check(*paragraphs, language=language)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("El Lunes 5 de Octubre de 2010 se publicó en Inglés.", ["Lunes", "Octubre", "Inglés"]),
        ("En Marzo volvieron los Franceses.", ["Marzo", "Franceses"]),
        ("Habló de la economía Alemana con calma.", ["Alemana"]),
        ("Este Martes vino el poeta Español Luis García.", ["Martes", "Español"]),
        ("Desde el Miércoles Daniel Pinto está en casa.", ["Miércoles"]),
        ("Vivían allí cristianos y Judíos.", ["Judíos"]),
    ],
)
def test_english_capitals_in_spanish_are_found(text: str, expected: list[str]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "El Viernes Santo y el Lunes de Pascua.",
        "Fuimos a misa el Domingo de Resurrección.",
        "Ayer Julio Cortázar y Plácido Domingo cenaron juntos.",
        "Recordaban la Revolución de Octubre en la Plaza de Mayo.",
        "Vive en la Avenida 9 de Julio desde el 25 de mayo.",
        "Trabaja en el Banco Español de Crédito y en El Corte Inglés.",
        "Viajó a Siria, a la India y a Filipinas.",
        "Miguel Alemán calló y luego Alemán se fue.",
        "Los Reyes Católicos y la Iglesia Ortodoxa Rusa.",
        "Dijo: «Martes no puedo». ¿Lunes? —Miércoles tampoco.",
        "Véase lunes.example/Martes y @Francesa.",
        "LUNES Y MARTES CERRADO",
        "El goleador Cristiano Ronaldo marcó dos veces.",
        "Volvió a Palestina y a la Guayana Francesa.",
        "La presa del río Indio da agua.",
    ],
)
def test_spanish_names_stay_quiet(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We met on tuesday in the german town.", ["tuesday", "german"]),
        ("It was tuesday’s paper.", ["tuesday"]),
        ("It was on 5 may 2010 and again on march 3.", ["may", "march"]),
        ("The south korean president, a french woman.", ["korean", "french"]),
    ],
)
def test_lost_capitals_in_english_are_found(text: str, expected: list[str]) -> None:
    assert said("X " + text, language="en")[: len(expected)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "It may rain; they march on, an august body.",
        "They ate French fries, and french fries again, from a Dutch oven.",
        "He had to polish the shoes with pole and pin.",
        "Write to sunday@example.com or see /english/march and #french.",
        "nothing on thursday",
        "The slug is my-french-house here.",
    ],
)
def test_everyday_words_of_english_stay_quiet(text: str) -> None:
    assert said(text, language="en") == []


def test_a_name_that_both_versions_have_stays_quiet() -> None:
    source, target = "The dam on the Indio.", "La presa junto al Indio."
    documents = [
        Document(text, (Block(0, len(text)),), language, sentences=(Sentence(0, len(text)),))
        for text, language in ((source, "en"), (target, "es"))
    ]
    assert list(capitals(Subject.pair(Bitext(documents[0], documents[1], (Bead((0,), (0,)),))))) == []
    assert said(target) == ["Indio"]


def test_a_heading_in_title_case_is_found_where_others_are_not() -> None:
    others = ["Cómo hacer pan en casa", "Un paseo por la ciudad vieja"]
    assert said(*others, "Cómo Elegir la Mejor Bicicleta para tu Hijo") == [
        "Cómo Elegir la Mejor Bicicleta para tu Hijo"
    ]


def test_headings_that_are_all_alike_are_a_style() -> None:
    headings = ["Cómo Elegir la Mejor Bicicleta para tu Hijo", "Qué Hacer con los Muebles Viejos en tu Casa"]
    assert said(*headings) == []


@pytest.mark.parametrize(
    "text",
    [
        "El Ministerio de Asuntos Exteriores y Cooperación",
        "Real Madrid y Manchester United empatan",
        "Torneo de Roland Garros: Nadal gana a Federer",
        "Un párrafo con Nombres Propios como Buena Nueva y Gran Casa.",
    ],
)
def test_headings_of_names_stay_quiet(text: str) -> None:
    assert said(text) == []


def test_programs_and_other_languages_stay_quiet() -> None:
    assert check("El Lunes", role=Role.CODE) == []
    assert check("Le Lundi en Français.", language="fr") == []


def test_demonyms_are_those_of_territories() -> None:
    territories = Locale("es").territories
    rows = [line.split("\t") for line in data_lines("demonyms.tsv")]
    codes = [row[0] for row in rows if row[0] != "-"]
    assert all(len(row) == 3 for row in rows)
    assert set(codes) <= set(territories)
    assert len(codes) == len(set(codes)) > 150


@pytest.mark.parametrize(
    "word", ["Francés", "Francesas", "Alemanes", "Iraníes", "Belgas", "Lunes", "Setiembre", "Estadounidense", "Judías"]
)
def test_spanish_forms(word: str) -> None:
    assert word in lower_case_words("es")


@pytest.mark.parametrize("word", ["Siria", "India", "Suiza", "China", "Filipinas", "Madrid"])
def test_countries_are_not_demonyms(word: str) -> None:
    assert word not in lower_case_words("es")


def test_only_the_two_languages_have_words() -> None:
    assert lower_case_words("en") == {}
    assert upper_case_words("es") == {}
    assert upper_case_words("en")["polish"] == (Kind.PEOPLE, False)


def test_weekdays_in_the_plural_have_a_capital_too() -> None:
    assert said("The library in Leeds opens on tuesdays and on Fridays.", language="en") == ["tuesdays"]


def test_a_row_of_links_is_no_heading() -> None:
    row = "Enviar por Correo | Guardar Nota | Imprimir Artículo Completo"
    assert check(row, "Una tarde en el campo", "Dos noches en la sierra", role=Role.HEADING) == []
