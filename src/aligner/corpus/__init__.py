"""Many documents: manifests of pairs, texts in folders, published pages, and work that goes through them."""

from __future__ import annotations

from aligner.corpus.aligning import ManifestOptions, Outcome, align_manifest
from aligner.corpus.checking import Checked, ManyOptions, check_many
from aligner.corpus.files import Listing, Skipped, listed
from aligner.corpus.fixing import ManyFixed, fix_many
from aligner.corpus.kept import CheckCache, MemoryCache, default_check_folder
from aligner.corpus.manifest import Manifest, ManifestPair, read_manifest
from aligner.corpus.pairing import Pairing, Task, folder_of, paired

__all__ = [
    "CheckCache", "Checked", "Listing", "Manifest", "ManifestOptions", "ManifestPair", "ManyFixed", "ManyOptions",
    "MemoryCache", "Outcome", "Pairing", "Skipped", "Task", "align_manifest", "check_many", "default_check_folder",
    "fix_many", "folder_of", "listed", "paired", "read_manifest",
]  # fmt: skip
