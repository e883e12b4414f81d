"""A line of text with carets under the spans that matter, cut to the width of the page."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

CUT = "…"
_WORD_SLACK = 16  # columns given up at most so that a cut falls between words
_NO_WIDTH = frozenset({"Mn", "Me", "Cf"})
_CONTROLS = frozenset({"Cc", "Zl", "Zp", "Cs"})
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")  # Unicode Standard Annex 9: embeddings, overrides, isolates


@lru_cache(maxsize=4096)
def display_width(letter: str) -> int:
    r"""Columns a character takes on a terminal (Unicode Standard Annex 11): 0, 1 or 2.

    >>> [display_width(letter) for letter in ("e", "\u0301", "語")]
    [1, 0, 2]
    """
    if unicodedata.category(letter) in _NO_WIDTH:
        return 0
    return 2 if unicodedata.east_asian_width(letter) in {"W", "F"} else 1


def shown(text: str) -> str:
    """Text with every line end, tab and other control as one blank, so that it stays on its line.

    Marks that turn the direction of writing go: what they begin could end behind the excerpt.
    """
    if text.isprintable():
        return text
    return "".join(" " if unicodedata.category(letter) in _CONTROLS else letter for letter in _TURNS.sub("", text))


def columns(text: str) -> int:
    """Columns a text takes."""
    return len(text) if text.isascii() else sum(map(display_width, text))


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The piece `[start, end)` of a text that fits on a line, `before` and `after` telling what was cut off."""

    text: str
    start: int
    end: int
    before: str = ""
    after: str = ""

    def pieces(self, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, bool]]:
        """The excerpt as stretches of the text, in order, and whether each lies in one of the spans."""
        done = self.start
        for start, end in self._inside(spans):
            if done < start:
                yield done, start, False
            yield start, end, True
            done = end
        if done < self.end:
            yield done, self.end, False

    def line(self, spans: Sequence[tuple[int, int]], highlight: Callable[[str], str] = str) -> str:
        """The line, with `highlight` applied to the spans in it."""
        drawn = [
            highlight(shown(self.text[start:end])) if is_meant else shown(self.text[start:end])
            for start, end, is_meant in self.pieces(spans)
        ]
        return "".join([self.before, *drawn, self.after])

    def carets(self, spans: Sequence[tuple[int, int]]) -> str:
        """The line of carets that stand under the spans; an empty span gets one."""
        drawn, done = " " * columns(self.before), self.start
        for start, end in self._inside(spans):
            drawn += " " * columns(shown(self.text[done:start]))
            drawn += "^" * max(1, columns(shown(self.text[start:end])))
            done = end
        return drawn

    def _inside(self, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
        """The parts of the spans that lie in the excerpt, in order, without overlap."""
        parts: list[tuple[int, int]] = []
        for start, end in sorted(spans):
            first, last = max(start, self.start, parts[-1][1] if parts else 0), min(end, self.end)
            if first < last or (start == end and self.start <= start <= self.end):
                parts.append((first, max(first, last)))
        return parts


def excerpt(text: str, bounds: tuple[int, int], span: tuple[int, int], width: int) -> Excerpt:
    """As much of `text[bounds]` around `span` as fits into `width` columns.

    The span's beginning is always in it; where the text is longer than the line, the span stands in the middle or
    nearer to an end of the text, and cuts fall between words.
    """
    low, high = bounds
    if columns(text[low : min(high, low + width + 1)]) <= width and high - low <= width:
        return Excerpt(text, low, high)
    first, last = span[0], _forward(text, span[0], min(span[1], high), width - 2)
    room = width - 2 - columns(text[first:last])
    whole_left = first - _back(text, first, low, room)
    whole_right = _forward(text, last, high, room) - last
    left = min(whole_left, max(room // 2, room - whole_right))
    start = _back(text, first, low, left)
    end = _forward(text, last, high, room - columns(text[start:first]))
    start, end = _at_word(text, start, first, low), _at_word_end(text, last, end, high)
    return Excerpt(text, start, end, CUT if start > low else "", CUT if end < high else "")


def _forward(text: str, start: int, limit: int, width: int) -> int:
    """The furthest offset up to `limit` such that `text[start:offset]` fits into `width` columns."""
    used = 0
    for offset in range(start, limit):
        used += display_width(text[offset])
        if used > width:
            return offset
    return max(start, limit)


def _back(text: str, end: int, limit: int, width: int) -> int:
    """The offset furthest back to `limit` such that `text[offset:end]` fits into `width` columns."""
    used = 0
    for offset in range(end - 1, limit - 1, -1):
        used += display_width(text[offset])
        if used > width:
            return offset + 1
    return min(end, limit)


def _at_word(text: str, start: int, first: int, low: int) -> int:
    """A cut before `first` moved forward to the start of a word, where one is near."""
    if start <= low:
        return start
    for offset in range(start, min(first, start + _WORD_SLACK)):
        if text[offset - 1].isspace() and not text[offset].isspace():
            return offset
    return start


def _at_word_end(text: str, last: int, end: int, high: int) -> int:
    """A cut after `last` moved back to the end of a word, where one is near."""
    if end >= high:
        return end
    for offset in range(end, max(last, end - _WORD_SLACK), -1):
        if text[offset].isspace() and not text[offset - 1].isspace():
            return offset
    return end
