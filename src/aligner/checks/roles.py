"""Kin and role words beside names (President Obama, Massoud Padre): which stand in which language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from aligner.checks.language import odds_between
from aligner.checks.lexicon import zipf
from aligner.checks.word_data import data_lines, data_words

_COLUMNS = {"en": 1, "es": 2}
# A capitalised name after a role word: an initial or a word, with particles before it (de la Cruz).
_NAME_AHEAD = re.compile(r"\s+(?:(?:de|del|de la|de los|von|van|al)\s+)?([A-ZÀ-ÖØ-Þ](?:\.|[\w'’-]+))")
_NAME_BEHIND = re.compile(r"([A-ZÀ-ÖØ-Þ][\w'’-]+)\s+$")
_WORD_BEHIND = re.compile(r"([^\W\d_][\w'’-]*)\.?\s+$")
_CAPITALISED = re.compile(r"(?<![\w'’-])[A-ZÀ-ÖØ-Þ][\w’']*")
_NAMES_AHEAD = re.compile(r"(?:\s+(?:de\s+|la\s+|of\s+|del\s+)?[A-ZÀ-ÖØ-Þ][\w'’-]*){0,4}")
_FARTHEST = 200  # characters; a word behind is looked for no farther


@dataclass(frozen=True, slots=True)
class RoleInName:
    """A role word of the other language beside a name: the span of both, the word, and what the language says."""

    start: int
    end: int
    word: str
    suggestion: str


@dataclass(frozen=True, slots=True)
class _Roles:
    """The role words of one language that are none of another's: what to write instead, and how to find them."""

    titles: dict[str, str]
    kin: dict[str, str]
    firsts: frozenset[str]
    pattern: re.Pattern[str]


@cache
def _roles(language: str, own: str) -> _Roles | None:
    if language not in _COLUMNS or own not in _COLUMNS or language == own:
        return None
    rows = [line.split("\t") for line in data_lines("roles.tsv")]
    kept = {variant.lstrip("=").casefold() for row in rows for variant in _variants(row[_COLUMNS[own]])}
    kinds: dict[str, dict[str, str]] = {"title": {}, "kin": {}}
    for row in rows:
        suggestion = _variants(row[_COLUMNS[own]])[0].lstrip("=")
        for variant in _variants(row[_COLUMNS[language]]):
            if variant.casefold() not in kept and not variant.startswith("="):
                kinds[row[0]].setdefault(variant.casefold(), suggestion)
    longest_first = sorted({*kinds["title"], *kinds["kin"]}, key=len, reverse=True)
    pattern = r"(?:" + "|".join(map(re.escape, longest_first)) + r")(?![\w'’-])"
    firsts = frozenset(re.split(r"[^\w’']", word, maxsplit=1)[0] for word in longest_first)
    return _Roles(kinds["title"], kinds["kin"], firsts, re.compile(pattern, re.IGNORECASE))


def _variants(cell: str) -> list[str]:
    return [variant.strip() for variant in cell.split("|")]


@cache
def _fixed_names() -> re.Pattern[str]:
    names = [line.removeprefix("name ") for line in data_lines("role_names.txt") if line.startswith("name ")]
    return re.compile(
        r"\b(?:" + "|".join(map(re.escape, sorted(names, key=len, reverse=True))) + r")(?!\w)", re.IGNORECASE
    )


@cache
def _neighbours(place: str) -> frozenset[str]:
    lines = (line for line in data_lines("role_names.txt") if line.startswith(place + " "))
    return frozenset(word for line in lines for word in line.split()[1:])


def may_be_role(language: str, other: str, word: str) -> bool:
    """Whether a word of a text in `language` may begin a role word of `other`.

    >>> [may_be_role("en", "es", word) for word in ("Presidente", "presidente", "President", "Padre-hijo")]
    [True, False, False, True]
    """
    roles = _roles(other, language)
    if roles is None or (word.isalpha() and not word[0].isupper()):
        return False
    return any(begun.casefold() in roles.firsts for begun in _CAPITALISED.findall(word))


