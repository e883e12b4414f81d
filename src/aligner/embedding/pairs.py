"""Parallel text for training: tab-separated pairs, plain or compressed."""

from __future__ import annotations

import bz2
import gzip
import lzma
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, cast

from aligner.errors import InputError

_REMEDY = "give a UTF-8 file with one pair a line, source TAB target; .xz, .gz and .bz2 are unpacked"


def read_pairs(paths: Iterable[Path]) -> list[tuple[str, str]]:
    """Every pair of the files with text on both sides, in order, duplicates dropped.

    Raises `InputError` naming file and line for a file that is missing, damaged, not UTF-8, or has a line without a tab.
    """
    pairs = dict.fromkeys(pair for path in paths for pair in _pairs_of(path))
    return [pair for pair in pairs if pair[0] and pair[1]]


def _pairs_of(path: Path) -> Iterator[tuple[str, str]]:
    number = 0
    try:
        with _opened(path) as file:
            for number, line in enumerate(file, 1):
                source, tab, target = line.decode("utf-8").rstrip("\r\n").partition("\t")
                if not tab:
                    raise InputError(str(path), "no tab in this line", _REMEDY, number)
                yield source.strip(), target.partition("\t")[0].strip()
    except UnicodeDecodeError as error:
        raise InputError(str(path), "not UTF-8", _REMEDY, number) from error
    except (OSError, EOFError, lzma.LZMAError, zlib.error) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise InputError(str(path), f"cannot be read ({reason})", _REMEDY) from error


def _opened(path: Path) -> IO[bytes]:
    """The file, unpacked by its suffix."""
    if path.suffix == ".xz":
        return lzma.open(path, "rb")
    if path.suffix == ".gz":
        return cast("IO[bytes]", gzip.open(path, "rb"))
    if path.suffix == ".bz2":
        return bz2.open(path, "rb")
    return path.open("rb")
