"""Acronyms in a text, and the expansions that introduce them: "National Resistance Front (NRF)".

The reading of letters against words follows the backward match of Schwartz and Hearst (2003), with words of
grammar free to give a letter or none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from string import ascii_uppercase
from typing import NamedTuple

import numpy as np

from aligner.checks.gates import blocks_with_pair
from aligner.checks.subject import Version
from aligner.model import NOT_PROSE

_CAPITAL = "A-ZÁÉÍÓÚÜÑ"
_CAPITALS = f"{ascii_uppercase}ÁÉÍÓÚÜÑ"
_ACRONYM = re.compile(
    rf"(?<![\w.&@#+\-])(?:(?:[{_CAPITAL}]{{1,2}}\.[ \u00a0\u202f]?){{1,4}}[{_CAPITAL}]{{1,2}}\.(?!\w)"
    rf"|m?[{_CAPITAL}][{_CAPITAL}&]{{1,8}}[sm]?(?![\w&@+$])(?!\.\w)(?!-[{_CAPITAL}\d]))"
)
_WORD = re.compile(r"[^\W\d_](?:\w|(?<=\w)['’](?=\w)|[\u0300-\u036f])*")
_CAPITALISED = r"[^\W\d_a-záéíóúüñ](?:\w|['’](?=\w)|[\u0300-\u036f])*"
_PART = re.compile(r"[-\u0300-\u036f]")
_BRACKET = re.compile(r"\(([^()\n]{2,90})\)|\[([^\[\]\n]{2,90})\]")
_APPOSITION_BEFORE = re.compile(
    r"(?:,|[–—]|\s-)\s*(?:(?:or|o|also|known as|called|abbreviated as|conocid[oa]s? como|llamad[oa]s?|abreviad[oa]"
    r"|the|el|la|los|las)\s+){0,3}[“\"«‘]?$"
)
_APPOSITION_AFTER = re.compile(
    r"[”\"»’]?\s*(?:,|[–—]|\s-|:)\s*(?:(?:or|o|short for|siglas de|the|el|la|los|las)\s+){0,3}[“\"«‘]?(?=\w)"
)
_GLOSS = re.compile(
    r"\b(?:acronyms?|initials|abbreviat\w+|initialism|siglas?|acrónimos?|abrevia\w+|in (?:english|spanish)"
    r"|en (?:inglés|español|castellano)|short for)\b",
    re.IGNORECASE,
)
# Words of grammar, which give an acronym a letter only now and then.
STOP_WORDS = {
    "en": frozenset(["a", "an", "and", "at", "by", "de", "for", "from", "in", "of", "on", "or", "the", "to", "against",
                     "with", "under", "into", "s"]),
    "es": frozenset(["a", "al", "ante", "con", "contra", "de", "del", "e", "el", "en", "la", "las", "lo", "los", "o",
                     "para", "por", "sin", "sobre", "u", "un", "una", "y"]),
}  # fmt: skip
_EVERY_STOP = frozenset().union(*STOP_WORDS.values())
_FARTHEST_WORD = 14
_FARTHEST = 1000  # characters; more than so many words have


@dataclass(frozen=True, slots=True)
class Acronym:
    """An acronym at `[start, end)` in sentence `sentence`; `key` is its letters without marks, dots and plural s."""

    start: int
    end: int
    key: str
    sentence: int


@dataclass(frozen=True, slots=True)
class Definition:
    """An acronym and the expansion beside it.

    `words` are the expansion's content words, the ones that gave a letter where the letters fit (`fits`). `all_words`
    has the words of grammar too. `start`, `end` span the expansion.
    """

    acronym: Acronym
    words: tuple[str, ...]
    all_words: tuple[str, ...]
    start: int
    end: int
    fits: bool


class _Place(NamedTuple):
    """A word; `is_joined`: a hyphen ties it to the one before (Inter-American), so that it may give no letter of its own."""

    start: int
    end: int
    text: str
    is_joined: bool = False


def letters_of(acronym: str) -> str:
    """The letters an acronym is known by: no dots, blanks, accents or plural s; capitals.

    >>> letters_of("EE. UU."), letters_of("NGOs"), letters_of("U.S."), letters_of("mRNA")
    ('EEUU', 'NGO', 'US', 'MRNA')
    """
    bare = re.sub(r"[.\s\u00a0\u202f]", "", acronym)
    if len(bare) > 2 and bare.endswith("s") and bare[:-1].isupper():
        bare = bare[:-1]
    return without_marks(bare).upper()


def without_marks(text: str) -> str:
    """The text without diacritics (ñ becomes n)."""
    if text.isascii():
        return text
    return "".join(part for part in unicodedata.normalize("NFD", text) if not unicodedata.combining(part))


def acronyms_of(version: Version) -> tuple[Acronym, ...]:
    """Every acronym of the running text, in order; none from code, addresses or sentences set in capitals."""
    return tuple(_acronyms(version))


def _acronyms(version: Version) -> Iterator[Acronym]:
    """By block, because a splitter may take the dots of EE. UU. for the end of a sentence."""
    text = version.prose.text
    shouted: dict[int, bool] = {}
    for found_at in sorted(blocks_with_pair(version, _CAPITALS, f"{_CAPITALS}&.")):
        block = version.document.blocks[found_at]
        if block.role in NOT_PROSE:
            continue
        for found in _ACRONYM.finditer(text, block.start, block.end):
            number = version.sentence_at(found.start())
            if number is None or _in_address(text, found.start(), found.end()):
                continue
            if number not in shouted:
                shouted[number] = _is_shouted(version.prose.sentence_text(number))
            if not shouted[number]:
                yield Acronym(found.start(), found.end(), letters_of(found.group()), number)


def _is_shouted(text: str) -> bool:
    """Whether a sentence is set in capitals, so that capitals say nothing."""
    words = [word for word in _WORD.findall(text) if len(word) > 1]
    capitals = sum(word.isupper() for word in words)
    return len(words) >= 3 and capitals >= 0.6 * len(words)


def _in_address(text: str, start: int, end: int) -> bool:
    left = max(text.rfind(" ", 0, start), text.rfind("\n", 0, start)) + 1
    right = min((at for at in (text.find(" ", end), text.find("\n", end)) if at >= 0), default=len(text))
    piece = text[left:right]
    return "://" in piece or "@" in piece or piece.lower().startswith("www.")


def is_glossed(version: Version, acronym: Acronym, reach: int = 60) -> bool:
    """Whether words about words stand near: "by its Spanish acronym", "por sus siglas en inglés"."""
    sentence = version.document.sentences[acronym.sentence]
    start, end = max(sentence.start, acronym.start - reach), min(sentence.end, acronym.end + reach)
    return _GLOSS.search(version.prose.text, start, end) is not None


def is_bracketed(version: Version, acronym: Acronym) -> bool:
    """Whether the acronym stands in brackets, alone or with a few other words: how texts introduce one."""
    text = version.prose.text
    opening = max(
        text.rfind("(", acronym.start - 40, acronym.start), text.rfind("[", acronym.start - 40, acronym.start)
    )
    if opening < version.document.sentences[acronym.sentence].start:
        return False
    closing = re.compile(r"[)\]]").search(text, acronym.end, acronym.end + 60)
    between = text[opening + 1 : acronym.start]
    return closing is not None and not re.search(r"[)\].;:]", between) and len(between.split()) <= 4


def definitions_of(version: Version, acronyms: Sequence[Acronym]) -> tuple[Definition, ...]:
    """Every acronym that stands beside its expansion, in text order.

    Forms: "Expansion (ACR)", "ACR (Expansion)", and, where the letters fit, "Expansion, or ACR," and "ACR, the
    Expansion".
    """
    return tuple(found for acronym in acronyms if (found := _definition(version, acronym)))


def _definition(version: Version, acronym: Acronym) -> Definition | None:
    text, sentence = version.prose.text, version.document.sentences[acronym.sentence]
    stops = STOP_WORDS.get(version.language, frozenset())
    start, end = max(sentence.start, acronym.start - _FARTHEST), min(sentence.end, acronym.end + _FARTHEST)
    before = text[start : acronym.start]
    after = text[acronym.end : end]
    if opened := re.search(r"[(\[]\s*[“\"«‘]?$", before):
        words = _words(text, start, start + opened.start())
        return _read_before(acronym, words, stops, text, is_certain=True)
    if bracket := _BRACKET.match(after.lstrip()):
        offset = acronym.end + len(after) - len(after.lstrip())
        words = _words(text, offset + bracket.start() + 1, offset + bracket.end() - 1)
        return _read_after(acronym, words, stops)
    if joined := _APPOSITION_BEFORE.search(before):
        words = _words(text, start, start + joined.start())
        if found := _read_before(acronym, words, stops, text, is_certain=False):
            return found
    if joined := _APPOSITION_AFTER.match(after):
        return _read_after(acronym, _words(text, acronym.end + joined.end(), end), stops)
    return None


def _words(text: str, start: int, end: int) -> list[_Place]:
    return [
        _Place(*found.span(), found.group(), found.start() > start and text[found.start() - 1] == "-")
        for found in _WORD.finditer(text, start, end)
    ]


def _read_before(
    acronym: Acronym, words: list[_Place], stops: frozenset[str], text: str, *, is_certain: bool
) -> Definition | None:
    """The expansion that ends where `words` end."""
    words = words[-_FARTHEST_WORD:]
    # A text in one language has names in the other, with that one's words of grammar.
    for passed in (stops, _EVERY_STOP):
        if used := _fit(words, acronym.key, passed):
            return _define(acronym, words[used[0] :], [words[at] for at in used], passed, fits=True)
    if not is_certain:
        return None
    run = _capitalised_tail(words, stops, text)
    content = [word for word in run if word.text.lower() not in stops]
    return _define(acronym, run, content, stops, fits=False) if len(content) > 1 else None


def _read_after(acronym: Acronym, words: list[_Place], stops: frozenset[str]) -> Definition | None:
    """The expansion that starts where `words` start; only one whose letters fit from its first word on."""
    while words and words[0].text.lower() in stops:
        words = words[1:]
    for length in range(2, min(len(words), _FARTHEST_WORD) + 1):
        used = _fit(words[:length], acronym.key, stops)
        if used and used[0] == 0 and used[-1] == length - 1:
            return _define(acronym, words[:length], [words[at] for at in used], stops, fits=True)
    return None


def _define(
    acronym: Acronym, run: list[_Place], letters: list[_Place], stops: frozenset[str], *, fits: bool
) -> Definition:
    content = tuple(word.text for word in letters if word.text.lower() not in stops)
    return Definition(acronym, content, tuple(word.text for word in run), run[0].start, run[-1].end, fits)


def _fit(words: Sequence[_Place], key: str, stops: frozenset[str]) -> list[int] | None:
    """Numbers of the words whose initials spell `key`, the last word included; None when none do.

    Words of grammar and those behind a hyphen may be passed over, other words not; a word gives one letter.
    """
    letters = key.replace("&", "")
    if len(letters) < 2:
        return None
    initials = [without_marks(word.text[0]).upper() for word in words]
    are_stops = [word.is_joined or word.text.lower() in stops for word in words]
    return _spelled(letters, initials, are_stops, len(letters) - 1, len(words) - 1)


def _spelled(
    letters: str, initials: Sequence[str], are_stops: Sequence[bool], letter: int, word: int
) -> list[int] | None:
    """Numbers of the words up to number `word` that give the letters up to number `letter`."""
    if letter < 0:
        return []
    if word < 0:
        return None
    if initials[word] == letters[letter] and not (letter == 0 and are_stops[word]):
        rest = _spelled(letters, initials, are_stops, letter - 1, word - 1)
        if rest is not None:
            return [*rest, word]
    return _spelled(letters, initials, are_stops, letter, word - 1) if are_stops[word] else None


def _capitalised_tail(words: list[_Place], stops: frozenset[str], text: str) -> list[_Place]:
    """The words at the end that look like one name: capitals, with words of grammar between."""
    first = len(words)
    for at in range(len(words) - 1, -1, -1):
        word = words[at]
        if at + 1 < len(words) and re.search(r"[.;:!?()]", text[word.end : words[at + 1].start]):
            break
        if word.text[0].isupper() and word.text.lower() not in stops:
            first = at
        elif word.text.lower() not in stops:
            break
    return words[first:]


@dataclass(frozen=True, slots=True)
class Name:
    """A run of capitalised words that may name a body: `words` its content words, `all_words` with those between."""

    words: tuple[str, ...]
    all_words: tuple[str, ...]
    start: int
    end: int
    sentence: int


def names_of(version: Version, shortest: int = 3) -> Iterator[Name]:
    """Runs of at least `shortest` capitalised words, words of grammar between them: "Bank of the South Coast"."""
    stops = STOP_WORDS.get(version.language, frozenset())
    text, maybe = version.prose.text, _capitalised_words(version.language, shortest)
    for number in _with_capitals(version, shortest, stops):
        sentence = version.document.sentences[number]
        begun = maybe.search(text, sentence.start, sentence.end)
        if not begun:
            continue
        # What stands before is in no such run; the pattern may have begun inside a word.
        words, at = _words(text, text.rfind(" ", sentence.start, begun.start()) + 1 or sentence.start, sentence.end), 0
        while at < len(words):
            run = _capitalised_run(words, at, stops, text) if words[at].text[0].isupper() else []
            content = tuple(word.text for word in run if word.text.lower() not in stops)
            if len(content) >= shortest and not all(word.isupper() for word in content):
                yield Name(content, tuple(word.text for word in run), run[0].start, run[-1].end, number)
            at += max(1, len(run))


def _with_capitals(version: Version, least: int, stops: frozenset[str]) -> list[int]:
    """The sentences that may have so many capitalised words in a row, with nothing but words of grammar between."""
    words = version.sentence_words
    counts = (_capitals_in(word, stops) for word in words.distinct)
    capitals = np.fromiter(counts, np.intp, len(words.distinct))[words.numbers]
    firsts = np.array(words.firsts, np.intp)
    ends_run = capitals == 0
    ends_run[firsts[:-1][np.diff(firsts) > 0]] = True
    runs = np.cumsum(ends_run)
    places = np.flatnonzero(np.bincount(runs, np.maximum(capitals, 0))[runs] >= least)
    found: list[int] = np.unique(np.searchsorted(firsts, places, "right") - 1).tolist()
    return found


def _capitals_in(word: str, stops: frozenset[str]) -> int:
    """How many words with a capital a word may be here, where a hyphen divides; below 0 for words of grammar."""
    if word.islower():
        return -(word in stops or ("-" in word and stops.issuperset(word.split("-"))))
    return 1 if word.isalpha() else sum(not part.islower() for part in _PART.split(word))


@cache
def _capitalised_words(language: str, least: int) -> re.Pattern[str]:
    """Finds so many words with a capital, words of grammar between: what every name has, and most sentences have not."""
    stops = "|".join(sorted(STOP_WORDS.get(language, ()), key=len, reverse=True))
    between = rf"[ \u00a0\-]+(?:(?:{stops})[ \u00a0\-]+)*" if stops else r"[ \u00a0\-]+"
    return re.compile(rf"{_CAPITALISED}(?:{between}{_CAPITALISED}){{{least - 1}}}")


def _capitalised_run(words: list[_Place], first: int, stops: frozenset[str], text: str) -> list[_Place]:
    """The words from number `first` on that look like one name."""
    last = first
    for at in range(first, len(words)):
        word = words[at]
        if at > first and text[words[at - 1].end : word.start].strip(" \u00a0-"):
            break
        if word.text[0].isupper() and not (at == first and word.text.lower() in stops):
            last = at + 1
        elif last == first or word.text.lower() not in stops:
            break
    return words[first:last]
