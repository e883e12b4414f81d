"""Books in EPUB 2 and 3: the files of the spine in their order, each read as a web page is."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from lxml import etree

from aligner.errors import InputError
from aligner.formats.archives import Archive, joined
from aligner.formats.elements import text_of
from aligner.formats.extraction import has_words
from aligner.formats.html import read_document as read_page
from aligner.formats.trees import child, value
from aligner.formats.xml import local_name
from aligner.model import Block, Document, Role

_KIND: Final = "epub"
_CONTAINER: Final = "META-INF/container.xml"
_ENCRYPTION: Final = "META-INF/encryption.xml"
_PAGES: Final = frozenset({"application/xhtml+xml", "text/html", "application/x-dtbook+xml", ""})
_SEPARATOR: Final = "\n\n"
_FILE_NAME: Final = re.compile(r"\S+\.x?html?")  # which some programs give a page for its title
_MOST_FILES: Final = 10_000
_METADATA: Final[dict[str, Role]] = {"title": Role.TITLE, "description": Role.DESCRIPTION}


def read_document(data: bytes, path: str, language: str) -> Document:
    """The blocks of a book: title and description, then every file of the spine.

    `address` of a block is the name of its file and the path of its element in it. Raises `InputError` for what is no book,
    locked by a seller, damaged, refers to files outside it, or is larger than any book.
    """
    archive = Archive(data, path, _KIND)
    package_name = _package_name(archive, path)
    package = archive.xml(package_name)
    locked = _locked(archive)
    book = _Book()
    for name, element in _metadata(package):
        said = " ".join(text_of(element).split())
        if has_words(said):
            book.add(said, Block(0, len(said), _METADATA[name], address=f"{package_name}#/package/metadata/{name}"))
    for name in _spine(package, posixpath.dirname(package_name), path):
        if name in locked:
            raise InputError(path, "it is locked against copying (DRM)", "ask for a copy without", name)
        if name not in archive:
            raise InputError(path, "a file of the book is missing", "download it again", name)
        book.add_page(read_page(archive.read(name), f"{path}:{name}", language), name)
    return book.document(path, language)


class _Book:
    """The text so far."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._blocks: list[Block] = []
        self._length = 0
        self._titles: set[str] = set()

    def add(self, text: str, block: Block) -> None:
        """Add a block; the title that every file has is said once."""
        if block.role is Role.TITLE:
            if text in self._titles or _FILE_NAME.fullmatch(text):
                return
            self._titles.add(text)
        start = self._length + (len(_SEPARATOR) if self._texts else 0)
        self._texts.append(text)
        self._length = start + len(text)
        self._blocks.append(replace(block, start=start, end=self._length))

    def add_page(self, page: Document, name: str) -> None:
        """Add the blocks of a file, with its name before their addresses."""
        for block in page.blocks:
            self.add(page.block_text(block), replace(block, address=f"{name}#{block.address or ''}"))

    def document(self, path: str, language: str) -> Document:
        """The whole book."""
        return Document(_SEPARATOR.join(self._texts), tuple(self._blocks), language, path)


def _metadata(package: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    metadata = child(package, "metadata")
    for element in metadata if metadata is not None else ():
        if local_name(element) in _METADATA:
            yield local_name(element), element


def _package_name(archive: Archive, path: str) -> str:
    """The part that lists the files of the book (EPUB OCF 3.3, 4.2.6.3.1)."""
    if _CONTAINER not in archive:
        raise InputError(path, f"it is a zip archive, but no {_KIND} ({_CONTAINER} is missing)", f"give an {_KIND}")
    for element in archive.xml(_CONTAINER).iter("{*}rootfile"):
        name = joined("", value(element, "full-path"))
        if name is not None and name in archive:
            return name
    raise InputError(path, "it does not say which files are in the book", "download it again", _CONTAINER)


def _spine(package: etree._Element, folder: str, path: str) -> Iterator[str]:
    """The names of the pages of the book, in the order of reading."""
    files = {value(item, "id"): item for item in package.iter("{*}item")}
    seen: set[str] = set()
    for reference in package.iter("{*}itemref"):
        item = files.get(value(reference, "idref"))
        if item is None or value(item, "media-type") not in _PAGES:
            continue
        name = joined(folder, value(item, "href"))
        if name is None:
            problem = f"it refers to a file that is not in the book ({value(item, 'href')[:80]!r})"
            raise InputError(path, problem, "do not trust this file")
        if name not in seen:
            seen.add(name)
            yield name
        if len(seen) > _MOST_FILES:
            raise InputError(path, f"it has more than {_MOST_FILES:,} files, which no book has", "divide it")


def _locked(archive: Archive) -> frozenset[str]:
    """The names of encrypted parts; fonts are obfuscated in many books, which locks nothing."""
    if _ENCRYPTION not in archive:
        return frozenset()
    references = archive.xml(_ENCRYPTION).iter("{*}CipherReference")
    return frozenset(name for element in references if (name := joined("", value(element, "URI"))))
