"""What fresh articles taught about names, acronyms, capitals, marks and verse: firing, near miss, quiet."""

from __future__ import annotations

import pytest
from small_texts import a_block_each, in_one_block, rows_bitext

from aligner.checks import Subject, check, select
from aligner.errors import OptionError
from aligner.model import Bead, Bitext, Document, Finding, Role


def alone(text: str, language: str, rules: str) -> list[str]:
    other = "es" if language == "en" else "en"
    found = check(Subject.alone(a_block_each([text], language), other), select([rules]))
    return [finding.spans[0].text for finding in found]


def pair(*rows: tuple[str, str], rules: str, is_pairs: bool = False) -> tuple[Finding, ...]:
    """English rows with their Spanish translations."""
    return check(Subject.pair(rows_bitext(rows, ("en", "es"), is_pairs=is_pairs)), select([rules]))


# popes, kings and titles


@pytest.mark.parametrize(
    ("language", "text", "wrong"),
    [
        ("en", "A letter from Pope Benedicto XV was found.", "Benedicto XV"),
        ("en", "In the days of Juan Pablo I nobody knew.", "Juan Pablo I"),
        ("es", "Las cartas de Henry VIII se venden hoy.", "Henry VIII"),
        ("es", "El retrato de King George III está roto.", "King George"),
        ("es", "Lo cuenta Councilmember Ortega en su blog.", "Councilmember Ortega"),
        ("en", "It was Monseñor Ruiz who opened the door.", "Monseñor Ruiz"),
        ("es", "Habló Archduke Ferenc ante miles de fieles.", "Archduke Ferenc"),
    ],
)
def test_names_and_titles_in_the_other_language(language: str, text: str, wrong: str) -> None:
    assert any(found.startswith(wrong) for found in alone(text, language, "UNT204"))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "A letter from Pope Benedict XV was found."),
        ("en", "She teaches at Colegio Pío XII in Lima."),
        ("en", "The Carlos III University opened a library."),
        ("en", "King Felipe VI and Alfonso XIII were born in Madrid."),
        ("en", "León is a city; León XX is no pope that we know."),
        ("es", "Lo dijo el senador Joseph I. Hartman en la radio."),
        ("es", "Las cartas de Enrique VIII se venden hoy."),
        ("es", "Escuchaban a Loudon Wainwright III en casa."),
    ],
)
def test_names_that_stay(language: str, text: str) -> None:
    found = alone(text, language, "UNT204")
    assert found == ([] if "León XX" not in text else ["León XX"])


# acronyms


@pytest.mark.parametrize(
    "text",
    [
        "The Trans-Andean Railway Agency (TRA) is closing.",
        "El Institute for the Study of Rivers (ISR) cierra.",
        "Monthly Letters of the Lake District Botanists (MLLDB) are cited.",
    ],
)
def test_compounds_and_names_of_the_other_language_are_expansions(text: str) -> None:
    assert alone(text, "es" if text.startswith("El") else "en", "ACR303") == []


def test_the_second_half_of_a_compound_begins_no_expansion() -> None:
    assert alone("The Trans-Andean Railway Agency (TRB) is closing.", "en", "ACR303") == []
    assert alone("The Andean Railway Agency (ARB) is closing.", "en", "ACR303") == ["ARB"]


def test_letters_of_the_other_language_are_read_in_its_order() -> None:
    assert alone("The National System of Seed Growers (SNSG) said no.", "en", "ACR303") == ["SNSG"]
    assert alone("The National System of Art Collectors (SNCA) said no.", "en", "ACR303") == []


def test_journals_are_no_second_acronym_of_a_society() -> None:
    text = (
        "Lo publicó en Letters of the Northern Geological Society (LNGS). La Northern Geological Society (NGS) calló."
    )
    assert alone(text, "es", "ACR304") == []
    drifted = "Lo dijo la Northern Geological Society (NGS). La Northern Geological Society (NSG) calló."
    assert alone(drifted, "es", "ACR304") == ["NSG"]


def test_companies_are_listed_under_letters() -> None:
    assert alone("Quarrel Mines (NYSE: QXRM) said no.", "en", "ACR302") == []
    assert alone("Quarrel Mines and the QXRM said no.", "en", "ACR302") == ["QXRM"]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Tallas UK 8-14 y EU 38-44.", []),
        ("Talla UK 7,5", []),
        ("Vive en el UK desde 2001.", ["UK"]),
        ("En UK 20 personas lo vieron.", ["UK"]),
    ],
)
def test_sizes_are_as_their_country_counts(text: str, wrong: list[str]) -> None:
    assert alone(text, "es", "ACR301") == wrong


# capitals


def headings(*texts: str) -> list[str]:
    document = a_block_each(texts, "es", Role.HEADING)
    return [finding.spans[0].text for finding in check(Subject.alone(document, "en"), select(["PUN705"]))]


def test_headings_of_two_words() -> None:
    others = ("Cómo llegar", "Dónde comer bien")
    assert headings(*others, "Precios Actualizados") == ["Precios Actualizados"]
    assert headings(*others, "Precios actualizados") == []
    assert headings(*others, "Estados Unidos") == []
    assert headings(*others, "Naciones Unidas") == []
    assert headings(*others, "Carmen Maura") == []
    assert headings("Precios Actualizados") == []
    assert headings(*others, "La Casa Roja, museo", "Visita a la Casa Roja de hoy", "Casa Roja") == []


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("Noticias Para Vecinos", True),
        ("Guía De Compras", True),
        ("Noticias para vecinos", False),
        ("Robert De Niro", False),
        ("LUNES Y JUEVES CERRADO", False),
    ],
)
def test_small_words_with_capitals(text: str, *, is_told: bool) -> None:
    assert (headings(text) == [text]) is is_told


