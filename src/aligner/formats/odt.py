"""Texts of OpenDocument (ODF 1.3, OASIS; ISO/IEC 26300), as LibreOffice writes them: packed (odt) or one XML file (fodt).

Tracked changes are read as if they had been accepted: what was deleted stands apart in the file, and is not read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from lxml import etree

from aligner.errors import InputError
from aligner.formats.archives import Archive, joined, parse_xml
from aligner.formats.odt_styles import Styles
from aligner.formats.trees import Collection, Place, child, steps, value
from aligner.formats.xml import local_name
from aligner.model import Document, Role

_KIND: Final = "odt"
_SKIPPED: Final = frozenset({
    "tracked-changes", "sequence-decls", "variable-decls", "user-field-decls", "forms", "ruby-text", "note-citation",
    "bibliography-source", "page-number", "page-count", "table-of-content-source", "scripts", "date-string", "binary-data",
    "hidden-text", "hidden-paragraph",
})  # fmt: skip
_DUBLIN_CORE: Final = "{http://purl.org/dc/elements/1.1/}"  # who made a comment, and when
# What makes a paragraph inside it something else; a paragraph's own style goes before that.
_CONTAINERS: Final[dict[str, Role]] = {
    "list-item": Role.LIST_ITEM,
    "list-header": Role.LIST_ITEM,
    "table-cell": Role.TABLE_CELL,
    "table-of-content": Role.NAVIGATION,
    "index-body": Role.NAVIGATION,
}
_OF_PART: Final = frozenset({Role.HEADER, Role.FOOTER, Role.FOOTNOTE, Role.COMMENT, Role.NAVIGATION})
_PARAGRAPHS: Final = frozenset({"p", "h"})
_HEADERS: Final = {"header": Role.HEADER, "footer": Role.FOOTER}
_LONGEST_SPACE: Final = 10
_DIGITS: Final = 9  # of a number of spaces
_DRAWING: Final = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"


def read_document(data: bytes, path: str, language: str) -> Document:
    """The blocks of a document: the body, then foot- and endnotes, page headers and footers, comments.

    The text is the blocks joined by a blank line; `address` of a block is its part and the path of its paragraph in it. Raises
    `InputError` for what is no text of OpenDocument, protected with a password, damaged, or larger than any document.
    """
    archive = None if data.lstrip().startswith((b"<", b"\xef\xbb\xbf<")) else Archive(data, path, _KIND)
    parts = dict(_parts(data, path, archive))
    content = next(iter(parts.values()))
    text = child(content, "body", "text")
    if text is None:
        raise InputError(path, "it is no text document of OpenDocument", "save it as odt")
    walker = _Walker(Styles(parts.values()), archive)
    walker.walk(text, Place(path, f"{next(iter(parts))}/body/text"))
    for name, root in parts.items():
        masters = child(root, "master-styles")
        if masters is not None:
            walker.walk_pages(masters, Place(path, f"{name}/master-styles"))
    return walker.finish().document(path, language)


def _parts(data: bytes, path: str, archive: Archive | None) -> Iterator[tuple[str, etree._Element]]:
    """The roots of the parts that hold text, with the addresses they begin; the first has the body."""
    if archive is None:
        yield "/document", parse_xml(data, path)
        return
    _refuse_encrypted(archive, path)
    yield "content.xml#/document-content", archive.xml("content.xml")
    if "styles.xml" in archive:
        yield "styles.xml#/document-styles", archive.xml("styles.xml")


def _refuse_encrypted(archive: Archive, path: str) -> None:
    manifest = "META-INF/manifest.xml"
    if manifest not in archive:
        return
    if any(local_name(element) == "encryption-data" for element in archive.xml(manifest).iter()):
        raise InputError(path, "it is protected with a password", "save it without one")


class _Walker:
    """Adds the blocks of a document; what stands beside the text waits for its end."""

    def __init__(self, styles: Styles, archive: Archive | None) -> None:
        self._collection = Collection()
        self._archive = archive
        self._styles = styles
        self._texts: list[str] = []
        self._asides: list[tuple[str | etree._Element, Place]] = []
        self._notes: list[tuple[etree._Element, Place]] = []
        self._comments: list[tuple[etree._Element, Place]] = []
        self._handlers: dict[str, Callable[[etree._Element, Place], None]] = {
            "s": self._spaces,
            "tab": lambda _element, _place: self._texts.append(" "),
            "line-break": lambda _element, _place: self._texts.append(" "),
            "note": self._note,
            "annotation": lambda element, place: self._comments.append((element, place.as_role(Role.COMMENT))),
            "title": self._description,
            "desc": self._description,
            "text-box": lambda element, place: self._asides.append((element, place)),
        }

    def walk(self, element: etree._Element, place: Place) -> None:
        """Add the blocks in an element that holds paragraphs."""
        for name, inner, spot in steps(element, place):
            if name in _PARAGRAPHS:
                self._paragraph(inner, name, spot)
            elif name in _SKIPPED or self._is_hidden(inner, name):
                continue
            elif name in self._handlers:
                self._handlers[name](inner, spot)
                self._add_asides()
            else:
                self.walk(inner, spot.as_role(_role_inside(inner, name, place.role)))

    def walk_pages(self, masters: etree._Element, place: Place) -> None:
        """Add headers and footers, those of left and first pages too, each text once."""
        for _, page, of_page in steps(masters, place):
            for name, inner, spot in steps(page, of_page):
                role = _HEADERS.get(name.partition("-")[0])
                if role is not None:
                    self.walk(inner, spot.as_role(role))

    def finish(self) -> Collection:
        """Everything, after notes and comments."""
        for waiting in (self._notes, self._comments):
            while waiting:
                element, place = waiting.pop(0)
                self.walk(element, place)
        return self._collection

    def _paragraph(self, element: etree._Element, name: str, place: Place) -> None:
        outer, self._texts = self._texts, []
        self._inline(element, place)
        texts, self._texts = self._texts, outer
        role = self._role(element, name, place)
        if role in _HEADERS.values():
            self._collection.add_once(texts, place, role)
        else:
            self._collection.add(texts, place, role, hidden=role is Role.COMMENT)
        self._add_asides()

    def _role(self, element: etree._Element, name: str, place: Place) -> Role:
        if place.role in _OF_PART:
            return place.role
        if name == "h":
            return Role.HEADING
        return self._styles.role(value(element, "style-name")) or place.role

    def _add_asides(self) -> None:
        asides, self._asides = self._asides, []
        for said, place in asides:
            if isinstance(said, str):
                self._collection.add_description(said, place)
            else:
                self.walk(said, place)

    def _inline(self, element: etree._Element, place: Place) -> None:
        self._texts.append(element.text or "")
        for name, inner, spot in steps(element, place):
            if name in self._handlers:
                self._handlers[name](inner, spot)
            elif name in _SKIPPED or self._is_hidden(inner, name):
                pass
            elif name == "object":
                self._formula(inner)
            elif any(local_name(element) in _PARAGRAPHS for element in inner):
                self._asides.append((inner, spot))  # a drawing with text of its own
            else:
                self._inline(inner, spot)
            self._texts.append(inner.tail or "")

    def _is_hidden(self, element: etree._Element, name: str) -> bool:
        """Whether nobody sees an element: a section that is switched off, letters in a hidden style, who made a comment."""
        if name == "section":
            return value(element, "display") == "none"
        if name in {"span", "a"}:
            return self._styles.hides(value(element, "style-name"))
        return name in {"creator", "date"} and str(element.tag).startswith(_DUBLIN_CORE)

    def _formula(self, element: etree._Element) -> None:
        """The characters of a formula, which is a document of its own inside the archive, or stands where it is shown."""
        root = self._embedded(value(element, "href"))
        for math in [root] if root is not None else element:
            if local_name(math) == "math":
                self._texts.extend(
                    part.text or "" for part in math.iter("{*}mi", "{*}mn", "{*}mo", "{*}mtext", "{*}ms")
                )

    def _embedded(self, reference: str) -> etree._Element | None:
        folder = joined("", reference)
        name = f"{folder}/content.xml"
        return self._archive.xml(name) if folder and self._archive and name in self._archive else None

    def _spaces(self, element: etree._Element, _place: Place) -> None:
        count = value(element, "c")
        self._texts.append(" " * min(int(count[:_DIGITS]) if count.isdecimal() else 1, _LONGEST_SPACE))

    def _note(self, element: etree._Element, place: Place) -> None:
        body = child(element, "note-body")
        if body is not None:
            self._notes.append((body, place.inside("note-body").as_role(Role.FOOTNOTE)))

    def _description(self, element: etree._Element, place: Place) -> None:
        """The title or description of a picture; a field that shows the title of the document has the same name."""
        if not str(element.tag).startswith(_DRAWING):
            self._inline(element, place)
        elif element.text:
            self._asides.append((element.text, place))


def _role_inside(element: etree._Element, name: str, role: Role) -> Role:
    """The role of paragraphs in an element; a cell with several holds a piece of the page rather than a value."""
    if role in _OF_PART:
        return role
    found = _CONTAINERS.get(name, role)
    if name == "table-cell" and sum(local_name(inner) in _PARAGRAPHS for inner in element) > 1:
        return Role.PARAGRAPH
    return found
