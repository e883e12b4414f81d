"""Formats: one module each, one row each in the table that names them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import cast

from aligner.contracts import (
    BinaryPairsWriter,
    BitextReader,
    BitextWriter,
    DocumentReader,
    FilePiece,
    FilesWriter,
    Heading,
    Pair,
    PairsWriter,
)
from aligner.errors import UnknownFormat
from aligner.formats.beads import bitext_of, heading_of, pairs_of
from aligner.formats.glossary import read_glossary
from aligner.formats.lines import lines_document
from aligner.formats.loading import decode, load_bytes, require_file
from aligner.formats.table import FORMATS, Format, Output, format_for, named_format, suffix_format
from aligner.formats.writing import output_name, write_files, write_whole
from aligner.model import Bitext, Document

__all__ = [
    "FORMATS",
    "Format",
    "Output",
    "decode",
    "format_for",
    "heading_of",
    "is_bitext",
    "load_bytes",
    "pairs_of",
    "parse_bitext",
    "parse_document",
    "pieces_of",
    "read_bitext",
    "read_document",
    "read_glossary",
    "read_lines",
    "render_bitext",
    "write_bitext",
    "write_pairs",
]


def read_document(path: str, language: str, format_name: str | None = None) -> Document:
    """One document, not yet segmented.

    `path` may be "-" for standard input; `format_name` None goes by the suffix (plain text for standard
    input). Raises `InputError` for a file that cannot be used, `UnknownFormat` when no format goes with it.
    """
    require_file(path)
    found = format_for(path, format_name, "reads_document")
    return parse_document(load_bytes(path), path, language, found.name)


def parse_document(data: bytes, path: str, language: str, format_name: str | None = None) -> Document:
    """The same of bytes that have been read."""
    found = format_for(path, format_name, "reads_document")
    reader = cast("DocumentReader", found.load().read_document)
    return replace(reader(data, path, language), format=found.name)


def read_lines(path: str, language: str) -> Document:
    """A pre-segmented text: sentence n is line n, from 0, an empty one where the line is blank.

    Raises `InputError` for a file that cannot be used, or has no text.
    """
    return lines_document(decode(load_bytes(path), path), path, language)


def read_bitext(path: str, source_language: str, target_language: str, format_name: str | None = None) -> Bitext:
    """The pairs of a bitext file: bead n is pair n, each document's text its cells joined by newlines.

    Raises `InputError` for a file that cannot be used, `UnknownFormat` when no format goes with it.
    """
    require_file(path)
    found = format_for(path, format_name, "reads_bitext")
    return parse_bitext(load_bytes(path), path, source_language, target_language, found.name)


def parse_bitext(data: bytes, path: str, source_language: str, target_language: str, format_name: str) -> Bitext:
    """The same of bytes that have been read, in the named format."""
    found = format_for(path, format_name, "reads_bitext")
    reader = cast("BitextReader", found.load().read_bitext)
    bitext = reader(data, path, source_language, target_language)
    source, target = (replace(document, format=found.name) for document in (bitext.source, bitext.target))
    return replace(bitext, source=source, target=target)


def is_bitext(path: str, format_name: str | None = None) -> bool:
    """Whether `path` holds pairs, by the named format or by its suffix; the file is not opened.

    Raises `UnknownFormat` for a name no format has.

    >>> is_bitext("memory.tmx"), is_bitext("article.html"), is_bitext("-", "tsv")
    (True, False, True)
    """
    found = named_format(format_name, path) if format_name else suffix_format(path)
    return found is not None and found.reads_bitext


def render_bitext(bitext: Bitext, format_name: str) -> Iterable[str]:
    """Pieces of the text of `bitext` in a format, in order.

    Raises `UnknownFormat` when the format cannot be written as a text, `InputError` for a text it cannot carry.
    """
    found = format_for("-", format_name, "writes_bitext")
    if found.output is not Output.TEXT:
        raise UnknownFormat("-", f"{found.name} is no text", "name another format, or write it to a file")
    return cast("BitextWriter", found.load().write_bitext)(bitext)


def pieces_of(bitext: Bitext, format_name: str) -> Iterable[str] | Iterable[bytes]:
    """The same for any format that is one file, bytes where it is no text."""
    found = format_for("-", format_name, "writes_bitext")
    if found.output is Output.FILES:
        raise UnknownFormat("-", f"{found.name} is several files", "name an output with -o")
    return _one_file(found, bitext)


def write_bitext(bitext: Bitext, path: str, format_name: str | None = None) -> None:
    """Write `bitext` to a file, or the files that belong together, whole or not at all.

    The format is the named one, or that of the suffix. Raises `InputError` when a file cannot be written or the format
    cannot carry the text, `UnknownFormat`.
    """
    found = format_for(path, format_name, "writes_bitext")
    if found.output is Output.FILES:
        pieces: Iterable[FilePiece] = found.load().write_bitext(bitext, output_name(path))
        write_files(path, pieces)
    else:
        write_whole(path, _one_file(found, bitext))


def write_pairs(pairs: Iterable[Pair], heading: Heading, path: str, format_name: str | None = None) -> None:
    """Write pairs, one after another as they come, in as little memory as the format needs.

    Raises what `write_bitext` raises.
    """
    found = format_for(path, format_name, "writes_bitext")
    module = found.load()
    if found.output is Output.FILES:
        write_files(path, cast("FilesWriter", module.write_files)(pairs, heading, output_name(path)))
    elif hasattr(module, "write_pairs"):
        writer = cast("PairsWriter | BinaryPairsWriter", module.write_pairs)
        write_whole(path, writer(pairs, heading))
    else:
        write_whole(path, _one_file(found, bitext_of(pairs, heading)))


def _one_file(found: Format, bitext: Bitext) -> Iterable[str] | Iterable[bytes]:
    return cast("BitextWriter", found.load().write_bitext)(bitext)
