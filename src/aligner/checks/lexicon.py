"""How common a word is in a language, from wordfreq (Speer 2022)."""

from __future__ import annotations

from functools import cache, lru_cache


@cache
def _table(language: str) -> dict[str, float]:
    from wordfreq import get_frequency_dict

    table: dict[str, float] = get_frequency_dict(language, wordlist="best")
    return table


@lru_cache(maxsize=200_000)
def zipf(word: str, language: str) -> float:
    """Zipf frequency of a word: log10 of its occurrences per billion words; 0.0 for a word not known.

    3 is once a million words, 6 once a thousand. Raises `LookupError` for a language without a list.

    >>> zipf("gobernador", "es") > 4 > zipf("gobernador", "en")
    True
    """
    from math import log10

    share = _table(language).get(word.casefold(), 0.0)
    return log10(share) + 9 if share else 0.0
