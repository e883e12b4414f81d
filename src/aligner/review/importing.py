"""A bitext as rows of a project."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from aligner.corpus.stored import plain
from aligner.errors import InputError
from aligner.model import Bead, Bitext, Document, NullEvidence, Side
from aligner.review.places import first_places

_SURROGATE = re.compile("[\ud800-\udfff]")
MOST_SENTENCES = 2_000_000  # of one document


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a document came from: its path as the project keeps it, its format if one was named, the digest of its bytes."""

    path: str
    digest: str
    format_name: str | None = None


def add_pair(
    connection: sqlite3.Connection, name: str, bitext: Bitext, origins: tuple[Origin, Origin], event: int
) -> int:
    """Add a bitext to the project within a transaction; the number of the pair."""
    connection.execute(
        "INSERT INTO pairs (name, is_pairs, has_details, signature) VALUES (?, ?, ?, ?)",
        (name, bitext.is_pairs, bool(bitext.details), bitext.signature),
    )
    pair = _last(connection)
    fill_pair(connection, pair, bitext, origins, event)
    return pair


def fill_pair(
    connection: sqlite3.Connection, pair: int, bitext: Bitext, origins: tuple[Origin, Origin], event: int
) -> None:
    """Add documents, beads and sentences to a pair that has none."""
    beads = _ordered(bitext)
    ids = _add_beads(connection, pair, [bitext.beads[number] for number in beads], _details(bitext, beads), event)
    for side, origin in zip(Side, origins, strict=True):
        bead_of = {
            sentence: number
            for number, place in zip(ids, beads, strict=True)
            for sentence in bitext.beads[place].numbers(side)
        }
        _add_document(connection, pair, side, bitext.document(side), origin, bead_of)


def _last(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT last_insert_rowid()").fetchone()[0])


def _ordered(bitext: Bitext) -> list[int]:
    """The numbers of the beads, without those of pairs in which there is nothing at all."""
    return [number for number, bead in enumerate(bitext.beads) if bead.source or bead.target]


def _details(bitext: Bitext, beads: Sequence[int]) -> list[str | None]:
    if not bitext.details:
        return [None] * len(beads)
    return [json.dumps(plain(bitext.details[number]), separators=(",", ":")) for number in beads]


def _add_beads(
    connection: sqlite3.Connection, pair: int, beads: Sequence[Bead], details: Sequence[str | None], event: int
) -> list[int]:
    first = int(
        connection.execute("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'beads'").fetchone()[0]
    )
    ids = list(range(first + 1, first + 1 + len(beads)))
    rows = (
        (number, pair, place, bead.score, bead.cost, evidence_json(bead.evidence), detail, event)
        for number, place, bead, detail in zip(ids, first_places(len(beads)), beads, details, strict=True)
    )
    connection.executemany(
        "INSERT INTO beads (id, pair, place, score, cost, evidence, details, status, locked, judged, version)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, 'open', 0, 1, ?)",
        rows,
    )
    return ids


def evidence_json(evidence: NullEvidence | None) -> str | None:
    """The evidence of a null bead for the table; `nearest` is left out, for numbers of sentences change."""
    return None if evidence is None else json.dumps([evidence.reason, evidence.probability])


def _add_document(
    connection: sqlite3.Connection,
    pair: int,
    side: Side,
    document: Document,
    origin: Origin,
    bead_of: Mapping[int, int],
) -> None:
    if _SURROGATE.search(document.text):
        raise InputError(origin.path, "the text has half of a character pair", "mend the text")
    if len(document.sentences) > MOST_SENTENCES:
        raise InputError(origin.path, f"it has more than {MOST_SENTENCES:,} sentences", "divide it into several texts")
    connection.execute(
        "INSERT INTO documents (pair, side, path, format, digest, language, text, record) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (pair, side.value, origin.path, origin.format_name, origin.digest, document.language, document.text, _record(document)),
    )  # fmt: skip
    number = _last(connection)
    connection.executemany(
        "INSERT INTO blocks VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (number, at, block.start, block.end, block.role.value, block.language, block.hidden, block.address)
            for at, block in enumerate(document.blocks)
        ),
    )
    places = first_places(len(document.sentences))
    connection.executemany(
        "INSERT INTO sentences (document, side, place, block, start, end, glue, text, bead) VALUES (?, ?, ?, ?, ?, ?, '', ?, ?)",
        (
            (number, side.value, place, sentence.block, sentence.start, sentence.end,
             document.text[sentence.start : sentence.end], bead_of[at])
            for at, (place, sentence) in enumerate(zip(places, document.sentences, strict=True))
        ),
    )  # fmt: skip


def _record(document: Document) -> str:
    """What else there is to know of a document, for who puts it together again."""
    bare = replace(document, text="", blocks=(), sentences=())
    return json.dumps(plain((bare,)), separators=(",", ":"))
