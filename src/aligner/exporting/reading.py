"""From a file of pairs, or two documents, to candidates: a chunk at a time, judged as far as a chunk tells."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

from aligner import embedding, formats, pipeline
from aligner.contracts import Pair
from aligner.errors import InputError
from aligner.exporting.candidates import Candidate
from aligner.exporting.inputs import Origin
from aligner.exporting.options import ExportOptions
from aligner.formats import pairs_of
from aligner.formats.loading import load_bytes
from aligner.formats.moses import moses_rows
from aligner.formats.pairs import Row, require_whole
from aligner.formats.table import format_for
from aligner.formats.unpacking import unpack, unpacked_name
from aligner.languages import parse_language
from aligner.model import NO_DETAILS, Bitext, Finding, Side

LIMIT = 2 * 1024 * 1024 * 1024  # bytes of one file
# Formats with a pair a line, each line by itself: a large file is read a piece at a time.
_BY_LINE = frozenset({"tsv", "jsonl"})
_PIECE = 4 * 1024 * 1024
LARGE = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file as it was read: its bytes and their SHA-256."""

    path: str
    size: int
    sha256: str


@dataclass(slots=True)
class Reading:
    """Candidates of an origin, and what is known of it when they have all been read.

    `signature` says how the documents were aligned, "" for a file of pairs.
    """

    candidates: Iterator[Candidate]
    files: list[InputFile]
    signature: str = ""


def read_origin(origin: Origin, document: int, options: ExportOptions) -> Reading:
    """The candidates of an origin, which is number `document`.

    Two documents are aligned. A large file with a pair a line is read a piece at a time, where no rule has to look at all
    of it. Raises `InputError` for what cannot be used, at once or while it is read.
    """
    wanted = options.filters.excluded_findings
    if origin.is_aligned:
        assert origin.source is not None
        files = [input_file(path, load_bytes(path)) for path in origin.paths]
        bitext = pipeline.align_files(origin.source, origin.target, options.pair)
        return Reading(_of_bitext(bitext, document, options), files, bitext.signature)
    if origin.source is not None and not wanted:
        return _line_by_line(origin, document)
    name = format_for(unpacked_name(origin.target), options.pair.source_format, "reads_bitext").name
    if name in _BY_LINE and not wanted and _is_large(origin.target):
        files = []
        pieces = _pieces(origin.target, files)
        return Reading(_of_rows(_piecewise(pieces, origin.target, name, options), document, origin.target), files)
    data = load_bytes(origin.target, LIMIT)
    files = [input_file(origin.target, data)]
    unpacked = unpack(data, origin.target, LIMIT)
    if wanted or len(data) <= LARGE:
        languages = parse_language(options.pair.source_language), parse_language(options.pair.target_language)
        bitext = formats.parse_bitext(unpacked, origin.target, *languages, name)
        return Reading(_of_bitext(bitext, document, options), files)
    return Reading(_of_rows(_rows(unpacked, origin.target, name, options), document, origin.target), files)


def _is_large(path: str) -> bool:
    return path != "-" and unpacked_name(path) == path and Path(path).is_file() and Path(path).stat().st_size > LARGE


def input_file(path: str, data: bytes) -> InputFile:
    """What a file was when it was read."""
    return InputFile(path, len(data), hashlib.sha256(data).hexdigest())


def _line_by_line(origin: Origin, document: int) -> Reading:
    """Two files, line n of one the translation of line n of the other."""
    assert origin.source is not None
    loaded = [load_bytes(path, LIMIT) for path in origin.paths]
    files = [input_file(path, data) for path, data in zip(origin.paths, loaded, strict=True)]
    source, target = (unpack(data, path, LIMIT) for path, data in zip(origin.paths, loaded, strict=True))
    rows = moses_rows(source, target, origin.source, origin.target)
    return Reading(_of_rows(rows, document, origin.target), files)


def _rows(data: bytes, path: str, format_name: str, options: ExportOptions) -> Iterator[Row]:
    languages = parse_language(options.pair.source_language), parse_language(options.pair.target_language)
    rows: Iterator[Row] = format_for(path, format_name, "reads_bitext").load().read_rows(data, path, *languages)
    return rows


def _pieces(path: str, files: list[InputFile]) -> Iterator[bytes]:
    """Whole lines of a file, a few megabytes at a time; the file is added to `files` when all of it was read."""
    digest, size, rest = hashlib.sha256(), 0, b""
    try:
        with Path(path).open("rb") as file:
            while data := file.read(_PIECE):
                digest.update(data)
                size += len(data)
                whole, line_end, rest_of_data = data.rpartition(b"\n")
                if line_end:
                    yield rest + whole + line_end
                    rest = rest_of_data
                else:
                    rest += data
    except OSError as error:
        raise InputError(path, f"it cannot be read ({error.strerror})", "check the file's permissions") from error
    if rest:
        yield rest
    files.append(InputFile(path, size, digest.hexdigest()))


