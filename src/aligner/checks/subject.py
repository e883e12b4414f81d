"""What a rule looks at: one document alone, or two with the beads between them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import TypeVar, cast

from aligner.checks.code_spans import prose_of
from aligner.checks.language import has_lists, odds_between
from aligner.checks.leanings import Leanings
from aligner.checks.words import SentenceWords, Word
from aligner.contracts import Embedder, Stretch
from aligner.model import Bead, Bitext, Block, Document, Side, Span, Term

Work = TypeVar("Work")
Uncovered = Callable[[Bitext], tuple[Stretch, ...]]


@dataclass(frozen=True)
class Version:
    """One language version under check, and the language it must not be in."""

    side: Side
    document: Document
    other_language: str

    @property
    def language(self) -> str:
        """The language the document should be in."""
        return self.document.language

    @cached_property
    def prose(self) -> Document:
        """The document with blanks in place of in-line program code: for rules about words and marks."""
        return prose_of(self.document)

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """Every word of the document, in text order; `sentence_words` makes only those that are wanted."""
        return tuple(chain.from_iterable(self.sentence_words))

    @cached_property
    def sentence_words(self) -> SentenceWords:
        """The words of each sentence, in order of the sentences."""
        return SentenceWords(self.prose)

    @cached_property
    def leanings(self) -> Leanings:
        """How far the words of each sentence lean to the other language, in order of the sentences."""
        if not has_lists(self.language, self.other_language):
            return Leanings.silent(len(self.document.sentences))
        return Leanings.of(self.prose, self.sentence_words, odds_between(self.language, self.other_language))

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [sentence.start for sentence in self.document.sentences]

    def sentence_at(self, offset: int) -> int | None:
        """The number of the sentence a character lies in, None between sentences."""
        number = bisect_right(self._sentence_starts, offset) - 1
        if number >= 0 and offset < self.document.sentences[number].end:
            return number
        return None

    def block_of(self, sentence: int) -> Block:
        """The block a sentence lies in."""
        return self.document.blocks[self.document.sentences[sentence].block]

    def span(self, start: int, end: int) -> Span:
        """A piece of this version as a finding points at it."""
        return Span(self.side, start, end, self.document.text[start:end])


@dataclass(frozen=True)
class Subject:
    """A document alone (`source` and `bitext` None), or a bitext.

    One-sided rules go through `versions`: the source comes first where there is one. Two-sided rules go
    through `pairs`, which is empty for a document alone. `embedder` is None where no model was loaded; `uncovered`
    finds the words of a bitext that have no counterpart on the other side, None where no model can tell. `terms` is the
    glossary of who checks.
    """

    target: Version
    source: Version | None = None
    bitext: Bitext | None = None
    embedder: Embedder | None = None
    uncovered: Uncovered | None = None
    terms: tuple[Term, ...] = ()

    @classmethod
    def alone(
        cls, document: Document, other_language: str, embedder: Embedder | None = None, terms: tuple[Term, ...] = ()
    ) -> Subject:
        """One document, checked by itself as the target."""
        return cls(Version(Side.TARGET, document, other_language), embedder=embedder, terms=terms)

    @classmethod
    def pair(
        cls,
        bitext: Bitext,
        embedder: Embedder | None = None,
        uncovered: Uncovered | None = None,
        terms: tuple[Term, ...] = (),
    ) -> Subject:
        """Two documents with their beads."""
        source, target = bitext.source, bitext.target
        return cls(
            Version(Side.TARGET, target, source.language),
            Version(Side.SOURCE, source, target.language),
            bitext,
            embedder,
            uncovered,
            terms,
        )

    @property
    def versions(self) -> tuple[Version, ...]:
        """The documents one-sided rules look at."""
        return (self.target,) if self.source is None else (self.source, self.target)

    @property
    def beads(self) -> tuple[Bead, ...]:
        """The beads, none for a document alone."""
        return self.bitext.beads if self.bitext else ()

    @property
    def pairs(self) -> Iterator[tuple[int, Bead]]:
        """Number and bead of every bead with text on both sides."""
        return ((number, bead) for number, bead in enumerate(self.beads) if not bead.is_null)

    @cached_property
    def texts(self) -> tuple[tuple[str, str], ...]:
        """The text of both sides of every bead, none for a document alone."""
        return tuple(self.bitext) if self.bitext is not None else ()

    def version(self, side: Side) -> Version:
        """The version of one side; the target's for a document alone."""
        return self.source if side is Side.SOURCE and self.source is not None else self.target

    @cached_property
    def stretches(self) -> tuple[Stretch, ...]:
        """Words of the beads that have no counterpart on the other side, worked out when first asked for."""
        return self.uncovered(self.bitext) if self.uncovered is not None and self.bitext is not None else ()

    @cached_property
    def _worked_out(self) -> dict[object, object]:
        return {}

    def once(self, work: Callable[[Subject], Work]) -> Work:
        """What `work` makes of this subject: done for the first rule that asks, and kept for the others."""
        if work not in self._worked_out:
            self._worked_out[work] = work(self)
        return cast("Work", self._worked_out[work])

    def forget(self) -> None:
        """Drop what `once` keeps: it points back here, and circles stay in memory until somebody looks for them."""
        self._worked_out.clear()

    @cached_property
    def _bead_of(self) -> dict[tuple[Side, int], int]:
        found = {}
        for number, bead in enumerate(self.beads):
            found.update({(Side.SOURCE, sentence): number for sentence in bead.source})
            found.update({(Side.TARGET, sentence): number for sentence in bead.target})
        return found

    def bead_of(self, side: Side, sentence: int | None) -> int | None:
        """The number of the bead a sentence stands in, None where there is none."""
        return None if sentence is None else self._bead_of.get((side, sentence))

    def opposite(self, version: Version) -> Version | None:
        """The other language version, None for a document alone."""
        return self.source if version.side is Side.TARGET else self.target

    def opposite_sentences(self, side: Side, sentence: int, margin: int = 0) -> tuple[int, ...]:
        """Sentence numbers on the other side aligned with a sentence, and with `margin` beads before and after.

        Empty for a null bead (with no margin) and for a document alone.
        """
        number = self.bead_of(side, sentence)
        if number is None:
            return ()
        near = self.beads[max(0, number - margin) : number + margin + 1]
        return tuple(other for bead in near for other in bead.numbers(side.other))
