"""In-line mark-up as XLIFF 1.2 and XLIFF 2 have it."""

from __future__ import annotations

import re

from aligner.formats.inline import Dialect, Numbers, Place
from aligner.formats.xml import attributes, escape
from aligner.model import Code, CodeKind

XLIFF_1 = Dialect(
    "xliff",
    points={
        "x": CodeKind.ALONE,
        "ph": CodeKind.ALONE,
        "it": CodeKind.ALONE,
        "bx": CodeKind.OPEN,
        "bpt": CodeKind.OPEN,
        "ex": CodeKind.CLOSE,
        "ept": CodeKind.CLOSE,
    },
    around=frozenset({"g", "mrk"}),
    names={
        **{name: {"identifier": "id", "type": "ctype"} for name in ("g", "x", "ph", "it")},
        **{name: {"identifier": "id", "number": "rid", "type": "ctype"} for name in ("bx", "bpt")},
        **{name: {"identifier": "id", "number": "rid"} for name in ("ex", "ept")},
        "mrk": {"identifier": "mid", "type": "mtype"},
    },
    types={"underlined": "underlined"},
    deleted=frozenset({"x-sdl-deleted"}),
)
XLIFF_2 = Dialect(
    "xliff2",
    points={
        "ph": CodeKind.ALONE,
        "sc": CodeKind.OPEN,
        "sm": CodeKind.OPEN,
        "ec": CodeKind.CLOSE,
        "em": CodeKind.CLOSE,
    },
    around=frozenset({"pc", "mrk"}),
    names={
        **{name: {"identifier": "id", "type": "type"} for name in ("pc", "ph", "sc", "sm", "mrk")},
        "ec": {"identifier": "id", "number": "startRef", "type": "type"},
        "em": {"number": "startRef"},
    },
    types={"bold": "fmt xlf:b", "italic": "fmt xlf:i", "underlined": "fmt xlf:u"},
    is_data_apart=True,
)
_ANNOTATIONS = frozenset({"tmx hi", "xliff mrk", "xliff2 mrk", "xliff2 sm", "xliff2 em"})
# Values of `ctype` for what is in line (XLIFF 1.2, appendix); others begin with x-.
_CTYPES = frozenset({"image", "pb", "lb", "bold", "italic", "underlined", "link"})
_TYPES = frozenset({"fmt", "ui", "quote", "link", "image", "other"})
_NAME_TOKEN = re.compile(r"[\w.:-]+")


def emit_1(code: Code, place: Place, numbers: Numbers) -> str:
    """The code as an element of XLIFF 1.2; marks that cannot go round their text are left out."""
    if code.element in _ANNOTATIONS:
        return _mark_1(code) if place.is_nested else ""
    name = _own_name(code, "xliff")
    is_own, kept = bool(name), code.attributes if name else ()
    identifier = code.identifier if is_own else ""
    identifier = identifier or numbers.of(code, place, code.identifier or code.number.strip("_"))
    if name == "g" and place.is_nested:
        return "</g>" if code.kind is CodeKind.CLOSE else f"<g{attributes(('id', identifier), _ctype(code), *kept)}>"
    values = [("id", identifier), ("ctype", "") if code.kind is CodeKind.CLOSE else _ctype(code)]
    if not name or name == "g":
        name = _name_1(code, place, name)
    if name == "it":
        values.insert(1, ("pos", "open" if code.kind is CodeKind.OPEN else "close"))
    elif code.number != code.identifier and name in {"bx", "ex", "bpt", "ept"} and is_own:
        values.insert(1, ("rid", code.number))
    tag = name + attributes(*values, *kept)
    return f"<{tag}/>" if name in {"x", "bx", "ex"} else f"<{tag}>{escape(code.content)}</{name}>"


def _name_1(code: Code, place: Place, own_name: str) -> str:
    if own_name == "g":
        return "bx" if code.kind is CodeKind.OPEN else "ex"
    if code.kind is CodeKind.ALONE:
        return "ph"
    if place.fellow is None:
        return "it"
    return "bpt" if code.kind is CodeKind.OPEN else "ept"


