"""The words of the project as data: documents, blocks, sentences, beads, bitexts, findings.

All spans are half-open `[start, end)` character offsets into `Document.text`.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import islice
from typing import TYPE_CHECKING, overload

from aligner import display
from aligner.documents import FURNITURE, NOT_PROSE, Block, Code, CodeKind, Document, Remark, Role, Sentence

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "FURNITURE",
    "NOT_PROSE",
    "NO_DETAILS",
    "Bead",
    "Bitext",
    "Block",
    "Code",
    "CodeKind",
    "Details",
    "Document",
    "Finding",
    "NullEvidence",
    "Remark",
    "Report",
    "Reports",
    "Role",
    "Sentence",
    "Severity",
    "Side",
    "Span",
    "Term",
]


class Side(StrEnum):
    """Which of the two documents a span lies in; the only document of a check is the target."""

    SOURCE = "source"
    TARGET = "target"


@dataclass(frozen=True, slots=True)
class Details:
    """What a file of pairs says of a pair besides its texts, all of it optional.

    `identifier` is its name in the file, `document` that of the text it comes from, `bead` the type it was aligned as.
    `context` tells messages of the same text apart, `references` are places of use. `state` is one of XLIFF 1.2's
    (`translated`, `needs-review-translation`). `notes` are for people, `properties` are named values.
    """

    identifier: str = ""
    document: str = ""
    bead: str = ""
    context: str = ""
    state: str = ""
    references: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    properties: tuple[tuple[str, str], ...] = ()


NO_DETAILS = Details()


@dataclass(frozen=True, slots=True)
class NullEvidence:
    """Why a sentence has no counterpart, and how probable it is that it has none.

    `reason` is "unlike" (no sentence near its place is like it), "length" (one is, but is far too long or too short),
    "taken" (the one that is like it belongs to another), "blank", or "locked" (a person said so). `nearest` is the number of the
    sentence of the other side that is meant, or that comes nearest.
    """

    reason: str
    probability: float
    nearest: int | None = None


@dataclass(frozen=True, slots=True)
class Bead:
    """An aligned group: 0..k source sentences with 0..l target sentences (Brown et al. 1991).

    `source` and `target` are sentence numbers; `score` in [0, 1] is the probability of the bead being right, None for a null
    bead and for a bead nobody judged. `cost` is the aligner's own cost of the bead (lower is better), for formats that print
    one. `evidence` tells of a null bead why it is one.
    """

    source: tuple[int, ...]
    target: tuple[int, ...]
    score: float | None = None
    cost: float | None = None
    evidence: NullEvidence | None = None

    @property
    def kind(self) -> str:
        """The bead type as the field writes it.

        >>> Bead((3,), (3, 4), 0.9).kind
        '1-2'
        """
        return f"{len(self.source)}-{len(self.target)}"

    @property
    def is_null(self) -> bool:
        """Whether one side is empty."""
        return not self.source or not self.target


@dataclass(frozen=True, slots=True)
class Bitext:
    """Two segmented documents and the beads between them, in document order, nulls included.

    It is a sequence of its beads' texts: `for source, target in bitext`, `bitext[0]`; `bitext[3:10]` is a bitext of these beads,
    of the same documents.

    `signature` says how the beads were made (see `aligner.provenance`); "" for a bitext read from a file.
    `is_pairs` tells a bitext file, whose rows were paired by somebody else, from documents we aligned. `details` has what
    the file says of each bead, or nothing at all.
    """

    source: Document
    target: Document
    beads: tuple[Bead, ...]
    signature: str = ""
    is_pairs: bool = False
    details: tuple[Details, ...] = ()

    def __len__(self) -> int:
        return len(self.beads)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        """The text of each bead's two sides."""
        for bead in self.beads:
            yield self.side_text(bead, Side.SOURCE), self.side_text(bead, Side.TARGET)

    @overload
    def __getitem__(self, place: int, /) -> tuple[str, str]: ...
    @overload
    def __getitem__(self, place: slice, /) -> Bitext: ...
    def __getitem__(self, place: int | slice, /) -> tuple[str, str] | Bitext:
        """The text of one bead's two sides; of a slice, these beads alone, of the same documents."""
        if isinstance(place, slice):
            return replace(self, beads=self.beads[place], details=self.details[place])
        bead = self.beads[place]
        return self.side_text(bead, Side.SOURCE), self.side_text(bead, Side.TARGET)

    def __repr__(self) -> str:
        names = (f"{document.path or 'text'} [{document.language}]" for document in (self.source, self.target))
        return f"<Bitext {' ~ '.join(names)}: {display.counted(len(self), 'bead')}>"

    def _repr_html_(self) -> str:
        """The first beads as a table, for notebooks."""
        title = f"{display.counted(len(self), 'bead')}, {self.source.language} to {self.target.language}"
        columns = ("", self.source.path or "source", self.target.path or "target", "bead", "score")
        rows = [
            (
                str(number),
                (source, self.source.language),
                (target, self.target.language),
                bead.kind,
                "" if bead.score is None else f"{bead.score:.2f}",
            )
            for number, (bead, (source, target)) in enumerate(islice(zip(self.beads, self, strict=True), display.ROWS))
        ]
        return display.table(title, columns, rows, len(self))

    def to_pandas(self) -> pd.DataFrame:
        """A data frame of one row a bead, with the columns of `aligner align --to jsonl`.

        `source` and `target` (texts, "" for a null side), `source_sentences` and `target_sentences` (their numbers),
        `source_spans` and `target_spans` (their characters `[start, end)` in the documents), `score` (float64, NaN where there is
        none) and `bead` ("1-2"). Raises `MissingExtra` without pandas.
        """
        texts = list(self)
        return display.frame(
            {
                "source": (source for source, _ in texts),
                "target": (target for _, target in texts),
                "source_sentences": (list(bead.source) for bead in self.beads),
                "target_sentences": (list(bead.target) for bead in self.beads),
                "source_spans": (self.source.spans_of(bead.source) for bead in self.beads),
                "target_spans": (self.target.spans_of(bead.target) for bead in self.beads),
                "score": (bead.score for bead in self.beads),
                "bead": (bead.kind for bead in self.beads),
            },
            {"score": "float64"},
        )

    def document(self, side: Side) -> Document:
        """The document of one side."""
        return self.source if side is Side.SOURCE else self.target

    def side_text(self, bead: Bead, side: Side) -> str:
        """A bead's sentences of one side, joined by one space; "" for a null side."""
        document = self.document(side)
        numbers = bead.source if side is Side.SOURCE else bead.target
        return " ".join(document.sentence_text(number) for number in numbers)


