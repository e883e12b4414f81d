"""Writes edits of a text into the file it was read from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import TypeAlias

from aligner.errors import AlignerError, InputError
from aligner.fixes.edits import Change, Edit, Fixed, changes_of, edited
from aligner.fixes.locating import Found, Locator, block_number
from aligner.formats import decode
from aligner.formats.encodings import Encoding, encoding_of
from aligner.formats.strings import FileString, can_write_back, declared_encoding, strings_of
from aligner.formats.table import named_format, suffix_format
from aligner.model import Bitext, Document, Side

Original: TypeAlias = Document | Bitext
Read = Callable[[bytes], Original]

_MOST_READINGS = 300  # of one file; what is not settled by then is left for a person
_MOST_WAYS = 24
_OPENS = re.compile(r"[¿¡«“‘(\[{]$")
_START_TAG = re.compile(r"<([A-Za-z][\w:-]*)(?:\s[^<>]*)?>$")
_WITH_REFERENCES = frozenset({"html", "tmx", "xliff", "xliff2"})  # formats that have every character in any encoding
_LONGEST_TAG = 2000

# A stretch of the decoded file, and what comes in its place.
_Piece: TypeAlias = tuple[int, int, str]


def written_back(
    original: Original,
    data: bytes,
    texts: Mapping[int, str],
    read: Read,
    side: Side = Side.TARGET,
    format_name: str | None = None,
) -> Fixed:
    """The file `data` with other texts for some sentences, and every other byte as it was.

    `original` is what was read from `data`: a document, or a bitext of whose `side` the sentences are. `texts` are the new
    texts by the number of the sentence. `read` reads changed bytes as `data` was read, and gives a document or a bitext as
    `original` is one. Only the words that differ are touched, so that mark-up within a sentence stays where it was; a
    sentence is written as a whole or, in `left`, not at all. What is written reads back as exactly what was meant.
    """
    document = side_of(original, side)
    edits = tuple(
        Edit(sentence.start, sentence.end, texts[number], "")
        for number, sentence in enumerate(document.sentences)
        if number in texts and texts[number] != document.sentence_text(number)
    )
    return fixed(original, data, edits, read, side, format_name)


def fixed(
    original: Original,
    data: bytes,
    edits: tuple[Edit, ...],
    read: Read,
    side: Side = Side.TARGET,
    format_name: str | None = None,
) -> Fixed:
    """The file `data`, from which `original` was read, after `edits` of one side of it; see `written_back`.

    `format_name` is the format that it was read in, None for that of its suffix. What has no exact way back is left.
    """
    document = side_of(original, side)
    name = _format_of(document.path, format_name, isinstance(original, Bitext))
    declared = declared_encoding(data)
    text = _decoded(document.path, data, declared) if can_write_back(name) else None
    encoding = None if text is None else encoding_of(data, text, declared)
    if text is None or encoding is None or not edits:
        return Fixed(data, left=edits)
    wanted = {number for edit in edits if (number := block_number(document, edit.start)) is not None}
    locator = Locator(document, text, strings_of(text, name), wanted, side)
    work = _Work(original, side, text, encoding, read, locator, has_references=name in _WITH_REFERENCES)
    work.settle(tuple(sorted(edits)))
    done = tuple(sorted(edit for edit, _ in work.accepted))
    return Fixed(work.data or data, done, tuple(edit for edit in edits if edit not in done))


def side_of(original: Original, side: Side) -> Document:
    """The document of one side of what was read, or the only one."""
    return original.document(side) if isinstance(original, Bitext) else original


def _format_of(path: str, name: str | None, is_bitext: bool) -> str:  # noqa: FBT001
    """The name of the format a file was read in; text from standard input is plain."""
    if name:
        return named_format(name, path).name
    found = suffix_format(path, "reads_bitext" if is_bitext else "reads_document")
    return found.name if found else "text"


def _decoded(path: str, data: bytes, declared: str | None) -> str | None:
    """The text of the file, None where it is none."""
    try:
        return decode(data, path, declared)
    except InputError:
        return None


@dataclass(slots=True)
class _Work:
    """Edits on their way into a file: `accepted` are those that are in `data`, each with what it changed."""

    original: Original
    side: Side
    text: str
    encoding: Encoding
    read: Read
    locator: Locator
    has_references: bool
    accepted: list[tuple[Edit, tuple[_Piece, ...]]] = field(default_factory=list)
    data: bytes | None = None
    _readings: int = 0

    @property
    def document(self) -> Document:
        """The side that is edited."""
        return side_of(self.original, self.side)

    def settle(self, edits: tuple[Edit, ...]) -> None:
        """Accept as many edits as can be: all at once, or else those of either half."""
        likeliest = [(edit, next(self._ways(edit), None)) for edit in edits]
        self._settle([(edit, way) for edit, way in likeliest if way is not None])

    def _settle(self, ways: list[tuple[Edit, tuple[_Piece, ...]]]) -> None:
        if not ways or self._accepts(ways):
            return
        if len(ways) == 1:
            edit = ways[0][0]
            any(self._accepts([(edit, way)]) for way in islice(self._ways(edit), 1, _MOST_WAYS))
            return
        half = len(ways) // 2
        self._settle(ways[:half])
        self._settle(ways[half:])

    def _accepts(self, ways: list[tuple[Edit, tuple[_Piece, ...]]]) -> bool:
        """Try edits with those that are in already; keep them if the file then has what is meant, and nothing else."""
        tried = [*self.accepted, *ways]
        data = self._written(piece for _, pieces in tried for piece in pieces)
        if data is None or self._readings >= _MOST_READINGS:
            return False
        self._readings += 1
        try:
            result = self.read(data)
        except AlignerError:
            return False
        if side_of(result, self.side).text != edited(self.document.text, (edit for edit, _ in tried)):
            return False
        if isinstance(self.original, Bitext) and isinstance(result, Bitext):
            other = self.side.other
            if result.document(other).text != self.original.document(other).text:
                return False
        self.accepted, self.data = tried, data
        return True

    def _written(self, pieces: Iterable[_Piece]) -> bytes | None:
        """The bytes of the file after some changes; None where they overlap, or a letter has no place in its encoding."""
        parts, done = [], 0
        for start, end, said in sorted(pieces):
            if start < done:
                return None
            parts += [self.text[done:start], said]
            done = end
        try:
            return self.encoding.encode("".join([*parts, self.text[done:]]), with_references=self.has_references)
        except UnicodeEncodeError:
            return None

    def _ways(self, edit: Edit) -> Iterator[tuple[_Piece, ...]]:
        """The changes of the file that an edit may come to, the likeliest first."""
        whole = self.document.text
        ways = [list(change.shifted(whole)) for change in changes_of(edit, whole)]
        if not ways:
            return
        low = min(change.start for shifts in ways for change in shifts)
        high = max(change.end for shifts in ways for change in shifts)
        block = block_number(self.document, edit.start)
        if self.document.places and block is not None:
            low, high = edit.start, edit.end
        turns = [[shifts[min(turn, len(shifts) - 1)] for shifts in ways] for turn in range(min(8, max(map(len, ways))))]
        for found in self.locator.candidates(low, high):
            tried = [
                pieces
                for number in range(len(found.string.escapes))
                for changes in turns
                if (pieces := _pieces(changes, found, number, self.text)) is not None
            ]
            yield from sorted(tried, key=self._disturbance)
            # Signs that stay and signs that come may together be mark-up; then all is written anew, if it has none.
            anew = Change(edit.start, edit.end, edit.replacement)
            for number in range(len(found.string.escapes)):
                pieces = _pieces([anew], found, number, self.text)
                if pieces is not None and len(pieces) == 1:
                    yield pieces

    def _disturbance(self, pieces: tuple[_Piece, ...]) -> tuple[int, int]:
        """How much mark-up changes go over, and how many of what comes in stand at a tag, which may not be theirs."""
        text = self.text
        at_tags = sum(
            start == end and (text[start - 1 : start] == ">" or text[end : end + 1] == "<") for start, end, _ in pieces
        )
        return len(pieces), at_tags


def _pieces(changes: list[Change], found: Found, number: int, text: str) -> tuple[_Piece, ...] | None:
    """What changes of a document change in its file; None where a character was not found, or mark-up would be left empty."""
    pieces: list[_Piece] = []
    string = found.string
    try:
        for change in changes:
            one = _replaced(change, found) if change.end > change.start else _inserted(change, found)
            if one is None or (string.is_running and any(_empties(piece, text) for piece in one)):
                return None
            pieces += [(start, end, string.written(said, start, number) if said else "") for start, end, said in one]
    except ValueError:
        return _anew(changes, found)
    return tuple(pieces)


def _replaced(change: Change, found: Found) -> list[_Piece] | None:
    """Characters that go, mark-up between them staying, and what comes in the place of the first."""
    stretches: list[tuple[int, int]] = []
    for offset in range(change.start - found.start, change.end - found.start):
        if not 0 <= offset < len(found.ranges):
            return None
        ranges = found.ranges[offset]
        if not ranges and not stretches:
            return None
        for start, end in ranges:
            for at in range(start, end):
                place = found.string.place(at)
                if stretches and stretches[-1] == place:
                    continue
                if stretches and stretches[-1][1] == place[0]:
                    stretches[-1] = stretches[-1][0], place[1]
                else:
                    stretches.append(place)
    return [(start, end, change.text if not number else "") for number, (start, end) in enumerate(stretches)]


def _inserted(change: Change, found: Found) -> list[_Piece] | None:
    """A text between two characters, beside the one that it belongs to more."""
    offset = change.start - found.start
    before = _edge(found, offset - 1, at_end=True)
    after = _edge(found, offset, at_end=False)
    opens = bool(_OPENS.search(change.text)) or change.text[-1:].isspace()
    at = (after if opens else before) or before or after
    if at is None:
        return None
    return [(at[0], at[0], change.text)]


def _edge(found: Found, offset: int, *, at_end: bool) -> tuple[int] | None:
    """Where a character of the document begins or ends in the file; None where it was not found."""
    if not 0 <= offset < len(found.ranges) or not found.ranges[offset]:
        return None
    start, end = found.ranges[offset][-1 if at_end else 0]
    return (found.string.place(end - 1)[1],) if at_end else (found.string.place(start)[0],)


def _empties(piece: _Piece, text: str) -> bool:
    """Whether an element of a page would be left with nothing in it."""
    start, end, said = piece
    if said or text[end : end + 2] != "</":
        return False
    tag = _START_TAG.search(text, max(0, start - _LONGEST_TAG), start)
    return tag is not None and text.startswith(f"</{tag[1]}", end)


def _anew(changes: list[Change], found: Found) -> tuple[_Piece, ...] | None:
    """All of a cell, written in another form."""
    string: FileString = found.string
    if string.whole is None:
        return None
    edits = [Edit(change.start - found.start, change.end - found.start, change.text, "") for change in changes]
    return ((*string.bounds, string.whole(edited(string.text, edits))),)
