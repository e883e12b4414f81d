"""Texts that changed since the project was made: read and aligned again, and what people did carried over.

| what people did | it is carried over |
|---|---|
| locked a segment, or marked it done | where all its sentences are still there: it is not aligned anew |
| edited a sentence | where the file has the sentence as it was, or as it was edited |
| wrote a sentence | where the file has it now |
| commented | with the first sentence of the segment that is still there |
| decided on a finding | where it is found again, by fingerprint |

Everything else is told. A text that was read again cannot be undone to what it was: earlier changes of it stay in the log.
"""

from __future__ import annotations

import difflib
import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from aligner import formats
from aligner.contracts import Embedder
from aligner.errors import InputError
from aligner.languages import parse_language
from aligner.model import Bead, Bitext, Document, Side, Term
from aligner.pipeline import (
    align_documents,
    check_bitext,
    embedder_for,
    read_segmented,
    settled,
)
from aligner.provenance import digest
from aligner.review.creating import ProjectOptions, add_findings
from aligner.review.database import reading, writing
from aligner.review.decisions import accepted, glossary
from aligner.review.events import Recorder, next_event, now, write_event
from aligner.review.files import opened_path
from aligner.review.findings import forget_changed, store_findings
from aligner.review.importing import Origin, fill_pair
from aligner.review.judging import PROGRAM, PipelineJudge
from aligner.review.project import Project

_LONGEST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Updated:
    """What became of a pair: whether it had changed, what was carried over, and lines about what could not be.

    `problem` says why it could not be read again; it is as it was then.
    """

    pair: int
    name: str
    is_changed: bool = False
    kept: int = 0
    lost: tuple[str, ...] = ()
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class _Sentence:
    id: int
    side: Side
    original: str | None
    text: str
    bead: int


@dataclass(frozen=True, slots=True)
class _Bead:
    id: int
    status: str
    is_locked: bool
    comments: tuple[tuple[str, str, str], ...]
    version: int


@dataclass(slots=True)
class _Before:
    """A pair as the project has it: beads in order, and sentences in order of either side."""

    beads: list[_Bead]
    sentences: dict[Side, list[_Sentence]]
    by_bead: dict[int, list[_Sentence]] = field(init=False)

    def __post_init__(self) -> None:
        self.by_bead = {bead.id: [] for bead in self.beads}
        for side in Side:
            for sentence in self.sentences[side]:
                self.by_bead[sentence.bead].append(sentence)


def update(
    project: Project,
    options: ProjectOptions,
    allowed: Sequence[str] = (),
    report: Callable[[Updated], None] | None = None,
) -> tuple[Updated, ...]:
    """Read every text again that changed, align and check it, and carry over what people did; what became of each pair.

    Texts are read inside the project's folder and the folders in `allowed`. A pair that cannot be read stays as it is, and
    the others go on. `report` is told of each pair when it is done.
    """
    done = []
    for row in project.connection.execute("SELECT id, name, is_pairs FROM pairs ORDER BY id").fetchall():
        try:
            one = _update_pair(project, row, options, allowed)
        except InputError as error:
            one = Updated(row["id"], row["name"], problem=str(error))
        done.append(one)
        if report is not None:
            report(one)
    return tuple(done)


