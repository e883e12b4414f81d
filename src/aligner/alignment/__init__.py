"""Sentence alignment: overlaps, evidence, dynamic programming, coarse to fine."""

from __future__ import annotations

from aligner.alignment.coverage import Coverage, WordCoverage, coverage, uncovered
from aligner.alignment.engine import align, align_many, align_sentences
from aligner.alignment.options import AlignmentOptions

__all__ = [
    "AlignmentOptions",
    "Coverage",
    "WordCoverage",
    "align",
    "align_many",
    "align_sentences",
    "coverage",
    "uncovered",
]
