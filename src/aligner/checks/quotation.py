"""Quotations: stretches between quotation marks, which may rightly be in another language."""

from __future__ import annotations

import re

# Opening and closing marks; straight marks must hug their text. Single marks are told from apostrophes by the blanks around.
_QUOTATION = re.compile(
    r"“[^“”]{1,400}”|«[^«»]{1,400}»|„[^„“”]{1,400}[“”]"
    r"|(?<![\w\"])\"(?=\S)[^\"]{1,400}(?<=\S)\"(?!\w)"
    r"|(?<![\w'’])[‘'](?=\w)[^‘'’]{1,200}(?<=[\w.,!?…])['’](?!\w)"
    r"|(?<![\w*])\*{1,2}(?=\w)[^*\n]{1,200}(?<=[\w.!?])\*{1,2}(?![\w*])|(?<![\w_])_(?=\w)[^_\n]{1,200}(?<=[\w.!?])_(?![\w_])"
)
_MARKS = frozenset("“«„\"‘'*_")


# Lines of a poem in a row, the second without a capital.
_VERSE = re.compile(r"[^\W\d_]{2}[,;:.!?»”]? / [¡¿«“]?(?=[^\W\d_])[a-záéíóúüñ][\w'’]* ")


def is_verse(text: str) -> bool:
    """Whether a text has lines of a poem, which are quoted as they were written.

    >>> is_verse("Dulce río, corre suave / hasta que yo acabe."), is_verse("sillas / chairs")
    (True, False)
    """
    return " / " in text and _VERSE.search(text) is not None


def quotations(text: str) -> list[tuple[int, int]]:
    """Spans of the quotations of a text, marks included; emphasis of Markdown counts, as italics do.

    >>> quotations("He said “sí” and it's “no”.")
    [(8, 12), (22, 26)]
    """
    if _MARKS.isdisjoint(text):
        return []
    return [found.span() for found in _QUOTATION.finditer(text)]


def quoted_again(text: str) -> list[tuple[int, int]]:
    """Spans of the quotations inside those of a text.

    >>> quoted_again("“She said ‘ahora’ to me,” he wrote.")
    [(10, 17)]
    """
    return [
        (start + 1 + first, start + 1 + last)
        for start, end in quotations(text)
        for first, last in quotations(text[start + 1 : end - 1])
    ]


def outside_quotations(text: str) -> str:
    """The text with blanks in place of its quotations; offsets stay.

    >>> outside_quotations("He said “sí”.")
    'He said     .'
    """
    for start, end in quotations(text):
        text = text[:start] + " " * (end - start) + text[end:]
    return text
