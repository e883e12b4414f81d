"""Building corpora: from a manifest of documents to files of filtered pairs, on one machine or a cluster."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aligner.building.options import BuildOptions, RunOptions
    from aligner.building.running import Built, build
    from aligner.building.verifying import Verified, verify

__all__ = ["BuildOptions", "Built", "RunOptions", "Verified", "build", "verify"]

# Imported when they are first asked for: workers need a few of the modules only.
_HOMES = {
    "BuildOptions": "aligner.building.options",
    "Built": "aligner.building.running",
    "RunOptions": "aligner.building.options",
    "Verified": "aligner.building.verifying",
    "build": "aligner.building.running",
    "verify": "aligner.building.verifying",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'aligner.building' has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
