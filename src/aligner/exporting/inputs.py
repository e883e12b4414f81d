"""What is exported: files of pairs, folders of them, and documents that are aligned first."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath

from aligner.corpus import read_manifest
from aligner.corpus.files import Listing, Skipped
from aligner.corpus.pairing import paired
from aligner.errors import InputError, OptionError
from aligner.exporting.options import ExportOptions
from aligner.formats import is_bitext
from aligner.formats.loading import require_file
from aligner.formats.moses import moses_paths
from aligner.formats.table import suffix_format
from aligner.formats.unpacking import unpacked_name
from aligner.languages import parse_language


@dataclass(frozen=True, slots=True)
class Origin:
    """What pairs come from: a file of pairs (`source` None), two documents to align, or two files line by line."""

    name: str
    target: str
    source: str | None = None
    is_aligned: bool = False

    @property
    def paths(self) -> tuple[str, ...]:
        """The files, the source first."""
        return (self.target,) if self.source is None else (self.source, self.target)


@dataclass(frozen=True, slots=True)
class Origins:
    """All that pairs come from, in order, and the files of folders that are left out."""

    origins: tuple[Origin, ...]
    skipped: tuple[Skipped, ...] = ()


def find_origins(inputs: Iterable[str], options: ExportOptions) -> Origins:
    """What the inputs and the manifest hold: what is named first, in its order, then pairs of documents.

    A folder gives every file of pairs in it, at any depth, and every two documents that are versions of one text (see
    `aligner.corpus.pairing`). Raises `InputError` for a path that is not there, a document without its other version, and
    when there is nothing.
    """
    inputs = tuple(dict.fromkeys(inputs))
    languages = parse_language(options.pair.source_language), parse_language(options.pair.target_language)
    bitexts: list[Origin] = []
    documents: dict[str, bool] = {}
    skipped: list[Skipped] = []
    folders = [path for path in inputs if path != "-" and Path(path).is_dir()]
    for path in inputs:
        if path in folders:
            for found in _walk(path):
                _sort_in(found, bitexts, documents, skipped)
            continue
        both = _two_files(path, options)
        if both is not None:
            bitexts.append(Origin(path, both[1], both[0]))
        elif is_pairs(path, options.pair.source_format):
            require_file(path)
            bitexts.append(Origin(path, path))
        else:
            require_file(path)
            documents[path] = True
    aligned, left = _aligned(documents, folders, languages)
    skipped += left
    if options.manifest is not None:
        if options.manifest == "-" and "-" in inputs:
            raise OptionError("only one of the inputs and the manifest can come from standard input")
        pairs = read_manifest(options.manifest).pairs
        aligned += [Origin(pair.name, pair.target, pair.source, is_aligned=True) for pair in pairs]
    origins = (*_once(bitexts), *aligned)
    if not origins:
        what = inputs[0] if inputs else "-"
        raise InputError(what, "there are no pairs in it", "give files of pairs, or two versions of every text")
    return Origins(origins, tuple(skipped))


def is_pairs(path: str, format_name: str | None = None) -> bool:
    """Whether a path is that of a file of pairs, compressed or not, or standard input."""
    return path == "-" or is_bitext(unpacked_name(path), format_name)


def _two_files(path: str, options: ExportOptions) -> tuple[str, str] | None:
    """The source and the target file of pairs line by line that a path stands for, None where it is another format's."""
    named = options.pair.source_format
    if path == "-" or (named is not None and named != "moses") or (named is None and is_pairs(path)):
        return None
    return moses_paths(path, parse_language(options.pair.source_language), parse_language(options.pair.target_language))


def _once(origins: list[Origin]) -> list[Origin]:
    """Each file once, however it was named."""
    seen: dict[object, Origin] = {}
    for origin in origins:
        seen.setdefault(tuple(map(_identity, origin.paths)), origin)
    return list(seen.values())


def _identity(path: str) -> object:
    try:
        status = Path(path).stat()
    except OSError:
        return path
    return (status.st_dev, status.st_ino) if status.st_ino else str(Path(path).resolve())


def _aligned(
    documents: dict[str, bool], folders: list[str], languages: tuple[str, str]
) -> tuple[list[Origin], list[Skipped]]:
    """The documents as pairs; one that was named has to have its other version."""
    if not documents:
        return [], []
    pairing = paired(Listing(tuple(documents), (), tuple(folders)), *languages)
    origins, skipped = [], list(pairing.skipped)
    for task in pairing.tasks:
        if task.source is not None:
            origins.append(Origin(_shared_name(task.source, task.target), task.target, task.source, is_aligned=True))
        elif documents[task.target]:
            problem = "it is no file of pairs, and its other version is not among what is given"
            raise InputError(task.target, problem, "give both, named alike, or a table of pairs with --manifest")
        else:
            skipped.append(Skipped(task.target, "a text without its other version"))
    return origins, skipped


def _shared_name(source: str, target: str) -> str:
    """What two versions of a text are called together.

    >>> _shared_name("news/a.en.txt", "news/a.es.txt")
    'news/a.en.txt + news/a.es.txt'
    """
    return f"{source} + {target}"


def _sort_in(path: str, bitexts: list[Origin], documents: dict[str, bool], skipped: list[Skipped]) -> None:
    """Put a file of a folder where it belongs."""
    row = suffix_format(unpacked_name(path))
    if row is not None and row.reads_bitext:
        bitexts.append(Origin(path, path))
    elif row is not None and row.reads_document and unpacked_name(path) == path:
        documents.setdefault(path, False)
    else:
        skipped.append(Skipped(path, f"no text ({PurePath(path).suffix.lower() or 'no suffix'})"))


def _walk(folder: str) -> Iterator[str]:
    """Ordinary files with something in them below a folder, in order of name, hidden ones and links left out."""

    def fail(error: OSError) -> None:
        raise InputError(str(error.filename), f"it cannot be read ({error.strerror})", "check its permissions")

    for here, folders, names in os.walk(folder, onerror=fail):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(here, name)
            if not name.startswith(".") and path.is_file() and not path.is_symlink() and path.stat().st_size:
                yield str(path)
