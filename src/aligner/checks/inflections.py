"""The forms that a word of a glossary takes in a text: made by rule from the word, not looked up in a lexicon.

What a rule makes beside real forms hardly ever is another word, while a lexicon takes seconds to load.
"""

from __future__ import annotations

import unicodedata
from enum import StrEnum
from functools import cache

from aligner.checks.inflections_verbs import english_verb_forms, spanish_verb_forms
from aligner.checks.word_data import data_lines

_VOWELS = "aeiou"
_LONGEST_ENDING, _SHORTEST_STEM = 3, 4
# Words that others are made of, which then have their forms: salesman, grandchildren, overtook, rewritten.
_ENDS = ("man", "woman", "child", "foot", "tooth", "mouse", "wife", "shelf", "person")
_PREFIXES = ("over", "under", "out", "re", "un", "mis", "fore", "with", "up")
_UNSTRESSED = str.maketrans("áéíóú", "aeiou")
# Endings of masculine nouns and adjectives with the ending of the feminine.
_GENDERS = (("or", "ora"), ("ón", "ona"), ("és", "esa"), ("án", "ana"), ("ín", "ina"), ("ol", "ola"), ("o", "a"))


class Kind(StrEnum):
    """Which forms a word has."""

    NOUN = "n"
    ADJECTIVE = "a"
    VERB = "v"
    FIXED = "x"


@cache
def forms(word: str, language: str, kind: Kind = Kind.NOUN) -> frozenset[str]:
    """Every form of a word, in lower case; the word alone in a language without rules.

    `kind`: adjectives, and nouns that have genders, have the forms of both; a verb is given in the infinitive.

    >>> sorted(forms("inversor", "es", Kind.ADJECTIVE))
    ['inversor', 'inversora', 'inversoras', 'inversores']
    >>> sorted(forms("study", "en", Kind.VERB))
    ['studied', 'studies', 'study', 'studying']
    """
    plain = unicodedata.normalize("NFC", word).lower()
    if kind is Kind.FIXED or language not in _RULES:
        return frozenset({plain})
    return frozenset(_RULES[language](plain, kind)) | {plain}


def has_rules(language: str) -> bool:
    """Whether the forms of a language's words are known."""
    return language in _RULES


def is_form(text: str, word: str, language: str, kind: Kind = Kind.NOUN) -> bool:
    """Whether a word of a text is a form of another; in a language without rules, whether they begin alike.

    >>> is_form("leyes", "ley", "es"), is_form("Verträge", "Vertrag", "de"), is_form("Vertreter", "Vertrag", "de")
    (True, True, False)
    """
    plain, lemma = text.lower(), word.lower()
    return plain in forms(lemma, language, kind) or (language not in _RULES and _begin_alike(plain, lemma))


def _begin_alike(one: str, other: str) -> bool:
    shared = 0
    for first, second in zip(one, other, strict=False):
        if first != second:
            break
        shared += 1
    return shared >= _SHORTEST_STEM and max(len(one), len(other)) - shared <= _LONGEST_ENDING


@cache
def _irregular_english() -> dict[str, tuple[str, ...]]:
    rows = (line.split("\t") for line in data_lines("irregular.en.tsv"))
    return {word: tuple(others.split()) for word, others in rows}


def _irregular_forms(word: str, kind: Kind) -> set[str]:
    """Forms from the table, of the word itself or of the one it is made of."""
    parts = ((prefix, word.removeprefix(prefix)) for prefix in _PREFIXES if word.startswith(prefix))
    ends = ((word.removesuffix(end), end) for end in _ENDS if word.endswith(end))
    made = {("", word), *(parts if kind is Kind.VERB else ends)}
    return {start + form for start, rest in made for form in _irregular_english().get(rest, ())}


def _english(word: str, kind: Kind) -> set[str]:
    irregular = _irregular_forms(word, kind)
    if kind is Kind.VERB:
        return irregular | english_verb_forms(word)
    if kind is Kind.ADJECTIVE:
        return irregular | {_english_plural(word)} | _comparatives(word)
    # The past of a verb is no form of the noun it is spelled like, but which of the two a row is of shows little.
    return {form for form in irregular if not form.endswith(("ed", "t"))} | {_english_plural(word)}


def _comparatives(word: str) -> set[str]:
    if len(word) > 7:
        return set()
    if word.endswith("y"):
        stems = {word[:-1] + "i"}
    elif word.endswith("e"):
        stems = {word[:-1]}
    else:
        stems = {word, word + word[-1:]}
    return {stem + ending for stem in stems for ending in ("er", "est")}


def _english_plural(word: str) -> str:
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        return word[:-1] + "ies"
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return word + "es"
    return word + "s"


def _spanish(word: str, kind: Kind) -> set[str]:
    if kind is Kind.VERB:
        return spanish_verb_forms(word)
    singulars = {word}
    if kind is Kind.ADJECTIVE:
        singulars |= _feminines(word)
    return singulars | {plural for singular in singulars for plural in _spanish_plurals(singular)}


def _feminines(word: str) -> set[str]:
    for masculine, feminine in _GENDERS:
        if word.endswith(masculine):
            return {word[: -len(masculine)] + feminine}
    return {word + "a"} if word.endswith("n") else set()


def _spanish_plurals(word: str) -> set[str]:
    """Plurals; of words in -í and -ú both, and of those that end in a consonant with and without the accent."""
    last = word[-1:]
    if last in "aeoáéó":
        return {word + "s"}
    if last in "íúiuy":
        return {word + "s", word + "es"}
    if last == "z":
        return {word[:-1] + "ces"}
    if last in "sx" and word[-2:-1] not in "áéíóú":
        return {word, word + "es"}
    # examen, exámenes and joven, jóvenes take an accent; acción, acciones and francés, franceses lose it.
    made = {word, word[:-2] + word[-2:].translate(_UNSTRESSED)}
    if last == "n":
        made.add(_stress_before_last(word))
    loan = set() if last in "nrdlj" else {word + "s"}
    return loan | {form + "es" for form in made}


def _stress_before_last(word: str) -> str:
    """A word with an accent on the vowel before its last one, as examen has in the plural."""
    vowels = [place for place, letter in enumerate(word) if letter in _VOWELS]
    if len(vowels) < 2:
        return word
    place = vowels[-2]
    return word[:place] + "áéíóú"[_VOWELS.index(word[place])] + word[place + 1 :]


_RULES = {"en": _english, "es": _spanish}
