"""What the stages promise each other, which never import one another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeAlias, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from aligner.model import NO_DETAILS, Bead, Bitext, Code, Details, Document, Finding, Side

FloatArray = NDArray[np.float32]


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


@dataclass(frozen=True, slots=True)
class Pair:
    """A bead on its way to a file, by itself: more of them can be written than a bitext in memory could hold.

    `source` and `target` are the texts, "" for a null side. `bead` has numbers and type where they are known; the spans are
    those of its sentences in their documents. `document` names what the pair comes from, `split` the part of a corpus it
    belongs to. `findings` are those about it. `details` are what the file it comes from says of it, and the codes in-line
    mark-up of that file, by offset in the texts.
    """

    source: str
    target: str
    score: float | None = None
    bead: Bead | None = None
    source_spans: tuple[tuple[int, int], ...] = ()
    target_spans: tuple[tuple[int, int], ...] = ()
    document: str = ""
    split: str = ""
    findings: tuple[Finding, ...] = ()
    details: Details = NO_DETAILS
    source_codes: tuple[Code, ...] = ()
    target_codes: tuple[Code, ...] = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """What a file of pairs says of itself; a format writes what it has a place for.

    The paths are those of the two documents, "" where there are many. `licence` is an SPDX identifier or a line of text.
    Tables: `column_names` None leaves it to the format whether a first line has them; `guards_formulas` keeps a spreadsheet
    from taking a cell for a formula. `date` is when it was made, None to say nothing: a clock would make other bytes of the same
    inputs.
    """

    source_language: str
    target_language: str
    source_path: str = ""
    target_path: str = ""
    signature: str = ""
    licence: str = ""
    column_names: bool | None = None
    guards_formulas: bool = False
    date: datetime | None = None


# A piece of one of several files: the name of the file, from the folder of the output, and what comes next in it.
FilePiece: TypeAlias = tuple[str, str | bytes]


class PairsWriter(Protocol):
    """Writes pairs, one after another, as one file of text."""

    def __call__(self, pairs: Iterable[Pair], heading: Heading) -> Iterable[str]:
        """Pieces of the file's text, in order."""
        ...


class BinaryPairsWriter(Protocol):
    """Writes pairs, one after another, as one file that is no text."""

    def __call__(self, pairs: Iterable[Pair], heading: Heading) -> Iterable[bytes]:
        """Pieces of the file, in order."""
        ...


class FilesWriter(Protocol):
    """Writes pairs, one after another, as several files that belong together."""

    def __call__(self, pairs: Iterable[Pair], heading: Heading, name: str) -> Iterable[FilePiece]:
        """Pieces of the files, those of one file in order; `name` is that of the output, without its folder."""
        ...
