"""How common a word is in a language, from wordfreq (Speer 2022)."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from functools import cache, lru_cache
from importlib.util import find_spec
from itertools import chain, repeat
from pathlib import Path

from aligner.checks.word_list import WordList

_GZIP = 31  # window bits of zlib for its largest window, in a gzip file


@cache
def _frequencies(language: str) -> Callable[[str], float]:
    """What tells the Zipf frequency of a word, 0.0 for one not known, from the best list of a language.

    It is read from the list's own file: to import wordfreq takes longer than that.
    """
    package = find_spec("wordfreq")
    folder = Path(package.origin).parent / "data" if package and package.origin else Path()
    for size in ("large", "small"):
        file = folder / f"{size}_{language}.msgpack.gz"
        if file.is_file():
            try:
                return WordList(zlib.decompress(file.read_bytes(), _GZIP)).zipf
            except ValueError:  # a format of another release, which that release reads
                break
    return _table(language)


def _table(language: str) -> Callable[[str], float]:
    """The same in wordfreq's own way, which knows of languages that go by several codes."""
    from wordfreq import get_frequency_list

    # The list has one bucket of words for every hundredth of a power of ten: bucket n has Zipf frequency 9 - n/100.
    buckets = get_frequency_list(language, wordlist="best")
    frequencies = (repeat(9 - number / 100, len(bucket)) for number, bucket in enumerate(buckets))
    table = dict(zip(chain.from_iterable(buckets), chain.from_iterable(frequencies), strict=True))
    return lambda word: table.get(word, 0.0)


@lru_cache(maxsize=200_000)
def zipf(word: str, language: str) -> float:
    """Zipf frequency of a word: log10 of its occurrences per billion words; 0.0 for a word not known.

    3 is once a million words, 6 once a thousand. Raises `LookupError` for a language without a list.

    >>> zipf("gobernador", "es") > 4 > zipf("gobernador", "en")
    True
    """
    return _frequencies(language)(word.casefold())


@cache
def has_list(language: str) -> bool:
    """Whether there is a list of the words of a language."""
    try:
        _frequencies(language)
    except LookupError:
        return False
    return True


def commonness(word: str, language: str) -> float:
    """Zipf frequency of a word, 0.0 too where the language has no list.

    >>> commonness("gobernador", "es") > commonness("gobernador", "xx")
    True
    """
    return zipf(word, language) if has_list(language) else 0.0
