"""Program code in running text: it stands there, but its words are those of no language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from aligner.model import Document

# Between graves, as Markdown and chats have it, and in elements of HTML, as strings of programs do.
_CODE = re.compile(
    r"(?<![`\w])(`{1,2})(?=[^\s`])[^`\n]{0,400}[^\s`]?\1(?![`\w])"
    r"|<(code|kbd|samp|var|tt)\b[^<>]{0,200}>[^\n]{0,400}?</\2>",
    re.IGNORECASE,
)


def prose_of(document: Document) -> Document:
    """The document with blanks in place of program code, so that every word stands where it stood; itself where it has none.

    >>> prose_of(Document("Call `stop now` first.", (), "en")).text
    'Call            first.'
    """
    spans = sorted({*document.code_spans, *_written(document.text)})
    if not spans:
        return document
    parts, at = [], 0
    for start, end in spans:
        if end > at:
            parts += [document.text[at:start], " " * (end - max(at, start))]
            at = end
    return replace(document, text="".join([*parts, document.text[at:]]))


def _written(text: str) -> Iterator[tuple[int, int]]:
    """The code that the text itself tells by marks around it."""
    if "`" in text or "</" in text:
        yield from (found.span() for found in _CODE.finditer(text))
