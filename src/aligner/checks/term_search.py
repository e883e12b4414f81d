"""Terms of a glossary in running text: inflected, with articles and Spanish adjectives between their words."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from aligner.checks.inflections import Kind, forms, has_rules, is_form
from aligner.checks.lexicon import commonness
from aligner.checks.subject import Subject, Version
from aligner.model import Side

# Letters and digits with marks that combine; hyphens and apostrophes divide, so that a company's is the company.
_TOKEN = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*")
# Words that a term may have or lack, and those that take the article in.
_ARTICLES = {
    "en": frozenset({"the", "a", "an", "s"}),
    "es": frozenset({"el", "la", "los", "las", "un", "una", "lo"}),
}
_CONTRACTIONS = {"es": {"del": "de", "al": "a"}}
# How many other words may stand between two words of a term: contrato temporal de trabajo.
_GAP = {"es": 1}
# Nouns for people, whose feminine is the same term; a bank is no banca.
_PERSONS = re.compile(r"(?:[dstc]or|és|ero|ario|[ai]do|ano|vecino|ico|erto|didato)$")
_PREFIX = 4
_SEEN_AS_VERB = 2.3  # Zipf frequency of the participle of what is a verb


@dataclass(frozen=True, slots=True)
class Token:
    """A word at `[start, end)` of a document; `plain` is its text in lower case, without contracted articles."""

    start: int
    end: int
    text: str
    plain: str


@dataclass(frozen=True, slots=True)
class TermWord:
    """A word of a term: its forms in lower case, and its letters where case counts."""

    lemma: str
    kinds: tuple[Kind, ...]
    cased: str = ""

    def fits(self, token: Token, language: str) -> bool:
        """Whether a word of a text is a form of this one."""
        if self.cased and not _same_case(token.text, self.cased):
            return False
        return any(is_form(token.plain, self.lemma, language, kind) for kind in self.kinds)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A term as it is looked for; `key` is whatever the finder's user knows it by."""

    key: int
    words: tuple[TermWord, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A term in a text: tokens `[first, last]` of those looked through, characters `[start, end)`."""

    key: int
    first: int
    last: int
    start: int
    end: int


def tokens_of(version: Version, sentences: Iterable[int]) -> list[Token]:
    """The words of some sentences of a document, in order."""
    text, contractions = version.prose.text, _CONTRACTIONS.get(version.language, {})
    found = []
    for number in sentences:
        sentence = version.document.sentences[number]
        for match in _TOKEN.finditer(text, sentence.start, sentence.end):
            word = match.group()
            plain = word.lower() if word.isascii() else unicodedata.normalize("NFC", word).lower()
            found.append(Token(match.start(), match.end(), word, contractions.get(plain, plain)))
    return found


def term_words(
    term: str, language: str, *, is_verb: bool, any_gender: bool, case_sensitive: bool = False
) -> tuple[TermWord, ...]:
    """The words that a text must have for it to have the term, without articles.

    `is_verb`: the first word is conjugated; `any_gender`: the feminine of every word is the term too, not of names for people alone.
    """
    articles, contractions = _ARTICLES.get(language, frozenset()), _CONTRACTIONS.get(language, {})
    written = [unicodedata.normalize("NFC", found) for found in _TOKEN.findall(term)]
    kept = [word for word in written if word.lower() not in articles or word.isupper()] or written
    if language == "en" and is_verb and len(kept) > 1 and kept[0].lower() == "to":
        kept = kept[1:]
    made = []
    for number, word in enumerate(kept):
        lemma = contractions.get(word.lower(), word.lower())
        kinds: tuple[Kind, ...] = (Kind.NOUN,)
        if is_verb and number == 0:
            kinds = (Kind.VERB, Kind.NOUN)
        elif language == "es" and (any_gender or number or _PERSONS.search(lemma)):
            kinds = (Kind.ADJECTIVE,)
        is_cased = case_sensitive or (len(word) > 1 and any(letter.isupper() for letter in word[1:]))
        made.append(TermWord(lemma, kinds, word if is_cased else ""))
    return tuple(made)


def is_verb(term: str, language: str) -> bool:
    """Whether a term begins with a verb, as far as its form shows: to deploy, desplegar (but not lugar).

    >>> is_verb("desplegar", "es"), is_verb("lugar", "es"), is_verb("to deploy", "en"), is_verb("patient", "en")
    (True, False, True, False)
    """
    words = term.lower().split()
    if not words:
        return False
    if language == "en":
        return len(words) > 1 and words[0] == "to"
    first = words[0].removesuffix("se")
    if language != "es" or first[-2:] not in ("ar", "er", "ir", "ír"):
        return False
    return commonness(first[:-2] + ("ado" if first.endswith("ar") else "ido"), "es") >= _SEEN_AS_VERB


def _same_case(text: str, cased: str) -> bool:
    """Whether a word has the capitals of a term's word, an ending in small letters aside: NGOs is NGO."""
    return all(one.isupper() == other.isupper() for one, other in zip(text, cased, strict=False))


class TermFinder:
    """Finds many terms in a text at once, the longest at each place."""

    def __init__(self, patterns: Sequence[Pattern], language: str) -> None:
        """`patterns`: terms without words are never found."""
        self._language, self._has_rules = language, has_rules(language)
        self._articles, self._gap = _ARTICLES.get(language, frozenset()), _GAP.get(language, 0)
        self._by_start: dict[str, list[Pattern]] = defaultdict(list)
        for pattern in patterns:
            for start in self._starts(pattern):
                self._by_start[start].append(pattern)

    def _starts(self, pattern: Pattern) -> set[str]:
        if not pattern.words:
            return set()
        word = pattern.words[0]
        if not self._has_rules:
            return {word.lemma[:_PREFIX]}
        return {form for kind in word.kinds for form in forms(word.lemma, self._language, kind)}

    def find(self, tokens: Sequence[Token], *, overlapping: bool = False) -> list[Place]:
        """Where terms stand, in order; of terms that share words only the longest, unless `overlapping`."""
        found: list[Place] = []
        for number, token in enumerate(tokens):
            start = token.plain if self._has_rules else token.plain[:_PREFIX]
            for pattern in self._by_start.get(start, ()):
                last = self._last(pattern, tokens, number)
                if last is not None:
                    found.append(Place(pattern.key, number, last, token.start, tokens[last].end))
        return found if overlapping else _longest(found)

    def _last(self, pattern: Pattern, tokens: Sequence[Token], first: int) -> int | None:
        """The token that the pattern ends at when it starts at `first`, None where it does not stand there."""
        place = first
        for number, word in enumerate(pattern.words):
            skipped = 0
            while place < len(tokens) and not word.fits(tokens[place], self._language):
                # A word of the term that is lost in the middle ends the search; nothing is skipped before the first.
                skipped += tokens[place].plain not in self._articles
                if number == 0 or skipped > self._gap:
                    return None
                place += 1
            if place >= len(tokens):
                return None
            place += 1
        return place - 1


def _longest(found: list[Place]) -> list[Place]:
    kept: list[Place] = []
    taken: set[int] = set()
    places: set[tuple[int, int]] = set()
    for place in sorted(found, key=lambda one: (one.first - one.last, one.first)):
        covered = range(place.first, place.last + 1)
        # Two rows for one term, each with its own translations, stand in the same place.
        if taken.isdisjoint(covered) or (place.first, place.last) in places:
            kept.append(place)
            places.add((place.first, place.last))
            taken.update(covered)
    return sorted(kept, key=lambda one: (one.first, one.key))


def bead_tokens(subject: Subject, number: int, side: Side) -> list[Token]:
    """The words of one side of a bead."""
    return tokens_of(subject.version(side), subject.beads[number].numbers(side))
