"""The characters of a whole text at once, as arrays: of what kind each is, and where words stand.

A pass of numpy over all characters of a bitext takes as long as a regular expression over a few hundred of its sentences.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray

from aligner.model import Sentence

Codes = NDArray[np.uint32]
Places = NDArray[np.intp]
Truths = NDArray[np.bool_]
_BLANK = np.uint32(ord(" "))
_JOINING = "'’-"
_MARKS = range(0x300, 0x370)  # combining diacritical marks
# Kinds of characters; a character may be of several.
_WORD, _LETTER, _MARK, _JOINER = 1, 2, 4, 8


@cache
def _kind(code: int) -> int:
    """What a character is to a word, as `re` has it: letters and digits are in words, and letters begin them."""
    character = chr(code)
    kind = _WORD if character.isalnum() or character == "_" else 0
    kind |= _LETTER if character.isalnum() and not character.isdecimal() else 0
    kind |= _MARK if code in _MARKS else 0
    return kind | (_JOINER if character in _JOINING else 0)


class Characters:
    """The characters of a text. `codes`: uint32 [characters], what `ord` gives of each."""

    def __init__(self, text: str) -> None:
        self.codes: Codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")

    @cached_property
    def present(self) -> frozenset[int]:
        """The codes that the text has."""
        return frozenset(np.flatnonzero(np.bincount(self.codes)).tolist())

    @cached_property
    def _kinds(self) -> NDArray[np.uint8]:
        table = np.zeros(max(self.present, default=0) + 1, np.uint8)
        for code in self.present:
            table[code] = _kind(code)
        return table[self.codes]

    def among(self, signs: str) -> Places:
        """Where any of some characters stands, ascending."""
        wanted = [code for code in map(ord, signs) if code in self.present]
        if not wanted:
            return np.zeros(0, np.intp)
        table = np.zeros(max(self.present) + 1, np.bool_)
        table[wanted] = True
        return np.flatnonzero(table[self.codes])

    def words(self, sentences: Sequence[Sentence]) -> tuple[Places, Places]:
        r"""Where the words of some sentences start and end: `[^\W\d_]\w*(?:['’\-]\w+|[\u0300-\u036f]+\w*)*`.

        A word ends where its sentence ends, as if the text did.
        """
        outside, borders = (self._kinds & (_WORD | _MARK)) == 0, _borders(sentences, len(self.codes))
        breaks = np.flatnonzero(outside)
        joiners = breaks[(self._kinds[breaks] & _JOINER) != 0]
        joining = joiners[self._join(joiners, outside, borders)]
        return self._lettered(*_runs(outside, joining, borders))

    def _join(self, joiners: Places, outside: Truths, borders: Places) -> Truths:
        """Which apostrophes and hyphens have something of a word before, a letter or digit behind, and no border beside."""
        if not len(joiners):
            return np.zeros(0, np.bool_)
        after = np.minimum(joiners + 1, len(outside) - 1)
        found: Truths = ~outside[np.maximum(joiners - 1, 0)] & ((self._kinds[after] & _WORD) != 0)
        found &= np.searchsorted(borders, joiners) == np.searchsorted(borders, joiners + 2)
        return found

    def _lettered(self, starts: Places, ends: Places) -> tuple[Places, Places]:
        """The runs from their first letters on; without those that have none."""
        others = np.flatnonzero((self._kinds[starts] & _LETTER) == 0)
        if not len(others):
            return starts, ends
        lengths = ends[others] - starts[others]
        firsts = np.cumsum(lengths) - lengths
        places = np.repeat(starts[others] - firsts, lengths) + np.arange(int(lengths.sum()))
        letters = np.where(self._kinds[places] & _LETTER, places, len(self.codes))
        starts[others] = np.minimum.reduceat(letters, firsts)
        kept = starts < ends
        return starts[kept], ends[kept]

    def cut(self, starts: Places, ends: Places) -> list[str]:
        """The pieces `[starts, ends)` of the text, which are in order and have no blanks inside."""
        if (starts[1:] == ends[:-1]).any():
            text = self.codes.tobytes().decode("utf-32-le", "surrogatepass")
            return [text[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]
        steps = np.zeros(len(self.codes) + 1, np.int8)
        steps[starts] = 1
        steps[ends] = -1
        inside = np.add.accumulate(steps[:-1], dtype=np.int8).view(np.bool_)
        return np.where(inside, self.codes, _BLANK).tobytes().decode("utf-32-le", "surrogatepass").split()


def _runs(outside: Truths, joining: Places, borders: Places) -> tuple[Places, Places]:
    """Where the runs of characters start and end that are not `outside`, or join two such."""
    is_break = outside.copy()
    is_break[joining] = False
    breaks = np.flatnonzero(is_break)
    # A break leaves out its character; the border of two sentences that touch leaves out none.
    within = borders[~(is_break[borders - 1] | is_break[borders])]
    starts, ends = breaks + 1, breaks
    if len(within):
        places = np.searchsorted(breaks, within)
        starts, ends = np.insert(starts, places, within), np.insert(ends, places, within)
    starts, ends = np.concatenate([[0], starts]), np.concatenate([ends, [len(outside)]])
    kept = starts < ends
    return starts[kept], ends[kept]


def _borders(sentences: Sequence[Sentence], size: int) -> Places:
    """Where sentences start or end inside a text, ascending, each place once."""
    is_border = np.zeros(size + 1, np.bool_)
    is_border[[one.start for one in sentences]] = True
    is_border[[one.end for one in sentences]] = True
    found: Places = np.flatnonzero(is_border[1:size]) + 1
    return found
