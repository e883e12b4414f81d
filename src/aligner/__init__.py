"""Align bilingual texts, flag what the translation left behind, export parallel corpora.

Everything the command line does is one call here; the names are imported when they are used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from aligner.version import VERSION

if TYPE_CHECKING:
    from aligner.alignment import AlignmentOptions
    from aligner.baseline import Baseline, read_baseline, write_baseline
    from aligner.checks import rules
    from aligner.configuration import Configuration, find_configuration, read_configuration
    from aligner.corpus import ManifestOptions, align_manifest, read_manifest
    from aligner.embedding import EmbedderOptions
    from aligner.embedding.catalogue import export_model, known_models, model_facts
    from aligner.errors import AlignerError
    from aligner.exporting import ExportOptions, ExportReport, FilterOptions, Split, export
    from aligner.fixing import Fixing, fix
    from aligner.formats import read_bitext, read_document, write_bitext
    from aligner.pipeline import (
        CheckOptions,
        EvaluationOptions,
        PairOptions,
        align_files,
        check_bitext_file,
        check_document,
        check_pair,
        evaluate_files,
        extract_terms,
        segment_file,
    )
    from aligner.reports import render
    from aligner.selection import Selection, selected
    from aligner.terminology import ExtractionOptions
    from aligner.training import TrainingOptions, train_model

__all__ = [
    "AlignerError",
    "AlignmentOptions",
    "Baseline",
    "CheckOptions",
    "Configuration",
    "EmbedderOptions",
    "EvaluationOptions",
    "ExportOptions",
    "ExportReport",
    "ExtractionOptions",
    "FilterOptions",
    "Fixing",
    "ManifestOptions",
    "PairOptions",
    "Selection",
    "Split",
    "TrainingOptions",
    "__version__",
    "align_files",
    "align_manifest",
    "check_bitext_file",
    "check_document",
    "check_pair",
    "evaluate_files",
    "export",
    "export_model",
    "extract_terms",
    "find_configuration",
    "fix",
    "known_models",
    "model_facts",
    "read_baseline",
    "read_bitext",
    "read_configuration",
    "read_document",
    "read_manifest",
    "render",
    "rules",
    "segment_file",
    "selected",
    "train_model",
    "write_baseline",
    "write_bitext",
]

__version__ = VERSION

_HOMES = {
    "AlignerError": "aligner.errors",
    "AlignmentOptions": "aligner.alignment",
    "Baseline": "aligner.baseline",
    "CheckOptions": "aligner.pipeline",
    "Configuration": "aligner.configuration",
    "EmbedderOptions": "aligner.embedding",
    "EvaluationOptions": "aligner.pipeline",
    "ExportOptions": "aligner.exporting",
    "ExportReport": "aligner.exporting",
    "ExtractionOptions": "aligner.terminology",
    "FilterOptions": "aligner.exporting",
    "Fixing": "aligner.fixing",
    "ManifestOptions": "aligner.corpus",
    "PairOptions": "aligner.pipeline",
    "Selection": "aligner.selection",
    "Split": "aligner.exporting",
    "TrainingOptions": "aligner.training",
    "align_files": "aligner.pipeline",
    "align_manifest": "aligner.corpus",
    "check_bitext_file": "aligner.pipeline",
    "check_document": "aligner.pipeline",
    "check_pair": "aligner.pipeline",
    "evaluate_files": "aligner.pipeline",
    "export": "aligner.exporting",
    "export_model": "aligner.embedding.catalogue",
    "extract_terms": "aligner.pipeline",
    "find_configuration": "aligner.configuration",
    "fix": "aligner.fixing",
    "known_models": "aligner.embedding.catalogue",
    "model_facts": "aligner.embedding.catalogue",
    "read_baseline": "aligner.baseline",
    "read_bitext": "aligner.formats",
    "read_configuration": "aligner.configuration",
    "read_document": "aligner.formats",
    "read_manifest": "aligner.corpus",
    "render": "aligner.reports",
    "rules": "aligner.checks",
    "segment_file": "aligner.pipeline",
    "selected": "aligner.selection",
    "train_model": "aligner.training",
    "write_baseline": "aligner.baseline",
    "write_bitext": "aligner.formats",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'aligner' has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name]), name)
