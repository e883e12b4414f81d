"""What currencies are called and how they are written, from CLDR.

"Dollars" may be of any country that has dollars: a name means every currency (ISO 4217 code) it may stand for, and
two names contradict each other when no currency fits both.
"""

from __future__ import annotations

from functools import cache

from aligner.checks.cldr import Part, rows

# English puts the noun last (Mexican pesos), Spanish first (pesos mexicanos).
_NOUN = {"en": -1, "es": 0}
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
    for code, name in rows(language, Part.CURRENCY):
        # The full name is looked up as the two words it has nearly always.
        found.setdefault(name, set()).add(code)
        noun = name.split()[_NOUN.get(language, 0)]
        if noun not in _NO_NOUNS:
            found.setdefault(noun, set()).add(code)
    for alias, nouns in _ALIASES.get(language, {}).items():
        for noun in nouns:
            found.setdefault(alias, set()).update(found.get(noun, ()))
    return {name: frozenset(codes) for name, codes in found.items()}


@cache
def currency_symbols(language: str) -> dict[str, frozenset[str]]:
    """The currencies that a sign or an ISO 4217 code may stand for.

    >>> "MXN" in currency_symbols("es")["$"], "MXN" in currency_symbols("en")["$"], currency_symbols("en")["CA$"]
    (True, False, frozenset({'CAD'}))
    """
    english = rows("en", Part.SIGN)
    found = {sign: frozenset({code}) for code, sign in english if sign}
    found |= {code: frozenset({code}) for code, _ in english if not code.startswith("X")}  # X is for funds and metals
    found["US$"] = frozenset({"USD"})
    names = currency_names(language)
    for sign, nouns in _SHARED_SIGNS.get(language, {}).items():
        found[sign] = frozenset().union(*(names.get(noun, frozenset()) for noun in nouns))
    return found
