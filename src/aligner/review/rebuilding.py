"""A pair of the project as a bitext again, with the texts and beads as they are now; for writers, checks and files."""

from __future__ import annotations

import json
import sqlite3
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from aligner.corpus.stored import restored
from aligner.errors import InputError
from aligner.model import Bead, Bitext, Block, Code, Details, Document, Finding, Role, Sentence, Severity, Side, Span
from aligner.review.database import as_written, reading
from aligner.review.findings import Place
from aligner.review.reading import evidence_of


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """A bitext, and what its parts are in the project: bead n is `beads[n]`, and sentences lie at `places`."""

    bitext: Bitext
    beads: tuple[int, ...]
    places: Mapping[Side, tuple[Place, ...]]


def rebuilt(connection: sqlite3.Connection, pair: int, beads: Sequence[int] | None = None) -> Rebuilt:
    """A pair as a bitext. With `beads` only these, their sentences one under another, for who judges a few.

    Raises `InputError` for a project that something else wrote.
    """
    with as_written():
        return _rebuilt(connection, pair, beads)


def _rebuilt(connection: sqlite3.Connection, pair: int, beads: Sequence[int] | None) -> Rebuilt:
    with reading(connection):
        row = connection.execute("SELECT * FROM pairs WHERE id = ?", (pair,)).fetchone()
        if row is None:
            raise InputError(str(pair), "there is no such pair in the project", "look at the list of pairs")
        given = None if beads is None else json.dumps(list(beads))
        chosen = "" if given is None else " AND beads.id IN (SELECT value FROM json_each(?2))"
        of_pair = (pair,) if given is None else (pair, given)
        rows = connection.execute(
            f"SELECT * FROM beads WHERE {'+' if chosen else ''}pair = ?1{chosen} ORDER BY place",  # noqa: S608
            of_pair,
        ).fetchall()
        built = {side: _side(connection, pair, side, given) for side in Side}
    numbers = {side: _by_bead(built[side]) for side in Side}
    kept = [bead for bead in rows if any(bead["id"] in numbers[side] for side in Side)]
    made = tuple(_bead(bead, *(tuple(numbers[side].get(bead["id"], ())) for side in Side)) for bead in kept)
    details: tuple[Details, ...] = ()
    if row["has_details"]:
        details = tuple(_restored(Details, bead["details"]) if bead["details"] else Details() for bead in kept)
    bitext = Bitext(
        built[Side.SOURCE].document, built[Side.TARGET].document, made, row["signature"], bool(row["is_pairs"]), details
    )
    return Rebuilt(bitext, tuple(bead["id"] for bead in kept), {side: built[side].places for side in Side})


def _bead(row: sqlite3.Row, source: tuple[int, ...], target: tuple[int, ...]) -> Bead:
    if source and target:
        return Bead(source, target, row["score"], row["cost"])
    return Bead(source, target, None, row["cost"], evidence_of(row["evidence"]))


@dataclass(frozen=True, slots=True)
class _Side:
    document: Document
    beads: tuple[int, ...]  # of each sentence
    places: tuple[Place, ...]


def unedited(connection: sqlite3.Connection, pair: int, side: Side) -> Document:
    """A document as it was read from its file."""
    with as_written(), reading(connection):
        row = connection.execute("SELECT * FROM documents WHERE pair = ? AND side = ?", (pair, side.value)).fetchone()
        blocks = connection.execute("SELECT * FROM blocks WHERE document = ? ORDER BY number", (row["id"],)).fetchall()
        whole = tuple(_block(block, block["start"], block["end"]) for block in blocks)
        return _document(row, row["text"], whole, ())


def _by_bead(side: _Side) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for number, bead in enumerate(side.beads):
        found.setdefault(bead, []).append(number)
    return found


