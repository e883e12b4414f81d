"""Whether a word of one language may be a name of the other, spelled its way: Gaddafi, Gadafi; Mali, maliense."""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from functools import cache, lru_cache

from rapidfuzz.distance import OSA

from aligner.checks.word_data import data_text

_SHORTEST_PART = 4  # letters that tell a name inside a longer word
_LONGEST = 30  # letters; the pieces of longer names are more than the words around
_WHOLE = 0.6  # of the shorter of two names, how much of its beginning the other shares
# One letter for what is written in several ways; h alone is silent in one of the languages.
_SOUNDS = {
    "kh": "j", "zh": "s", "sh": "s", "ch": "s", "sch": "s", "tch": "s", "ph": "f", "th": "t", "gh": "g", "qu": "k", "ck": "k",
    "ou": "u", "oo": "u", "ee": "i", "tz": "s", "ts": "s", "h": "", "y": "i", "w": "v", "q": "k", "c": "k", "z": "s", "x": "s",
}  # fmt: skip
_SOUND = re.compile("|".join(sorted(_SOUNDS, key=len, reverse=True)))
_CLOSE = 0.59  # similarity of two transliterations


def resembles(name: str, other: str) -> bool:
    """Whether a name of one version may be `other` of the other version; both bare.

    >>> resembles("hezbollah", "hizbula"), resembles("elizabeth", "isabel"), resembles("olmedo", "ferrer")
    (True, True, False)
    """
    if begins_alike(name, other):
        return True
    return sounds_alike(name, other)


def sounds_alike(name: str, other: str) -> bool:
    """Whether two bare names may be one in two languages or transliterations, however they begin.

    >>> sounds_alike("elizabeth", "isabel"), sounds_alike("olmedo", "ferrer")
    (True, False)
    """
    return any_sounds_alike(name, (other,))


def any_sounds_alike(name: str, others: Iterable[str]) -> bool:
    """Whether any of some bare names may be a bare name in the other language or another transliteration.

    >>> any_sounds_alike("elizabeth", ["ferrer", "isabel"])
    True
    """
    given, sounds = _given_names().get(name), _sounds(name)
    for other in others:
        if len(other) < _SHORTEST_PART - 1:
            continue
        if given and not given.isdisjoint(_given_names().get(other, ())):
            return True
        if OSA.normalized_similarity(sounds, _sounds(other), score_cutoff=_CLOSE) > 0:
            return True
    return False


def begins_alike(name: str, word: str) -> bool:
    """Whether a word begins as a name does, as those for peoples and from names do (Mali, maliense), or one has the other.

    >>> begins_alike("mali", "maliense"), begins_alike("gabino", "gamas")
    (True, False)
    """
    if name == word:
        return True
    shortest = min(len(name), len(word))
    is_alike = shortest >= _SHORTEST_PART and name[:_SHORTEST_PART] == word[:_SHORTEST_PART]
    if is_alike and _shared_beginning(name, word) >= _WHOLE * shortest:
        return True
    return shortest >= _SHORTEST_PART and (name in word or word in name)


def is_formed_from(name: str, other: str) -> bool:
    """Whether one name begins with what the other, or the word before its hyphen, ends with: KwaZulu-Natal, Zululand.

    >>> is_formed_from("kwazulu-natal", "zululandia"), is_formed_from("johnson", "robinson")
    (True, False)
    """
    return any(
        len(end) > _SHORTEST_PART
        and any(beginning.startswith(end[at:]) for at in range(1, len(end) - _SHORTEST_PART + 1))
        for ending, beginning in ((name, other), (other, name))
        for end in {ending, *ending.split("-")}
    )


def any_begins_alike(name: str, words: AbstractSet[str], line: str) -> bool:
    """Whether any of some words, none of them the name itself, begins as the name does, or one has the other.

    `line` has the words, all with a blank before and behind: a search of it goes through them faster than a loop.

    >>> words = {"el", "maliense", "gamas", "gabinete"}
    >>> [any_begins_alike(name, words, " el maliense gamas gabinete ") for name in ("mali", "gabino", "aliensex", "gamo")]
    [True, True, False, False]
    """
    if len(name) < _SHORTEST_PART:
        return False
    if name in line:
        return True
    if _has_any(name, words):
        return True
    beginning = name[:_SHORTEST_PART]
    return f" {beginning}" in line and any(word.startswith(beginning) and begins_alike(name, word) for word in words)


def _has_any(name: str, words: AbstractSet[str]) -> bool:
    """Whether a name has one of some words inside, of those that are long enough to tell."""
    size = len(name)
    if size > _LONGEST:
        return any(len(word) >= _SHORTEST_PART and word in name for word in words)
    return any(name[start:end] in words for start in range(size) for end in range(start + _SHORTEST_PART, size + 1))


@lru_cache(maxsize=65_536)
def _sounds(name: str) -> str:
    """A bare name in one spelling for what English, Spanish and transliterations write differently (Khan, Jan)."""
    return _SOUND.sub(lambda found: _SOUNDS[found.group()], re.sub(r"(\w)\1", r"\1", name))


@cache
def _given_names() -> dict[str, frozenset[int]]:
    """Numbers of the names that a first name is a form of."""
    lines = data_text("given_names.txt").splitlines()
    found: dict[str, set[int]] = {}
    for number, line in enumerate(lines):
        for form in () if line.startswith("#") else line.split():
            found.setdefault(form, set()).add(number)
    return {form: frozenset(numbers) for form, numbers in found.items()}


def are_one_given_name(one: str, other: str) -> bool:
    """Whether two bare first names are one name in two languages.

    >>> are_one_given_name("charles", "carlos"), are_one_given_name("charles", "juan")
    (True, False)
    """
    names = _given_names()
    return bool(names.get(one, frozenset()) & names.get(other, frozenset()))


def _shared_beginning(one: str, other: str) -> int:
    at = 0
    while at < min(len(one), len(other)) and one[at] == other[at]:
        at += 1
    return at
