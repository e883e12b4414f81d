"""What the stages promise each other. Stages never import one another: they meet in `aligner.pipeline`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from aligner.model import Bitext, Document, Side

FloatArray = NDArray[np.float32]


class Segmenter(Protocol):
    """Splits the blocks of a document into sentences."""

    def __call__(self, document: Document) -> Document:
        """The document with its sentences; every sentence lies inside one block and has no blanks at its ends."""
        ...


class Embedder(Protocol):
    """Turns texts into vectors whose dot product is their similarity."""

    @property
    def signature(self) -> str:
        """Name and version of the model, for provenance and as a cache key."""
        ...

    @property
    def dimensions(self) -> int:
        """Length of a vector."""
        ...

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """float32 [texts, dimensions], unit rows (a row of zeros for a text without any known piece)."""
        ...


@runtime_checkable
class AdditiveEmbedder(Embedder, Protocol):
    """An embedder whose vector of several sentences together is the normalised sum of their sums."""

    def sums(self, texts: Sequence[str]) -> FloatArray:
        """float32 [texts, dimensions]: the plain sum of the token vectors of each text, not normalised."""
        ...


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words of one side of a bead that have no counterpart on the other: characters `[start, end)` of their document.

    `probability` is how likely it is that the other side leaves them out.
    """

    bead: int
    side: Side
    start: int
    end: int
    probability: float


class Progress(Protocol):
    """Told again and again while texts are encoded."""

    def __call__(self, done: int, total: int, /) -> None:
        """So many texts of so many have their vectors; none yet when encoding begins."""
        ...


@runtime_checkable
class ReportingEmbedder(Embedder, Protocol):
    """An embedder so slow that a person wants to know how far it is."""

    def reporting(self, progress: Progress) -> Embedder:
        """The same embedder, which tells how far it is while it encodes."""
        ...


class DocumentReader(Protocol):
    """Reads one document of one format."""

    def __call__(self, data: bytes, path: str, language: str) -> Document:
        """The document in `data`; raises `InputError` naming `path` when it cannot be read."""
        ...


class BitextReader(Protocol):
    """Reads aligned pairs of one format."""

    def __call__(self, data: bytes, path: str, source_language: str, target_language: str) -> Bitext:
        """The bitext in `data`: bead n is pair n, each document's text its cells joined by newlines."""
        ...


class BitextWriter(Protocol):
    """Writes a bitext in one format."""

    def __call__(self, bitext: Bitext) -> Iterable[str]:
        """Pieces of the file's text, in order."""
        ...
