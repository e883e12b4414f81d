"""From a path to bytes, and from bytes to text."""

from __future__ import annotations

import codecs
import os
import re
import sys
from pathlib import Path

from aligner.errors import InputError

LIMIT = 256 * 1024 * 1024  # bytes of one file
_MEGABYTE = 1024 * 1024
_CONVERT = "convert it to UTF-8"

# UTF-32 before UTF-16: the mark of the one starts with the mark of the other.
_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAVE_AS_TEXT = "save it as plain text, Markdown or HTML"
# Files that can be read, but were named as something else.
_OTHERWISE = {
    b"%PDF-": "name it .pdf, or say --from pdf",
    b"PK\x03\x04": "give it the suffix it should have, or name its format with --from",
    b"\xd0\xcf\x11\xe0": "save it as docx",
    b"{\\rtf": "save it as docx or odt",
}
_KNOWN_BINARIES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a zip archive, such as a docx, odt or epub file"),
    (b"\x1f\x8b", "compressed with gzip"),
    (b"BZh", "compressed with bzip2"),
    (b"\xfd7zXZ", "compressed with xz"),
    (b"\x28\xb5\x2f\xfd", "compressed with zstd"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"{\\rtf", "an RTF document"),
    (b"\x7fELF", "a program"),
)
# Labels as the Encoding Standard maps them: what calls itself Latin-1 on the web is Windows-1252.
_WINDOWS_1252 = frozenset({"ascii", "us-ascii", "iso-8859-1", "iso8859-1", "iso_8859-1", "latin1", "latin-1", "l1"})
# A declaration that could be read byte by byte cannot be in UTF-16; the others are no encodings of files.
_AS_UTF_8 = frozenset({"utf-16", "utf-16le", "utf-16be", "utf-32", "utf16", "utf8", "unicode"})
_REFUSED = frozenset({"utf-7", "idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"})
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a]")
_SAMPLE = 64 * 1024
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")
# What other encodings' letters become when read as Windows-1252: symbols, and capitals or marks within a word.
_UNLIKELY = re.compile(
    r"[\x7f-\x9f¤¦\xad¯¸¨´¶†‡ƒˆ˜‰ÐÞðþ]|[A-Za-zÀ-ÿ][¬²³¹×÷§±¥ßØ][A-Za-zÀ-ÿ]|[¿¡][\s.,;]|[a-zß-ÿ][À-ß]|\w[¿¡–„‚][A-Za-zÀ-ÿ]|[¼½¾¢£µ][a-zß-ÿ]"
)
_SAME_LETTERS = frozenset(
    {"cp1252", "latin_1", "iso8859_15", "iso8859_14", "iso8859_10", "iso8859_3", "iso8859_9", "cp1254"}
)
_MOST_CHAOS, _LEAST_COHERENCE = 0.02, 0.4


def require_file(path: str) -> None:
    """Raise `InputError` when `path` is plainly not a file: missing, or a directory."""
    if path == "-":
        return
    try:
        if Path(path).is_dir():
            raise InputError(path, "it is a directory", "give a file")
        if not Path(path).exists():
            raise InputError(path, "there is no such file", "check the name")
    except (OSError, ValueError) as error:
        raise InputError(path, f"it cannot be opened ({_reason(error)})", "check the name") from error


def load_bytes(path: str, limit: int = LIMIT) -> bytes:
    """The bytes of a file, or of standard input for "-".

    Raises `InputError` when it is missing, a directory, unreadable, empty, or larger than `limit` bytes.
    """
    require_file(path)
    try:
        if path == "-" and sys.stdin is None:
            raise InputError(path, "there is no standard input", "give a file")
        if path == "-":
            data = sys.stdin.buffer.read(limit + 1)
        else:
            with Path(path).open("rb") as file:
                # Room for so many bytes as there are: to be given it for the limit takes longer than to read a short text.
                size = min(os.fstat(file.fileno()).st_size, limit)
                data = file.read(size + 1)
                if len(data) > size:  # one that grows, or that has no size
                    data += file.read(limit + 1 - len(data))
    except OSError as error:
        raise InputError(path, f"it cannot be read ({_reason(error)})", "check the file's permissions") from error
    if not data:
        raise InputError(path, "the file is empty", "give a file with text")
    if len(data) > limit:
        raise InputError(path, f"it is larger than {limit // _MEGABYTE} MB", "divide it into smaller files")
    return data


