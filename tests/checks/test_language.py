"""The language of a stretch of text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.checks.language import has_lists, is_name, known_share, lean, mask_codes, odds_between, words_in


@pytest.mark.parametrize(
    "text",
    [
        "El tren llegó tarde otra vez",
        "vista de la bahía desde el faro",
        "Nadie sabe quién pagó la cuenta.",
        "Los vecinos protestan contra el ruido de los bares",
        "Miembros de la orquesta",
    ],
)
def test_spanish_is_told_from_english(text: str) -> None:
    assert lean(text, odds_between("en", "es")).is_other(3.0)
    assert lean(text, odds_between("es", "en")).is_own()


@pytest.mark.parametrize(
    "text",
    [
        "The train was late again",
        "view of the bay from the lighthouse",
        "Nobody knows who paid the bill.",
        "Neighbours Protest Against the Noise of the Bars",
        "Members of the orchestra",
    ],
)
def test_english_is_told_from_spanish(text: str) -> None:
    assert lean(text, odds_between("es", "en")).is_other(3.0)
    assert lean(text, odds_between("en", "es")).is_own()


@pytest.mark.parametrize(
    "text", ["Barack Obama", "12.10.2011", "CD-ROM", "Los Angeles Times", "El País", "marketing digital"]
)
def test_names_numbers_and_shared_words_say_nothing(text: str) -> None:
    for language, other in (("en", "es"), ("es", "en")):
        assert not lean(text, odds_between(language, other)).is_other(3.0)


def test_words_no_list_knows_are_told_by_their_form() -> None:
    odds = odds_between("en", "es")
    assert odds["desfibrilizábamos"] > 0 > odds["untwizzling"]


def test_decomposed_letters_count_as_composed_ones() -> None:
    odds = odds_between("es", "en")
    assert odds["an\u0303adir"] == odds["añadir"] < 0
    assert words_in("an\u0303adir") == ["an\u0303adir"]


def test_a_third_language_has_few_known_words() -> None:
    assert known_share("la lluvia cae sobre la ciudad dormida", "es") == 1.0
    assert known_share("der regen fällt auf die schlafende stadt", "es") < 0.6


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("see www.site.org/the/page for more", "www.site.org/the/page"),
        ("write to help@site.org today", "help@site.org"),
        ("set org.project.desktop.background first", "org.project.desktop.background"),
        ("call load_all_users() twice", "load_all_users()"),
        ("a %(name)s or {name} here", "{name}"),
    ],
)
def test_codes_are_masked_and_offsets_stay(text: str, code: str) -> None:
    masked = mask_codes(text)
    assert len(masked) == len(text)
    assert code not in masked
    assert masked.split()[0] == text.split()[0]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=120))
def test_masking_keeps_every_offset(text: str) -> None:
    masked = mask_codes(text)
    assert len(masked) == len(text)
    assert all(here in (there, " ") for here, there in zip(masked, text, strict=True))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80))
def test_a_text_never_leans_both_ways(text: str) -> None:
    assert not (lean(text, odds_between("en", "es")).is_other() and lean(text, odds_between("es", "en")).is_other())


def test_names_are_capitalised_words_and_particles() -> None:
    assert is_name("Universidad Nacional de la Plata", odds_between("en", "es"))
    assert not is_name("Universidad de verano", odds_between("en", "es"))
    assert not is_name("Madrid", odds_between("en", "es"))


def test_only_languages_with_lists_are_told_apart() -> None:
    assert has_lists("en", "es")
    assert not has_lists("en", "en")
    assert not has_lists("en", "qq")
