"""The words of the project as data: documents, blocks, sentences, beads, bitexts, findings.

All spans are half-open `[start, end)` character offsets into `Document.text`.
"""

from __future__ import annotations

from dataclasses import dataclass

from aligner.bitexts import NO_DETAILS, Bead, Bitext, Details, NullEvidence, Side
from aligner.documents import FURNITURE, NOT_PROSE, Block, Code, CodeKind, Document, Remark, Role, Sentence
from aligner.findings import Finding, Region, Report, Reports, Severity, Span

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
    "Region",
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
