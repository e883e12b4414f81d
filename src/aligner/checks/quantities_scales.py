"""Words for large numbers: how a value is written with them, and those that stand without a figure (billions)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from aligner.checks.quantities_digits import Convention, Value
from aligner.checks.quantities_kinds import Kind, Quantity, Weight

# Value, how one of it is written, what many of it are called; largest first (RAE, *Ortografía*, "numerales"; CLDR, compact decimals).
_SCALES: dict[str, tuple[tuple[int, str, str], ...]] = {
    "en": ((10**12, "1 trillion", "trillion"), (10**9, "1 billion", "billion"), (10**6, "1 million", "million")),
    "es": ((10**12, "1 billón", "billones"), (10**9, "mil millones", "mil millones"), (10**6, "1 millón", "millones")),
}
_DECIMAL = {"en": ".", "es": ","}
_MOST_DECIMALS = 3
_LARGEST = 10**15
_TELLING = 10**9
_STEP = 1000


def large_number(value: Value, language: str, convention: Convention) -> str | None:
    """A value of a million or more with the scale word of a language; None where digits would not be short.

    >>> large_number(4_700_000_000, "es", Convention(","))
    '4,7 mil millones'
    >>> large_number(2 * 10**12, "es", Convention("")), large_number(10**9, "en", Convention("."))
    ('2 billones', '1 billion')
    """
    for scale, one, many in _SCALES.get(language, ()):
        if not scale <= value < _LARGEST:
            continue
        count = Fraction(value) / scale
        thousandths = count * 10**_MOST_DECIMALS
        if thousandths.denominator != 1:
            return None
        whole, part = divmod(int(thousandths), 10**_MOST_DECIMALS)
        decimals = f"{part:03}".rstrip("0")
        mark = convention.decimal or _DECIMAL[language]
        return one if count == 1 else f"{whole}{mark if decimals else ''}{decimals} {many}"
    return None


@dataclass(frozen=True, slots=True)
class LooseScale:
    """Scale words without a figure, at `[start, end)`: billions, miles de millones."""

    start: int
    end: int
    value: Value


def loose_scales(
    source: Sequence[Quantity], target: Sequence[Quantity]
) -> list[tuple[LooseScale, LooseScale]]:  # fmt: skip
    """The one pair of loose scale words that are a thousand times apart; none where there are several, or small ones.

    "Thousands" are often vague; only billions and more are told apart.
    """
    ours, theirs = _loose(source), _loose(target)
    values = {scale.value for scale in ours}, {scale.value for scale in theirs}
    if len(values[0]) != 1 or len(values[1]) != 1 or len(ours) != len(theirs):
        return []
    small, large = sorted((ours[0].value, theirs[0].value))
    return [(ours[0], theirs[0])] if large >= _TELLING and large == small * _STEP else []


def _loose(quantities: Sequence[Quantity]) -> list[LooseScale]:
    """Scale words in the plural, neighbours multiplied (miles de millones)."""
    found: list[LooseScale] = []
    for quantity in quantities:
        if quantity.kind is not Kind.WORD or quantity.weight is not Weight.WEAK or not _is_power(quantity.value):
            continue
        before = found[-1] if found else None
        if before and quantity.start - before.end <= len(" de ") and quantity.value > before.value:
            found[-1] = LooseScale(before.start, quantity.end, before.value * quantity.value)
        else:
            found.append(LooseScale(quantity.start, quantity.end, quantity.value))
    return found


def _is_power(value: Value) -> bool:
    return value in {_STEP, _STEP**2, _STEP**3, _STEP**4}
