"""Units: what became of some documents of a manifest, one file each, whole or not there.

A file has a line that names its form, what is known of its documents, where each pair stands (uint64), what tells duplicates
(uint64 a pair) and near duplicates (64 bytes a pair) where that is asked for, and the pairs as MessagePack: a process that goes
on with a build reads no code from the disk.
"""

from __future__ import annotations

import hashlib
import mmap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

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
Spans: TypeAlias = Sequence[tuple[int, int]]


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
        return candidate_of(self._record(place))

    def records(self, places: Sequence[int]) -> Iterator[Record]:
        """The pairs at some places of the unit, as their records have them."""
        ends = (self._ends + np.uint64(self._records_at)).tolist()
        for place in places:
            yield Record._make(msgpack.unpackb(self._data[ends[place] : ends[place + 1]], use_list=False))

    def _record(self, place: int) -> bytes:
        start, end = self._ends[place : place + 2].tolist()
        return self._data[self._records_at + start : self._records_at + end]


# Tuples rather than records: they are written and read by the million.
class Origin(NamedTuple):
    """Where a pair comes from: sentence numbers and spans of its bead, why a null is one, its texts before they were changed."""

    source_sentences: Sequence[int]
    target_sentences: Sequence[int]
    source_spans: Sequence[tuple[int, int]]
    target_spans: Sequence[tuple[int, int]]
    evidence: tuple[str, float, int | None] | None = None
    before: tuple[str, str] | None = None


class Record(NamedTuple):
    """A pair as its record has it: `codes` are code, name and severity of rules, `origin` is an `Origin`, or empty."""

    source: str
    target: str
    document: int
    row: int
    score: float | None
    dropping: tuple[str, ...]
    codes: Sequence[tuple[str, str, str]]
    origin: Origin | tuple[()]

    @property
    def finding_codes(self) -> list[str]:
        """The codes of rules that find something in it, each once, in order."""
        return sorted({code for code, _, _ in self.codes})

    def pair(self, document: str, part: str) -> Pair:
        """It as writers take it; `document` is the name of its document."""
        findings = _findings(self.codes)
        if not self.origin:
            return Pair(self.source, self.target, self.score, document=document, split=part, findings=findings)
        origin = Origin._make(self.origin)
        spans = (tuple(origin.source_spans), tuple(origin.target_spans))
        return Pair(
            self.source, self.target, self.score, _bead(origin, self.score), *spans, document, part, findings
        )  # fmt: skip


def record_of(candidate: Candidate, codes: Sequence[tuple[str, str, str]], origin: Origin | None = None) -> bytes:
    """A candidate and what rules say of it, code, name and severity each, as bytes.

    `origin` tells where it comes from; what the candidate itself knows of that is left aside.
    """
    known: Origin | tuple[()] = () if origin is None else origin
    data: bytes = msgpack.packb((*candidate[:6], codes, known))
    return data


def origin_of(bead: Bead, spans: tuple[Spans, Spans], before: tuple[str, str] | None) -> Origin:
    """Where the pair of a bead comes from; `spans` are those of all sentences of either side."""
    evidence = bead.evidence
    return Origin(
        bead.source,
        bead.target,
        [spans[0][number] for number in bead.source],
        [spans[1][number] for number in bead.target],
        None if evidence is None else (evidence.reason, evidence.probability, evidence.nearest),
        before,
    )


def candidate_of(record: bytes) -> Candidate:
    """The candidate of a record; what rules say of it is in its `known` pair."""
    found = Record._make(msgpack.unpackb(record, use_list=False))
    known = found.pair("", "")
    if found.origin:
        before = Origin._make(found.origin).before
        if before is not None:
            known = replace(known, source=before[0], target=before[1])
    return Candidate(*found[:6], known)


def _bead(origin: Origin, score: float | None) -> Bead:
    evidence = None if origin.evidence is None else NullEvidence(*origin.evidence)
    return Bead(tuple(origin.source_sentences), tuple(origin.target_sentences), score, evidence=evidence)


def _findings(codes: Sequence[tuple[str, str, str]]) -> tuple[Finding, ...]:
    return tuple(Finding(code, name, Severity(severity), "", ()) for code, name, severity in codes)
