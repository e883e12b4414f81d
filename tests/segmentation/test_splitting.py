"""Spans are exact for whatever text, in whatever language; time is linear."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.segmentation import split

PIECES = [
    ". ", "... ", "… ", "? ", "! ", "¿", "¡", "«", "»", "“", "”", '"', "(", ")", " —", "—", "- ", "\n", "\n\n", "\r\n", "\t", " ", "\u00a0", "\u2028",
    "Sr.", "EE. UU.", "U.S.", "a. m.", "e.g.", "etc.", "No.", "J. ", "1. ", "3.5", "word.Next", "😀", " 🎉 ", "• ", "\n- ", "http://a.b/c.", "x@y.es", "The",
    "el ", "Él ", "casa", "house ", "[3]", ":)", "。", "你好", "ß", "İ", "\u0301", "٣", "²", "\x1c", "\ufeff", "\U0001f468\u200d\U0001f469",
]  # fmt: skip
TEXTS = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
LANGUAGES = st.sampled_from(["en", "es", "fr", "de", "zh", "ar", "xx", ""])


@settings(max_examples=300, deadline=None)
@given(TEXTS, LANGUAGES)
def test_spans_cover_all_but_white_space_in_order_and_trimmed(text: str, language: str) -> None:
    spans = split(text, language)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))
    assert all(text[start:end] == text[start:end].strip() for start, end in spans)
    assert "".join("".join(text[start:end].split()) for start, end in spans) == "".join(text.split())


@settings(max_examples=200, deadline=None)
@given(TEXTS, st.sampled_from(["en", "es"]))
def test_white_space_around_a_text_only_moves_its_spans(text: str, language: str) -> None:
    stripped = text.strip()
    moved = [(start + 3, end + 3) for start, end in split(stripped, language)]
    assert split(f" \t {stripped} \n", language) == moved


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.sampled_from(["La casa es roja.", "¿Quién vive aquí?", "Nadie contestó…", "«Todo pasa.»"]), max_size=8)
)
def test_whole_sentences_joined_come_apart_again(sentences: list[str]) -> None:
    text = " ".join(sentences)
    assert [text[start:end] for start, end in split(text, "es")] == sentences


@pytest.mark.parametrize("text", ["", " ", "\n\n \t\r\n", "\u00a0\u2028"])
@pytest.mark.parametrize("language", ["en", "es", "ja"])
def test_blank_texts_have_no_sentences(text: str, language: str) -> None:
    assert split(text, language) == []


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("de", "Am 15. August kam Dr. Weber. Er blieb.", ["Am 15. August kam Dr. Weber.", "Er blieb."]),
        ("zh", "你好。我是谁？", ["你好。", "我是谁？"]),
        ("fr", "Il part. Elle reste.", ["Il part.", "Elle reste."]),
    ],
)
def test_other_languages_fall_back_on_sentencex(language: str, text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in split(text, language)] == expected


def test_a_language_changes_what_an_abbreviation_is() -> None:
    assert len(split("He met a Ms. Ortiz, the Gral. Belgrano reader.", "es")) == 1
    assert len(split("Se lo dio a la Sra. Gil.", "es")) == 1
    assert len(split("Fue el 3 de set. La boda, en junio.", "es")) == 2


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r", "\u2028"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_one_line_end_ends_no_sentence_and_two_do(language: str, line_end: str) -> None:
    text = f"Uno{line_end}dos tres{line_end}  cuatro.{line_end} {line_end}Cinco"
    assert [text[start:end].split() for start, end in split(text, language)] == [
        ["Uno", "dos", "tres", "cuatro."], ["Cinco"],
    ]  # fmt: skip


MILLIONS = 5_000_000


@pytest.mark.parametrize(
    "unit",
    [
        "The mayor of St. Louis met Mr. Ruiz at 5 p.m. and left. ",
        "word ",
        ".",
        ". ",
        '."',
        "( ",
        " ",
        "\n",
        "\n- ",
        "a\n- ",
        "• ",
        "a. ",
        "A. ",
        "1. ",
        "-",
        "😀",
        "!” Aa ",
        "¿",
        "x.Y",
    ],
)
def test_five_megabytes_on_one_line_take_bounded_time(unit: str) -> None:
    """Linear time: a tenth of a second per megabyte or so; a quadratic expression would take hours."""
    text = unit * (MILLIONS // len(unit) if unit[0].isalpha() and len(unit) > 3 else MILLIONS // 10 // len(unit))
    began = time.process_time()
    spans = split(text, "en")
    assert time.process_time() - began < 20
    assert not spans or spans[-1][1] == len(text.rstrip())


def _seconds(text: str, language: str) -> float:
    """Processor time of the faster of two rounds."""
    spent = []
    for _ in range(2):
        began = time.process_time()
        split(text, language)
        spent.append(time.process_time() - began)
    return min(spent)


@pytest.mark.parametrize(
    "unit", ["sin punto ", "?", '"', "« ", "Sr. ", "EE. UU. ", "Dijo: «¡No!» ", "\u0301", "\u200b.", "a.\r\n", "— "]
)
def test_four_times_the_text_takes_no_more_than_some_six_times_as_long(unit: str) -> None:
    small = unit * (50_000 // len(unit))
    assert _seconds(small * 4, "es") < 6.5 * _seconds(small, "es") + 0.1


HOSTILE = ["\u0301", "\u200b", "\u200d", "\u202e", "\ufeff", "\r\n", "\r", "\x85", "\u2029", "\x00", "\U000e0041", "ﬁ", "ǅ", "ŉ", "🇪🇸", "👍🏽", "é", "e\u0301"]  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.sampled_from([*HOSTILE, *PIECES[:30]]), max_size=30).map("".join),
    st.sampled_from(["en", "es"]),
    st.integers(1, 40),
)
def test_spans_and_gaps_joined_give_the_text_back(text: str, language: str, times: int) -> None:
    whole = text * times
    rebuilt, reached = "", 0
    for start, end in split(whole, language):
        gap = whole[reached:start]
        assert not gap.strip()
        rebuilt, reached = rebuilt + gap + whole[start:end], end
    assert not whole[reached:].strip()
    assert rebuilt + whole[reached:] == whole
