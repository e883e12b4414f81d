"""Word lists kept beside the rules as plain text: one row a line, `#` starts a comment line."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def data_lines(name: str) -> tuple[str, ...]:
    """The lines of a file in `checks/data`, without comments and empty lines.

    >>> "ipso facto" in data_lines("latin.txt")
    True
    """
    text = files("aligner.checks").joinpath("data", name).read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if line.strip() and not line.startswith("#"))


@cache
def data_words(name: str) -> frozenset[str]:
    """All the words of such a file, whatever the lines."""
    return frozenset(word for line in data_lines(name) for word in line.split())
