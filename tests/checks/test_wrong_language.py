"""UNT202, UNT205 and UNT206: what is in the other language as a whole."""

from __future__ import annotations

import pytest

from aligner.checks import Subject, check, select
from aligner.checks.bilingual import mirror
from aligner.model import Bead, Bitext, Block, Document, Finding, Role, Sentence

OTHER = {"en": "es", "es": "en"}


def document(
    blocks: list[str | list[str]], language: str, role: Role = Role.PARAGRAPH, declared: str | None = None
) -> Document:
    """Blocks of one or more sentences, divided by an empty line."""
    text, found, sentences = "", [], []
    for number, block in enumerate(blocks):
        start = len(text)
        for sentence in [block] if isinstance(block, str) else block:
            text += " " if len(text) > start else ""
            sentences.append(Sentence(len(text), len(text) + len(sentence), number))
            text += sentence
        found.append(Block(start, len(text), role, declared))
        text += "\n\n"
    return Document(text, tuple(found), language, sentences=tuple(sentences))


def findings(
    *blocks: str | list[str], language: str = "en", role: Role = Role.PARAGRAPH, declared: str | None = None
) -> list[tuple[str, str]]:
    subject = Subject.alone(document(list(blocks), language, role, declared), OTHER[language])
    return said(check(subject, select(["UNT202", "UNT205", "UNT206", "UNT207"])))


def pair_findings(rows: list[tuple[str, str]], language: str, declared: str | None = None) -> list[tuple[str, str]]:
    """Findings in the target, whose language is `language`."""
    source = document([row[0] for row in rows], OTHER[language])
    target = document([row[1] for row in rows], language, declared=declared)
    beads = tuple(Bead((number,), (number,), 1.0) for number in range(len(rows)))
    return said(check(Subject.pair(Bitext(source, target, beads)), select(["UNT202", "UNT205", "UNT206"])))


def said(found: tuple[Finding, ...]) -> list[tuple[str, str]]:
    return [(finding.code, finding.spans[0].text) for finding in found]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Nadie quiso hablar con la prensa después del partido.", "en"),
        ("Las abuelas bailan", "en"),
        ("Una tarde de lluvia y café", "en"),
        ("Nobody wanted to talk to the press after the match.", "es"),
        ("Grandmothers are dancing", "es"),
        ("The Price of Bread Keeps Rising in the Villages", "es"),
        ("“Nobody ever told us that the bridge would be closed for so long,” she says.", "es"),
    ],
)
def test_a_block_in_the_other_language_is_found(text: str, language: str) -> None:
    assert findings(text, language=language) == [("UNT202", text)]


def test_sentences_in_a_row_are_one_finding() -> None:
    block = ["It rained.", "El río creció mucho.", "Nadie pudo cruzar el puente.", "Then the sun came out."]
    assert findings(block) == [("UNT202", "El río creció mucho. Nadie pudo cruzar el puente.")]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Her last words were “Que nadie me llore”.", "en"),
        ("The film “La vida secreta de las palabras” won four prizes.", "en"),
        ("The song *Gracias a la vida* was sung by thousands.", "en"),
        ("Plaza de la Constitución", "en"),
        ("Banco Central de la República Argentina", "en"),
        ("Real Madrid 2, Atlético 1", "en"),
        ("El lema era “Yes, we can and we will”.", "es"),
        ("The Bank of England", "es"),
        ("The New York Times", "es"),
        ("Marketing digital y software libre", "es"),
        ("Wifi, streaming, podcast", "es"),
        ("Jaun-andreok, ongi etorri gure etxera gaur", "es"),
    ],
)
def test_names_quotations_titles_and_loanwords_are_right(text: str, language: str) -> None:
    assert findings(text, language=language) == []


def test_what_is_declared_to_be_in_another_language_is_right() -> None:
    text = "Verde que te quiero verde, verde viento, verdes ramas."
    assert findings(text, role=Role.QUOTATION, declared="es") == []
    assert findings(text, declared="es") == []
    assert findings(text) == [("UNT202", text)]


