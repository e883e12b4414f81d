"""The words of the page in the languages it speaks, from gettext catalogues as translators have them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files

import polib

LANGUAGES: Mapping[str, str] = {"en": "English", "es": "Español"}
_DEFAULT = "en"


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """What stands for each message in a language; the messages themselves are English, so that English has none.

    Of a message with a plural, the singular stands for its singular and the plural for its plural: both languages have
    these two forms alone, and divide them alike. Messages that nobody has translated, or that are fuzzy, are left out.

    >>> catalogue("es")["Undo"]
    'Deshacer'
    >>> dict(catalogue("en"))
    {}
    """
    if language == _DEFAULT or language not in LANGUAGES:
        return {}
    file = files("aligner.review.web") / "locale" / language / "LC_MESSAGES" / "review.po"
    said: dict[str, str] = {}
    for entry in polib.pofile(file.read_text(encoding="utf-8")):
        if entry.obsolete or entry.fuzzy:
            continue
        if entry.msgid_plural:
            said[entry.msgid] = entry.msgstr_plural.get(0, "")
            said[entry.msgid_plural] = entry.msgstr_plural.get(1, "")
        else:
            said[entry.msgid] = entry.msgstr
    return {message: translation for message, translation in said.items() if translation}


def translator(language: str) -> Callable[[str], str]:
    """A function that gives the words of a message in a language.

    >>> translator("es")("Undo"), translator("en")("Undo")
    ('Deshacer', 'Undo')
    """
    said = catalogue(language)
    return lambda message: said.get(message, message)


def chosen(asked: str | None, kept: str | None, header: str | None) -> str:
    """The language to speak: the one asked for now, the one asked for before, or the first one of `Accept-Language` (RFC 9110).

    >>> chosen("es", "en", None), chosen(None, "es", "en"), chosen("xx", None, "fr, es-MX;q=0.8, en;q=0.5")
    ('es', 'es', 'es')
    >>> chosen(None, None, "en;q=0.1, es;q=0")
    'en'
    """
    for one in (asked, kept):
        if one in LANGUAGES:
            return str(one)
    return next((language for language in _preferred(header or "") if language in LANGUAGES), _DEFAULT)


def _preferred(header: str) -> list[str]:
    """The languages of `Accept-Language`, the most wanted first, without those that are refused."""
    wanted: list[tuple[float, str]] = []
    for one in header[:1000].split(","):
        name, _, quality = one.partition(";")
        weight = _quality(quality)
        if weight > 0:
            wanted.append((-weight, name.strip().lower().partition("-")[0]))
    return [name for _, name in sorted(wanted, key=lambda one: one[0])]


def _quality(said: str) -> float:
    name, _, value = said.strip().partition("=")
    try:
        return float(value) if name == "q" else 1.0
    except ValueError:
        return 0.0
