"""Words of a document with their spans; what every rule about words starts from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from aligner.model import Document

# Letters with marks, apostrophes and hyphens inside; digits may follow letters (G20, COVID-19).
_WORD = re.compile(r"[^\W\d_]\w*(?:['’\-]\w+|[\u0300-\u036f]+\w*)*")


@dataclass(frozen=True, slots=True)
class Word:
    """A word at `[start, end)` of its document; `sentence` is its sentence's number, `position` its place there."""

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


def words_of(document: Document) -> Iterator[Word]:
    """Every word of every sentence, in text order.

    >>> from aligner.model import Block, Sentence
    >>> text = "COVID-19 isn’t over."
    >>> [word.text for word in words_of(Document(text, (Block(0, 20),), "en", sentences=(Sentence(0, 20),)))]
    ['COVID-19', 'isn’t', 'over']
    """
    for number, sentence in enumerate(document.sentences):
        for position, found in enumerate(_WORD.finditer(document.text, sentence.start, sentence.end)):
            yield Word(found.start(), found.end(), found.group(), number, position)
