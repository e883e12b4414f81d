"""Alignments in files, judged against a gold one."""

from __future__ import annotations

from dataclasses import dataclass, field

from aligner import evaluation, formats
from aligner.bead_files import read_listings
from aligner.errors import OptionError
from aligner.languages import parse_language
from aligner.provenance import digest, signature


@dataclass(frozen=True, slots=True)
class EvaluationOptions:
    """How an alignment is judged.

    `other`: a second test, compared with the first. `neutral`: the file of the sentences whose pairing the gold does not
    know. The languages are those of translation memories.
    """

    other: str | None = None
    neutral: str | None = None
    source_language: str = "en"
    target_language: str = "es"
    bootstrap: evaluation.Bootstrap = field(default_factory=evaluation.Bootstrap)


def evaluate_files(gold: str, test: str, options: EvaluationOptions | None = None) -> evaluation.Evaluation:
    """Judge alignments against a gold one: two files, or two folders whose files go together by name.

    Raises `InputError` for a file that cannot be used, and for files that are not of the same text.
    """
    options = options or EvaluationOptions()
    languages = parse_language(options.source_language), parse_language(options.target_language)
    paths = (gold, test) if options.other is None else (gold, test, options.other)
    if paths.count("-") > 1:
        raise OptionError("only one of the files can come from standard input")
    judged: list[evaluation.Judged] = []
    seen: list[str] = []
    for files in evaluation.judged_files(gold, paths[1:], options.neutral):
        data = [formats.load_bytes(path) for path in (files.gold, *files.tests)]
        listings = [
            read_listings(path, bytes_of, languages)
            for path, bytes_of in zip((files.gold, *files.tests), data, strict=True)
        ]
        neutral = _read_neutral(files.neutral)
        judged += evaluation.judged_documents(files.name, listings[0], listings[1:], neutral)
        seen += [digest(bytes_of) for bytes_of in data]
    made_by = signature({"files": digest(" ".join(seen).encode()), "seed": options.bootstrap.seed})
    return evaluation.evaluation(judged, paths, made_by, options.bootstrap)


def _read_neutral(path: str | None) -> evaluation.Neutral | None:
    return evaluation.parse_neutral(formats.decode(formats.load_bytes(path), path), path) if path else None