def _update_pair(project: Project, row: sqlite3.Row, options: ProjectOptions, allowed: Sequence[str]) -> Updated:
    connection, pair = project.connection, int(row["id"])
    documents = connection.execute(
        "SELECT side, path, format, digest FROM documents WHERE pair = ? ORDER BY side", (pair,)
    ).fetchall()
    paths = [opened_path(project.path, document["path"], allowed) for document in documents]
    data = [formats.load_bytes(path) for path in paths]
    if all(digest(bytes_of) == document["digest"] for bytes_of, document in zip(data, documents, strict=True)):
        return Updated(pair, row["name"])
    origins = tuple(
        Origin(document["path"], digest(bytes_of), document["format"])
        for bytes_of, document in zip(data, documents, strict=True)
    )
    with reading(connection):
        before, seen = _before(connection, pair), next_event(connection)
    forms = (documents[0]["format"], documents[1]["format"])
    read = _read(paths, forms, options) if not row["is_pairs"] else _read_pairs(paths[0], forms[0], options)
    matched = {side: _matched(before.sentences[side], texts) for side, texts in zip(Side, _texts(read), strict=True)}
    kept = [bead for bead in before.beads if _is_kept(bead, before, matched)]
    locks = tuple(_as_bead(bead, before, matched) for bead in kept if bead.status == "done" or bead.is_locked)
    bitext = read if isinstance(read, Bitext) else align_documents(*read, options.pair, locks=_nulls_apart(locks))
    findings = _findings(bitext, options, accepted(connection), glossary(connection))
    gone = {row[0] for row in connection.execute("SELECT id FROM findings WHERE gone = 1").fetchall()}
    with writing(connection):
        if next_event(connection) != seen and _was_touched(connection, before, seen):
            raise InputError(row["name"], "somebody changed it while it was read again", "run `review update` again")
        after = _replace(connection, pair, bitext, (origins[0], origins[1]), before, matched)
        add_findings(connection, pair, findings)
        store_findings(connection, pair, (), (), across=True)
        forget_changed(connection, after.beads)
        lost = [*after.lost, *_lost_decisions(connection, pair, gone)]
        recorder = Recorder(connection, next_event(connection), now(), PROGRAM, touched=set(after.beads))
        write_event(recorder, "update", {"pair": pair, "kept": after.kept, "lost": lost})
    waiting = project.unjudged(pair)
    if waiting:
        project.judge(pair, waiting, PipelineJudge(_embedder(bitext, options), options.check))
    return Updated(pair, row["name"], is_changed=True, kept=after.kept, lost=tuple(lost))


def _before(connection: sqlite3.Connection, pair: int) -> _Before:
    beads = [
        _Bead(row["id"], row["status"], bool(row["locked"]), _comments(connection, row["id"]), row["version"])
        for row in connection.execute("SELECT * FROM beads WHERE pair = ? ORDER BY place", (pair,)).fetchall()
    ]
    sentences: dict[Side, list[_Sentence]] = {}
    for side in Side:
        rows = connection.execute(
            "SELECT sentences.* FROM sentences JOIN documents ON documents.id = sentences.document"
            " WHERE documents.pair = ? AND documents.side = ? ORDER BY sentences.place",
            (pair, side.value),
        ).fetchall()
        sentences[side] = [_Sentence(row["id"], side, _original(row), row["text"], row["bead"]) for row in rows]
    return _Before(beads, sentences)


def _original(row: sqlite3.Row) -> str | None:
    """What the file had; None for a sentence that a reviewer wrote."""
    if row["start"] is None:
        return None
    return str(row["text"] if row["original"] is None else row["original"])


def _comments(connection: sqlite3.Connection, bead: int) -> tuple[tuple[str, str, str], ...]:
    rows = connection.execute("SELECT text, author, at FROM comments WHERE bead = ? ORDER BY id", (bead,)).fetchall()
    return tuple((row["text"], row["author"], row["at"]) for row in rows)


def _read(
    paths: Sequence[str], forms: tuple[str | None, str | None], options: ProjectOptions
) -> tuple[Document, Document]:
    pair = options.pair
    return (
        read_segmented(paths[0], pair.source_language, forms[0], pair.pre_segmented),
        read_segmented(paths[1], pair.target_language, forms[1], pair.pre_segmented),
    )


def _read_pairs(path: str, form: str | None, options: ProjectOptions) -> Bitext:
    languages = parse_language(options.pair.source_language), parse_language(options.pair.target_language)
    return formats.read_bitext(path, *languages, form)


def _texts(read: Bitext | tuple[Document, Document]) -> tuple[list[str], list[str]]:
    source, target = (read.source, read.target) if isinstance(read, Bitext) else read
    return tuple([one.sentence_text(number) for number in range(len(one.sentences))] for one in (source, target))  # type: ignore[return-value]


def _squeezed(text: str | None) -> str:
    return " ".join((text or "").split())


def _matched(before: Sequence[_Sentence], texts: Sequence[str]) -> dict[int, int]:
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


def _is_kept(bead: _Bead, before: _Before, matched: Mapping[Side, Mapping[int, int]]) -> bool:
    """Whether all sentences of a bead are still there; one that was deleted by a reviewer need not be."""
    return all(one.id in matched[one.side] for one in before.by_bead[bead.id] if one.text)


def _as_bead(bead: _Bead, before: _Before, matched: Mapping[Side, Mapping[int, int]]) -> Bead:
    numbers = {
        side: tuple(sorted(matched[side][one.id] for one in before.by_bead[bead.id] if one.side is side and one.id in matched[side]))
        for side in Side
    }  # fmt: skip
    return Bead(numbers[Side.SOURCE], numbers[Side.TARGET])


