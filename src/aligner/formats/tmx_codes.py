"""In-line mark-up as TMX 1.4b has it (section 3.2)."""

from __future__ import annotations

from aligner.formats.inline import Dialect, Numbers, Place
from aligner.formats.xml import attributes, escape
from aligner.model import Code, CodeKind

TMX = Dialect(
    "tmx",
    points={
        "bpt": CodeKind.OPEN,
        "ept": CodeKind.CLOSE,
        "it": CodeKind.ALONE,
        "ph": CodeKind.ALONE,
        "ut": CodeKind.ALONE,
    },
    around=frozenset({"hi"}),
    names={
        "bpt": {"number": "i", "identifier": "x", "type": "type"},
        "ept": {"number": "i"},
        "it": {"identifier": "x", "type": "type"},
        "ph": {"identifier": "x", "type": "type"},
        "ut": {"identifier": "x"},
        "hi": {"identifier": "x", "type": "type"},
    },
    types={"bold": "bold", "italic": "italic", "underlined": "ulined"},
)
_ANNOTATIONS = {"tmx hi", "xliff mrk", "xliff2 mrk", "xliff2 sm", "xliff2 em"}


def emit(code: Code, place: Place, numbers: Numbers) -> str:
    """The code as an element of TMX; marks that cannot go round their text are left out."""
    if code.element in _ANNOTATIONS:
        return _highlight(code) if place.is_nested else ""
    name = code.element.partition(" ")[2] if code.element.startswith("tmx ") else ""
    kept = code.attributes if name else ()
    # Identifiers are what ties the codes of both sides together; of another format they are not always numbers.
    identifier = code.identifier if name or code.identifier.isdigit() else ""
    tied = (("x", identifier), ("type", TMX.types.get(code.type, code.type)), *kept)
    if code.kind is CodeKind.ALONE:
        return _element(name or "ph", tied, code.content)
    if place.fellow is None:
        position = "begin" if code.kind is CodeKind.OPEN else "end"
        return _element("it", (("pos", position), *tied), code.content)
    wanted = code.number if code.number.isdigit() else ""
    number = ("i", numbers.of(code, place, wanted))
    if code.kind is CodeKind.OPEN:
        return _element("bpt", (number, *tied), code.content)
    return _element("ept", (number, *kept), code.content)


def _highlight(code: Code) -> str:
    if code.kind is CodeKind.CLOSE:
        return "</hi>"
    identifier = code.identifier if code.identifier.isdigit() else ""
    return f"<hi{attributes(('x', identifier), ('type', TMX.types.get(code.type, code.type)))}>"


def _element(name: str, values: tuple[tuple[str, str], ...], content: str) -> str:
    return f"<{name}{attributes(*values)}>{escape(content)}</{name}>"
