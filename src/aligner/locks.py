"""Beads a person fixed, found again in the documents that are aligned.

A lock tells its sentences by number, by span, or by their text. Where it tells more than one, the first that has the text
is taken: a document that grew a paragraph has other numbers and spans, and still the same sentences.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from aligner.errors import InputError
from aligner.json_text import parse_object
from aligner.model import Bead, Document, Side

_REMEDY = "give beads of these two texts, as `aligner align` writes them"
_JSON_REMEDY = 'write one object a line, with "source_sentences" and "target_sentences", "…_spans", or texts'
_LONGEST_SHOWN = 40


@dataclass(frozen=True, slots=True)
class LockedSide:
    """One side of a lock: sentence numbers, spans of characters, the text; None for what is not told."""

    numbers: tuple[int, ...] | None = None
    spans: tuple[tuple[int, int], ...] | None = None
    text: str | None = None

    @property
    def is_told(self) -> bool:
        """Whether anything says which sentences it has, be it none."""
        return not (self.numbers is None and self.spans is None and self.text is None)


@dataclass(frozen=True, slots=True)
class Lock:
    """A bead as its file has it, and the line (from 1) it stands in."""

    source: LockedSide
    target: LockedSide
    line: int | None = None

    def side(self, side: Side) -> LockedSide:
        """What it says of one side."""
        return self.source if side is Side.SOURCE else self.target


def json_locks(text: str, path: str) -> tuple[Lock, ...]:
    """The locks of JSON lines: those with `"locked": true`, or all where no line has that key.

    Raises `InputError` with the line that is no such object.
    """
    lines = ((number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip())
    rows = [(number, parse_object(line, path, _JSON_REMEDY, number)) for number, line in lines]
    marked = any("locked" in row for _, row in rows)
    return tuple(
        Lock(_json_side(row, Side.SOURCE, path, number), _json_side(row, Side.TARGET, path, number), number)
        for number, row in rows
        if not marked or _is_locked(row, path, number)
    )


def _is_locked(row: dict[str, object], path: str, number: int) -> bool:
    value = row.get("locked", False)
    if not isinstance(value, bool):
        raise InputError(path, "'locked' is neither true nor false", "write one of these", number)
    return value


def _json_side(row: dict[str, object], side: Side, path: str, line: int) -> LockedSide:
    numbers, spans, text = row.get(f"{side}_sentences"), row.get(f"{side}_spans"), row.get(side)
    if numbers is not None and not _are_numbers(numbers):
        raise InputError(path, f"'{side}_sentences' is not a list of numbers from 0", _JSON_REMEDY, line)
    if spans is not None and not (isinstance(spans, list) and all(_are_numbers(span, 2) for span in spans)):
        raise InputError(path, f"'{side}_spans' is not a list of [start, end]", _JSON_REMEDY, line)
    if text is not None and not isinstance(text, str):
        raise InputError(path, f"'{side}' is not a text", _JSON_REMEDY, line)
    found = LockedSide(
        tuple(numbers) if isinstance(numbers, list) else None,
        tuple((span[0], span[1]) for span in spans) if isinstance(spans, list) else None,
        text,
    )
    if not found.is_told:
        raise InputError(path, f"nothing says which {side} sentences it has", _JSON_REMEDY, line)
    return found


def _are_numbers(value: object, count: int | None = None) -> bool:
    if not isinstance(value, list) or (count is not None and len(value) != count):
        return False
    return all(type(number) is int and number >= 0 for number in value)


def locked_beads(locks: Iterable[Lock], source: Document, target: Document, path: str) -> tuple[Bead, ...]:
    """The locks as beads of two segmented documents, in their order, nulls one sentence at a time.

    Texts are looked for in order, one after another, so that the second of two equal locks is the second of two equal
    sentences; white space does not count. Raises `InputError`, with the line of `path`, for sentences that are not there,
    texts that are not whole sentences of the document, and a sentence that is in two locks.
    """
    finders = {Side.SOURCE: _Finder(source, Side.SOURCE, path), Side.TARGET: _Finder(target, Side.TARGET, path)}
    beads: list[Bead] = []
    for lock in locks:
        of_source, of_target = (finders[side].find(lock.side(side), lock.line) for side in Side)
        if of_source and of_target:
            beads.append(Bead(of_source, of_target))
        else:
            beads += [Bead((number,), ()) for number in of_source]
            beads += [Bead((), (number,)) for number in of_target]
    return tuple(beads)


@dataclass(slots=True)
class _Finder:
    """Finds the sentences of locks in one document, and keeps which ones are taken."""

    document: Document
    side: Side
    path: str
    _squeezed: str = field(init=False)
    # Where each sentence that has text starts in the squeezed text, which sentence it is, and where each one ends.
    _starts: list[int] = field(init=False, default_factory=list)
    _numbers: list[int] = field(init=False, default_factory=list)
    _ends: dict[int, int] = field(init=False, default_factory=dict)
    _next: int = field(init=False, default=0)
    _line_of: dict[int, int | None] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        pieces, offset = [], 0
        for number in range(len(self.document.sentences)):
            piece = _squeeze(self.document.sentence_text(number))
            if piece:
                self._starts.append(offset)
                self._numbers.append(number)
                offset += len(piece)
                self._ends[offset] = len(self._starts)
                pieces.append(piece)
        self._squeezed = "".join(pieces)

    def find(self, wanted: LockedSide, line: int | None) -> tuple[int, ...]:
        """The sentence numbers of one side of a lock, ascending."""
        numbers, problem = self._stated(wanted)
        if numbers is None and wanted.text is not None:
            numbers = self._by_text(_squeeze(wanted.text))
            problem = problem or f"the {self.side} {_shown(wanted.text)} is not in {self._name}, or no whole sentences"
        if numbers is None:
            raise InputError(self.path, str(problem), _REMEDY, line)
        self._take(numbers, line)
        return numbers

    @property
    def _name(self) -> str:
        return self.document.path or f"the {self.side}"

    def _stated(self, wanted: LockedSide) -> tuple[tuple[int, ...] | None, str | None]:
        """The sentences that its numbers or its spans name, if these have its text; or else what is wrong with them."""
        problem: str | None = None
        for names, read in ((wanted.numbers, self._by_numbers), (wanted.spans, self._by_spans)):
            if names is None:
                continue
            numbers, wrong = read(wanted)
            if numbers is not None and self._has_text(numbers, wanted.text):
                return numbers, None
            problem = problem or wrong or f"the {self.side} {_shown(wanted.text or '')} is not in {self._name}"
        return None, problem

    def _by_numbers(self, wanted: LockedSide) -> tuple[tuple[int, ...] | None, str | None]:
        numbers = tuple(sorted(wanted.numbers or ()))
        count = len(self.document.sentences)
        if numbers and numbers[-1] >= count:
            return None, f"{self.side} sentence {numbers[-1]} is not in {self._name}, which has {count} sentences"
        return numbers, None

    def _by_spans(self, wanted: LockedSide) -> tuple[tuple[int, ...] | None, str | None]:
        found: list[int] = []
        sentences = self.document.sentences
        for start, end in wanted.spans or ():
            first = bisect_left(sentences, start, key=lambda sentence: sentence.start)
            last = bisect_left(sentences, end, key=lambda sentence: sentence.end)
            if not (first <= last < len(sentences) and (sentences[first].start, sentences[last].end) == (start, end)):
                return None, f"the {self.side} span [{start}, {end}] is not whole sentences of {self._name}"
            found += range(first, last + 1)
        return tuple(sorted(found)), None

    def _has_text(self, numbers: tuple[int, ...], text: str | None) -> bool:
        if text is None:
            return True
        return _squeeze("".join(self.document.sentence_text(number) for number in numbers)) == _squeeze(text)

    def _by_text(self, text: str) -> tuple[int, ...] | None:
        """The sentences that have this text and are free: after those found last, or else the first in the document."""
        if not text:
            return ()
        for begin in (self._next, 0):
            for at in self._occurrences(text, begin):
                first, last = bisect_left(self._starts, at), self._ends.get(at + len(text))
                if last is None or first == len(self._starts) or self._starts[first] != at:
                    continue
                numbers = tuple(self._numbers[first:last])
                if not any(number in self._line_of for number in numbers):
                    self._next = at + len(text)
                    return numbers
        return None

    def _occurrences(self, text: str, begin: int) -> Iterator[int]:
        at = self._squeezed.find(text, begin)
        while at >= 0:
            yield at
            at = self._squeezed.find(text, at + 1)

    def _take(self, numbers: tuple[int, ...], line: int | None) -> None:
        for number in numbers:
            if number in self._line_of:
                earlier = self._line_of[number]
                where = f"in line {earlier} too" if earlier not in (None, line) else "in two places"
                problem = f"{self.side} sentence {number} is {where}"
                raise InputError(self.path, problem, "lock every sentence once", line)
            self._line_of[number] = line


def _squeeze(text: str) -> str:
    return "".join(text.split())


def _shown(text: str) -> str:
    words = " ".join(text.split())
    return f"“{words}”" if len(words) <= _LONGEST_SHOWN else f"“{words[: _LONGEST_SHOWN - 1]}…”"
