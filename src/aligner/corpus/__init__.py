"""Many documents: manifests of pairs, and work that goes through them."""

from __future__ import annotations

from aligner.corpus.aligning import ManifestOptions, Outcome, align_manifest
from aligner.corpus.manifest import Manifest, ManifestPair, read_manifest

__all__ = ["Manifest", "ManifestOptions", "ManifestPair", "Outcome", "align_manifest", "read_manifest"]
