"""What became of the pairs of an export, as data and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from aligner.exporting.candidates import Candidate
from aligner.json_text import json_text
from aligner.version import VERSION


@dataclass(frozen=True, slots=True)
class Sample:
    """A pair that a step dropped or changed: its texts before, its score, where it stood (row from 0), and why."""

    source: str
    target: str
    score: float | None
    document: str
    row: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class StepCount:
    """A step: how many pairs came to it, how many went on, how many of these it changed, and some of what it did."""

    name: str
    summary: str
    before: int
    kept: int
    changed: int = 0
    samples: tuple[Sample, ...] = ()

    @property
    def dropped(self) -> int:
        """How many it dropped."""
        return self.before - self.kept


@dataclass(frozen=True, slots=True)
class InputCount:
    """A file of pairs or two documents: names, size and SHA-256 of the files, pairs read and written."""

    name: str
    files: tuple[tuple[str, int, str], ...]
    read: int
    written: int
    signature: str = ""


@dataclass(frozen=True, slots=True)
class OutputCount:
    """An output: its path ("-" for standard output), its part of the corpus, how many pairs it has."""

    path: str
    part: str
    pairs: int


@dataclass(frozen=True, slots=True)
class ExportReport:
    """How an export was made and what every step did."""

    signature: str
    options: tuple[tuple[str, object], ...]
    languages: tuple[str, str]
    licence: str
    inputs: tuple[InputCount, ...]
    steps: tuple[StepCount, ...]
    outputs: tuple[OutputCount, ...]
    skipped: tuple[tuple[str, str], ...] = ()

    @property
    def read(self) -> int:
        """How many pairs were read."""
        return sum(one.read for one in self.inputs)

    @property
    def written(self) -> int:
        """How many pairs were written."""
        return sum(one.pairs for one in self.outputs)

    def summary(self) -> str:
        """One line for a person.

        >>> steps = (StepCount("score", "", 5, 3), StepCount("duplicates", "", 3, 3))
        >>> inputs, outputs = (InputCount("a", (), 5, 3),), (OutputCount("b", "", 3),)
        >>> ExportReport("", (), ("en", "es"), "", inputs, steps, outputs).summary()
        '3 of 5 pairs written (score dropped 2)'
        """
        parts = [f"{step.name} dropped {step.dropped:,}" for step in self.steps if step.dropped]
        parts += [f"{step.name} changed {step.changed:,}" for step in self.steps if step.changed]
        told = f"{self.written:,} of {self.read:,} pairs written"
        return f"{told} ({', '.join(parts)})" if parts else told


def as_json(report: ExportReport) -> Iterator[str]:
    """The report as one JSON object (RFC 8259)."""
    yield json_text(as_object(report), 1) + "\n"


def as_object(report: ExportReport) -> dict[str, object]:
    """The report as plain data."""
    return {
        "tool": "aligner",
        "version": VERSION,
        "signature": report.signature,
        "languages": {"source": report.languages[0], "target": report.languages[1]},
        "licence": report.licence or None,
        "options": dict(report.options),
        "read": report.read,
        "written": report.written,
        "inputs": [
            {
                "name": one.name,
                "files": [{"path": path, "bytes": size, "sha256": sha256} for path, size, sha256 in one.files],
                "pairs": one.read,
                "written": one.written,
                **({"signature": one.signature} if one.signature else {}),
            }
            for one in report.inputs
        ],
        "steps": [
            {
                "name": step.name,
                "summary": step.summary,
                "before": step.before,
                "kept": step.kept,
                "dropped": step.dropped,
                "changed": step.changed,
                "samples": [_sample(sample) for sample in step.samples],
            }
            for step in report.steps
        ],
        "outputs": [
            {"path": one.path, **({"part": one.part} if one.part else {}), "pairs": one.pairs} for one in report.outputs
        ],
        "skipped": [{"path": path, "reason": reason} for path, reason in report.skipped],
    }


def _sample(sample: Sample) -> dict[str, object]:
    return {
        "source": sample.source,
        "target": sample.target,
        "score": sample.score,
        "document": sample.document,
        "row": sample.row,
        **({"reason": sample.reason} if sample.reason else {}),
    }


@dataclass(slots=True)
class Tally:
    """What a step did so far; its samples are those whose text comes first by a hash, so that all are as likely."""

    most: int
    dropped: int = 0
    changed: int = 0
    _drawn: list[tuple[int, int, int, Candidate, str]] = field(default_factory=list)

    def drop(self, candidate: Candidate, reason: str = "") -> None:
        """Count a candidate that was dropped."""
        self.dropped += 1
        self._draw(candidate, reason)

    def change(self, candidate: Candidate, changed: Candidate) -> None:
        """Count a candidate that was changed."""
        self.changed += 1
        self._draw(candidate, f"{changed.source} / {changed.target}")

    def add(self, other: Tally) -> None:
        """Count what another process did."""
        self.dropped += other.dropped
        self.changed += other.changed
        self._drawn = sorted(self._drawn + other._drawn, key=lambda one: one[:3])[: self.most]

    def _draw(self, candidate: Candidate, reason: str) -> None:
        if not self.most:
            return
        # FNV over a few numbers: cheap, and the same in every process.
        mixed = ((candidate.document * 0x01000193) ^ candidate.row) * 0x9E3779B1 & 0xFFFFFFFF
        if len(self._drawn) == self.most and mixed >= self._drawn[-1][0]:
            return
        self._drawn.append((mixed, candidate.document, candidate.row, candidate._replace(known=None), reason))
        self._drawn.sort(key=lambda one: one[:3])
        del self._drawn[self.most :]

    def plain(self) -> list[object]:
        """It as lists and numbers, for another process or the disk."""
        drawn = [[mixed, document, row, list(one[:6]), reason] for mixed, document, row, one, reason in self._drawn]
        return [self.most, self.dropped, self.changed, drawn]

    @classmethod
    def restored(cls, said: Sequence[Any]) -> Tally:
        """What `plain` was given."""
        most, dropped, changed, drawn = said
        texts = [
            (mixed, document, row, Candidate._make([*one[:5], tuple(one[5]), None]), reason)
            for mixed, document, row, one, reason in drawn
        ]
        return cls(most, dropped, changed, texts)

    def samples(self, names: list[str]) -> tuple[Sample, ...]:
        """The samples, in order of their places; `names` are those of the documents."""
        ordered = sorted(self._drawn, key=lambda one: one[1:3])
        return tuple(
            Sample(one.source, one.target, one.score, names[one.document], one.row, reason)
            for _, _, _, one, reason in ordered
        )
