"""What currencies are called and how they are written, from CLDR through babel.

"Dollars" may be of any country that has dollars: a name means every currency (ISO 4217 code) it may stand for, and
two names contradict each other when no currency fits both.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel import Locale

# English puts the noun last (Mexican pesos), Spanish first (pesos mexicanos).
_NOUN = {"en": -1, "es": 0}
_SPELLINGS = {"en": ("en", "en_GB"), "es": ("es", "es_MX")}
_NO_NOUNS = frozenset(
    {"unit", "units", "value", "gold", "unidad", "unidades", "nuevo", "nuevos", "antiguo", "antiguos", "super"}
)
# Other names people use for what CLDR names in the language of its country.
_ALIASES: dict[str, dict[str, tuple[str, ...]]] = {
    "en": {
        "crown": ("koruna", "krone", "krona", "króna", "kroon"), "crowns": ("koruna", "krone", "krona", "króna", "kroon"),
        "rouble": ("ruble",), "roubles": ("ruble",), "rubles": ("ruble",), "bucks": ("dollar",), "buck": ("dollar",),
        "quid": ("pound",), "zlotys": ("zloty",), "zloty": ("zloty",), "colones": ("colón",), "colons": ("colón",),
        "reais": ("real",), "renminbi": ("yuan",), "rmb": ("yuan",),
    },
    "es": {"renminbi": ("yuan",), "zlotys": ("esloti",), "zloty": ("esloti",), "yuan": ("yuan",), "yen": ("yen",),
           "rublos": ("rublo",), "reais": ("real",)},
}  # fmt: skip
# Signs that several countries share: by the noun of their currencies, per language.
_SHARED_SIGNS = {
    "en": {"$": ("dollar",), "£": ("pound",), "¥": ("yen", "yuan")},
    "es": {"$": ("dólar", "peso"), "£": ("libra",), "¥": ("yen", "yuan")},
}


@cache
def currency_names(language: str) -> dict[str, frozenset[str]]:
    """The currencies that a name may stand for, in lower case; empty where CLDR does not know the language.

    >>> names = currency_names("es")
    >>> names["dólares"] >= {"USD", "CAD"}, names["dólares canadienses"], "MXN" in names["pesos"]
    (True, frozenset({'CAD'}), True)
    """
    found: dict[str, set[str]] = {}
    for code, name in _full_names(language):
        # The full name is looked up as the two words it has nearly always.
        found.setdefault(name, set()).add(code)
        noun = name.split()[_NOUN.get(language, 0)]
        if noun not in _NO_NOUNS:
            found.setdefault(noun, set()).add(code)
    for alias, nouns in _ALIASES.get(language, {}).items():
        for noun in nouns:
            found.setdefault(alias, set()).update(found.get(noun, ()))
    return {name: frozenset(codes) for name, codes in found.items()}


def _full_names(language: str) -> list[tuple[str, str]]:
    """Codes with their names in lower case, one and many; currencies of the past and of account are left out."""
    from babel import Locale, UnknownLocaleError
    from babel.numbers import get_currency_name

    found = []
    for tag in _SPELLINGS.get(language, (language,)):
        try:
            locale = Locale.parse(tag)
        except (UnknownLocaleError, ValueError):
            continue
        for code in _codes(locale):
            for count in (1, 2):
                name = get_currency_name(code, count, locale=locale).lower()
                if not set(name) & set("(0123456789"):
                    found.append((code, name))
    return found


def _codes(locale: Locale) -> list[str]:
    """The ISO 4217 codes of a locale; those of funds and metals (X…) are left out."""
    return [str(code) for code in locale.currencies if not str(code).startswith("X")]


@cache
def currency_symbols(language: str) -> dict[str, frozenset[str]]:
    """The currencies that a sign or an ISO 4217 code may stand for.

    >>> "MXN" in currency_symbols("es")["$"], "MXN" in currency_symbols("en")["$"], currency_symbols("en")["CA$"]
    (True, False, frozenset({'CAD'}))
    """
    from babel import Locale

    english = Locale.parse("en")
    found = {sign: frozenset({code}) for code, sign in english.currency_symbols.items()}
    found |= {code: frozenset({code}) for code in _codes(english)}
    found["US$"] = frozenset({"USD"})
    names = currency_names(language)
    for sign, nouns in _SHARED_SIGNS.get(language, {}).items():
        found[sign] = frozenset().union(*(names.get(noun, frozenset()) for noun in nouns))
    return found