def test_a_caption_with_its_credit_is_no_heading() -> None:
    assert alone("Sofía Duarte Roldán en la Casa Blanca Vieja. (Foto: Alejandra López)", "es", "PUN705") == []


# marks between sentences


def merged(source: tuple[str, ...], target: str) -> list[str]:
    one, other = in_one_block(source, "en"), in_one_block([target], "es")
    subject = Subject.pair(Bitext(one, other, (Bead(tuple(range(len(source))), (0,), 1.0),)))
    return [finding.spans[0].text for finding in check(subject, select(["PUN703"]))]


def test_a_mark_lost_between_two_sentences() -> None:
    source = ("The mill closed in the autumn.", "Nobody bought the machines.")
    assert merged(source, "El molino cerró en otoño Nadie compró las máquinas.") == ["otoño"]
    assert merged(source, "El molino cerró en otoño. Nadie compró las máquinas.") == []
    assert merged(source, "El molino cerró en otoño y nadie compró las máquinas.") == []
    assert merged((" ".join(source),), "El molino cerró en otoño Nadie compró las máquinas.") == []


@pytest.mark.parametrize(
    "target",
    [
        "El molino cerró en otoño, dice Nadie Sánchez, y no compró las máquinas.",
        "Cerró en El Salvador el molino y nadie compró las máquinas de la casa.",
        "El molino de Una Hija Perdida, el libro, cerró sin vender las máquinas.",
        "Cerró el molino, según el Gobierno, y nadie compró las máquinas viejas.",
    ],
)
def test_capitals_that_begin_no_sentence(target: str) -> None:
    assert merged(("The mill closed in the autumn.", "Nobody bought the machines."), target) == []


# verse, quotations in quotations, glosses, both languages in a row


def test_verse_stays_as_it_was_written() -> None:
    verse = "Vuelve, paloma, al tejado / que mi ventana es de trigo."
    assert alone(verse, "en", "UNT") == []
    assert alone(verse.replace(" / ", " "), "en", "UNT") != []


def test_quotations_inside_quotations() -> None:
    assert alone("“He always said ‘ahorita’ to everybody here,” she wrote.", "en", "UNT203") == []
    assert alone("“He always said ahorita to everybody here,” she wrote.", "en", "UNT203") == ["ahorita"]


def test_a_gloss_behind_the_whole_phrase() -> None:
    assert alone("The rondas campesinas (peasant patrols) sent a letter.", "en", "UNT203") == []
    assert alone("The rondas campesinas sent a letter.", "en", "UNT203") != []


def test_both_languages_in_a_row_of_pairs() -> None:
    target = "Ana Robledo writes about gardens and music. Ana Robledo escribe sobre jardines y música."
    source = "Ana Robledo escribe sobre jardines y música."
    subject = Subject.pair(rows_bitext([(source, target)], ("es", "en"), is_pairs=True))
    assert [finding.code for finding in check(subject, select(["UNT"]))] == ["UNT206"]


def test_names_with_particles_are_no_half_of_a_block() -> None:
    text = "Luz Arriaga (San Miguel de los Prados, 1958) studied law in Lima."
    assert alone(text, "en", "UNT206") == []


# names


def test_an_address_is_no_word_in_small_letters() -> None:
    rows = [
        ("Brightmoor Mills has a page.", "Brightmoor Mills tiene una página."),
        ("Brightmoor sells flour.", "Brigthmoor vende harina."),
        ("Write to us@brightmoor.example.", "Escriba a us@brightmoor.example."),
    ]
    assert [finding.suggestion for finding in pair(*rows, rules="NAM401")] == ["Brightmoor"]


def test_a_surname_with_a_mark_is_no_word() -> None:
    rows = ("It has a woodcut by Leopoldo Vargas on the cover.", "Tiene un grabado de Leopoldo Méndez en la portada.")
    (finding,) = pair(rows, rules="NAM402")
    assert {span.text for span in finding.spans} == {"Méndez", "Vargas"}


# false friends, tokens


def test_the_possessive_of_a_false_friend() -> None:
    (finding,) = pair(
        ("The library's oldest reader is here.", "Está el lector más viejo de la librería."), rules="TRM605"
    )
    assert finding.suggestion == "biblioteca"


@pytest.mark.parametrize(
    ("target", "is_right"),
    [("Ajuste max_retry_count a 3.", True), ("Ajuste max_retry_cuont a 3.", False), ("Ajústelo a 3.", True)],
)
def test_names_of_programs(target: str, *, is_right: bool) -> None:
    assert (pair(("Set max_retry_count to 3.", target), rules="FMT801") == ()) is is_right


def test_translators_put_in_their_own_addresses() -> None:
    row = ("translator-credits", "Ana Robledo <ana@robledo.example>")
    assert pair(row, rules="FMT801", is_pairs=True) == ()
    assert pair(("credits", row[1]), rules="FMT801", is_pairs=True) != ()


@pytest.mark.parametrize(("name", "meant"), [("NUMM", "NUM"), ("UNTT", "UNT"), ("ACRR", "ACR")])
def test_a_family_is_suggested(name: str, meant: str) -> None:
    with pytest.raises(OptionError, match=rf"did you mean {meant}\?"):
        select([name])


def test_documents_without_code_are_their_own_prose() -> None:
    document: Document = a_block_each(["It’s 5 < 6, and `this is not closed."], "en")
    assert Subject.alone(document, "es").target.prose is document
