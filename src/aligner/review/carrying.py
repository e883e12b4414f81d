"""What people did to a text, found again in the text as it is now.

A sentence is the same when it is as the file had it, or as people left it; white space does not count.
"""

from __future__ import annotations

import difflib
import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from aligner.model import Bead, Bitext, Side
from aligner.review.events import next_event
from aligner.review.importing import Origin, fill_pair
from aligner.review.places import place_between

_LONGEST_SHOWN = 60
# For sentences of the project, by id, the number of the same sentence in the text as it is now.
Matched = Mapping[Side, Mapping[int, int]]


@dataclass(frozen=True, slots=True)
class OldSentence:
    """A sentence of the project: `original` is what the file had, None for one that a reviewer wrote."""

    id: int
    side: Side
    original: str | None
    text: str
    bead: int
    glue: str = ""


@dataclass(frozen=True, slots=True)
class OldBead:
    """A bead of the project, with its comments: text, author, time."""

    id: int
    status: str
    is_locked: bool
    comments: tuple[tuple[str, str, str], ...]
    version: int


@dataclass(slots=True)
class Before:
    """A pair as the project has it: beads in order, and sentences in order of either side."""

    beads: list[OldBead]
    sentences: dict[Side, list[OldSentence]]
    by_bead: dict[int, list[OldSentence]] = field(init=False)

    def __post_init__(self) -> None:
        self.by_bead = {bead.id: [] for bead in self.beads}
        for side in Side:
            for sentence in self.sentences[side]:
                self.by_bead[sentence.bead].append(sentence)


def before_update(connection: sqlite3.Connection, pair: int) -> Before:
    """A pair as the project has it."""
    beads = [
        OldBead(row["id"], row["status"], bool(row["locked"]), _comments(connection, row["id"]), row["version"])
        for row in connection.execute("SELECT * FROM beads WHERE pair = ? ORDER BY place", (pair,)).fetchall()
    ]
    sentences: dict[Side, list[OldSentence]] = {}
    for side in Side:
        rows = connection.execute(
            "SELECT sentences.* FROM sentences JOIN documents ON documents.id = sentences.document"
            " WHERE documents.pair = ? AND documents.side = ? ORDER BY sentences.place",
            (pair, side.value),
        ).fetchall()
        sentences[side] = [
            OldSentence(row["id"], side, _original(row), row["text"], row["bead"], row["glue"]) for row in rows
        ]
    return Before(beads, sentences)


def _original(row: sqlite3.Row) -> str | None:
    """What the file had; None for a sentence that a reviewer wrote."""
    if row["start"] is None:
        return None
    return str(row["text"] if row["original"] is None else row["original"])


def _comments(connection: sqlite3.Connection, bead: int) -> tuple[tuple[str, str, str], ...]:
    rows = connection.execute("SELECT text, author, at FROM comments WHERE bead = ? ORDER BY id", (bead,)).fetchall()
    return tuple((row["text"], row["author"], row["at"]) for row in rows)


def _squeezed(text: str | None) -> str:
    return " ".join((text or "").split())


def matched_sentences(before: Sequence[OldSentence], texts: Sequence[str]) -> dict[int, int]:
    """For sentences of the project, by id, the number of the same sentence in the text as it is now.

    First those that are as the file had them, in order; then, between them, those that are as people left them.
    """
    new = [_squeezed(text) for text in texts]
    found: dict[int, int] = {}
    for known in ([_squeezed(one.original) for one in before], [_squeezed(one.text) for one in before]):
        taken = set(found.values())
        mine = [at for at, one in enumerate(before) if one.id not in found and known[at]]
        theirs = [at for at in range(len(new)) if at not in taken and new[at]]
        matcher = difflib.SequenceMatcher(None, [known[at] for at in mine], [new[at] for at in theirs], autojunk=False)
        for block in matcher.get_matching_blocks():
            for at in range(block.size):
                found[before[mine[block.a + at]].id] = theirs[block.b + at]
    return found


def is_kept(bead: OldBead, before: Before, matched: Matched) -> bool:
    """Whether all sentences of a bead are still there, but for those that a reviewer deleted or wrote."""
    of_file = (one for one in before.by_bead[bead.id] if one.text and one.original is not None)
    return all(one.id in matched[one.side] for one in of_file)


def as_bead(bead: OldBead, before: Before, matched: Matched) -> Bead:
    """A bead with the numbers that its sentences have now."""
    numbers = {
        side: tuple(sorted(matched[side][one.id] for one in before.by_bead[bead.id] if one.side is side and one.id in matched[side]))
        for side in Side
    }  # fmt: skip
    return Bead(numbers[Side.SOURCE], numbers[Side.TARGET])


