"""Compressed files: unpacked whole, to a limit, so that a small file cannot fill the memory."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zlib
from collections.abc import Callable
from pathlib import PurePath
from typing import IO, Any, cast

from aligner.errors import InputError

_MEGABYTE = 1024 * 1024
_REMEDY = "copy or download it again"

# By suffix; each reads the streams of a file one after another, and not more of them than it is asked for.
_OPENERS: dict[str, Callable[[io.BytesIO], Any]] = {".xz": lzma.open, ".gz": gzip.open, ".bz2": bz2.open}


def packed_suffix(path: str) -> str:
    """The suffix that tells a compressed file, "" for any other.

    >>> packed_suffix("memory.tmx.XZ"), packed_suffix("memory.tmx")
    ('.XZ', '')
    """
    suffix = PurePath(path).suffix
    return suffix if suffix.lower() in _OPENERS else ""


def unpacked_name(path: str) -> str:
    """The path without the suffix of compression.

    >>> unpacked_name("memory.tmx.xz"), unpacked_name("memory.tmx")
    ('memory.tmx', 'memory.tmx')
    """
    return path[: len(path) - len(packed_suffix(path))]


def unpack(data: bytes, path: str, limit: int) -> bytes:
    """What is in a compressed file; the same bytes where the suffix of `path` tells of no compression.

    Raises `InputError` when the file is damaged, cut off, empty, or has more than `limit` bytes in it.
    """
    suffix = packed_suffix(path)
    if not suffix:
        return data
    try:
        with cast("IO[bytes]", _OPENERS[suffix.lower()](io.BytesIO(data))) as file:
            unpacked = file.read(limit + 1)
    except (OSError, EOFError, lzma.LZMAError, zlib.error) as error:
        raise InputError(path, f"it cannot be unpacked ({error})", _REMEDY) from error
    except MemoryError as error:
        raise InputError(path, "there is no memory to unpack it", "divide it into smaller files") from error
    if len(unpacked) > limit:
        raise InputError(path, f"unpacked it is larger than {limit // _MEGABYTE} MB", "divide it into smaller files")
    if not unpacked:
        raise InputError(path, "the file is empty", "give a file with text")
    return unpacked
