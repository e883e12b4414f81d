"""Exports: pairs from files and documents, filtered, in any format, with an account of what became of them."""

from __future__ import annotations

from aligner.exporting.options import ExportOptions, FilterOptions, Split
from aligner.exporting.report import ExportReport
from aligner.exporting.running import export, exported

__all__ = ["ExportOptions", "ExportReport", "FilterOptions", "Split", "export", "exported"]
