"""ACR301: the other language's acronym in a text that has its own."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_texts import a_block_each, rows_bitext

from aligner.checks import Subject, check, select
from aligner.checks.expansions import acronyms_of, definitions_of, letters_of
from aligner.checks.known_acronyms import kept_acronyms, known_acronyms
from aligner.checks.organisation_words import counterpart_initials, read_translated
from aligner.model import Finding, Severity, Side


def alone(*sentences: str, language: str = "en") -> tuple[Finding, ...]:
    other = "es" if language == "en" else "en"
    return check(Subject.alone(a_block_each(sentences, language), other), select(["ACR301"]))


def pair(
    *rows: tuple[str, str], languages: tuple[str, str] = ("es", "en"), is_pairs: bool = False
) -> tuple[Finding, ...]:
    return check(Subject.pair(rows_bitext(rows, languages, is_pairs=is_pairs)), select(["ACR301"]))


def said(findings: tuple[Finding, ...]) -> list[tuple[str, str | None]]:
    return [(finding.spans[0].text, finding.suggestion) for finding in findings]


FOUNDING = [
    "The National Resistance Front (NRF) rejected the offer.",
    "Fighters of the FNR left the valley at dawn.",
    "Nobody in Kabul speaks for the FNR, its leader said.",
]


def test_an_acronym_that_repeats_is_one_finding_with_every_mention() -> None:
    (finding,) = alone(*FOUNDING)
    text = "\n".join(FOUNDING)
    first, second = text.index("FNR"), text.rindex("FNR")
    assert [(span.start, span.end) for span in finding.spans] == [(first, first + 3), (second, second + 3)]
    assert finding.suggestion == "NRF"
    assert finding.severity is Severity.ERROR
    assert "National Resistance Front" in finding.message
    assert "Spanish" in finding.message


@pytest.mark.parametrize(
    ("language", "sentences", "wrong", "right"),
    [
        ("en", ["The Coastal Rescue Service (CRS) has two boats.", "The SRC has no crew."], "SRC", "CRS"),
        ("en", ["The CRS (Coastal Rescue Service) has two boats.", "The SRC has no crew."], "SRC", "CRS"),
        ("en", ["The Coastal Rescue Service, or CRS, has two boats.", "The SRC has no crew."], "SRC", "CRS"),
        ("en", ["The Coastal Rescue Service — CRS — has two boats.", "The SRC has no crew."], "SRC", "CRS"),
        ("en", ["“We waited”, said the SRC.", "The Coastal Rescue Service (CRS) has two boats."], "SRC", "CRS"),
        ("es", ["El Consejo Estatal del Agua (CEA) se reúne hoy.", "El SWC no ha respondido."], "SWC", "CEA"),
        ("es", ["El Banco de Semillas del Valle (BSV) cierra.", "El VSB no ha respondido."], "VSB", "BSV"),
        ("es", ["La lesión pulmonar aguda (LPA) es grave.", "Se trató la ALI con oxígeno."], "ALI", "LPA"),
        # an illness and a programme, in common nouns; a word that the table does not know keeps its letter
        ("en", ["He has chronic kidney disease (CKD).", "Patients with ERC need a diet."], "ERC", "CKD"),
        ("en", ["The Zubiri Health Institute (ZHI) is new.", "The ISZ is closed."], "ISZ", "ZHI"),
    ],
)
def test_the_other_languages_initials_are_read_from_the_expansion(
    language: str, sentences: list[str], wrong: str, right: str
) -> None:
    assert said(alone(*sentences, language=language)) == [(wrong, right)]


def test_a_name_without_brackets_is_enough_for_a_warning() -> None:
    (finding,) = alone("The Free Teachers Union called a strike.", "The SML wants talks.")
    assert said((finding,)) == [("SML", None)]
    assert finding.severity is Severity.WARNING


@pytest.mark.parametrize(
    ("language", "sentence", "wrong", "right"),
    [
        ("en", "Ships of the OTAN left the port.", "OTAN", "NATO"),
        ("en", "The EE. UU. said nothing.", "EE. UU.", "US"),
        ("en", "The EEUU delegation said nothing.", "EEUU", "US"),
        ("en", "Three ONGs work in the camp.", "ONGs", "NGO"),
        ("en", "The PIB grew by two per cent.", "PIB", "GDP"),
        ("en", "Two thousand pymes closed this year.", "pymes", "SMEs"),
        ("en", "The World Health Organization (OMS) will send doctors.", "OMS", "WHO"),
        ("es", "La WHO enviará médicos.", "WHO", "OMS"),
        ("es", "El GDP creció un dos por ciento.", "GDP", "PIB"),
        ("es", "El gobierno de U.S. no respondió.", "U.S.", "EE. UU."),
        ("es", "La Organización Mundial de la Salud (WHO) enviará médicos.", "WHO", "OMS"),
        ("es", "La Unión Europea vota hoy; la EU tiene prisa.", "EU", "UE"),
    ],
)
def test_international_acronyms_that_differ(language: str, sentence: str, wrong: str, right: str) -> None:
    assert said(alone(sentence, language=language)) == [(wrong, right)]


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        # the text introduces the letters itself
        ("en", ["The National Resistance Front (FNR) rejected it.", "The FNR left."]),
        ("en", ["The Frente Nacional de Resistencia (FNR) rejected it.", "The FNR left."]),
        ("en", [FOUNDING[0], "At home it is known by its Spanish acronym, FNR.", "The FNR left."]),
        ("en", [FOUNDING[0], "The NRF (FNR in Spanish) left.", "The FNR is strong."]),
        ("es", ["La Agencia de Protección Ambiental (EPA, por sus siglas en inglés) no respondió.", "La EPA calla."]),
        ("es", ["La Organización Mundial de la Salud (WHO, por sus siglas en inglés) no respondió."]),
        # another body with its own letters, defined or not
        ("en", [FOUNDING[0], "The KGB was gone by then."]),
        ("en", [FOUNDING[0], "The Front of New Regions (FNR) is another party.", "The FNR won."]),
        ("en", ["The Revolutionary Armed Forces of Colombia kept fighting.", "The FARC left."]),
        ("en", ["The Institutional Revolutionary Party lost.", "The PRI had governed for decades."]),
        ("en", ["The National Library opens.", "The BNL is a bank."]),
        # names, currencies, the same letters in both languages
        ("es", ["Viajó con US Airways.", "Leyó USA Today en el avión.", "Pagó 300 US$ por el billete."]),
        ("en", ["ONU Mujeres opened an office.", "The FAO and UNICEF agree."]),
        ("es", ["La FAO y Unicef coinciden.", "La NBA y la NFL negocian."]),
        ("en", ["The EU agrees.", "The WHO and the IMF agree with NATO and the U.S. on GDP."]),
        ("es", ["La UE, la OMS, el FMI y la OTAN coinciden con EE. UU. sobre el PIB."]),
        # letters with other meanings, and no evidence of this one
        ("en", ["The TC is a legal forum.", "Her PE teacher left.", "The ODS file would not open."]),
        ("es", ["Emigró a EU en 2003.", "Llegó a AU."]),
        # a passage of the other language, a headline in capitals, an address
        ("en", ["He read aloud: “la reunión de la ONU fue un fracaso para todos”."]),
        ("es", ["¿QUIÉN ES US Y QUIÉN ES WHO AHORA?"]),
        ("en", ["See https://ejemplo.es/ONU/OTAN for more."]),
    ],
)
def test_what_stays_quiet(language: str, sentences: list[str]) -> None:
    assert alone(*sentences, language=language) == ()


def test_the_other_version_tells_which_body_is_meant() -> None:
    """Most of the letters say nothing, but both versions define the quay in one place."""
    findings = pair(
        ("El Muelle Tuerto de Oriente (MTO) reabre.", "The Eastern Tuerto Quay (ETQ) reopens."),
        ("El MTO cerró en mayo.", "The MTO closed in May."),
    )
    assert said(findings) == [("MTO", "ETQ")]
    assert findings[0].bead == 1
    assert findings[0].spans[0].side is Side.TARGET


def test_mentions_elsewhere_tell_which_body_is_meant() -> None:
    findings = pair(
        ("El Frente Nacional de Resistencia (FNR) no acepta.", "The resistance will not accept."),
        ("El FNR se fue.", "The NRF left."),
        ("El FNR volvió.", "The FNR came back."),
    )
    assert said(findings) == [("FNR", "NRF")]


def test_an_acronym_that_both_versions_keep_stays_quiet() -> None:
    assert not pair(
        ("El Partido Nacionalista Vasco (PNV) votó en contra.", "The Basque Nationalist Party (PNV) voted against."),
        ("El PNV no cede.", "The PNV will not yield."),
        ("IBM y BMW firman.", "IBM and BMW sign."),
    )


def test_letters_that_the_source_does_not_have_are_not_the_sources() -> None:
    assert not pair(
        ("El Frente Nacional de Resistencia no acepta.", "The National Resistance Front (NRF) will not accept."),
        ("La tele lo dijo.", "The network FNR said so."),
    )


def test_texts_far_apart_in_a_bitext_file_are_not_compared() -> None:
    filler = [("Llueve.", "It rains.")] * 80
    near = [("El Frente Nacional de Resistencia no acepta.", FOUNDING[0]), ("El FNR se fue.", FOUNDING[1])]
    assert said(pair(*near, is_pairs=True)) == [("FNR", "NRF")]
    assert not pair(near[0], *filler, near[1], is_pairs=True)


def test_mentions_in_texts_far_apart_in_a_bitext_file_are_findings_of_their_own() -> None:
    filler = [("Llueve.", "It rains.")] * 80
    row = ("La ONU calla.", "The ONU is silent.")
    findings = pair(row, row, *filler, row, is_pairs=True)
    assert [(finding.bead, len(finding.spans)) for finding in findings] == [(0, 2), (82, 1)]
    assert len(pair(row, row, *filler, row)) == 1


def test_the_source_is_checked_as_well() -> None:
    (finding,) = pair(("La OTAN calla.", "NATO is silent."), ("La NATO calla.", "NATO is silent."))
    assert [(span.side, span.text) for span in finding.spans] == [(Side.SOURCE, "NATO")]


def test_a_language_without_tables_has_no_findings() -> None:
    german = a_block_each(["Die Nationale Front (NF) schweigt.", "Die OTAN schweigt."], "de")
    assert check(Subject.alone(german, "fr"), select(["ACR301"])) == ()


@pytest.mark.parametrize(
    ("language", "sentence", "acronym", "expansion", "fits"),
    [
        ("en", "It is run by the Office of Rural Roads (ORR).", "ORR", "Office of Rural Roads", True),
        ("en", "It is run by the ORR (Office of Rural Roads).", "ORR", "Office of Rural Roads", True),
        ("en", "The Office of Rural Roads, known as ORR, is new.", "ORR", "Office of Rural Roads", True),
        ("en", "The ORR, or Office of Rural Roads, is new.", "ORR", "Office of Rural Roads", True),
        ("en", "The Ministry of Rural Roads (MOR) is new.", "MOR", "Ministry of Rural Roads", False),
        ("es", "La Oficina de Caminos Rurales (OCR) es nueva.", "OCR", "Oficina de Caminos Rurales", True),
    ],
)
def test_definitions(language: str, sentence: str, acronym: str, expansion: str, fits: bool) -> None:
    version = Subject.alone(a_block_each([sentence], language), "xx").target
    (found,) = definitions_of(version, acronyms_of(version))
    assert (found.acronym.key, sentence[found.start : found.end], found.fits) == (acronym, expansion, fits)


def test_a_person_in_brackets_is_no_expansion() -> None:
    version = Subject.alone(a_block_each(["the senator (PP) spoke, and the mayor (PNV) too."], "en"), "es").target
    assert definitions_of(version, acronyms_of(version)) == ()


@pytest.mark.parametrize(
    ("words", "letters", "language", "is_read"),
    [
        ("Wind Energy Board", "JEE", "en", True),
        ("Wind Energy Board", "EEB", "en", False),
        ("Wind Energy Board", "EEJ", "en", False),  # a Spanish name starts with its noun
        ("New Energy Board", "NJE", "en", True),  # but Nueva stands before it
        ("Consejo Andino Agua", "AWC", "es", True),
        ("Consejo Andino Agua", "CAW", "es", False),  # no preposition: the English noun is the last word
        ("Consejo Andino Agua", "AWX", "es", False),
        ("Oficina Estatal", "SO", "es", True),
    ],
)
def test_translated_initials(words: str, letters: str, language: str, is_read: bool) -> None:
    listed = words.split()
    assert (read_translated(listed, listed, letters, language) is not None) is is_read


def test_a_guess_is_only_for_words_that_are_not_known() -> None:
    assert read_translated(["Squint", "Health", "Office"], ["Squint", "Health", "Office"], "OST", "en", guesses=1)
    assert not read_translated(["Rural", "Health", "Office"], ["Rural", "Health", "Office"], "OST", "en", guesses=1)


def test_plural_and_gender_do_not_hide_a_word() -> None:
    assert counterpart_initials("Agencies", "en") == counterpart_initials("agency", "en")
    assert counterpart_initials("Mujeres", "es")[1]
    assert counterpart_initials("cívicas", "es") == counterpart_initials("cívico", "es")


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_form_of_the_table_is_its_own_correction(language: str) -> None:
    for wrong, entries in known_acronyms(language).items():
        assert all(letters_of(entry.right) != wrong for entry in entries)
    assert not {"FAO", "NATO" if language == "en" else "OTAN"} & set(known_acronyms(language))
    assert {"FARC", "BBC", "FBI"} <= kept_acronyms()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text("AB (),.NRFxé —UEÑ", min_size=1, max_size=40), min_size=1, max_size=4))
def test_spans_are_those_of_the_text(sentences: list[str]) -> None:
    version = Subject.alone(a_block_each(sentences, "en"), "es").target
    acronyms = acronyms_of(version)
    for acronym in acronyms:
        assert letters_of(version.document.text[acronym.start : acronym.end]) == acronym.key
    for definition in definitions_of(version, acronyms):
        assert version.document.text[definition.start : definition.end].startswith(definition.all_words[0])
