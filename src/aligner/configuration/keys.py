"""In which line of a TOML file a key stands; the standard library's parser does not tell."""

from __future__ import annotations

import re
from collections.abc import Sequence

_HEADER = re.compile(r"^\s*(\[\[?)\s*(.+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"""^\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")
_PART = re.compile(r"""[\w-]+|"[^"]*"|'[^']*'""")

KeyPath = Sequence[str | int]


def spelled(path: KeyPath) -> str:
    """A key as TOML writes it; places in arrays count from 1.

    >>> spelled(["tool", "aligner", "per-file-ignores", "es/*.md"]), spelled(["rule", 1, "code"])
    ('tool.aligner.per-file-ignores."es/*.md"', 'rule[2].code')
    """
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part + 1}]"
        else:
            text += ("." if text else "") + (part if re.fullmatch(r"[\w-]+", part) else f'"{part}"')
    return text


def line_of(text: str, path: KeyPath) -> int | None:
    r"""The line (from 1) of a key, or of the nearest table or key around it; None where nothing of it is found.

    >>> line_of("[tool.aligner]\nselect = []\n[[tool.aligner.rule]]\ncode = 1\n", ["tool", "aligner", "rule", 0, "code"])
    4
    """
    best, length = None, 0
    table: tuple[str | int, ...] = ()
    counts: dict[tuple[str, ...], int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        header, key = _HEADER.match(line), _KEY.match(line)
        if header:
            names = _parts(header.group(2))
            table = names
            if header.group(1) == "[[":
                counts[names] = counts.get(names, -1) + 1
                table = (*names, counts[names])
            here = table
        elif key:
            here = (*table, *_parts(key.group(1)))
        else:
            continue
        if len(here) > length and tuple(path[: len(here)]) == here:
            best, length = number, len(here)
    return best


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip("\"'") for part in _PART.findall(dotted))


def error_line(error: Exception) -> int | None:
    """The line a syntax error names."""
    found = re.search(r"line (\d+)", str(error))
    return int(found.group(1)) if found else None
