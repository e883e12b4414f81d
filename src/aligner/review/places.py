"""Places in an order that has always room between two of them (fractional indexing).

A place is a string of digits; places compare as strings do, and none ends in the lowest digit, below which nothing could
be put. The longer a stretch is divided at one end, the longer its places become: one digit for about five divisions.
"""

from __future__ import annotations

import string
from collections.abc import Iterator

_DIGITS = string.digits + string.ascii_uppercase + string.ascii_lowercase
_BASE = len(_DIGITS)
_MIDDLE = _DIGITS[_BASE // 2]


def first_places(count: int) -> Iterator[str]:
    """So many places, ascending, as short as they can be of one length.

    >>> list(first_places(3))
    ['0V', '1V', '2V']
    """
    width = 1
    while _BASE**width < count:
        width += 1
    for number in range(count):
        digits = ""
        for _ in range(width):
            number, digit = divmod(number, _BASE)
            digits = _DIGITS[digit] + digits
        # The last digit keeps places from ending in the lowest.
        yield digits + _MIDDLE


def place_between(before: str | None, after: str | None) -> str:
    """A place between two, the first of all for None before, the last for None after.

    Raises `ValueError` for places that are not in order.

    >>> place_between("0V", "1V"), place_between(None, "0V"), place_between("0V", None)
    ('0k', '0F', 'V')
    """
    low = before or ""
    if after is not None and low >= after:
        raise ValueError(f"{low!r} does not come before {after!r}")
    found = ""
    at = 0
    high = after
    while True:
        least = _DIGITS.index(low[at]) if at < len(low) else 0
        # Once the place is below `after`, whatever follows is free.
        most = _BASE if high is None else _DIGITS.index(high[at]) if at < len(high) else 0
        middle = (least + most) // 2
        if middle > least:
            return found + _DIGITS[middle]
        found += _DIGITS[least]
        if high is not None and least < most:
            high = None
        at += 1
