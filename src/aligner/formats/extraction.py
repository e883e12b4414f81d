"""Builds the extracted text of a format with mark-up: blocks joined by a blank line, and where each came from."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from aligner.model import Block, Document, Role

Piece = tuple[str, int]  # some characters, and the line of the file (from 1) the first of them stands in

_SEPARATOR = "\n\n"
_BLANKS = re.compile(r"[ \t\r\f\n]+")
# Characters a reader of the page does not see and that would cut a word in two: soft hyphen, zero-width space.
_INVISIBLE = re.compile("[\u00ad\u200b\ufeff]")
_WORD_CHARACTER = re.compile(r"[^\W_]")


def has_words(text: str) -> bool:
    """Whether there is a letter or a digit in a text."""
    return bool(_WORD_CHARACTER.search(text))


def collapse(pieces: Iterable[Piece]) -> tuple[str, list[tuple[int, int]]]:
    r"""Pieces as a browser shows them: runs of blanks are one space, none at the ends (CSS Text 3, section 4.1).

    Returns the text and its places: offset and line of every stretch that stands in one line of the file.

    >>> collapse([(" One\n  two", 7), (" three ", 8)])
    ('One two three', [(0, 7), (4, 8)])
    """
    text, places, _ = _collapsed(pieces)
    return text, places


def _collapsed(pieces: Iterable[Piece]) -> tuple[str, list[tuple[int, int]], list[tuple[int, int]]]:
    """What `collapse` gives, and where each piece stands in the text, without blanks at its ends."""
    parts: list[str] = []
    places: list[tuple[int, int]] = []
    spans: list[tuple[int, int]] = []
    length, blank = 0, False
    for piece, first_line in pieces:
        begin = -1
        for line, row in enumerate(_INVISIBLE.sub("", piece).split("\n"), start=first_line):
            words = [word for word in _BLANKS.split(row) if word]
            blank = blank or line > first_line or bool(_BLANKS.match(row))
            if not words:
                continue
            if blank and parts:
                parts.append(" ")
                length += 1
            if not places or line > places[-1][1]:
                places.append((length, line))
            begin = length if begin < 0 else begin
            joined = " ".join(words)
            parts.append(joined)
            length += len(joined)
            blank = row[-1] in " \t\r\f"
        spans.append((length if begin < 0 else begin, length))
    text = "".join(parts)
    skipped = len(text) - len(text.lstrip())
    moved = [(max(0, offset - skipped), line) for offset, line in places]
    return text.strip(), moved, [(max(0, start - skipped), max(0, end - skipped)) for start, end in spans]


class Extraction:
    """Collects blocks in reading order."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._blocks: list[Block] = []
        self._places: list[tuple[int, int]] = []
        self._code_spans: list[tuple[int, int]] = []
        self._length = 0

    def add(
        self,
        pieces: Sequence[Piece],
        role: Role,
        language: str | None = None,
        *,
        hidden: bool = False,
        address: str | None = None,
        codes: Collection[int] = (),
    ) -> bool:
        """Add a block, unless it has neither letter nor digit; tells whether it was added.

        `codes` are the numbers of the pieces that are program code.
        """
        text, places, spans = _collapsed(pieces)
        if not has_words(text):
            return False
        start = self._length + (len(_SEPARATOR) if self._texts else 0)
        self._texts.append(text)
        self._length = start + len(text)
        self._blocks.append(Block(start, self._length, role, language, hidden, address))
        self._places.extend((start + offset, line) for offset, line in places)
        coded = ((max(0, spans[number][0]), min(len(text), spans[number][1])) for number in sorted(codes))
        self._code_spans.extend((start + first, start + last) for first, last in coded if first < last)
        return True

    def document(self, path: str, language: str) -> Document:
        """The document of everything added."""
        return Document(
            _SEPARATOR.join(self._texts),
            tuple(self._blocks),
            language,
            path,
            places=tuple(self._places),
            code_spans=tuple(self._code_spans),
        )
