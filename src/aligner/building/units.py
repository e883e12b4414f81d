"""Units: what became of some documents of a manifest, one file each, whole or not there.

A file has a line that names its form, what is known of its documents, where each pair stands (uint64), what tells duplicates
(uint64 a pair) and near duplicates (64 bytes a pair) where that is asked for, and the pairs as MessagePack: a process that goes
on with a build reads no code from the disk.
"""

from __future__ import annotations

import hashlib
import mmap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgpack
import numpy as np
from numpy.typing import NDArray

from aligner.contracts import Pair
from aligner.errors import InputError
from aligner.exporting.candidates import Candidate
from aligner.exporting.near import VALUES, Signatures
from aligner.formats.writing import write_whole
from aligner.model import Bead, Finding, NullEvidence, Severity

_MAGIC = b"aligner unit 1\n"
_ALIGNED = 8
Keys = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class UnitDocument:
    """What became of a pair of documents, by its number in the manifest: `kept` of the `read` pairs passed the filters.

    `files` are path, bytes and SHA-256 of those that could be read. `problem` is why there are no pairs, None where there are.
    `sentences` are those of both sides.
    """

    number: int
    files: tuple[tuple[str, int, str], ...]
    read: int = 0
    kept: int = 0
    sentences: int = 0
    problem: str | None = None

    def plain(self) -> list[Any]:
        """It as what MessagePack has."""
        return [self.number, [list(one) for one in self.files], self.read, self.kept, self.sentences, self.problem]

    @classmethod
    def restored(cls, said: Sequence[Any]) -> UnitDocument:
        """What `plain` gave."""
        number, files, read, kept, sentences, problem = said
        return cls(number, tuple((path, size, sha256) for path, size, sha256 in files), read, kept, sentences, problem)


@dataclass(frozen=True, slots=True)
class UnitContent:
    """What a file of a unit is made of: documents, tallies of the steps by name, pairs and what tells them apart."""

    documents: tuple[UnitDocument, ...]
    tallies: dict[str, list[object]]
    records: list[bytes]
    keys: Keys | None = None
    signatures: Signatures | None = None


def write_unit(path: str, content: UnitContent) -> str:
    """Write a unit and give the SHA-256 of its file; raises `InputError` where there is no room."""
    pieces = list(_pieces(content))
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(piece)
    write_whole(path, pieces)
    return digest.hexdigest()


def _pieces(content: UnitContent) -> Iterable[bytes]:
    records = content.records
    ends = np.cumsum([0, *map(len, records)], dtype=np.uint64)
    about = {
        "documents": [document.plain() for document in content.documents],
        "tallies": content.tallies,
        "pairs": len(records),
        "keys": content.keys is not None,
        "signatures": content.signatures is not None,
    }
    head = msgpack.packb(about)
    start = len(_MAGIC) + _ALIGNED + len(head)
    yield _MAGIC + len(head).to_bytes(_ALIGNED, "little") + head + bytes(-start % _ALIGNED)
    yield ends.astype("<u8").tobytes()
    if content.keys is not None:
        yield content.keys.astype("<u8").tobytes()
    if content.signatures is not None:
        yield content.signatures.tobytes()
    yield b"".join(records)


class UnitFile:
    """A unit as it lies on the disk, mapped: what is not asked for is not read."""

    def __init__(self, path: str) -> None:
        """Raises `InputError` when it is none, or damaged."""
        self.path = path
        try:
            with Path(path).open("rb") as file:
                self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            self._read_head()
        except (OSError, ValueError, KeyError, TypeError, msgpack.UnpackException) as error:
            remedy = "remove the folder, and build anew"
            raise InputError(path, "it is no unit of a corpus, or is damaged", remedy) from error

    def _read_head(self) -> None:
        at = len(_MAGIC)
        if self._data[:at] != _MAGIC:
            raise ValueError(self.path)
        size = int.from_bytes(self._data[at : at + _ALIGNED], "little")
        at += _ALIGNED
        about = msgpack.unpackb(self._data[at : at + size], strict_map_key=False)
        at += size
        at += -at % _ALIGNED
        self.documents = tuple(map(UnitDocument.restored, about["documents"]))
        self.tallies: dict[str, list[Any]] = about["tallies"]
        self.pairs: int = about["pairs"]
        self._ends = np.frombuffer(self._data, "<u8", self.pairs + 1, at)
        at += self._ends.nbytes
        self._keys_at = at if about["keys"] else None
        at += 8 * self.pairs if about["keys"] else 0
        self._signatures_at = at if about["signatures"] else None
        at += VALUES * self.pairs if about["signatures"] else 0
        self._records_at = at
        if at + int(self._ends[-1]) != len(self._data):
            raise ValueError(self.path)

    @property
    def keys(self) -> Keys:
        """uint64 [pairs]: the same for pairs that are duplicates."""
        assert self._keys_at is not None
        return np.frombuffer(self._data, "<u8", self.pairs, self._keys_at)

    @property
    def signatures(self) -> Signatures:
        """uint8 [pairs, 64]: MinHash signatures."""
        assert self._signatures_at is not None
        flat = np.frombuffer(self._data, np.uint8, VALUES * self.pairs, self._signatures_at)
        return flat.reshape(self.pairs, VALUES)

    def __getitem__(self, place: int) -> Candidate:
        """The pair at a place of the unit."""
        start, end = (self._records_at + int(self._ends[one]) for one in (place, place + 1))
        return candidate_of(self._data[start:end])


def record_of(candidate: Candidate, codes: Iterable[tuple[str, str, str]]) -> bytes:
    """A candidate and what rules say of it, code, name and severity each, as bytes."""
    known, texts = candidate.known, (candidate.source, candidate.target)
    if known is None or known.bead is None:
        numbers: tuple[Any, ...] = ()
    else:
        evidence = known.bead.evidence
        numbers = (
            known.bead.source, known.bead.target, known.source_spans, known.target_spans,
            None if evidence is None else (evidence.reason, evidence.probability, evidence.nearest),
            None if (known.source, known.target) == texts else (known.source, known.target),
        )  # fmt: skip
    data: bytes = msgpack.packb(
        (*texts, candidate.document, candidate.row, candidate.score, candidate.findings, tuple(codes), numbers)
    )
    return data


def candidate_of(record: bytes) -> Candidate:
    """The candidate of a record; what rules say of it is in its `known` pair."""
    source, target, document, row, score, dropping, codes, numbers = msgpack.unpackb(record, use_list=False)
    findings = tuple(Finding(code, name, Severity(severity), "", ()) for code, name, severity in codes)
    known = Pair(source, target, score, findings=findings)
    if numbers:
        of_source, of_target, source_spans, target_spans, evidence, before = numbers
        why = None if evidence is None else NullEvidence(*evidence)
        first, second = before or (source, target)
        bead = Bead(of_source, of_target, score, evidence=why)
        known = Pair(first, second, score, bead, source_spans, target_spans, findings=findings)
    return Candidate(source, target, document, row, score, dropping, known)
