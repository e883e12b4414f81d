"""ACR302, ACR303 and ACR304: acronyms nobody explains, that miss their words, and two for one body."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_texts import a_block_each, rows_bitext

from aligner.checks import Subject, check, select
from aligner.checks.acronym_letters import Slip, initials_of, reads_within, slip
from aligner.model import Finding, Severity, Side


def alone(*sentences: str, language: str = "en", rules: str = "ACR303") -> tuple[Finding, ...]:
    other = "es" if language == "en" else "en"
    return check(Subject.alone(a_block_each(sentences, language), other), select([rules]))


def pair(*rows: tuple[str, str], rules: str = "ACR303", is_pairs: bool = False) -> tuple[Finding, ...]:
    """Spanish rows with their English translations."""
    return check(Subject.pair(rows_bitext(rows, ("es", "en"), is_pairs=is_pairs)), select([rules]))


def said(findings: tuple[Finding, ...]) -> list[tuple[str, str | None]]:
    return [(finding.spans[0].text, finding.suggestion) for finding in findings]


def test_acronym_and_expansion_are_shown() -> None:
    (finding,) = alone("Only the Harbour Pilots Union (HUP) said no.")
    assert [(span.start, span.text) for span in finding.spans] == [(31, "HUP"), (9, "Harbour Pilots Union")]
    assert (finding.suggestion, finding.severity) == ("HPU", Severity.WARNING)


@pytest.mark.parametrize(
    ("language", "sentence", "wrong", "right"),
    [
        ("en", "The Harbour Pilots Union (HPN) said no.", "HPN", "HPU"),
        ("en", "The Harbour Pilots Union (HPUX) said no.", "HPUX", "HPU"),
        ("en", "Ana Ruiz of the National Seed Bank (NBS) said no.", "NBS", "NSB"),
        ("es", "El Instituto Central de Semillas (ICZ) cierra.", "ICZ", "ICS"),
        ("es", "La Órbita Nacional de Semillas (ONX) cierra.", "ONX", "ONS"),
    ],
)
def test_letters_that_miss_the_words(language: str, sentence: str, wrong: str, right: str) -> None:
    assert said(alone(sentence, language=language)) == [(wrong, right)]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "The Harbour Pilots Union (HPU) said no."),
        ("en", "The Union of Harbour Pilots (UHP) said no."),
        ("en", "The Union of Harbour Pilots (UOHP) said no."),
        # a word left out, and letters from inside a word
        ("en", "The Centers for Disease Control and Prevention (CDC) said no."),
        ("en", "The Quiet Institute of Hydrography (QIHY) said no."),
        # it is the translator's note, not a slip
        ("es", "El Consejo de Control de Semillas (SCC, por sus siglas en inglés) cierra."),
        # another language's acronym is the matter of ACR301
        ("es", "La Organización del Tratado del Atlántico Norte (NATO) se reúne."),
        # a person and a party, a place and a country
        ("en", "The winner was Pedro Manuel Suarez (PSM)."),
        ("en", "She teaches at the Federal University of Parana (BRA)."),
        ("en", "The Federal Land Registry (in Spanish FRT) said no."),
    ],
)
def test_letters_that_may_differ(language: str, sentence: str) -> None:
    assert alone(sentence, language=language) == ()


def test_the_other_version_explains_letters() -> None:
    rows = ("El Banco de Semillas del Sur (BSS) cierra.", "The Southern Seed Bank (BSS) is closing.")
    assert pair(rows) == ()


def test_other_letters_altogether_need_the_other_version() -> None:
    sentence = "The Southern Seed Bank (XQK) is closing."
    assert alone(sentence) == ()
    assert said(pair(("El Banco de Semillas del Sur (BSS) cierra.", sentence))) == [("XQK", "SSB")]
    assert pair(("El banco cierra.", sentence)) == ()


def test_letters_that_the_text_uses_elsewhere_settle_it() -> None:
    assert said(alone("Vigo Ourense Pontevedra (VPO) is new.", "The VOP is big.")) == [("VPO", "VOP")]
    assert alone("Vigo Ourense Pontevedra (VPO) is new.") == ()


def test_two_acronyms_for_one_expansion() -> None:
    sentences = [
        "The Harbour Pilots Union (HPU) said no.",
        "HPU members slept.",
        "Only the Harbour Pilots Union (HPN) spoke.",
    ]
    (finding,) = alone(*sentences, rules="ACR304")
    assert [span.text for span in finding.spans] == ["HPN", "HPU"]
    assert (finding.suggestion, finding.severity) == ("HPU", Severity.WARNING)


def test_the_acronym_that_fits_is_right_wherever_it_stands() -> None:
    sentences = [
        "The Harbour Pilots Union (HPN) said no.",
        "HPN members slept.",
        "The Harbour Pilots Union (HPU) spoke.",
    ]
    assert said(alone(*sentences, rules="ACR304")) == [("HPN", "HPU")]


@pytest.mark.parametrize(
    "sentences",
    [
        ["The Harbour Pilots Union (HPU) said no.", "The Harbour Pilots Union (HPU) spoke."],
        # a longer name is another body
        ["The National Seed Bank (NSB) spoke.", "The Second National Seed Bank (SNSB) spoke."],
        ["The Harbour Pilots Union (HPU) spoke.", "The Harbour Pilots Union (UPP in Spanish) spoke."],
    ],
)
def test_one_acronym_for_one_expansion(sentences: list[str]) -> None:
    assert alone(*sentences, rules="ACR304") == ()


def test_texts_far_apart_in_a_bitext_file_have_their_own_acronyms() -> None:
    first = ("El sindicato habla.", "The Harbour Pilots Union (HPU) spoke.")
    last = ("El sindicato calla.", "The Harbour Pilots Union (HPN) is silent.")
    filler = [("Llueve.", "It rains.")] * 70
    assert pair(first, *filler, last, rules="ACR304", is_pairs=True) == ()
    assert len(pair(first, *filler, last, rules="ACR304")) == 1


def test_one_acronym_of_the_source_is_one_in_the_translation() -> None:
    rows = [
        ("El BSS abre.", "The SSB opens."),
        ("El BSS cierra.", "The SSB is closing."),
        ("El BSS reabre.", "The SBS opens again."),
        ("El BSS y la XQB callan.", "The SSB and the QXB are silent."),
    ]
    assert said(pair(*rows, rules="ACR304")) == [("SBS", "SSB")]
    assert pair(*rows[:2], rules="ACR304") == ()
    assert pair(*rows[:2], ("El BSS reabre.", "The XYZ opens again."), rules="ACR304") == ()


def test_the_source_is_checked_too() -> None:
    rows = [
        ("El Banco de Semillas (BDS) abre.", "The bank opens."),
        ("El Banco de Semillas (BSD) cierra.", "It closes."),
    ]
    (finding,) = pair(*rows, rules="ACR304")
    assert finding.spans[0].side is Side.SOURCE


def test_an_undefined_acronym_is_one_finding() -> None:
    (finding,) = alone("The XQB denied it.", "Nobody believes the XQB.", rules="ACR302")
    assert [span.text for span in finding.spans] == ["XQB", "XQB"]
    assert finding.severity is Severity.INFO


@pytest.mark.parametrize(
    "sentences",
    [
        ["NASA and the BBC denied it."],
        ["OTAN denied it."],
        ["See the README."],
        ["The Xenon Quartz Board (XQB) denied it.", "Nobody believes the XQB."],
        ["The Xenon Quartz Board denied it.", "Nobody believes the XQB."],
        ["The xenon-quartz boundary is thin.", "The XQB melts."],
        ["It cost 500 KZT under Pope John XXIII."],
        ["He drives an XQB 500 and plays for Real XQB."],
    ],
)
def test_acronyms_that_need_no_expansion(sentences: list[str]) -> None:
    assert alone(*sentences, rules="ACR302") == ()


def test_what_has_to_be_replaced_need_not_be_explained() -> None:
    sentences = ("The Federal Land Registry (FLR) has moved.", "The RFT opens on Monday.")
    assert [finding.code for finding in alone(*sentences, rules="ACR30")] == ["ACR301"]
    assert [finding.code for finding in alone(sentences[1], rules="ACR30")] == ["ACR302"]


def test_only_the_translation_has_to_expand() -> None:
    (finding,) = pair(("El XQB lo negó.", "The XQB denied it."), rules="ACR302")
    assert finding.spans[0].side is Side.TARGET


_WORDS = st.lists(st.text("abcdeé", min_size=1, max_size=6), min_size=3, max_size=6)


@given(_WORDS, st.data())
@settings(deadline=None, max_examples=100)
def test_slips_are_told_from_the_right_letters(words: list[str], data: st.DataObject) -> None:
    right = initials_of(words)
    assert slip(right, words) is None
    assert reads_within(right, words)
    at = data.draw(st.integers(0, len(right)))
    assert slip(right[:at] + "X" + right[at:], words) is Slip.EXTRA
    assert slip(right[:at] + "X" + right[at + 1 :], words) is (Slip.WRONG if at < len(right) else Slip.EXTRA)
    shuffled = "".join(data.draw(st.permutations(right)))
    assert slip(shuffled, words) is (None if shuffled == right else Slip.SWAPPED)