def roles_in_names(text: str, start: int, end: int, language: str, other: str) -> Iterator[RoleInName]:
    """Every role word of `other` beside a name in the stretch `[start, end)` of a text in `language`.

    >>> [role.word for role in roles_in_names("when Presidente Obama met Massoud Padre", 0, 39, "en", "es")]
    ['Presidente', 'Padre']
    >>> list(roles_in_names("a walk on Padre Island", 0, 22, "en", "es"))
    []
    """
    roles = _roles(other, language)
    if roles is None:
        return
    fixed: list[tuple[int, int]] | None = None
    for capitalised in _CAPITALISED.finditer(text, start, end):
        if capitalised.group().casefold() not in roles.firsts:
            continue
        found = roles.pattern.match(text, capitalised.start(), end)
        word = found.group() if found else ""
        if found is None or word.isupper() or not _speaks(word, language, other):
            continue
        if fixed is None:
            fixed = [name.span() for name in _fixed_names().finditer(text, start, end)]
        if any(first < found.end() and found.start() < last for first, last in fixed):
            continue
        place = (text, found, start, end)
        if role := _as_title(roles, *place, language, other) or _as_kin(roles, *place, other):
            yield role


def _as_title(
    roles: _Roles, text: str, found: re.Match[str], start: int, end: int, language: str, other: str
) -> RoleInName | None:
    """The role word before a name: President Obama."""
    word = found.group()
    suggestion = roles.titles.get(word.casefold())
    after = _NAME_AHEAD.match(text, found.end() + (text[found.end() : found.end() + 1] == "."), end)
    if suggestion is None or after is None:
        return None
    name = after.group(1)
    if (len(name) > 1 and name.isupper()) or _makes_a_name(text, found, start, end):
        return None
    if _is_common(name, other, language):
        return None
    whole = _NAMES_AHEAD.match(text, after.end(), end)
    return RoleInName(found.start(), whole.end() if whole else after.end(), word, suggestion)


def _as_kin(roles: _Roles, text: str, found: re.Match[str], start: int, end: int, other: str) -> RoleInName | None:
    """The kin word after a name, at the end of it: Massoud Padre."""
    word = found.group()
    suggestion = roles.kin.get(word.casefold())
    before = _NAME_BEHIND.search(text, max(start, found.start() - _FARTHEST), found.start())
    if suggestion is None or before is None or not word[0].isupper() or _NAME_AHEAD.match(text, found.end(), end):
        return None
    name = before.group(1)
    language = "en" if other == "es" else "es"
    if (
        name.isupper()
        or name.casefold() in _neighbours("before")
        or name.casefold() in data_words("name_particles.txt")
    ):
        return None
    if _is_common(name, other, language) or _is_common(name, language, other):
        return None
    return RoleInName(before.start(1), found.end(), word, suggestion)


def _speaks(word: str, language: str, other: str) -> bool:
    """Whether a role word is of one language only (Presidente, not Fiscal); abbreviations are."""
    first = word.split()[0].rstrip(".").casefold()
    return len(first) <= 4 or odds_between(language, other)[first] >= 1


def _makes_a_name(text: str, found: re.Match[str], start: int, end: int) -> bool:
    """Whether the words around make a place or an institution of it: Calle Presidente Masaryk, King Street."""
    before = _WORD_BEHIND.search(text, max(start, found.start() - _FARTHEST), found.start())
    if before and before.group(1)[0].isupper():
        word = before.group(1).casefold()
        if word in _neighbours("before") or (before.start() > start and word not in _neighbours("with")):
            return True
    ahead = _NAMES_AHEAD.match(text, found.end(), end)
    return ahead is not None and not _neighbours("after").isdisjoint(ahead.group().casefold().split())


def _is_common(name: str, language: str, than: str) -> bool:
    """Whether a capitalised word is a common word of a language, so that the group is a title and no person's name."""
    word = name.rstrip(".").casefold()
    return zipf(word, language) >= 4.5 and zipf(word, language) - zipf(word, than) >= 1.5
