"""Beads and bitexts as data: which sentences of two documents belong together, and what a file says of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice
from typing import TYPE_CHECKING, overload

from aligner import display
from aligner.documents import Document

if TYPE_CHECKING:
    import pandas as pd


class Side(StrEnum):
    """Which of the two documents a span lies in; the only document of a check is the target."""

    SOURCE = "source"
    TARGET = "target"

    @property
    def other(self) -> Side:
        """The side across."""
        return Side.TARGET if self is Side.SOURCE else Side.SOURCE


@dataclass(frozen=True, slots=True)
class Details:
    """What a file of pairs says of a pair besides its texts, all of it optional.

    `identifier` is its name in the file, `document` that of the text it comes from, `bead` the type it was aligned as.
    `context` tells messages of the same text apart, `references` are places of use. `state` is one of XLIFF 1.2's
    (`translated`, `needs-review-translation`). `notes` are for people, `properties` are named values.
    """

    identifier: str = ""
    document: str = ""
    bead: str = ""
    context: str = ""
    state: str = ""
    references: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    properties: tuple[tuple[str, str], ...] = ()


NO_DETAILS = Details()


@dataclass(frozen=True, slots=True)
class NullEvidence:
    """Why a sentence has no counterpart, and how probable it is that it has none.

    `reason` is "unlike" (no sentence near its place is like it), "length" (one is, but is far too long or too short),
    "taken" (the one that is like it belongs to another), "blank", or "locked" (a person said so). `nearest` is the number of the
    sentence of the other side that is meant, or that comes nearest.
    """

    reason: str
    probability: float
    nearest: int | None = None


@dataclass(frozen=True, slots=True)
class Bead:
    """An aligned group: 0..k source sentences with 0..l target sentences (Brown et al. 1991).

    `source` and `target` are sentence numbers; `score` in [0, 1] is the probability of the bead being right, None for a null
    bead and for a bead nobody judged. `cost` is the aligner's own cost of the bead (lower is better), for formats that print
    one. `evidence` tells of a null bead why it is one.
    """

    source: tuple[int, ...]
    target: tuple[int, ...]
    score: float | None = None
    cost: float | None = None
    evidence: NullEvidence | None = None

    @property
    def kind(self) -> str:
        """The bead type as the field writes it.

        >>> Bead((3,), (3, 4), 0.9).kind
        '1-2'
        """
        return f"{len(self.source)}-{len(self.target)}"

    @property
    def is_null(self) -> bool:
        """Whether one side is empty."""
        return not self.source or not self.target

    def numbers(self, side: Side) -> tuple[int, ...]:
        """The sentence numbers of one side."""
        return self.source if side is Side.SOURCE else self.target


@dataclass(frozen=True, slots=True)
class Bitext:
    """Two segmented documents and the beads between them, in document order, nulls included.

    It is a sequence of its beads' texts: `for source, target in bitext`, `bitext[0]`; `bitext[3:10]` is a bitext of these beads,
    of the same documents.

    `signature` says how the beads were made (see `aligner.provenance`); "" for a bitext read from a file.
    `is_pairs` tells a bitext file, whose rows were paired by somebody else, from documents we aligned. `details` has what
    the file says of each bead, or nothing at all.
    """

    source: Document
    target: Document
    beads: tuple[Bead, ...]
    signature: str = ""
    is_pairs: bool = False
    details: tuple[Details, ...] = ()

    def __len__(self) -> int:
        return len(self.beads)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        """The text of each bead's two sides."""
        for bead in self.beads:
            yield self.side_text(bead, Side.SOURCE), self.side_text(bead, Side.TARGET)

    @overload
    def __getitem__(self, place: int, /) -> tuple[str, str]: ...
    @overload
    def __getitem__(self, place: slice, /) -> Bitext: ...
    def __getitem__(self, place: int | slice, /) -> tuple[str, str] | Bitext:
        """The text of one bead's two sides; of a slice, these beads alone, of the same documents."""
        if isinstance(place, slice):
            return replace(self, beads=self.beads[place], details=self.details[place])
        bead = self.beads[place]
        return self.side_text(bead, Side.SOURCE), self.side_text(bead, Side.TARGET)

    def __repr__(self) -> str:
        names = (f"{document.path or 'text'} [{document.language}]" for document in (self.source, self.target))
        return f"<Bitext {' ~ '.join(names)}: {display.counted(len(self), 'bead')}>"

    def _repr_html_(self) -> str:
        """The first beads as a table, for notebooks."""
        title = f"{display.counted(len(self), 'bead')}, {self.source.language} to {self.target.language}"
        columns = ("", self.source.path or "source", self.target.path or "target", "bead", "score")
        rows = [
            (
                str(number),
                (source, self.source.language),
                (target, self.target.language),
                bead.kind,
                "" if bead.score is None else f"{bead.score:.2f}",
            )
            for number, (bead, (source, target)) in enumerate(islice(zip(self.beads, self, strict=True), display.ROWS))
        ]
        return display.table(title, columns, rows, len(self))

    def to_pandas(self) -> pd.DataFrame:
        """A data frame of one row a bead, with the columns of `aligner align --to jsonl`.

        `source` and `target` (texts, "" for a null side), `source_sentences` and `target_sentences` (their numbers),
        `source_spans` and `target_spans` (their characters `[start, end)` in the documents), `score` (float64, NaN where there is
        none) and `bead` ("1-2"). Raises `MissingExtra` without pandas.
        """
        texts = list(self)
        return display.frame(
            {
                "source": (source for source, _ in texts),
                "target": (target for _, target in texts),
                "source_sentences": (list(bead.source) for bead in self.beads),
                "target_sentences": (list(bead.target) for bead in self.beads),
                "source_spans": (self.source.spans_of(bead.source) for bead in self.beads),
                "target_spans": (self.target.spans_of(bead.target) for bead in self.beads),
                "score": (bead.score for bead in self.beads),
                "bead": (bead.kind for bead in self.beads),
            },
            {"score": "float64"},
        )

    def document(self, side: Side) -> Document:
        """The document of one side."""
        return self.source if side is Side.SOURCE else self.target

    def side_text(self, bead: Bead, side: Side) -> str:
        """A bead's sentences of one side, joined by one space; "" for a null side."""
        numbers, document = bead.numbers(side), self.document(side)
        if len(numbers) == 1:
            return document.sentence_text(numbers[0])
        return " ".join([document.sentence_text(number) for number in numbers])
