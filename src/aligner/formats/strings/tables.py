"""The cells of tables: tab-separated and comma-separated values, and the strings of JSON lines."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import partial

from aligner.errors import InputError
from aligner.formats.csv import delimiter_of
from aligner.formats.pictures import MARKED, original, quoted_cell, table_cell
from aligner.formats.strings.pieces import FileString, atoms_of

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

    >>> [found.text for found in csv_strings('One,"Uno, ""dos"", tres"')]
    ['One', 'Uno, "dos", tres']
    """
    try:
        delimiter = delimiter_of(text, "")
    except InputError:
        return
    has_pictures = MARKED.search(text) is not None
    plain, quoted = (MARKED, _QUOTED_SPECIAL) if has_pictures else (_NOTHING, re.compile('""'))
    needs = re.compile(rf'[{delimiter}"\r\n]')
    cell = re.compile(rf'"([^"]*+(?:""[^"]*+)*+)"|([^{delimiter}\r\n]*)')
    at = 0
    while at < len(text):
        found = cell.match(text, at)
        assert found is not None  # the second form may be empty
        if found[1] is not None:
            atoms = atoms_of(text, found.start(1), found.end(1), quoted, _quoted_meaning)
            yield FileString(tuple(atoms), (_in_quotation_marks,))
        elif found[2]:
            atoms = atoms_of(text, found.start(2), found.end(2), plain, original)
            yield FileString(
                tuple(atoms), (partial(_unquoted, needs),), whole=_whole_cell, bounds=found.span(2)
            )  # fmt: skip
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
    r"""The values of JSON lines, each labelled with its key.

    >>> [(found.label, found.text) for found in jsonl_strings('{"source": "One", "target": "\\u00danico"}')]
    [('source', 'One'), ('target', 'Único')]
    """
    for line in _LINE.finditer(text):
        # A file that has no letters beyond ASCII but escaped ones keeps to that.
        is_ascii = line.group().isascii() and "\\u" in line.group()
        key = ""
        for found in _JSON_STRING.finditer(text, line.start(), line.end()):
            if found[2]:
                key = _json_meaning(found[1]) if "\\" not in found[1] else ""
                continue
            atoms = tuple(atoms_of(text, found.start(1), found.end(1), _JSON_ESCAPE, _json_meaning))
            yield FileString(atoms, (_json_ascii if is_ascii else _json,), key)


def _json_meaning(said: str) -> str:
    return str(json.loads(f'"{said}"'))


def _json(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)[1:-1].translate(_LINE_ENDS)


def _json_ascii(text: str) -> str:
    return json.dumps(text)[1:-1]
