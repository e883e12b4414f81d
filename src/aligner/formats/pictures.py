r"""Control characters as Unicode shows them, so that a cell takes one line, and is read back as it was.

A line break inside a cell is written `␊` (U+240A), a tab `␉`, and every other control character as the picture Unicode has
for it (U+2400 to U+241F, `␡` U+2421). A picture that stands in the text has `␦` (U+2426) before it, and so has `␦` itself.
A backslash and a quotation mark mean themselves, so that tables of other programs are read as they are.
"""

from __future__ import annotations

import html
import re

_MEANT = "\u2426"  # symbol for substitute form two: what follows is meant
_CONTROLS = [*range(0x20), 0x7F]
_PICTURE_OF = {code: chr(0x2421 if code == 0x7F else 0x2400 + code) for code in _CONTROLS}
_CODE_OF = {picture: chr(code) for code, picture in _PICTURE_OF.items()}
_PICTURES = "\u2400-\u241f\u2421"
_WRITTEN = {**_PICTURE_OF, **{ord(picture): _MEANT + picture for picture in [*_CODE_OF, _MEANT]}}
_NOT_TABLE = re.compile(f"[\x00-\x1f\x7f{_PICTURES}{_MEANT}]")
_NOT_LINE = re.compile(f"[\x00-\x08\x0a-\x1f\x7f{_PICTURES}{_MEANT}]")
_NOT_CELL = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f{_PICTURES}{_MEANT}]")
# What `original` reads as something else.
MARKED = re.compile(f"{_MEANT}?[{_PICTURES}]|{_MEANT}{_MEANT}")
_INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def table_cell(text: str) -> str:
    r"""The text as a cell between tabs.

    >>> table_cell("one\ttwo\n"), table_cell("C:\\new"), table_cell("press ␉")
    ('one␉two␊', 'C:\\new', 'press ␦␉')
    """
    return _NOT_TABLE.sub(_picture, text) if _NOT_TABLE.search(text) else text


def line(text: str) -> str:
    r"""The text as a line of its own, where a tab means itself.

    >>> line("one\ttwo\n")
    'one\ttwo␊'
    """
    return _NOT_LINE.sub(_picture, text) if _NOT_LINE.search(text) else text


def quoted_cell(text: str) -> str:
    r"""The text as a cell that may have tabs and line breaks, between quotation marks.

    >>> quoted_cell("one\ttwo\n\x07")
    'one\ttwo\n␇'
    """
    return _NOT_CELL.sub(_picture, text) if _NOT_CELL.search(text) else text


def has_pictures(text: str) -> bool:
    """Whether there is anything that `original` would change."""
    return MARKED.search(text) is not None


def original(text: str) -> str:
    r"""The text that was written so.

    >>> original("one␉two␊"), original("press ␦␉"), original("␦␦ and ␦")
    ('one\ttwo\n', 'press ␉', '␦ and ␦')
    """
    return MARKED.sub(_meant, text) if _MEANT in text or has_pictures(text) else text


def escaped(text: str) -> str:
    """Text as HTML has it, in content and in attributes, as it is seen."""
    return html.escape(visible(text))


def visible(text: str) -> str:
    r"""The text with pictures for what nobody can see and XML cannot carry, for pages that are read and not read back.

    >>> visible("one\x07two\ud800\n")
    'one␇two\ufffd\n'
    """
    return text if text.isprintable() else _INVISIBLE.sub(_shown, text)


def _picture(found: re.Match[str]) -> str:
    return _WRITTEN[ord(found.group())]


def _meant(found: re.Match[str]) -> str:
    said = found.group()
    return said[1] if len(said) == 2 else _CODE_OF[said]


def _shown(found: re.Match[str]) -> str:
    return _PICTURE_OF.get(ord(found.group()), "\ufffd")
