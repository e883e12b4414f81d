"""What lxml tells of an element, with its types."""

from __future__ import annotations

from typing import cast

from lxml import etree

_LAST_LINE = 65535  # libxml2 counts no further


def line_of(element: etree._Element) -> int | None:
    """The line its start tag ends in, from 1; None where libxml2 does not know."""
    line = cast("int | None", element.sourceline)
    return line if line and line < _LAST_LINE else None


def text_of(element: etree._Element) -> str:
    """All text inside an element."""
    return "".join(cast("list[str]", list(element.itertext())))
