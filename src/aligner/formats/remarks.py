"""Comments of a file that are meant for aligner: `aligner: ignore NUM501`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from aligner.model import Remark

_SAID = re.compile(r"\s*aligner\s*:\s*(.*\S)\s*", re.IGNORECASE | re.DOTALL)
# A comment, or an element in which `<!--` opens none (HTML Living Standard, 13.2.5: raw text and escapable raw text).
_COMMENT = re.compile(
    r"<!--(?P<said>.*?)-->|<(?P<raw>script|style|textarea|title|xmp|iframe|noembed|noframes)\b.*?</(?P=raw)",
    re.IGNORECASE | re.DOTALL,
)


def said(comment: str) -> str | None:
    """What a comment says to aligner, on one line; None for any other.

    >>> said(" aligner: ignore NUM501 "), said("aligner is a tool")
    ('ignore NUM501', None)
    """
    found = _SAID.fullmatch(comment)
    return " ".join(found.group(1).split()) if found else None


def comment_remarks(text: str, first_line: int = 1) -> Iterator[Remark]:
    r"""Those of the comments of HTML, `text` beginning in line `first_line` of its file.

    >>> list(comment_remarks("<p>Hi</p>\n<!-- aligner: ignore UNT -->"))
    [Remark(line=2, text='ignore UNT', block=None)]
    """
    if "aligner" not in text.lower():
        return
    line, counted = first_line, 0
    for found in _COMMENT.finditer(text):
        meant = said(found.group("said") or "")
        if meant:
            line += text.count("\n", counted, found.start())
            counted = found.start()
            yield Remark(line, meant)


def line_remarks(comments: str) -> tuple[str, ...]:
    r"""What the lines of a comment say to aligner.

    >>> line_remarks("Shown in the menu\naligner: ignore=PUN703")
    ('ignore=PUN703',)
    """
    return tuple(meant for line in comments.splitlines() if (meant := said(line)))