@dataclass(frozen=True, slots=True)
class Term:
    """An entry of a glossary: a source term, the target terms that may stand for it, and those that must not.

    With an empty `source`, `forbidden` must not stand in the target whatever the source says. Terms stand in the form of
    a dictionary. `kind` is the part of speech as the glossary has it, "" where it says nothing.
    """

    source: str
    targets: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    is_case_sensitive: bool = False
    kind: str = ""
    note: str = ""


class Severity(StrEnum):
    """How much a finding matters; compare by `rank`."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"

    @property
    def rank(self) -> int:
        """0 for info, 1 for warning, 2 for error."""
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of one document's text that a finding points at."""

    side: Side
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault. A fault that repeats is one finding with many spans.

    `bead` is the number of the bead (from 0; the row of a bitext file) where there is one. `suppressed` says what keeps
    it from counting, "baseline" or "comment"; None for one that counts.
    """

    code: str
    name: str
    severity: Severity
    message: str
    spans: tuple[Span, ...]
    bead: int | None = None
    suggestion: str | None = None
    suppressed: str | None = None
    fingerprint: str = field(init=False, default="")

    def _repr_html_(self) -> str:
        """The finding as a table of one row, for notebooks."""
        return display.table(f"{self.code} {self.name}", _FINDING_COLUMNS, [_finding_row(self)], 1)

    def __post_init__(self) -> None:
        said = [f"{span.side}:{_normal(span.text)}" for span in self.spans]
        digest = hashlib.sha256("\n".join([self.code, *sorted(set(said))]).encode("utf-8", "surrogatepass"))
        object.__setattr__(self, "fingerprint", digest.hexdigest()[:16])


def _normal(text: str) -> str:
    """Text without what a re-flow or a change of case does to it."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip().casefold()


_FINDING_COLUMNS = ("rule", "severity", "message", "source", "target", "suggestion")


