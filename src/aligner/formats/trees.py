"""Documents as trees of XML elements (docx, odt): steps of addresses, names without their namespaces."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from lxml import etree

from aligner.errors import InputError
from aligner.formats.extraction import Extraction, Piece
from aligner.formats.xml import local_name
from aligner.model import Document, Role

_DEEPEST = 120  # elements in one another; tables in tables take four each
_ONLY_ONCE = frozenset({"body", "note-body", "sdtContent", "txbxContent"})
_FILE_NAME = re.compile(r"\S+\.(?:jpe?g|png|gif|webp|svg|avif|emf|wmf|tiff?|bmp)", re.IGNORECASE)


def value(element: etree._Element, name: str) -> str:
    """An attribute by its local name, in whatever namespace, "" where there is none."""
    for key, said in element.items():
        if str(key).rpartition("}")[2] == name:
            return str(said)
    return ""


def child(element: etree._Element | None, *names: str) -> etree._Element | None:
    """The descendant that a path of local names leads to, None where one is missing."""
    for name in names:
        if element is None:
            return None
        element = next((inner for inner in element if local_name(inner) == name), None)
    return element


def steps(element: etree._Element, place: Place) -> Iterator[tuple[str, etree._Element, Place]]:
    """The children of an element, each with its local name and its place."""
    counts: Counter[str] = Counter()
    for inner in element:
        name = local_name(inner)
        if name:
            counts[name] += 1
            yield name, inner, place.inside(name if name in _ONLY_ONCE else f"{name}[{counts[name]}]")


@dataclass(frozen=True, slots=True)
class Place:
    """Where the walk stands: the address of the element, how deep it is, and the role that what it is in gives."""

    path: str
    address: str
    role: Role = Role.PARAGRAPH
    depth: int = 0

    def inside(self, step: str) -> Place:
        """The place of a child; raises `InputError` where elements are nested beyond reason."""
        if self.depth > _DEEPEST:
            raise InputError(self.path, f"its elements are nested over {_DEEPEST} deep", "make the document simpler")
        return Place(self.path, f"{self.address}/{step}", self.role, self.depth + 1)

    def as_role(self, role: Role) -> Place:
        """The same place, whose text has this role."""
        return Place(self.path, self.address, role, self.depth)


class Collection:
    """Adds blocks, texts said twice in page headers or for one picture once."""

    def __init__(self) -> None:
        self.extraction = Extraction()
        self._said: set[tuple[Role, str]] = set()

    def add(self, texts: Iterable[str], place: Place, role: Role, *, hidden: bool = False) -> None:
        """Add a block of these texts, unless it has neither letter nor digit."""
        pieces: list[Piece] = [("".join(texts), 0)]
        self.extraction.add(pieces, role, hidden=hidden, address=place.address)

    def add_once(self, texts: Iterable[str], place: Place, role: Role) -> None:
        """The same, unless that role has said it already."""
        said = " ".join("".join(texts).split())
        if (role, said) not in self._said:
            self._said.add((role, said))
            self.add([said], place, role)

    def add_description(self, text: str, place: Place) -> None:
        """What is said in place of a picture, unless it is the name of a file."""
        if not _FILE_NAME.fullmatch(text.strip()):
            self.add([text], place, Role.ALT_TEXT)

    def document(self, path: str, language: str) -> Document:
        """The document of everything added; its places are addresses, for a part has no lines that a person could look up."""
        return replace(self.extraction.document(path, language), places=())
