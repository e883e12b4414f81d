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

__all__ = [
    "AlignerError",
    "AlignmentOptions",
    "CheckOptions",
    "EvaluationOptions",
    "PairOptions",
    "__version__",
    "align_files",
    "check_bitext_file",
    "check_document",
    "check_pair",
    "evaluate_files",
    "read_bitext",
    "read_document",
    "render",
    "rules",
    "write_bitext",
]

__version__ = VERSION

_HOMES = {
    "AlignerError": "aligner.errors",
    "AlignmentOptions": "aligner.alignment",
    "CheckOptions": "aligner.pipeline",
    "EvaluationOptions": "aligner.pipeline",
    "PairOptions": "aligner.pipeline",
    "align_files": "aligner.pipeline",
    "check_bitext_file": "aligner.pipeline",
    "check_document": "aligner.pipeline",
    "check_pair": "aligner.pipeline",
    "evaluate_files": "aligner.pipeline",
    "read_bitext": "aligner.formats",
    "read_document": "aligner.formats",
    "render": "aligner.reports",
    "rules": "aligner.checks",
    "write_bitext": "aligner.formats",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'aligner' has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name]), name)