def nulls_apart(locks: Sequence[Bead]) -> tuple[Bead, ...]:
    """The locks with each sentence without a counterpart by itself, as the aligner has them; nothing for empty ones."""
    apart: list[Bead] = []
    for lock in locks:
        if not lock.is_null:
            apart.append(lock)
        else:
            apart += [Bead((number,), ()) for number in lock.source]
            apart += [Bead((), (number,)) for number in lock.target]
    return tuple(apart)


def was_touched(connection: sqlite3.Connection, before: Before, seen: int) -> bool:
    """Whether somebody changed a bead in an event from number `seen` on."""
    rows = connection.execute(
        "SELECT bead FROM event_beads JOIN events ON events.id = event WHERE event >= ? AND kind != 'judge'", (seen,)
    )
    return not {bead.id for bead in before.beads}.isdisjoint(row[0] for row in rows.fetchall())


@dataclass(slots=True)
class After:
    """What was carried over, what was lost, and the beads of the pair as they are now."""

    kept: int = 0
    lost: list[str] = field(default_factory=list)
    beads: list[int] = field(default_factory=list)


def replace_pair(
    connection: sqlite3.Connection,
    pair: int,
    bitext: Bitext,
    origins: tuple[Origin, Origin],
    before: Before,
    matched: Matched,
) -> After:
    """Put the text as it is now in the place of what was there, with what people did to it."""
    compared = _compared(connection, pair)
    _settle(connection, pair)
    _clear(connection, pair)
    connection.execute(
        "UPDATE pairs SET signature = ?, has_details = ? WHERE id = ?", (bitext.signature, bool(bitext.details), pair)
    )
    fill_pair(connection, pair, bitext, origins, next_event(connection))
    ids = {side: _ids(connection, pair, side) for side in Side}
    after = After()
    known = {
        one.id: ids[side][matched[side][one.id]]
        for side in Side
        for one in before.sentences[side]
        if one.id in matched[side]
    }
    connection.executemany(
        "INSERT INTO marks VALUES (?, ?, ?, ?, ?, ?)",
        [(mark[0], mark[1], known[mark[2]], *mark[3:]) for mark in compared if mark[2] in known],
    )
    _carry_edits(connection, before, matched, ids, after)
    _carry_beads(connection, before, matched, ids, after)
    after.beads = [row[0] for row in connection.execute("SELECT id FROM beads WHERE pair = ?", (pair,)).fetchall()]
    return after


def _compared(connection: sqlite3.Connection, pair: int) -> list[tuple[int, int, int, int, int, str]]:
    """The marks of what comparing texts found, which reading one of them again cannot find."""
    rows = connection.execute(
        "SELECT finding, number, sentence, start, end, text FROM marks JOIN findings ON findings.id = finding"
        " WHERE pair = ? AND across = 1",
        (pair,),
    )
    return [(row[0], row[1], row[2], row[3], row[4], row[5]) for row in rows.fetchall()]


def _settle(connection: sqlite3.Connection, pair: int) -> None:
    """Leave changes of the pair in the log alone: what they would undo is not there any more."""
    connection.execute(
        "UPDATE history SET state = 'settled' WHERE event IN (SELECT event FROM event_beads WHERE pair = ?)",
        (pair,),
    )


def _clear(connection: sqlite3.Connection, pair: int) -> None:
    """Take documents, sentences and beads of a pair away; findings stay, and point at nothing."""
    documents = "SELECT id FROM documents WHERE pair = ?"
    for statement in (
        "DELETE FROM comments WHERE bead IN (SELECT id FROM beads WHERE pair = ?)",
        f"DELETE FROM sentences WHERE document IN ({documents})",  # noqa: S608
        f"DELETE FROM blocks WHERE document IN ({documents})",  # noqa: S608
        "DELETE FROM beads WHERE pair = ?",
        "DELETE FROM documents WHERE pair = ?",
    ):
        connection.execute(statement, (pair,))


def _ids(connection: sqlite3.Connection, pair: int, side: Side) -> list[int]:
    """The sentences of one side, by number."""
    rows = connection.execute(
        "SELECT sentences.id FROM sentences JOIN documents ON documents.id = sentences.document"
        " WHERE documents.pair = ? AND documents.side = ? ORDER BY sentences.place",
        (pair, side.value),
    )
    return [row[0] for row in rows.fetchall()]


def _carry_edits(
    connection: sqlite3.Connection,
    before: Before,
    matched: Matched,
    ids: Mapping[Side, Sequence[int]],
    after: After,
) -> None:
    """Edit again what is as it was before the edit; what the file has as it was edited needs nothing."""
    for side in Side:
        now_at = {old: ids[side][number] for old, number in matched[side].items()}
        previous: int | None = None
        for one in before.sentences[side]:
            if one.original is None and one.text and one.id not in now_at:
                added = _write_again(connection, before, one, previous, matched, ids)
                if added is not None:
                    now_at[one.id] = added
            here = now_at.get(one.id)
            previous = here or previous
            if one.original == one.text or (one.original is None and not one.text):
                continue
            if here is None:
                after.lost.append(f"edit of the {side}: “{_shown(one.text)}”")
                continue
            after.kept += 1
            if one.original is not None:
                _edit_again(connection, one, here)


