r"""Tab-separated pairs: source, tab, target, one pair a line, no quoting.

Cells stand as they are: a backslash or a quotation mark means itself, in both directions. A tab, line break or other control
character inside a cell is written as its Unicode picture, `␉`, `␊`, and read back (see `aligner.formats.pictures`). A line
break inside a sentence of a document that was aligned is how its lines were filled, and becomes a space.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from aligner.contracts import Heading, Pair
from aligner.errors import InputError
from aligner.formats.beads import heading_of, pairs_of
from aligner.formats.loading import decode
from aligner.formats.pairs import Row, pairs_bitext
from aligner.formats.pictures import has_pictures, original, table_cell
from aligner.model import Bitext

_BREAK = re.compile(r" *[\t\r\n][\t\r\n ]*")
_NAMES = ("source", "target")
_FORMULA = ("=", "+", "-", "@")


def read_bitext(data: bytes, path: str, source_language: str, target_language: str) -> Bitext:
    """Row n is line n, blank lines included; columns after the second are ignored; no tab, no target.

    A first line that says `source` and `target` names the columns, and is no row. Raises `InputError` when no line has a
    second column.
    """
    return pairs_bitext(read_rows(data, path, source_language, target_language), path, source_language, target_language)


def read_rows(data: bytes, path: str, _source_language: str, _target_language: str) -> Iterator[Row]:
    """The same, one after another; no line tells of a language."""
    text = decode(data, path)
    if "\t" not in text:
        problem = "no line has a tab, so there is no second column"
        raise InputError(path, problem, "give one pair a line: source, tab, target")
    restored: Callable[[str], str] = original if has_pictures(text) else str
    for number, line in enumerate(text.removesuffix("\n").split("\n"), start=1):
        cells = line.removesuffix("\r").split("\t")
        if number == 1 and tuple(cells[:2]) == _NAMES:
            continue
        yield Row(restored(cells[0]), restored(cells[1]) if len(cells) > 1 else "", number)


def write_bitext(bitext: Bitext) -> Iterable[str]:
    """One line a bead, nulls with an empty cell."""
    pairs = pairs_of(bitext)
    return write_pairs(pairs if bitext.is_pairs else map(one_line, pairs), heading_of(bitext))


def write_pairs(pairs: Iterable[Pair], heading: Heading) -> Iterator[str]:
    """One line a pair; a first line names the columns where the heading asks for it.

    Against formulas a cell that begins with `=`, `+`, `-` or `@` gets an apostrophe (OWASP, CSV injection).
    """
    if heading.column_names:
        yield "\t".join(_NAMES) + "\n"
    if heading.guards_formulas:
        pairs = (replace(pair, source=guarded(pair.source), target=guarded(pair.target)) for pair in pairs)
    for pair in pairs:
        yield f"{table_cell(pair.source)}\t{table_cell(pair.target)}\n"


def one_line(pair: Pair) -> Pair:
    """The pair with a space where its texts have line breaks or tabs: what filled lines have between words."""
    source, target = _BREAK.sub(" ", pair.source), _BREAK.sub(" ", pair.target)
    return pair if (source, target) == (pair.source, pair.target) else replace(pair, source=source, target=target)


def guarded(cell: str) -> str:
    """The cell with an apostrophe before what a spreadsheet would take for a formula.

    >>> guarded("=1+1"), guarded("1+1")
    ("'=1+1", '1+1')
    """
    return f"'{cell}" if cell.startswith(_FORMULA) or cell[:1] in {"\t", "\r", "\n"} else cell
