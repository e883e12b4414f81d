"""Comma-separated pairs (RFC 4180): source, target, one pair a record; cells in quotation marks may have line breaks.

The semicolon, which spreadsheets write where the comma divides decimals, and the tab are understood too. A first record
that names its columns (`source` and `target`, or the codes of the languages) says where the pairs are.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from aligner.errors import InputError, UnknownLanguage
from aligner.formats.loading import decode
from aligner.formats.pairs import Row, pairs_bitext
from aligner.languages import language_name, parse_language
from aligner.model import Bitext

_DELIMITERS = ",;\t"
_LARGEST_CELL = 16 * 1024 * 1024
_REMEDY = "give one pair a record: source, target"


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
    line, cells = first
    columns = _named_columns(cells, source_language, target_language)
    if columns is None:
        yield _row(cells, (0, 1), line)
    for line, cells in records:
        yield _row(cells, columns or (0, 1), line)


def _records(text: str, path: str) -> Iterator[tuple[int, list[str]]]:
    """The records with the line (from 1) that each begins in; blank lines are none."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text, path), strict=True)
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


def _delimiter(text: str, path: str) -> str:
    """The first sign that divides the first record, as far as its first line shows."""
    first = text.lstrip("\r\n").split("\n", 1)[0]
    outside = "".join(first.split('"')[::2])
    for delimiter in _DELIMITERS:
        if delimiter in outside:
            return delimiter
    if not text.strip():
        return ","
    raise InputError(path, "its first record has one column only", _REMEDY, 1)


def _named_columns(cells: list[str], source_language: str, target_language: str) -> tuple[int, int] | None:
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


def _row(cells: list[str], columns: tuple[int, int], line: int) -> Row:
    source, target = (cells[column] if column < len(cells) else "" for column in columns)
    return Row(source, target, line)
