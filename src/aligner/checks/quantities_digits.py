"""What a string of digits with separators means, in a language and under a document's own convention.

English writes 1,234.5; Spain 1.234,5 or 1 234,5; Mexico 1,234.5 (RAE, *Ortografía*, "números"; CLDR number symbols).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

Value = int | Fraction

BLANKS = " \u00a0\u2009\u202f"
_APOSTROPHES = "'’"
LONGEST = 300  # characters; what is longer is no number that anybody means, and too long for arithmetic
_SEPARATOR = re.compile(rf"[.,{BLANKS}{_APOSTROPHES}]")
_SHOWN = re.compile(
    r"[0-9](?:(?<![\w.,].)[0-9]{0,2}(?:[.,][0-9]{3})+(?![\w.,]?[0-9])|(?<![\w.,:].)[0-9]*([.,])[0-9]{1,2}(?![\w.,:]?[0-9]))"
)


@dataclass(frozen=True, slots=True)
class Convention:
    """Which marks a text uses: `decimal` is "." or ","; "" where the language allows both and the text does not tell."""

    decimal: str


@lru_cache(maxsize=64)
def usual_decimal(language: str) -> str:
    """The decimal mark of a language by CLDR, "" for Spanish, whose countries differ, and for unknown languages.

    `language` may have a region, which tells.

    >>> usual_decimal("en"), usual_decimal("es"), usual_decimal("de"), usual_decimal("es-MX"), usual_decimal("es-ES")
    ('.', '', ',', '.', ',')
    """
    if language in {"en", "es"}:
        return "." if language == "en" else ""
    from babel import Locale, UnknownLocaleError
    from babel.numbers import get_decimal_symbol

    try:
        symbol = get_decimal_symbol(Locale.parse(language, sep="-"))
    except (UnknownLocaleError, ValueError):
        return ""
    return symbol if symbol in {".", ","} else ""


def convention_of(texts: Iterable[str], language: str) -> Convention:
    """The convention of a document: that of its language, with a region or without; where it is open what the texts show.

    Three times as many numbers must speak for a mark as against it.

    >>> convention_of(["Subió un 2,5 % hasta los 1.300 euros."], "es")
    Convention(decimal=',')
    >>> convention_of(["Subió a 1,300 pesos."], "es"), convention_of(["Hubo 15."], "es")
    (Convention(decimal='.'), Convention(decimal=''))
    """
    decimal = usual_decimal(language)
    if decimal or language.partition("-")[0] != "es":
        return Convention(decimal)
    shown = [found for text in texts for found in _SHOWN.finditer(text)]
    # Nothing but a decimal has one or two digits after a comma; beside it 24,943 says little for Mexico's marks.
    has_decimal_comma = any(found.group(1) == "," for found in shown)
    votes = {".": 0, ",": 0}
    for found in shown:
        mark, written = found.group(1), found.group()
        if mark is None:
            decimal = "." if "," in written else ","
            is_doubtful = has_decimal_comma and decimal == "."
            votes[decimal] += 9 if written.count(".") + written.count(",") > 1 else 1 if is_doubtful else 3
        elif mark == "," or not re.fullmatch(r"[012]?[0-9]\.[0-5][0-9]", written):  # a clock time, 15.00, says nothing
            votes[mark] += 3
    for mark, other in ((".", ","), (",", ".")):
        if votes[mark] and votes[mark] >= 3 * votes[other]:
            return Convention(mark)
    return Convention("")


@lru_cache(maxsize=65536)
def readings(digits: str, convention: Convention) -> tuple[Value, ...]:
    """Every value that a string of digits and separators can have, the likeliest first; empty when it is no number.

    >>> readings("1,500", Convention(".")), readings("1.500", Convention(".")), readings("1.2.3", Convention("."))
    ((1500,), (Fraction(3, 2),), ())
    >>> readings("1.500", Convention(""))
    (1500, Fraction(3, 2))
    """
    if len(digits) > LONGEST:
        return ()
    marks = set(_SEPARATOR.findall(digits))
    if not marks:
        return (int(digits),)
    if len(marks) > 2:
        return ()
    last = max(digits.rfind(mark) for mark in marks)
    if len(marks) == 2:
        whole, part = digits[:last], digits[last + 1 :]
        group = (marks - {digits[last]}).pop()
        if digits[last] in ".," and digits[last] not in whole and _is_grouped(whole, group):
            return (_decimal(whole, part),)
        return ()
    return _one_mark(digits, marks.pop(), convention)


def _one_mark(digits: str, mark: str, convention: Convention) -> tuple[Value, ...]:
    """Readings of digits with one kind of separator."""
    grouped = _is_grouped(digits, mark)
    whole, _, part = digits.partition(mark)
    if mark not in ".,":
        return (_whole(digits),) if grouped else ()
    if mark in part:
        return (_whole(digits),) if grouped else ()
    if not grouped:
        return (_decimal(whole, part),)
    if convention.decimal == mark:
        return (_decimal(whole, part),)
    if convention.decimal:
        return (_whole(digits),)
    return (_whole(digits), _decimal(whole, part))


def _is_grouped(digits: str, mark: str) -> bool:
    """Whether a separator stands between groups of three digits, and the number does not start with zero."""
    first, *rest = digits.split(mark)
    return bool(first) and len(first) <= 3 and first[0] != "0" and all(len(group) == 3 for group in rest)


def _whole(digits: str) -> int:
    return int(_SEPARATOR.sub("", digits))


def _decimal(whole: str, part: str) -> Value:
    digits = _SEPARATOR.sub("", whole)
    value = Fraction(int(digits + part), 10 ** len(part))
    return value.numerator if value.denominator == 1 else value
