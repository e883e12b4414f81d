"""The texts of a project as files again, with what reviewers changed in them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import replace

from aligner import formats
from aligner.errors import InputError, OptionError
from aligner.fixes import Edit, Fixed, fixed
from aligner.model import Document, Side
from aligner.provenance import digest
from aligner.review.files import opened_path
from aligner.review.project import Project
from aligner.review.rebuilding import unedited

_BY = "review"


def rewritten(project: Project, pair: int, side: Side, allowed: Sequence[str] = ()) -> Fixed:
    """The file of one side of a pair with every edit of its text that has an exact way back into it.

    The bytes around the edits stay as they are; edits in `left` have no such way. Nothing is written. `allowed` are folders,
    besides the project's own, in which the file may be read. Raises `InputError` when the file has changed since it was
    read, `OptionError` for a file of pairs, which `Project.bitext` and a writer of its format write.
    """
    row = project.connection.execute(
        "SELECT documents.*, pairs.is_pairs, pairs.name FROM documents JOIN pairs ON pairs.id = documents.pair"
        " WHERE pair = ? AND side = ?",
        (pair, side.value),
    ).fetchone()
    if row is None:
        raise InputError(project.path, f"there is no pair {pair} in it", "look at the list of pairs")
    if row["is_pairs"]:
        raise OptionError(f"{row['path']} is a file of pairs; write its pairs in a format of pairs")
    path = opened_path(project.path, row["path"], allowed)
    data = formats.load_bytes(path)
    if digest(data) != row["digest"]:
        raise InputError(path, "it has changed since the project read it", "run `aligner review update` first")
    document = replace(unedited(project.connection, pair, side), path=path)
    is_plain = bool(project.settings().get("pre_segmented"))

    def read(changed: bytes) -> Document:
        if is_plain:
            return replace(document, text=formats.decode(changed, path))
        return formats.parse_document(changed, path, document.language, row["format"])

    return fixed(document, data, tuple(_edits(project.connection, row["id"])), read)


def _edits(connection: sqlite3.Connection, document: int) -> Iterator[Edit]:
    """What reviewers changed, in text order: a sentence they wrote goes with the one before it."""
    start = end = 0
    text: str | None = None  # what comes in the place of [start, end), None where nothing was changed yet
    rows = connection.execute("SELECT * FROM sentences WHERE document = ? ORDER BY place", (document,)).fetchall()
    told = connection.execute("SELECT text FROM documents WHERE id = ?", (document,)).fetchone()[0]
    for row in rows:
        if row["start"] is None:
            if row["text"]:
                text = (told[start:end] if text is None else text) + row["glue"] + row["text"]
            continue
        if text is not None:
            yield Edit(start, end, text, _BY)
        start, end = row["start"], row["end"]
        text = row["text"] if row["original"] is not None else None
    if text is not None:
        yield Edit(start, end, text, _BY)
