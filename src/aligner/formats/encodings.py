"""The way back from a text to the bytes of its file."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

# Longer marks before those they begin with.
_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_OTHERS = ("utf-8", "cp1252", "iso8859_15", "cp1250", "cp1251", "cp1253", "cp1254", "mac_roman", "cp850", "cp437")


@dataclass(frozen=True, slots=True)
class Encoding:
    """How a text was written: the byte order mark at its beginning, and the name of the codec."""

    mark: bytes
    name: str

    def encode(self, text: str, *, with_references: bool = False) -> bytes:
        """The bytes of a text.

        Raises `UnicodeEncodeError` for a character that the encoding does not have, unless it may be written as a
        reference (`&#7779;`), as files with tags have them.
        """
        return self.mark + text.encode(self.name, "xmlcharrefreplace" if with_references else "strict")


def encoding_of(data: bytes, text: str, declared: str | None = None) -> Encoding | None:
    r"""The encoding in which `text` is exactly `data`, the `declared` one before others; None where there is none.

    >>> encoding_of(b"\xef\xbb\xbfse\xc3\xb1al", "señal"), encoding_of(b"se\xf1al", "señal")
    (Encoding(mark=b'\xef\xbb\xbf', name='utf-8'), Encoding(mark=b'', name='cp1252'))
    """
    marked = next(((mark, name) for mark, name in _MARKS if data.startswith(mark)), None)
    names = ("utf-8", *filter(None, [declared]), *_OTHERS)
    for mark, name in [marked] if marked else [(b"", name) for name in names]:
        try:
            if mark + text.encode(name) == data:
                return Encoding(mark, name)
        except (UnicodeEncodeError, LookupError):
            continue
    return None
