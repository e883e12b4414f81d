"""Word lists kept beside the rules as plain text: one row a line, `#` starts a comment line."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_DATA = Path(__file__).parent / "data"  # to import importlib.resources takes longer than to read all files there


def data_text(name: str) -> str:
    """The text of a file in `checks/data`."""
    return (_DATA / name).read_text(encoding="utf-8")


def has_data(name: str) -> bool:
    """Whether there is such a file."""
    return (_DATA / name).is_file()


@cache
def data_lines(name: str) -> tuple[str, ...]:
    """The lines of a file in `checks/data`, without comments and empty lines.

    >>> "ipso facto" in data_lines("latin.txt")
    True
    """
    return tuple(line for line in data_text(name).splitlines() if line.strip() and not line.startswith("#"))


@cache
def data_words(name: str) -> frozenset[str]:
    """All the words of such a file, whatever the lines."""
    return frozenset(word for line in data_lines(name) for word in line.split())
