"""How the letters of an acronym miss the words of its expansion: swapped, one wrong, one too many."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum

from aligner.checks.expansions import without_marks
from aligner.checks.lexicon import zipf

_SHORTEST = 3  # letters from which a slip can be told from another acronym


class Slip(StrEnum):
    """What is wrong with the letters, as the finding says it."""

    SWAPPED = "in another order"
    WRONG = "with another letter"
    EXTRA = "with a letter too many"
    OTHER = "with other letters"


def initials_of(words: Sequence[str]) -> str:
    """The initials of words, in capitals without marks.

    >>> initials_of(["Órgano", "Civil", "Unido"])
    'OCU'
    """
    return "".join(without_marks(word[0]).upper() for word in words)


def familiarity(key: str) -> float:
    """How well known an acronym is in English or Spanish (Zipf); as a word too, where its letters make one.

    >>> familiarity("NASA") > 4 > 1 > familiarity("NQSA")
    True
    """
    return max(zipf(key, language) for language in ("en", "es"))


def slip(key: str, words: Sequence[str]) -> Slip | None:
    """How an acronym misses the initials of its words by little; None when it has them, or when too much differs.

    A letter less is no slip: acronyms often leave a word out.

    >>> slip("FRL", ["Federal", "Land", "Registry"]), slip("FLB", ["Federal", "Land", "Registry"])
    (<Slip.SWAPPED: 'in another order'>, <Slip.WRONG: 'with another letter'>)
    >>> slip("FLR", ["Federal", "Land", "Registry"]), slip("FR", ["Federal", "Land", "Registry"])
    (None, None)
    """
    right = initials_of(words)
    if key == right or len(right) < _SHORTEST or len(key) < _SHORTEST:
        return None
    if sorted(key) == sorted(right):
        return Slip.SWAPPED
    if len(key) == len(right) and sum(one != other for one, other in zip(key, right, strict=True)) == 1:
        return Slip.WRONG
    if len(key) == len(right) + 1 and any(key[:at] + key[at + 1 :] == right for at in range(len(key))):
        return Slip.EXTRA
    return None


def reads_within(key: str, words: Sequence[str]) -> bool:
    """Whether every word gives its initial, in order, and the other letters come from inside the words.

    As in deoxyribonucleic acid (DNA), the backward match of Schwartz and Hearst (2003).

    >>> reads_within("DNA", ["Deoxyribonucleic", "Acid"]), reads_within("TLCD", ["Tratado", "Libre", "Comercio"])
    (True, False)
    """
    bare = [without_marks(word).upper() for word in words]

    def read(letter: int, word: int) -> bool:
        if word == len(bare):
            return letter == len(key)
        if letter == len(key) or bare[word][0] != key[letter]:
            return False
        return any(read(end, word + 1) for end in _ends(key, letter + 1, bare[word][1:]))

    return read(0, 0)


def _ends(key: str, start: int, inside: str) -> Iterator[int]:
    """Where the letters of a word may end that has given its initial: it gives none more, one more, and so on."""
    yield start
    at = 0
    while start < len(key) and (found := inside.find(key[start], at)) >= 0:
        start, at = start + 1, found + 1
        yield start
