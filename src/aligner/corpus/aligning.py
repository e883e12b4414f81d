"""Aligns every pair of a manifest, the model loaded once for each process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from aligner import formats, pipeline
from aligner.corpus.manifest import Manifest, ManifestPair
from aligner.corpus.workers import results
from aligner.errors import AlignerError, InputError, OptionError
from aligner.formats.table import named_format
from aligner.selection import Selection, selected


@dataclass(frozen=True, slots=True)
class ManifestOptions:
    """How the pairs of a manifest are aligned and written.

    `format_name` is that of the results; `workers` processes share the pairs. What is written does not depend on it.
    """

    format_name: str = "jsonl"
    pair: pipeline.PairOptions = field(default_factory=pipeline.PairOptions)
    selection: Selection = field(default_factory=Selection)
    workers: int = 1

    def __post_init__(self) -> None:
        if self.workers < 1:
            raise OptionError(f"--workers {self.workers}: give a number from 1")
        self.selection.refuse_format(self.format_name)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a pair: the file of its beads, or the `problem` that left none.

    `pairs` of sentences were found, `below` of them scored less than the selection's least score.
    """

    pair: ManifestPair
    output: str
    problem: str | None = None
    pairs: int = 0
    below: int = 0


@dataclass(frozen=True, slots=True)
class _Job:
    pair: ManifestPair
    output: str
    options: ManifestOptions


def align_manifest(
    manifest: Manifest,
    folder: str,
    options: ManifestOptions | None = None,
    report: Callable[[Outcome], None] | None = None,
) -> tuple[Outcome, ...]:
    """Align every pair of a manifest and write each result into `folder`, whole or not at all.

    A pair that cannot be aligned has its problem in its outcome, and the rest go on. `report` is called with each
    outcome, in the manifest's order. Before any work is done it raises `InputError` for a folder that cannot be used and
    results that would overwrite what is read, `ModelError` or `MissingExtra` for a model that cannot be loaded.
    """
    options = options or ManifestOptions()
    suffix = named_format(options.format_name).suffix
    jobs = [_Job(pair, str(Path(folder) / f"{pair.name}{suffix}"), options) for pair in manifest.pairs]
    _refuse_overwriting(jobs, manifest.path)
    _make_folder(folder)
    pipeline.embedder_for(options.pair)
    outcomes = []
    for outcome in results(_outcome, jobs, options.workers):
        outcomes.append(outcome)
        if report:
            report(outcome)
    return tuple(outcomes)


def _refuse_overwriting(jobs: list[_Job], manifest: str) -> None:
    """Raise when a result would take the place of the manifest or of a text."""
    read = {Path(manifest).resolve()} | {Path(path).resolve() for job in jobs for path in _texts(job)}
    for job in jobs:
        if Path(job.output).resolve() in read:
            problem = f"its result would overwrite {job.output}, which is read"
            raise InputError(manifest, problem, "give another folder for the results", job.pair.line)


def _texts(job: _Job) -> tuple[str, str]:
    return job.pair.source, job.pair.target


def _make_folder(folder: str) -> None:
    try:
        Path(folder).mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(folder, f"it cannot be a folder of results ({reason})", "give another one") from error


def _outcome(job: _Job) -> Outcome:
    """Align one pair and write the result."""
    options = job.options
    try:
        bitext = pipeline.align_files(job.pair.source, job.pair.target, options.pair)
        kept = selected(bitext, options.selection, options.format_name)
        Path(job.output).parent.mkdir(parents=True, exist_ok=True)
        formats.write_bitext(kept.bitext, job.output, options.format_name)
    except AlignerError as error:
        return Outcome(job.pair, job.output, str(error))
    except OSError as error:
        problem = InputError(job.output, f"it cannot be written ({error.strerror})", "check the folder")
        return Outcome(job.pair, job.output, str(problem))
    return Outcome(job.pair, job.output, pairs=kept.pairs, below=kept.below)
