"""Candidates: pairs on their way from a document to an output, with their texts and where they come from."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from aligner.contracts import Pair


# Tuples rather than records: there may be millions, and they go to the disk and back.
class Candidate(NamedTuple):
    """Texts of both sides, "" where there is no counterpart; the numbers of its document and of its row in it, from 0.

    `findings` are codes of rules that drop it. `known` is the pair as it was read where there is more to know of it than
    texts and score: bead, spans, in-line mark-up, what its file says of it.
    """

    source: str
    target: str
    document: int = 0
    row: int = 0
    score: float | None = None
    findings: tuple[str, ...] = ()
    known: Pair | None = None

    def with_texts(self, source: str, target: str) -> Candidate:
        """The same candidate with other texts."""
        if source == self.source and target == self.target:
            return self
        return self._replace(source=source, target=target)

    def pair(self, document: str, split: str) -> Pair:
        """The candidate as writers take it; in-line mark-up of a text that was changed has no place in it any more."""
        known = self.known
        if known is None:
            return Pair(self.source, self.target, self.score, document=document, split=split)
        name = known.details.document or document
        if (known.source, known.target) == (self.source, self.target):
            return replace(known, document=name, split=split)
        return replace(
            known,
            source=self.source,
            target=self.target,
            document=name,
            split=split,
            source_codes=() if known.source != self.source else known.source_codes,
            target_codes=() if known.target != self.target else known.target_codes,
        )
