"""Findings as marks inside sentences, so that they stay where they are when beads are regrouped."""

from __future__ import annotations

import json
import sqlite3
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from aligner.model import Finding, Side


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sentence of a bitext lies in the project."""

    sentence: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class PlacedFinding:
    """A finding whose spans lie in sentences of the project: `(sentence, start, end, text)`, in its order."""

    finding: Finding
    marks: tuple[tuple[int, int, int, str], ...]


def placed(findings: Iterable[Finding], places: Mapping[Side, Sequence[Place]]) -> tuple[PlacedFinding, ...]:
    """Findings with their spans as places in sentences; `places` ascend on either side.

    A span over several sentences is a mark in each. What lies in no sentence has no place, and a finding with none is
    left out: there is no segment to show it at.
    """
    starts = {side: [place.start for place in of_side] for side, of_side in places.items()}
    found = []
    for finding in findings:
        marks = tuple(
            mark
            for span in finding.spans
            for mark in _marks(span.start, span.end, places[span.side], starts[span.side], span.text)
        )
        if marks:
            found.append(PlacedFinding(finding, marks))
    return tuple(found)


def _marks(
    start: int, end: int, places: Sequence[Place], starts: Sequence[int], text: str
) -> Iterator[tuple[int, int, int, str]]:
    at = max(0, bisect_right(starts, start) - 1)
    while at < len(places) and (places[at].start < end or places[at].start == start):
        place = places[at]
        first, last = max(start, place.start), min(end, place.end)
        if first < last or (first == last == start == end):
            yield place.sentence, first - place.start, last - place.start, text[first - start : last - start]
        at += 1


def store_findings(
    connection: sqlite3.Connection,
    pair: int,
    found: Sequence[PlacedFinding],
    replaced: Iterable[int],
    *,
    across: bool = False,
) -> None:
    """Put findings in the place of those with the numbers `replaced`, within a transaction.

    What comparing many texts finds (`across`) is kept apart: who judges one text cannot tell whether it is still so.

    What is found again keeps its number, and with it the decision: by fingerprint and sentence, or else by fingerprint.
    What is not found again is forgotten, or kept as gone where somebody decided on it, in case it comes back.
    """
    old = _old_findings(connection, pair, list(replaced), across=across)
    numbers = _matched(found, old)
    for one, number in zip(found, numbers, strict=True):
        cells = (
            one.finding.code,
            one.finding.name,
            one.finding.severity.value,
            one.finding.message,
            one.finding.suggestion,
        )
        if number is None:
            connection.execute(
                "INSERT INTO findings (pair, fingerprint, code, name, severity, message, suggestion, gone, across)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?)",
                (pair, one.finding.fingerprint, *cells, across),
            )
            number = int(connection.execute("SELECT last_insert_rowid()").fetchone()[0])
        else:
            connection.execute("DELETE FROM marks WHERE finding = ?", (number,))
            connection.execute(
                "UPDATE findings SET code = ?, name = ?, severity = ?, message = ?, suggestion = ?, gone = 0 WHERE id = ?",
                (*cells, number),
            )
        rows = [(number, at, *mark) for at, mark in enumerate(one.marks)]
        connection.executemany("INSERT INTO marks VALUES (?, ?, ?, ?, ?, ?)", rows)
    _forget(connection, [one for one in old if one.number not in set(numbers)])


@dataclass(frozen=True, slots=True)
class _Old:
    """A finding that is there: `sentence` is where it begins, None where that is gone."""

    number: int
    fingerprint: str
    sentence: int | None
    is_decided: bool


def _old_findings(connection: sqlite3.Connection, pair: int, numbers: list[int], *, across: bool) -> list[_Old]:
    """The findings to be replaced, and those that are gone though somebody decided on them, or point at nothing."""
    rows = connection.execute(
        "SELECT findings.id, fingerprint, marks.sentence, decisions.id IS NOT NULL FROM findings"
        " LEFT JOIN marks ON marks.finding = findings.id AND marks.number = 0"
        " LEFT JOIN decisions ON decisions.finding = findings.id"
        " WHERE findings.pair = ? AND across = ? AND (gone = 1 OR marks.sentence IS NULL"
        " OR findings.id IN (SELECT value FROM json_each(?))) ORDER BY gone, findings.id",
        (pair, across, json.dumps(numbers)),
    )
    return [_Old(row[0], row[1], row[2], bool(row[3])) for row in rows.fetchall()]


def _matched(found: Sequence[PlacedFinding], old: Sequence[_Old]) -> list[int | None]:
    """For each finding the number of the old one that it is, None for a new one.

    Of an equal fingerprint the one in the same sentence is taken; elsewhere a finding goes on only where its sentence is
    gone, for a decision on one place says nothing of another.
    """
    exact: dict[tuple[str, int], list[int]] = defaultdict(list)
    homeless: dict[str, list[int]] = defaultdict(list)
    for one in old:
        if one.sentence is None:
            homeless[one.fingerprint].append(one.number)
        else:
            exact[one.fingerprint, one.sentence].append(one.number)
    numbers: list[int | None] = []
    for new in found:
        there = exact[new.finding.fingerprint, new.marks[0][0]] or homeless[new.finding.fingerprint]
        numbers.append(there.pop(0) if there else None)
    return numbers


def _forget(connection: sqlite3.Connection, old: Iterable[_Old]) -> None:
    """Delete findings that are not found again; those with a decision are kept as gone."""
    for one in old:
        if one.is_decided:
            connection.execute("UPDATE findings SET gone = 1 WHERE id = ? AND gone = 0", (one.number,))
        else:
            connection.execute("DELETE FROM findings WHERE id = ?", (one.number,))


def forget_changed(connection: sqlite3.Connection, beads: Iterable[int]) -> None:
    """Forget what comparing texts found at words of these beads that are not there any more."""
    rows = connection.execute(
        "SELECT findings.id, fingerprint, marks.sentence, decisions.id IS NOT NULL,"
        " substr(sentences.text, marks.start + 1, marks.end - marks.start) = marks.text FROM sentences"
        " JOIN marks ON marks.sentence = sentences.id JOIN findings ON findings.id = marks.finding AND across = 1 AND gone = 0"
        " LEFT JOIN decisions ON decisions.finding = findings.id"
        " WHERE sentences.bead IN (SELECT value FROM json_each(?))",
        (json.dumps(list(beads)),),
    ).fetchall()
    _forget(connection, [_Old(row[0], row[1], row[2], bool(row[3])) for row in rows if not row[4]])


def findings_of_beads(connection: sqlite3.Connection, beads: Iterable[int]) -> list[int]:
    """The findings that first point at one of these beads."""
    rows = connection.execute(
        "SELECT marks.finding FROM sentences JOIN marks ON marks.sentence = sentences.id AND marks.number = 0"
        " WHERE sentences.bead IN (SELECT value FROM json_each(?))",
        (json.dumps(list(beads)),),
    )
    return [row[0] for row in rows.fetchall()]
