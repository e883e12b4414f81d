"""Where in its file a character of a document stands."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter

from aligner.model import Block, Document


@dataclass(frozen=True, slots=True)
class Region:
    """A span in its file: lines and columns from 1, `end_column` the one behind it; no columns in mark-up."""

    line: int
    end_line: int
    column: int | None
    end_column: int | None


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
        starts = [0, *(found.end() for found in re.finditer("\n", self.document.text))]
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

    def column(self, offset: int, unit: Callable[[str], int] = len) -> int | None:
        r"""The column of the file's line, from 1, None where the text was taken out of mark-up.

        `unit` measures the text before it: characters, or what another format counts.

        >>> Places(Document("a\nbc", (), "en")).column(3)
        2
        """
        if self.has_markup:
            return None
        starts, _ = self._lines
        return 1 + unit(self.document.text[starts[max(0, bisect_right(starts, offset) - 1)] : offset])

    def region(self, start: int, end: int, unit: Callable[[str], int] = len) -> Region:
        r"""Lines and columns of a span.

        >>> Places(Document("a\nbc\nd", (), "en")).region(2, 4)
        Region(line=2, end_line=2, column=1, end_column=3)
        """
        last = max(start, end - 1)
        before = self.column(last, unit)
        after = None if before is None else before + unit(self.document.text[last:end])
        return Region(self.line(start), self.line(last), self.column(start, unit), after)

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
