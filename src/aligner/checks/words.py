"""Words of a document with their spans; what every rule about words starts from."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple, overload

import numpy as np
from numpy.typing import NDArray

from aligner.checks.characters import Characters
from aligner.model import Document


class Word(NamedTuple):
    """A word at `[start, end)` of its document; `sentence` is its sentence's number, `position` its place there.

    Documents have many: a tuple is made in half the time of a frozen dataclass.
    """

    start: int
    end: int
    text: str
    sentence: int
    position: int

    @property
    def is_capitalised(self) -> bool:
        """Whether the first letter is a capital."""
        return self.text[0].isupper()

    @property
    def is_upper(self) -> bool:
        """Whether there are two letters or more and all are capitals (NATO, not I)."""
        return len(self.text) > 1 and self.text.isupper()

    @property
    def starts_sentence(self) -> bool:
        """Whether it is the first word of its sentence."""
        return self.position == 0


class SentenceWords(Sequence[tuple[Word, ...]]):
    """The words of each sentence of a document, in order of the sentences.

    A word is letters with marks, apostrophes and hyphens inside; digits may follow letters (G20, COVID-19). Where all words
    stand is worked out at once; a `Word` is made of those that somebody asks for. `texts` has what all words say, and
    `vocabulary` every word once: where those tell enough, no word need be made.

    >>> from aligner.model import Block, Sentence
    >>> text = "COVID-19 isn’t over."
    >>> words = SentenceWords(Document(text, (Block(0, 20),), "en", sentences=(Sentence(0, 20),)))
    >>> words.texts[0], [word.start for word in words[0]]
    (('COVID-19', 'isn’t', 'over'), [0, 9, 15])
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        self._made: dict[int, tuple[Word, ...]] = {}

    @cached_property
    def characters(self) -> Characters:
        """The characters of the document."""
        return Characters(self._document.text)

    @cached_property
    def _places(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Where the words of all sentences start and end."""
        sentences = self._document.sentences
        starts, ends = self.characters.words(sentences)
        begins = np.array([sentence.start for sentence in sentences], np.intp)
        closes = np.array([sentence.end for sentence in sentences], np.intp)
        numbers = np.searchsorted(begins, starts, "right") - 1
        inside = (numbers >= 0) & (starts < np.append(closes, 0)[numbers])
        return starts[inside], ends[inside]

    @cached_property
    def firsts(self) -> list[int]:
        """Which word of the document is the first of each sentence; and how many there are."""
        starts, _ = self._places
        begins = [sentence.start for sentence in self._document.sentences]
        return [*np.searchsorted(starts, begins).tolist(), len(starts)]

    @cached_property
    def _starts(self) -> list[int]:
        found: list[int] = self._places[0].tolist()
        return found

    @cached_property
    def written(self) -> list[str]:
        """The words of the document as they are written, those of one sentence after those of another."""
        return self.characters.cut(*self._places)

    @cached_property
    def texts(self) -> list[tuple[str, ...]]:
        """The words of each sentence as they are written; tuples, which the garbage collector soon leaves alone."""
        written = self.written
        return [tuple(written[first:end]) for first, end in pairwise(self.firsts)]

    @cached_property
    def distinct(self) -> dict[str, int]:
        """Every word of the document as it is written, in order of its first place, with its number."""
        return {word: number for number, word in enumerate(dict.fromkeys(self.written))}

    @cached_property
    def capitalised(self) -> list[str]:
        """The words of `distinct` that are not all in small letters."""
        return [word for word in self.distinct if not word.islower()]

    @cached_property
    def numbers(self) -> NDArray[np.intp]:
        """The number in `distinct` of each word of the document, intp [words]."""
        written = self.written
        return np.fromiter(map(self.distinct.__getitem__, written), np.intp, len(written))

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every word of the document as it is written, once."""
        return frozenset(self.distinct)

    def starts(self, number: int) -> list[int]:
        """Where each word of a sentence starts in the text."""
        return self._starts[self.firsts[number] : self.firsts[number + 1]]

    def start(self, number: int, at: int) -> int:
        """Where the word at position `at` of a sentence starts in the text."""
        return self._starts[self.firsts[number] + at]

    def between(self, number: int, at: int) -> str:
        """What stands between a word of a sentence, the one at position `at`, and the next."""
        place = self.firsts[number] + at
        return self._document.text[self._starts[place] + len(self.written[place]) : self._starts[place + 1]]

    def places(self, listed: Collection[str]) -> Iterator[tuple[int, int, str]]:
        """Sentence, position and text of every word that is written like one of those listed, in text order."""
        wanted = [self.distinct[word] for word in listed if word in self.distinct]
        if not wanted:
            return iter(())
        is_wanted = np.zeros(len(self.distinct), np.bool_)
        is_wanted[wanted] = True
        found = np.flatnonzero(is_wanted[self.numbers])
        firsts = np.array(self.firsts, np.intp)
        sentences = np.searchsorted(firsts, found, "right") - 1
        texts = map(self.written.__getitem__, found.tolist())
        return zip(sentences.tolist(), (found - firsts[sentences]).tolist(), texts, strict=True)

    def among(self, listed: Collection[str], number: int | None = None) -> Iterator[Word]:
        """The words that are written like one of those listed, in text order; of one sentence only, or of all."""
        if number is None:
            return (self._word(sentence, at) for sentence, at, _ in self.places(listed))
        return (self._word(number, at) for at, text in enumerate(self.texts[number]) if text in listed)

    def _word(self, number: int, at: int) -> Word:
        """The word at a position of a sentence."""
        place = self.firsts[number] + at
        start, text = self._starts[place], self.written[place]
        return Word(start, start + len(text), text, number, at)

    @overload
    def __getitem__(self, number: int) -> tuple[Word, ...]: ...

    @overload
    def __getitem__(self, number: slice) -> list[tuple[Word, ...]]: ...

    def __getitem__(self, number: int | slice) -> tuple[Word, ...] | list[tuple[Word, ...]]:
        if isinstance(number, slice):
            return [self[one] for one in range(*number.indices(len(self)))]
        number = range(len(self))[number]
        made = self._made.get(number)
        if made is None:
            made = self._made[number] = tuple(self._word(number, at) for at in range(len(self.texts[number])))
        return made

    def __len__(self) -> int:
        return len(self._document.sentences)
