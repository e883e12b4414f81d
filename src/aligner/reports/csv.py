"""The report as a table for a spreadsheet (RFC 4180): one record for each place of each finding."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from aligner.model import Finding, Report, Span
from aligner.reports.characters import clean
from aligner.reports.reading import Reading

COLUMNS = (
    "finding", "code", "name", "severity", "path", "line", "column", "side", "text", "message", "suggestion",
    "bead", "start", "end", "address", "fingerprint", "suppressed",
)  # fmt: skip
BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes the file for one in the computer's own code page
# What makes a formula of a cell (OWASP, "CSV injection"), the apostrophe that prevents it, and forms that Excel folds.
_TURNED = ("=", "+", "-", "@", "\t", "\r", "\n", "'", "＝", "＋", "－", "＠")

Cell = str | int | None


def render(report: Report) -> Iterator[str]:
    """The table with its heading; findings are counted from 1, in the order in which the target is read."""
    return table([report])


def table(reports: Iterable[Report]) -> Iterator[str]:
    """The same of many reports, one after another."""
    yield BYTE_ORDER_MARK + record(COLUMNS)
    number = 0
    for reading in map(Reading, reports):
        for number, finding in enumerate(reading.all_findings, start=number + 1):  # noqa: B020 - counted on
            for span in finding.spans or (None,):
                yield record(_cells(number, finding, span, reading))


def _cells(number: int, finding: Finding, span: Span | None, reading: Reading) -> tuple[Cell, ...]:
    found = (number, finding.code, finding.name, finding.severity.value)
    known = (finding.fingerprint, finding.suppressed)
    said = (finding.message, finding.suggestion, finding.bead)
    if span is None:
        return (*found, None, None, None, None, None, *said, None, None, None, *known)
    places = reading.places[span.side]
    region, block = places.of(span), places.block(span.start)
    place = (reading.path(span), region.line, region.column, span.side.value, span.text)
    return (*found, *place, *said, span.start, span.end, block.address if block else None, *known)


def record(cells: Iterable[Cell]) -> str:
    """A record of the table, with its line end; no cell is a formula."""
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerow(
        [guarded(cell) if isinstance(cell, str) else cell for cell in cells]
    )
    return written.getvalue()


def guarded(cell: str) -> str:
    """Text that no spreadsheet takes for a formula: an apostrophe stands before what could be one, or another apostrophe.

    >>> guarded("=1+1"), guarded("1+1")
    ("'=1+1", '1+1')
    """
    text = clean(cell)
    return f"'{text}" if text.startswith(_TURNED) else text