def _side(connection: sqlite3.Connection, pair: int, side: Side, given: str | None) -> _Side:
    # Texts are long, and of a few beads only the sentences are wanted.
    columns = "*" if given is None else "id, path, language, record"
    document = connection.execute(
        f"SELECT {columns} FROM documents WHERE pair = ? AND side = ?",  # noqa: S608
        (pair, side.value),
    ).fetchone()
    if given is not None:
        rows = connection.execute(
            "SELECT * FROM sentences WHERE side = ? AND bead IN (SELECT value FROM json_each(?)) ORDER BY place",
            (side.value, given),
        ).fetchall()
        numbers = json.dumps(sorted({row["block"] for row in rows}))
        found = connection.execute(
            "SELECT * FROM blocks WHERE document = ? AND number IN (SELECT value FROM json_each(?))",
            (document["id"], numbers),
        ).fetchall()
        return _excerpt(document, {block["number"]: block for block in found}, rows)
    blocks = connection.execute("SELECT * FROM blocks WHERE document = ? ORDER BY number", (document["id"],)).fetchall()
    rows = connection.execute("SELECT * FROM sentences WHERE document = ? ORDER BY place", (document["id"],)).fetchall()
    return _whole(document, blocks, rows)


def _excerpt(document: sqlite3.Row, blocks: Mapping[int, sqlite3.Row], rows: Sequence[sqlite3.Row]) -> _Side:
    """Some sentences as a document: those of one block on one line, an empty line between blocks."""
    text, at, last = "", 0, None
    places: list[Place] = []
    made: list[Block] = []
    sentences: list[Sentence] = []
    for row in rows:
        if not row["text"]:
            continue
        is_new = row["block"] != last
        text += ("\n\n" if is_new else " ") if text else ""
        at = len(text)
        text += row["text"]
        if is_new:
            block = blocks.get(row["block"])
            made.append(Block(at, len(text)) if block is None else _block(block, at, len(text)))
        else:
            made[-1] = replace(made[-1], end=len(text))
        last = row["block"]
        sentences.append(Sentence(at, len(text), len(made) - 1))
        places.append(Place(row["id"], at, len(text)))
    read = _document(document, text, tuple(made), tuple(sentences))
    bare = replace(read, places=(), remarks=(), codes=())
    return _Side(bare, tuple(row["bead"] for row in rows if row["text"]), tuple(places))


def _block(row: sqlite3.Row, start: int, end: int) -> Block:
    return Block(start, end, Role(row["role"]), row["language"], bool(row["hidden"]), row["address"])


def _document(row: sqlite3.Row, text: str, blocks: tuple[Block, ...], sentences: tuple[Sentence, ...]) -> Document:
    read: Document = _restored(tuple[Document], row["record"])[0]
    return replace(read, text=text, blocks=blocks, sentences=sentences, language=row["language"], path=row["path"])


def _restored(kind: object, told: str) -> Any:
    return restored(kind, json.loads(told))


@dataclass(frozen=True, slots=True)
class _Piece:
    """A sentence of the file: where it stood, and where what it reads now stands."""

    start: int
    end: int
    new_start: int
    new_end: int


def _whole(document: sqlite3.Row, blocks: Sequence[sqlite3.Row], rows: Sequence[sqlite3.Row]) -> _Side:
    """All of a document: its text with the sentences as they read now, and everything else moved along with them."""
    told: str = document["text"]
    parts: list[str] = []
    length = reached = 0
    owed = ""  # what stands behind a sentence that was added before all others
    pieces: list[_Piece] = []
    spans: list[tuple[int, int]] = []
    for row in rows:
        if row["start"] is None:
            glue = row["glue"] if row["text"] and length else ""
            owed = owed or (row["glue"] if row["text"] and not length else "")
        else:
            glue = told[reached : row["start"]]
            reached = row["end"]
            if not row["text"] and glue.strip(" ") == "":
                glue = ""
            if row["text"] and owed:
                glue, owed = owed + glue, ""
        parts += [glue, row["text"]]
        start = length + len(glue)
        length = start + len(row["text"])
        spans.append((start, length))
        if row["start"] is not None:
            pieces.append(_Piece(row["start"], row["end"], start, length))
    parts.append(told[reached:])
    moved = _Mover(pieces, told, "".join(parts))
    kept = [(row, span) for row, span in zip(rows, spans, strict=True) if row["text"]]
    made = tuple(_block(block, moved.start(block["start"]), moved.end(block["end"])) for block in blocks)
    made = _covering(made, kept)
    read = _document(
        document, "".join(parts), made, tuple(Sentence(start, end, row["block"]) for row, (start, end) in kept)
    )
    codes = tuple(replace(code, offset=moved.code(code)) for code in read.codes)
    places = tuple((moved.start(offset), line) for offset, line in read.places)
    return _Side(
        replace(read, codes=codes, places=places),
        tuple(row["bead"] for row, _ in kept),
        tuple(Place(row["id"], start, end) for row, (start, end) in kept),
    )


