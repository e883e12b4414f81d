"""Evaluation: how near an alignment comes to a gold one, by vecalign's definitions (see `counts`)."""

from __future__ import annotations

from aligner.evaluation.evaluating import Evaluation, Judged, evaluation, judged_documents
from aligner.evaluation.figures import Bootstrap
from aligner.evaluation.files import JudgedFiles, judged_files, parse_neutral
from aligner.evaluation.listing import Listing, text_listing
from aligner.evaluation.numbering import Neutral, matched
from aligner.evaluation.reading import form_of, jsonl_listing, ladder_listing, xces_listings
from aligner.evaluation.telling import as_json, as_object, as_text

__all__ = [
    "Bootstrap",
    "Evaluation",
    "Judged",
    "JudgedFiles",
    "Listing",
    "Neutral",
    "as_json",
    "as_object",
    "as_text",
    "evaluation",
    "form_of",
    "jsonl_listing",
    "judged_documents",
    "judged_files",
    "ladder_listing",
    "matched",
    "parse_neutral",
    "text_listing",
    "xces_listings",
]
