"""What comes out of a review: the pairs as they read now, with how far each is and what was said of it."""

from __future__ import annotations

import difflib
import io
import os
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import Any

from aligner import formats
from aligner.contracts import FilePiece, Heading, Pair
from aligner.errors import InputError, OptionError
from aligner.formats import FORMATS, Format, Output, heading_of, pairs_of
from aligner.formats.findings import REVIEW
from aligner.formats.table import format_for
from aligner.formats.tsv import one_line
from aligner.formats.writing import output_name, write_files, write_whole
from aligner.model import Bitext
from aligner.provenance import digest, signature, source_date
from aligner.review.database import reading
from aligner.review.project import Project
from aligner.review.rebuilding import pair_findings, rebuilt
from aligner.review.records import PairView, Status

FINAL = "final"  # the state, in the words of XLIFF 1.2, of a segment that somebody called done
# Line breaks of a document only show how its lines were filled; these formats have a line for each pair.
_LINES = frozenset({"tsv", "moses"})
# Formats that write a folder of their own, whatever is in it.
_FOLDERS = frozenset({"huggingface"})
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first date that a ZIP can say: no clock makes other bytes of the same project
_ZIP = "application/zip"
_MEDIA_TYPES = {
    "jsonl": "application/x-ndjson",
    "tsv": "text/tab-separated-values",
    "csv": "text/csv",
    "tmx": "application/xml",
    "xliff": "application/xliff+xml",
    "xliff2": "application/xliff+xml",
    "po": "text/x-gettext-translation",
    "ladder": "text/plain",
    "parquet": "application/vnd.apache.parquet",
    "side-by-side": "text/html",
    "docx-table": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@dataclass(frozen=True, slots=True)
class ExportChoice:
    """What is exported: the format (None: that of the suffix), the pairs by number (None: all), only what is done."""

    format_name: str | None = None
    pairs: tuple[int, ...] | None = None
    only_done: bool = False


EVERYTHING = ExportChoice()


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: the files, from how many pairs of documents, and how many segments."""

    files: tuple[str, ...]
    pairs: int
    segments: int


@dataclass(frozen=True, slots=True)
class _Reviewed:
    """A pair of documents on its way out."""

    view: PairView
    bitext: Bitext
    pairs: tuple[Pair, ...]

    @property
    def heading(self) -> Heading:
        return heading_of(self.bitext)

    def of_document(self, name: str) -> Iterator[Pair]:
        """The pairs, each with the name of what it comes from, unless its file told one."""
        return (pair if pair.details.document else replace(pair, document=name) for pair in self.pairs)


def export_formats() -> tuple[str, ...]:
    """The names of the formats that a review can be written in."""
    return tuple(row.name for row in FORMATS if row.writes_bitext)


def reviewed_pairs(project: Project, pair: int, *, only_done: bool = False) -> tuple[Pair, ...]:
    """The segments of a pair as they read now, nulls included, each with its state, comments and findings.

    A segment that is done is `final`, and nothing is found in it any more. An open one in which something is found that nobody
    rejected, or whose text was edited, needs review. Any other keeps the state that its file has. Comments are notes.
    """
    view = next((one for one in project.pairs() if one.id == pair), None)
    if view is None:
        raise InputError(project.path, f"there is no pair {pair} in it", "look at the list of pairs")
    return _reviewed(project, view, only_done=only_done).pairs


def _reviewed(project: Project, view: PairView, *, only_done: bool) -> _Reviewed:
    connection = project.connection
    with reading(connection):
        built = rebuilt(connection, view.id)
        findings = pair_findings(connection, view.id, built)
        standing = {
            row["id"]: (Status(row["status"]), bool(row["edited"]))
            for row in connection.execute(_STANDING, (view.id,)).fetchall()
        }
        notes = _notes(project, view.id)
    pairs = pairs_of(built.bitext, findings)
    kept = [
        (bead, _told(pair, standing[number][0], notes.get(number, ()), is_edited=standing[number][1]))
        for bead, number, pair in zip(built.bitext.beads, built.beads, pairs, strict=True)
        if standing[number][0] is Status.DONE or not only_done
    ]
    bitext = replace(built.bitext, beads=tuple(bead for bead, _ in kept))
    if bitext.details:
        bitext = replace(bitext, details=tuple(pair.details for _, pair in kept))
    return _Reviewed(view, bitext, tuple(pair for _, pair in kept))


_STANDING = """
SELECT beads.id, beads.status, EXISTS (
    SELECT 1 FROM sentences
    WHERE sentences.bead = beads.id AND (original IS NOT NULL OR (start IS NULL AND text != ''))
) AS edited
FROM beads WHERE pair = ?
"""


def _notes(project: Project, pair: int) -> Mapping[int, Sequence[str]]:
    """The comments of each bead, with who made them, on which day."""
    notes: dict[int, list[str]] = defaultdict(list)
    rows = project.connection.execute(
        "SELECT comments.* FROM comments JOIN beads ON beads.id = comments.bead WHERE beads.pair = ? ORDER BY comments.id",
        (pair,),
    )
    for row in rows.fetchall():
        notes[row["bead"]].append(f"{row['text']} ({row['author']}, {row['at'][:10]})")
    return notes


def _told(pair: Pair, status: Status, notes: Iterable[str], *, is_edited: bool) -> Pair:
    """A pair with what the review says of it."""
    if status is Status.DONE:
        state, pair = FINAL, replace(pair, findings=())
    else:
        state = REVIEW if pair.findings or is_edited else pair.details.state
    return replace(pair, details=replace(pair.details, state=state, notes=(*pair.details.notes, *notes)))


def export(project: Project, output: str, chosen: ExportChoice = EVERYTHING) -> Exported:
    """Write what was reviewed, whole or not at all.

    `output` is a file, or a folder with a file for each pair: one that is there, or a name that ends in `/`. Several pairs go
    into one file where the format can tell them apart. Raises `OptionError` where it cannot, and where nothing is left to
    write, `InputError` for what would be overwritten and for a text that the format cannot carry, `UnknownFormat`.
    """
    is_folder = output.endswith(("/", os.sep)) or Path(output).is_dir()
    found = _format(output, chosen, is_folder=is_folder)
    is_folder = is_folder and found.name not in _FOLDERS
    every = _every(project, chosen)
    if is_folder:
        names = _names(every, found)
        place = str(Path(output) / "output")
        require_free(project, [str(Path(output) / name) for name in names])
        written: list[str] = []
        write_files(place, _noted((piece for piece in _of_each(every, found, names)), written))
        files = [str(Path(output) / name) for name in dict.fromkeys(written)]
    else:
        require_free(project, [output])
        if found.output is Output.FILES:
            written = []
            write_files(output, _noted(_files(every, found, output_name(output)), written))
            files = [str(PurePath(output).parent / name) for name in dict.fromkeys(written)]
        else:
            write_whole(output, _one_file(every, found))
            files = [output]
    return Exported(tuple(files), len(every), sum(len(one.pairs) for one in every))


def export_pieces(project: Project, chosen: ExportChoice = EVERYTHING) -> Iterable[str] | Iterable[bytes]:
    """The same as the pieces of one file, jsonl where no format is named; raises `OptionError` where it is several files."""
    found = format_for("-", chosen.format_name or "jsonl", "writes_bitext")
    if found.output is Output.FILES:
        raise OptionError(f"{found.name} makes several files; name them with -o")
    return _one_file(_every(project, chosen), found)


def pair_numbers(project: Project, names: Iterable[str]) -> tuple[int, ...]:
    """The pairs of these names: that of the pair, or one that its source or its target alone has.

    Raises `OptionError` for a name that no pair has, or several have.
    """
    views = project.pairs()
    numbers = []
    for name in names:
        found = [view.id for view in views if name == view.name] or [
            view.id for view in views if name in {view.source, view.target}
        ]
        if len(found) != 1:
            near = difflib.get_close_matches(name, [one for view in views for one in (view.name, view.target)], 1)
            meant = f"; did you mean {near[0]!r}?" if near else ""
            raise OptionError(f"{'no pair is' if not found else 'several pairs are'} called {name!r}{meant}")
        numbers.append(found[0])
    return tuple(numbers)


def export_bytes(
    project: Project, pair: int | None, format_name: str, *, only_done: bool = False
) -> tuple[bytes, str, str]:
    """What was reviewed of one pair, or of all (None), as bytes with their media type and a name for the file.

    Where it is several files they come as one ZIP. Raises what `export` raises.
    """
    found = format_for("-", format_name, "writes_bitext")
    every = _every(project, ExportChoice(format_name, None if pair is None else (pair,), only_done))
    stem = _plain(Path(project.path).stem) if pair is None else _stem(every[0].view)
    if found.output is Output.FILES:
        return _zipped(_files(every, found, stem)), _ZIP, f"{stem}.zip"
    if len(every) > 1 and not _holds_many(found):
        return _zipped(_of_each(every, found, _names(every, found))), _ZIP, f"{stem}.zip"
    return (
        _joined(_one_file(every, found)),
        _MEDIA_TYPES.get(found.name, "application/octet-stream"),
        stem + found.suffix,
    )


def report_bytes(project: Project, form: str) -> tuple[bytes, str, str]:
    """The report of the review, `html` or `csv`, as bytes with their media type and a name for the file.

    Raises `OptionError` for another form.
    """
    from aligner.review.results_report import render

    kinds = {"html": "text/html", "csv": "text/csv"}
    if form not in kinds:
        raise OptionError(f"there is no report {form!r}; name one of {', '.join(kinds)}")
    return _joined(render(project, form)), kinds[form], f"{_plain(Path(project.path).stem)}-report.{form}"


def _format(output: str, chosen: ExportChoice, *, is_folder: bool) -> Format:
    if is_folder and chosen.format_name is None:
        raise OptionError(f"{output} is a folder; name the format with --to")
    return format_for(output, chosen.format_name, "writes_bitext")


def _every(project: Project, chosen: ExportChoice) -> list[_Reviewed]:
    """The pairs that are asked for; raises when there is no such pair, or nothing in them to write."""
    with reading(project.connection):
        views = {view.id: view for view in project.pairs()}
        wanted = list(views) if chosen.pairs is None else list(dict.fromkeys(chosen.pairs))
        for pair in wanted:
            if pair not in views:
                raise InputError(project.path, f"there is no pair {pair} in it", "look at the list of pairs")
        every = [_reviewed(project, views[pair], only_done=chosen.only_done) for pair in wanted]
    every = [one for one in every if one.pairs]
    if not every:
        raise OptionError("no segment is done yet" if chosen.only_done else "there are no segments to write")
    return every


def _holds_many(found: Format) -> bool:
    """Whether one file of a format can have the pairs of several texts: not where it has sentence numbers alone."""
    module = found.load()
    return hasattr(module, "write_pairs") or hasattr(module, "write_files")


def _heading(every: Sequence[_Reviewed], found: Format) -> Heading:
    """What a file of these pairs says of itself."""
    first = every[0].heading
    if len(every) == 1:
        return first
    if not _holds_many(found):
        raise OptionError(f"{found.name} holds one pair of texts; name a folder, or one pair with --pair")
    if len({(one.heading.source_language, one.heading.target_language) for one in every}) > 1:
        raise OptionError("the pairs are of other languages; name a folder, or one pair with --pair")
    made_by = signature({"pairs": digest("\n".join(one.bitext.signature for one in every).encode())})
    return Heading(first.source_language, first.target_language, signature=made_by, date=source_date())


def _pairs(every: Sequence[_Reviewed], found: Format) -> Iterator[Pair]:
    """The pairs of several texts, one after another, each with the name of its source where there are several."""
    told: set[str] = set()
    for one in every:
        name = one.view.source if one.view.source not in told else one.view.name
        told.add(name)
        pairs = one.of_document(name) if len(every) > 1 else iter(one.pairs)
        fills_lines = found.name in _LINES and not one.view.is_pairs
        yield from map(one_line, pairs) if fills_lines else pairs


def _one_file(every: Sequence[_Reviewed], found: Format) -> Iterable[str] | Iterable[bytes]:
    module: Any = found.load()
    heading = _heading(every, found)
    if hasattr(module, "write_pairs"):
        pieces: Iterable[str] | Iterable[bytes] = module.write_pairs(_pairs(every, found), heading)
        return pieces
    return formats.pieces_of(every[0].bitext, found.name)


def _files(every: Sequence[_Reviewed], found: Format, name: str) -> Iterator[FilePiece]:
    module: Any = found.load()
    yield from module.write_files(_pairs(every, found), _heading(every, found), name)


def _of_each(every: Sequence[_Reviewed], found: Format, names: Sequence[str]) -> Iterator[FilePiece]:
    """A file, or the files that belong together, for each pair of texts."""
    for one, name in zip(every, names, strict=True):
        if found.output is Output.FILES:
            yield from _files([one], found, name)
        else:
            yield from ((name, piece) for piece in _one_file([one], found))


def _names(every: Sequence[_Reviewed], found: Format) -> list[str]:
    """Names of files for pairs of texts, by their targets, no two the same."""
    names: list[str] = []
    for one in every:
        stem, number = _stem(one.view), 1
        name = stem + found.suffix
        while name in names:
            number += 1
            name = f"{stem}-{number}{found.suffix}"
        names.append(name)
    return names


def _stem(view: PairView) -> str:
    path = PurePath(view.target)
    return _plain((path if not path.is_absolute() else PurePath(path.name)).with_suffix("").as_posix())


def _plain(name: str) -> str:
    """A name that any file system takes, and that leads nowhere else.

    >>> _plain("../es/articulo uno"), _plain("..")
    ('es-articulo-uno', 'review')
    """
    return re.sub(r"[^\w.-]+", "-", name).strip("-.")[:100] or "review"


def require_free(project: Project, outputs: Iterable[str]) -> None:
    """Raise `InputError` where an output would take the place of the project or of one of its texts."""
    real = Path(project.path).resolve()
    texts = {(real.parent / path).resolve() for view in project.pairs() for path in (view.source, view.target)}
    for output in outputs:
        place = Path(output).resolve()
        if place == real:
            raise InputError(output, "it is the project", "give another name")
        if place in texts:
            remedy = "give another name; `aligner review write` writes corrections into the texts themselves"
            raise InputError(output, "it is a text of the project, and would be overwritten", remedy)


def _noted(pieces: Iterable[FilePiece], names: list[str]) -> Iterator[FilePiece]:
    for name, piece in pieces:
        names.append(name)
        yield name, piece


def _joined(pieces: Iterable[str] | Iterable[bytes]) -> bytes:
    try:
        return b"".join(piece.encode() if isinstance(piece, str) else piece for piece in pieces)
    except UnicodeEncodeError as error:
        problem = f"the text has a half of a character pair (U+{ord(error.object[error.start]):04X})"
        raise InputError("the project", problem, "mend the text it comes from") from error


def _zipped(pieces: Iterable[FilePiece]) -> bytes:
    contents: dict[str, list[bytes]] = defaultdict(list)
    for name, piece in pieces:
        contents[name].append(piece.encode() if isinstance(piece, str) else piece)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, some in contents.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, b"".join(some))
    return written.getvalue()
