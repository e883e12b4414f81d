"""Writes what was measured into the documentation: the tables of `docs/benchmarks.md` and of `docs/comparison.md` come from bench-results/*.json.

A table stands between `<!-- measured: NAME -->` and `<!-- end -->`; the text around it is written by hand. A part that was
not measured keeps the table it has.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path

from tools.bench.table import Row
from tools.bench.texts import BOOKS, CONDITIONS, SETS

_TABLE = re.compile(r"(<!-- measured: ([\w-]+) -->\n).*?(<!-- end -->)", re.DOTALL)
_BOOK_NAMES = ("Metamorphosis", "Sense and Sensibility", "Around the World", "Sherlock Holmes")


# Strict F1 of others on the novels, as the README of the benchmark has it; they do not come out of our runs.
_PEERS = (
    ("Bertalign's algorithm", ("0.934", "0.923", "0.806", "0.938")),
    ("vecalign's algorithm", ("0.885", "0.910", "0.778", "0.928")),
    ("hunalign, dictionary of 100,000 words", ("0.858", "0.914", "0.787", "0.935")),
    ("Gale-Church", ("0.831", "0.886", "0.771", "0.947")),
)
# Tables that show what another part has left.
_RESULTS = {"peers": "book"}


def rows_of(results: Path, part: str) -> list[Row]:
    """The rows a part of the bench left, none where it was not measured."""
    file = results / f"{part}.json"
    if not file.is_file():
        return []
    return [Row(**row) for row in json.loads(file.read_text("utf-8"))["results"]]


def with_tables(text: str, results: Path) -> str:
    """The page with the tables of every part that was measured."""

    def replaced(found: re.Match[str]) -> str:
        part = found.group(2)
        rows = rows_of(results, _RESULTS.get(part, part))
        return f"{found.group(1)}{_TABLES[part](rows)}\n{found.group(3)}" if rows else found.group()

    return _TABLE.sub(replaced, text)


def _lines(rows: Sequence[Row]) -> str:
    """Strict F1, with that of nulls, of every tool on every set."""
    tools = list(dict.fromkeys(row.tool for row in rows))
    head = ["| set |", *(f" {tool} |" for tool in tools)]
    found = {(row.text, row.tool): row for row in rows}
    lines = ["".join(head), "|---|" + "---|" * len(tools)]
    for text in (f"{name} {condition}" for name in SETS for condition in CONDITIONS):
        cells = (_quality(found.get((text, tool))) for tool in tools)
        lines.append(f"| {text} | {' | '.join(cells)} |")
    lines.append(f"| *sentences a second* | {' | '.join(_rate(rows, tool) for tool in tools)} |")
    return "\n".join(lines)


def _running(rows: Sequence[Row]) -> str:
    """Strict F1 of gold lines, with that of nulls, a column a condition."""
    found = {row.text: row for row in rows}
    lines = [f"| running text | {' | '.join(CONDITIONS)} |", "|---|" + "---|" * len(CONDITIONS)]
    for name in SETS:
        cells = (_quality(found.get(f"{name} {condition}")) for condition in CONDITIONS)
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _books(rows: Sequence[Row]) -> str:
    """Strict and lax F1 and seconds, a column a novel."""
    found = {(row.text, row.tool): row for row in rows}
    lines = [f"| strict / lax F1 (seconds) | {' | '.join(_BOOK_NAMES)} |", "|---|" + "---|" * len(BOOKS)]
    for tool in dict.fromkeys(row.tool for row in rows):
        cells = (_book(found.get((book, tool))) for book in BOOKS)
        lines.append(f"| {tool} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _peers(rows: Sequence[Row]) -> str:
    """Strict F1 of aligner on the novels, above that of others."""
    found = {row.text: row for row in rows if row.tool == "aligner"}
    own = [_share(found[book].figures["strict"], 3) if book in found else "–" for book in BOOKS]
    lines = [f"| strict F1 | {' | '.join(_BOOK_NAMES)} |", "|---|" + "---|" * len(BOOKS)]
    return "\n".join([*lines, *(f"| {name} | {' | '.join(cells)} |" for name, cells in (("aligner", own), *_PEERS))])


def _book(row: Row | None) -> str:
    if row is None:
        return "–"
    seconds = row.figures["seconds"] or 0.0
    return f"{_share(row.figures['strict'], 3)} / {_share(row.figures['lax'], 3)} ({seconds:.1f})"


def _length(rows: Sequence[Row]) -> str:
    lines = ["| lines of either text | seconds | µs a line | peak memory | strict F1 |", "|---|---|---|---|---|"]
    for row in rows:
        seconds, megabytes = row.figures["seconds"] or 0.0, row.figures["megabytes"] or 0.0
        count = int(row.text.split()[0].replace(",", ""))
        cells = f"{seconds:.1f} | {1e6 * seconds / count:,.0f} | {megabytes:,.0f} MB | {_share(row.figures['strict'])}"
        lines.append(f"| {count:,} | {cells} |")
    return "\n".join(lines)


def _start(rows: Sequence[Row]) -> str:
    """Seconds of whole calls."""
    lines = ["| call | seconds | of processor time |", "|---|---|---|"]
    lines += [
        f"| {row.text} | {_share(row.figures['seconds'], 2)} | {_share(row.figures['processor seconds'], 2)} |"
        for row in rows
    ]
    return "\n".join(lines)


def _reliability(rows: Sequence[Row]) -> str:
    lines = ["| texts | expected calibration error | pairs that are right |", "|---|---|---|"]
    lines += [
        f"| {row.text} | {_share(row.figures['calibration error'])} | {_share(row.figures['right'])} |" for row in rows
    ]
    return "\n".join(lines)


def _named(rows: Sequence[Row]) -> str:
    """Whatever figures a part has, one line a text."""
    names = [name for name in dict.fromkeys(name for row in rows for name in row.figures) if name not in _COUNTS]
    lines = [f"| text | {' | '.join(names)} |", "|---|" + "---|" * len(names)]
    for row in rows:
        cells = (_share(row.figures[name]) if name in row.figures else "" for name in names)
        lines.append(f"| {row.text} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _splitting(rows: Sequence[Row]) -> str:
    """F1 of every tool on every set, then its speed."""
    tools = list(dict.fromkeys(row.tool for row in rows))
    found = {(row.text, row.tool): row.figures for row in rows}
    lines = [f"| F1 | {' | '.join(tools)} |", "|---|" + "---|" * len(tools)]
    for text in dict.fromkeys(row.text for row in rows):
        figures = [found.get((text, tool), {}) for tool in tools]
        is_speed = any("MB/s" in some for some in figures)
        cells = (_share(some.get("MB/s"), 1) if is_speed else _share(some.get("F1")) for some in figures)
        lines.append(f"| {f'*MB/s of {text}*' if is_speed else text} | {' | '.join(cells)} |")
    return "\n".join(lines)


_COUNTS = frozenset({"seconds", "sentences", "megabytes"})
_TABLES: dict[str, Callable[[Sequence[Row]], str]] = {
    "lines": _lines,
    "running": _running,
    "book": _books,
    "peers": _peers,
    "length": _length,
    "start": _start,
    "reliability": _reliability,
    "splitting": _splitting,
    "checks": _named,
}


def _quality(row: Row | None) -> str:
    if row is None:
        return "–"
    nulls = row.figures["nulls"]
    return _share(row.figures["strict"]) + ("" if nulls is None else f" ({_share(nulls, 3)})")


def _share(value: float | None, digits: int = 4) -> str:
    return "–" if value is None else f"{value:.{digits}f}"


def _rate(rows: Sequence[Row], tool: str) -> str:
    """Sentences a second over all texts; to two figures, for it is that of one machine on one day."""
    mine = [row.figures for row in rows if row.tool == tool]
    seconds = sum(figures["seconds"] or 0.0 for figures in mine)
    sentences = sum(figures["sentences"] or 0.0 for figures in mine)
    return f"{float(f'{sentences / seconds:.2g}'):,.0f}"
