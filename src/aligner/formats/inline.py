"""In-line mark-up of segments: apart from the text when read, in its place again when written.

TMX 1.4b, XLIFF 1.2 and XLIFF 2 know the same things under other names: what opens, what closes, what stands alone, and
what goes round a stretch of text. A `Dialect` is the names of one of them; `Code` is what they have in common. What stands
inside a native code is all of it code, texts for a translator (`sub`) included.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from lxml import etree

from aligner.formats.xml import escape, local_name, require_no_entity
from aligner.model import Code, CodeKind

# A line end and the blanks round it, which whoever indents a file puts in.
_INDENT = re.compile(r"[ \t]*[\r\n][ \t\r\n]*")
_OPENING = {"begin", "open"}


@dataclass(frozen=True, slots=True)
class Dialect:
    """The in-line elements of a format.

    `points` stand where a code is, `around` go round text. `names` are the attributes that hold what a `Code` has as
    `number`, `identifier` and `type`; `types` are what the format calls bold, italic and so on, where it has a word of its
    own, with its subtype. `is_data_apart`: native codes are not the content of their elements but kept elsewhere.
    `deleted` are types of text that somebody has crossed out, which is left out with its mark.
    """

    name: str
    points: Mapping[str, CodeKind]
    around: frozenset[str]
    names: Mapping[str, Mapping[str, str]]
    types: Mapping[str, str]
    is_data_apart: bool = False
    deleted: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Segment:
    """A text and the codes in it, by offset."""

    text: str
    codes: tuple[Code, ...] = ()

    def stripped(self) -> Segment:
        """The same without blanks at the ends; codes stay in order."""
        text = self.text.lstrip(" \t")
        cut = len(self.text) - len(text)
        text = text.rstrip(" \t")
        moved = (replace(code, offset=min(max(0, code.offset - cut), len(text))) for code in self.codes)
        return Segment(text, tuple(moved))


def read_segment(
    element: etree._Element,
    dialect: Dialect,
    path: str,
    data: Mapping[str, str] | None = None,
    is_indented: bool = False,  # noqa: FBT001, FBT002
) -> Segment:
    """The text of an element and its in-line codes; `data` are the codes that are kept apart, by their names.

    `is_indented`: line ends with the blanks round them are one space. Raises `InputError` for an entity.
    """
    if not len(element):
        text = element.text or ""
        return Segment(_INDENT.sub(" ", text) if is_indented else text)
    require_no_entity(element, path)
    reader = _Reader(dialect, data or {}, is_indented)
    reader.read(element)
    return Segment("".join(reader.pieces), tuple(reader.codes))


@dataclass(slots=True)
class _Reader:
    dialect: Dialect
    data: Mapping[str, str]
    is_indented: bool
    pieces: list[str] = field(default_factory=list)
    codes: list[Code] = field(default_factory=list)
    offset: int = 0

    def read(self, element: etree._Element) -> None:
        self.add(element.text)
        for child in element:
            name = local_name(child)
            if name in self.dialect.around:
                self.read_around(child, name)
            elif name in self.dialect.points:
                self.read_point(child, name)
            elif name == "cp" and self.dialect.is_data_apart:
                self.add(_character(child.get("hex") or ""))
            else:
                self.read(child)  # an element of another vocabulary; its text is text
            self.add(child.tail)

    def add(self, text: str | None) -> None:
        if text:
            text = _INDENT.sub(" ", text) if self.is_indented else text
            self.pieces.append(text)
            self.offset += len(text)

    def read_around(self, element: etree._Element, name: str) -> None:
        values, rest = self.attributes_of(element, name)
        if values.get("type") in self.dialect.deleted:
            return
        identifier = values.get("identifier", "")
        number = identifier or f"_{len(self.codes)}"
        qualified = f"{self.dialect.name} {name}"
        opening, closing = (
            self.data.get(rest.pop("dataRefStart", ""), ""),
            self.data.get(rest.pop("dataRefEnd", ""), ""),
        )
        self.codes.append(
            Code(self.offset, CodeKind.OPEN, qualified, opening, number, identifier, values.get("type", ""), tuple(rest.items()))
        )  # fmt: skip
        self.read(element)
        self.codes.append(Code(self.offset, CodeKind.CLOSE, qualified, closing, number, identifier))

    def read_point(self, element: etree._Element, name: str) -> None:
        values, rest = self.attributes_of(element, name)
        kind = self.dialect.points[name]
        if name == "it":
            kind = CodeKind.OPEN if rest.pop("pos", "") in _OPENING else CodeKind.CLOSE
        if self.dialect.is_data_apart:
            content = self.data.get(rest.pop("dataRef", ""), "")
        else:
            content = "".join(str(text) for text in element.itertext())
        identifier = values.get("identifier", "")
        # What is isolated has its fellow elsewhere; in XLIFF an identifier is what ties two together where nothing else does.
        is_tied = kind is not CodeKind.ALONE and name != "it" and rest.pop("isolated", "no") != "yes"
        number = values.get("number") or (identifier if "identifier" in self.dialect.names.get(name, {}) else "")
        self.codes.append(
            Code(
                self.offset, kind, f"{self.dialect.name} {name}", content, number if is_tied else "", identifier,
                values.get("type", ""), tuple(rest.items()),
            )
        )  # fmt: skip

    def attributes_of(self, element: etree._Element, name: str) -> tuple[dict[str, str], dict[str, str]]:
        """What a code has for every format, and the attributes besides; those of other vocabularies are left."""
        rest = {str(key): str(value) for key, value in element.attrib.items() if not str(key).startswith("{")}
        names = self.dialect.names.get(name, {})
        values = {meaning: rest.pop(attribute, "") for meaning, attribute in names.items()}
        for meaning, word in self.dialect.types.items():
            if values.get("type") and word == _word(values["type"], rest):
                values["type"] = meaning
                rest.pop("subType", None)
        return values, rest


def _word(kind: str, rest: Mapping[str, str]) -> str:
    """A type and its subtype as one word, as `Dialect.types` has them."""
    return f"{kind} {rest['subType']}" if "subType" in rest else kind


def _character(digits: str) -> str:
    """The character that XML cannot hold, by its number in hexadecimal digits (XLIFF 2, `cp`)."""
    try:
        return chr(int(digits, 16))
    except (ValueError, OverflowError):
        return ""


class Emitter(Protocol):
    """Writes one code as an element of a format."""

    def __call__(self, code: Code, place: Place, numbers: Numbers) -> str:
        """The mark-up; "" for a code the format has no element for."""
        ...


@dataclass(frozen=True, slots=True)
class Place:
    """How a code stands in its text: with which fellow, and whether the two go round text that can be one element."""

    fellow: Code | None = None
    is_nested: bool = False


_LONE = Place()


@dataclass(slots=True)
class Numbers:
    """Numbers of the codes of a pair, where the format wants some of its own; codes of both sides that are alike share one.

    `taken` are numbers in use, `given` those of the codes, `seen` how often a code without a number came in this text,
    `data` the codes that are kept apart, each with its name.
    """

    taken: set[str] = field(default_factory=set)
    given: dict[str, str] = field(default_factory=dict)
    seen: dict[str, int] = field(default_factory=dict)
    data: dict[str, str] = field(default_factory=dict)

    def of(self, code: Code, place: Place, wanted: str = "") -> str:
        """The number of a code: the one it or its like has, the `wanted` one if that is free, else the next."""
        key = self._key(code, place)
        if key not in self.given:
            number, count = wanted, len(self.given)
            while not number or number in self.taken:
                count += 1
                number = str(count)
            self.taken.add(number)
            self.given[key] = number
        return self.given[key]

    def _key(self, code: Code, place: Place) -> str:
        if place.fellow is not None:
            return f"pair {code.number}"
        if code.identifier:
            return f"{code.kind} {code.identifier}"
        self.seen[code.content] = self.seen.get(code.content, 0) + 1
        return f"{code.kind} {self.seen[code.content]} {code.content}"

    def data_name(self, content: str) -> str:
        """The name of a code that is kept apart, "" for none."""
        return self.data.setdefault(content, f"d{len(self.data) + 1}") if content else ""


def render_segment(text: str, codes: Sequence[Code], emit: Emitter, numbers: Numbers) -> str:
    """The content of an element: the text, escaped, with its codes where they belong."""
    if not codes:
        return escape(text)
    numbers.seen.clear()
    pieces: list[str] = []
    before = 0
    for code, place in zip(codes, _places(codes), strict=True):
        offset = min(max(code.offset, before), len(text))
        pieces += [escape(text[before:offset]), emit(code, place, numbers)]
        before = offset
    pieces.append(escape(text[before:]))
    return "".join(pieces)


def _places(codes: Sequence[Code]) -> list[Place]:
    """How each code stands: what opens is tied to what closes with the same number."""
    fellows = _fellows(codes)
    places = [_LONE] * len(codes)
    open_now: list[int] = []
    crossed: set[int] = set()
    for here, code in enumerate(codes):
        if here not in fellows:
            continue
        if code.kind is CodeKind.OPEN:
            open_now.append(here)
            continue
        while open_now[-1] in crossed:
            open_now.pop()
        opening = fellows[here]
        is_nested = open_now[-1] == opening
        if is_nested:
            open_now.pop()
        else:
            crossed.add(opening)
        places[opening], places[here] = Place(code, is_nested), Place(codes[opening], is_nested)
    return places


def _fellows(codes: Sequence[Code]) -> dict[int, int]:
    """What opens and what closes, each with the position of the other."""
    waiting: dict[str, list[int]] = {}
    fellows: dict[int, int] = {}
    for here, code in enumerate(codes):
        if code.kind is CodeKind.OPEN and code.number:
            waiting.setdefault(code.number, []).append(here)
        elif code.kind is CodeKind.CLOSE and waiting.get(code.number):
            opening = waiting[code.number].pop()
            fellows[opening], fellows[here] = here, opening
    return fellows
