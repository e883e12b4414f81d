r"""Tab-separated pairs: source, tab, target, one pair a line, no header, no quoting.

Cells stand as they are: a backslash or a quotation mark means itself, in both directions. A line break or tab
inside a sentence (of a hard-wrapped text, say) is written as a space; nothing else is changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from aligner.errors import InputError
from aligner.formats.loading import decode
from aligner.formats.pairs import Row, pairs_bitext
from aligner.model import Bitext

_BREAK = re.compile(r" *[\t\r\n][\t\r\n ]*")


def read_bitext(data: bytes, path: str, source_language: str, target_language: str) -> Bitext:
    """Row n is line n, blank lines included; columns after the second are ignored; no tab, no target.

    Raises `InputError` when no line has a second column.
    """
    return pairs_bitext(read_rows(data, path, source_language, target_language), path, source_language, target_language)


def read_rows(data: bytes, path: str, _source_language: str, _target_language: str) -> Iterator[Row]:
    """The same, one after another; no line tells of a language."""
    text = decode(data, path)
    if "\t" not in text:
        problem = "no line has a tab, so there is no second column"
        raise InputError(path, problem, "give one pair a line: source, tab, target")
    for number, line in enumerate(text.removesuffix("\n").split("\n"), start=1):
        cells = line.removesuffix("\r").split("\t")
        yield Row(cells[0], cells[1] if len(cells) > 1 else "", number)


def write_bitext(bitext: Bitext) -> Iterable[str]:
    """One line a bead, nulls with an empty cell."""
    for source, target in bitext:
        yield f"{_cell(source)}\t{_cell(target)}\n"


def _cell(text: str) -> str:
    return _BREAK.sub(" ", text)