def _finding_row(finding: Finding) -> tuple[display.Cell, ...]:
    """What a table shows of a finding."""
    rule = f"{finding.code} {finding.name}"
    quoted = (_quoted(finding, Side.SOURCE), _quoted(finding, Side.TARGET))
    return rule, finding.severity.value, finding.message, *quoted, finding.suggestion or ""


def _quoted(finding: Finding, side: Side) -> str:
    """The pieces of one side that a finding points at, each once."""
    return " … ".join(dict.fromkeys(span.text for span in finding.spans if span.side is side))


def _findings_table(findings: tuple[Finding, ...]) -> str:
    rows = [_finding_row(finding) for finding in findings[: display.ROWS]]
    return display.table(display.counted(len(findings), "finding"), _FINDING_COLUMNS, rows, len(findings))


def _findings_frame(reports: tuple[Report, ...]) -> pd.DataFrame:
    found = [(report.documents[-1][1].path, finding) for report in reports for finding in report.findings]
    return display.frame(
        {
            "document": (path for path, _ in found),
            "code": (finding.code for _, finding in found),
            "name": (finding.name for _, finding in found),
            "severity": (finding.severity.value for _, finding in found),
            "message": (finding.message for _, finding in found),
            "bead": (finding.bead for _, finding in found),
            "source": (_quoted(finding, Side.SOURCE) for _, finding in found),
            "target": (_quoted(finding, Side.TARGET) for _, finding in found),
            "spans": ([(span.side.value, span.start, span.end) for span in finding.spans] for _, finding in found),
            "suggestion": (finding.suggestion for _, finding in found),
            "fingerprint": (finding.fingerprint for _, finding in found),
        },
        {"bead": "Int64"},
    )


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found: the documents it looked at, its findings in document order, and how it was made.

    `documents` has the one document (side target) or both; `bitext` is None when a document was checked alone.
    `suppressed` are the findings that do not count, because they were known or a comment says so; `notes` are lines for
    the person who keeps such lists: entries and comments that suppress nothing.
    """

    documents: tuple[tuple[Side, Document], ...]
    findings: tuple[Finding, ...]
    signature: str
    bitext: Bitext | None = None
    suppressed: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = ()

    def count(self, severity: Severity) -> int:
        """How many findings have this severity."""
        return sum(finding.severity is severity for finding in self.findings)

    def __repr__(self) -> str:
        counts = ", ".join(display.counted(self.count(severity), severity.value) for severity in reversed(Severity))
        return f"<Report: {counts}>"

    def _repr_html_(self) -> str:
        """The first findings as a table, for notebooks."""
        return _findings_table(self.findings)

    def to_pandas(self) -> pd.DataFrame:
        """A data frame of one row a finding.

        `document` (path of the target), `code`, `name`, `severity`, `message`, `bead` (Int64, missing where there is none),
        `source` and `target` (the texts it points at), `spans` (side, start, end), `suggestion`, `fingerprint`. Raises
        `MissingExtra` without pandas.
        """
        return _findings_frame((self,))


@dataclass(frozen=True, slots=True)
class Reports:
    """What a check of many texts found: a report for each pair, file of pairs or text alone, in the order of the texts."""

    reports: tuple[Report, ...]

    def __len__(self) -> int:
        return len(self.reports)

    def __iter__(self) -> Iterator[Report]:
        """The reports."""
        return iter(self.reports)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings of all of them, in order."""
        return tuple(finding for report in self.reports for finding in report.findings)

    @property
    def suppressed(self) -> tuple[Finding, ...]:
        """All findings that do not count."""
        return tuple(finding for report in self.reports for finding in report.suppressed)

    def count(self, severity: Severity) -> int:
        """How many findings have this severity."""
        return sum(report.count(severity) for report in self.reports)

    def __repr__(self) -> str:
        counts = ", ".join(display.counted(self.count(severity), severity.value) for severity in reversed(Severity))
        return f"<Reports of {display.counted(len(self), 'check')}: {counts}>"

    def _repr_html_(self) -> str:
        """The first findings as a table, for notebooks."""
        return _findings_table(self.findings)

    def to_pandas(self) -> pd.DataFrame:
        """A data frame of one row a finding.

        `document` (path of the target), `code`, `name`, `severity`, `message`, `bead` (Int64, missing where there is none),
        `source` and `target` (the texts it points at), `spans` (side, start, end), `suggestion`, `fingerprint`. Raises
        `MissingExtra` without pandas.
        """
        return _findings_frame(self.reports)
