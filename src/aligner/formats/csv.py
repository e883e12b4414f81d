"""Comma-separated pairs (RFC 4180): source, target, one pair a record; cells in quotation marks may have line breaks.

The semicolon, which spreadsheets write where the comma divides decimals, and the tab are understood too. A first record
that names its columns (`source` and `target`, or the codes of the languages) says where the pairs are, and the columns `score`, `bead`
and `document` have what they say.

What is written opens in a spreadsheet by a double click: UTF-8 with the byte order mark that Excel goes by, CRLF after each
record, quotation marks where a cell needs them. Control characters other than tab and line breaks are written as their
Unicode pictures, and read back (see `aligner.formats.pictures`).
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from aligner.contracts import Heading, Pair
from aligner.errors import InputError, UnknownLanguage
from aligner.formats.beads import details_of, document_of, heading_of, pairs_of
from aligner.formats.findings import bead_of
from aligner.formats.loading import decode
from aligner.formats.pairs import Row, pairs_bitext
from aligner.formats.pictures import has_pictures, original, quoted_cell
from aligner.formats.tsv import guarded
from aligner.languages import language_name, parse_language
from aligner.model import Bitext

_DELIMITERS = ",;\t"
_LARGEST_CELL = 16 * 1024 * 1024
_REMEDY = "give one pair a record: source, target"
# Nothing of a cell is looked at twice, or a mark that is not closed would take time and memory.
_QUOTED = re.compile(r'"[^"]*+(?:""[^"]*+)*+"')
_FIRST_RECORD = re.compile(rf'(?:{_QUOTED.pattern}|[^"\r\n]++)*+')
_NAMES = ("source", "target", "score", "bead", "document")
_RECORDS_AT_A_TIME = 1000
_MARK = "\ufeff"


def read_bitext(data: bytes, path: str, source_language: str, target_language: str) -> Bitext:
    """Row n is record n, without the one that names the columns; columns beyond the pair are ignored.

    Raises `InputError` for a record that cannot be read, and when there is no second column.
    """
    return pairs_bitext(read_rows(data, path, source_language, target_language), path, source_language, target_language)


def read_rows(data: bytes, path: str, source_language: str, target_language: str) -> Iterator[Row]:
    """The same, one after another."""
    text = decode(data, path)
    records = _records(text, path)
    first = next(records, None)
    if first is None:
        return
    restored: Callable[[str], str] = original if has_pictures(text) else str
    line, cells = first
    named = named_columns(cells, source_language, target_language)
    columns = _Columns(*named, *_others(cells)) if named else _Columns(0, 1)
    if named is None:
        yield columns.row(cells, restored, line)
    for line, cells in records:
        yield columns.row(cells, restored, line)


def write_bitext(bitext: Bitext) -> Iterable[str]:
    """One record a bead, nulls with an empty cell."""
    return write_pairs(pairs_of(bitext), heading_of(bitext))


def write_pairs(pairs: Iterable[Pair], heading: Heading) -> Iterator[str]:
    """One record a pair: the two texts, and under names of columns its score, type and document.

    Names are written unless the heading says no. Against formulas a cell that begins with `=`, `+`, `-` or `@` gets an
    apostrophe (OWASP, CSV injection), which stays when the file is read back.
    """
    sheet = io.StringIO(newline="")
    write = csv.writer(sheet, lineterminator="\r\n").writerows
    prepared: Callable[[str], str] = _guarded_cell if heading.guards_formulas else quoted_cell
    has_names = heading.column_names is not False
    yield _MARK
    if has_names:
        write([_NAMES])
    pairs = iter(pairs)
    while some := list(islice(pairs, _RECORDS_AT_A_TIME)):
        texts = ((prepared(pair.source), prepared(pair.target), pair) for pair in some)
        write(
            (source, target, *_told(pair, prepared)) if has_names else (source, target)
            for source, target, pair in texts
        )
        yield sheet.getvalue()
        sheet.seek(0)
        sheet.truncate()
    yield sheet.getvalue()


def _told(pair: Pair, prepared: Callable[[str], str]) -> tuple[float | None, str, str]:
    return pair.score, prepared(bead_of(pair)), prepared(document_of(pair))


def _guarded_cell(text: str) -> str:
    return guarded(quoted_cell(text))


def _records(text: str, path: str) -> Iterator[tuple[int, list[str]]]:
    """The records with the line (from 1) that each begins in; blank lines are none."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text, path), strict=True)
    line = 1
    before = csv.field_size_limit(_LARGEST_CELL)
    try:
        for cells in reader:
            if cells:
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise InputError(path, f"it is not CSV ({error})", "mend the quotation marks of this record", line) from error
    finally:
        csv.field_size_limit(before)


def delimiter_of(text: str, path: str) -> str:
    """The first sign that divides the first record, outside of quotation marks; raises `InputError` where none does."""
    first = _FIRST_RECORD.match(text.lstrip("\r\n"))
    outside = _QUOTED.sub("", first.group()) if first else ""
    for delimiter in _DELIMITERS:
        if delimiter in outside:
            return delimiter
    if not text.strip():
        return ","
    raise InputError(path, "its first record has one column only", _REMEDY, 1)


def named_columns(cells: list[str], source_language: str, target_language: str) -> tuple[int, int] | None:
    """Where source and target stand, if the cells name columns."""
    names = [cell.strip().lower() for cell in cells]
    wanted = []
    for side, language in (("source", source_language), ("target", target_language)):
        known = {side, language_name(language).lower()}
        found = [number for number, name in enumerate(names) if name in known or _code(name) == language]
        if not found:
            return None
        wanted.append(found[0])
    return (wanted[0], wanted[1]) if wanted[0] != wanted[1] else None


def _code(name: str) -> str | None:
    try:
        return parse_language(name)
    except UnknownLanguage:
        return None


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where a record has what, None where it does not."""

    source: int
    target: int
    score: int | None = None
    bead: int | None = None
    document: int | None = None

    def row(self, cells: list[str], restored: Callable[[str], str], line: int) -> Row:
        """A record as a pair."""
        source, target, bead, document = (
            restored(_cell(cells, column)) for column in (self.source, self.target, self.bead, self.document)
        )
        return Row(source, target, line, _score(_cell(cells, self.score)), details=details_of(document, bead))


def _others(names: list[str]) -> Iterator[int | None]:
    """The columns besides the texts, by the names we give them."""
    known = [name.strip().lower() for name in names]
    yield from (known.index(name) if name in known else None for name in _NAMES[2:])


def _cell(cells: list[str], column: int | None) -> str:
    return cells[column] if column is not None and column < len(cells) else ""


def _score(cell: str) -> float | None:
    """A score from 0 to 1; tables of other programs have other things under that name."""
    try:
        score = float(cell) if cell else math.nan
    except ValueError:
        return None
    return score if 0 <= score <= 1 else None
