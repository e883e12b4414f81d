"""What a paragraph of OpenDocument is, by its style: the names in the file are English whatever LibreOffice's language."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from lxml import etree

from aligner.formats.trees import child, value
from aligner.formats.xml import local_name
from aligner.model import Role

_MOST_ANCESTORS: Final = 20
# Names as they stand in the file, where `_20_` is a blank; the first that fits a style or one it is based on decides.
_NAMES: Final[tuple[tuple[re.Pattern[str], Role], ...]] = (
    (re.compile(r"Title|Subtitle|Heading(?:_20_\d+)?"), Role.HEADING),
    (re.compile(r"(?:Table|Figure)?Caption|Illustration|Table|Figure|Drawing|Text"), Role.CAPTION),
    (re.compile(r"Quotations|Quote|Blockquote|Block_20_Text"), Role.QUOTATION),
    (re.compile(r"List.*"), Role.LIST_ITEM),
    (re.compile(r"Preformatted_20_Text|Source_20_Code"), Role.CODE),
)


class Styles:
    """The paragraph styles of a document, automatic ones (a style and what was changed in it) included."""

    def __init__(self, roots: Iterable[etree._Element]) -> None:
        self._parents: dict[str, str] = {}
        self._hiding: set[str] = set()
        for root in roots:
            for element in root.iter("{*}style"):
                if local_name(element) != "style":
                    continue
                properties = child(element, "text-properties")
                if properties is not None and value(properties, "display") == "none":
                    self._hiding.add(value(element, "name"))
                if value(element, "family") == "paragraph":
                    self._parents[value(element, "name")] = value(element, "parent-style-name")

    def hides(self, name: str) -> bool:
        """Whether text in a style is hidden."""
        return name in self._hiding

    def role(self, name: str) -> Role | None:
        """The role that a style gives, None for an ordinary one."""
        for _ in range(_MOST_ANCESTORS):
            found = next((role for pattern, role in _NAMES if pattern.fullmatch(name)), None)
            if found is not None or name not in self._parents:
                return found
            name = self._parents[name]
        return None
