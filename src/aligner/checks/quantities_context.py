"""What stands before and after a number and says what it is: percent, decade, century, clock time, money."""

from __future__ import annotations

import re

from aligner.checks.quantities_digits import BLANKS, Value

_BLANK = f"[{BLANKS}]"

ORDINAL_SUFFIXES = frozenset(
    {"st", "nd", "rd", "th", "º", "ª", "°", ".º", ".ª", ".°", "er", ".er", "ro", "do", "ra", "da", "ta", "to", "va", "vo", "mo",
     "ma", "no", "na", ".o", ".a", "a", "o", "os", "as", ".os", ".as"}
)  # fmt: skip
# Scales written onto digits, those that a unit may be meant by among AMBIGUOUS_SUFFIXES.
AMBIGUOUS_SUFFIXES = frozenset({"k", "m", "mm", "b"})
SCALE_SUFFIXES: dict[str, int] = {
    "k": 10**3, "m": 10**6, "mn": 10**6, "mm": 10**6, "mill": 10**6, "bn": 10**9, "b": 10**9, "tn": 10**12, "trn": 10**12,
}  # fmt: skip
# "three years and a half", "tres años y medio"
HALF_AFTER_NOUN = {
    "en": re.compile(rf"{_BLANK}[^\W\d_]+{_BLANK}and{_BLANK}a{_BLANK}half\b(?!-)"),
    "es": re.compile(rf"{_BLANK}[^\W\d_]+{_BLANK}y{_BLANK}medi[oa]\b"),
}
_PERCENT = {
    "en": re.compile(
        rf"[-{BLANKS}]?(?:(?P<sure>%(?!-?{_BLANK}?points?)|(?:percent|per{_BLANK}cent|pct|pc)\b(?![-{BLANKS}]points?))"
        rf"|%|(?:percent|per{_BLANK}cent|percentage|percentile)\b|(?:basis{_BLANK})?points?\b)",
        re.IGNORECASE,
    ),
    "es": re.compile(
        rf"{_BLANK}?(?:(?P<sure>%|por{_BLANK}?(?:ciento|cien|100)\b)|punto\b|puntos\b|porcentual)", re.IGNORECASE
    ),
    "": re.compile(rf"{_BLANK}?(?P<sure>%)"),
}
# What may stand between the parts of a range or list that shares one percent sign.
_RANGE = re.compile(
    r"\s?(?:[-–—/,]|,?\s?(?:to|and|or|vs\.?|versus|through|compared with|but|y|e|o|u|a|al|hasta|ni|frente al)\b)"
    r"(?:\s(?:[^\W\d_]+\s?){0,3})?\s?",
    re.IGNORECASE,
)
_DECADE_BEFORE = {
    "es": re.compile(
        r"(?:\baños|\bdécadas?|\bdecenios?)(?:[ \u00a0]+(?:de|del|los|años|siglo))*[ \u00a0]+(?:[0-9]+,?[ \u00a0](?:[yo][ \u00a0])?(?:los[ \u00a0])?)?['’]?$",
        re.IGNORECASE,
    )
}
_CENTURY = {
    "en": (None, re.compile(rf"[-{BLANKS}](?:centur|c\.)", re.IGNORECASE)),
    "es": (
        re.compile(r"\bsiglos?[ \u00a0](?:[ivx]+(?:,[ \u00a0]|[ \u00a0](?:y|o|al|a)[ \u00a0]))*$", re.IGNORECASE),
        None,
    ),
}
_TIME = {
    "en": (
        re.compile(r"\b(?:at|until|by|around|about|from|between)[ \u00a0]$", re.IGNORECASE),
        re.compile(rf"{_BLANK}?(?:a\.?{_BLANK}?m\b|p\.?{_BLANK}?m\b|o['’]clock|noon|midnight|hours\b|hrs\b|h\b|GMT|UTC|CET)", re.IGNORECASE),
    ),
    "es": (
        re.compile(r"\blas?[ \u00a0]$", re.IGNORECASE),
        re.compile(rf"{_BLANK}?(?:a\.?{_BLANK}?m\b|p\.?{_BLANK}?m\b|horas?\b|hs\b|h\b|GMT|UTC|de{_BLANK}la{_BLANK}(?:mañana|tarde|noche|madrugada))", re.IGNORECASE),
    ),
}  # fmt: skip
# How many of the next smaller unit people count in (decades in years, weeks in days, years in months), and an
# order from small to large, so that three decades are 30 years but three years not 30 decades.
_SMALLER = {
    "en": {"hours": (60, 1), "day": (24, 2), "days": (24, 2), "week": (7, 3), "weeks": (7, 3), "quarters": (3, 4),
           "year": (12, 6), "years": (12, 6), "decade": (10, 8), "decades": (10, 8), "century": (100, 9),
           "centuries": (100, 9)},
    "es": {"horas": (60, 1), "días": (24, 2), "semana": (7, 3), "semanas": (7, 3), "trimestres": (3, 4),
           "semestres": (6, 5), "año": (12, 6), "años": (12, 6), "lustros": (5, 7), "quinquenios": (5, 7),
           "década": (10, 8), "décadas": (10, 8), "decenios": (10, 8), "siglo": (100, 9), "siglos": (100, 9)},
}  # fmt: skip
_NEXT_WORD = re.compile(rf"[-{BLANKS}]([^\W\d_]+)")
_MONEY = re.compile(r"[$€£¥₹](?:[ \u00a0])?$")
_LOOK_BACK = 32
_LONGEST_LEAD = len(" between ")


