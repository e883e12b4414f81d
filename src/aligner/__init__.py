"""Align bilingual texts, flag what the translation left behind, export parallel corpora.

`align` and `check` take paths, texts, sentences, documents and bitexts; everything else that the command line does is one
call as well. The names are imported when they are used.
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
    from aligner.errors import AlignerError, InputError, MissingExtra
    from aligner.exporting import ExportOptions, ExportReport, FilterOptions, Split, export
    from aligner.fixing import Fixing, fix
    from aligner.formats import read_bitext, read_document, write_bitext
    from aligner.judging import EvaluationOptions, evaluate_files
    from aligner.model import Bead, Bitext, Document, Finding, Report, Reports, Severity, Side
    from aligner.pipeline import (
        CheckOptions,
        PairOptions,
        align_files,
        check_bitext_file,
        check_document,
        check_pair,
        extract_terms,
    )
    from aligner.reading import segment_file
    from aligner.reports import render
    from aligner.selection import Selection, selected
    from aligner.terminology import ExtractionOptions
    from aligner.texts import align, check, parse_sentences, parse_text
    from aligner.training import TrainingOptions, train_model

__all__ = [
    "AlignerError",
    "AlignmentOptions",
    "Baseline",
    "Bead",
    "Bitext",
    "CheckOptions",
    "Configuration",
    "Document",
    "EmbedderOptions",
    "EvaluationOptions",
    "ExportOptions",
    "ExportReport",
    "ExtractionOptions",
    "FilterOptions",
    "Finding",
    "Fixing",
    "InputError",
    "ManifestOptions",
    "MissingExtra",
    "PairOptions",
    "Report",
    "Reports",
    "Selection",
    "Severity",
    "Side",
    "Split",
    "TrainingOptions",
    "__version__",
    "align",
    "align_files",
    "align_manifest",
    "check",
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
    "parse_sentences",
    "parse_text",
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
    "Bead": "aligner.model",
    "Bitext": "aligner.model",
    "CheckOptions": "aligner.pipeline",
    "Configuration": "aligner.configuration",
    "Document": "aligner.model",
    "EmbedderOptions": "aligner.embedding",
    "EvaluationOptions": "aligner.judging",
    "ExportOptions": "aligner.exporting",
    "ExportReport": "aligner.exporting",
    "ExtractionOptions": "aligner.terminology",
    "FilterOptions": "aligner.exporting",
    "Finding": "aligner.model",
    "Fixing": "aligner.fixing",
    "InputError": "aligner.errors",
    "ManifestOptions": "aligner.corpus",
    "MissingExtra": "aligner.errors",
    "PairOptions": "aligner.pipeline",
    "Report": "aligner.model",
    "Reports": "aligner.model",
    "Selection": "aligner.selection",
    "Severity": "aligner.model",
    "Side": "aligner.model",
    "Split": "aligner.exporting",
    "TrainingOptions": "aligner.training",
    "align": "aligner.texts",
    "align_files": "aligner.pipeline",
    "align_manifest": "aligner.corpus",
    "check": "aligner.texts",
    "check_bitext_file": "aligner.pipeline",
    "check_document": "aligner.pipeline",
    "check_pair": "aligner.pipeline",
    "evaluate_files": "aligner.judging",
    "export": "aligner.exporting",
    "export_model": "aligner.embedding.catalogue",
    "extract_terms": "aligner.pipeline",
    "find_configuration": "aligner.configuration",
    "fix": "aligner.fixing",
    "known_models": "aligner.embedding.catalogue",
    "model_facts": "aligner.embedding.catalogue",
    "parse_sentences": "aligner.texts",
    "parse_text": "aligner.texts",
    "read_baseline": "aligner.baseline",
    "read_bitext": "aligner.formats",
    "read_configuration": "aligner.configuration",
    "read_document": "aligner.formats",
    "read_manifest": "aligner.corpus",
    "render": "aligner.reports",
    "rules": "aligner.checks",
    "segment_file": "aligner.reading",
    "selected": "aligner.selection",
    "train_model": "aligner.training",
    "write_baseline": "aligner.baseline",
    "write_bitext": "aligner.formats",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'aligner' has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
