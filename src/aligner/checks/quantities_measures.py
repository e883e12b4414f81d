"""Units and currencies after or before a number, and which amounts are the same in another unit.

Names come from CLDR, in both numbers and in the spellings of the countries; the tables here say only what everyday
language calls them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from aligner.checks.cldr import Part, rows
from aligner.checks.quantities_currencies import currency_names, currency_symbols
from aligner.checks.quantities_digits import BLANKS, Value
from aligner.checks.quantities_spellings import without_accents
from aligner.checks.quantities_tokens import number_words
from aligner.checks.quantities_units import dimension_of, has_dimension, size_of

# Everyday names and abbreviations that CLDR lacks, and the short names of CLDR that are words or ordinals first.
_EVERYDAY = {
    "": {
        "m": ("length-meter", "duration-minute"), "km": ("length-kilometer",), "kms": ("length-kilometer",),
        "min": ("duration-minute",), "h": ("duration-hour",), "kg": ("mass-kilogram",), "kgs": ("mass-kilogram",),
        "g": ("mass-gram",), "l": ("volume-liter",), "t": ("mass-tonne", "mass-ton"), "kph": ("length-kilometer",),
        "mph": ("length-mile",), "kmh": ("length-kilometer",), "°c": ("temperature-celsius",),
        "°f": ("temperature-fahrenheit",), "kilo": ("mass-kilogram",), "kilos": ("mass-kilogram",),
    },
    "en": {
        "hrs": ("duration-hour",), "mins": ("duration-minute",), "secs": ("duration-second",), "ft": ("length-foot",),
        "lbs": ("mass-pound",), "ton": ("mass-ton", "mass-tonne"), "tons": ("mass-ton", "mass-tonne"),
        "degrees centigrade": ("temperature-celsius",), "celsius": ("temperature-celsius",),
        "centigrade": ("temperature-celsius",), "fahrenheit": ("temperature-fahrenheit",),
        "fortnights": (), "mi": ("length-mile",),
    },
    "es": {
        "hs": ("duration-hour",), "tonelada": ("mass-ton", "mass-tonne"), "toneladas": ("mass-ton", "mass-tonne"),
        "grados centígrados": ("temperature-celsius",), "centígrados": ("temperature-celsius",),
        "celsius": ("temperature-celsius",), "fahrenheit": ("temperature-fahrenheit",), "ft": ("length-foot",),
        "lb": ("mass-pound",), "oz": ("mass-ounce",), "mi": ("length-mile",),
    },
}  # fmt: skip
_NOT_UNITS = frozenset({"in", "st", "ha", "pt", "ac", "mo", "mes.", "d", "s", "y", "w", "c", "tc", "tn", "bbl"})
_B = f"[{BLANKS}]"
_WORD = rf"(?:[°º][{BLANKS}]?)?[^\W\d_]+"
_AFTER = re.compile(
    rf"[-‑{BLANKS}]?(?:(?P<sign>[^\w\s.,;:'\"()%°º/-])|(?:de[{BLANKS}]|of[{BLANKS}]an?[{BLANKS}])?(?:(?:square|cubic)[{BLANKS}])?"
    rf"(?P<first>{_WORD})(?:[-‑{BLANKS}](?P<second>{_WORD}))?)"
)
_BEFORE = re.compile(rf"(?P<sign>[A-Z]{{0,3}}[^\w\s.,;:'\"()%-]|\b[A-Z]{{3}})[{BLANKS}]?$")
_LOOK_BACK = 6
_AGED = re.compile(
    rf"\b[Aa]ge[ds]?{_B}(?:(?:of|from|between|over|under|about|around|at){_B})?(?:(?:the{_B})?ages{_B}of{_B})?$"
)
_NAMED = re.compile(rf"\b[A-ZÁÉÍÓÚÑ][^\W\d_]+,{_B}$")
_RATES = frozenset({"a", "an", "per", "each", "every", "al", "por", "cada"})
_AGE_BACK = 24
_LONGEST_AGE = 12
_FAHRENHEIT_ZERO = 32
# Translators round: 500 pounds, 230 kilos; but not time.
_TOLERANCES = {"duration": Fraction(2, 100)}
_TOLERANCE = Fraction(6, 100)
_DEGREES = 1  # what rounding a temperature may make


@dataclass(frozen=True, slots=True)
class Measure:
    """The unit or currency of a number, written at `[start, end)`, by all that its name may mean."""

    start: int
    end: int
    meanings: frozenset[str]


@cache
def unit_names(language: str) -> dict[str, frozenset[str]]:
    """What the names of units and currencies mean in a language, in lower case, with and without accents.

    >>> sorted(unit_names("en")["pounds"] & {"mass-pound", "GBP", "USD"}), sorted(unit_names("es")["km"])
    (['GBP', 'mass-pound'], ['length-kilometer'])
    """
    found: dict[str, set[str]] = {}
    for unit, name in rows(language, Part.UNIT):
        if name not in _NOT_UNITS:
            found.setdefault(name, set()).add(unit)
    for table in ("", language):
        for name, units in _EVERYDAY.get(table, {}).items():
            found.setdefault(name, set()).update(units)
    for name, codes in currency_names(language).items():
        found.setdefault(name, set()).update(codes)
    for name in list(found):
        found.setdefault(without_accents(name), found[name])
    return {name: frozenset(meanings) for name, meanings in found.items() if meanings}


def unit_after(text: str, end: int, language: str) -> Measure | None:
    """The unit or currency whose name follows a number that ends at `end`.

    >>> unit_after("500 kg", 3, "en")
    Measure(start=4, end=6, meanings=frozenset({'mass-kilogram'}))
    """
    found = _AFTER.match(text, end)
    if not found:
        return None
    if found["sign"]:
        codes = currency_symbols(language).get(found["sign"])
        return Measure(found.start("sign"), found.end("sign"), codes) if codes else None
    names = unit_names(language)
    first, second = found["first"].replace("º", "°").lower(), (found["second"] or "").lower()
    for name, group in ((f"{first} {second}", "second"), (first, "first"), (first.replace(" ", ""), "first")):
        if meanings := names.get(name):
            return Measure(found.start("first"), found.end(group), meanings)
    written = found["first"]
    # 12 more weeks, 30 consecutive days
    if second in names and first not in _RATES and first not in number_words(language) and written.islower():
        return Measure(found.start("second"), found.end("second"), names[second])
    if written.isupper() and (codes := currency_symbols(language).get(written)):
        return Measure(found.start("first"), found.end("first"), codes)
    # American dollars
    if second and written[0].isupper() and (codes := currency_names(language).get(second)):
        return Measure(found.start("first"), found.end("second"), codes)
    return None


def age_of(text: str, start: int, end: int, language: str) -> Measure | None:
    """The years that English leaves out of an age (aged 12; at the age of 12; Smith, 41, said), as a unit of no length.

    >>> age_of("She died aged 90.", 14, 16, "en")
    Measure(start=16, end=16, meanings=frozenset({'duration-year'}))
    """
    if language != "en" or end - start > _LONGEST_AGE:
        return None
    before = text[max(0, start - _AGE_BACK) : start]
    if _AGED.search(before) or (_NAMED.search(before) and text[end : end + 1] == ","):
        return Measure(end, end, frozenset({"duration-year"}))
    return None


def currency_before(text: str, start: int, language: str) -> Measure | None:
    """The currency whose sign or code stands before a number that begins at `start`.

    >>> currency_before("paid €5", 6, "en")
    Measure(start=5, end=6, meanings=frozenset({'EUR'}))
    """
    found = _BEFORE.search(text[max(0, start - _LOOK_BACK) : start])
    if not found:
        return None
    shift = max(0, start - _LOOK_BACK)
    symbols = currency_symbols(language)
    codes = symbols.get(found["sign"]) or symbols.get(found["sign"][-1:])
    return Measure(shift + found.start("sign"), shift + found.end("sign"), codes) if codes else None


def together(before: Measure | None, after: Measure | None) -> Measure | None:
    """One measure out of the sign before a number and the name after it; $3 a day and $4m are dollars."""
    if not before or not after:
        return before or after
    if all(map(has_dimension, after.meanings)):
        return before
    meanings = before.meanings & after.meanings or after.meanings
    return Measure(before.start, after.end, meanings)


def is_conversion(one: Value, one_unit: Measure | None, other: Value, other_unit: Measure | None) -> bool:
    """Whether two numbers with different units are about the same amount.

    >>> is_conversion(500, unit_after(" pounds", 0, "en"), 227, unit_after(" kg", 0, "es"))
    True
    >>> is_conversion(500, unit_after(" pounds", 0, "en"), 500, unit_after(" kg", 0, "es"))
    False
    """
    if not one_unit or not other_unit:
        return False
    return any(
        _is_about(_in_base(one, unit), _in_base(other, another), dimension_of(unit))
        for unit in one_unit.meanings
        for another in other_unit.meanings
        if unit != another and dimension_of(unit) == dimension_of(another) and size_of(unit) and size_of(another)
    )


def parts_in(larger: Measure, smaller: Measure) -> Fraction | None:
    """How much of the larger unit one of the smaller is (an inch is a twelfth of a foot); None where it is no part of it.

    >>> parts_in(unit_after(" hours", 0, "en"), unit_after(" minutes", 0, "en"))
    Fraction(1, 60)
    """
    for unit in larger.meanings:
        for part in smaller.meanings:
            size, another = size_of(unit), size_of(part)
            if size and another and dimension_of(unit) == dimension_of(part) and another < size:
                return another / size
    return None


def _in_base(value: Value, unit: str) -> Fraction:
    size = size_of(unit)
    assert size
    return (value - _FAHRENHEIT_ZERO if unit == "temperature-fahrenheit" else value) * size


def _is_about(first: Fraction, second: Fraction, dimension: str) -> bool:
    if dimension == "temperature":
        return abs(first - second) <= _DEGREES
    return abs(first - second) <= _TOLERANCES.get(dimension, _TOLERANCE) * max(first, second)
