"""Expressions of ICU mean the same after conversion, and what has no counterpart is told."""

from __future__ import annotations

import contextlib

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.segmentation.icu import Unsupported, converted


def fits(pattern: str, text: str) -> bool:
    return regex.fullmatch(converted(pattern), text, regex.VERSION1) is not None


@pytest.mark.parametrize(
    ("pattern", "yes", "no"),
    [
        (r"\x{2026}\u00a1\U0001f600", "…¡😀", "..."),
        (r"\Q.*+\E.", ".*+x", "abcd"),
        (r"\h+", " \t\u00a0", "\n"),
        (r"[\h;]+", "; \t", "\n"),
        (r"\H\V", "ab", "\t\n"),
        (r"\v", "\u2028", "a"),
        (r"a.b", "a\tb", "a\u2028b"),
        (r"(?s)a.b", "a\nb", "ab"),
        (r"[.]\.", "..", "a."),
        (r"\p{Lu}\p{Ll}+\pL", "Casa", "casa"),
        (r"[[:alpha:]&&[^aeiou]]+", "bcd", "abc"),
        (r"[\p{L}--[a-c]]", "d", "a"),
        (r"[a||b~~]+", "a|b~", "c"),
        (r"a++b", "aab", "a"),
        (r"(?>a|ab)c", "ac", "abc"),
        (r"(?<x>\d)\k<x>", "11", "12"),
        (r"(\d)\1", "22", "23"),
        (r"(?i)sr\.", "SR.", "SR"),
        (r"\cA\e\07", "\x01\x1b\x07", "cAe7"),
        (r"\R", "\r\n", "a"),
        (r"a\Z\n?", "a\n", "ab"),
        (r"(?<=^|\s)a\z", "a", "b"),
    ],
)
def test_meaning_is_kept(pattern: str, yes: str, no: str) -> None:
    assert fits(pattern, yes)
    assert not fits(pattern, no)


@pytest.mark.parametrize(
    ("pattern", "what"),
    [
        (r"\p{javaLowerCase}", "Java"),
        (r"(?w:a)", "'w'"),
        (r"\i", r"\i"),
        (r"[\H]", r"\H"),
        (r"\x{110000}", "U+110000"),
        (r"(?{code})", "(?"),
    ],
)
def test_what_has_no_counterpart_is_told(pattern: str, what: str) -> None:
    with pytest.raises(Unsupported) as told:
        converted(pattern)
    assert what in str(told.value)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=20))
def test_quoted_text_stands_for_itself(text: str) -> None:
    text = text.replace("\\E", "")
    assert fits(f"\\Q{text}\\E", text)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="ab\\[](){}?*+|.^$&~-pPxXQEkZv0<>:i1", max_size=14))
def test_whatever_is_written_compiles_or_is_refused(pattern: str) -> None:
    with contextlib.suppress(Unsupported, regex.error):
        regex.compile(converted(pattern), regex.VERSION1)
