"""Many documents: manifests of pairs, texts in folders, published pages, and work that goes through them."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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

# Imported when they are first asked for: workers need a few of the modules only.
_HOMES = {
    "CheckCache": "aligner.corpus.kept",
    "Checked": "aligner.corpus.checking",
    "Listing": "aligner.corpus.files",
    "Manifest": "aligner.corpus.manifest",
    "ManifestOptions": "aligner.corpus.aligning",
    "ManifestPair": "aligner.corpus.manifest",
    "ManyFixed": "aligner.corpus.fixing",
    "ManyOptions": "aligner.corpus.checking",
    "MemoryCache": "aligner.corpus.kept",
    "Outcome": "aligner.corpus.aligning",
    "Pairing": "aligner.corpus.pairing",
    "Skipped": "aligner.corpus.files",
    "Task": "aligner.corpus.pairing",
    "align_manifest": "aligner.corpus.aligning",
    "check_many": "aligner.corpus.checking",
    "default_check_folder": "aligner.corpus.kept",
    "fix_many": "aligner.corpus.fixing",
    "folder_of": "aligner.corpus.pairing",
    "listed": "aligner.corpus.files",
    "paired": "aligner.corpus.pairing",
    "read_manifest": "aligner.corpus.manifest",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'aligner.corpus' has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
