"""Spans of whole beads, for findings about pairs rather than about words."""

from __future__ import annotations

from aligner.checks.subject import Subject
from aligner.model import Bead, Side, Span


def bead_spans(subject: Subject, bead: Bead) -> tuple[Span, ...]:
    """One span for each sentence of a bead, the source's first."""
    return tuple(
        version.span(version.document.sentences[number].start, version.document.sentences[number].end)
        for version in subject.versions
        for number in (bead.source if version.side is Side.SOURCE else bead.target)
    )
