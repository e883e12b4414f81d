"""Beads from texts alone: what a translation memory or a table of pairs can be judged by.

Such files do not say which sentence is which, and leave nulls out. So the words of each side of the gold and of the
test are brought together in text order (Ratcliff and Obershelp's matching, as in `difflib`), and the text is cut wherever
a segment of either file begins or ends. The *pieces* between the cuts take the part of sentences: a test row that has the
text of a gold row has the same pieces, one that joins two rows has the pieces of both.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import TypeVar

from aligner.model import Bead

Pairs = Sequence[tuple[str, str]]
# A segment of one side: its words.
_Words = tuple[str, ...]
_Item = TypeVar("_Item", str, _Words)
_MANY = 3000


def piece_beads(gold: Pairs, test: Pairs) -> tuple[tuple[Bead, ...], tuple[Bead, ...]]:
    """The beads of both lists of text pairs, in numbers of pieces of text that are common to both.

    >>> piece_beads([("One. Two.", "Uno. Dos.")], [("One.", "Uno."), ("Two.", "Dos.")])[1] == (
    ...     Bead((0,), (0,)), Bead((1,), (1,))
    ... )
    True
    """
    gold_words = [tuple(tuple(text.split()) for text in pair) for pair in gold]
    test_words = [tuple(tuple(text.split()) for text in pair) for pair in test]
    twins = _twins(gold_words, test_words)
    (gold_source, test_source), (gold_target, test_target) = (
        _pieces([pair[side] for pair in gold_words], [pair[side] for pair in test_words], twins) for side in (0, 1)
    )
    gold_beads = tuple(Bead(*numbers) for numbers in zip(gold_source, gold_target, strict=True))
    test_beads = tuple(Bead(*numbers) for numbers in zip(test_source, test_target, strict=True))
    return gold_beads, test_beads


def _twins(gold: list[tuple[_Words, ...]], test: list[tuple[_Words, ...]]) -> dict[int, int]:
    """The gold row of each test row that says the same on both sides; the n-th of several goes with the n-th.

    Found before anything is matched by order, so that rows in another order cost nothing.
    """
    places = defaultdict(list)
    for number, row in enumerate(gold):
        places[row].append(number)
    for found in places.values():
        found.reverse()
    return {number: places[row].pop() for number, row in enumerate(test) if places.get(row)}


def _pieces(
    gold: list[_Words], test: list[_Words], twins: dict[int, int]
) -> tuple[list[tuple[int, ...]], list[tuple[int, ...]]]:
    """The piece numbers of every gold and of every test segment of one side."""
    taken = set(twins.values())
    gold_rest = [number for number in range(len(gold)) if number not in taken]
    test_rest = [number for number in range(len(test)) if number not in twins]
    gold_of_word, test_of_word = _words_of(gold, gold_rest), _words_of(test, test_rest)
    common = _common_words([gold[number] for number in gold_rest], [test[number] for number in test_rest])
    # A piece is told by the segments its words stand in: (gold segment or -1, test segment or -1).
    owners = {(gold_number, test_number) for test_number, gold_number in twins.items() if gold[gold_number]}
    gold_left, test_left = set(range(len(gold_of_word))), set(range(len(test_of_word)))
    for gold_word, test_word in _without_strays(common, gold_of_word, test_of_word, gold, test):
        owners.add((gold_of_word[gold_word], test_of_word[test_word]))
        gold_left.discard(gold_word)
        test_left.discard(test_word)
    owners |= {(gold_of_word[word], -1) for word in gold_left} | {(-1, test_of_word[word]) for word in test_left}
    of_gold: list[list[int]] = [[] for _ in gold]
    of_test: list[list[int]] = [[] for _ in test]
    for piece, (gold_number, test_number) in enumerate(sorted(owners)):
        if gold_number >= 0:
            of_gold[gold_number].append(piece)
        if test_number >= 0:
            of_test[test_number].append(piece)
    return [tuple(pieces) for pieces in of_gold], [tuple(pieces) for pieces in of_test]


def _words_of(segments: list[_Words], chosen: list[int]) -> list[int]:
    """For each word of the chosen segments, one after another, the number of its segment."""
    return [number for number in chosen for _ in segments[number]]


def _without_strays(
    common: list[tuple[int, int]],
    gold_of_word: list[int],
    test_of_word: list[int],
    gold: list[_Words],
    test: list[_Words],
) -> list[tuple[int, int]]:
    """Word pairs of segments that have more than half of the shorter one in common: an "of" alone joins nothing."""
    owners = [(gold_of_word[gold_word], test_of_word[test_word]) for gold_word, test_word in common]
    shared = Counter(owners)
    kept = {pair for pair, count in shared.items() if 2 * count > min(len(gold[pair[0]]), len(test[pair[1]]))}
    return [words for words, pair in zip(common, owners, strict=True) if pair in kept]


def _common_words(gold: list[_Words], test: list[_Words]) -> list[tuple[int, int]]:
    """Pairs of word places that the two sides have in common, in order.

    Whole segments are matched first and words only between them, which keeps long texts quick.
    """
    gold_starts, test_starts = _starts(gold), _starts(test)
    pairs: list[tuple[int, int]] = []
    for kind, i, i_end, j, j_end in _matcher(gold, test).get_opcodes():
        gold_from, test_from = gold_starts[i], test_starts[j]
        if kind == "equal":
            pairs += [(gold_from + step, test_from + step) for step in range(gold_starts[i_end] - gold_from)]
        elif kind == "replace":
            gold_words = [word for segment in gold[i:i_end] for word in segment]
            test_words = [word for segment in test[j:j_end] for word in segment]
            for block in _matcher(gold_words, test_words).get_matching_blocks():
                pairs += [(gold_from + block.a + step, test_from + block.b + step) for step in range(block.size)]
    return pairs


def _matcher(gold: Sequence[_Item], test: Sequence[_Item]) -> SequenceMatcher[_Item]:
    """Where much is to be matched, what is very common in it (function words) is matched only beside what is not."""
    return SequenceMatcher(None, gold, test, autojunk=len(test) > _MANY)


def _starts(segments: list[_Words]) -> list[int]:
    starts = [0]
    for segment in segments:
        starts.append(starts[-1] + len(segment))
    return starts
