"""Parallel text of any format, to train on: many pairs from many files, compressed or not."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from aligner.errors import InputError
from aligner.formats.loading import load_bytes
from aligner.formats.moses import moses_paths, moses_rows
from aligner.formats.pairs import Row, require_whole
from aligner.formats.table import format_for, suffix_format
from aligner.formats.unpacking import unpack, unpacked_name

# Far more than a file of a document has: the English and Spanish of a large web crawl's domain still fit.
LIMIT = 2 * 1024 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class ParallelFile:
    """A file as it lies on the disk: its bytes, their SHA-256, and how many pairs with text on both sides it gave."""

    path: str
    size: int
    sha256: str
    pairs: int


@dataclass(frozen=True, slots=True)
class ParallelText:
    """`pairs` of all `files` in order, each once, without blanks at the ends; `rows` is how many there were before."""

    pairs: list[tuple[str, str]]
    files: tuple[ParallelFile, ...]
    rows: int


def read_parallel(paths: Iterable[str], source_language: str, target_language: str, limit: int = LIMIT) -> ParallelText:
    """The pairs of bitext files, and of pairs of files as Moses has them, with text on both sides.

    A path is a file of a format that is read as pairs; or one of two files named by their languages, or what the names of
    the two begin with. Any of them may be compressed (`.xz`, `.gz`, `.bz2`). `limit`: most bytes of a file, packed and
    unpacked. Raises `InputError` for a file that cannot be used, `UnknownFormat` when no format goes with it.
    """
    pairs: dict[tuple[str, str], None] = {}
    files: list[ParallelFile] = []
    rows = 0
    for path in paths:
        opened, read = _opened(path, source_language, target_language, limit)
        count = 0
        for row in read:
            require_whole(row, path)
            pair = (row.source.strip(), row.target.strip())
            rows += 1
            if pair[0] and pair[1]:
                count += 1
                pairs[pair] = None
        if not count:
            raise InputError(path, "it has no pair with text on both sides", "check the languages and the columns")
        files += [ParallelFile(name, size, sha256, count) for name, size, sha256 in opened]
    return ParallelText(list(pairs), tuple(files), rows)


_Opened = tuple[str, int, str]


def _opened(path: str, source_language: str, target_language: str, limit: int) -> tuple[list[_Opened], Iterator[Row]]:
    """Name, size and SHA-256 of the file or the two files, and their rows."""
    name = unpacked_name(path)
    known = suffix_format(name)
    both = None if known and known.reads_bitext else moses_paths(path, source_language, target_language)
    if both:
        loaded = [_loaded(file, limit) for file in both]
        return [opened for opened, _ in loaded], moses_rows(loaded[0][1], loaded[1][1], *both)
    opened, data = _loaded(path, limit)
    reader = format_for(name, None, "reads_bitext").load().read_rows
    return [opened], reader(data, path, source_language, target_language)


def _loaded(path: str, limit: int) -> tuple[_Opened, bytes]:
    data = load_bytes(path, limit)
    return (path, len(data), hashlib.sha256(data).hexdigest()), unpack(data, path, limit)
