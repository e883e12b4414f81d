"""How far each sentence of a document leans to the other language: what `lean` says of each, for all of them at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np
from numpy.typing import NDArray

from aligner.checks.language import CODE_MARK, TOKEN, Leaning, Odds, first_odds, lean, mask_codes
from aligner.checks.words import SentenceWords
from aligner.model import Document

Floats = NDArray[np.float64]
Integers = NDArray[np.intp]
_FIRST = 0.5  # weight of the first word of a sentence
# What makes one word here and two of a `Word`, which has one apostrophe between letters.
_JOINED = re.compile(r"['’](?=['’\u0300-\u036f])")


@dataclass(frozen=True, slots=True)
class Leanings(Sequence[Leaning]):
    """The leaning of each sentence of a document, in order of the sentences.

    `other`, `own`, `strongest`: float64 [sentences]; `votes`, `words`: intp [sentences]; see `Leaning`.
    """

    other: Floats
    own: Floats
    votes: Integers
    words: Integers
    strongest: Floats

    @classmethod
    def silent(cls, size: int) -> Leanings:
        """Those of so many sentences in a language without a list of its words."""
        return cls(np.zeros(size), np.zeros(size), np.zeros(size, np.intp), np.zeros(size, np.intp), np.zeros(size))

    @classmethod
    def of(cls, document: Document, words: SentenceWords, odds: Odds) -> Leanings:
        """Those of the sentences of a document, whose words are at hand."""
        size = len(words)
        parts = _Parts.of(words)
        small = np.array([part.islower() for part in parts.distinct], np.bool_)
        told = (odds[part] if is_small else 0.0 for part, is_small in zip(parts.distinct, small.tolist(), strict=True))
        values = np.fromiter(told, np.float64, len(parts.distinct))
        chosen = small[parts.numbers]
        sentences, of_words = parts.sentences[chosen], values[parts.numbers[chosen]]
        # Bins are added to in the order of the words, as `lean` adds: the sums are the same to the last bit.
        speaks = of_words > 0
        found = cls(
            np.bincount(sentences[speaks], of_words[speaks], size).astype(np.float64),
            np.bincount(sentences[~speaks], -of_words[~speaks], size).astype(np.float64),
            np.bincount(sentences[speaks], minlength=size),
            np.bincount(parts.sentences, minlength=size),
            np.zeros(size),
        )
        np.maximum.at(found.strongest, sentences[speaks], of_words[speaks])
        small_words = np.bincount(sentences, minlength=size)
        firsts = np.cumsum(found.words) - found.words
        opened = np.flatnonzero((found.words > 1) | ((found.words > 0) & (small_words > 0)))
        opened = opened[~small[parts.numbers[firsts[opened]]]]
        found._add_firsts(opened, [parts.distinct[at] for at in parts.numbers[firsts[opened]].tolist()], odds)
        # Titles have rules of their own, and codes are in no language.
        for number in {*np.flatnonzero(small_words * 2 < found.words).tolist(), *_others(document)}:
            found._set(number, lean(document.sentence_text(number), odds, _FIRST))
        return found

    def _add_firsts(self, sentences: Integers, firsts: Sequence[str], odds: Odds) -> None:
        """Add what the first words say of sentences that begin with a capital."""
        told = {word: first_odds(word.lower(), odds, _FIRST) for word in dict.fromkeys(firsts)}
        values = np.array([told[word] for word in firsts], np.float64)
        self.other[sentences] += np.maximum(values, 0.0)
        self.own[sentences] -= np.minimum(values, 0.0)
        self.votes[sentences] += values > 0

    def _set(self, number: int, leaning: Leaning) -> None:
        self.other[number], self.own[number], self.votes[number] = leaning.other, leaning.own, leaning.votes
        self.words[number], self.strongest[number] = leaning.words, leaning.strongest

    @overload
    def __getitem__(self, number: int) -> Leaning: ...

    @overload
    def __getitem__(self, number: slice) -> list[Leaning]: ...

    def __getitem__(self, number: int | slice) -> Leaning | list[Leaning]:
        if isinstance(number, slice):
            return [self[one] for one in range(*number.indices(len(self)))]
        sums = float(self.other[number]), float(self.own[number])
        return Leaning(*sums, int(self.votes[number]), int(self.words[number]), float(self.strongest[number]))

    def __len__(self) -> int:
        return len(self.words)


@dataclass(frozen=True, slots=True)
class _Parts:
    """What the words of all sentences are to a language, to which well-known is two.

    `distinct`: each part once; `sentences` and `numbers`, intp [parts]: where each stands, and its number in `distinct`.
    """

    distinct: list[str]
    sentences: Integers
    numbers: Integers

    @classmethod
    def of(cls, words: SentenceWords) -> _Parts:
        """Those of the words of a document."""
        distinct, several = dict(words.distinct), dict[int, list[int]]()
        for word, number in words.distinct.items():
            if not word.isalpha():
                several[number] = [distinct.setdefault(part, len(distinct)) for part in TOKEN.findall(word)]
        counts = np.ones(len(words.distinct), np.intp)
        counts[list(several)] = [len(parts) for parts in several.values()]
        begins = np.cumsum(counts) - counts
        listed = np.repeat(np.arange(len(counts)), counts)
        for number, parts in several.items():
            listed[begins[number] : begins[number] + len(parts)] = parts
        lengths = counts[words.numbers]
        sentences = np.repeat(np.arange(len(words)), np.diff(words.firsts))
        places = np.repeat(begins[words.numbers] - (np.cumsum(lengths) - lengths), lengths)
        return cls(list(distinct), np.repeat(sentences, lengths), listed[places + np.arange(len(places))])


def _others(document: Document) -> Iterator[int]:
    """The sentences whose words are not those of a `SentenceWords`: that have codes, or apostrophes in a row."""
    text, begins = document.text, [sentence.start for sentence in document.sentences]
    coded, joined = (
        np.searchsorted(begins, [found.start() for found in pattern.finditer(text)], "right") - 1
        for pattern in (CODE_MARK, _JOINED)
    )
    yield from (number for number in joined.tolist() if number >= 0)
    # What stands before a sentence is nothing to it, and may keep a hyphen from being the mark of an option.
    hyphened = (number for number, begin in enumerate(begins) if text[begin : begin + 1] == "-")
    for number in {*coded.tolist(), *hyphened}:
        if number >= 0 and mask_codes(said := document.sentence_text(number)) != said:
            yield number
