"""Front matter: the few lines of metadata that publishing systems put at the top of a Markdown file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from aligner.formats.extraction import Piece
from aligner.model import Role

_FENCES: Final[dict[str, tuple[str, ...]]] = {"---": ("---", "..."), "+++": ("+++",)}
_ROLES: Final[dict[str, Role]] = {
    "title": Role.TITLE,
    "subtitle": Role.TITLE,
    "headline": Role.TITLE,
    "description": Role.DESCRIPTION,
    "summary": Role.DESCRIPTION,
    "excerpt": Role.DESCRIPTION,
    "caption": Role.CAPTION,
    "image_alt": Role.ALT_TEXT,
    "alt": Role.ALT_TEXT,
}
# A key may stand in another's value: the alternative text of a cover, what search engines are told.
_KEY = re.compile(r"([ \t]*(?:-[ \t]+)?)([A-Za-z_][\w-]*)\s*[:=]\s*(.*)")
_COMMENT = re.compile(r"(?:^|\s)#.*")
_BLOCK_VALUE = re.compile(r"[>|][+-]?\d?$")
_ESCAPE = re.compile(r'\\(["\\nt/]|u[0-9a-fA-F]{4})')


@dataclass(frozen=True, slots=True)
class Entry:
    """A text of the front matter with its role."""

    key: str
    role: Role
    pieces: tuple[Piece, ...]


def split(lines: list[str]) -> int:
    """How many of the first lines are front matter, its fences included; 0 when there is none."""
    closing = _FENCES.get(lines[0].rstrip()) if lines else None
    if closing is None:
        return 0
    for number, line in enumerate(lines[1:], start=2):
        if line.rstrip() in closing:
            return number
    return 0


def entries(lines: list[str]) -> Iterator[Entry]:
    """The texts among the front matter's entries (the parts of YAML and TOML that hold one line of text).

    `lines` are the first lines of the file, fences included; quotes are removed, folded values joined.
    """
    for number, line in enumerate(lines):
        found = _KEY.fullmatch(line.rstrip())
        role = _ROLES.get(found.group(2).lower()) if found else None
        if not found or not role:
            continue
        value = found.group(3)
        pieces = [] if _BLOCK_VALUE.fullmatch(value) else [(value, number + 1)]
        for offset, following in enumerate(lines[number + 1 : -1], start=number + 2):
            if following.strip() and len(following) - len(following.lstrip()) <= len(found.group(1)):
                break
            pieces.append((f" {following}", offset))
        yield Entry(found.group(2), role, tuple(_unquoted(pieces)))


def _unquoted(pieces: list[Piece]) -> list[Piece]:
    """Without the quotes around a whole value."""
    whole = "".join(text for text, _ in pieces).strip()
    quote = whole[:1]
    if quote not in {'"', "'"} or len(whole) < 2 or not whole.endswith(quote):
        return [(_COMMENT.sub("", text), line) for text, line in pieces] if "#" in whole else pieces
    first, last = pieces[0], len(pieces) - 1
    texts = [first[0].lstrip()[1:], *(text for text, _ in pieces[1:])]
    texts[last] = texts[last].rstrip()[:-1]
    return [(_unescaped(text, quote), line) for text, (_, line) in zip(texts, pieces, strict=True)]


def _unescaped(text: str, quote: str) -> str:
    return text.replace("''", "'") if quote == "'" else _ESCAPE.sub(_character, text)


def _character(found: re.Match[str]) -> str:
    code = found.group(1)
    return chr(int(code[1:], 16)) if code.startswith("u") else {"n": " ", "t": " "}.get(code, code)
