"""The lines that pairs are mined from: each text once, with the number of the line it stands in first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile

import numpy as np
from numpy.typing import NDArray

from aligner.contracts import Embedder, FloatArray
from aligner.corpus.neighbours import Told
from aligner.errors import InputError
from aligner.formats import decode, load_bytes
from aligner.formats.unpacking import unpack

_LIMIT = 8 * 1024**3  # bytes of one file
_LONGEST = 5_000  # characters of a line; what is longer is no sentence
_ON_DISK_FROM = 1 << 29  # bytes of vectors
_ENCODED_AT_ONCE = 32_768


@dataclass(frozen=True, slots=True)
class Lines:
    """Texts of a file, each once: `numbers` int64 [texts], the lines they stand in, from 0; `total` lines there are."""

    path: str
    texts: tuple[str, ...]
    numbers: NDArray[np.int64]
    total: int

    def without(self, others: set[str]) -> Lines:
        """The lines whose normal text is not among others."""
        kept = [place for place, text in enumerate(self.texts) if normal(text) not in others]
        return Lines(self.path, tuple(self.texts[place] for place in kept), self.numbers[kept], self.total)


def read_lines(path: str) -> Lines:
    """The texts of a file with a sentence a line, compressed or not.

    Texts that differ in capitals and blanks only are one; empty lines and those of more than 5,000 characters are none.
    Raises `InputError` for a file that cannot be used, or has no text.
    """
    text = decode(unpack(load_bytes(path, _LIMIT), path, _LIMIT), path)
    seen: set[str] = set()
    texts, numbers, total = [], [], 0
    for number, line in enumerate(_split(text)):
        total += 1
        clean = " ".join(line.split())
        key = clean.casefold()
        if not clean or len(clean) > _LONGEST or key in seen:
            continue
        seen.add(key)
        texts.append(clean)
        numbers.append(number)
    if not texts:
        raise InputError(path, "there is no text in it", "give a file with a sentence a line")
    return Lines(path, tuple(texts), np.array(numbers, np.int64), total)


def _split(text: str) -> Iterator[str]:
    start = 0
    while (end := text.find("\n", start)) >= 0:
        yield text[start:end]
        start = end + 1
    if start < len(text):
        yield text[start:]


def normal(text: str) -> str:
    """What two texts have in common that count as one.

    >>> normal("Good  Morning") == normal("good morning ")
    True
    """
    return " ".join(text.split()).casefold()


def encoded(lines: Lines, embedder: Embedder, progress: Told | None = None) -> FloatArray:
    """float32 [texts, dimensions], unit rows; in a file of the temporary folder where they would fill the memory."""
    shape = (len(lines.texts), embedder.dimensions)
    if shape[0] * shape[1] * 4 < _ON_DISK_FROM:
        vectors = np.empty(shape, np.float32)
    else:
        with TemporaryFile(prefix="aligner-vectors-") as file:  # gone with the last who uses it
            vectors = np.memmap(file, np.float32, "w+", shape=shape)
    for first in range(0, len(lines.texts), _ENCODED_AT_ONCE):
        some = lines.texts[first : first + _ENCODED_AT_ONCE]
        vectors[first : first + len(some)] = embedder.encode(some)
        if progress is not None:
            progress(first + len(some), len(lines.texts))
    return vectors


def same_file(source: str, target: str) -> bool:
    """Whether two paths are one file."""
    paths = Path(source), Path(target)
    return source == target or (all(path.is_file() for path in paths) and paths[0].samefile(paths[1]))