def decode(data: bytes, path: str, declared: str | None = None) -> str:
    """The text of a file: by its byte order mark, by what it declares, as UTF-8, or by a confident guess.

    `declared` is the encoding the file itself names, if any; it yields to a byte order mark, and to UTF-8
    where the bytes beyond ASCII are well-formed UTF-8, which no single-byte text is by chance. Line ends
    stay, the byte order mark goes. Raises `InputError` for a binary file and for bytes nobody can read.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _require_text(_strict(data[len(mark) :], encoding, path, len(mark)), path)
    _refuse_binary(data, path)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        offset = error.start
    text = _by_declaration(data, declared)
    if text is None:
        text = _by_guess(data)
    if text is None:
        problem = f"byte {offset} is not UTF-8, and the encoding cannot be told with confidence"
        raise InputError(path, problem, _CONVERT, data.count(b"\n", 0, offset) + 1)
    return text


def _strict(data: bytes, encoding: str, path: str, skipped: int) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        problem = f"byte {error.start + skipped} is not {encoding.upper()}, which its byte order mark promises"
        raise InputError(path, problem, _CONVERT) from error


def _require_text(text: str, path: str) -> str:
    if "\0" in text:
        raise InputError(path, "it is a binary file (it has NUL characters)", "give a text file")
    return text


def _refuse_binary(data: bytes, path: str) -> None:
    for start, kind in _KNOWN_BINARIES:
        if data.startswith(start):
            raise InputError(path, f"it is {kind}, not text", _OTHERWISE.get(start, _SAVE_AS_TEXT))
    nul = data.find(b"\0")
    if nul >= 0:
        raise InputError(path, f"it is a binary file (byte {nul} is NUL)", f"give a text file, or {_CONVERT}")
    sample = data[:_SAMPLE]
    if len(_CONTROL.findall(sample)) > len(sample) // 50:
        raise InputError(path, "it is a binary file (it is full of control characters)", "give a text file")


def _by_declaration(data: bytes, declared: str | None) -> str | None:
    label = (declared or "").strip().lower()
    if not label or label in _REFUSED or label in _AS_UTF_8:
        return None
    try:
        return data.decode("cp1252" if label in _WINDOWS_1252 else label)
    except (LookupError, ValueError):
        return None


def _by_guess(data: bytes) -> str | None:
    """The text in the encoding its bytes beyond ASCII plainly speak for, None when they do not.

    Windows-1252 is asked first, for most texts that are not UTF-8 are in it and short ones say too little for
    statistics; what it would turn into symbols no text has is left to charset-normalizer's statistics.
    """
    from charset_normalizer import from_bytes

    sample = _telling_lines(data)
    western = _by_declaration(sample, "cp1252")
    if western is not None and not _UNLIKELY.search(western):
        encoding = "cp1252"
    else:
        best = from_bytes(sample, cp_exclusion=list(_SAME_LETTERS)).best()
        if best is None or best.chaos > _MOST_CHAOS or best.coherence < _LEAST_COHERENCE:
            return None
        encoding = best.encoding
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if encoding != "cp1252" and _UNLIKELY.search(text) else text


def _telling_lines(data: bytes) -> bytes:
    """The lines that are not ASCII, to a limit: the rest would drown the evidence, and take time."""
    lines, size = [], 0
    for line in data.split(b"\n"):
        if not line.isascii():
            lines.append(_around_telling_bytes(line))
            size += len(lines[-1])
        if size > _SAMPLE:
            break
    return b"\n".join(lines)


def _around_telling_bytes(line: bytes) -> bytes:
    if len(line) <= _SAMPLE:
        return line
    first = _BEYOND_ASCII.search(line)
    start = max(0, first.start() - 1000) if first else 0
    return line[start : start + _SAMPLE]


def _reason(error: OSError | ValueError) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
