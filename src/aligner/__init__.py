"""Align bilingual texts, flag what the translation left behind, export parallel corpora.

Everything the command line does is one call here; the names are imported when they are used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from aligner.version import VERSION

if TYPE_CHECKING:
    from aligner.alignment import AlignmentOptions
    from aligner.checks import rules
    from aligner.corpus import ManifestOptions, align_manifest, read_manifest
    from aligner.embedding import EmbedderOptions
    from aligner.embedding.catalogue import export_model, known_models, model_facts
    from aligner.errors import AlignerError
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
    )
    from aligner.reports import render
    from aligner.selection import Selection, selected
    from aligner.training import TrainingOptions, train_model

__all__ = [
    "AlignerError",
    "AlignmentOptions",
    "CheckOptions",
    "EmbedderOptions",
    "EvaluationOptions",
    "ManifestOptions",
    "PairOptions",
    "Selection",
    "TrainingOptions",
    "__version__",
    "align_files",
    "align_manifest",
    "check_bitext_file",
    "check_document",
    "check_pair",
    "evaluate_files",
    "export_model",
    "known_models",
    "model_facts",
    "read_bitext",
    "read_document",
    "read_manifest",
    "render",
    "rules",
    "selected",
    "train_model",
    "write_bitext",
]

__version__ = VERSION

_HOMES = {
    "AlignerError": "aligner.errors",
    "AlignmentOptions": "aligner.alignment",
    "CheckOptions": "aligner.pipeline",
    "EmbedderOptions": "aligner.embedding",
    "EvaluationOptions": "aligner.pipeline",
    "ManifestOptions": "aligner.corpus",
    "PairOptions": "aligner.pipeline",
    "Selection": "aligner.selection",
    "TrainingOptions": "aligner.training",
    "align_files": "aligner.pipeline",
    "align_manifest": "aligner.corpus",
    "check_bitext_file": "aligner.pipeline",
    "check_document": "aligner.pipeline",
    "check_pair": "aligner.pipeline",
    "evaluate_files": "aligner.pipeline",
    "export_model": "aligner.embedding.catalogue",
    "known_models": "aligner.embedding.catalogue",
    "model_facts": "aligner.embedding.catalogue",
    "read_bitext": "aligner.formats",
    "read_document": "aligner.formats",
    "read_manifest": "aligner.corpus",
    "render": "aligner.reports",
    "rules": "aligner.checks",
    "selected": "aligner.selection",
    "train_model": "aligner.training",
    "write_bitext": "aligner.formats",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'aligner' has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name]), name)
