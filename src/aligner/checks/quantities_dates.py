"""Dates of a text: days with their month, months with their year, numeric dates, and days of the week.

Names come from CLDR. Around the name of a month a small grammar reads days and a year, in both orders:
"3 and 4 May 2010", "May 3-5, 2010", "del 3 al 5 de mayo de 2010", "el 1.º de mayo".
"""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache

from aligner.checks.cldr import Part, rows
from aligner.checks.quantities_digits import BLANKS
from aligner.checks.quantities_spellings import without_accents

_B = f"[{BLANKS}]"
_NUMERIC = re.compile(r"([0-9](?<![\w./,-].)[0-9]{0,3})([./-])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})(?![\w/-]|[.,][0-9])")
_DAY = r"(?:0?[1-9]|[12][0-9]|3[01])"
_SUFFIX = {"en": "(?:st|nd|rd|th)?", "es": r"(?:\.?[ºª°]|\.?er|ro)?"}
_AND = {
    "en": rf"(?:{_B}?[-–—/]{_B}?|,{_B}|,?{_B}(?:and|or|to|through|until){_B}(?:the{_B})?)",
    "es": rf"(?:{_B}?[-–—/]{_B}?|,{_B}|{_B}(?:y|o|al?|hasta)(?:{_B}el)?{_B})",
}
_OF = {"en": rf"{_B}(?:of{_B})?", "es": rf"{_B}(?:de{_B})?"}
_YEAR_AFTER = {
    "en": rf"(?:,?{_B}(?:of{_B})?(?:the{_B}year{_B})?(?P<year>[12][0-9]{{3}})(?![0-9.,]?[0-9]))?",
    "es": rf"(?:,?{_B}(?:del?{_B})?(?:año{_B})?(?P<year>[12][0-9]{{3}})(?![0-9.,]?[0-9]))?",
}
# English names of months that are words of other kinds as well stand for a month after these.
_LEADS_MONTH = re.compile(
    r"\b(?:in|of|since|until|till|by|last|next|early|late|mid|this|from|to|during|through|and|before|after|every|between"
    r"|January|February|April|June|July|August|September|October|November|December)[-, ]{1,2}$",
    re.IGNORECASE,
)
_AMBIGUOUS = frozenset({"may", "march"})
_LOOK_BACK = 40
_DAYS_A_MONTH, _MONTHS = 31, 12
_CENTURY = 100
_FULL_YEAR = 4


@dataclass(frozen=True, slots=True)
class Date:
    """A date at `[start, end)`: the days and the month it may mean (03/05 either way), and its year where it says one."""

    start: int
    end: int
    text: str
    readings: tuple[tuple[frozenset[int], int], ...]
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Weekday:
    """A day of the week at `[start, end)`, 0 for Monday."""

    start: int
    end: int
    text: str
    number: int


@cache
def month_names(language: str) -> dict[str, int]:
    """Names and abbreviations of months in lower case.

    >>> month_names("es")["septiembre"], month_names("en")["sep"]
    (9, 9)
    """
    found: dict[str, int] = {}
    for part in (Part.MONTH, Part.SHORT_MONTH):
        for number, name in rows(language, part):
            found.setdefault(name.rstrip("."), int(number))
    extra = {"es": {"setiembre": 9, "set": 9, "sep": 9}, "en": {"sept": 9}}.get(language, {})
    return found | extra


@cache
def weekday_names(language: str) -> dict[str, int]:
    """Names of the days of the week in lower case, their plurals too.

    >>> weekday_names("en")["mondays"], weekday_names("es")["miercoles"]
    (0, 2)
    """
    found = {}
    for number, name in rows(language, Part.DAY):
        found[name] = found[without_accents(name)] = found[name.rstrip("s") + "s"] = int(number)
    return found


@cache
def telling_names(language: str) -> frozenset[str]:
    """The names of months and days that are nothing else: without one of them on one side no dates differ."""
    months = {name for _, name in rows(language, Part.MONTH)} - (_AMBIGUOUS if language == "en" else set())
    return frozenset(months | weekday_names(language).keys())


