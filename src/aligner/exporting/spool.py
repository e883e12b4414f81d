"""Pairs that are kept, on the disk until all are known: in memory is where each one lies."""

from __future__ import annotations

import marshal
import pickle
import tempfile
from array import array
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from aligner.errors import AlignerError
from aligner.exporting.candidates import Candidate
from aligner.exporting.near import VALUES, Signatures, shingled, signatures

_BUFFER = 1 << 20
_BATCH = 512


class Spool:
    """A temporary file of candidates, which goes when it is closed, however the process ends."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile(buffering=_BUFFER)  # noqa: SIM115 - closed by `close`
        self._starts = array("Q", [0])
        self.groups = array("q")

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._file.close()

    def add(self, candidate: Candidate, group: int) -> None:
        """Keep a candidate that is of a group (a document, say) which shall stay together.

        Raises `AlignerError` when the disk is full.
        """
        data = marshal.dumps(_plain(candidate))
        try:
            self._file.write(data)
        except OSError as error:
            folder = tempfile.gettempdir()
            raise AlignerError(
                f"there is no room for pairs in {folder} ({error.strerror}); set TMPDIR to another folder"
            ) from error
        self._starts.append(self._starts[-1] + len(data))
        self.groups.append(group)

    def __getitem__(self, number: int) -> Candidate:
        start, end = self._starts[number], self._starts[number + 1]
        self._file.seek(start)
        return _restored(marshal.loads(self._file.read(end - start)))  # noqa: S302 - what we wrote ourselves

    def read(self, numbers: Iterable[int] | None = None) -> Iterator[Candidate]:
        """The candidates of these numbers, or all; in the order given."""
        if numbers is not None:
            yield from map(self.__getitem__, numbers)
            return
        self._file.seek(0)
        for _ in range(len(self)):
            yield _restored(marshal.load(self._file))  # noqa: S302

    def signatures(self, numbers: NDArray[np.intp]) -> Signatures:
        """uint8 [numbers, 64]: the MinHash signatures of these candidates."""
        made = np.empty((len(numbers), VALUES), dtype=np.uint8)
        texts: list[str] = []
        start = 0
        for at, candidate in enumerate(self.read(map(int, numbers)), start=1):
            texts.append(shingled(candidate.source, candidate.target))
            if len(texts) == _BATCH or at == len(numbers):
                made[start:at] = signatures(texts)
                texts, start = [], at
        return made

    def all_groups(self) -> NDArray[np.int64]:
        """int64 [candidates]: the group of each."""
        return np.array(self.groups, dtype=np.int64)


def _plain(candidate: Candidate) -> tuple[Any, ...]:
    """A candidate as what `marshal` writes, which is three times as fast as `pickle`."""
    source, target, document, row, score, findings, known = candidate
    return source, target, document, row, score, findings, None if known is None else pickle.dumps(known, 5)


def _restored(fields: tuple[Any, ...]) -> Candidate:
    if fields[-1] is None:
        return Candidate._make(fields)
    return Candidate._make((*fields[:-1], pickle.loads(fields[-1])))  # noqa: S301