def _covering(blocks: tuple[Block, ...], kept: Sequence[tuple[sqlite3.Row, tuple[int, int]]]) -> tuple[Block, ...]:
    """The blocks, each as far as its sentences reach: what was added to one is part of it."""
    reach = [[block.start, block.end] for block in blocks]
    for row, (start, end) in kept:
        if row["block"] < len(reach):
            of_block = reach[row["block"]]
            of_block[0], of_block[1] = min(of_block[0], start), max(of_block[1], end)
    return tuple(
        replace(block, start=start, end=max(start, end)) for block, (start, end) in zip(blocks, reach, strict=True)
    )


class _Mover:
    """Where an offset of the file's text is in the text as it reads now."""

    def __init__(self, pieces: Sequence[_Piece], old: str, new: str) -> None:
        self._pieces, self._old, self._new = pieces, old, new
        self._starts = [piece.start for piece in pieces]

    def start(self, offset: int) -> int:
        """A place where something begins: at the beginning of a sentence it goes with the sentence."""
        at = bisect_right(self._starts, offset) - 1
        return self._moved(at, offset)

    def end(self, offset: int) -> int:
        """A place where something ends: at the end of a sentence it goes with the sentence."""
        at = bisect_right(self._starts, max(offset - 1, 0)) - 1
        return self._moved(at, offset)

    def _moved(self, at: int, offset: int) -> int:
        if at < 0:
            # Before the first sentence nothing changed but what was taken away with it.
            return min(offset, self._pieces[0].new_start if self._pieces else len(self._new))
        piece = self._pieces[at]
        if offset >= piece.end:
            most = self._pieces[at + 1].new_start if at + 1 < len(self._pieces) else len(self._new)
            return min(piece.new_end + offset - piece.end, most)
        return min(piece.new_start + offset - piece.start, piece.new_end)

    def code(self, code: Code) -> int:
        """Where in-line mark-up stands: with the words around it, or where the edit of them begins."""
        at = bisect_right(self._starts, code.offset) - 1
        if at < 0 or code.offset >= self._pieces[at].end:
            return self._moved(at, code.offset)
        piece = self._pieces[at]
        old, new = self._old[piece.start : piece.end], self._new[piece.new_start : piece.new_end]
        inside = code.offset - piece.start
        if old == new or old[:inside] == new[:inside]:
            return piece.new_start + inside
        behind = len(old) - inside
        if old[inside:] == new[len(new) - behind :]:
            return piece.new_end - behind
        same = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
        return piece.new_start + same


def pair_findings(connection: sqlite3.Connection, pair: int, built: Rebuilt) -> tuple[Finding, ...]:
    """The findings of a pair that nobody rejected, as findings of its bitext: for reports and for files with remarks."""
    places = {place.sentence: (side, place.start) for side in Side for place in built.places[side]}
    bead_of = {
        built.places[side][number].sentence: at
        for at, bead in enumerate(built.bitext.beads)
        for side, numbers in zip(Side, (bead.source, bead.target), strict=True)
        for number in numbers
    }
    rows = connection.execute(
        "SELECT findings.*, marks.sentence, marks.start AS first, marks.end AS last, marks.text FROM findings"
        " JOIN marks ON marks.finding = findings.id LEFT JOIN decisions ON decisions.finding = findings.id"
        " WHERE findings.pair = ? AND gone = 0 AND (verdict IS NULL OR verdict = 'accepted') ORDER BY findings.id, marks.number",
        (pair,),
    ).fetchall()
    found: dict[int, Finding] = {}
    for row in rows:
        if row["sentence"] not in places:
            continue
        side, start = places[row["sentence"]]
        span = Span(side, start + row["first"], start + row["last"], row["text"])
        known = found.get(row["id"])
        if known is not None:
            found[row["id"]] = replace(known, spans=(*known.spans, span))
        else:
            found[row["id"]] = Finding(
                row["code"], row["name"], Severity(row["severity"]), row["message"], (span,),
                bead_of.get(row["sentence"]), row["suggestion"],
            )  # fmt: skip
    return tuple(sorted(found.values(), key=_in_text_order))


def _in_text_order(finding: Finding) -> tuple[int, int, str]:
    return finding.bead if finding.bead is not None else -1, finding.spans[0].start, finding.code
