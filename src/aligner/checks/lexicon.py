"""How common a word is in a language, from wordfreq (Speer 2022)."""

from __future__ import annotations

from functools import cache, lru_cache


@cache
def _table(language: str) -> dict[str, float]:
    # The list has one bucket of words for every hundredth of a power of ten: bucket n has Zipf frequency 9 - n/100.
    # Reading it as it is takes half the time of wordfreq's own dictionary of plain frequencies.
    from wordfreq import get_frequency_list

    buckets: list[list[str]] = get_frequency_list(language, wordlist="best")
    return {word: 9 - number / 100 for number, bucket in enumerate(buckets) for word in bucket}


@lru_cache(maxsize=200_000)
def zipf(word: str, language: str) -> float:
    """Zipf frequency of a word: log10 of its occurrences per billion words; 0.0 for a word not known.

    3 is once a million words, 6 once a thousand. Raises `LookupError` for a language without a list.

    >>> zipf("gobernador", "es") > 4 > zipf("gobernador", "en")
    True
    """
    return _table(language).get(word.casefold(), 0.0)


@cache
def has_list(language: str) -> bool:
    """Whether there is a list of the words of a language."""
    try:
        _table(language)
    except LookupError:
        return False
    return True


def commonness(word: str, language: str) -> float:
    """Zipf frequency of a word, 0.0 too where the language has no list.

    >>> commonness("gobernador", "es") > commonness("gobernador", "xx")
    True
    """
    return zipf(word, language) if has_list(language) else 0.0
