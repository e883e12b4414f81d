"""Quotations: stretches between quotation marks, which may rightly be in another language."""

from __future__ import annotations

import re

# Opening and closing marks; straight marks must hug their text. Single marks are told from apostrophes by the blanks around.
_QUOTATION = re.compile(
    r"“[^“”]{1,400}”|«[^«»]{1,400}»|„[^„“”]{1,400}[“”]"
    r"|(?<![\w\"])\"(?=\S)[^\"]{1,400}(?<=\S)\"(?!\w)"
    r"|(?<![\w'’])[‘'](?=\w)[^‘'’]{1,200}(?<=[\w.,!?…])['’](?!\w)"
    r"|(?<![\w*])\*(?=\w)[^*\n]{1,200}(?<=[\w.!?])\*(?![\w*])|(?<![\w_])_(?=\w)[^_\n]{1,200}(?<=[\w.!?])_(?![\w_])"
)
_MARKS = frozenset("“«„\"‘'*_")


def quotations(text: str) -> list[tuple[int, int]]:
    """Spans of the quotations of a text, marks included; emphasis of Markdown counts, as italics do.

    >>> quotations("He said “sí” and it's “no”.")
    [(8, 12), (22, 26)]
    """
    if _MARKS.isdisjoint(text):
        return []
    return [found.span() for found in _QUOTATION.finditer(text)]


def outside_quotations(text: str) -> str:
    """The text with blanks in place of its quotations; offsets stay.

    >>> outside_quotations("He said “sí”.")
    'He said     .'
    """
    for start, end in quotations(text):
        text = text[:start] + " " * (end - start) + text[end:]
    return text
