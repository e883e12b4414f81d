"""Spellings of words that are looked up in tables of names."""

from __future__ import annotations

import unicodedata


def without_accents(word: str) -> str:
    """A word without the marks on its letters, as people type in haste; ñ stays what it is.

    >>> without_accents("miércoles"), without_accents("año")
    ('miercoles', 'año')
    """
    kept = []
    for letter in word:
        parts = unicodedata.normalize("NFD", letter)
        kept.append(letter if letter in "ñÑ" else "".join(part for part in parts if not unicodedata.combining(part)))
    return "".join(kept)
