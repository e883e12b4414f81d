"""Changes of beads and of texts. Each names the versions of the beads it is meant for, and is refused when they are others."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping
from typing import Any

from aligner.errors import Conflict, OptionError
from aligner.model import Role, Side
from aligner.review.database import as_written
from aligner.review.events import Event, Recorder, Row, change, images_of, one_event
from aligner.review.places import place_between
from aligner.review.reading import bead_view, beads_by_id
from aligner.review.records import BeadView, SentenceView, StaleBead, Status

LONGEST_TEXT = 1_000_000  # characters of one sentence
# What a bead was when whoever asks saw it: its number and its version.
Seen = Mapping[int, int]
_REGROUPED: dict[str, Any] = {"score": None, "cost": None, "evidence": None, "judged": 0}
_SURROGATE = re.compile("[\ud800-\udfff]")


def require_seen(recorder: Recorder, seen: Seen, *beads: int) -> None:
    """Raise `StaleBead` when a bead is not of the version that was seen, `Conflict` when none was named."""
    connection = recorder.connection
    for bead in beads:
        row = recorder.row("beads", bead)
        if bead not in seen:
            raise Conflict(f"the change says no version of segment {bead}; look at it first")
        if row is None or row["version"] != seen[bead]:
            current = beads_by_id(connection, [bead])
            by = connection.execute(
                "SELECT events.author FROM event_beads JOIN events ON events.id = event_beads.event"
                " WHERE bead = ? AND event > ? AND events.kind != 'judge' ORDER BY event DESC LIMIT 1",
                (bead, seen[bead]),
            ).fetchone()
            told = "" if by is None else f" by {by[0]}"
            raise StaleBead(as_seen(connection, bead, seen[bead]), current[0] if current else None, told)


def as_seen(connection: sqlite3.Connection, bead: int, version: int) -> BeadView | None:
    """A bead as it was when it had a version, from the log; None where it never had it."""
    events = connection.execute(
        "SELECT event FROM event_beads WHERE bead = ? AND event > ? ORDER BY event", (bead, version)
    ).fetchall()
    was: dict[tuple[str, int], Row | None] = {}
    for event in events:
        for table, number, before, _ in images_of(connection, event[0]):
            was.setdefault((table, number), before)
    current = connection.execute("SELECT * FROM beads WHERE id = ?", (bead,)).fetchone()
    row = was.get(("beads", bead), None if current is None else dict(current))
    if row is None or row["version"] != version:
        return None
    rows = {row["id"]: dict(row) for row in connection.execute("SELECT * FROM sentences WHERE bead = ?", (bead,))}
    for (table, number), image in was.items():
        if table == "sentences":
            rows.pop(number, None)
            if image is not None and image["bead"] == bead:
                rows[number] = image
    sides: dict[str, list[SentenceView]] = {side.value: [] for side in Side}
    for sentence in sorted(rows.values(), key=lambda one: str(one["place"])):
        original = sentence["original"] if sentence["original"] is not None else sentence["text"]
        view = SentenceView(
            sentence["id"], Side(sentence["side"]), sentence["text"],
            None if sentence["start"] is None else original, sentence["block"], Role.PARAGRAPH,
        )  # fmt: skip
        sides[sentence["side"]].append(view)
    return bead_view(row, sides["source"], sides["target"])


def _sentences(recorder: Recorder, bead: int) -> dict[Side, list[Row]]:
    """The sentences of a bead, in order, by side."""
    rows = recorder.connection.execute("SELECT * FROM sentences WHERE bead = ? ORDER BY place", (bead,)).fetchall()
    return {side: [dict(row) for row in rows if row["side"] == side.value] for side in Side}


def _neighbour(recorder: Recorder, bead: int, *, is_next: bool) -> int | None:
    sign, order = (">", "ASC") if is_next else ("<", "DESC")
    found = recorder.connection.execute(
        f"SELECT other.id FROM beads AS mine JOIN beads AS other ON other.pair = mine.pair AND other.place {sign} mine.place"  # noqa: S608
        f" WHERE mine.id = ? ORDER BY other.place {order} LIMIT 1",
        (bead,),
    ).fetchone()
    return None if found is None else int(found[0])


def require_unlocked(recorder: Recorder, *beads: int) -> None:
    """Raise `Conflict` when one of these beads is locked."""
    for bead in beads:
        row = recorder.row("beads", bead)
        if row is not None and row["locked"]:
            raise Conflict("the segment is locked; unlock it first")


def _new_bead(recorder: Recorder, after: int, **values: Any) -> int:
    """A bead without sentences behind another."""
    row = recorder.row("beads", after)
    assert row is not None
    following = _neighbour(recorder, after, is_next=True)
    other = None if following is None else recorder.row("beads", following)
    with as_written():
        place = place_between(row["place"], None if other is None else other["place"])
    return recorder.insert(
        "beads", pair=row["pair"], place=place, **{**_REGROUPED, "status": "open", "locked": 0, **values},
        version=recorder.event,
    )  # fmt: skip


def _regrouped(recorder: Recorder, *beads: int) -> None:
    """Say of beads that their sentences are others: scores are for somebody to work out, and what was done is to do."""
    for bead in beads:
        recorder.update("beads", bead, **_REGROUPED, status="open")


def merge(connection: sqlite3.Connection, author: str, first: int, second: int, seen: Seen) -> Event:
    """Put the sentences of a bead and of the next one together, in the first; comments go with them."""
    with change(connection, author, "merge", {"first": first, "second": second}) as recorder:
        require_seen(recorder, seen, first, second)
        require_unlocked(recorder, first, second)
        if _neighbour(recorder, first, is_next=True) != second:
            raise Conflict("only a segment and the next one can be put together")
        for sentences in _sentences(recorder, second).values():
            for sentence in sentences:
                recorder.update("sentences", sentence["id"], bead=first)
        for row in connection.execute("SELECT id FROM comments WHERE bead = ?", (second,)).fetchall():
            recorder.update("comments", row["id"], bead=first)
        recorder.delete("beads", second)
        _regrouped(recorder, first)
    return one_event(connection, recorder.event)


def split(connection: sqlite3.Connection, author: str, bead: int, at: tuple[int, int], seen: Seen) -> Event:
    """Divide a bead: so many source and target sentences stay, the rest goes to a new one behind it.

    Raises `OptionError` when nothing would stay or nothing would go.
    """
    with change(connection, author, "split", {"bead": bead, "at": list(at)}) as recorder:
        require_seen(recorder, seen, bead)
        require_unlocked(recorder, bead)
        sentences = _sentences(recorder, bead)
        counts = [len(sentences[side]) for side in Side]
        if not (all(0 <= here <= count for here, count in zip(at, counts, strict=True)) and 0 < sum(at) < sum(counts)):
            raise OptionError(
                f"a segment of {counts[0]} + {counts[1]} sentences cannot be divided at {at[0]} + {at[1]}"
            )
        added = _new_bead(recorder, bead)
        for side, here in zip(Side, at, strict=True):
            for sentence in sentences[side][here:]:
                recorder.update("sentences", sentence["id"], bead=added)
        _regrouped(recorder, bead)
        recorder.touch(added)
    return one_event(connection, recorder.event)


def unlink(connection: sqlite3.Connection, author: str, bead: int, seen: Seen) -> Event:
    """Take the two sides of a bead apart: its sentences have no counterpart, each in a bead of its own."""
    with change(connection, author, "unlink", {"bead": bead}) as recorder:
        require_seen(recorder, seen, bead)
        require_unlocked(recorder, bead)
        sentences = _sentences(recorder, bead)
        if not all(sentences.values()):
            raise OptionError("the segment has one side only")
        last = bead
        for sentence in [*sentences[Side.SOURCE][1:], *sentences[Side.TARGET]]:
            last = _new_bead(recorder, last)
            recorder.update("sentences", sentence["id"], bead=last)
        _regrouped(recorder, bead)
    return one_event(connection, recorder.event)


def move(connection: sqlite3.Connection, author: str, sentence: int, *, forward: bool, seen: Seen) -> Event:
    """Move the last sentence of its side to the next bead, or the first one to the bead before.

    A bead that has no sentence left is taken away, its comments going with the sentence.
    """
    with change(connection, author, "move", {"sentence": sentence, "forward": forward}) as recorder:
        row = recorder.row("sentences", sentence)
        if row is None:
            raise Conflict("the sentence is gone; look at the segment again")
        bead = row["bead"]
        other = _neighbour(recorder, bead, is_next=forward)
        require_seen(recorder, seen, bead)
        if other is None:
            raise OptionError("there is no segment to move the sentence to")
        require_seen(recorder, seen, other)
        require_unlocked(recorder, bead, other)
        sentences = _sentences(recorder, bead)
        mine = sentences[Side(row["side"])]
        if mine[-1 if forward else 0]["id"] != sentence:
            raise OptionError(f"only the {'last' if forward else 'first'} sentence of a side can be moved there")
        recorder.update("sentences", sentence, bead=other)
        if sum(len(of_side) for of_side in sentences.values()) == 1:
            for comment in connection.execute("SELECT id FROM comments WHERE bead = ?", (bead,)).fetchall():
                recorder.update("comments", comment["id"], bead=other)
            recorder.delete("beads", bead)
        else:
            _regrouped(recorder, bead)
        _regrouped(recorder, other)
    return one_event(connection, recorder.event)


def edit(connection: sqlite3.Connection, author: str, sentence: int, text: str, seen: Seen) -> Event:
    """Change the text of a sentence; "" deletes it, for one that a reviewer wrote as for one of the file.

    Raises `OptionError` for a text that no file could hold.
    """
    text = _checked_text(text)
    with change(connection, author, "edit", {"sentence": sentence, "text": text}) as recorder:
        row = recorder.row("sentences", sentence)
        if row is None:
            raise Conflict("the sentence is gone; look at the segment again")
        require_seen(recorder, seen, row["bead"])
        require_unlocked(recorder, row["bead"])
        original = row["text"] if row["original"] is None else row["original"]
        # One that reads as in the file again is not edited any more.
        kept = None if row["start"] is None or text == original else original
        recorder.update("sentences", sentence, text=text, original=kept)
        recorder.update("beads", row["bead"], judged=0, status="open")
    return one_event(connection, recorder.event)


def write(connection: sqlite3.Connection, author: str, bead: int, side: Side, text: str, seen: Seen) -> Event:
    """Add a sentence to one side of a bead, behind what is there; where nothing is, behind what comes before it.

    It begins a new paragraph where the first sentence of the other side does.
    """
    text = _checked_text(text)
    if not text:
        raise OptionError("there is no text to add")
    with change(connection, author, "write", {"bead": bead, "side": side.value, "text": text}) as recorder:
        require_seen(recorder, seen, bead)
        require_unlocked(recorder, bead)
        row = recorder.row("beads", bead)
        assert row is not None
        document = connection.execute(
            "SELECT id FROM documents WHERE pair = ? AND side = ?", (row["pair"], side.value)
        ).fetchone()[0]
        before, after = _around(recorder, row, side, document)
        with as_written():
            place = place_between(before["place"] if before else None, after["place"] if after else None)
        recorder.insert(
            "sentences", document=document, side=side.value, place=place, text=text, bead=bead,
            block=(before or after or {"block": 0})["block"], glue=_glue(recorder, bead, side),
        )  # fmt: skip
        recorder.update("beads", bead, **_REGROUPED, status="open")
    return one_event(connection, recorder.event)


def _around(recorder: Recorder, bead: Row, side: Side, document: int) -> tuple[Row | None, Row | None]:
    """The sentences of one side between which one is added to a bead."""
    before = recorder.connection.execute(
        "SELECT sentences.* FROM beads JOIN sentences ON sentences.bead = beads.id AND sentences.side = ?"
        " WHERE beads.pair = ? AND beads.place <= ? ORDER BY beads.place DESC, sentences.place DESC LIMIT 1",
        (side.value, bead["pair"], bead["place"]),
    ).fetchone()
    after = recorder.connection.execute(
        "SELECT * FROM sentences WHERE document = ? AND place > ? ORDER BY place LIMIT 1",
        (document, before["place"] if before else ""),
    ).fetchone()
    return (None if before is None else dict(before)), (None if after is None else dict(after))


def _glue(recorder: Recorder, bead: int, side: Side) -> str:
    """What stands before an added sentence: a blank, or an empty line where its counterpart begins a block."""
    sentences = _sentences(recorder, bead)
    other = sentences[side.other]
    if sentences[side] or not other:
        return " "
    before = recorder.connection.execute(
        "SELECT block FROM sentences WHERE document = ? AND place < ? ORDER BY place DESC LIMIT 1",
        (other[0]["document"], other[0]["place"]),
    ).fetchone()
    return " " if before is not None and before[0] == other[0]["block"] else "\n\n"


def _checked_text(text: str) -> str:
    if len(text) > LONGEST_TEXT:
        raise OptionError(f"the text is longer than {LONGEST_TEXT:,} characters")
    if "\0" in text or _SURROGATE.search(text):
        raise OptionError("the text has a character that no file can hold")
    return text.strip()


def mark(
    connection: sqlite3.Connection,
    author: str,
    bead: int,
    seen: Seen,
    *,
    status: Status | None = None,
    locked: bool | None = None,
) -> Event:
    """Say how far a bead is, or lock or unlock its alignment and texts; what is None stays."""
    asked = {"status": None if status is None else status.value, "locked": None if locked is None else int(locked)}
    wanted = {name: value for name, value in asked.items() if value is not None}
    if not wanted:
        raise OptionError("say what is to be marked: the status, or locked")
    with change(connection, author, "mark", {"bead": bead, **wanted}) as recorder:
        require_seen(recorder, seen, bead)
        recorder.update("beads", bead, **wanted)
    return one_event(connection, recorder.event)


def comment(connection: sqlite3.Connection, author: str, bead: int, text: str) -> Event:
    """Add a remark to a bead, whatever its version: remarks overwrite nothing."""
    text = _checked_text(text)
    if not text:
        raise OptionError("there is no text in the comment")
    with change(connection, author, "comment", {"bead": bead, "text": text}) as recorder:
        if recorder.row("beads", bead) is None:
            raise Conflict("the segment is gone")
        recorder.insert("comments", bead=bead, text=text, author=recorder.author, at=recorder.at)
        recorder.touch(bead)
    return one_event(connection, recorder.event)
