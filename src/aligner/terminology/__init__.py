"""Terminology: which words of an aligned corpus are likely its terms, and what stands for them on the other side."""

from __future__ import annotations

from aligner.terminology.extraction import Candidate, ExtractionOptions, candidates
from aligner.terminology.table import table

__all__ = ["Candidate", "ExtractionOptions", "candidates", "table"]
