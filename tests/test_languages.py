"""Language codes, names, and the language a text is evidently in."""

from __future__ import annotations

import pytest

from aligner.errors import UnknownLanguage
from aligner.languages import evident_language, language_name, parse_language

ENGLISH = "It is not the first time that the people of the valley have had to wait for the bridge, but they were calm. "
SPANISH = "No es la primera vez que los vecinos del valle han tenido que esperar por el puente, pero fueron pacientes. "


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (ENGLISH * 3, "en"),
        (SPANISH * 3, "es"),
        (ENGLISH.upper() * 3, "en"),
        (ENGLISH * 3 + SPANISH * 3, None),
        (SPANISH * 2 + ENGLISH, None),
        (ENGLISH, None),
        ("1914 – 1918 · NATO, OTAN", None),
        ("", None),
    ],
)
def test_evident_language(text: str, language: str | None) -> None:
    """Whole texts speak for themselves; short and mixed ones do not."""
    assert evident_language(text) == language


@pytest.mark.parametrize(("text", "language"), [(ENGLISH, "en"), (SPANISH, "es"), ("Kabul", None), ("El valle", "es")])
def test_the_likelier_language(text: str, language: str | None) -> None:
    assert evident_language(text, least=1, share=0.5) == language


def test_a_long_text_is_settled_by_its_beginning() -> None:
    assert evident_language(ENGLISH * 3000 + SPANISH * 3000) == "en"


@pytest.mark.parametrize("tag", ["", "e", "english", "en es", "../en", "12"])
def test_what_is_no_language_code(tag: str) -> None:
    with pytest.raises(UnknownLanguage, match="is not a language code"):
        parse_language(tag)


def test_names() -> None:
    assert [language_name(code) for code in ("en", "es", "pt", "zz")] == ["English", "Spanish", "Portuguese", "zz"]
