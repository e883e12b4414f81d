"""What a reviewer says of findings: a fault, none, or none anywhere; and what is accepted in the whole project."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from aligner.errors import Conflict, OptionError
from aligner.model import Term
from aligner.review.changes import Seen, require_seen
from aligner.review.events import Event, Recorder, change, one_event
from aligner.review.records import Acceptance, Verdict

_LONGEST_REASON = 10_000


@dataclass(frozen=True, slots=True)
class Acceptable:
    """What is accepted everywhere: a name, a word, or a term with what stands for it in the other language."""

    kind: Acceptance
    text: str
    target: str = ""


def decide(
    connection: sqlite3.Connection, author: str, finding: int, verdict: Verdict, reason: str, seen: Seen
) -> Event:
    """Accept a finding as a fault, or reject it for a reason; an earlier decision gives way.

    Raises `OptionError` for a rejection without a reason.
    """
    reason = " ".join(reason.split())
    if verdict is Verdict.EVERYWHERE:
        raise OptionError("say what is accepted everywhere, and as what")
    if len(reason) > _LONGEST_REASON:
        raise OptionError(f"the reason is longer than {_LONGEST_REASON:,} characters")
    if verdict is Verdict.REJECTED and not reason:
        raise OptionError("say why the finding is rejected")
    with change(
        connection, author, "decide", {"finding": finding, "verdict": verdict.value, "reason": reason}
    ) as recorder:
        bead = _bead_of(recorder, finding)
        require_seen(recorder, seen, bead)
        put_decision(recorder, finding, verdict, reason)
        recorder.touch(bead)
    return one_event(connection, recorder.event)


def withdraw(connection: sqlite3.Connection, author: str, finding: int, seen: Seen) -> Event:
    """Take the decision on a finding back, whoever made it."""
    with change(connection, author, "withdraw", {"finding": finding}) as recorder:
        bead = _bead_of(recorder, finding)
        require_seen(recorder, seen, bead)
        decision = _decision_of(recorder, finding)
        if decision is None:
            raise Conflict("there is no decision on this finding")
        recorder.delete("decisions", decision)
        recorder.touch(bead)
    return one_event(connection, recorder.event)


def accept_everywhere(
    connection: sqlite3.Connection, author: str, finding: int, acceptable: Acceptable, seen: Seen
) -> Event:
    """Accept what a finding points at in the whole project: it is told nowhere any more.

    All findings of that rule whose first mark has the text of this one's, whatever its capitals, are decided with it,
    where nobody has decided on them yet.
    """
    text, target = (" ".join(one.split()) for one in (acceptable.text, acceptable.target))
    if not text or (acceptable.kind is Acceptance.TERM and not target):
        raise OptionError("say which text is accepted, and for a term what stands for it")
    if max(len(text), len(target)) > _LONGEST_REASON:
        raise OptionError("what is accepted is too long")
    payload = {"finding": finding, "kind": acceptable.kind.value, "text": text, "target": target}
    with change(connection, author, "accept", payload) as recorder:
        bead = _bead_of(recorder, finding)
        require_seen(recorder, seen, bead)
        _add(recorder, acceptable.kind, text, target)
        for number, place in _alike(recorder, finding):
            if number == finding or _decision_of(recorder, number) is None:
                put_decision(recorder, number, Verdict.EVERYWHERE, f"{acceptable.kind.value}: {text}")
                recorder.touch(place)
        recorder.touch(bead)
    return one_event(connection, recorder.event)


def _add(recorder: Recorder, kind: Acceptance, text: str, target: str) -> None:
    """Add to the names, words or glossary what is not there yet."""
    if kind is Acceptance.TERM:
        query, given = "SELECT 1 FROM terms WHERE source = ? AND target = ?", (text, target)
        if recorder.connection.execute(query, given).fetchone() is None:
            recorder.insert("terms", source=text, target=target, note="")
    elif recorder.connection.execute("SELECT 1 FROM accepted WHERE text = ?", (text,)).fetchone() is None:
        recorder.insert("accepted", kind=kind.value, text=text)


def _alike(recorder: Recorder, finding: int) -> list[tuple[int, int]]:
    """Findings of one rule about one text, each with the bead where it begins."""
    rows = recorder.connection.execute(
        "SELECT findings.id, findings.code, marks.text, sentences.bead FROM findings"
        " JOIN marks ON marks.finding = findings.id AND marks.number = 0 JOIN sentences ON sentences.id = marks.sentence"
        " WHERE findings.gone = 0 AND findings.code = (SELECT code FROM findings WHERE id = ?)",
        (finding,),
    ).fetchall()
    wanted = {row["text"].casefold() for row in rows if row["id"] == finding}
    return [(row["id"], row["bead"]) for row in rows if row["text"].casefold() in wanted]


def put_decision(recorder: Recorder, finding: int, verdict: Verdict, reason: str) -> None:
    """Write the decision on a finding, in the place of an earlier one."""
    values = {"verdict": verdict.value, "reason": reason, "author": recorder.author, "at": recorder.at}
    there = _decision_of(recorder, finding)
    if there is None:
        recorder.insert("decisions", finding=finding, **values)
    else:
        recorder.update("decisions", there, **values)


def _decision_of(recorder: Recorder, finding: int) -> int | None:
    row = recorder.connection.execute("SELECT id FROM decisions WHERE finding = ?", (finding,)).fetchone()
    return None if row is None else int(row[0])


def _bead_of(recorder: Recorder, finding: int) -> int:
    """The bead where a finding begins."""
    row = recorder.connection.execute(
        "SELECT sentences.bead FROM findings JOIN marks ON marks.finding = findings.id AND marks.number = 0"
        " JOIN sentences ON sentences.id = marks.sentence WHERE findings.id = ? AND findings.gone = 0",
        (finding,),
    ).fetchone()
    if row is None:
        raise Conflict("the finding is gone: the text was changed or checked again; look at the segment again")
    return int(row[0])


def accepted(connection: sqlite3.Connection) -> tuple[str, ...]:
    """The names and words that are accepted in the whole project."""
    return tuple(row[0] for row in connection.execute("SELECT text FROM accepted ORDER BY id").fetchall())


def glossary(connection: sqlite3.Connection) -> tuple[Term, ...]:
    """The terms that were accepted in the whole project; several targets of one source are one entry."""
    of_source: dict[str, list[str]] = {}
    for row in connection.execute("SELECT source, target FROM terms ORDER BY id").fetchall():
        of_source.setdefault(row[0], []).append(row[1])
    return tuple(Term(source, tuple(targets)) for source, targets in of_source.items())
