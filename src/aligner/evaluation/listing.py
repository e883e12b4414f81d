"""What an alignment file states, as it stands there: beads of sentence labels or of texts, each with its line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from aligner.errors import InputError

# A sentence as its file calls it: a number from 0, or the identifier of an XCES file.
Label = int | str


class Naming(StrEnum):
    """How an alignment file tells which sentences it means."""

    NUMBERS = "sentence numbers"
    IDENTIFIERS = "sentence identifiers"
    TEXTS = "texts only"


@dataclass(frozen=True, slots=True)
class ListedBead:
    """A bead of a file: labels of its sentences (none where the file has texts only), its texts if any, its line."""

    source: tuple[Label, ...]
    target: tuple[Label, ...]
    texts: tuple[str, str] | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """The beads of one document as a file states them.

    `name` tells documents of one file apart, "" for an only one; `holds_nulls` is false for a format that has no place
    for sentences without a counterpart.
    """

    path: str
    naming: Naming
    beads: tuple[ListedBead, ...]
    name: str = ""
    holds_nulls: bool = True

    @property
    def has_texts(self) -> bool:
        """Whether every bead has its texts."""
        return all(bead.texts is not None for bead in self.beads)


def text_listing(path: str, rows: Iterable[tuple[str, str]], *, holds_nulls: bool = True) -> Listing:
    """The listing of a file of text pairs, such as a translation memory; rows without any text are left out.

    Raises `InputError` when no row has text.
    """
    beads = tuple(ListedBead((), (), row) for row in rows if row[0].strip() or row[1].strip())
    if not beads:
        raise InputError(path, "there are no pairs in it", "give a file with aligned texts")
    return Listing(path, Naming.TEXTS, beads, holds_nulls=holds_nulls)
