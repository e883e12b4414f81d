"""The texts of a project as files again, with what reviewers changed in them."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path, PurePath
from typing import Any

from aligner import formats
from aligner.errors import InputError, OptionError
from aligner.fixes import Edit, Fixed, Original, fixed
from aligner.fixes.writing import side_of
from aligner.fixing import difference
from aligner.formats.writing import write_files
from aligner.model import Bitext, Side
from aligner.provenance import digest
from aligner.reports.places import Places
from aligner.review.database import reading
from aligner.review.files import opened_path
from aligner.review.project import Project
from aligner.review.rebuilding import unedited

_BY = "review"


@dataclass(frozen=True, slots=True)
class Unwritten:
    """An edit that has no exact way back into its file: where it is, what stands there, and what was to."""

    place: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Rewriting:
    """A file of a project with what reviewers changed in it; nothing is written yet.

    `path` is one that can be opened, `stored` what the project calls it. `done` counts the edits that are in `after`, `left`
    are the others. `regrouped` counts the pairs of a file of pairs that were put together or taken apart, which stay there as
    they were.
    """

    path: str
    stored: str
    before: bytes
    after: bytes
    done: int
    left: tuple[Unwritten, ...] = ()
    regrouped: int = 0

    def diff(self) -> Iterator[str]:
        """The lines of a unified diff of the file, none where nothing changed."""
        return difference(self.path, self.before, self.after)


def rewritings(
    project: Project, pairs: Sequence[int] | None = None, allowed: Sequence[str] = ()
) -> tuple[Rewriting, ...]:
    """The files of these pairs (None: of all) that people changed the text of, as they are to be.

    Only the words that differ change; every other byte stays. `allowed` are folders, besides the project's own, in which files
    may be read. Raises `InputError` for a file that has changed since it was read, and for one of which several pairs of the
    project have changes.
    """
    connection = project.connection
    with reading(connection):
        rows = [
            row
            for row in connection.execute(_CHANGED).fetchall()
            if pairs is None or row["pair"] in pairs
        ]  # fmt: skip
        made: list[Rewriting] = []
        for pair, side in dict.fromkeys((row["pair"], None if row["is_pairs"] else Side(row["side"])) for row in rows):
            made.append(_rewriting(project, pair, side, allowed))
    seen: set[str] = set()
    for one in made:
        real = str(Path(one.path).resolve())
        if real in seen:
            raise InputError(one.path, "several pairs have changes of it", "write one of them at a time, with --pair")
        seen.add(real)
    return tuple(made)


# Texts of which a sentence was edited or added, and files of which pairs may have been regrouped.
_CHANGED = """
SELECT documents.pair, documents.side, pairs.is_pairs FROM documents JOIN pairs ON pairs.id = documents.pair
WHERE EXISTS (
    SELECT 1 FROM sentences WHERE sentences.document = documents.id
    AND (original IS NOT NULL OR (start IS NULL AND sentences.text != ''))
) OR (pairs.is_pairs AND EXISTS (
    SELECT 1 FROM event_beads JOIN events ON events.id = event_beads.event
    WHERE event_beads.pair = pairs.id AND kind IN ('merge', 'split', 'unlink', 'move')
))
ORDER BY documents.pair, documents.side
"""


def write_back(project: Project, made: Iterable[Rewriting], folder: str | None = None) -> tuple[str, ...]:
    """Write files that changed, all of them or none: in place, or with their names under `folder`; their paths.

    Raises `InputError` when one cannot be written, or was changed since it was read, and `OptionError` when two would have one
    name.
    """
    changed = [one for one in made if one.after != one.before]
    for one in changed:
        if formats.load_bytes(one.path) != one.before:
            raise InputError(one.path, "it was changed while it was written", "run `aligner review update` first")
    if not changed:
        return ()
    names = [_name_under(one.stored) if folder is not None else str(Path(one.path).resolve()) for one in changed]
    if len(set(names)) < len(names):
        raise OptionError(f"two texts are called {next(name for name in names if names.count(name) > 1)}")
    if folder is None:
        folder = os.path.commonpath([str(Path(name).parent) for name in names])
        names = [os.path.relpath(name, folder) for name in names]
    _require_apart(project, [Path(folder) / name for name in names])
    write_files(str(Path(folder) / "text"), [(name, one.after) for name, one in zip(names, changed, strict=True)])
    return tuple(str(Path(folder) / name) for name in names)


def _name_under(stored: str) -> str:
    """Where a text goes in a folder: where it lies in the project's, and by its name alone where it lies elsewhere."""
    path = PurePath(stored)
    return path.name if path.is_absolute() or ".." in path.parts else str(path)


def _require_apart(project: Project, places: Iterable[Path]) -> None:
    real = Path(project.path).resolve()
    for place in places:
        if place.resolve() == real:
            raise InputError(str(place), "it is the project", "name another folder")


@dataclass(frozen=True, slots=True)
class _File:
    """A file as the project read it."""

    row: Any
    path: str
    data: bytes
    original: Original

    def read(self, is_plain: bool, data: bytes) -> Original:  # noqa: FBT001
        """Changed bytes, read as the file was."""
        if isinstance(self.original, Bitext):
            languages = self.original.source.language, self.original.target.language
            found = formats.format_for(self.path, self.row["format"], "reads_bitext")
            return formats.parse_bitext(data, self.path, *languages, found.name)
        if is_plain:
            return replace(self.original, text=formats.decode(data, self.path))
        return formats.parse_document(data, self.path, self.original.language, self.row["format"])


