"""Findings as data: what a rule points at, and what a check found in a text or in many."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from aligner import display
from aligner.bitexts import Bitext, Side
from aligner.documents import Document

if TYPE_CHECKING:
    import pandas as pd


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
class Region:
    """A span in its file: lines and columns from 1, `end_column` the one behind it; no columns where only lines are known.

    Columns count characters. `wide` and `end_wide` are how many of those before either column, in its line, take two code
    units in UTF-16, as emoji do.
    """

    line: int
    end_line: int
    column: int | None = None
    end_column: int | None = None
    wide: int = 0
    end_wide: int = 0

    def in_code_units(self) -> Region:
        """The same with columns that count the code units of UTF-16, as editors and SARIF have them.

        >>> Region(3, 3, 5, 7, 1, 2).in_code_units()
        Region(line=3, end_line=3, column=6, end_column=9, wide=0, end_wide=0)
        """
        if self.column is None or self.end_column is None:
            return self
        return Region(self.line, self.end_line, self.column + self.wide, self.end_column + self.end_wide)


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of one document's text that a finding points at.

    `region` is where it stands in its file, if the text was taken out of one and the place is known to the letter.
    """

    side: Side
    start: int
    end: int
    text: str
    region: Region | None = field(default=None, compare=False)


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


class _Checked:
    """What one check and many have in common: how many findings there are, and how they look in a notebook or a data frame."""

    __slots__ = ()

    def _each(self) -> tuple[Report, ...]:
        raise NotImplementedError

    def count(self, severity: Severity) -> int:
        """How many findings have this severity."""
        return sum(finding.severity is severity for report in self._each() for finding in report.findings)

    def _counts(self) -> str:
        return ", ".join(display.counted(self.count(severity), severity.value) for severity in reversed(Severity))

    def _repr_html_(self) -> str:
        """The first findings as a table, for notebooks."""
        findings = [finding for report in self._each() for finding in report.findings]
        rows = [_finding_row(finding) for finding in findings[: display.ROWS]]
        return display.table(display.counted(len(findings), "finding"), _FINDING_COLUMNS, rows, len(findings))

    def to_pandas(self) -> pd.DataFrame:
        """A data frame of one row a finding.

        `document` (path of the target), `code`, `name`, `severity`, `message`, `bead` (Int64, missing where there is none),
        `source` and `target` (the texts it points at), `spans` (side, start, end), `suggestion`, `fingerprint`. Raises
        `MissingExtra` without pandas.
        """
        found = [(report.documents[-1][1].path, finding) for report in self._each() for finding in report.findings]
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
class Report(_Checked):
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

    def __repr__(self) -> str:
        return f"<Report: {self._counts()}>"

    def _each(self) -> tuple[Report, ...]:
        return (self,)


@dataclass(frozen=True, slots=True)
class Reports(_Checked):
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

    def __repr__(self) -> str:
        return f"<Reports of {display.counted(len(self), 'check')}: {self._counts()}>"

    def _each(self) -> tuple[Report, ...]:
        return self.reports