@cache
def _grammar(language: str) -> re.Pattern[str] | None:
    """Days before or after the name of a month, and a year after it."""
    names = month_names(language)
    if language not in _SUFFIX or not names:
        return None
    # Abbreviations may have a point, which ends a sentence after a full name.
    wide = {name for _, name in rows(language, Part.MONTH)}
    name = "|".join(rf"{name}(?!\w)" if name in wide else rf"{name}(?!\w)\.?" for name in names)
    day = rf"{_DAY}{_SUFFIX[language]}"
    list_of_days = rf"{day}(?:{_AND[language]}{day})*"
    return re.compile(
        rf"(?:(?<![\w.,/:-])(?P<before>{list_of_days}){_OF[language]})?\b(?P<month>{name})"
        rf"(?:{_B}(?:the{_B})?(?P<after>{list_of_days})(?![\w:%]|[.,][0-9]))?{_YEAR_AFTER[language]}",
        re.IGNORECASE,
    )


def dates_of(text: str, language: str, words: AbstractSet[str]) -> list[Date]:
    """The dates of a text in order; `words` are its words in lower case, which tell whether to look for names.

    >>> [(date.text, date.readings, date.year) for date in dates_of("Del 3 al 5 de mayo de 2010.", "es", {"mayo"})]
    [('3 al 5 de mayo de 2010', ((frozenset({3, 5}), 5),), 2010)]
    >>> len(dates_of("On 03/05/2010.", "en", set())[0].readings)
    2
    """
    found = []
    names = month_names(language)
    if not words.isdisjoint(names):
        grammar = _grammar(language)
        if grammar:
            found += [_named(match, names) for match in grammar.finditer(text) if _is_month(text, match, language)]
    if "/" in text or "-" in text or "." in text:
        found += [date for match in _NUMERIC.finditer(text) if (date := _numeric(match))]
    return sorted(found, key=lambda date: date.start)


def weekdays_of(text: str, language: str, words: AbstractSet[str]) -> list[Weekday]:
    """The days of the week that a text names; people called Domingo are none.

    >>> [day.number for day in weekdays_of("El martes vino Domingo.", "es", {"martes", "domingo"})]
    [1]
    """
    names = weekday_names(language)
    if words.isdisjoint(names):
        return []
    found = []
    for match in re.finditer(r"[^\W\d_]+", text):
        number = names.get(match[0].lower())
        if number is None or (match[0].islower() if language == "en" else _is_name(text, match.start())):
            continue
        found.append(Weekday(match.start(), match.end(), match[0], number))
    return found


def _is_name(text: str, start: int) -> bool:
    """Whether a word has a capital in the middle of a sentence."""
    return text[start].isupper() and bool(re.search(rf"[\w,;]{_B}$", text[max(0, start - 2) : start]))


def _is_month(text: str, match: re.Match[str], language: str) -> bool:
    """Whether the name of a month stands for one: abbreviations beside a number, May and March where words lead there."""
    word, start = match["month"].rstrip("."), match.start("month")
    has_number = bool(match["before"] or match["after"] or match["year"])
    if len(word) <= _FULL_YEAR and word.lower() not in {"may", "mayo", "june", "july"}:
        return has_number and (language != "en" or word[0].isupper())
    if language == "en":
        if word[0].islower():
            return False
        if word.lower() in _AMBIGUOUS and not has_number:
            return bool(_LEADS_MONTH.search(text[max(0, start - _LOOK_BACK) : start]))
        return True
    return has_number or not _is_name(text, start)


def _named(match: re.Match[str], names: dict[str, int]) -> Date:
    days = match["before"] or match["after"] or ""
    numbers = frozenset(int(day) for day in re.findall(r"[0-9]+", days))
    year = match["year"]
    start, end = match.span()
    return Date(
        start, end, match[0], ((numbers, names[match["month"].rstrip(".").lower()]),), int(year) if year else None
    )  # fmt: skip


def _numeric(match: re.Match[str]) -> Date | None:
    """3/5/2010 either way, 2010-05-03 one way; None where the numbers are no date."""
    first, second, third = int(match[1]), int(match[3]), int(match[4])
    options: tuple[tuple[int, int], ...]
    if len(match[1]) == _FULL_YEAR:
        year, options = first, ((third, second),)
    elif len(match[1]) <= 2 and (len(match[4]) == _FULL_YEAR or match[2] == "/"):
        year, options = third, ((first, second), (second, first))
    else:
        return None
    readings = tuple(
        (frozenset({day}), month)
        for day, month in dict.fromkeys(options)
        if 1 <= day <= _DAYS_A_MONTH and 1 <= month <= _MONTHS
    )
    return (
        Date(match.start(), match.end(), match[0], readings, year if year >= _CENTURY else None) if readings else None
    )
