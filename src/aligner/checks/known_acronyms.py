"""Acronyms that differ between English and Spanish, and those that stay as they are, from `data/`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from aligner.checks.expansions import letters_of
from aligner.checks.word_data import data_text


class Standing(StrEnum):
    """How an acronym of one language counts in a text of the other."""

    PLAIN = "plain"  # the other language's and nothing else
    WEAK = "weak"  # it has other meanings, so it needs evidence of this one
    ARTICLE = "article"  # weak, but the article of its expansion before it is evidence
    LOOSE = "loose"  # accepted in both, so it counts only beside the language's own form


@dataclass(frozen=True, slots=True)
class KnownAcronym:
    """One meaning: the form that is wrong in a text, the form and expansion that are right there.

    `foreign_expansion` is the expansion in the wrong form's own language; Spanish ones carry their article.
    """

    wrong: str
    right: str
    expansion: str
    foreign_expansion: str
    standing: Standing


def _lines(name: str) -> list[str]:
    text = data_text(name)
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@cache
def known_acronyms(language: str) -> dict[str, tuple[KnownAcronym, ...]]:
    """Acronyms that are wrong in a text in `language`, by their letters; empty for a language without a table.

    >>> [known.right for known in known_acronyms("en")["OTAN"]]
    ['NATO']
    """
    if language not in ("en", "es"):
        return {}
    found: dict[str, tuple[KnownAcronym, ...]] = {}
    own: set[str] = set()
    for line in _lines("known_acronyms.tsv"):
        english, spanish, in_english, in_spanish, english_standing, spanish_standing = line.split("\t")
        if language == "es":
            entry = KnownAcronym(english, spanish, in_spanish, in_english, Standing(english_standing))
        else:
            entry = KnownAcronym(spanish, english, in_english, in_spanish, Standing(spanish_standing))
        own.add(letters_of(entry.right))
        wrong = letters_of(entry.wrong)
        if wrong != letters_of(entry.right) and not any(word.islower() for word in entry.wrong.split()[1:]):
            found[wrong] = (*found.get(wrong, ()), entry)
    return {
        wrong: tuple(_weaken(entry) if wrong in own else entry for entry in entries)
        for wrong, entries in found.items()
        if not any(entry.wrong.istitle() and " " in entry.wrong for entry in entries)
    }


def _weaken(entry: KnownAcronym) -> KnownAcronym:
    """The same acronym where the text's own language has another one with these letters."""
    return KnownAcronym(entry.wrong, entry.right, entry.expansion, entry.foreign_expansion, Standing.WEAK)


@cache
def kept_acronyms() -> frozenset[str]:
    """Acronyms that keep their letters in the other language: parties, companies, agencies."""
    return frozenset(letters_of(line) for line in _lines("kept_acronyms.txt"))
