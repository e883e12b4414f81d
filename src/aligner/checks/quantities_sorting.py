"""What kind of fault a difference between numbers is: another value, another format, another scale word, another date."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from aligner.checks.quantities_dates import Date
from aligner.checks.quantities_digits import Convention, Value, readings
from aligner.checks.quantities_kinds import Quantity
from aligner.checks.quantities_matching import Difference


class Sort(StrEnum):
    """The rule that a difference belongs to."""

    VALUE = "value"
    FORMAT = "format"
    SCALE = "scale"
    DATE = "date"


_LEAST_SCALED = 10**6
_STEPS = tuple(1000**power for power in (1, 2, 3, 4))
_DIGITS = re.compile(r"[0-9]+(?:[.,][0-9]+)+")
_SCALE_WORD = re.compile(r"[^\W\d_]{1,4}$")


def sort_of(difference: Difference, source_dates: Sequence[Date], target_dates: Sequence[Date]) -> Sort:
    """The kind of fault that a difference is; dates are those of the bead."""
    one, other = difference.source, difference.target
    if not one or not other:
        return Sort.VALUE
    if date_of(one, source_dates) and date_of(other, target_dates):
        return Sort.DATE
    if is_written_otherwise(one, other):
        return Sort.FORMAT
    return Sort.SCALE if _is_scaled_apart(one, other) else Sort.VALUE


def date_of(quantity: Quantity, dates: Sequence[Date]) -> Date | None:
    """The date that a number is a part of."""
    return next((date for date in dates if date.start <= quantity.start and quantity.end <= date.end), None)


def is_written_otherwise(one: Quantity, other: Quantity) -> bool:
    """Whether a number is the other one when its points are read as commas and its commas as points."""
    if bool(one.percent) != bool(other.percent) or _differ_in_words(one, other):
        return False
    return _in_other_format(one) in other.values or _in_other_format(other) in one.values


def _differ_in_words(one: Quantity, other: Quantity) -> bool:
    """Whether the digits are the same and the words after them are not (300,000 billion, 300.000 millones)."""
    digits = _digits(one)
    return digits != "" and digits == _digits(other) and _largest(one) != _largest(other)


def _digits(quantity: Quantity) -> str:
    return "".join(character for character in quantity.text if character.isdigit())


def _largest(quantity: Quantity) -> Value:
    """The value of a number when its marks stand between thousands."""
    return max(quantity.value, _in_other_format(quantity) or 0)


def is_misformatted(one: Quantity, other: Quantity) -> bool:
    """Whether `one`, rather than `other`, has the wrong format: thousands that look like decimals are likelier."""
    turned, back = _in_other_format(one), _in_other_format(other)
    if turned not in other.values:
        return False
    return back not in one.values or one.value <= other.value


def _in_other_format(quantity: Quantity) -> Value | None:
    """The value of a number when its marks mean what they mean in the other locale; None where it has none."""
    digits = _DIGITS.match(quantity.text)
    if not digits:
        return None
    for decimal in (".", ","):
        values = readings(digits[0], Convention(decimal))
        if values and quantity.value:
            turned = values[0] * quantity.scale
            if turned != quantity.value:
                return turned
    return None


def _is_scaled_apart(one: Quantity, other: Quantity) -> bool:
    """Whether the digits are the same and the scale words are not (2 billion, 2 billones; 45 billion, 45 millones)."""
    small, large = sorted((one.value, other.value))
    if large < _LEAST_SCALED or small <= 0 or not (_has_scale(one) or _has_scale(other)):
        return False
    return any(small * step == large for step in _STEPS)


def _has_scale(quantity: Quantity) -> bool:
    return quantity.scale > 1 or bool(_SCALE_WORD.search(quantity.text))
