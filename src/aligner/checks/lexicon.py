"""How common a word is in a language, from wordfreq (Speer 2022)."""

from __future__ import annotations

import zlib
from functools import cache, lru_cache
from importlib.util import find_spec
from itertools import chain, repeat
from pathlib import Path
from typing import Any

import msgpack

_GZIP = 31  # window bits of zlib for its largest window, in a gzip file


@cache
def _table(language: str) -> dict[str, float]:
    # The list has one bucket of words for every hundredth of a power of ten: bucket n has Zipf frequency 9 - n/100.
    buckets = _buckets(language)
    frequencies = (repeat(9 - number / 100, len(bucket)) for number, bucket in enumerate(buckets))
    return dict(zip(chain.from_iterable(buckets), chain.from_iterable(frequencies), strict=True))


def _buckets(language: str) -> list[list[str]]:
    """The best list of a language, read from its file: to import wordfreq takes as long as to read two lists."""
    package = find_spec("wordfreq")
    folder = Path(package.origin).parent / "data" if package and package.origin else Path()
    for size in ("large", "small"):
        file = folder / f"{size}_{language}.msgpack.gz"
        if file.is_file():
            unpacked: list[Any] = msgpack.unpackb(zlib.decompress(file.read_bytes(), _GZIP), raw=False)
            if unpacked[0] == {"format": "cB", "version": 1}:
                return unpacked[1:]
    from wordfreq import get_frequency_list  # which knows of languages that go by several codes

    found: list[list[str]] = get_frequency_list(language, wordlist="best")
    return found


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
