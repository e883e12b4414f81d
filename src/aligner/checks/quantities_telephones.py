"""Telephone numbers: the same digits in other groups, with or without the codes that one dials from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# Groups of digits with blanks, hyphens and brackets between them. What has a point or a comma beside it is an amount.
_GROUPS = re.compile(r"(?<![\w.,])(?:\+|\(\+?)?\d(?:[ \u00a0\u202f()‐‑–-]{0,3}\d)+(?![\w]|[.,]\d)")
_SEPARATED = re.compile(r"\d[^\d]+\d|^[+(]")
_TRUNK = re.compile(r"\( ?0 ?\)")  # +44 (0)20: dialled at home only
_LEAST, _MOST = 7, 15  # digits; the most by ITU-T E.164
_CODE = 4  # digits of the codes of a country and an area


@dataclass(frozen=True, slots=True)
class _Telephone:
    start: int
    end: int
    digits: str
    has_code: bool  # of a country or an area, to be told by its + or its brackets


def same_telephones(source: str, target: str) -> tuple[list[range], list[range]]:
    """Where in two texts telephone numbers stand that are the same: their digits are, apart from codes before them.

    >>> same_telephones("Tel. (+34) 91 583 93 63", "Tel.: 915 839 363")
    ([range(5, 23)], [range(6, 17)])
    >>> same_telephones("Tel. 91 583 93 63", "Tel. 915 839 336")
    ([], [])
    """
    ours, theirs = list(_telephones(source)), list(_telephones(target))
    found: tuple[list[range], list[range]] = ([], [])
    for one in ours:
        other = next((other for other in theirs if _are_same(one, other)), None)
        if other is not None:
            theirs.remove(other)
            found[0].append(range(one.start, one.end))
            found[1].append(range(other.start, other.end))
    return found


def _telephones(text: str) -> Iterator[_Telephone]:
    for groups in _GROUPS.finditer(text):
        written = groups.group()
        digits = re.sub(r"\D", "", _TRUNK.sub("", written)).lstrip("0")
        if _LEAST <= len(digits) <= _MOST and _SEPARATED.search(written):
            yield _Telephone(groups.start(), groups.end(), digits, "+" in written or "(" in written)


def _are_same(one: _Telephone, other: _Telephone) -> bool:
    if one.digits == other.digits:
        return True
    longer, shorter = (one, other) if len(one.digits) > len(other.digits) else (other, one)
    codes = len(longer.digits) - len(shorter.digits)
    return longer.has_code and 0 < codes <= _CODE and longer.digits.endswith(shorter.digits)
