"""Candidates as a table that `aligner check --glossary` reads."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from aligner.terminology.extraction import Candidate

COLUMNS = ("source", "target", "forbidden", "count", "score", "example")
_SPREADSHEET_FORMULAS = ("=", "+", "-", "@", "\t")


def table(candidates: Iterable[Candidate]) -> Iterator[str]:
    """The lines of a CSV file (RFC 4180), the names of the columns first; `forbidden` is left for a person to fill in."""
    yield _line(COLUMNS)
    for one in candidates:
        yield _line((one.source, one.target, "", str(one.count), f"{one.score:.3f}", _harmless(one.example)))


def _line(cells: Iterable[str]) -> str:
    room = io.StringIO()
    csv.writer(room, lineterminator="\n").writerow(cells)
    return room.getvalue()


def _harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return " " + text if text.startswith(_SPREADSHEET_FORMULAS) else text