def _opened(project: Project, pair: int, side: Side, allowed: Sequence[str]) -> _File:
    row = project.connection.execute(
        "SELECT documents.*, pairs.is_pairs FROM documents JOIN pairs ON pairs.id = documents.pair"
        " WHERE pair = ? AND side = ?",
        (pair, side.value),
    ).fetchone()
    if row is None:
        raise InputError(project.path, f"there is no pair {pair} in it", "look at the list of pairs")
    path = opened_path(project.path, row["path"], allowed)
    data = formats.load_bytes(path)
    if digest(data) != row["digest"]:
        raise InputError(path, "it has changed since the project read it", "run `aligner review update` first")
    document = replace(unedited(project.connection, pair, side), path=path)
    if not row["is_pairs"]:
        return _File(row, path, data, document)
    found = formats.format_for(path, row["format"], "reads_bitext")
    languages = [unedited(project.connection, pair, one).language for one in Side]
    bitext = formats.parse_bitext(data, path, languages[0], languages[1], found.name)
    if bitext.document(side).text != document.text:
        raise InputError(path, "it reads otherwise than when the project was made", "run `aligner review update` first")
    return _File(row, path, data, bitext)


def _rewriting(project: Project, pair: int, side: Side | None, allowed: Sequence[str]) -> Rewriting:
    """The file of one side of a pair, or of both (None) where it is a file of pairs."""
    file = _opened(project, pair, side or Side.TARGET, allowed)
    data, original, done = file.data, file.original, 0
    left: list[Unwritten] = []
    for one in (Side.TARGET, Side.SOURCE) if side is None else (side,):
        result = _fixed(project, file, data, original, one)
        places = Places(side_of(file.original, one))
        left += [_unwritten(edit, places) for edit in result.left]
        done += len(result.done)
        if result.data != data:
            data = result.data
            original = file.read(_is_plain(project), data)
    regrouped = 0
    if isinstance(file.original, Bitext):
        regrouped = _regrouped(project.connection, pair, file.original)
        left += _added(project.connection, pair)
    return Rewriting(file.path, file.row["path"], file.data, data, done, tuple(left), regrouped)


def _is_plain(project: Project) -> bool:
    return bool(project.settings().get("pre_segmented"))


def _unwritten(edit: Edit, places: Places) -> Unwritten:
    return Unwritten(places.place(edit.start), places.document.text[edit.start : edit.end], edit.replacement)


def _fixed(project: Project, file: _File, data: bytes, original: Original, side: Side) -> Fixed:
    number = project.connection.execute(
        "SELECT id FROM documents WHERE pair = ? AND side = ?", (file.row["pair"], side.value)
    ).fetchone()[0]
    find = _edits_of_pairs if isinstance(original, Bitext) else _edits
    edits = tuple(find(project.connection, number))
    return fixed(original, data, edits, partial(file.read, _is_plain(project)), side, file.row["format"])


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


def _edits_of_pairs(connection: sqlite3.Connection, document: int) -> Iterator[Edit]:
    """What reviewers changed in the cells of one side; a sentence they wrote into a pair that has one goes with that."""
    of_bead: dict[int, list[sqlite3.Row]] = {}
    rows = connection.execute("SELECT * FROM sentences WHERE document = ? ORDER BY place", (document,)).fetchall()
    for row in rows:
        of_bead.setdefault(row["bead"], []).append(row)
    edits = []
    for cells in of_bead.values():
        files = [cell for cell in cells if cell["start"] is not None]
        added = [cell["text"] for cell in cells if cell["start"] is None and cell["text"]]
        for cell in files:
            text = " ".join([cell["text"], *added]) if added and cell is files[-1] else cell["text"]
            if cell["original"] is not None or text != cell["text"]:
                edits.append(Edit(cell["start"], cell["end"], text, _BY))
    yield from sorted(edits)


def _added(connection: sqlite3.Connection, pair: int) -> Iterator[Unwritten]:
    """Sentences that were written into a pair that had none on that side: its cell is nowhere in the file."""
    rows = connection.execute(_ADDED, (pair,)).fetchall()
    for row in rows:
        yield Unwritten(f"segment {row['number']}", "", row["text"])


_ADDED = """
SELECT sentences.text, (
    SELECT count(*) FROM beads AS others WHERE others.pair = beads.pair AND others.place <= beads.place
) AS number
FROM beads JOIN sentences ON sentences.bead = beads.id
WHERE beads.pair = ? AND sentences.start IS NULL AND sentences.text != '' AND NOT EXISTS (
    SELECT 1 FROM sentences AS same
    WHERE same.bead = beads.id AND same.side = sentences.side AND same.start IS NOT NULL
)
ORDER BY beads.place
"""


def _regrouped(connection: sqlite3.Connection, pair: int, bitext: Bitext) -> int:
    """How many pairs of the file do not stand together any more as they do there."""
    rows = connection.execute(
        "SELECT sentences.side, sentences.start, sentences.bead FROM sentences JOIN beads ON beads.id = sentences.bead"
        " WHERE beads.pair = ? AND sentences.start IS NOT NULL",
        (pair,),
    ).fetchall()
    bead_at = {(row["side"], row["start"]): row["bead"] for row in rows}
    cells: dict[int, int] = {}  # how many of the file's sentences each bead has
    for row in rows:
        cells[row["bead"]] = cells.get(row["bead"], 0) + 1
    found = 0
    for bead in bitext.beads:
        there = [
            bead_at.get((side.value, bitext.document(side).sentences[number].start))
            for side, numbers in zip(Side, (bead.source, bead.target), strict=True)
            for number in numbers
        ]
        homes = {home for home in there if home is not None}
        found += len(homes) > 1 or (len(homes) == 1 and cells[next(iter(homes))] != len(there))
    return found
