"""Building corpora: from a manifest of documents to files of filtered pairs, on one machine or a cluster."""

from __future__ import annotations

from aligner.building.options import BuildOptions, RunOptions
from aligner.building.running import Built, build
from aligner.building.verifying import Verified, verify

__all__ = ["BuildOptions", "Built", "RunOptions", "Verified", "build", "verify"]
