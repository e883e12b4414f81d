"""UNT203 and UNT204: words of the other language in a sentence and beside a name."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.checks import Subject, check, select
from aligner.checks.roles import roles_in_names
from aligner.checks.word_data import data_lines
from aligner.model import Bead, Bitext, Block, Document, Finding, Sentence, Severity, Side

OTHER = {"en": "es", "es": "en"}


def document(sentences: list[str], language: str) -> Document:
    """One block with all the sentences, one a line."""
    spans, start = [], 0
    for sentence in sentences:
        spans.append(Sentence(start, start + len(sentence)))
        start += len(sentence) + 1
    text = "\n".join(sentences)
    return Document(text, (Block(0, len(text)),), language, sentences=tuple(spans))


def alone(*sentences: str, language: str = "en") -> tuple[Finding, ...]:
    return check(Subject.alone(document(list(sentences), language), OTHER[language]), select(["UNT203", "UNT204"]))


def pair(source: str, target: str, language: str) -> list[str]:
    """Texts of the findings in the target, whose language is `language`."""
    bitext = Bitext(document([source], OTHER[language]), document([target], language), (Bead((0,), (0,), 1.0),))
    found = check(Subject.pair(bitext), select(["UNT203", "UNT204"]))
    return [finding.spans[0].text for finding in found if finding.spans[0].side is Side.TARGET]


def said(found: tuple[Finding, ...]) -> list[tuple[str, str]]:
    return [(finding.code, span.text) for finding in found for span in finding.spans]


@pytest.mark.parametrize(
    ("text", "language", "word"),
    [
        ("The mayor también opened a new school.", "en", "también"),
        ("Harvests were poor y prices rose again.", "en", "y"),
        ("The ship was three veces su longitud from the pier.", "en", "veces su longitud"),
        ("It is, sin embargo, the only road to the coast.", "en", "sin embargo"),
        ("Both Italian y Spanish crews were rescued.", "en", "y"),
        ("Entonces, the lights went out in the whole valley.", "en", "Entonces"),
        ("La alcaldesa also inauguró una escuela.", "es", "also"),
        ("Los vecinos confirmed la noticia por la noche.", "es", "confirmed"),
        ("Fue una de las most beautiful noches del año.", "es", "most beautiful"),
        ("El río creció when llegó la primavera.", "es", "when"),
    ],
)
def test_words_and_phrases_of_the_other_language_are_found(text: str, language: str, word: str) -> None:
    assert said(alone(text, language=language)) == [("UNT203", word)]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("They ate tapas, paella and churros near the plaza.", "en"),
        ("The guerrilla leader met the junta after the siesta.", "en"),
        ("Shares of Banco de España fell in Castilla y León.", "en"),
        ("He plays for Estudiantes de la Plata and lives near El Prado.", "en"),
        ("The word “duende” has no translation.", "en"),
        ("In Spanish, queso means cheese.", "en"),
        ("The fallas (hogueras) burn all night.", "en"),
        ("It is de facto a status quo ad hoc.", "en"),
        ("His sin was to dice onions in the nave.", "en"),
        ("The bacterium y. pestis was found there.", "en"),
        ("El software de marketing online falla.", "es"),
        ("Una estrella de rock y su show en el club.", "es"),
        ("Lee The Washington Post y The Economist cada mañana.", "es"),
        ("Publicó “Gone with the wind” en otra editorial.", "es"),
        ("La llamada data science crece sin parar.", "es"),
        ("Escriba a help@example.org o entre en www.example.org/the/best.", "es"),
        ("Espere a que la cámara capture la imagen y complete el pago.", "es"),
        ("Un estudio in vitro e in situ de la flora.", "es"),
        ("Los vecinos/as de la calle protestan.", "es"),
        ("Wolfgang sagte etwas über den alten schrank.", "es"),
    ],
)
def test_loanwords_names_quotations_glosses_and_codes_are_right(text: str, language: str) -> None:
    assert said(alone(text, language=language)) == []


def test_the_source_sentence_is_evidence_for_and_against() -> None:
    assert pair("The crew slept.", "La crew durmió.", "es") == ["crew"]
    assert pair("The company won the regatta.", "La company ganó la regata.", "es") == ["company"]
    assert pair("The firm won the regatta.", "La company ganó la regata.", "es") == []
    assert pair("The mezzanine is closed.", "La mezzanine está cerrada.", "es") == []


def test_what_is_said_throughout_has_been_borrowed() -> None:
    sentences = [f"El batch número {number} terminó bien." for number in range(5)]
    found = alone(*sentences, language="es")
    assert [(finding.severity, len(finding.spans)) for finding in found] == [(Severity.INFO, 5)]
    assert [finding.severity for finding in alone(*sentences[:2], language="es")] == [Severity.WARNING] * 2


def test_a_word_few_know_that_a_sentence_has_in_both_numbers_has_been_borrowed() -> None:
    def found(source: str, target: str) -> list[tuple[Severity, int]]:
        bitext = Bitext(document([source], "en"), document([target], "es"), (Bead((0,), (0,), 1.0),))
        return [(finding.severity, len(finding.spans)) for finding in check(Subject.pair(bitext), select(["UNT203"]))]

    rows = "The lathe stood beside two lathes.", "El lathe estaba junto a dos lathes."
    assert found(*rows) == [(Severity.INFO, 2)]
    assert found("The lathe stood by the door.", "El lathe estaba junto a la puerta.") == [(Severity.WARNING, 1)]
    # but a word that everybody knows was overlooked twice
    assert found("The house and the other house.", "La house y la otra house.") == [(Severity.WARNING, 1)] * 2


def test_the_plural_of_a_word_that_a_language_has_taken_in_is_taken_in_too() -> None:
    assert pair("All the halls were full.", "Todos los halls estaban llenos.", "es") == []
    assert pair("All the crews were full.", "Todas las crews estaban llenas.", "es") == ["crews"]
    # the word is Spanish, its plural is not
    assert pair("There are two factors.", "Hay dos factors.", "es") == ["factors"]


def test_a_sentence_in_the_other_language_is_not_searched_for_words() -> None:
    assert said(alone("The port was empty.", "Nadie quiso hablar con la prensa.", language="en")) == []


@pytest.mark.parametrize(
    ("text", "language", "name", "suggestion"),
    [
        (
            "The speech of Presidente Alicia Montes was short.",
            "en",
            "Presidente Alicia Montes",
            "President Alicia Montes",
        ),
        ("Señora Pons refused.", "en", "Señora Pons", "Mrs. Pons"),
        ("Then Ministro Gil resigned.", "en", "Ministro Gil", "Minister Gil"),
        ("It was Ibarra Padre who signed.", "en", "Ibarra Padre", "Ibarra Sr."),
        ("The house of Ferrer Hijo burned.", "en", "Ferrer Hijo", "Ferrer Jr."),
        ("El discurso de Mr. Ashby fue breve.", "es", "Mr. Ashby", "señor Ashby"),
        ("Habló la Prime Minister Ann Oakes.", "es", "Prime Minister Ann Oakes", "primer ministro Ann Oakes"),
        ("Dimitió el Ambassador Reed.", "es", "Ambassador Reed", "embajador Reed"),
        ("Firmó Whitlock Son.", "es", "Whitlock Son", "Whitlock hijo"),
    ],
)
def test_role_and_kin_words_beside_a_name_are_found(text: str, language: str, name: str, suggestion: str) -> None:
    found = alone(text, language=language)
    assert [(finding.code, finding.spans[0].text, finding.suggestion) for finding in found] == [
        ("UNT204", name, suggestion)
    ]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("A beach on Padre Island.", "en"),
        ("The office is in Calle Presidente Masaryk.", "en"),
        ("The dean of Rey Juan Carlos University spoke.", "en"),
        ("Flights to Presidente Prudente were cancelled.", "en"),
        ("General Ortega and Doctor Ruiz met Don Felipe.", "en"),
        ("The Fiscal Year ends in June.", "en"),
        ("El Padre was a film.", "en"),
        ("La película King Kong y el Captain America.", "es"),
        ("Vive en King Street, cerca del Mount Sinai Hospital.", "es"),
        ("Jugó Griffey Jr. contra Sir Alex.", "es"),
        ("La Miss Universo y Lady Gaga.", "es"),
        ("Compró una copia de MS Windows.", "es"),
        ("El fallo cita a Warner Brothers.", "es"),
    ],
)
def test_places_institutions_and_fixed_names_are_right(text: str, language: str) -> None:
    assert said(alone(text, language=language)) == []


def test_a_name_that_repeats_is_one_finding() -> None:
    found = alone("Ibarra Padre signed.", "Later Ibarra Padre left.")
    assert [[span.text for span in finding.spans] for finding in found] == [["Ibarra Padre", "Ibarra Padre"]]


def test_every_role_is_a_row_of_three() -> None:
    assert all(len(line.split("\t")) == 3 for line in data_lines("roles.tsv"))
    assert {line.split("\t")[0] for line in data_lines("roles.tsv")} == {"kin", "title"}


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet="abcñé .,-’'“”()/Padre Presidente\n", max_size=80), st.sampled_from(["en", "es"]))
def test_spans_lie_inside_their_sentence(text: str, language: str) -> None:
    for finding in alone(text, language=language):
        for span in finding.spans:
            assert text[span.start : span.end] == span.text != ""
    for role in roles_in_names(text, 0, len(text), language, OTHER[language]):
        assert 0 <= role.start < role.end <= len(text)


@pytest.mark.parametrize(
    "text",
    [
        "He learned the son huasteco and its décimas from an uncle.",
        "Savings vanished in the corralito, and a cacerolazo followed.",
        "They study Sor Juana and Fray Luis at school.",
    ],
)
def test_what_english_keeps_of_spanish_is_no_leftover(text: str) -> None:
    assert alone(text) == ()


def test_roles_of_towns_and_trades_beside_names() -> None:
    assert said(alone("We asked Regidora Elvira Montoro and Campesino Fermín Ulloa.")) == [
        ("UNT204", "Regidora Elvira Montoro"),
        ("UNT204", "Campesino Fermín Ulloa"),
    ]
