"""What the page asks to see."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence

from aligner.alignment.coverage import coverage
from aligner.model import Side
from aligner.review import results
from aligner.review.database import as_written, reading
from aligner.review.project import Project
from aligner.review.records import BeadView, PairView
from aligner.review.web.asking import MOST_IDS, NotHere, Query
from aligner.review.web.desk import Desk
from aligner.review.web.wire import Json, beads_json, code_units, pair_json

_FIRST_PAGE = 60
# A word is shown as left out from here on; one in four of a good translation is put freely.
_LEFT_OUT = 0.5


def require_pair(project: Project, pair: int) -> PairView:
    """A pair of the project; raises `NotHere` where there is none of this number."""
    _require_known(project, pair)
    return next(one for one in project.pairs() if one.id == pair)


def _require_known(project: Project, pair: int) -> None:
    if project.connection.execute("SELECT 1 FROM pairs WHERE id = ?", (pair,)).fetchone() is None:
        raise NotHere(str(pair), "there is no such pair in the project", "look at the list of pairs")


def project_json(project: Project, name: str, author: str) -> Json:
    """The project: its pairs, which rules have found something, and what is accepted in all of it."""
    connection = project.connection
    with reading(connection):
        codes = connection.execute(
            "SELECT code, name, severity, count(*) AS count, count(*) - count(decisions.id) AS open FROM findings"
            " LEFT JOIN decisions ON decisions.finding = findings.id WHERE gone = 0 GROUP BY code, name, severity"
            " ORDER BY code"
        ).fetchall()
        accepted = connection.execute("SELECT id, kind, text FROM accepted ORDER BY id").fetchall()
        terms = connection.execute("SELECT source, target FROM terms ORDER BY id").fetchall()
        return {
            "name": name,
            "event": project.last_event(),
            "author": author,
            "pairs": [pair_json(pair) for pair in project.pairs()],
            "codes": [dict(row) for row in codes],
            "formats": list(results.export_formats()),
            "accepted": [dict(row) for row in accepted],
            "glossary": [dict(row) for row in terms],
        }


def ids_json(project: Project, pair: int, query: Query) -> Json:
    """All beads of a pair that go through a filter, by their ids."""
    chosen = query.filter()
    with reading(project.connection):
        _require_known(project, pair)
        return {"event": project.last_event(), "ids": project.ids(pair, chosen)}


def page_json(project: Project, pair: int, query: Query) -> Json:
    """Some of the beads of a pair that go through a filter."""
    first, count = query.number("first", 0), query.number("count", 100, MOST_IDS)
    chosen = query.filter()
    with reading(project.connection):
        _require_known(project, pair)
        beads = project.page(pair, first, count, chosen)
        return {
            "event": project.last_event(),
            "total": project.count(pair, chosen),
            "first": first,
            "beads": told_beads(project, beads),
        }


def beads_by_id_json(project: Project, query: Query) -> Json:
    """The beads asked for."""
    ids = query.ids("ids")
    with reading(project.connection):
        return {"event": project.last_event(), "beads": told_beads(project, project.beads(*ids))}


def told_beads(project: Project, beads: Sequence[BeadView]) -> list[Json]:
    """Beads with their numbers, and of findings that begin in another bead which one that is."""
    elsewhere = [finding.id for bead in beads for finding in bead.findings if not finding.is_head]
    return beads_json(beads, _numbers(project.connection, beads), _homes(project.connection, elsewhere))


def _numbers(connection: sqlite3.Connection, beads: Iterable[BeadView]) -> dict[int, int]:
    """The number of each bead in its pair: counted from one to the next, so that no stretch is counted twice."""
    rows = connection.execute(
        "SELECT id, pair, place FROM beads WHERE id IN (SELECT value FROM json_each(?)) ORDER BY pair, place",
        (json.dumps([bead.id for bead in beads]),),
    ).fetchall()
    numbers: dict[int, int] = {}
    pair, place, number = None, "", 0
    for row in rows:
        if row["pair"] != pair:
            pair, place, number = row["pair"], "", 0
        number += connection.execute(
            "SELECT count(*) FROM beads WHERE pair = ? AND place >= ? AND place < ?", (pair, place, row["place"])
        ).fetchone()[0]
        place = row["place"]
        numbers[row["id"]] = number
    return numbers


def _homes(connection: sqlite3.Connection, findings: Sequence[int]) -> dict[int, tuple[int, int]]:
    """For findings, the bead where each begins and its version: a decision on it has to name them."""
    if not findings:
        return {}
    rows = connection.execute(
        "SELECT marks.finding, beads.id, beads.version FROM marks JOIN sentences ON sentences.id = marks.sentence"
        " JOIN beads ON beads.id = sentences.bead"
        " WHERE marks.number = 0 AND marks.finding IN (SELECT value FROM json_each(?))",
        (json.dumps(list(findings)),),
    )
    return {row[0]: (row[1], row[2]) for row in rows.fetchall()}


def coverage_json(project: Project, desk: Desk, query: Query) -> Json:
    """The words of a bead that have no counterpart on its other side."""
    beads = project.beads(query.number("bead"))
    if not beads:
        raise NotHere("segment", "there is no such segment in the project", "look at the list again")
    bead = beads[0]
    embedder = desk.word_embedder(require_pair(project, bead.pair))
    told: Json = {side.value: [] for side in Side}
    told["known"] = embedder is not None
    if embedder is None:
        return told
    (found,) = coverage([(bead.side_text(Side.SOURCE), bead.side_text(Side.TARGET))], embedder)
    for side, words in zip(Side, (found.source, found.target), strict=True):
        at = 0
        for sentence in (one for one in bead.side(side) if one.text):
            inside = (word for word in words if at <= word.start < at + len(sentence.text))
            told[side.value] += [
                {
                    "sentence": sentence.id,
                    "start": code_units(sentence.text, word.start - at),
                    "end": code_units(sentence.text, word.end - at),
                    "missing": round(word.missing, 3),
                }
                for word in inside
                if word.missing >= _LEFT_OUT
            ]
            at += len(sentence.text) + 1
    return told


def events_json(project: Project, after: int) -> Json:
    """What happened after an event."""
    connection = project.connection
    with reading(connection):
        events = project.events_after(after, 500)
        undone = _states(connection, [event.id for event in events])
        last = project.last_event()
        pairs = dict(
            connection.execute(
                "SELECT event, max(pair) FROM event_beads WHERE event > ? GROUP BY event", (after,)
            ).fetchall()
        )
    return {
        "event": events[-1].id if len(events) == 500 else last,
        "events": [
            {
                "id": event.id,
                "author": event.author,
                "at": event.at,
                "kind": event.kind,
                "undone": undone.get(event.id) == "undone",
                "beads": event.beads,
                "pair": pairs.get(event.id),
            }
            for event in events
        ],
    }


def _states(connection: sqlite3.Connection, events: Sequence[int]) -> dict[int, str]:
    rows = connection.execute(
        "SELECT event, state FROM history WHERE event IN (SELECT value FROM json_each(?))", (json.dumps(list(events)),)
    )
    return dict(rows.fetchall())


# What people did, as a line of the history has it; the page has these words in its languages.
KINDS = {
    "new": "Project made",
    "update": "Texts read again",
    "merge": "Segments put together",
    "split": "Segment divided",
    "unlink": "Sides taken apart",
    "move": "Sentence moved",
    "edit": "Text edited",
    "write": "Sentence written",
    "mark": "Segment marked",
    "comment": "Comment",
    "decide": "Finding decided",
    "withdraw": "Decision taken back",
    "accept": "Accepted everywhere",
    "fix": "Suggestion written",
    "undo": "Undone",
    "redo": "Made again",
}
_DETAILS = ("text", "reason", "verdict", "status", "event")


def history_json(project: Project, query: Query) -> Json:
    """What people did, the latest first, before an event."""
    connection = project.connection
    before, count = query.number("before", 2**62), query.number("count", 50, MOST_IDS)
    with reading(connection), as_written():
        rows = connection.execute(
            "SELECT id, events.author, at, kind, payload, state,"
            " (SELECT min(bead) FROM event_beads WHERE event_beads.event = events.id) AS bead"
            " FROM events LEFT JOIN history ON history.event = events.id"
            " WHERE id < ? AND kind != 'judge' ORDER BY id DESC LIMIT ?",
            (before, count),
        ).fetchall()
        return {"events": [_line(row) for row in rows]}


def _line(row: sqlite3.Row) -> Json:
    payload = json.loads(row["payload"])
    detail = next((str(payload[name]) for name in _DETAILS if payload.get(name)), "")
    return {
        "id": row["id"],
        "author": row["author"],
        "at": row["at"],
        "kind": row["kind"],
        "text": KINDS.get(row["kind"], row["kind"]),
        "detail": detail[:500],
        "bead": row["bead"],
        "undone": row["state"] == "undone",
        "undoable": row["state"] == "done",
    }


def start_json(project: Project, name: str, author: str) -> Json:
    """What the page shows first, so that it need not ask."""
    with reading(project.connection):
        told = project_json(project, name, author)
        first = told["pairs"][0]["id"] if told["pairs"] else None
        page = None if first is None else page_json(project, first, Query({"first": "0", "count": str(_FIRST_PAGE)}))
        return {"project": told, "author": author, "first": page}
