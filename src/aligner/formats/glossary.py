"""Glossaries: source terms with the target terms that stand for them, from CSV, TSV, TBX and TMX."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import PurePath

from aligner.errors import InputError, UnknownFormat, UnknownLanguage
from aligner.formats.loading import decode, load_bytes
from aligner.languages import language_name, parse_language
from aligner.model import Term

_DELIMITERS = "\t,;"
_SEVERAL = re.compile(r"\s*\|\s*")
_TRUE = frozenset({"yes", "y", "true", "1", "x", "case", "sí", "si", "sensitive", "case-sensitive"})
_HEADS: dict[str, tuple[str, ...]] = {
    "source": ("source", "source term", "term", "origen", "término"),
    "target": ("target", "target term", "targets", "translation", "traducción", "destino"),
    "forbidden": ("forbidden", "banned", "not", "do not use", "prohibido", "prohibidos", "deprecated"),
    "case": ("case", "case sensitive", "case-sensitive", "case_sensitive", "mayúsculas"),
    "kind": ("kind", "pos", "part of speech", "part-of-speech", "category"),
    "note": ("note", "notes", "comment", "comments", "definition", "nota", "notas"),
}
_REMEDY = "give one term a row: source, target, and forbidden if there are such"


def read_glossary(path: str, source_language: str, target_language: str) -> tuple[Term, ...]:
    """The terms of a glossary, by the suffix of its file: csv, tsv, tbx or tmx.

    A table has a row a term, its first row names the columns: `source` and `target` or the codes of the languages, and
    `forbidden`, `case`, `note` where there are such; without such a row they are source, target, forbidden. Several terms in
    a cell are divided by |. Raises `InputError` for what cannot be read, `UnknownFormat` for another suffix.
    """
    suffix = PurePath(path).suffix.lower()
    if suffix not in _READERS:
        raise UnknownFormat(
            path, f"no kind of glossary goes with the suffix {suffix or '(none)'}", "give csv, tsv, tbx or tmx"
        )
    terms = tuple(_READERS[suffix](load_bytes(path), path, source_language, target_language))
    if not terms:
        raise InputError(path, "there are no terms in it", _REMEDY)
    return terms


def read_table(
    data: bytes, path: str, source_language: str, target_language: str, delimiters: str = _DELIMITERS
) -> Iterator[Term]:
    """The terms of a table; raises `InputError` with the line of a row that makes no sense."""
    records = _records(decode(data, path), path, delimiters)
    first = next(records, None)
    if first is None:
        return
    columns = _columns(first[1], (source_language, target_language))
    if columns is None:
        columns = _Columns(0, 1, {"forbidden": 2})
        yield from _term(first[1], columns, path, first[0])
    for line, cells in records:
        yield from _term(cells, columns, path, line)


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where source, target and the rest stand; what has no column is not in `others`."""

    source: int
    target: int
    others: dict[str, int]


def _records(text: str, path: str, delimiters: str) -> Iterator[tuple[int, list[str]]]:
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = next((one for one in delimiters if one in first), delimiters[0])
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            stripped = [cell.strip() for cell in cells]
            if any(stripped) and not stripped[0].startswith("#"):
                yield line, stripped
            line = reader.line_num + 1
    except csv.Error as error:
        raise InputError(path, f"it is not a table ({error})", "mend the quotation marks of this row", line) from error


def _columns(cells: list[str], languages: tuple[str, str]) -> _Columns | None:
    """What the first row names, None where it is a term itself."""
    names = [cell.lower() for cell in cells]
    found = {kind: names.index(name) for kind, heads in _HEADS.items() for name in heads if name in names}
    for side, language in zip(("source", "target"), languages, strict=True):
        by_language = [number for number, name in enumerate(names) if _is_language(name, language)]
        if by_language:
            found[side] = by_language[0]
    if "source" not in found or "target" not in found:
        return None
    # A column of banned words is in the language of the column beside which the glossary was made: its own target.
    order = [number for number, name in enumerate(names) if any(_is_language(name, language) for language in languages)]
    if len(order) == 2 and found["target"] == order[0]:
        found.pop("forbidden", None)
    others = {kind: number for kind, number in found.items() if kind not in ("source", "target")}
    return _Columns(found["source"], found["target"], others)


def _is_language(name: str, language: str) -> bool:
    if name == language_name(language).lower():
        return True
    try:
        return len(name) in (2, 5) and parse_language(name) == language
    except UnknownLanguage:
        return False


def _term(cells: list[str], columns: _Columns, path: str, line: int) -> Iterator[Term]:
    def cell(number: int | None) -> str:
        return cells[number] if number is not None and number < len(cells) else ""

    other = columns.others.get
    source, targets, forbidden = cell(columns.source), _listed(cell(columns.target)), _listed(cell(other("forbidden")))
    if not targets and not forbidden:
        problem = f"the row has neither a target term nor a forbidden one ({source})"
        raise InputError(path, problem, _REMEDY, line)
    if not source and not forbidden:
        raise InputError(path, f"the row has no source term ({' | '.join(targets)})", _REMEDY, line)
    is_cased = cell(other("case")).lower() in _TRUE
    for one in _listed(source) or ("",):
        yield Term(one, targets, forbidden, is_cased, cell(other("kind")), cell(other("note")))


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(term for term in _SEVERAL.split(cell.strip()) if term))


def _read_tmx(data: bytes, path: str, source_language: str, target_language: str) -> Iterator[Term]:
    from aligner.formats import tmx

    for row in tmx.read_rows(data, path, source_language, target_language):
        if row.source.strip() and row.target.strip():
            yield Term(row.source.strip(), (row.target.strip(),))


def _read_tbx(data: bytes, path: str, source_language: str, target_language: str) -> Iterator[Term]:
    from aligner.formats.glossary_tbx import read_tbx

    return read_tbx(data, path, source_language, target_language)


_Reader = Callable[[bytes, str, str, str], Iterator[Term]]
_READERS: dict[str, _Reader] = {
    ".csv": partial(read_table, delimiters=",;\t"),
    ".tsv": partial(read_table, delimiters="\t"),
    ".txt": partial(read_table, delimiters="\t,;"),
    ".tbx": _read_tbx,
    ".tmx": _read_tmx,
}
