"""Where a rule need not look, told for a whole document at once: most sentences have no bracket, no acronym, no role word.

A gate never hides a fault: it lets everything through that has what every fault of the rule has. It goes through arrays of
characters and of words, so that it costs a rule as much for a document as a pattern costs it for a few sentences.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from aligner.checks.characters import Places
from aligner.checks.subject import Version
from aligner.model import Block, Sentence


def blocks_with(version: Version, signs: str) -> frozenset[int]:
    """The blocks that have one of some characters.

    >>> from aligner.checks.subject import Subject
    >>> from aligner.model import Block, Document
    >>> page = Document("No. (Yes) “No”", (Block(0, 3), Block(4, 9), Block(10, 14)), "en")
    >>> sorted(blocks_with(Subject.alone(page, "es").target, "()“”"))
    [1, 2]
    """
    return frozenset(_at(version.document.blocks, version.sentence_words.characters.among(signs)))


def blocks_with_pair(version: Version, first: str, second: str) -> frozenset[int]:
    """The blocks in which one of some characters has one of some others right behind it."""
    characters = version.sentence_words.characters
    places = characters.among(first)
    followed = np.intersect1d(places + 1, characters.among(second), assume_unique=True)
    return frozenset(_at(version.document.blocks, followed - 1))


def sentences_with_signs(version: Version, signs: str) -> frozenset[int]:
    """The sentences that have one of some characters."""
    return frozenset(_at(version.document.sentences, version.sentence_words.characters.among(signs)))


def sentences_with(version: Version, listed: Collection[str]) -> list[int]:
    """The sentences that have a word of some, ascending.

    >>> from aligner.checks.subject import Subject
    >>> from aligner.model import Block, Document, Sentence
    >>> page = Document("Yes. No.", (Block(0, 8),), "en", sentences=(Sentence(0, 4), Sentence(5, 8)))
    >>> sentences_with(Subject.alone(page, "es").target, {"No"})
    [1]
    """
    return sorted({sentence for sentence, _, _ in version.sentence_words.places(listed)})


def _at(parts: Sequence[Block] | Sequence[Sentence], places: Places) -> list[int]:
    """The parts of a text, by number, in which some characters stand."""
    starts = np.array([part.start for part in parts], np.intp)
    ends = np.array([part.end for part in parts], np.intp)
    order = np.argsort(starts, kind="stable")
    at = np.searchsorted(starts[order], places, "right") - 1
    at, places = at[at >= 0], places[at >= 0]
    numbers = order[at]
    # Counted, for otherwise numpy loads its masked arrays, which takes longer than all of this for an article.
    found: list[int] = np.unique(numbers[places < ends[numbers]], return_counts=True)[0].tolist()
    return found
