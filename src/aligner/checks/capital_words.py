"""Words whose capital letter the languages disagree on: months, weekdays, nationalities, languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from functools import cache

from aligner.checks.cldr import Part, rows
from aligner.checks.word_data import data_lines


class Kind(StrEnum):
    """What a word names."""

    MONTH = "month"
    WEEKDAY = "weekday"
    PEOPLE = "nationality or language"


# Everyday English words that are months too.
_ENGLISH_DOUBTFUL = frozenset({"may", "march", "august"})


@cache
def lower_case_words(language: str) -> dict[str, Kind]:
    """The words, capitalised as English would, that this language writes with a small letter.

    Empty for a language that is not Spanish.

    >>> words = lower_case_words("es")
    >>> words["Octubre"], words["Francesas"], "Madrid" in words
    (<Kind.MONTH: 'month'>, <Kind.PEOPLE: 'nationality or language'>, False)
    """
    if language != "es":
        return {}
    words = {
        form.capitalize(): Kind.PEOPLE for row in _rows() for lemma in row[2].split() for form in _inflected(lemma)
    }
    for name in _countries():
        words.pop(name, None)
    return words | {name.capitalize(): kind for name, kind in _calendar("es")} | {"Setiembre": Kind.MONTH}


@cache
def upper_case_words(language: str) -> dict[str, tuple[Kind, bool]]:
    """The words, in small letters, that this language capitalises, and whether each is sure (no everyday word too).

    With the possessives. Empty for a language that is not English.

    >>> words = upper_case_words("en")
    >>> words["tuesday"], words["may"]
    ((<Kind.WEEKDAY: 'weekday'>, True), (<Kind.MONTH: 'month'>, False))
    """
    if language != "en":
        return {}
    words = {
        word.lstrip("~").lower(): (Kind.PEOPLE, not word.startswith("~"))
        for row in _rows()
        for word in row[1].split()
        if "-" not in word
    }
    words |= {name.lower(): (kind, name.lower() not in _ENGLISH_DOUBTFUL) for name, kind in _calendar("en")}
    words |= {day + "s": entry for day, entry in words.items() if entry[0] is Kind.WEEKDAY}
    return words | {word + ending: entry for word, entry in words.items() for ending in ("'s", "’s")}


# Countries and regions, not in CLDR, that are spelled like a demonym.
_PLACES = frozenset({"Palestina", "Indias", "-"})


def _countries() -> set[str]:
    """Spanish names of territories, from CLDR, by their first word: Siria, India and Filipinas are demonyms too."""
    names = [word for _, name in rows("es", Part.TERRITORY) for word in re.split(r" y |, ", name)]
    return {re.split(r"[ -]", name)[0] for name in names} | _PLACES


def _rows() -> Iterator[list[str]]:
    return (line.split("\t") for line in data_lines("demonyms.tsv"))


def _calendar(language: str) -> Iterator[tuple[str, Kind]]:
    """Names of months and weekdays, from CLDR."""
    yield from ((name, Kind.MONTH) for _, name in rows(language, Part.MONTH))
    yield from ((name, Kind.WEEKDAY) for _, name in rows(language, Part.DAY))


_PLAIN = str.maketrans("áéíóú", "aeiou")


def _inflected(lemma: str) -> Iterator[str]:
    """Feminine and plural of a Spanish demonym, by its ending."""
    yield lemma
    if lemma.endswith("o"):
        yield from (lemma[:-1] + ending for ending in ("a", "os", "as"))
    elif lemma.endswith(("és", "án", "ón", "ín")):
        stem = lemma[:-2] + lemma[-2:].translate(_PLAIN)
        yield from (stem + ending for ending in ("a", "es", "as"))
    elif lemma.endswith(("í", "ú")):
        yield from (lemma + "es", lemma + "s")
    elif lemma.endswith(("a", "e", "i")):
        yield lemma + "s"
    else:
        yield from (lemma + ending for ending in ("a", "es", "as"))
