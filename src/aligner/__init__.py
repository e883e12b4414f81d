"""Align bilingual texts, flag what the translation left behind, export parallel corpora."""

from aligner.version import VERSION

__all__ = ["__version__"]

__version__ = VERSION
