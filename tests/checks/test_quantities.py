"""Numbers of a text by value."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.checks.quantities import Kind, Percent, Quantity, Weight, quantities
from aligner.checks.quantities_digits import Convention, Value, convention_of, readings
from aligner.checks.quantities_tokens import roman


def proper(text: str, language: str) -> list[Quantity]:
    return [found for found in quantities(text, language) if found.weight >= Weight.SOFT]


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("en", "twenty-five", 25),
        ("en", "one hundred and five", 105),
        ("en", "two hundred thousand", 200_000),
        ("en", "half a million", 500_000),
        ("en", "a million and a half", 1_500_000),
        ("en", "one and a half million", 1_500_000),
        ("en", "1.5 million", 1_500_000),
        ("en", "$5bn", 5 * 10**9),
        ("en", "two dozen", 24),
        ("en", "half a dozen", 6),
        ("en", "two-thirds", Fraction(2, 3)),
        ("en", "5 1/2", Fraction(11, 2)),
        ("en", "2½", Fraction(5, 2)),
        ("en", "nineteen eighty-four", 1984),
        ("en", "nineteen seventies", 1970),
        ("en", "1 million 200 thousand", 1_200_000),
        ("en", "twenty-first", 21),
        ("en", "quarter to six", Fraction(23, 4)),
        ("en", "three years and a half", Fraction(7, 2)),
        ("es", "treinta y uno", 31),
        ("es", "mil novecientos ochenta y cuatro", 1984),
        ("es", "doscientos cincuenta mil", 250_000),
        ("es", "dos mil trescientos millones", 2_300_000_000),
        ("es", "1.500 millones", 1_500_000_000),
        ("es", "10,7 miles de millones", 10_700_000_000),
        ("es", "un millón y medio", 1_500_000),
        ("es", "billón y medio", 1_500_000_000_000),
        ("es", "medio millón", 500_000),
        ("es", "3 mil 500", 3_500),
        ("es", "14 mil 300 millones", 14_300_000_000),
        ("es", "media docena", 6),
        ("es", "tres cuartas partes", Fraction(3, 4)),
        ("es", "vigésimo primero", 21),
        ("es", "seis menos cuarto", Fraction(23, 4)),
        ("es", "tres años y medio", Fraction(7, 2)),
        ("es", "97 039", 97_039),
    ],
)
def test_one_number_is_read_whole(language: str, text: str, value: Value) -> None:
    (found,) = proper(text, language)
    assert found.value == value


@pytest.mark.parametrize(
    ("language", "text", "kind", "value"),
    [
        ("en", "in the 1970s", Kind.DECADE, 1970),
        ("en", "in the '60s", Kind.DECADE, 1960),
        ("en", "in the 19th century", Kind.CENTURY, 19),
        ("en", "in the nineteenth century", Kind.CENTURY, 19),
        ("en", "Louis XIV of France", Kind.ROMAN, 14),
        ("en", "Charles V of Spain", Kind.ROMAN, 5),
        ("en", "the 21st time", Kind.ORDINAL, 21),
        ("en", "at 8:45 sharp", Kind.TIME, Fraction(35, 4)),
        ("es", "los años veinte", Kind.DECADE, 1920),
        ("es", "la década de los setenta", Kind.DECADE, 1970),
        ("es", "en el siglo xviii", Kind.CENTURY, 18),
        ("es", "Luis XIV de Francia", Kind.ROMAN, 14),
        ("es", "la 21.ª vez", Kind.ORDINAL, 21),
    ],
)
def test_what_stands_around_says_the_kind(language: str, text: str, kind: Kind, value: Value) -> None:
    (found,) = proper(text, language)
    assert (found.kind, found.value) == (kind, value)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "I met a vi user, Li and the CV of V."),
        ("es", "Yo vi a una mujer; miles de personas y cientos de miles."),
        ("en", "See https://example.org/2019/05 and {0} or %1$s by @user99."),
        ("en", "thousands of them, and dozens more"),
        ("en", "COVID-19, the G20 and an A320"),
    ],
)
def test_no_number_is_seen(language: str, text: str) -> None:
    assert proper(text, language) == []


def test_twenty_years_are_no_decade() -> None:
    assert [found.kind for found in proper("hace 20 años", "es")] == [Kind.CARDINAL]


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "18%"), ("en", "18 per cent"), ("en", "eighteen percent"), ("es", "18 %"), ("es", "18 por ciento")],
)
def test_percent_is_known(language: str, text: str) -> None:
    (found,) = proper(text, language)
    assert (found.value, found.percent, found.text) == (18, Percent.YES, text)


def test_a_range_shares_its_percent_sign_and_scale_word() -> None:
    first, second = proper("entre el 10 y el 20 %", "es")
    assert (first.percent, second.percent) == (Percent.SHARED, Percent.YES)
    low, _ = proper("9 to 15 thousand million", "en")
    assert 9 * 10**9 in low.values


def test_other_languages_read_digits_by_their_own_marks() -> None:
    assert [found.value for found in quantities("1.500,5 km und 3,25", "de")] == [Fraction(3001, 2), Fraction(13, 4)]


def test_an_english_text_takes_a_point_for_a_decimal_mark() -> None:
    assert readings("5.000", Convention(".")) == (5,)
    assert readings("5,000", Convention(".")) == (5000,)


def test_a_spanish_document_tells_its_own_marks() -> None:
    assert readings("5,000", convention_of(["Fueron 1.300 y 2,5 y 3.000."], "es")) == (5,)
    assert readings("5,000", convention_of(["Fueron 1,300 y 2.5."], "es")) == (5000,)
    assert set(readings("5,000", convention_of(["Fueron 15."], "es"))) == {5, 5000}
    # a decimal comma is nothing else, one group of three may be anything
    assert readings("5,000", convention_of(["Fueron 24,943 y un 4,32 %."], "es")) == (5,)
    assert set(readings("5,000", convention_of(["Fueron 24,943, 1,300 y un 4,32 %."], "es"))) == {5, 5000}


ONES = ["uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve"]
TENS = ["treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa"]
HUNDREDS = [
    "doscientos",
    "trescientos",
    "cuatrocientos",
    "quinientos",
    "seiscientos",
    "setecientos",
    "ochocientos",
    "novecientos",
]


@given(st.integers(0, 7), st.integers(0, 6), st.integers(0, 8), st.booleans())
@settings(max_examples=60, deadline=None)
def test_spanish_words_have_their_value(hundreds: int, tens: int, ones: int, thousands: bool) -> None:
    value = (hundreds + 2) * 100 + (tens + 3) * 10 + ones + 1
    words = f"{HUNDREDS[hundreds]} {TENS[tens]} y {ONES[ones]}"
    (found,) = proper(f"Eran {words}{' mil' if thousands else ''} en total", "es")
    assert found.value == value * (1000 if thousands else 1)


@given(st.integers(10, 10**12), st.sampled_from([0, 1, 2]), st.integers(1, 99))
@settings(max_examples=100, deadline=None)
def test_a_number_is_the_same_in_both_languages(whole: int, places: int, part: int) -> None:
    decimals = "" if not places else f"{part % 10**places:0{places}d}"
    english = f"{whole:,}" + (f".{decimals}" if places else "")
    spanish = f"{whole:,}".replace(",", ".") + (f",{decimals}" if places else "")
    (one,), (other,) = quantities(f"It is {english} now", "en"), quantities(f"Ahora es {spanish} ya", "es")
    assert one.value == other.value
    assert one.value == whole + (Fraction(int(decimals), 10**places) if places else 0)


@given(st.text(alphabet="0123456789.,:/-' %½sXIVaeonty millón", max_size=40), st.sampled_from(["en", "es", "de"]))
@settings(max_examples=200, deadline=None)
def test_spans_are_exact_and_in_order(text: str, language: str) -> None:
    end = 0
    for found in quantities(text, language):
        assert found.start >= end
        assert found.text == text[found.start : found.end] != ""
        end = found.end


@given(st.integers(2, 29))
@settings(max_examples=28, deadline=None)
def test_roman_centuries(number: int) -> None:
    (found,) = proper(f"en el siglo {roman(number)}", "es")
    assert (found.value, found.kind) == (number, Kind.CENTURY)


def test_a_half_that_is_part_of_another_word_is_no_half() -> None:
    assert quantities("55 minutes and a half-court shot", "en")[0].value == 55
    assert quantities("55 minutes and a half", "en")[0].value == 55.5
