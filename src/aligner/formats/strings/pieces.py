"""Strings of a file: their characters, where each stands, and how others would be written in their place."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

Escape = Callable[[str], str]
Unescape = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Atom:
    """Characters `[start, end)` of a decoded file, and the `text` they mean: letter for letter, or all of it at once."""

    start: int
    end: int
    text: str

    @property
    def is_literal(self) -> bool:
        """Whether each character stands for itself."""
        return self.end - self.start == len(self.text)


@dataclass(frozen=True, slots=True)
class FileString:
    """A string of a file.

    `escapes` are the ways in which a text may be written in it, the usual one first. `label` says whose text it is where the
    file does: `source`, `target`, or the code of a language. `whole` writes all of a string anew, between `bounds`, where a
    text needs another form of it. In `sections` nothing has to be escaped but their own end. `is_running`: it is the text of a page with its mark-up left out, not that of one cell.
    """

    atoms: tuple[Atom, ...]
    escapes: tuple[Escape, ...] = (str,)
    label: str = ""
    whole: Callable[[str], str] | None = None
    bounds: tuple[int, int] = (0, 0)
    is_running: bool = False
    sections: tuple[tuple[int, int], ...] = ()
    text: str = field(init=False, default="")
    _offsets: tuple[int, ...] = field(init=False, default=())

    def __post_init__(self) -> None:
        offsets, length = [], 0
        for atom in self.atoms:
            offsets.append(length)
            length += len(atom.text)
        object.__setattr__(self, "text", "".join(atom.text for atom in self.atoms))
        object.__setattr__(self, "_offsets", tuple(offsets))

    @property
    def start(self) -> int:
        """Where it begins in the file."""
        return self.atoms[0].start if self.atoms else self.bounds[0]

    def place(self, offset: int) -> tuple[int, int]:
        """The characters of the file that the character `offset` of the text stands for."""
        number = bisect_right(self._offsets, offset) - 1
        # Atoms without text have the offset of the one after them.
        atom = self.atoms[number]
        if atom.is_literal:
            start = atom.start + offset - self._offsets[number]
            return start, start + 1
        return atom.start, atom.end

    def written(self, text: str, at: int, way: int = 0) -> str:
        """A text as it is written at a place of the file, in one of the ways of `escapes`.

        Raises `ValueError` where it cannot stand in this form of the string.
        """
        if any(start <= at <= end for start, end in self.sections):
            return text.replace("]]>", "]]]]><![CDATA[>")
        return self.escapes[way](text)


def atoms_of(text: str, start: int, end: int, special: re.Pattern[str], meaning: Unescape) -> Iterator[Atom]:
    r"""The atoms of a stretch of a file, in which what is `special` means something else.

    >>> list(atoms_of("a&lt;b", 0, 6, re.compile("&lt;"), lambda said: "<"))
    [Atom(start=0, end=1, text='a'), Atom(start=1, end=5, text='<'), Atom(start=5, end=6, text='b')]
    """
    done = start
    for found in special.finditer(text, start, end):
        if found.start() > done:
            yield Atom(done, found.start(), text[done : found.start()])
        meant = meaning(found.group())
        if meant:
            yield Atom(found.start(), found.end(), meant)
        done = found.end()
    if end > done:
        yield Atom(done, end, text[done:end])