def test_a_declared_paragraph_copied_from_the_source_is_a_leftover() -> None:
    text = "El ayuntamiento cerrará la biblioteca durante todo el verano."
    assert pair_findings([(text, text)], "en", declared="es") == [("UNT202", text)]
    assert pair_findings([("Otra cosa.", text)], "en", declared="es") == []


def test_a_short_line_copied_from_the_source_needs_less_evidence() -> None:
    assert pair_findings([("Palabras clave", "Palabras clave")], "en") == [("UNT202", "Palabras clave")]
    assert pair_findings([("Mendoza y Cuyo", "Mendoza y Cuyo")], "en") == []


@pytest.mark.parametrize("role", [Role.CAPTION, Role.ALT_TEXT, Role.DESCRIPTION, Role.TITLE])
def test_captions_and_titles_have_a_rule_of_their_own(role: Role) -> None:
    assert findings("dos niños en una barca", role=role) == [("UNT205", "dos niños en una barca")]
    assert findings("two children in a boat", role=role) == []
    assert findings("Ana Belén Ruiz", role=role) == []


def test_the_name_of_the_site_does_not_count_in_a_title() -> None:
    assert findings("Bread prices keep rising | Diario de la Tarde", role=Role.TITLE) == []
    found = findings("El precio del pan no deja de subir | The Evening Herald", role=Role.TITLE)
    assert found == [("UNT205", "El precio del pan no deja de subir")]


def test_a_picture_credit_in_the_other_language_is_found() -> None:
    assert findings("The old harbour. (Foto: Ana Ruiz)", role=Role.CAPTION) == [("UNT205", "Foto")]
    assert findings("The old harbour. (Photo: Ana Ruiz)", role=Role.CAPTION) == []


def test_a_line_that_reads_like_a_caption_is_one() -> None:
    text = "La nieve cubre los tejados del barrio viejo. (Foto: A. Ruiz)"
    assert findings(text) == [("UNT205", text)]


@pytest.mark.parametrize(
    ("block", "language", "wrong"),
    [
        (["She teaches history. / Enseña historia."], "en", "Enseña historia."),
        (["Cronista de tribunales. | Court reporter."], "es", "Court reporter."),
        (["Painter and poet — Pintora y poeta de la noche"], "en", "Pintora y poeta de la noche"),
        (
            ["Pilar studies volcanoes in Chile.", "Pilar estudia los volcanes de Chile."],
            "en",
            "Pilar estudia los volcanes de Chile.",
        ),
        (["The views are personal. [Las opiniones son personales.]"], "en", "Las opiniones son personales."),
    ],
)
def test_a_block_in_both_languages_is_reported_by_its_wrong_half(block: list[str], language: str, wrong: str) -> None:
    assert findings(block, language=language) == [("UNT206", wrong)]


def test_a_bio_needs_no_sign_between_its_halves() -> None:
    block = ["He grows roses.", "Cultiva rosas desde niño."]
    assert findings(block, role=Role.BIO) == [("UNT206", "Cultiva rosas desde niño.")]


def test_a_forgotten_sentence_beside_another_is_not_bilingual() -> None:
    block = ["The market opens at dawn.", "Los pescadores vuelven con las redes vacías."]
    assert findings(block) == [("UNT202", "Los pescadores vuelven con las redes vacías.")]


def test_a_motto_with_its_translation_is_right() -> None:
    assert findings("The order's motto, “Nadie por encima de nadie” (nobody above anybody), is old.") == []


def test_languages_without_lists_are_left_alone() -> None:
    text = document(["Nadie quiso hablar con la prensa."], "qq")
    assert check(Subject.alone(text, "es"), select(["UNT2"])) == ()


def test_mirrors_share_cognates() -> None:
    assert mirror("She is a professor of music.", "Es profesora de música.") > 0.6
    assert mirror("She lives by the river.", "Cultiva rosas.") == 0.0
    assert mirror("", "") == 0.0
