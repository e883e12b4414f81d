"""The running text of files without cells: plain text, Markdown, subtitles."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from aligner.formats.strings.pieces import Atom, FileString, atoms_of

_ENTITY = r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});"
_PUNCTUATION = r"[!-/:-@\[-`{-~]"
_MARKDOWN = re.compile(rf"\\{_PUNCTUATION}|{_ENTITY}")
_MARKDOWN_SIGNS = re.compile(r"[\\`*_\[\]<>{}#|!&~]|^[-+]|^\d+[.)]")
_SUBTITLE = re.compile(
    rf"{_ENTITY}|</?(?:[a-zA-Z][^<>\n]*|\d\d:[\d:.]+)?>|\{{\\[^{{}}\n]*\}}|\{{[a-zA-Z]:[^{{}}\n]*\}}|\\[Nnh]|[\u200e\u200f]"
)


def plain_strings(text: str) -> Iterator[FileString]:
    """The file, which is its own text."""
    yield FileString((Atom(0, len(text), text),) if text else (), is_running=True)


def markdown_strings(text: str) -> Iterator[FileString]:
    r"""The file with its signs, but without the backslashes before them.

    >>> next(markdown_strings(r"**1\.** a &amp; b")).text
    '**1.** a & b'
    """
    yield FileString(
        tuple(atoms_of(text, 0, len(text), _MARKDOWN, _markdown_meaning)), (str, _with_backslashes), is_running=True
    )


def _markdown_meaning(said: str) -> str:
    return said[1:] if said.startswith("\\") else html.unescape(said)


def _with_backslashes(text: str) -> str:
    return _MARKDOWN_SIGNS.sub(lambda found: re.sub(_PUNCTUATION, r"\\\g<0>", found.group()), text)


def subtitle_strings(text: str) -> Iterator[FileString]:
    """The file without its tags; numbers and time codes are among the text."""
    atoms = tuple(atoms_of(text, 0, len(text), _SUBTITLE, _subtitle_meaning))
    yield FileString(atoms, (str, lambda said: html.escape(said, quote=False)), is_running=True)


def _subtitle_meaning(said: str) -> str:
    if said.startswith("&"):
        return html.unescape(said)
    return " " if said.startswith("\\") else ""