def _nulls_apart(locks: Sequence[Bead]) -> tuple[Bead, ...]:
    """The locks with each sentence without a counterpart by itself, as the aligner has them; nothing for empty ones."""
    apart: list[Bead] = []
    for lock in locks:
        if not lock.is_null:
            apart.append(lock)
        else:
            apart += [Bead((number,), ()) for number in lock.source]
            apart += [Bead((), (number,)) for number in lock.target]
    return tuple(apart)


def _findings(bitext: Bitext, options: ProjectOptions, words: tuple[str, ...], terms: tuple[Term, ...]) -> Any:
    configuration = options.check.configuration
    check = replace(options.check, configuration=replace(configuration, accept=(*configuration.accept, *words)))
    rules = check.rules
    of_files = check.terms(bitext.source.language, bitext.target.language)
    embedder = _embedder(bitext, options)
    return settled(check_bitext(bitext, rules, embedder, (*of_files, *terms)), rules, check).findings


def _embedder(bitext: Bitext, options: ProjectOptions) -> Embedder | None:
    """The model of the project, None where the bundled one does not know the languages."""
    is_known = options.pair.model is not None or {bitext.source.language, bitext.target.language} == {"en", "es"}
    return embedder_for(options.pair) if is_known else None


def _was_touched(connection: sqlite3.Connection, before: _Before, seen: int) -> bool:
    rows = connection.execute(
        "SELECT bead FROM event_beads JOIN events ON events.id = event WHERE event >= ? AND kind != 'judge'", (seen,)
    )
    return not {bead.id for bead in before.beads}.isdisjoint(row[0] for row in rows.fetchall())


@dataclass(slots=True)
class _After:
    """What was carried over, what was lost, and the beads of the pair as they are now."""

    kept: int = 0
    lost: list[str] = field(default_factory=list)
    beads: list[int] = field(default_factory=list)


def _replace(
    connection: sqlite3.Connection,
    pair: int,
    bitext: Bitext,
    origins: tuple[Origin, Origin],
    before: _Before,
    matched: Mapping[Side, Mapping[int, int]],
) -> _After:
    """Put the text as it is now in the place of what was there, with what people did to it."""
    compared = _compared(connection, pair)
    _settle(connection, pair)
    _clear(connection, pair)
    connection.execute(
        "UPDATE pairs SET signature = ?, has_details = ? WHERE id = ?", (bitext.signature, bool(bitext.details), pair)
    )
    fill_pair(connection, pair, bitext, origins, next_event(connection))
    ids = {side: _ids(connection, pair, side) for side in Side}
    after = _After()
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
    before: _Before,
    matched: Mapping[Side, Mapping[int, int]],
    ids: Mapping[Side, Sequence[int]],
    after: _After,
) -> None:
    """Edit again what is as it was before the edit; what the file has as it was edited needs nothing."""
    for side in Side:
        for one in before.sentences[side]:
            if one.original == one.text:
                continue
            number = matched[side].get(one.id)
            if number is None:
                if one.text or one.original is not None:
                    after.lost.append(f"edit of the {side}: “{_shown(one.text)}”")
                continue
            row = connection.execute("SELECT text FROM sentences WHERE id = ?", (ids[side][number],)).fetchone()
            if row[0] != one.text and one.original is not None and _squeezed(row[0]) == _squeezed(one.original):
                connection.execute(
                    "UPDATE sentences SET text = ?, original = ? WHERE id = ?", (one.text, row[0], ids[side][number])
                )
                # What was found in the text of the file does not hold for this one.
                connection.execute(
                    "UPDATE beads SET judged = 0 WHERE id = (SELECT bead FROM sentences WHERE id = ?)",
                    (ids[side][number],),
                )
            after.kept += 1


def _carry_beads(
    connection: sqlite3.Connection,
    before: _Before,
    matched: Mapping[Side, Mapping[int, int]],
    ids: Mapping[Side, Sequence[int]],
    after: _After,
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
        is_whole = _is_kept(bead, before, matched) and _are_alone(connection, homes, there)
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
        "SELECT id FROM sentences WHERE bead IN (SELECT value FROM json_each(?))", (json.dumps(list(homes)),)
    )
    return bool(homes) and {row[0] for row in rows.fetchall()} == set(sentences)


def _lost_decisions(connection: sqlite3.Connection, pair: int, gone: set[int]) -> list[str]:
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


__all__ = ["Updated", "update"]
