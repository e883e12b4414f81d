"""Where the sentences of a text begin and end."""

from __future__ import annotations

import re
from collections.abc import Iterator

from aligner.segmentation.boundaries import ends_plainly, ends_sentence
from aligner.segmentation.marks import BREAK, DOUBTFUL_BULLET, stops
from aligner.segmentation.rules import LANGUAGES, Rules, load_rules

Span = tuple[int, int]
_NOT_BLANK = re.compile(r"\S")
_HALVES = re.compile("[\ud800-\udfff]")


def split(text: str, language: str) -> list[Span]:
    """The `[start, end)` spans of the sentences of one block's text, in order, without blanks at their ends.

    Every character that is not white space lies in exactly one span. `language` is a code such as "en"; English and
    Spanish go by the tables of this package, every other language by sentencex (Thottingal 2023).

    >>> text = "El Sr. Pérez viajó a EE. UU. en mayo. ¿Volverá? —Sí —dijo."
    >>> [text[start:end] for start, end in split(text, "es")]
    ['El Sr. Pérez viajó a EE. UU. en mayo.', '¿Volverá?', '—Sí —dijo.']
    """
    if language in LANGUAGES:
        rules = load_rules(language)
        return [span for part in parts(text) for span in _sentences(text, part, rules)]
    return [span for part in parts(text) for span in _by_sentencex(text, part, language)]


def parts(text: str) -> Iterator[Span]:
    """The trimmed, non-empty stretches between empty lines, list items and turns of a dialogue."""
    start = 0
    for found in BREAK.finditer(text):
        border = found.start() if text[found.start()] in "•◦▪‣●" else found.end()
        if found["empty_line"] or _is_break(text, start, found.start(), border):
            yield from _trimmed(text, start, found.start())
            start = border
    yield from _trimmed(text, start, len(text))


def _is_break(text: str, start: int, end: int, following: int) -> bool:
    """Whether what follows is no doubtful bullet, or one whose line starts like a sentence or goes on with a list."""
    bullet = DOUBTFUL_BULLET.match(text, following)
    if bullet is None:
        return True
    before = text[max(start, end - 40) : end].rstrip()
    if not before or before[-1] in '.!?…:;"”»)':
        return True
    mark, first = bullet.group()[0], text[bullet.end() : bullet.end() + 1]
    if mark in "-*" and bullet.group()[-1] == " " and (first.isupper() or first in ("¿", "¡")):
        return True
    opened = _NOT_BLANK.search(text, start, end)
    opening = opened.group() if opened else ""
    return opening == mark or (mark.isdigit() and opening.isdigit() and first.isupper())


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end


def _sentences(text: str, part: Span, rules: Rules) -> Iterator[Span]:
    start, end = part
    for found in stops(text, start, end).finditer(text, start, end):
        at, border = found.span()
        # The common case at once: one full stop and a blank after an ordinary word, before a capital.
        if border - at == 2 and border < end and text[border].isupper() and ends_plainly(text, at, start, rules):
            yield start, border - 1
        elif border < end and ends_sentence(text, found, start, rules):
            last = border
            while text[last - 1].isspace():
                last -= 1
            yield start, last
        else:
            continue
        start = border
    yield start, end


def _by_sentencex(text: str, part: Span, language: str) -> Iterator[Span]:
    from sentencex import get_sentence_boundaries

    start, end = part
    whole = _HALVES.sub("\ufffd", text[start:end])  # halves of character pairs, which the library cannot take
    ends = {start + boundary["end_index"] for boundary in get_sentence_boundaries(language, whole)}
    for border in sorted({min(end, border) for border in ends} | {end}):
        yield from _trimmed(text, start, border)
        start = border
