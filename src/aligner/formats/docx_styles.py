"""What a paragraph of a Word document is, by its style: the names in the file are English whatever Word's language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from lxml import etree

from aligner.formats.trees import child, value
from aligner.formats.xml import local_name
from aligner.model import Role

_BODY_TEXT_LEVEL: Final = 9  # outline level of what is no heading (ECMA-376 part 1, 17.3.1.20)
_MOST_ANCESTORS: Final = 20
_OFF: Final = frozenset({"0", "false", "off"})
# The first that fits the name of a style, or of the one it is based on, decides.
_NAMES: Final[tuple[tuple[re.Pattern[str], Role], ...]] = (
    (re.compile(r"heading \d|title|subtitle", re.IGNORECASE), Role.HEADING),
    (re.compile(r"toc \d|table of figures|index \d", re.IGNORECASE), Role.NAVIGATION),
    (re.compile(r"(?:image |table )?caption", re.IGNORECASE), Role.CAPTION),
    (re.compile(r"(?:intense )?quote|block text|quotations", re.IGNORECASE), Role.QUOTATION),
    (re.compile(r"list(?: .*)?", re.IGNORECASE), Role.LIST_ITEM),
    (re.compile(r"html preformatted|source code|macro", re.IGNORECASE), Role.CODE),
)


@dataclass(frozen=True, slots=True)
class _Style:
    name: str
    based_on: str
    role: Role | None


class Styles:
    """The paragraph styles of a document."""

    def __init__(self, root: etree._Element | None) -> None:
        self._styles: dict[str, _Style] = {}
        self._hiding: set[str] = set()
        for element in root if root is not None else ():
            if local_name(element) != "style":
                continue
            vanish = child(element, "rPr", "vanish")
            if vanish is not None and said(vanish) not in _OFF:
                self._hiding.add(value(element, "styleId"))
            if value(element, "type") in {"", "paragraph"}:
                name = said(child(element, "name"))
                own = _properties_role(child(element, "pPr"))
                based_on = said(child(element, "basedOn"))
                self._styles[value(element, "styleId")] = _Style(name, based_on, _named_role(name) or own)

    def hides(self, style: str) -> bool:
        """Whether text in a style of paragraphs or characters is hidden."""
        return style in self._hiding

    def role(self, properties: etree._Element | None) -> Role | None:
        """The role of a paragraph with these properties (`w:pPr`), None for an ordinary one."""
        own = _properties_role(properties)
        style = self._styles.get(said(child(properties, "pStyle")))
        by_style: Role | None = None
        for _ in range(_MOST_ANCESTORS):
            if style is None or by_style is not None:
                break
            by_style = style.role
            style = self._styles.get(style.based_on)
        return own if own is Role.HEADING else (by_style or own)


def _named_role(name: str) -> Role | None:
    return next((role for pattern, role in _NAMES if pattern.fullmatch(name)), None)


def _properties_role(properties: etree._Element | None) -> Role | None:
    """What the properties themselves say: a level of the outline, a number of a list."""
    level = said(child(properties, "outlineLvl"))
    if level.isdecimal() and int(level) < _BODY_TEXT_LEVEL:
        return Role.HEADING
    return Role.LIST_ITEM if said(child(properties, "numPr", "numId")) not in {"", "0"} else None


def said(element: etree._Element | None) -> str:
    """The value of an element such as `<w:pStyle w:val="Heading1"/>`, "" where there is none."""
    return "" if element is None else value(element, "val")
