"""Edits of a text: what they come to, and the least that has to change for it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
_MOST_COMPARED = 4_000_000  # words of one text times those of the other; what is longer is replaced as a whole
_MOST_SHIFTS = 40  # letters


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """Characters `[start, end)` of a document's text, what comes in their place, and the rule that says so."""

    start: int
    end: int
    replacement: str
    code: str

    def overlaps(self, other: Edit) -> bool:
        """Whether both change the same characters, or touch."""
        return self.start <= other.end and other.start <= self.end


@dataclass(frozen=True, slots=True)
class Fixed:
    """A file after its edits: its bytes, what was done, and what has no exact way back into the file."""

    data: bytes
    done: tuple[Edit, ...] = ()
    left: tuple[Edit, ...] = ()


def edited(text: str, edits: Iterable[Edit]) -> str:
    """A text after edits that do not overlap.

    >>> edited("a the the b", [Edit(2, 9, "the", "PUN704")])
    'a the b'
    """
    pieces, done = [], 0
    for edit in sorted(edits):
        pieces += [text[done : edit.start], edit.replacement]
        done = edit.end
    return "".join([*pieces, text[done:]])


@dataclass(frozen=True, slots=True)
class Change:
    """Characters `[start, end)` that go, and the `text` that comes."""

    start: int
    end: int
    text: str

    def shifted(self, within: str) -> Iterator[Change]:
        """The change, then others that come to the same: of “la la”, either word may go, with either blank."""
        yield self
        at_words = _is_between_words(within, self.start) and _is_between_words(within, self.end)
        for step in (-1, 1):
            change = self
            for _ in range(_MOST_SHIFTS):
                moved = change._moved(within, step)
                if moved is None:
                    break
                change = moved
                if not at_words or all(_is_between_words(within, at) for at in (change.start, change.end)):
                    yield change

    def _moved(self, within: str, step: int) -> Change | None:
        """The same, one letter to the left (-1) or to the right (1); None where that would come to something else."""
        if self.text and self.end > self.start:
            return None
        leaving, coming = (self.end - 1, self.start - 1) if step < 0 else (self.start, self.end)
        if not 0 <= coming < len(within):
            return None
        if not self.text:
            is_same = within[leaving] == within[coming]
            return Change(self.start + step, self.end + step, "") if is_same else None
        if self.text[-1 if step < 0 else 0] != within[coming]:
            return None
        text = self.text[-1] + self.text[:-1] if step < 0 else self.text[1:] + self.text[0]
        return Change(self.start + step, self.end + step, text)


def _is_between_words(text: str, offset: int) -> bool:
    return not (text[max(0, offset - 1) : offset].isalnum() and text[offset : offset + 1].isalnum())


def changes_of(edit: Edit, text: str) -> tuple[Change, ...]:
    """The least of an edit of a text: words that stay are not touched, nor the letters that words have in common.

    >>> changes_of(Edit(0, 17, "The bridge was old.", "X"), "The bridge is old")
    (Change(start=11, end=12, text='wa'), Change(start=17, end=17, text='.'))
    """
    before, after = _TOKEN.findall(text[edit.start : edit.end]), _TOKEN.findall(edit.replacement)
    if len(before) * len(after) > _MOST_COMPARED:
        return tuple(_trimmed(edit.start, text[edit.start : edit.end], edit.replacement))
    offsets = [edit.start]
    for token in before:
        offsets.append(offsets[-1] + len(token))
    found: list[Change] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, first, last, low, high in matcher.get_opcodes():
        if tag != "equal":
            found += _trimmed(offsets[first], "".join(before[first:last]), "".join(after[low:high]))
    return tuple(found)


def _trimmed(start: int, before: str, after: str) -> Iterator[Change]:
    """The change without what both begin and end with."""
    if before == after:
        return
    shortest = min(len(before), len(after))
    head = next((at for at in range(shortest) if before[at] != after[at]), shortest)
    rest = shortest - head
    tail = next((at for at in range(rest) if before[-1 - at] != after[-1 - at]), rest)
    yield Change(start + head, start + len(before) - tail, after[head : len(after) - tail])
