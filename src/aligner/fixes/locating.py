"""Finds in a file the characters that a stretch of a document was read from.

A cell of a table is found by its text, its row and its side. The text of a page has mark-up in it: its block is
looked for without blanks, and where that fails word by word in the lines it was taken from. What is found is likely, not certain;
whoever changes it reads the file again.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache

from aligner.formats.strings import FileString
from aligner.model import Block, Document, Side

# What extraction leaves out or makes one space of, and what nobody sees.
_BLANK = " \t\r\n\f\v\u00ad\u200b\u200e\u200f\ufeff"
_SOLID = re.compile(f"[^{_BLANK}]+")
_BLANKS = re.compile(f"[{_BLANK}]+")
_TOKEN = re.compile(rf"\w+|[^\w{_BLANK}]")
_MOST_COMPARED = 4_000_000
_MOST_OCCURRENCES = 12
_SHARE_LINES = frozenset({"tmx", "xliff", "xliff2"})
_LINES_BEFORE = 3  # a reader may say the line in which a tag ends, or the one before a message's comments

Ranges = list[list[tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class Found:
    """A stretch of a document from `start` on: for each of its characters the stretches of the string that it stands for.

    A blank may stand for several, or none; a letter that was not found has none.
    """

    string: FileString
    start: int
    ranges: Ranges


def _start(cell: FileString) -> int:
    return cell.start


def squeezed(text: str) -> str:
    """A text without its blanks."""
    return _BLANKS.sub("", text)


@dataclass(slots=True)
class _Squeezed:
    """A string without its blanks, and where each of its characters stands in it."""

    text: str = field(init=False)
    starts: list[int] = field(init=False, default_factory=list)
    originals: list[int] = field(init=False, default_factory=list)

    def __init__(self, text: str) -> None:
        self.starts, self.originals = [], []
        pieces, length = [], 0
        for found in _SOLID.finditer(text):
            self.starts.append(length)
            self.originals.append(found.start())
            pieces.append(found.group())
            length += len(found.group())
        self.text = "".join(pieces)

    def original(self, at: int) -> int:
        """Where a character of the squeezed text stands in the string."""
        number = bisect_right(self.starts, at) - 1
        return self.originals[number] + at - self.starts[number]

    def after(self, offset: int) -> int:
        """The first character of the squeezed text that stands at `offset` of the string or behind it."""
        number = bisect_right(self.originals, offset) - 1
        if number < 0:
            return 0
        length = (self.starts[number + 1] if number + 1 < len(self.starts) else len(self.text)) - self.starts[number]
        return self.starts[number] + min(offset - self.originals[number], length)


class Locator:
    """Finds stretches of one document in its decoded file; `wanted` are the blocks that will be asked for.

    `most_compared` bounds the work of looking for words one by one, as words of the texts times those of the file.
    """

    def __init__(
        self,
        document: Document,
        text: str,
        strings: Iterable[FileString],
        wanted: Iterable[int],
        side: Side,
        most_compared: float = math.inf,
    ) -> None:
        self._left_to_compare = most_compared
        self._document, self._text, self._side = document, text, side
        end = "\r\n|\n" if "\n" in text else "\r"
        self._lines = [0, *(found.end() for found in re.finditer(end, text))]
        texts = {squeezed(document.block_text(document.blocks[number])) for number in wanted}
        self._running: FileString | None = None
        self._cells: dict[str, list[FileString]] = defaultdict(list)
        for string in strings:
            if string.is_running:
                self._running = string
            elif (found := squeezed(string.text)) in texts:
                self._cells[found].append(string)
        for cells in self._cells.values():
            cells.sort(key=_start)  # what has ended first comes first, and what stands around it began before
        self._squeezed = _Squeezed(self._running.text) if self._running else None
        self._occurring: dict[tuple[int, str], tuple[list[int], list[int]]] = {}
        self._alike: dict[tuple[int, str], list[int]] = defaultdict(list)  # blocks of a line that have the same text
        for number, block in enumerate(document.blocks):
            if (said := squeezed(document.block_text(block))) in texts:
                self._alike[self._line(block.start), said].append(number)

    def candidates(self, start: int, end: int) -> Iterator[Found]:
        """Where characters `[start, end)` of the document may stand, with all of their block, the likeliest first."""
        document = self._document
        if self._running is not None and not document.places and document.text == self._running.text:
            start, end = max(0, start - 1), min(len(document.text), end + 1)  # what comes in stands beside something
            yield Found(self._running, start, [[(at, at + 1)] for at in range(start, end)])
            return
        number = block_number(document, start)
        if number is None or document.blocks[number].end < end:
            return
        block = document.blocks[number]
        wanted = squeezed(document.block_text(block))
        if not wanted:
            return
        in_text = list(self._occurrences(number, wanted))
        cells = [(cell, 0) for cell in self._nearest(number, wanted)]
        is_value = "/@" in (block.address or "")
        for found in ([*cells, *in_text] if is_value else [*in_text, *cells])[:_MOST_OCCURRENCES]:
            yield Found(found[0], block.start, matched(document.block_text(block), found[0].text, found[1]))
        yield from self._by_words(number)

    def _line(self, offset: int) -> int:
        """The line of the file, from 1, that a character of the document was read from."""
        places = self._document.places
        at = bisect_right(places, offset, key=lambda place: place[0]) - 1
        return places[max(0, at)][1] if places else 1

    def _line_of_file(self, at: int) -> int:
        return bisect_right(self._lines, at)

    def _before(self, number: int, wanted: str) -> int:
        """How many blocks before this one come from the same line and have the same text."""
        line = self._line(self._document.blocks[number].start)
        return bisect_left(self._alike[line, wanted], number)

    def cell(self, number: int) -> Found | None:
        """The cell that a block surely was read from; None for a page, and where others of its row say the same."""
        block = self._document.blocks[number]
        wanted = squeezed(self._document.block_text(block))
        own = self._own_cells(block, wanted)
        alike = len(self._alike[self._line(block.start), wanted])
        if self._running is not None or not own or len(own) not in {1, alike}:
            return None
        cell = own[min(self._before(number, wanted), len(own) - 1)]
        return Found(cell, block.start, matched(self._document.block_text(block), cell.text, 0))

    def _own_cells(self, block: Block, wanted: str) -> list[FileString]:
        """The cells with the text of a block in the lines of its row, those of its side if there are any."""
        line = self._line(block.start)
        after = bisect_right(self._document.places, line, key=lambda place: place[1])
        following = self._document.places[after][1] if after < len(self._document.places) else math.inf
        # Elements may begin in the line in which others end; the rows of tables and catalogues cannot.
        last = following if self._document.format in _SHARE_LINES else following - 1
        cells = self._cells.get(wanted, [])
        low = bisect_left(cells, self._lines[min(line, len(self._lines)) - 1], key=_start)
        high = len(cells) if last >= len(self._lines) else bisect_left(cells, self._lines[int(last)], key=_start)
        near = cells[low:high]
        return [cell for cell in near if self._is_mine(cell)] or near

    def _is_mine(self, cell: FileString) -> bool:
        return cell.label in {"", self._side.value, self._document.language}

    def _nearest(self, number: int, wanted: str) -> list[FileString]:
        """The cells with the text of a block: those of its row, then those of its side, then others."""
        block = self._document.blocks[number]
        line = self._line(block.start)
        own = self._own_cells(block, wanted) if self._running is None else []
        before = min(self._before(number, wanted), max(0, len(own) - 1))

        def distance(cell: FileString) -> tuple[bool, int]:
            away = self._line_of_file(cell.start) - line
            return not self._is_mine(cell), away if away >= 0 else 2 - 2 * away

        known = set(map(id, own))
        others = sorted((cell for cell in self._cells.get(wanted, ()) if id(cell) not in known), key=distance)
        if not own:
            before = self._before(number, wanted)
            return [*others[before:], *others[:before]]
        return [*own[before:], *own[:before], *others]

    def _occurrences(self, number: int, wanted: str) -> list[tuple[FileString, int]]:
        """Where the running text has a block, in the line it comes from and then near it."""
        if self._running is None:
            return []
        line = self._line(self._document.blocks[number].start)
        if (line, wanted) not in self._occurring:
            self._occurring[line, wanted] = self._occurrences_from(line, wanted)
        here, there = self._occurring[line, wanted]
        before = self._before(number, wanted)
        likely = (*here[before : before + _MOST_OCCURRENCES], *here[: min(before, _MOST_OCCURRENCES)])
        return [(self._running, original) for original in (*likely, *there)]

    def _occurrences_from(self, line: int, wanted: str) -> tuple[list[int], list[int]]:
        """The characters of the running text where a text begins in a line, and those near it, the nearest first."""
        assert self._running is not None
        assert self._squeezed is not None
        low = self._lines[min(max(0, line - 1 - _LINES_BEFORE), len(self._lines) - 1)]
        at = self._squeezed.after(self._offset(low)) - 1
        found: list[tuple[int, int]] = []
        most = len(self._alike[line, wanted]) + 4 * _MOST_OCCURRENCES
        while len(found) < most and (at := self._squeezed.text.find(wanted, at + 1)) >= 0:
            original = self._squeezed.original(at)
            found.append((abs(self._line_of_file(self._running.place(original)[0]) - line), original))
        here = [original for away, original in found if not away]
        there = [original for away, original in sorted(found) if away]
        return here, there[:_MOST_OCCURRENCES]

    def _offset(self, at: int) -> int:
        """The first character of the running text that stands at a place of the file or behind it."""
        assert self._running is not None
        return bisect_left(range(len(self._running.text)), at, key=lambda offset: self._running.place(offset)[0])  # type: ignore[union-attr]

    def _by_words(self, number: int) -> Iterator[Found]:
        """The words of a block among those of the lines it was taken from."""
        document, block = self._document, self._document.blocks[number]
        first, last = self._line(block.start), self._line(max(block.start, block.end - 1))
        if self._running is None or not first <= last <= len(self._lines):
            return
        low, high = self._offset(self._lines[first - 1]), len(self._running.text)
        if last < len(self._lines):
            high = self._offset(self._lines[last])
        text = document.block_text(block)
        here, there = list(_TOKEN.finditer(text)), list(_TOKEN.finditer(self._running.text, low, high))
        self._left_to_compare -= len(here) * len(there)
        if self._left_to_compare < 0:
            return
        for fellows in _fellows([word.group() for word in here], [word.group() for word in there]):
            solid = {
                here[ours].start() + at: there[theirs].start() + at
                for ours, theirs in fellows.items()
                for at in range(len(here[ours].group()))
            }
            yield Found(self._running, block.start, _with_blanks(text, self._running.text, solid))


def _fellows(here: list[str], there: list[str]) -> Iterator[dict[int, int]]:
    """Ways in which some words may stand in order among others: the longest runs first, or else the first, the last ones."""
    if not here or len(here) * len(there) > _MOST_COMPARED:
        return
    matcher = SequenceMatcher(None, here, there, autojunk=False)
    yield {
        ours + at: theirs + at for ours, theirs, size in matcher.get_matching_blocks() for at in range(size)
    }  # fmt: skip
    yield _in_order(here, there)
    backwards = _in_order(here[::-1], there[::-1])
    yield {len(here) - 1 - ours: len(there) - 1 - theirs for ours, theirs in backwards.items()}


def _in_order(here: list[str], there: list[str]) -> dict[int, int]:
    """The first place of each word behind that of the word before it, up to one that has none."""
    found: dict[int, int] = {}
    at = -1
    for number, word in enumerate(here):
        try:
            at = there.index(word, at + 1)
        except ValueError:
            break
        found[number] = at
    return found


def block_number(document: Document, offset: int) -> int | None:
    """The block that a character of a document lies in, None where it lies between two."""
    number = bisect_right(document.blocks, offset, key=lambda block: block.start) - 1
    if number < 0 or document.blocks[number].end < offset:
        return None
    return number


@lru_cache(maxsize=4)  # edits of one block come one after another; what it gives is only read
def matched(wanted: str, text: str, start: int) -> Ranges:
    """The stretches of `text`, from `start` on, for each character of what stands there with other blanks."""
    if text == wanted:
        return [[(at, at + 1)] for at in range(len(text))]
    solid: dict[int, int] = {}
    at = start
    for offset, letter in enumerate(wanted):
        if letter in _BLANK:
            continue
        while at < len(text) and text[at] in _BLANK:
            at += 1
        solid[offset] = at
        at += 1
    return _with_blanks(wanted, text, solid)


def _with_blanks(wanted: str, text: str, solid: dict[int, int]) -> Ranges:
    """The stretches for each character: those that are no blanks are known, and blanks lie between them."""
    ranges: Ranges = [[] for _ in wanted]
    for offset, at in solid.items():
        ranges[offset] = [(at, at + 1)]
    for run in _BLANKS.finditer(wanted):
        before, after = solid.get(run.start() - 1), solid.get(run.end())
        if before is None or after is None or after <= before:
            continue
        there = [at for at in range(before + 1, after) if text[at] in _BLANK]
        mine: Sequence[int] = range(run.start(), run.end())
        if len(there) == len(mine):
            for offset, at in zip(mine, there, strict=True):
                ranges[offset] = [(at, at + 1)]
        else:
            ranges[mine[0]] = [(at, at + 1) for at in there]
    return ranges
