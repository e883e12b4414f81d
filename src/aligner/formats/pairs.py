"""Rows of a bitext file as a `Bitext`."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain

from aligner.errors import InputError
from aligner.model import NO_DETAILS, Bead, Bitext, Block, Code, Details, Document, Remark, Sentence

_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Row:
    """A pair as a file has it: both cells as they stand, the line it stands in (from 1), its score if any.

    `remarks` are what comments beside it say to aligner, `address` is an XPath-like place in the file, `details` are what
    the file says of the pair; `source_codes` and `target_codes` are in-line mark-up, by offset in the cell.
    """

    source: str
    target: str
    line: int
    score: float | None = None
    remarks: tuple[str, ...] = ()
    details: Details = NO_DETAILS
    source_codes: tuple[Code, ...] = ()
    target_codes: tuple[Code, ...] = ()
    address: str | None = None


class _SideBuilder:
    """Joins the cells of one side by newlines and keeps where each one lies."""

    def __init__(self) -> None:
        self._cells: list[str] = []
        self._offset = 0
        self._sentences: list[Sentence] = []
        self._blocks: list[Block] = []
        self._places: list[tuple[int, int]] = []
        self._remarks: list[Remark] = []
        self._codes: list[Code] = []

    def add(self, cell: str, row: Row, codes: tuple[Code, ...]) -> tuple[int, ...]:
        """The sentence numbers of the cell: one, or none for a blank cell."""
        start, end = self._offset, self._offset + len(cell)
        self._cells.append(cell)
        self._offset = end + 1
        if not cell.strip():
            return ()
        number = len(self._sentences)
        self._sentences.append(Sentence(start, end, number))
        self._blocks.append(Block(start, end, address=row.address))
        self._places.append((start, row.line))
        self._remarks.extend(Remark(row.line, text, number) for text in row.remarks)
        self._codes.extend(replace(code, offset=start + code.offset) for code in codes)
        return (number,)

    def document(self, path: str, language: str) -> Document:
        """The document of the side."""
        return Document(
            "\n".join(self._cells), tuple(self._blocks), language, path, tuple(self._sentences), tuple(self._places),
            tuple(self._remarks), tuple(self._codes),
        )  # fmt: skip


def parsed_score(said: str) -> float | None:
    """The score that a file says; None for what is no finite number.

    >>> parsed_score("0.25"), parsed_score("nan"), parsed_score("high")
    (0.25, None, None)
    """
    try:
        score = float(said)
    except ValueError:
        return None
    return score if math.isfinite(score) else None


def require_whole(row: Row, path: str) -> None:
    """Raise `InputError` when a cell or a detail has half a character pair, which no other program could read."""
    is_whole = not (_SURROGATE.search(row.source) or _SURROGATE.search(row.target))
    if is_whole and row.details is not NO_DETAILS:
        is_whole = not any(map(_SURROGATE.search, _said(row.details)))
    if not is_whole:
        raise InputError(path, "half of a character pair", "write the character whole, in UTF-8", row.line)


def _said(details: Details) -> Iterator[str]:
    yield from (details.identifier, details.document, details.bead, details.context, details.state)
    yield from details.references
    yield from details.notes
    yield from chain.from_iterable(details.properties)


def pairs_bitext(rows: Iterable[Row], path: str, source_language: str, target_language: str) -> Bitext:
    """The bitext of `rows`: bead n is row n; a blank cell gives that side of the bead no sentence.

    Raises `InputError` when there are no pairs, one side has no text, or a cell has half a character pair.
    """
    source, target, beads = _SideBuilder(), _SideBuilder(), []
    details: list[Details] = []
    has_source = has_target = False
    for row in rows:
        require_whole(row, path)
        of_source = source.add(row.source, row, row.source_codes)
        of_target = target.add(row.target, row, row.target_codes)
        has_source, has_target = has_source or bool(of_source), has_target or bool(of_target)
        score = row.score if of_source and of_target else None
        beads.append(Bead(of_source, of_target, score))
        details.append(row.details)
    for side, has_text in (("source", has_source), ("target", has_target)):
        if not has_text:
            raise InputError(path, f"there is no {side} text in it", "give a file of pairs, source then target")
    return Bitext(
        source.document(path, source_language), target.document(path, target_language), tuple(beads), is_pairs=True,
        details=tuple(details) if any(one is not NO_DETAILS for one in details) else (),
    )  # fmt: skip
