"""What the rules take from Unicode CLDR: what a language calls units, currencies, months, days, languages and countries.

English and Spanish stand in tables, which are read in a twentieth of the time that babel takes to make the same of its
own data; other languages come from babel itself. `tools/cldr.py` writes the tables.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from aligner.checks.quantities_digits import BLANKS
from aligner.checks.quantities_units import SIZES
from aligner.checks.word_data import data_text

if TYPE_CHECKING:
    from babel import Locale

# Languages that have a table, and the countries whose spellings are read beside their own.
TABLES = ("en", "es")
_UNIT_SPELLINGS = {"en": ("en", "en_GB")}
_CURRENCY_SPELLINGS = {"en": ("en", "en_GB"), "es": ("es", "es_MX")}
_AMOUNTS = (1, 2)  # which take the singular and the plural
Row = tuple[str, str]


class Part(StrEnum):
    """A part of CLDR: what the key of a row is, and what its name."""

    UNIT = "unit"  # CLDR's name of a unit, a name or abbreviation of one or many in lower case
    CURRENCY = "currency"  # ISO 4217 code, a name of one or many in lower case; none of the past or of account
    SIGN = "sign"  # ISO 4217 code, how the language writes it beside amounts; "" where it is the code
    MONTH = "month"  # its number from 1, a name in lower case
    SHORT_MONTH = "short month"  # its number from 1, an abbreviation in lower case
    DAY = "day"  # its number from 0 for Monday, a name in lower case
    LANGUAGE = "language"  # code, name
    TERRITORY = "territory"  # ISO 3166 or UN M.49 code, name


@cache
def rows(language: str, part: Part) -> tuple[Row, ...]:
    """The rows of a part, key and name; a key may have several. None for a language that CLDR does not know.

    >>> rows("es", Part.DAY)[0], rows("fr", Part.DAY)[0], rows("xx", Part.DAY)
    (('6', 'domingo'), ('6', 'dimanche'), ())
    """
    return _table(language).get(part, ()) if language in TABLES else babel_rows(language, part)


@cache
def _table(language: str) -> dict[str, tuple[Row, ...]]:
    """The table of a language: for each part its heading, then its rows."""
    text = data_text(f"cldr.{language}.tsv")
    found = {}
    for written in text.split("\n[")[1:]:
        heading, *lines = written.rstrip("\n").split("\n")
        found[heading.rstrip("]")] = tuple((key, name) for key, _, name in (line.partition("\t") for line in lines))
    return found


def babel_rows(language: str, part: Part) -> tuple[Row, ...]:
    """The same from babel, for any language."""
    return tuple(dict.fromkeys(_PARTS[part](language)))


def _locales(language: str, spellings: Mapping[str, tuple[str, ...]]) -> Iterator[Locale]:
    """A language and the countries whose spellings are read; none where babel does not know it."""
    from babel import Locale, UnknownLocaleError

    for tag in spellings.get(language, (language,)):
        try:
            yield Locale.parse(tag)
        except (UnknownLocaleError, ValueError):
            continue


def _units(language: str) -> Iterator[Row]:
    from babel.units import format_unit

    for locale in _locales(language, _UNIT_SPELLINGS):
        for unit in SIZES:
            for length in ("long", "short"):
                for count in _AMOUNTS:
                    name = format_unit(count, unit, length, locale=locale).replace(str(count), "").strip(BLANKS)
                    if len(name) > 1 and (length == "long" or name.isalpha()):
                        yield unit, name.lower()


def _currencies(language: str) -> Iterator[Row]:
    from babel.numbers import get_currency_name

    for locale in _locales(language, _CURRENCY_SPELLINGS):
        for code in map(str, locale.currencies):
            for count in _AMOUNTS if not code.startswith("X") else ():  # X is for funds and metals
                name = get_currency_name(code, count, locale=locale).lower()
                if not set(name) & set("(0123456789"):
                    yield code, name


def _signs(language: str) -> Iterator[Row]:
    for locale in _locales(language, {}):
        yield from ((code, locale.currency_symbols.get(code, "")) for code in map(str, locale.currencies))


def _calendar(names: str, width: str) -> Callable[[str], Iterator[Row]]:
    def read(language: str) -> Iterator[Row]:
        for locale in _locales(language, {}):
            for context in ("format", "stand-alone"):
                for number, name in getattr(locale, names)[context][width].items():
                    yield str(number), name.lower()

    return read


def _names(of: str) -> Callable[[str], Iterator[Row]]:
    def read(language: str) -> Iterator[Row]:
        for locale in _locales(language, {}):
            yield from getattr(locale, of).items()

    return read


_PARTS: dict[Part, Callable[[str], Iterator[Row]]] = {
    Part.UNIT: _units,
    Part.CURRENCY: _currencies,
    Part.SIGN: _signs,
    Part.MONTH: _calendar("months", "wide"),
    Part.SHORT_MONTH: _calendar("months", "abbreviated"),
    Part.DAY: _calendar("days", "wide"),
    Part.LANGUAGE: _names("languages"),
    Part.TERRITORY: _names("territories"),
}
