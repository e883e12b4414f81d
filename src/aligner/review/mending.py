"""Writing what a finding suggests in the place of what it points at."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Sequence

from aligner.errors import Conflict, OptionError
from aligner.review.changes import Seen, require_seen, require_unlocked
from aligner.review.decisions import put_decision
from aligner.review.events import Event, Recorder, change, one_event
from aligner.review.records import Verdict

_MARKS = """
SELECT marks.start, marks.end, marks.text, marks.sentence, sentences.side, sentences.bead, sentences.text AS whole,
    sentences.original, sentences.start AS place, findings.suggestion
FROM findings JOIN marks ON marks.finding = findings.id JOIN sentences ON sentences.id = marks.sentence
WHERE findings.id = ? AND findings.gone = 0 ORDER BY marks.number
"""


def fix(connection: sqlite3.Connection, author: str, finding: int, seen: Seen) -> Event:
    """Write the suggestion of a finding in the place of its first mark, and of every other with that text; accept it.

    One change, taken back as one. The version of one of its beads at least has to be named, and every one that is named has
    to be right; in the others only words are replaced that still are what was found. Raises `OptionError` where there is no
    suggestion, or it stands for words of several sentences; `Conflict` where the words are not there any more.
    """
    with change(connection, author, "fix", {"finding": finding}) as recorder:
        rows = connection.execute(_MARKS, (finding,)).fetchall()
        if not rows:
            raise Conflict("the finding is gone: the text was changed or checked again; look at the segment again")
        marks = _meant(rows)
        beads = sorted({row["bead"] for row in marks})
        known = [bead for bead in {row["bead"] for row in rows} if bead in seen]
        # Named ones are held to their versions; where none is, this says which it should be.
        require_seen(recorder, seen, *(known or [rows[0]["bead"]]))
        require_unlocked(recorder, *beads)
        _replace(recorder, marks)
        put_decision(recorder, finding, Verdict.ACCEPTED, "")
        for bead in beads:
            recorder.update("beads", bead, judged=0, status="open")
        recorder.touch(rows[0]["bead"])
    return one_event(connection, recorder.event)


def _meant(rows: Sequence[sqlite3.Row]) -> list[sqlite3.Row]:
    """The marks that the suggestion goes in the place of."""
    first = rows[0]
    if first["suggestion"] is None:
        raise OptionError("nothing is suggested for this finding; edit the text")
    if len(rows) > 1 and _goes_on(first, rows[1]):
        raise OptionError("the suggestion stands for words of several sentences; edit the text")
    same = [row for row in rows if (row["text"], row["side"]) == (first["text"], first["side"])]
    meant = [row for row in same if row["whole"][row["start"] : row["end"]] == row["text"]]
    if not meant:
        raise Conflict("the words that were found are not there any more; look at the segment again")
    return meant


def _goes_on(row: sqlite3.Row, following: sqlite3.Row) -> bool:
    """Whether a span ran over the end of a sentence, and goes on in the other mark."""
    return bool(
        row["sentence"] != following["sentence"]
        and row["side"] == following["side"]
        and row["end"] == len(row["whole"])
        and following["start"] == 0
        and row["text"] != following["text"]
    )


def _replace(recorder: Recorder, marks: Sequence[sqlite3.Row]) -> None:
    of_sentence: dict[int, list[sqlite3.Row]] = defaultdict(list)
    for row in marks:
        of_sentence[row["sentence"]].append(row)
    for sentence, rows in of_sentence.items():
        text, last = rows[0]["whole"], None
        for row in sorted(rows, key=lambda one: (one["start"], one["end"]), reverse=True):
            if last is not None and row["end"] > last:
                continue
            text = text[: row["start"]] + row["suggestion"] + text[row["end"] :]
            last = row["start"]
        told = rows[0]["whole"] if rows[0]["original"] is None else rows[0]["original"]
        kept = None if rows[0]["place"] is None or text == told else told
        recorder.update("sentences", sentence, text=text.strip(), original=kept)
