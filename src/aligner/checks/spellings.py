"""How two spellings of a name differ, if they may be one name: diacritics, a doubled letter, a swap, a transliteration.

Distances are optimal string alignment distances (Damerau 1964, restricted), from rapidfuzz.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import lru_cache
from itertools import chain, repeat

from rapidfuzz.distance import OSA

from aligner.checks.expansions import without_marks

_LONGEST = 100  # letters; a name that has more is no name, and has more keys than there is memory


class Difference(StrEnum):
    """What tells two spellings apart, from the most to the least telling."""

    DIACRITICS = "diacritics"
    DOUBLED = "a doubled letter"
    SWAPPED = "two letters swapped"
    SOUND = "two ways to write one sound"
    LETTER = "one letter"


# Letters that stand for one sound when names come from another alphabet, or from another language.
_SOUNDS = tuple(
    frozenset(letters.split())
    for letters in (
        "y i j iy ii ij yi ie",
        "k c q ck kh ch qu g",
        "sh ch sch zh s z x j",
        "j g kh h",
        "v w u b",
        "ou u oo w o",
        "f ph ff v",
        "e ie ye",
        "th t",
        "dj j zh",
        "tz ts z c",
        "a ah",
        "i ee",
    )
)
_SHORTEST, _SHORTEST_LETTER = 4, 5
_DOUBLED = re.compile(r"(.)\1+", re.DOTALL)


@lru_cache(maxsize=65_536)
def bare(name: str) -> str:
    """A name in lower case, without diacritics or possessive.

    >>> bare("Hašek’s"), bare("O'Neil")
    ('hasek', "o'neil")
    """
    text = without_marks(name.lower()).replace("’", "'")
    return text.removesuffix("'s").removesuffix("'")


def _squeeze(text: str) -> str:
    return _DOUBLED.sub(r"\1", text)


@lru_cache(maxsize=16_384)
def difference(one: str, other: str) -> Difference | None:
    """How two spellings differ; None when they are equal or too far apart to be one name.

    >>> difference("Saleh", "Salleh"), difference("Gadafi", "Qaddafi"), difference("Hašek", "Hasek")
    (<Difference.DOUBLED: 'a doubled letter'>, <Difference.SOUND: 'two ways to write one sound'>, <Difference.DIACRITICS: 'diacritics'>)
    >>> difference("Anlong", "Anlang"), difference("Berlin", "Merlot")
    (<Difference.LETTER: 'one letter'>, None)
    """
    first, second = bare(one), bare(other)
    if is_inflected(first, second):
        return None
    if first == second:
        is_marked = without_marks(one) != one or without_marks(other) != other
        return Difference.DIACRITICS if is_marked and one.lower() != other.lower() and len(first) >= _SHORTEST else None
    if min(len(first), len(second)) < _SHORTEST:
        return None
    short, short_other = _squeeze(first), _squeeze(second)
    if short == short_other:
        return Difference.DOUBLED
    if OSA.distance(first, second, score_cutoff=1) == 1 and sorted(first) == sorted(second):
        return Difference.SWAPPED
    if _is_one_sound(short, short_other):
        return Difference.SOUND
    is_close = OSA.distance(first, second, score_cutoff=1) == 1 and first[0] == second[0]
    return Difference.LETTER if is_close and min(len(first), len(second)) >= _SHORTEST_LETTER else None


def is_inflected(one: str, other: str) -> bool:
    """Whether one bare name is the other with an ending of number or origin (Blacks, African, Emiratos, Emirates).

    >>> is_inflected("black", "blacks"), is_inflected("africa", "african"), is_inflected("saleh", "salleh")
    (True, True, False)
    """
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    if longer.startswith(shorter) and longer[len(shorter) :] in ("s", "es", "n", "an", "ns"):
        return True
    return {one[-2:], other[-2:]} in _PLURALS and one[:-2] == other[:-2]


_PLURALS = ({"os", "es"}, {"as", "es"}, {"os", "as"})


def _is_one_sound(one: str, other: str) -> bool:
    """Whether the names differ in one place, and the letters there stand for one sound."""
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    end = 0
    while end < min(len(one), len(other)) - start and one[-1 - end] == other[-1 - end]:
        end += 1
    for before in (0, 1):
        for after in (0, 1):
            if before > start or after > end:
                continue
            first = one[start - before : len(one) - end + after]
            second = other[start - before : len(other) - end + after]
            if any(first in sound and second in sound for sound in _SOUNDS):
                return True
    return False


def differs_at_end_only(one: str, other: str) -> bool:
    """Whether only the last letter differs: number, gender, a people and its country (Mario, Maria; Afghan, Afghans).

    >>> differs_at_end_only("Mario", "Maria"), differs_at_end_only("Saleh", "Salleh")
    (True, False)
    """
    first, second = bare(one), bare(other)
    longer, shorter = (first, second) if len(first) >= len(second) else (second, first)
    return longer[:-1] in (shorter, shorter[:-1]) or longer[:-2] == shorter


@lru_cache(maxsize=16_384)
def keys(name: str) -> tuple[str, ...]:
    """Keys of which two names that `difference` relates share at least one, so that few pairs need a look.

    The name with its doubled letters made single, and that with any one letter left out (Mor and Fraenkel 1982).
    """
    plain = bare(name)
    if len(plain) > _LONGEST:
        return (plain,)
    forms = {_squeeze(plain), _squeeze(plain.replace("ph", "f"))} if "ph" in plain else {_squeeze(plain)}
    return tuple(sorted({form[:at] + form[at + 1 :] for form in forms for at in range(len(form))} | forms))


def pairs(names: Iterable[str]) -> Iterator[tuple[str, str, Difference]]:
    """Every two of the names that may be spellings of one, each pair once, in the order of the names."""
    every = list(dict.fromkeys(names))
    keyed = [keys(name) for name in every]
    # Most keys are of one name only: then it is the first to have the key, and the last.
    flat = list(chain.from_iterable(keyed))
    owners = list(chain.from_iterable(map(repeat, range(len(every)), map(len, keyed))))
    last, first = dict(zip(flat, owners, strict=True)), dict(zip(reversed(flat), reversed(owners), strict=True))
    shared = {key for key, owner in last.items() if first[key] != owner}
    buckets: dict[str, list[str]] = {}
    for name, all_keys in zip(every, keyed, strict=True):
        seen: set[str] = set()
        for key in [key for key in all_keys if key in shared]:
            bucket = buckets.setdefault(key, [])
            for earlier in bucket:
                if earlier not in seen:
                    seen.add(earlier)
                    if found := difference(earlier, name):
                        yield earlier, name, found
            bucket.append(name)