def _edit_again(connection: sqlite3.Connection, one: OldSentence, here: int) -> None:
    """Edit a sentence that the file still has as it was; what was found in it does not hold any more."""
    told = connection.execute("SELECT text FROM sentences WHERE id = ?", (here,)).fetchone()[0]
    if told != one.text and _squeezed(told) == _squeezed(one.original):
        connection.execute("UPDATE sentences SET text = ?, original = ? WHERE id = ?", (one.text, told, here))
        connection.execute("UPDATE beads SET judged = 0 WHERE id = (SELECT bead FROM sentences WHERE id = ?)", (here,))


def _write_again(
    connection: sqlite3.Connection,
    before: Before,
    one: OldSentence,
    previous: int | None,
    matched: Matched,
    ids: Mapping[Side, Sequence[int]],
) -> int | None:
    """Add a sentence that a reviewer wrote behind the one it stood behind, where a sentence it belonged to is still there.

    Its number; None where there is no such sentence.
    """
    company = [other for other in before.by_bead[one.bead] if other.id in matched[other.side]]
    if not company or previous is None:
        return None
    with_whom = ids[company[0].side][matched[company[0].side][company[0].id]]
    home = connection.execute("SELECT bead FROM sentences WHERE id = ?", (with_whom,)).fetchone()[0]
    row = connection.execute("SELECT * FROM sentences WHERE id = ?", (previous,)).fetchone()
    following = connection.execute(
        "SELECT place FROM sentences WHERE document = ? AND place > ? ORDER BY place LIMIT 1",
        (row["document"], row["place"]),
    ).fetchone()
    place = place_between(row["place"], None if following is None else following[0])
    cursor = connection.execute(
        "INSERT INTO sentences (document, side, place, block, glue, text, bead) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (row["document"], row["side"], place, row["block"], one.glue, one.text, home),
    )
    connection.execute("UPDATE beads SET judged = 0, score = NULL, evidence = NULL WHERE id = ?", (home,))
    return cursor.lastrowid


def _carry_beads(
    connection: sqlite3.Connection,
    before: Before,
    matched: Matched,
    ids: Mapping[Side, Sequence[int]],
    after: After,
) -> None:
    """Mark again what was done or locked and is still one bead, and put comments where their sentences went."""
    for bead in before.beads:
        marked = bead.status == "done" or bead.is_locked
        if not marked and not bead.comments:
            continue
        there = [
            ids[one.side][matched[one.side][one.id]] for one in before.by_bead[bead.id] if one.id in matched[one.side]
        ]
        homes = [
            row[0]
            for row in connection.execute(
                "SELECT DISTINCT bead FROM sentences WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(there),)
            ).fetchall()
        ]
        for text, author, at in bead.comments:
            if homes:
                connection.execute(
                    "INSERT INTO comments (bead, text, author, at) VALUES (?, ?, ?, ?)", (homes[0], text, author, at)
                )
                after.kept += 1
            else:
                after.lost.append(f"comment of {author}: “{_shown(text)}”")
        if not marked:
            continue
        is_whole = is_kept(bead, before, matched) and _are_alone(connection, homes, there)
        if is_whole:
            for home in homes:
                connection.execute(
                    "UPDATE beads SET status = ?, locked = ? WHERE id = ?", (bead.status, bead.is_locked, home)
                )
            after.kept += 1
        else:
            what = "locked segment" if bead.is_locked else "segment that was done"
            text = next((one.text for one in before.by_bead[bead.id] if one.text), "")
            after.lost.append(f"{what}: “{_shown(text)}”")


def _are_alone(connection: sqlite3.Connection, homes: Sequence[int], sentences: Sequence[int]) -> bool:
    """Whether beads have these sentences and no others."""
    rows = connection.execute(
        "SELECT id FROM sentences WHERE start IS NOT NULL AND bead IN (SELECT value FROM json_each(?))",
        (json.dumps(list(homes)),),
    )
    return bool(homes) and {row[0] for row in rows.fetchall()} == set(sentences)


def lost_decisions(connection: sqlite3.Connection, pair: int, gone: set[int]) -> list[str]:
    """Decisions on findings that are not there any more, and were before; they come back with them."""
    rows = connection.execute(
        "SELECT findings.id, code, message, verdict FROM findings JOIN decisions ON decisions.finding = findings.id"
        " WHERE pair = ? AND gone = 1 ORDER BY findings.id",
        (pair,),
    )
    return [
        f"decision ({row['verdict']}) on {row['code']}: {_shown(row['message'])}"
        for row in rows.fetchall()
        if row["id"] not in gone
    ]


def _shown(text: str) -> str:
    words = _squeezed(text)
    return words if len(words) <= _LONGEST_SHOWN else f"{words[: _LONGEST_SHOWN - 1]}…"