def _before(text: str, start: int) -> str:
    return text[max(0, start - _LOOK_BACK) : start]


def is_percent(text: str, end: int, language: str) -> tuple[int, bool] | None:
    """Length of the percent sign or word after a number, and whether it is one for sure (points are not)."""
    found = _PERCENT.get(language, _PERCENT[""]).match(text, end)
    return (found.end() - end, found.group("sure") is not None) if found else None


def is_in_range(gap: str) -> bool:
    """Whether two numbers with `gap` between them may share the percent sign or scale word of the second."""
    return len(gap) < _LOOK_BACK and _RANGE.fullmatch(gap) is not None


def is_decade(text: str, start: int, end: int, value: Value, suffix: str, language: str) -> tuple[int, int] | None:
    """How many characters before and after a number belong to it as a decade; None where it is none."""
    if not isinstance(value, int) or value % 10 or not (10 <= value <= 90 or 1000 <= value <= 2100):
        return None
    if suffix == "s":
        return 0, 0
    if language == "en" and not suffix and re.compile(r"['’]s\b").match(text, end):
        return 0, 2
    before = _DECADE_BEFORE.get(language)
    found = before.search(_before(text, start)) if before else None
    return (len(found.group()), 0) if found else None


def says_century(text: str, start: int, end: int, language: str) -> bool:
    """Whether "century" follows or "siglo" stands before."""
    before, after = _CENTURY.get(language, (None, None))
    if after and after.match(text, end):
        return True
    led = _before(text, start)
    return bool(before and "iglo" in led.lower() and before.search(led))


def is_time(text: str, start: int, end: int, language: str) -> bool:
    """Whether words around a number say that it is a clock time."""
    if language not in _TIME:
        return False
    before, after = _TIME[language]
    return bool(after.match(text, end) or before.search(text[max(0, start - _LONGEST_LEAD) : start]))


def is_money(text: str, start: int) -> bool:
    """Whether a currency sign stands before a number."""
    return bool(_MONEY.search(_before(text, start)))


def smaller_units(text: str, end: int, language: str) -> tuple[int, int] | None:
    """How many smaller units the noun after a number stands for, and the rank of its unit; None where it is no such noun."""
    table = _SMALLER.get(language)
    found = _NEXT_WORD.match(text, end) if table else None
    return table.get(found[1].lower()) if table and found else None
