"""Where in its file a character of a document stands."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter

from aligner.model import Block, Document, Region, Span

_WIDE = re.compile("[\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Places:
    """Lines and addresses of one document's characters, by look-up."""

    document: Document

    @cached_property
    def has_markup(self) -> bool:
        """Whether the text was taken out of mark-up, so that offsets do not tell the place in the file."""
        return bool(self.document.places) or any(block.address for block in self.document.blocks)

    @cached_property
    def has_lines(self) -> bool:
        """Whether the file has lines that a person could look up; in documents, books and PDFs blocks are counted instead."""
        return bool(self.document.places) or not self.has_markup

    @cached_property
    def _lines(self) -> tuple[list[int], list[int]]:
        if not self.has_lines:
            return [block.start for block in self._blocks], list(range(1, len(self._blocks) + 1))
        if self.document.places:
            return [offset for offset, _ in self.document.places], [line for _, line in self.document.places]
        text = self.document.text
        starts = [0, *(found.end() for found in re.finditer("\n" if "\n" in text else "\r", text))]
        return starts, list(range(1, len(starts) + 1))

    def line(self, offset: int) -> int:
        r"""The line of the file, from 1; the number of the block where the file has no lines.

        >>> Places(Document("a\nb", (), "en")).line(2)
        2
        """
        starts, lines = self._lines
        return lines[max(0, bisect_right(starts, offset) - 1)]

    def place(self, offset: int) -> str:
        """The line as text, or the address of the block where the file has no lines."""
        block = None if self.has_lines else self.block(offset)
        return (block.address if block is not None else None) or str(self.line(offset))

    def column(self, offset: int) -> int | None:
        r"""The column of the file's line, from 1, None where the text was taken out of mark-up.

        >>> Places(Document("a\nbc", (), "en")).column(3)
        2
        """
        return None if self.has_markup else 1 + offset - self._line_start(offset)

    def _line_start(self, offset: int) -> int:
        starts, _ = self._lines
        return starts[max(0, bisect_right(starts, offset) - 1)]

    def of(self, span: Span) -> Region:
        """Where a span stands in its file: the place it was found at, else what its offsets tell."""
        return span.region or self.region(span.start, span.end)

    def region(self, start: int, end: int) -> Region:
        r"""Lines of a span, and columns where the text is the file itself.

        >>> Places(Document("a\nbc\nd", (), "en")).region(2, 4)
        Region(line=2, end_line=2, column=1, end_column=3, wide=0, end_wide=0)
        """
        last = max(start, end - 1)
        if self.has_markup:
            return Region(self.line(start), self.line(last))
        first_line, last_line = self._line_start(start), self._line_start(last)
        wide, end_wide = self._wide_between(first_line, start), self._wide_between(last_line, end)
        return Region(self.line(start), self.line(last), 1 + start - first_line, 1 + end - last_line, wide, end_wide)

    def _wide_between(self, start: int, end: int) -> int:
        return bisect_left(self._wide, end) - bisect_left(self._wide, start)

    @cached_property
    def _wide(self) -> list[int]:
        """The characters that take two code units in UTF-16."""
        return [found.start() for found in _WIDE.finditer(self.document.text)]

    def around(self, start: int, end: int) -> tuple[int, int]:
        """The bounds of the sentences that a span touches, of its block where it lies in none.

        >>> from aligner.model import Sentence
        >>> Places(Document("Go. Stop now. Go.", (), "en", "", (Sentence(0, 3), Sentence(4, 13)))).around(9, 12)
        (4, 13)
        """
        sentences = self.document.sentences
        first = bisect_right(sentences, start, key=attrgetter("start")) - 1
        last = bisect_right(sentences, max(start, end - 1), key=attrgetter("start")) - 1
        if first >= 0 and start < sentences[first].end and end <= sentences[last].end:
            return sentences[first].start, sentences[last].end
        block = self.block(start)
        return (block.start, max(block.end, end)) if block else (start, end)

    @cached_property
    def _blocks(self) -> list[Block]:
        return sorted(self.document.blocks, key=attrgetter("start"))

    def block(self, offset: int) -> Block | None:
        """The block the character lies in, None between blocks."""
        number = bisect_right(self._blocks, offset, key=attrgetter("start")) - 1
        if number >= 0 and offset < self._blocks[number].end:
            return self._blocks[number]
        return None
