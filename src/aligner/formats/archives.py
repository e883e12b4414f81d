"""Documents that are zip archives (docx, odt, epub): their parts, in bounded memory, and nothing outside them.

Names follow the Open Packaging Conventions (ECMA-376, part 2) and the EPUB container: `/` between folders, from the root.
"""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from functools import cached_property
from typing import Any, Final, cast
from urllib.parse import unquote

from lxml import etree

from aligner.errors import InputError
from aligner.formats.xml import require_no_entity

_MEGABYTE: Final = 1024 * 1024
_LARGEST_PART: Final = 64 * _MEGABYTE  # unpacked; the tree of an XML part takes several times as much
_LARGEST_SUM: Final = 256 * _MEGABYTE  # of all parts that are read
_MOST_ENTRIES: Final = 20_000
# Deflate comes to 1,032 at most; large parts of real documents stay far below this.
_HIGHEST_RATIO: Final = 250
_SUSPICIOUS: Final = 16 * _MEGABYTE  # what unpacks to less does no harm, however small it was
_IS_ENCRYPTED: Final = 0x1
_COPY_AGAIN: Final = "copy, download or save it again"
# What begins an OLE compound file: a document under a password, or one of an old program.
_COMPOUND_FILE: Final = b"\xd0\xcf\x11\xe0"


class Archive:
    """A zip archive in memory, whose parts are unpacked when they are asked for.

    `kind` is what the format is called in messages. Raises `InputError` for what is no archive, damaged or cut off, has
    names that lead out of it, or more entries than any document.
    """

    def __init__(self, data: bytes, path: str, kind: str) -> None:
        self._path, self._kind = path, kind
        self._unpacked = 0
        if data.startswith(_COMPOUND_FILE):
            problem = f"it is no {kind} but an old Office file, or one with a password"
            raise InputError(path, problem, f"save it as {kind}, without a password")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, struct.error, EOFError, ValueError, NotImplementedError, OverflowError) as error:
            problem = f"it is no {kind}, or it is damaged ({error})"
            raise InputError(path, problem, _COPY_AGAIN) from error
        entries = self._zip.infolist()
        if len(entries) > _MOST_ENTRIES:
            raise InputError(path, f"it has {len(entries):,} parts, which no {kind} has", _COPY_AGAIN)
        for entry in entries:
            if _leads_out(entry.filename):
                problem = f"the name of a part leads out of the file ({entry.filename[:80]!r})"
                raise InputError(path, problem, "do not trust this file")

    @cached_property
    def _entries(self) -> dict[str, zipfile.ZipInfo]:
        return {entry.filename: entry for entry in self._zip.infolist() if not entry.filename.endswith("/")}

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def read(self, name: str) -> bytes:
        """The bytes of a part; raises `InputError` when it is not there, encrypted, damaged or too large."""
        entry = self._entries.get(name)
        if entry is None:
            raise InputError(self._path, f"it is no {self._kind}, or it is damaged ({name} is missing)", _COPY_AGAIN)
        if entry.flag_bits & _IS_ENCRYPTED:
            raise InputError(self._path, "it is encrypted", "save it without a password", name)
        self._refuse_bomb(entry)
        try:
            with self._zip.open(entry) as file:
                # What the entry says of its size may be a lie, so that the limit holds for what really comes.
                data = file.read(_LARGEST_PART + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError) as error:
            raise InputError(self._path, f"a part of it is damaged ({error})", _COPY_AGAIN, name) from error
        self._unpacked += len(data)
        if len(data) > _LARGEST_PART or self._unpacked > _LARGEST_SUM:
            raise self._too_large(name)
        return data

    def _refuse_bomb(self, entry: zipfile.ZipInfo) -> None:
        if entry.file_size > _LARGEST_PART or self._unpacked + entry.file_size > _LARGEST_SUM:
            raise self._too_large(entry.filename)
        if entry.file_size > _SUSPICIOUS and entry.file_size > _HIGHEST_RATIO * max(1, entry.compress_size):
            problem = f"a part of it grows {entry.file_size // max(1, entry.compress_size):,} times when it is unpacked"
            raise InputError(self._path, problem, "do not trust this file", entry.filename)

    def _too_large(self, name: str) -> InputError:
        problem = f"unpacked it is larger than {_LARGEST_PART // _MEGABYTE} MB a part or {_LARGEST_SUM // _MEGABYTE} MB"
        return InputError(self._path, problem, "divide it into smaller files", name)

    def xml(self, name: str) -> etree._Element:
        """The root element of an XML part: no entity is expanded, nothing outside is opened.

        Raises `InputError` for what is not well-formed, nested beyond reason, or declares entities.
        """
        return parse_xml(self.read(name), self._path, name)


def parse_xml(data: bytes, path: str, place: str | None = None) -> etree._Element:
    """The root element of XML, read as `Archive.xml` reads it; `place` names the part in messages."""
    if len(data) > _LARGEST_PART:
        raise InputError(
            path, f"it is larger than {_LARGEST_PART // _MEGABYTE} MB", "divide it into smaller files", place
        )
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        told = error.msg if isinstance(error, etree.XMLSyntaxError) else str(error)
        problem = f"it is not well-formed XML ({' '.join(told.split())})"  # libxml2 breaks some lines
        raise InputError(path, problem, "save the document again", place) from error
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and any(True for _ in cast("Any", declared).iterentities()):
        raise InputError(path, "it declares entities, which no document needs", "do not trust this file", place)
    require_no_entity(root, path)
    return root


def joined(folder: str, reference: str) -> str | None:
    """The name of the part that a reference in a part of `folder` means, None for one that leads out of the archive.

    >>> joined("OEBPS/text", "../notes%201.xhtml#n2"), joined("word", "/word/header1.xml"), joined("a", "../../etc/passwd")
    ('OEBPS/notes 1.xhtml', 'word/header1.xml', None)
    """
    bare = unquote(reference.partition("#")[0])
    if not bare or "\\" in bare or "://" in bare:
        return None
    name = posixpath.normpath(bare.lstrip("/") if bare.startswith("/") else posixpath.join(folder, bare))
    return None if name == ".." or name.startswith("../") else name


def _leads_out(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return name.startswith(("/", "\\")) or ".." in parts or ":" in parts[0]