def _piecewise(pieces: Iterable[bytes], path: str, format_name: str, options: ExportOptions) -> Iterator[Row]:
    """The rows of a file that comes in pieces, whose lines are told as those of the whole."""
    before = 0
    for piece in pieces:
        if not _is_utf8(piece):
            raise InputError(path, f"it is not UTF-8, and larger than {LARGE >> 20} MB", "convert it to UTF-8")
        try:
            yield from _rows(piece, path, format_name, options)
        except InputError as error:
            if not isinstance(error.place, int):
                raise
            raise InputError(path, error.problem, error.remedy, error.place + before) from error
        before += piece.count(b"\n")


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _of_rows(rows: Iterable[Row], document: int, path: str) -> Iterator[Candidate]:
    for number, row in enumerate(rows):
        require_whole(row, path)
        known = None
        if row.details is not NO_DETAILS or row.source_codes or row.target_codes:
            known = Pair(
                row.source, row.target, row.score, details=row.details, source_codes=row.source_codes,
                target_codes=row.target_codes,
            )  # fmt: skip
        yield Candidate(row.source, row.target, document, number, row.score, (), known)


def _of_bitext(bitext: Bitext, document: int, options: ExportOptions) -> Iterator[Candidate]:
    wanted = options.filters.excluded_findings
    found = faults(bitext, options.pair, pipeline.CheckOptions(select=wanted)) if wanted else {}
    for number, pair in enumerate(pairs_of(bitext)):
        known: Pair | None = pair
        if bitext.is_pairs:
            # The places of a row in the cells of its file say nothing to anybody else.
            plain = pair.details is NO_DETAILS and not pair.source_codes and not pair.target_codes
            known = None if plain else _without_places(pair)
        yield Candidate(
            pair.source, pair.target, document, number, pair.score, tuple(sorted(found.get(number, ()))), known
        )


def _without_places(pair: Pair) -> Pair:
    return Pair(
        pair.source, pair.target, pair.score, details=pair.details, source_codes=pair.source_codes,
        target_codes=pair.target_codes,
    )  # fmt: skip


def faults(bitext: Bitext, pair: pipeline.PairOptions, chosen: pipeline.CheckOptions) -> dict[int, set[str]]:
    """The codes of rules that find something in a bead, by number of the bead."""
    rules = chosen.rules
    is_bundled = {bitext.source.language, bitext.target.language} == set(embedding.BUNDLED.split("-"))
    needs_model = any(rule.needs_model for rule in rules) and (pair.model is not None or is_bundled)
    embedder = pipeline.embedder_for(pair) if needs_model else None
    terms = chosen.terms(bitext.source.language, bitext.target.language)
    report = pipeline.settled(pipeline.check_bitext(bitext, rules, embedder, terms), rules, chosen)
    bead_at = {side: _bead_finder(bitext, side) for side in Side}
    found: dict[int, set[str]] = defaultdict(set)
    for finding in report.findings:
        for bead in _beads_of(finding, bead_at):
            found[bead].add(finding.code)
    return found


def _beads_of(finding: Finding, bead_at: dict[Side, Callable[[int], int | None]]) -> set[int]:
    """The beads that a finding is about: the one it names, and those its spans lie in."""
    beads = {bead_at[span.side](span.start) for span in finding.spans}
    return {bead for bead in (*beads, finding.bead) if bead is not None}


def _bead_finder(bitext: Bitext, side: Side) -> Callable[[int], int | None]:
    """Which bead an offset of a side's text lies in."""
    bead_of = {number: place for place, bead in enumerate(bitext.beads) for number in bead.numbers(side)}
    sentences = bitext.document(side).sentences
    starts = [sentence.start for sentence in sentences]

    def find(offset: int) -> int | None:
        number = bisect_right(starts, offset) - 1
        return bead_of.get(number) if number >= 0 and offset <= sentences[number].end else None

    return find


def chunks(candidates: Iterator[Candidate], size: int) -> Iterator[list[Candidate]]:
    """The candidates, so many at a time."""
    return iter(partial(_some, candidates, size), [])


def _some(candidates: Iterator[Candidate], size: int) -> list[Candidate]:
    return list(islice(candidates, size))
