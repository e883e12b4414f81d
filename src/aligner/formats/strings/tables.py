"""The cells of tables: tab-separated and comma-separated values, and the strings of JSON lines."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache, partial

from aligner.errors import InputError, UnknownLanguage
from aligner.formats.csv import delimiter_of
from aligner.formats.pictures import MARKED, original, quoted_cell, table_cell
from aligner.formats.strings.pieces import FileString, atoms_of
from aligner.languages import EVIDENT_LANGUAGES, language_name, parse_language

_PAIR = {0: "source", 1: "target"}
_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_NOTHING = re.compile(r"(?!)")
_LINE = re.compile(r"[^\n]+")
_CELL = re.compile(r"[^\t\n]*")
_QUOTED_SPECIAL = re.compile(f'""|{MARKED.pattern}')
_JSON_STRING = re.compile(r'"((?:[^"\\\n]|\\.)*)"(\s*:)?')
_JSON_ESCAPE = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.")
_LINE_ENDS = str.maketrans({"\x85": "\\u0085", "\u2028": "\\u2028", "\u2029": "\\u2029"})


def tsv_strings(text: str) -> Iterator[FileString]:
    r"""The first two cells of each line.

    >>> [(found.label, found.text) for found in tsv_strings("One\tUno\tx\n")]
    [('source', 'One'), ('target', 'Uno')]
    """
    special = MARKED if MARKED.search(text) else _NOTHING
    for line in _LINE.finditer(text):
        start, end = line.start(), line.end() - line.group().endswith("\r")
        for label in ("source", "target"):
            tab = text.find("\t", start, end)
            stop = end if tab < 0 else tab
            yield FileString(tuple(atoms_of(text, start, stop, special, original)), (table_cell,), label)
            if tab < 0:
                break
            start = tab + 1


def csv_strings(text: str) -> Iterator[FileString]:
    """The cells of all records (RFC 4180); a text that needs quotation marks gets them, with all of its cell.

    A cell is labelled as its column is named, by a side or a language; without such names the first two are the pair.

    >>> [(found.label, found.text) for found in csv_strings('One,"Uno, ""dos"", tres",1')]
    [('source', 'One'), ('target', 'Uno, "dos", tres'), ('2', '1')]
    """
    labels = _PAIR
    first: list[FileString] = []
    for record, column, string in _csv_cells(text):
        if record == 0:
            first.append(replace(string, label=str(column)))
            continue
        if first:
            labels = _labels_of(first)
            yield from (_labelled(cell, int(cell.label), labels) for cell in first)
            first = []
        yield _labelled(string, column, labels)
    yield from (_labelled(cell, int(cell.label), _labels_of(first)) for cell in first)


def _labels_of(first: list[FileString]) -> dict[int, str]:
    """What the columns hold, by the first record if it names at least two sides or languages, else by their order."""
    named = {int(cell.label): label for cell in first if (label := _side_or_language(cell.text.strip()))}
    return named if len(set(named.values())) > 1 else _PAIR


def _labelled(cell: FileString, column: int, labels: dict[int, str]) -> FileString:
    return replace(cell, label=labels.get(column, str(column)))


@lru_cache(maxsize=256)
def _side_or_language(name: str) -> str:
    """`source`, `target`, or the code of the language that a name of a column or key says; "" for any other."""
    if name.lower() in {"source", "target"}:
        return name.lower()
    by_name = {language_name(code).lower(): code for code in sorted(EVIDENT_LANGUAGES)}
    if name.lower() in by_name:
        return by_name[name.lower()]
    try:
        return parse_language(name) if _TAG.fullmatch(name) else ""
    except UnknownLanguage:
        return ""


def _csv_cells(text: str) -> Iterator[tuple[int, int, FileString]]:
    """The cells that are not empty, each with the numbers of its record and of its column."""
    try:
        delimiter = delimiter_of(text, "")
    except InputError:
        return
    has_pictures = MARKED.search(text) is not None
    plain, quoted = (MARKED, _QUOTED_SPECIAL) if has_pictures else (_NOTHING, re.compile('""'))
    needs = re.compile(rf'[{delimiter}"\r\n]')
    cell = re.compile(rf'"([^"]*+(?:""[^"]*+)*+)"|([^{delimiter}\r\n]*)')
    at = record = column = 0
    while at < len(text):
        found = cell.match(text, at)
        assert found is not None  # the second form may be empty
        if found[1] is not None:
            atoms = atoms_of(text, found.start(1), found.end(1), quoted, _quoted_meaning)
            yield record, column, FileString(tuple(atoms), (_in_quotation_marks,))
        elif found[2]:
            atoms = atoms_of(text, found.start(2), found.end(2), plain, original)
            yield record, column, FileString(
                tuple(atoms), (partial(_unquoted, needs),), whole=_whole_cell, bounds=found.span(2)
            )  # fmt: skip
        if text.startswith(delimiter, found.end()):
            column += 1
        elif column or found.end() > at:
            record, column = record + 1, 0
        at = found.end() + 1


def _quoted_meaning(said: str) -> str:
    return '"' if said == '""' else original(said)


def _in_quotation_marks(text: str) -> str:
    return quoted_cell(text).replace('"', '""')


def _whole_cell(text: str) -> str:
    return f'"{_in_quotation_marks(text)}"'


def _unquoted(needs: re.Pattern[str], text: str) -> str:
    if needs.search(text):
        raise ValueError("it needs quotation marks")
    return quoted_cell(text)


def jsonl_strings(text: str) -> Iterator[FileString]:
    r"""The values of JSON lines, each labelled with its key, or the code of the language that is its key.

    >>> [(found.label, found.text) for found in jsonl_strings('{"source": "One", "target": "\\u00danico"}')]
    [('source', 'One'), ('target', 'Único')]
    """
    for line in _LINE.finditer(text):
        # A file that has no letters beyond ASCII but escaped ones keeps to that.
        is_ascii = line.group().isascii() and "\\u" in line.group()
        key = ""
        for found in _JSON_STRING.finditer(text, line.start(), line.end()):
            if found[2]:
                key = _key(found[1])
                continue
            atoms = tuple(atoms_of(text, found.start(1), found.end(1), _JSON_ESCAPE, _json_meaning))
            yield FileString(atoms, (_json_ascii if is_ascii else _json,), key)


@lru_cache(maxsize=256)
def _key(said: str) -> str:
    key = _json_meaning(said)
    return _side_or_language(key) or key


def _json_meaning(said: str) -> str:
    return str(json.loads(f'"{said}"'))


def _json(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)[1:-1].translate(_LINE_ENDS)


def _json_ascii(text: str) -> str:
    return json.dumps(text)[1:-1]