def _mark_1(code: Code) -> str:
    if code.kind is CodeKind.CLOSE:
        return "</mrk>"
    own = code.element == "xliff mrk"
    kind = code.type if own else f"x-{code.type or 'hi'}"
    return f"<mrk{attributes(('mid', code.identifier), ('mtype', kind), *(code.attributes if own else ()))}>"


def _ctype(code: Code) -> tuple[str, str]:
    is_known = not code.type or code.type in _CTYPES or code.type.startswith("x-")
    return "ctype", code.type if is_known else f"x-{code.type}"


def emit_2(code: Code, place: Place, numbers: Numbers) -> str:
    """The code as an element of XLIFF 2; its native code is kept apart, under the name that `numbers` gives it."""
    name = _own_name(code, "xliff2")
    kept = code.attributes if name else ()
    if code.element in _ANNOTATIONS:
        return _mark_2(code, place, numbers, name)
    identifier = numbers.of(code, place, _name_token(code.identifier or code.number))
    if place.is_nested and name in {"", "pc"}:
        return "</pc>" if code.kind is CodeKind.CLOSE else _around_2(code, place, identifier, numbers)
    data = ("dataRef", numbers.data_name(code.content))
    if code.kind is CodeKind.ALONE:
        return f"<ph{attributes(('id', identifier), *_type_2(code), data, *kept)}/>"
    is_own_point = name in {"sc", "ec"}
    kept = kept if is_own_point else ()
    if place.fellow is None:
        lone = "sc" if code.kind is CodeKind.OPEN else "ec"
        return f"<{lone}{attributes(('id', identifier), ('isolated', 'yes'), *_type_2(code), data, *kept)}/>"
    if code.kind is CodeKind.OPEN:
        return f"<sc{attributes(('id', identifier), *_type_2(code), data, *kept)}/>"
    return f"<ec{attributes(('startRef', identifier), *_type_2(code), data, *kept)}/>"


def _around_2(code: Code, place: Place, identifier: str, numbers: Numbers) -> str:
    ends = (
        ("dataRefStart", numbers.data_name(code.content)),
        ("dataRefEnd", numbers.data_name(place.fellow.content) if place.fellow else ""),
    )
    kept = code.attributes if code.element == "xliff2 pc" else ()
    return f"<pc{attributes(('id', identifier), *_type_2(code), *ends, *kept)}>"


def _mark_2(code: Code, place: Place, numbers: Numbers, name: str) -> str:
    if place.fellow is None:
        return ""
    identifier = numbers.of(code, place, _name_token(code.identifier or code.number))
    kind = code.type if name else ""
    values = attributes(("id", identifier), ("type", kind), *(code.attributes if name else ()))
    if place.is_nested and name in {"", "mrk"}:
        return "</mrk>" if code.kind is CodeKind.CLOSE else f"<mrk{values}>"
    return f"<em{attributes(('startRef', identifier))}/>" if code.kind is CodeKind.CLOSE else f"<sm{values}/>"


def _type_2(code: Code) -> tuple[tuple[str, str], ...]:
    """Type and subtype; what XLIFF 2 has no word for is another type of ours."""
    if code.type in XLIFF_2.types:
        kind, _, subtype = XLIFF_2.types[code.type].partition(" ")
        return ("type", kind), ("subType", subtype)
    return (("type", code.type if code.type in _TYPES else "other" if code.type else ""),)


def _own_name(code: Code, dialect: str) -> str:
    """The name of the element the code was, in this dialect; "" for a code of another."""
    format_name, _, name = code.element.partition(" ")
    return name if format_name == dialect else ""


def _name_token(text: str) -> str:
    """Text that can be an identifier of XLIFF 2 (`xs:NMTOKEN`), "" where this cannot."""
    return text if _NAME_TOKEN.fullmatch(text) else ""
