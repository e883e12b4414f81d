"""Places and peoples that English and Spanish name differently: which words of one language stand for which of the other."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from aligner.checks.expansions import STOP_WORDS
from aligner.checks.spellings import bare
from aligner.checks.word_data import data_text

_LANGUAGES = ("en", "es")
_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """The words of one language that are in names of places and peoples, and what the other language has for each.

    `counterparts` gives, for a bare word, the bare words of the other language in names of the same places; `whole` has
    the words that are a place's name alone (Germany, not United).
    """

    counterparts: dict[str, frozenset[str]]
    whole: frozenset[str]


@cache
def gazetteer(language: str) -> Gazetteer:
    """The places that a text in `language` may name; empty for a language without a table.

    >>> sorted(gazetteer("en").counterparts["geneva"]), "geneva" in gazetteer("en").whole
    (['ginebra'], True)
    """
    if language not in _LANGUAGES:
        return Gazetteer({}, frozenset())
    here = _LANGUAGES.index(language)
    places: dict[str, tuple[list[str], list[str]]] = {}
    for number, (code, *names) in enumerate(_rows()):
        place = places.setdefault(code if code != "-" else f"-{number}", ([], []))
        for known, added in zip(place, names, strict=True):
            known.extend(name for name in re.split(r"; ", added) if name)
    counterparts: dict[str, set[str]] = defaultdict(set)
    whole: set[str] = set()
    for place in places.values():
        there = {word for name in place[1 - here] for word in _words(name, _LANGUAGES[1 - here])}
        for name in place[here]:
            words = _words(name, language)
            if len(words) == 1:
                whole.update(words)
            for word in words:
                counterparts[word] |= there
    return Gazetteer({word: frozenset(there) for word, there in counterparts.items()}, frozenset(whole))


def _words(name: str, language: str) -> list[str]:
    """The bare words of a name, without those of grammar."""
    words = [bare(word) for word in re.findall(r"[^\W\d_]+", name)]
    return [word for word in words if len(word) >= _SHORTEST and word not in STOP_WORDS[language]]


def _rows() -> list[tuple[str, str, str]]:
    """Code, English names and Spanish names."""
    rows = []
    for table in ("places_cldr.tsv", "places.tsv", "demonyms.tsv"):
        for line in data_text(table).splitlines():
            if line and not line.startswith("#"):
                code, english, spanish = line.split("\t")
                if table == "demonyms.tsv":
                    english, spanish = ("; ".join(words.replace("~", "").split()) for words in (english, spanish))
                rows.append((code, english, spanish))
    return rows
