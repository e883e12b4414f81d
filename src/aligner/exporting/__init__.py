"""Exports: pairs from files and documents, filtered, in any format, with an account of what became of them."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aligner.exporting.options import ExportOptions, FilterOptions, Split
    from aligner.exporting.report import ExportReport
    from aligner.exporting.running import export, exported

__all__ = ["ExportOptions", "ExportReport", "FilterOptions", "Split", "export", "exported"]

# Imported when they are first asked for: workers need a few of the modules only.
_HOMES = {
    "ExportOptions": "aligner.exporting.options",
    "ExportReport": "aligner.exporting.report",
    "FilterOptions": "aligner.exporting.options",
    "Split": "aligner.exporting.options",
    "export": "aligner.exporting.running",
    "exported": "aligner.exporting.running",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'aligner.exporting' has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
