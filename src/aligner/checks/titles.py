"""Titles before a surname, which bearers of different names share."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def titles() -> frozenset[str]:
    """Words before a surname that never tell two people apart, bare, in English and Spanish.

    >>> "president" in titles(), "saleh" in titles()
    (True, False)
    """
    lines = (files("aligner.checks") / "data" / "titles.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))
