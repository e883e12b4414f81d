"""Reading all that is exported: what the steps let through is kept on the disk, what they did is counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol, TypeAlias, cast

import numpy as np
from numpy.typing import NDArray

from aligner.corpus.workers import results
from aligner.exporting.candidates import Candidate
from aligner.exporting.filters import STEPS, Change, Judge, Step
from aligner.exporting.inputs import Origin
from aligner.exporting.options import ExportOptions
from aligner.exporting.reading import InputFile, chunks, read_origin
from aligner.exporting.report import Tally
from aligner.exporting.spool import Spool
from aligner.languages import parse_language

Ready: TypeAlias = tuple[Step, Judge | Change]
_CHUNK = 4096


class Progress(Protocol):
    """Told again and again while pairs are read."""

    def __call__(self, pairs: int, expected: int, message: str, /) -> None:
        """So many pairs of about so many have been read; how things stand."""
        ...


@dataclass(frozen=True, slots=True)
class _Job:
    origin: Origin
    number: int
    options: ExportOptions


@dataclass(slots=True)
class Chunk:
    """Candidates that stateless steps let through, and what these did; the last of an origin has its files.

    `size` is about how many bytes of them were read.
    """

    kept: list[Candidate]
    tallies: list[Tally]
    read: int
    size: int = 0
    files: tuple[InputFile, ...] = ()
    signature: str = ""
    is_last: bool = False


@dataclass(slots=True)
class OriginState:
    """What is known of an origin so far."""

    name: str
    files: tuple[InputFile, ...] = ()
    signature: str = ""
    read: int = 0


@dataclass(slots=True)
class Run:
    """An export under way: what was kept, what the steps did, and which documents there are."""

    options: ExportOptions
    spool: Spool
    origins: list[OriginState]
    tallies: dict[str, Tally] = field(default_factory=dict)
    _groups: dict[tuple[int, str], int] = field(default_factory=dict)

    def tally(self, name: str) -> Tally:
        """That of a step."""
        return self.tallies.setdefault(name, Tally(self.options.samples))

    def group(self, candidate: Candidate) -> int:
        """The number of the document a candidate comes from, be it one that its file names."""
        named = candidate.known.details.document if candidate.known is not None else ""
        return self._groups.setdefault((candidate.document, named), len(self._groups))

    @property
    def group_keys(self) -> list[str]:
        """What tells each group apart whatever its path: the digests of its files, and the name they give it."""
        return [
            " ".join([*(file.sha256 for file in self.origins[document].files), named])
            for document, named in self._groups
        ]

    def written_of(self, numbers: NDArray[np.intp]) -> list[int]:
        """How many of these candidates each origin has."""
        documents = np.array([document for document, _ in self._groups], dtype=np.int64)
        groups = self.spool.all_groups()[numbers]
        counts = np.bincount(documents[groups] if len(groups) else groups, minlength=len(self.origins))
        return [int(count) for count in counts]


def prepared(options: ExportOptions) -> list[Ready]:
    """The steps that are asked for, ready to judge texts in the languages of the options."""
    languages = parse_language(options.pair.source_language), parse_language(options.pair.target_language)
    filters = replace(options.filters, languages=languages)
    ready = ((step, step.prepare(filters)) for step in STEPS)
    return [(step, one) for step, one in ready if one is not None]


def collect(
    run: Run,
    origins: tuple[Origin, ...],
    steps: list[Ready],
    progress: Progress | None,
) -> None:
    """Read all origins in their order and keep what the steps let through, on the disk."""
    remembering = [(step, cast("Judge", ready)) for step, ready in steps if step.remembers]
    names = [step.name for step, _ in steps if not step.remembers]
    jobs = [_Job(origin, number, run.options) for number, origin in enumerate(origins)]
    total = sum(_size(path) for origin in origins for path in origin.paths)
    read = size = done = 0
    for number, chunk in _chunks(jobs, run.options.workers, steps):
        of_origin = run.origins[number]
        for name, tally in zip(names, chunk.tallies, strict=True):
            run.tally(name).add(tally)
        for candidate in chunk.kept:
            dropping = next((step.name for step, drops in remembering if drops(candidate)), None)
            if dropping is None:
                run.spool.add(candidate, run.group(candidate))
            else:
                run.tally(dropping).drop(candidate)
        read += chunk.read
        of_origin.read += chunk.read
        size += chunk.size
        if chunk.is_last:
            of_origin.files, of_origin.signature = chunk.files, chunk.signature
            done += sum(file.size for file in chunk.files)
            size = 0
        if progress is not None:
            progress(read, max(read, round(read * total / max(1, done + size))), f"{len(run.spool):,} kept")


def _size(path: str) -> int:
    return Path(path).stat().st_size if path != "-" and Path(path).is_file() else 0


def _chunks(jobs: list[_Job], workers: int, steps: list[Ready]) -> Iterator[tuple[int, Chunk]]:
    """The chunks of every job in order; a process of its own gives all chunks of a job at once."""
    if min(workers, len(jobs)) <= 1:
        for job in jobs:
            yield from ((job.number, chunk) for chunk in _job_chunks(job, steps))
        return
    for job, of_job in zip(jobs, results(_whole_job, jobs, workers), strict=True):
        yield from ((job.number, chunk) for chunk in of_job)


def _whole_job(job: _Job) -> list[Chunk]:
    return list(_job_chunks(job, prepared(job.options)))


def _job_chunks(job: _Job, steps: list[Ready]) -> Iterator[Chunk]:
    """What stateless steps leave of an origin."""
    reading = read_origin(job.origin, job.number, job.options)
    stateless = [(step, ready) for step, ready in steps if not step.remembers]
    for some in chunks(reading.candidates, _CHUNK):
        yield judged(some, stateless, job.options.samples)
    tallies = [Tally(job.options.samples) for _ in stateless]
    yield Chunk([], tallies, 0, 0, tuple(reading.files), reading.signature, is_last=True)


def judged(some: list[Candidate], stateless: list[Ready], samples: int) -> Chunk:
    """A chunk of candidates after one stateless step after another."""
    tallies = []
    read, size = len(some), sum(len(one.source) + len(one.target) for one in some)
    for step, ready in stateless:
        tally = Tally(samples)
        tallies.append(tally)
        if step.changes:
            some = _changed(some, cast("Change", ready), tally)
            continue
        drops = cast("Judge", ready)
        kept = [candidate for candidate in some if not drops(candidate)]
        if len(kept) < len(some):
            left = set(map(id, kept))
            for candidate in some:
                if id(candidate) not in left:
                    tally.drop(candidate, ", ".join(candidate.findings) if step.name == "findings" else "")
        some = kept
    return Chunk(some, tallies, read, size)


def _changed(some: list[Candidate], change: Change, tally: Tally) -> list[Candidate]:
    changed = []
    for before in some:
        after = change(before)
        if after is not before:
            tally.change(before, after)
        changed.append(after)
    return changed
