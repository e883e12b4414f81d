"""Regular expressions as SRX has them, those of ICU, in the words of the `regex` module."""

from __future__ import annotations

import re
from collections.abc import Callable

# One thing of an expression at a time: what is quoted, an escape, the beginning of a group, a set, or a character.
_TOKEN = re.compile(
    r"\\Q(?P<quoted>.*?)(?:\\E|$)"
    r"|\\x\{(?P<code>[0-9A-Fa-f]{1,6})\}|\\0(?P<octal>[0-7]{1,3})|\\c(?P<control>.)"
    r"|\\k<(?P<name>\w+)>|\\(?P<property>[pP])\{(?P<value>[^}]*)\}|\\(?P<escape>.)"
    r"|\(\?(?P<flags>[a-zA-Z-]+)(?=[:)])|(?P<quoted_code>\(\?[{<(]?(?=[{(]))|(?P<character>.)",
    re.DOTALL,
)
_LINE_ENDS = "\\n\\v\\f\\r\\u0085\\u2028\\u2029"
# Escapes that the module reads otherwise, or not at all, outside of sets; the others are alike in both.
_ESCAPES = {"Z": "(?=(?:\\r\\n|[" + _LINE_ENDS + "])?\\Z)", "z": "\\Z", "e": "\\x1b", "v": f"[{_LINE_ENDS[2:]}\\n]"}
_ESCAPES |= {"h": "[\\t\\p{Zs}]", "H": "[^\\t\\p{Zs}]", "V": f"[^{_LINE_ENDS}]"}
_IN_SET = {"e": "\\x1b", "v": _LINE_ENDS, "h": "\\t\\p{Zs}"}
_FLAGS = frozenset("imsx-")
_KNOWN = frozenset("AbBdDGnNrRsStuUwWXafx") | set("123456789")


class Unsupported(ValueError):
    """Something of an expression that has no counterpart; the text says what."""


def converted(pattern: str) -> str:
    r"""The same expression for `regex` with VERSION1, where sets nest and classes are those of Unicode.

    Raises `Unsupported`.

    >>> converted(r"\x{2026}\h+\Q...\E.")
    '\\u2026[\\t\\p{Zs}]+\\.\\.\\.[^\\n\\v\\f\\r\\u0085\\u2028\\u2029]'
    """
    pieces: list[str] = []
    depth = 0
    flags: set[str] = set()
    for found in _TOKEN.finditer(pattern):
        kind = str(found.lastgroup) if found.lastgroup != "value" else "property"
        if kind == "character":
            character = found["character"]
            before = pattern[found.start() - 1 : found.start()] if found.start() else ""
            depth += {"[": 1, "]": -1 if depth else 0}.get(character, 0)
            pieces.append(_character(character, before, depth, "s" in flags))
        elif kind == "flags":
            flags |= set(found["flags"].partition("-")[0])
            pieces.append(_flags(found))
        else:
            pieces.append(_MADE[kind](found, depth > 0))
    return "".join(pieces)


def _character(character: str, before: str, depth: int, dot_is_all: bool) -> str:  # noqa: FBT001
    if character == "." and not depth:
        return "." if dot_is_all else f"[^{_LINE_ENDS}]"
    # Two of these make an operation between sets here, and stand for themselves there.
    return f"\\{character}" if depth and character in "|~" and before == character else character


def _flags(found: re.Match[str]) -> str:
    unknown = set(found["flags"]) - _FLAGS
    if unknown:
        raise Unsupported(f"the flag {min(unknown)!r} has no counterpart")
    return found[0]


def _code(number: int) -> str:
    if number > 0x10FFFF:
        raise Unsupported(f"there is no character U+{number:X}")
    return f"\\U{number:08x}" if number > 0xFFFF else f"\\u{number:04x}"


def _property(found: re.Match[str], _in_set: bool) -> str:  # noqa: FBT001
    if found["value"].startswith("java"):
        raise Unsupported(f"{found[0]} is of Java alone")
    return found[0]


def _escape(found: re.Match[str], in_set: bool) -> str:  # noqa: FBT001
    letter = found["escape"]
    if in_set and letter in _IN_SET:
        return _IN_SET[letter]
    if in_set and letter in "HV":
        raise Unsupported(f"\\{letter} in a set has no counterpart")
    if letter in _ESCAPES:
        return _ESCAPES[letter]
    if letter.isascii() and letter.isalnum() and letter not in _KNOWN | {"p", "P"}:
        raise Unsupported(f"\\{letter} has no counterpart")
    return found[0]


def _refused(found: re.Match[str], _in_set: bool) -> str:  # noqa: FBT001
    raise Unsupported(f"{found[0]} has no counterpart")


_MADE: dict[str, Callable[[re.Match[str], bool], str]] = {
    "quoted": lambda found, _in_set: re.sub(r"([^\w\s])", r"\\\1", found["quoted"]),
    "code": lambda found, _in_set: _code(int(found["code"], 16)),
    "octal": lambda found, _in_set: _code(int(found["octal"], 8)),
    "control": lambda found, _in_set: _code(ord(found["control"]) & 0x1F),
    "name": lambda found, _in_set: f"(?P={found['name']})",
    "property": _property,
    "escape": _escape,
    "quoted_code": _refused,
}
