"""Words of a document with their spans; what every rule about words starts from."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain
from typing import NamedTuple, overload

from aligner.model import Document

# Letters with marks, apostrophes and hyphens inside; digits may follow letters (G20, COVID-19).
_WORD = re.compile(r"[^\W\d_]\w*(?:['’\-]\w+|[\u0300-\u036f]+\w*)*")


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

    Most rules want the words of few sentences: those of a sentence are made when it is first asked for. `texts` has what
    all words say, and `vocabulary` every word once: where those tell enough, no word need be made.

    >>> from aligner.model import Block, Sentence
    >>> text = "COVID-19 isn’t over."
    >>> words = SentenceWords(Document(text, (Block(0, 20),), "en", sentences=(Sentence(0, 20),)))
    >>> words.texts[0], [word.start for word in words[0]]
    (('COVID-19', 'isn’t', 'over'), [0, 9, 15])
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        self._starts: dict[int, tuple[int, ...]] = {}
        self._made: dict[int, tuple[Word, ...]] = {}

    @cached_property
    def texts(self) -> list[tuple[str, ...]]:
        """The words of each sentence as they are written; tuples, which the garbage collector soon leaves alone."""
        text = self._document.text
        return [tuple(_WORD.findall(text, sentence.start, sentence.end)) for sentence in self._document.sentences]

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every word of the document as it is written, once."""
        return frozenset(chain.from_iterable(self.texts))

    def starts(self, number: int) -> tuple[int, ...]:
        """Where each word of a sentence starts in the text."""
        starts = self._starts.get(number)
        if starts is None:
            sentence = self._document.sentences[number]
            found = _WORD.finditer(self._document.text, sentence.start, sentence.end)
            starts = self._starts[number] = tuple([word.start() for word in found])
        return starts

    def between(self, number: int, at: int) -> str:
        """What stands between a word of a sentence, the one at position `at`, and the next."""
        starts = self.starts(number)
        return self._document.text[starts[at] + len(self.texts[number][at]) : starts[at + 1]]

    def among(self, listed: Collection[str], number: int | None = None) -> Iterator[Word]:
        """The words that are written like one of those listed, in text order; of one sentence only, or of all."""
        if number is not None:
            return self._among(listed, number)
        wanted = self.vocabulary.intersection(listed)
        return chain.from_iterable(self._among(wanted, one) for one in range(len(self) if wanted else 0))

    def _among(self, listed: Collection[str], number: int) -> Iterator[Word]:
        texts = self.texts[number]
        return self._words(number, [at for at, text in enumerate(texts) if text in listed])

    def _words(self, number: int, positions: Iterable[int]) -> Iterator[Word]:
        """The words at some positions of a sentence."""
        texts = self.texts[number]
        for at in positions:
            starts = self.starts(number)
            yield Word(starts[at], starts[at] + len(texts[at]), texts[at], number, at)

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
            made = self._made[number] = tuple(self._words(number, range(len(self.texts[number]))))
        return made

    def __len__(self) -> int:
        return len(self._document.sentences)
