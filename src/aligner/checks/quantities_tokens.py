"""Number-like pieces of a text: digits, number words, Roman numerals. `quantities` puts them together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cache
from operator import attrgetter

from aligner.checks.quantities_digits import BLANKS, LONGEST, Value
from aligner.checks.quantities_spellings import Forms
from aligner.checks.word_data import data_lines, has_data


class Role(StrEnum):
    """How a piece combines with its neighbours; the second column of `data/quantities.*.tsv`."""

    DIGITS = "digits"
    CODE = "code"  # digits that belong to a name: COVID-19, G20
    ROMAN = "roman"
    UNIT = "unit"  # zero to nine
    TEEN = "teen"  # ten to nineteen, veintiuno to veintinueve: take nothing after them
    TEN = "ten"  # twenty to ninety
    HUNDREDS = "hundreds"  # cien, doscientos
    HUNDRED = "hundred"  # multiplies what stands before it
    SCALE = "scale"  # thousand, million
    SCALES = "scales"  # the same in the plural: nothing by itself
    DOZEN = "dozen"
    DOZENS = "dozens"
    VAGUE = "vague"  # hundreds, cientos
    ORDINAL = "ordinal"
    FRACTION = "fraction"
    HALF = "half"
    DECADE = "decade"  # nineties
    OPTIONAL = "optional"  # both, doble: may stand for a number of the other side
    WEAK = "weak"  # week, year, March: may stand for one, once nothing better does


@dataclass(frozen=True, slots=True)
class Token:
    """A piece at `[start, end)`; `suffix` is what is written onto its digits (1970s, 5m, 1.º)."""

    start: int
    end: int
    role: Role
    values: tuple[Value, ...]
    text: str
    suffix: str = ""


_DIGITS = rf"(?:(?<![\w.,])\.)?[0-9]+(?:[.,'’][0-9]+|[{BLANKS}][0-9]{{3}}(?![0-9]))*"
# Prefixes that leave a number a number (mid-1990s, sub-21), and currency codes written onto it.
_FREE = "[Mm]id|[Pp]re|[Pp]ost|[Ss]ub|[Uu]nder|[Oo]ver|[Ee]arly|[Ll]ate|[Tt]op|[Nn]on|[Pp]lus"
_MONEY = "EUR|USD|GBP|MXN|CZK|CHF"
# What stands with digits, and what only looks like words of a text: addresses, placeholders, tags, mentions.
_SPECIAL = re.compile(
    rf"""(?P<skip>(?<![^\W\d_])(?:https?://|www\.)\S+|\{{\{{?\w*\}}?\}}|%[0-9]+\$?[sdif]\b|&\#?\w+;|@\w[\w.]*|\#[^\W\d_]\w*|<[^<>]*>)
    |(?P<code>(?<![^\W\d_])(?!(?:{_FREE})[-‑]|(?:{_MONEY})[0-9])[^\W\d_¼½¾⅓⅔⅛]++[-‑]?[0-9]\w*(?:[-.][0-9]+)*)
    |(?P<vulgar>[¼½¾⅓⅔⅛])
    |(?P<digits>{_DIGITS})(?P<suffix>\.?[ºª°]|\.(?:er|a|o|os|as)\b|[^\W\d_¼½¾⅓⅔⅛]+)?""",
    re.VERBOSE,
)
_LEADS_SPECIAL = ("://", "www.", "@", "#", "<", "{", "&", "%0")
_VULGAR = {
    "¼": Fraction(1, 4), "½": Fraction(1, 2), "¾": Fraction(3, 4), "⅓": Fraction(1, 3), "⅔": Fraction(2, 3),
    "⅛": Fraction(1, 8),
}  # fmt: skip
_NUMBER_IN_CODE = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_LEADS_ROMAN = re.compile(r"(?:\b[A-ZÁÉÍÓÚÑ][\w.’'-]*|\bsiglos?|\bcentury)[ \u00a0]$")
_LEADS_CENTURY = re.compile(
    r"\bsiglos?[ \u00a0](?:[ivx]+(?:,[ \u00a0]|[ \u00a0](?:y|o|al|a)[ \u00a0]))*$", re.IGNORECASE
)
# Valid numerals that are read as something else more often: the size XL, the surname Li, the channel or party.
_NOT_ROMAN = {"i", "l", "c", "xl", "li", "xc", "lv", "xxx"}


def roman(number: int) -> str:
    """A number below 100 as a Roman numeral.

    >>> roman(19), roman(44)
    ('XIX', 'XLIV')
    """
    pieces = ((90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
    written = ""
    for value, letters in pieces:
        written += letters * (number // value)
        number %= value
    return written


_ROMANS = {roman(number).lower(): number for number in range(2, 90)}


@cache
def number_words(language: str) -> dict[str, tuple[Role, tuple[Value, ...]]]:
    """The number words of a language in lower case, with role and values; empty where no table exists.

    >>> number_words("es")["doscientos"]
    (<Role.HUNDREDS: 'hundreds'>, (200,))
    """
    table: dict[str, tuple[Role, tuple[Value, ...]]] = {
        word: (Role.ROMAN, (number,)) for word, number in _ROMANS.items() if word not in _NOT_ROMAN
    }
    if language == "en":
        table |= {f"{word}{suffix}": entry for word, entry in table.items() for suffix in ("st", "nd", "rd", "th")}
    listed = f"quantities.{language}.tsv"
    for line in data_lines(listed) if has_data(listed) else ():
        word, role, values = line.split("\t")
        table[word] = Role(role), tuple(_value(value) for value in values.split(","))
    return table


@cache
def strong_words(language: str) -> frozenset[str]:
    """The words that say a number by themselves, without which (and without digits) a text has none to compare."""
    silent = {Role.OPTIONAL, Role.WEAK, Role.HALF}
    return frozenset(
        word for word, (role, values) in number_words(language).items() if role not in silent and values != (1,)
    )


def _value(written: str) -> Value:
    number = Fraction(written)
    return number.numerator if number.denominator == 1 else number


def tokens_of(text: str, language: str, forms: Forms | None = None) -> list[Token]:
    """The number-like pieces of a text, in order; `forms` are those of the text where they are at hand."""
    forms = forms or Forms.of(text)
    letters = forms.letters
    found, regions = _special_tokens(text, forms)
    table = number_words(language)
    for word in forms.words & table.keys():
        role, values = table[word]
        start = letters.find(word)
        while start >= 0:
            end = start + len(word)
            if (
                letters[start - 1 : start] in _OUTSIDE
                and letters[end : end + 1] in _OUTSIDE
                and not any(first < end and start < last for first, last in regions)
                and (role is not Role.ROMAN or _is_roman(text, start, end))
            ):
                found.append(Token(start, end, role, values, text[start:end]))
            start = letters.find(word, end)
    if len(found) > 1:
        found.sort(key=_start)
    return found


_OUTSIDE = frozenset({"", " "})
_start = attrgetter("start")


def _special_tokens(text: str, forms: Forms) -> tuple[list[Token], list[tuple[int, int]]]:
    """Digits, codes and vulgar fractions, and the stretches of a text in which words are no number words."""
    found: list[Token] = []
    regions: list[tuple[int, int]] = []
    for match in _special_matches(text, forms):
        group = match.lastgroup
        regions.append(match.span())
        if group in {"digits", "suffix"}:
            suffix = match["suffix"] or ""
            found.append(Token(match.start(), match.end("digits"), Role.DIGITS, (), match["digits"], suffix))
        elif group == "code":
            digits = _NUMBER_IN_CODE.findall(match[0])
            numbers = tuple(_value(some) for some in digits if len(some) <= LONGEST)
            if numbers:
                found.append(Token(match.start(), match.end(), Role.CODE, numbers, match[0]))
        elif group == "vulgar":
            found.append(Token(match.start(), match.end(), Role.FRACTION, (_VULGAR[match[0]],), match[0]))
    return found, regions


def _special_matches(text: str, forms: Forms) -> Iterator[re.Match[str]]:
    """The matches of `_SPECIAL` in order; where only digits can begin one, it is tried around them alone."""
    letters, digits, done = forms.letters, forms.digits, 0
    for mark in _LEADS_SPECIAL:
        if mark in digits:
            yield from _SPECIAL.finditer(text)
            return
    place = digits.find("0")
    while place >= 0:
        with_point = place - (text[place - 1 : place] == ".")
        for start in sorted({_code_start(text, letters, place), with_point, place}):
            match = _SPECIAL.match(text, start) if start >= done else None
            if match:
                yield match
                done = match.end()
                break
        place = digits.find("0", max(done, place + 1))


def _code_start(text: str, letters: str, place: int) -> int:
    """Where the letters begin onto which digits are written, with a hyphen or without (COVID-19, H5N1)."""
    end = place - (text[place - 1 : place] in {"-", "‑"})
    return letters.rfind(" ", 0, end) + 1 if letters[end - 1 : end].strip() else place


def _is_roman(text: str, start: int, end: int) -> bool:
    """Whether a word of Roman digits is a numeral: capitals (one alone only after a name), or after "siglo"."""
    word, before = text[start:end], text[max(0, start - 30) : start]
    if not word.isupper() and word[:2].islower():
        return bool(_LEADS_CENTURY.search(before))
    return len(word) > 1 or bool(_LEADS_ROMAN.search(before))
