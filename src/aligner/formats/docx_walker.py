"""The walk over a part of a Word document that cuts it into blocks, as they stand when all changes are accepted."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from lxml import etree

from aligner.formats.docx_styles import Styles, said
from aligner.formats.docx_symbols import symbol
from aligner.formats.elements import text_of
from aligner.formats.trees import Collection, Place, child, steps, value
from aligner.formats.xml import local_name
from aligner.model import Role

# Deleted or moved away by a tracked change; properties and drawings' geometry, which hold no text.
_SKIPPED: Final = frozenset(
    {"del", "moveFrom", "pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr", "sdtPr", "sdtEndPr"}
)
_SEPARATORS: Final = frozenset({"separator", "continuationSeparator", "continuationNotice"})
_BLANKS: Final = frozenset({"tab", "br", "cr", "ptab"})
# What these fields show is counted when the document is opened.
_COUNTED: Final = frozenset({"PAGE", "NUMPAGES", "SECTIONPAGES", "PAGEREF"})
_OFF: Final = frozenset({"0", "false", "off"})
# Roles that a part or a table gives to its paragraphs, unless they are headings or captions.
_OF_PART: Final = frozenset({Role.HEADER, Role.FOOTER, Role.FOOTNOTE, Role.COMMENT})
_ADDRESS: Final = re.compile(r"(?:https?|mailto|file|ftp):|www\.|\S+\.\w{2,5}$", re.IGNORECASE)
# A description, a text with its role, or an element with paragraphs of its own.
_Aside = tuple[str | tuple[str, Role] | etree._Element, Place]


class Walker:
    """Adds the blocks of parts to a collection."""

    def __init__(self, collection: Collection, styles: Styles) -> None:
        self._collection, self._styles = collection, styles
        self._texts: list[str] = []  # of the paragraph
        self._start: tuple[Place, Role] | None = (
            None  # of a paragraph whose end was deleted, so that the next goes on with it
        )
        self._asides: list[_Aside] = []  # text boxes and descriptions in the paragraph
        self._is_hidden = False  # whether the style of the paragraph hides it
        self._fields: list[list[str]] = []  # codes of the fields that are open
        self._handlers: dict[str, Callable[[etree._Element, Place], None]] = {
            "t": self._text,
            "r": self._run,
            "fldChar": self._field_mark,
            "instrText": self._field_code,
            "fldSimple": self._simple_field,
            "docPr": self._description,
            "shape": self._shape,
            "txbxContent": lambda element, place: self._asides.append((element, place)),
            "noBreakHyphen": lambda _element, _place: self._texts.append("\u2011"),
            "ruby": self._ruby,
            "sym": lambda element, _place: self._texts.append(symbol(value(element, "font"), value(element, "char"))),
            "hyperlink": self._hyperlink,
            "textpath": self._word_art,
            "oMath": lambda element, _place: self._texts.append(text_of(element)),
            "AlternateContent": self._alternative,
        }

    def walk(self, root: etree._Element, place: Place) -> None:
        """Add the blocks of a part; the role of its place is that of its paragraphs."""
        self._blocks(root, place)
        self._end_paragraph()
        self._fields.clear()

    def _blocks(self, element: etree._Element, place: Place) -> None:
        for name, inner, spot in steps(element, place):
            if name in _SKIPPED or _is_deleted(inner, name):
                continue
            if name == "p":
                self._paragraph(inner, spot)
            elif name == "AlternateContent":
                self._alternative_of_blocks(inner, spot)
            elif name == "strCache":
                self._names(inner, spot)
            elif name in {"tbl", "tc"}:
                self._end_paragraph()
                self._blocks(inner, spot.as_role(_cell_role(inner, name, place.role)))
                self._end_paragraph()
            else:
                self._blocks(inner, spot)

    def _alternative_of_blocks(self, element: etree._Element, place: Place) -> None:
        chosen = _chosen(element)
        if chosen is not None:
            self._blocks(chosen, place)

    def _names(self, cache: etree._Element, place: Place) -> None:
        """The names of series and categories in a chart."""
        for _, point, spot in steps(cache, place):
            name = child(point, "v")
            if name is not None and name.text:
                self._collection.add_once([name.text], spot, Role.LABEL)

    # paragraphs

    def _paragraph(self, paragraph: etree._Element, place: Place) -> None:
        properties = child(paragraph, "pPr")
        if self._start is None:
            self._start = place, self._role(properties, place)
        self._is_hidden = self._styles.hides(said(child(properties, "pStyle")))
        self._inline(paragraph, place)
        if child(properties, "rPr", "del") is None:
            self._end_paragraph()

    def _role(self, properties: etree._Element | None, place: Place) -> Role:
        role = self._styles.role(properties)
        if place.role in _OF_PART or role is None:
            return place.role
        return place.role if place.role is Role.TABLE_CELL and role is Role.LIST_ITEM else role

    def _end_paragraph(self) -> None:
        if self._start is None:
            return
        (place, role), texts, asides = self._start, self._texts, self._asides
        self._start, self._texts, self._asides = None, [], []
        if role in {Role.HEADER, Role.FOOTER}:
            self._collection.add_once(texts, place, role)
        else:
            self._collection.add(texts, place, role, hidden=role is Role.COMMENT)
        for text, spot in asides:
            if isinstance(text, str):
                self._collection.add_description(text, spot)
            elif isinstance(text, tuple):
                self._collection.add([text[0]], spot, text[1])
            else:
                self._blocks(text, spot)
                self._end_paragraph()

    # what is in a paragraph

    def _inline(self, element: etree._Element, place: Place) -> None:
        for name, inner, spot in steps(element, place):
            if name in _SKIPPED:
                continue
            if name in _BLANKS:
                self._texts.append(" ")
            elif name in self._handlers:
                self._handlers[name](inner, spot)
            elif name != "delText":
                self._inline(inner, spot)

    def _text(self, element: etree._Element, _place: Place) -> None:
        if not any(_counts(codes) for codes in self._fields):
            self._texts.append(element.text or "")

    def _run(self, run: etree._Element, place: Place) -> None:
        """A run of text of one look; hidden text is left out."""
        properties = child(run, "rPr")
        hidden = child(properties, "vanish")
        by_style = self._is_hidden or self._styles.hides(said(child(properties, "rStyle")))
        if not by_style if hidden is None else value(hidden, "val") in _OFF:
            self._inline(run, place)

    def _field_mark(self, element: etree._Element, _place: Place) -> None:
        kind = value(element, "fldCharType")
        if kind == "begin":
            self._fields.append([])
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _field_code(self, element: etree._Element, _place: Place) -> None:
        if self._fields:
            self._fields[-1].append(element.text or "")

    def _simple_field(self, element: etree._Element, place: Place) -> None:
        if not _counts([value(element, "instr")]):
            self._inline(element, place)

    def _description(self, element: etree._Element, place: Place) -> None:
        for name in ("title", "descr"):
            if value(element, name):
                self._asides.append((value(element, name), place.inside(f"@{name}")))

    def _shape(self, element: etree._Element, place: Place) -> None:
        if value(element, "alt"):
            self._asides.append((value(element, "alt"), place.inside("@alt")))
        self._inline(element, place)

    def _word_art(self, element: etree._Element, place: Place) -> None:
        """Letters that older versions of Word draw along a path."""
        if value(element, "string"):
            self._asides.append(((value(element, "string"), Role.PARAGRAPH), place.inside("@string")))

    def _hyperlink(self, element: etree._Element, place: Place) -> None:
        self._inline(element, place)
        tip = value(element, "tooltip")
        if tip and not _ADDRESS.match(tip):
            self._asides.append(((tip, Role.LABEL), place.inside("@tooltip")))

    def _ruby(self, element: etree._Element, place: Place) -> None:
        base = child(element, "rubyBase")
        if base is not None:
            self._inline(base, place)

    def _alternative(self, element: etree._Element, place: Place) -> None:
        chosen = _chosen(element)
        if chosen is not None:
            self._inline(chosen, place)


def _chosen(element: etree._Element) -> etree._Element | None:
    """One of the alternatives that say the same for programs of different age (part 3, 9.3)."""
    found = child(element, "Choice")
    return found if found is not None else child(element, "Fallback")


def _counts(codes: list[str]) -> bool:
    """Whether a field with this code shows a number of pages."""
    words = "".join(codes).split(maxsplit=1)
    return bool(words) and words[0].upper() in _COUNTED


def _is_deleted(element: etree._Element, name: str) -> bool:
    """Whether a row, a cell or a note is none: deleted by a tracked change, or the line above notes."""
    if name == "tr":
        return child(element, "trPr", "del") is not None
    if name == "tc":
        return child(element, "tcPr", "cellDel") is not None
    return name in {"footnote", "endnote"} and value(element, "type") in _SEPARATORS


def _cell_role(element: etree._Element, name: str, role: Role) -> Role:
    """The role of paragraphs in a table; a cell with several holds a piece of the page rather than a value."""
    if role in _OF_PART:
        return role
    if name == "tbl":
        return Role.TABLE_CELL
    return Role.PARAGRAPH if sum(local_name(inner) == "p" for inner in element) > 1 else Role.TABLE_CELL
