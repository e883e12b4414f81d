"""What the page asks to be changed: each kind of change is one call of the project, told back with all that is new."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence

from aligner.errors import OptionError
from aligner.model import Side
from aligner.review.database import reading
from aligner.review.decisions import Acceptable
from aligner.review.events import Event
from aligner.review.project import Project
from aligner.review.records import Acceptance, StaleBead, Status, Verdict
from aligner.review.web.asking import MOST_IDS, Body
from aligner.review.web.desk import Desk
from aligner.review.web.looking import require_pair, told_beads
from aligner.review.web.wire import Json, bead_json, progress_json

# After these, beads stand elsewhere, are new or are gone.
_REGROUPING = frozenset({"merge", "split", "unlink", "move", "undo", "redo"})


def _merge(project: Project, author: str, body: Body) -> Event:
    return project.merge(author, body.number("first"), body.number("second"), body.seen)


def _split(project: Project, author: str, body: Body) -> Event:
    return project.split(author, body.number("bead"), (body.number("source"), body.number("target")), body.seen)


def _unlink(project: Project, author: str, body: Body) -> Event:
    return project.unlink(author, body.number("bead"), body.seen)


def _move(project: Project, author: str, body: Body) -> Event:
    return project.move(author, body.number("sentence"), forward=body.switch("forward"), seen=body.seen)


def _edit(project: Project, author: str, body: Body) -> Event:
    return project.edit(author, body.number("sentence"), body.text("text"), body.seen)


def _write(project: Project, author: str, body: Body) -> Event:
    return project.write(author, body.number("bead"), body.choice("side", Side), body.text("text"), body.seen)


def _mark(project: Project, author: str, body: Body) -> Event:
    status = body.choice("status", Status) if body.has("status") else None
    locked = body.switch("locked") if body.has("locked") else None
    return project.mark(author, body.number("bead"), body.seen, status=status, locked=locked)


def _comment(project: Project, author: str, body: Body) -> Event:
    return project.comment(author, body.number("bead"), body.text("text"))


def _decide(project: Project, author: str, body: Body) -> Event:
    verdict = body.choice("verdict", Verdict)
    return project.decide(author, body.number("finding"), verdict, body.seen, body.text("reason", ""))


def _withdraw(project: Project, author: str, body: Body) -> Event:
    return project.withdraw(author, body.number("finding"), body.seen)


def _accept(project: Project, author: str, body: Body) -> Event:
    acceptable = Acceptable(body.choice("as", Acceptance), body.text("text"), body.text("target", ""))
    return project.accept_everywhere(author, body.number("finding"), acceptable, body.seen)


def _fix(project: Project, author: str, body: Body) -> Event:
    return project.fix(author, body.number("finding"), body.seen)


def _undo(project: Project, author: str, body: Body) -> Event | None:
    return project.undo(author, body.number("event") if body.has("event") else None)


def _redo(project: Project, author: str, _body: Body) -> Event | None:
    return project.redo(author)


CHANGES: Mapping[str, Callable[[Project, str, Body], Event | None]] = {
    "merge": _merge,
    "split": _split,
    "unlink": _unlink,
    "move": _move,
    "edit": _edit,
    "write": _write,
    "mark": _mark,
    "comment": _comment,
    "decide": _decide,
    "withdraw": _withdraw,
    "accept": _accept,
    "fix": _fix,
    "undo": _undo,
    "redo": _redo,
}


def change_json(project: Project, author: str, body: Body) -> Json:
    """Make the change that was asked for; when this returns it is on the disk. What it touched is told as it is now."""
    kind = body.text("kind")
    if kind not in CHANGES:
        raise OptionError(f"{kind[:50]!r} is none of {', '.join(CHANGES)}")
    event = CHANGES[kind](project, author, body)
    if event is None:
        return {**told_change(project, (), kind), "undoes": None, "nothing": True}
    undoes = event.payload.get("event") if event.kind in {"undo", "redo"} else None
    return {**told_change(project, event.beads, event.kind), "event": event.id, "undoes": undoes}


def told_change(project: Project, touched: Sequence[int], kind: str) -> Json:
    """Beads that a change touched as they are now, those that are gone, and where those stand that may stand elsewhere.

    Of more than a few hundred only the first are told; `truncated` says so.
    """
    told = touched[:MOST_IDS]
    with reading(project.connection):
        beads = project.beads(*told)
        there = {bead.id for bead in beads}
        pairs = {bead.pair for bead in beads} | _pairs_of(project, [bead for bead in told if bead not in there])
        return {
            "event": project.last_event(),
            "changed": told_beads(project, beads),
            "removed": [bead for bead in told if bead not in there],
            "placed": _placed(project, sorted(there)) if kind in _REGROUPING else [],
            "progress": {str(pair): progress_json(project.progress(pair)) for pair in sorted(pairs)},
            "truncated": len(touched) > len(told),
        }


def _pairs_of(project: Project, beads: Sequence[int]) -> set[int]:
    """The pairs that beads which are gone belonged to."""
    rows = project.connection.execute(
        "SELECT DISTINCT pair FROM event_beads WHERE pair IS NOT NULL AND bead IN (SELECT value FROM json_each(?))",
        (json.dumps(list(beads)),),
    )
    return {row[0] for row in rows.fetchall()}


def _placed(project: Project, beads: Sequence[int]) -> list[Json]:
    """Beads in order, each with the one before it, None for the first of its pair."""
    rows = project.connection.execute(
        "SELECT id, (SELECT other.id FROM beads AS other WHERE other.pair = beads.pair AND other.place < beads.place"
        " ORDER BY other.place DESC LIMIT 1) AS after FROM beads"
        " WHERE id IN (SELECT value FROM json_each(?)) ORDER BY pair, place",
        (json.dumps(list(beads)),),
    )
    return [{"id": row["id"], "after": row["after"]} for row in rows.fetchall()]


def judge_json(project: Project, desk: Desk, body: Body) -> Json:
    """Have beads judged that were changed; all beads are told whose scores or findings are others now."""
    before = project.last_event()
    beads = project.beads(*body.ids("beads"))
    for number in sorted({bead.pair for bead in beads}):
        some = tuple(bead.id for bead in beads if bead.pair == number)
        desk.judge(project, require_pair(project, number), some)
    judged = {bead for event in project.events_after(before) if event.kind == "judge" for bead in event.beads} | {
        bead.id for bead in beads
    }
    return told_change(project, sorted(judged), "judge")


def stale_json(project: Project, error: StaleBead) -> Json:
    """Somebody was faster: the bead as it was seen and as it is."""
    current = None
    if error.current is not None:
        # As it is now, which may be later than when the change was refused.
        beads = project.beads(error.current.id)
        current = told_beads(project, beads)[0] if beads else None
    seen = None if error.seen is None else bead_json(error.seen, {}, {})
    return {"message": str(error), "seen": seen, "current": current}
