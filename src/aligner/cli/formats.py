"""`aligner formats`: the table of formats."""

from __future__ import annotations

import json
from itertools import zip_longest

import click

from aligner.cli import options
from aligner.cli.terminal import write
from aligner.formats import FORMATS, Format
from aligner.formats.strings import can_write_back

_COLUMNS = ("format", "suffixes", "as a text", "as pairs", "written", "fixed", "findings tell", "what it is")
_YES = {True: "reads", False: "-"}
_WRITES = {True: "writes", False: "-"}
_FIXES = {True: "in place", False: "-"}


@click.command(epilog=options.examples("aligner formats", "aligner formats --format json"))
@options.text_or_json("A table")
def formats(form: str) -> None:
    """List the formats, and what can be done with each.

    A format is known by the suffix of a file or named with --from and --to. It may be read as one text, or as pairs, or
    written; the words of some can be changed in place, as --fix does, and nothing else of the file. Findings say where
    they are by line and column, by line, or by the address of an element.
    """
    write([_as_json()] if form == "json" else _as_table())


def _as_json() -> str:
    rows = [
        {
            "name": row.name,
            "suffixes": row.suffixes,
            "description": row.description,
            "reads_document": row.reads_document,
            "reads_bitext": row.reads_bitext,
            "writes_bitext": row.writes_bitext,
            "fixed_in_place": can_write_back(row.name),
            "places": _places(row),
        }
        for row in FORMATS
    ]
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"


def _places(row: Format) -> list[str]:
    return row.places.value.split(", ") if row.reads_document or row.reads_bitext else []


def _as_table() -> list[str]:
    rows = [_COLUMNS, *map(_cells, FORMATS)]
    widths = [max(map(len, column)) for column in zip_longest(*rows, fillvalue="")]
    return [
        "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip() + "\n" for row in rows
    ]


def _cells(row: Format) -> tuple[str, ...]:
    return (
        row.name, " ".join(row.suffixes) or "-", _YES[row.reads_document], _YES[row.reads_bitext],
        _WRITES[row.writes_bitext], _FIXES[can_write_back(row.name)], ", ".join(_places(row)) or "-", row.description,
    )  # fmt: skip
