"""Number-like pieces of a text: digits, number words, Roman numerals. `quantities` puts them together."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cache
from importlib.resources import files

from aligner.checks.quantities_digits import BLANKS, Value


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
# `plain` is what `word` is, ahead of everything else because nearly every piece is one.
# Prefixes that leave a number a number (mid-1990s, sub-21), and currency codes written onto it.
_FREE = "[Mm]id|[Pp]re|[Pp]ost|[Ss]ub|[Uu]nder|[Oo]ver|[Ee]arly|[Ll]ate|[Tt]op|[Nn]on|[Pp]lus"
_MONEY = "EUR|USD|GBP|MXN|CZK|CHF"
_TOKEN = re.compile(
    rf"""(?P<plain>(?!www\.)[^\W\d_¼½¾⅓⅔⅛]++(?![-‑]?[0-9]|://))
    |(?P<skip>https?://\S+|www\.\S+|\{{\{{?\w*\}}?\}}|%[0-9]+\$?[sdif]\b|&\#?\w+;|@\w[\w.]*|\#[^\W\d_]\w*|<[^<>]*>)
    |(?P<code>(?!(?:{_FREE})[-‑]|(?:{_MONEY})[0-9])[^\W\d_]++[-‑]?[0-9]\w*(?:[-.][0-9]+)*)
    |(?P<vulgar>[¼½¾⅓⅔⅛])
    |(?P<word>[^\W\d_]++)
    |(?P<digits>{_DIGITS})(?P<suffix>\.?[ºª°]|\.(?:er|a|o|os|as)\b|[^\W\d_¼½¾⅓⅔⅛]+)?""",
    re.VERBOSE,
)
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
    resource = files("aligner.checks") / "data" / f"quantities.{language}.tsv"
    if resource.is_file():
        for line in resource.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                word, role, values = line.split("\t")
                table[word] = Role(role), tuple(_value(value) for value in values.split(","))
    return table


@cache
def strong_words(language: str) -> frozenset[str]:
    """The words that say a number by themselves, without which (and without digits) a text has none to compare."""
    silent = {Role.OPTIONAL, Role.WEAK}
    return frozenset(
        word for word, (role, values) in number_words(language).items() if role not in silent and values != (1,)
    )


def _value(written: str) -> Value:
    number = Fraction(written)
    return number.numerator if number.denominator == 1 else number


def tokens_of(text: str, language: str) -> list[Token]:
    """The number-like pieces of a text, in order."""
    words = number_words(language)
    found: list[Token] = []
    for match in _TOKEN.finditer(text):
        group = match.lastgroup
        if group in {"plain", "word"}:
            entry = words.get(match[0].lower())
            if entry is None:
                continue
            role, values = entry
            if role is Role.ROMAN and not _is_roman(text, match):
                continue
            found.append(Token(match.start(), match.end(), role, values, match[0]))
        elif group in {"digits", "suffix"}:
            suffix = match["suffix"] or ""
            found.append(Token(match.start(), match.end("digits"), Role.DIGITS, (), match["digits"], suffix))
        elif group == "code":
            numbers = tuple(_value(digits) for digits in _NUMBER_IN_CODE.findall(match[0]))
            found.append(Token(match.start(), match.end(), Role.CODE, numbers, match[0]))
        elif group == "vulgar":
            found.append(Token(match.start(), match.end(), Role.FRACTION, (_VULGAR[match[0]],), match[0]))
    return found


def _is_roman(text: str, match: re.Match[str]) -> bool:
    """Whether a word of Roman digits is a numeral: capitals (one alone only after a name), or after "siglo"."""
    word, before = match[0], text[max(0, match.start() - 30) : match.start()]
    if not word.isupper() and word[:2].islower():
        return bool(_LEADS_CENTURY.search(before))
    return len(word) > 1 or bool(_LEADS_ROMAN.search(before))
