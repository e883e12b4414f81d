"""Tells where in their files the spans of findings stand, to the line and the column.

A cell of a table or a catalogue is known by its row, its side and its text. Where that leaves a doubt, and in texts with
mark-up in them, the likely place is tried: the file is read again with other letters there, and where they turn up in what
is read, that was the place. So what is told is right; what is not found so has the line that its reader knows.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from zlib import crc32

from aligner import formats
from aligner.errors import AlignerError
from aligner.fixes.locating import Found, Locator, block_number
from aligner.formats.encodings import encoding_of
from aligner.formats.strings import FileString, can_write_back, declared_encoding, strings_of
from aligner.model import Bitext, Document, Finding, Region, Report, Side, Span

_MOST_READINGS = 24  # of one file; of a large one as many as come to so many characters, but two at least
_MOST_READ = 12_000_000
_MOST_COMPARED = 8_000_000  # words times words
_MOST_CANDIDATES = 6  # places that are tried for a block
_FARTHEST = 80  # letters between a place and the one that is tried for it
_WIDE = re.compile("[\U00010000-\U0010ffff]")
_LETTERS = "etaoinsrhldcumfpgwybvkxjqz"
_DIGITS = "1234567890"

# Where a character of a document stands in the decoded file, `[start, end)`: of an escape all of it.
_Stretch = tuple[int, int]


def placed(report: Report, contents: Mapping[str, bytes]) -> Report:
    """The report with the places in their files of what its findings point at.

    `contents` are the bytes of files, by path, in place of what the disk has. A text that is its own file needs no places,
    and one whose file is gone or has changed gets none.
    """
    findings = (*report.findings, *report.suppressed)
    regions: dict[Span, Region] = {}
    files: dict[str, _File | None] = {}
    for side, document in report.documents:
        spans = dict.fromkeys(span for finding in findings for span in finding.spans if span.side is side)
        if not spans or not document.places or not can_write_back(document.format):
            continue
        if document.path not in files:
            files[document.path] = _opened(document, contents)
        file = files[document.path]
        if file is not None:
            pairs = report.bitext if report.bitext is not None and report.bitext.is_pairs else None
            regions |= _Placing(document, side, file, pairs).regions(spans)
    if not regions:
        return report
    return replace(
        report,
        findings=tuple(_with_regions(finding, regions) for finding in report.findings),
        suppressed=tuple(_with_regions(finding, regions) for finding in report.suppressed),
    )


def _with_regions(finding: Finding, regions: Mapping[Span, Region]) -> Finding:
    if not any(span in regions for span in finding.spans):
        return finding
    return replace(finding, spans=tuple(replace(span, region=regions.get(span)) for span in finding.spans))


@dataclass(frozen=True, slots=True)
class _File:
    """A file as its bytes, its text and its strings; `lines` are where its lines begin, `wide` its letters beyond 16 bits."""

    data: bytes
    text: str
    strings: tuple[FileString, ...]
    lines: tuple[int, ...]
    wide: tuple[int, ...]

    def region(self, first: _Stretch, last: _Stretch) -> Region:
        """From the beginning of one character to the end of another."""
        start, end = self._place(first[0]), self._place(last[1])
        return Region(start[0], end[0], start[1], end[1], start[2], end[2])

    def _place(self, at: int) -> tuple[int, int, int]:
        """Line, column, and how many characters before it in its line are wide."""
        line = max(1, bisect_right(self.lines, at))
        begins = self.lines[line - 1]
        return line, at - begins + 1, bisect_left(self.wide, at) - bisect_left(self.wide, begins)


def _opened(document: Document, contents: Mapping[str, bytes]) -> _File | None:
    """The file of a document, None where it cannot be read any more."""
    try:
        data = contents.get(document.path) or (None if document.path == "-" else formats.load_bytes(document.path))
        if data is None:
            return None
        text = formats.decode(data, document.path, declared_encoding(data))
    except AlignerError:
        return None
    end = "\r\n|\n" if "\n" in text else "\r"
    lines = (0, *(found.end() for found in re.finditer(end, text)))
    wide = tuple(found.start() for found in _WIDE.finditer(text))
    return _File(data, text, tuple(strings_of(text, document.format)), lines, wide)


@dataclass(slots=True)
class _Point:
    """A character of a document that is looked for, and the letter near it by which it is tried."""

    offset: int
    witness: int
    block: int
    stretch: _Stretch | None = None


@dataclass(slots=True)
class _Placing:
    """Looks for the characters of one document."""

    document: Document
    side: Side
    file: _File
    pairs: Bitext | None
    _points: dict[int, _Point] = field(default_factory=dict)
    _readings: int = 0

    @property
    def _may_read(self) -> bool:
        """Whether the file may be read once more: places are not worth more time than all else."""
        return self._readings < max(2, min(_MOST_READINGS, _MOST_READ // (len(self.file.text) + 1)))

    def regions(self, spans: Iterable[Span]) -> dict[Span, Region]:
        """Where spans stand, of those that were found; the end of one whose last letter was not is that of its first."""
        ends = {span: (span.start, max(span.start, span.end - 1)) for span in spans}
        for offset in {offset for pair in ends.values() for offset in pair}:
            self._add(offset)
        by_block: dict[int, list[_Point]] = {}
        for point in self._points.values():
            by_block.setdefault(point.block, []).append(point)
        locator = Locator(self.document, self.file.text, self.file.strings, by_block, self.side, _MOST_COMPARED)
        doubtful: list[tuple[list[_Point], Iterator[Found]]] = []
        for number, points in by_block.items():
            cell = locator.cell(number)
            for point in points if cell is not None else ():
                point.stretch = _stretch(cell, point.offset)
            if cell is None:
                block = self.document.blocks[number]
                likely = locator.candidates(block.start, block.end)
                doubtful.append((points, islice(likely, _MOST_CANDIDATES)))
        self._try(doubtful)
        return {span: region for span, (first, last) in ends.items() if (region := self._region(first, last))}

    def _region(self, first: int, last: int) -> Region | None:
        begins, ends = (self._points[offset].stretch if offset in self._points else None for offset in (first, last))
        if begins is None:
            return None
        return self.file.region(begins, ends if ends is not None and ends[1] >= begins[1] else begins)

    def _add(self, offset: int) -> None:
        number = block_number(self.document, offset)
        if number is None:
            return
        block = self.document.blocks[number]
        text = self.document.text
        behind = range(offset, min(block.end, offset + _FARTHEST))
        before = range(min(offset, block.end) - 1, max(block.start, offset - _FARTHEST) - 1, -1)
        witness = next((at for at in (*behind, *before) if text[at].isalnum()), None)
        if witness is not None:
            self._points[offset] = _Point(offset, witness, number)

    def _try(self, doubtful: list[tuple[list[_Point], Iterator[Found]]]) -> None:
        """Try the likeliest place of every block that is in doubt, then the next one of those that it was not."""
        while doubtful and self._may_read:
            tried: list[tuple[_Point, Found]] = []
            for points, candidates in doubtful:
                found = next(candidates, None)
                if found is not None:
                    tried += [(point, found) for point in points if point.stretch is None]
            if not tried:
                return
            self._settle(tried)
            doubtful = [(points, rest) for points, rest in doubtful if any(point.stretch is None for point in points)]

    def _settle(self, tried: list[tuple[_Point, Found]]) -> None:
        """Read the file with other letters at some places; where that breaks what is read, with those of either half."""
        places = {
            point.witness: stretch for point, found in tried if (stretch := _stretch(found, point.witness)) is not None
        }
        if not places or not self._may_read:
            return
        read, right = self._read_with(places)
        if right and len(right) < len(places):
            right = self._confirmed({witness: places[witness] for witness in right})
        for point, found in tried:
            if point.witness in right:
                point.stretch = _stretch(found, point.offset)
        rest = [(point, found) for point, found in tried if point.witness not in right]
        if len(rest) > 1 and (read is None or len(read.text) != len(self.document.text)):
            half = len(rest) // 2
            self._settle(rest[:half])
            self._settle(rest[half:])

    def _confirmed(self, places: dict[int, _Stretch]) -> set[int]:
        """Those of some places that are right without the wrong ones too, which may have changed each other's letters."""
        while places and self._may_read:
            _, right = self._read_with(places)
            if len(right) == len(places):
                return right
            places = {witness: places[witness] for witness in right}
        return set()

    def _read_with(self, places: Mapping[int, _Stretch]) -> tuple[Document | None, set[int]]:
        """What is read with other letters in some places, and which characters these are there."""
        text = self.document.text
        letters = {witness: _other(text[witness], witness, self._readings) for witness in places}
        read = self._read((places[witness], letter) for witness, letter in letters.items())
        return read, set() if read is None else self._right(read, letters)

    def _right(self, read: Document, letters: Mapping[int, str]) -> set[int]:
        """The characters that are other letters in what was read now, as they should be.

        A page in which two texts are not the same any more has blocks that it did not have; then a block has to be there with
        all its letters.
        """
        document = self.document
        if len(read.text) == len(document.text):
            return {offset for offset, letter in letters.items() if read.text[offset] == letter}
        new = Counter(map(read.block_text, read.blocks))
        new.subtract(map(document.block_text, document.blocks))
        right: set[int] = set()
        by_block: dict[int, list[int]] = {}
        for offset in letters:
            by_block.setdefault(block_number(document, offset) or 0, []).append(offset)
        for number, offsets in by_block.items():
            block = document.blocks[number]
            expected = list(document.block_text(block))
            for offset in offsets:
                expected[offset - block.start] = letters[offset]
            if new["".join(expected)] > 0:
                right.update(offsets)
        return right

    def _read(self, changes: Iterable[tuple[_Stretch, str]]) -> Document | None:
        """What is read from the file with other letters in some places; None where it cannot be."""
        self._readings += 1
        parts, done = [], 0
        for (start, end), letter in sorted(changes):
            if start < done:
                return None
            parts += [self.file.text[done:start], letter]
            done = end
        document = self.document
        encoding = encoding_of(self.file.data, self.file.text, declared_encoding(self.file.data))
        if encoding is None:
            return None
        try:
            data = encoding.encode("".join([*parts, self.file.text[done:]]))
            if self.pairs is None:
                return formats.parse_document(data, document.path, document.language, document.format)
            languages = self.pairs.source.language, self.pairs.target.language
            return formats.parse_bitext(data, document.path, *languages, document.format).document(self.side)
        except (AlignerError, UnicodeEncodeError):
            return None


def _stretch(found: Found | None, offset: int) -> _Stretch | None:
    """Where a character stands in the file; the first of several that it stands for."""
    if found is None or not 0 <= offset - found.start < len(found.ranges):
        return None
    ranges = found.ranges[offset - found.start]
    return found.string.place(ranges[0][0]) if ranges else None


def _other(letter: str, offset: int, reading: int) -> str:
    """Another letter of the same kind, as if drawn for a place and a reading, so that places that were exchanged show."""
    kinds = _DIGITS if letter.isdigit() else _LETTERS.upper() if letter.isupper() else _LETTERS
    drawn = crc32(f"{offset} {reading}".encode())
    other = kinds[drawn % len(kinds)]
    return other if other != letter else kinds[(drawn + 1) % len(kinds)]
