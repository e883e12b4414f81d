"""Titles before a surname, which bearers of different names share."""

from __future__ import annotations

from functools import cache

from aligner.checks.word_data import data_text


@cache
def titles() -> frozenset[str]:
    """Words before a surname that never tell two people apart, bare, in English and Spanish.

    >>> "president" in titles(), "saleh" in titles()
    (True, False)
    """
    lines = data_text("titles.txt").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))
