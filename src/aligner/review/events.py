"""Changes as events: rows before and after, one transaction each, undone and redone from what the log has.

An event holds an image of every row it touched, before and after. To undo it is to put the first ones back, to redo it the
second ones; either is an event of its own, so that the log only ever grows. Both are refused when somebody has changed one
of these rows in the meantime. What is worked out by programs, scores and findings, belongs to no event.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from aligner.errors import Conflict, OptionError
from aligner.review.database import as_written, writing

Row = dict[str, Any]
# Table, number of the row, the row before and after.
Image = tuple[str, int, Row | None, Row | None]
# Tables that events tell of, and their columns; the columns in _WORKED_OUT are restored, but nobody's change.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "beads": (
        "id", "pair", "place", "score", "cost", "evidence", "details", "status", "locked", "judged", "version",
    ),
    "sentences": ("id", "document", "side", "place", "block", "start", "end", "glue", "text", "original", "bead"),
    "decisions": ("id", "finding", "verdict", "reason", "author", "at"),
    "comments": ("id", "bead", "text", "author", "at"),
    "accepted": ("id", "kind", "text"),
    "terms": ("id", "source", "target", "note"),
}  # fmt: skip
_WORKED_OUT = frozenset({"score", "cost", "evidence", "judged", "version"})
# What is found depends on these.
_TELLING = frozenset({"sentences", "accepted", "terms"})
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Event:
    """One change: who, when (ISO 8601, UTC), what kind, what was asked, and the beads it touched."""

    id: int
    author: str
    at: str
    kind: str
    payload: Mapping[str, Any]
    beads: tuple[int, ...]


@dataclass(slots=True)
class Recorder:
    """Changes rows within a transaction and keeps what they were; the beads named in `touched` get a new version."""

    connection: sqlite3.Connection
    event: int
    at: str
    author: str
    images: dict[tuple[str, int], tuple[Row | None, Row | None]] = field(default_factory=dict)
    touched: set[int] = field(default_factory=set)

    def row(self, table: str, number: int) -> Row | None:
        """A row as it is, None where there is none."""
        columns = ", ".join(COLUMNS[table])
        found = self.connection.execute(f"SELECT {columns} FROM {table} WHERE id = ?", (number,)).fetchone()  # noqa: S608
        return None if found is None else dict(found)

    def insert(self, table: str, **values: object) -> int:
        """Add a row; its number."""
        _put(self.connection, table, values)
        number = int(self.connection.execute("SELECT last_insert_rowid()").fetchone()[0])
        self._note(table, number, None)
        return number

    def update(self, table: str, number: int, **values: object) -> None:
        """Change columns of a row."""
        before = self.row(table, number)
        assert before is not None
        sets = ", ".join(f"{name} = ?" for name in values)
        self.connection.execute(f"UPDATE {table} SET {sets} WHERE id = ?", (*values.values(), number))  # noqa: S608
        self._note(table, number, before)

    def delete(self, table: str, number: int) -> None:
        """Take a row away."""
        before = self.row(table, number)
        self.connection.execute(f"DELETE FROM {table} WHERE id = ?", (number,))  # noqa: S608
        self._note(table, number, before)

    def touch(self, *beads: int) -> None:
        """Say that these beads are not what they were."""
        self.touched.update(beads)

    def _note(self, table: str, number: int, before: Row | None) -> None:
        first = self.images[table, number][0] if (table, number) in self.images else before
        self.images[table, number] = (first, self.row(table, number))
        if table == "beads":
            self.touched.add(number)

    def finish(self) -> None:
        """Give the touched beads their new version, and images of that."""
        for bead in sorted(self.touched):
            if self.row("beads", bead) is not None:
                self.update("beads", bead, version=self.event)


def now() -> str:
    """The time as events have it.

    >>> len(now())
    27
    """
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


@contextlib.contextmanager
def change(connection: sqlite3.Connection, author: str, kind: str, payload: Mapping[str, Any]) -> Iterator[Recorder]:
    """One change as one event in one transaction; the author's undone changes cannot be redone after it.

    Raises `Conflict` when it would leave something that belongs to nothing, or two things in one place.
    """
    with _recording(connection, author) as recorder:
        connection.execute(
            "UPDATE history SET state = 'settled' WHERE author = ? AND state = 'undone'", (recorder.author,)
        )
        yield recorder
        recorder.finish()
        write_event(recorder, kind, payload)
        connection.execute("INSERT INTO history VALUES (?, ?, 'done')", (recorder.event, recorder.author))


@contextlib.contextmanager
def _recording(connection: sqlite3.Connection, author: str) -> Iterator[Recorder]:
    """A transaction in which rows are changed on behalf of somebody."""
    name = checked_name(author)
    try:
        with writing(connection):
            at = now()
            connection.execute("INSERT OR IGNORE INTO users (name, at) VALUES (?, ?)", (name, at))
            yield Recorder(connection, next_event(connection), at, name)
    except sqlite3.IntegrityError as error:
        raise Conflict(
            "a later change stands in the way, on the same segment or beside it; undo that one first"
        ) from error


def checked_name(author: str) -> str:
    """The name of a person, its white space made plain; raises `OptionError` for what is none."""
    name = " ".join(author.split())
    if not name or len(name) > _LONGEST_NAME or not name.isprintable():
        raise OptionError(f"{author[:_LONGEST_NAME]!r} is no name of a person")
    return name


def next_event(connection: sqlite3.Connection) -> int:
    """The number that the next event gets; nobody else gets it within this transaction."""
    return int(connection.execute("SELECT coalesce(max(id), 0) + 1 FROM events").fetchone()[0])


def write_event(recorder: Recorder, kind: str, payload: Mapping[str, Any]) -> None:
    """Add the event to the log, with the beads it touched."""
    images = [[table, number, before, after] for (table, number), (before, after) in recorder.images.items()]
    cells = (recorder.event, recorder.author, recorder.at, kind, _json(payload), _json(images))
    recorder.connection.execute("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?)", cells)
    recorder.connection.executemany(
        "INSERT INTO event_beads (bead, event, pair) VALUES (?, ?, ?)",
        [(bead, recorder.event, _pair_of(recorder, bead)) for bead in sorted(recorder.touched)],
    )


def _pair_of(recorder: Recorder, bead: int) -> int | None:
    """The pair of a bead that may be gone by now."""
    row = next((one for one in recorder.images.get(("beads", bead), ()) if one is not None), None)
    row = row or recorder.row("beads", bead)
    return None if row is None else int(row["pair"])


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def undo(connection: sqlite3.Connection, author: str, event: int | None = None) -> Event | None:
    """Take back the author's last change, or the change `event` whoever made it; None where there is nothing to undo.

    Raises `Conflict` when a later change touches the same rows, and for an event that is undone already.
    """
    return _turn(connection, author, event, "undo")


def redo(connection: sqlite3.Connection, author: str) -> Event | None:
    """Make the change again that the author undid last; None where there is none, or a new change came after it.

    Raises `Conflict` when somebody has changed the same rows since.
    """
    return _turn(connection, author, None, "redo")


# Which change is next, how to look at its images, and what state it has then.
_CHOICES = {
    "undo": ("SELECT max(event) FROM history WHERE author = ? AND state = 'done'", "undone"),
    "redo": ("SELECT min(event) FROM history WHERE author = ? AND state = 'undone'", "done"),
}


def _turn(connection: sqlite3.Connection, author: str, event: int | None, kind: str) -> Event | None:
    query, state = _CHOICES[kind]
    with _recording(connection, author) as recorder:
        if event is None:
            event = connection.execute(query, (recorder.author,)).fetchone()[0]
            if event is None:
                return None
        else:
            _require_done(connection, event)
        images = images_of(connection, event)
        if kind == "undo":
            images = [(table, number, after, before) for table, number, before, after in images]
        _require_unchanged(recorder, event, images, kind)
        _apply(recorder, images)
        recorder.touch(*_beads_of(connection, event))
        if any(table in _TELLING for table, *_ in images):
            for bead in sorted(recorder.touched):
                if recorder.row("beads", bead) is not None:
                    recorder.update("beads", bead, judged=0)
        recorder.finish()
        write_event(recorder, kind, {"event": event})
        connection.execute("UPDATE history SET state = ? WHERE event = ?", (state, event))
        return one_event(connection, recorder.event)


def _require_done(connection: sqlite3.Connection, event: int) -> None:
    found = connection.execute("SELECT state FROM history WHERE event = ?", (event,)).fetchone()
    if found is None or found[0] != "done":
        raise Conflict(f"there is no change {event} that could be undone; look at the history again")


def images_of(connection: sqlite3.Connection, event: int) -> list[Image]:
    """The rows that an event changed, before and after.

    Raises `Conflict` for what no aligner wrote: names of tables and columns become part of statements.
    """
    try:
        read = json.loads(connection.execute("SELECT images FROM events WHERE id = ?", (event,)).fetchone()[0])
        images: list[Image] = [(table, number, before, after) for table, number, before, after in read]
        known = all(
            type(number) is int and all(row is None or set(row) == set(COLUMNS[table]) for row in (before, after))
            for table, number, before, after in images
        )
    except (ValueError, TypeError, KeyError, RecursionError):
        known = False
    if not known:
        raise Conflict(f"change {event} cannot be read: the project was written by something else")
    return images


def _require_unchanged(recorder: Recorder, event: int, images: Iterable[Image], kind: str) -> None:
    """Raise when a row is not what the event (for undo) or its undoing (for redo) left."""
    for table, number, left, _ in images:
        if _made(recorder.row(table, number)) != _made(left):
            raise Conflict(_told_conflict(recorder.connection, event, kind))


def _made(row: Row | None) -> Row | None:
    """A row without what programs worked out."""
    return None if row is None else {name: value for name, value in row.items() if name not in _WORKED_OUT}


def _told_conflict(connection: sqlite3.Connection, event: int, kind: str) -> str:
    later = connection.execute(
        "SELECT events.kind, events.author, events.at FROM event_beads AS mine JOIN event_beads AS other USING (bead)"
        " JOIN events ON events.id = other.event WHERE mine.event = ? AND other.event > ? AND events.kind != 'judge'"
        " ORDER BY events.id DESC LIMIT 1",
        (event, event),
    ).fetchone()
    by = "" if later is None else f" ({later[0]} by {later[1]} at {later[2]})"
    return (
        f"this cannot be {kind[:-2]}{'done' if kind[-2:] == 'do' else ''}: a later change touches the same segment{by}"
    )


def _apply(recorder: Recorder, images: list[Image]) -> None:
    """Put rows in place: first away with what goes, then back with what comes, so that places are free."""
    connection = recorder.connection
    order = sorted(images, key=lambda image: image[3] is not None)
    for table, number, _, wanted in order:
        before = recorder.row(table, number)
        if wanted is None:
            connection.execute(f"DELETE FROM {table} WHERE id = ?", (number,))  # noqa: S608
        elif before is None:
            _put(connection, table, wanted)
        else:
            names = [name for name in wanted if name != "id"]
            sets = ", ".join(f"{name} = ?" for name in names)
            connection.execute(
                f"UPDATE {table} SET {sets} WHERE id = ?",  # noqa: S608
                (*(wanted[name] for name in names), number),
            )
        recorder.images[table, number] = (before, wanted)
        if table == "beads":
            recorder.touch(number)


def _put(connection: sqlite3.Connection, table: str, values: Mapping[str, object]) -> None:
    names = [name for name in values if name in COLUMNS[table]]
    marks = ", ".join("?" * len(names))
    cells = tuple(values[name] for name in names)
    connection.execute(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", cells)  # noqa: S608


def _beads_of(connection: sqlite3.Connection, event: int) -> tuple[int, ...]:
    found = connection.execute("SELECT bead FROM event_beads WHERE event = ? ORDER BY bead", (event,))
    return tuple(row[0] for row in found)


def one_event(connection: sqlite3.Connection, number: int) -> Event:
    """An event of the log."""
    row = connection.execute("SELECT id, author, at, kind, payload FROM events WHERE id = ?", (number,)).fetchone()
    return _event(connection, row)


def _event(connection: sqlite3.Connection, row: sqlite3.Row) -> Event:
    with as_written():
        payload = json.loads(row["payload"])
    return Event(row["id"], row["author"], row["at"], row["kind"], payload, _beads_of(connection, row["id"]))


def events_after(connection: sqlite3.Connection, number: int, limit: int = 1000) -> tuple[Event, ...]:
    """The events after one, in order: what another window has to show anew."""
    rows = connection.execute(
        "SELECT id, author, at, kind, payload FROM events WHERE id > ? ORDER BY id LIMIT ?", (number, limit)
    )
    return tuple(_event(connection, row) for row in rows.fetchall())


def last_event(connection: sqlite3.Connection) -> int:
    """The number of the last event, 0 where there is none."""
    return next_event(connection) - 1
