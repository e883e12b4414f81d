"""Exports: pairs read, judged step by step, kept on the disk until all are known, written whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import fields

from aligner import pipeline
from aligner.errors import InputError
from aligner.exporting.choosing import Selected, selected
from aligner.exporting.collecting import OriginState, Progress, Run, collect, prepared
from aligner.exporting.inputs import Origins, find_origins
from aligner.exporting.options import PARTS, ExportOptions, FilterOptions
from aligner.exporting.report import ExportReport, InputCount, OutputCount, StepCount
from aligner.exporting.spool import Spool
from aligner.exporting.writing import Content, Part, refuse_overwriting, require_report, write_outputs
from aligner.provenance import digest, signature


def export(
    inputs: Iterable[str],
    output: str,
    options: ExportOptions | None = None,
    report: str | None = None,
    progress: Progress | None = None,
) -> ExportReport:
    """Write the pairs of files, folders and documents as one corpus, filtered as the options say.

    `inputs` are files of pairs in any format, folders of them or of documents, documents whose two versions are named
    alike; "-" is standard input. `output` is a file, or several where the format or a split makes them. With `report`, a
    path that ends in .json or .html, it is told there what each step did. Files appear whole and together, or not at
    all. `progress` is told how far reading is.

    Raises `InputError` for what cannot be used, before anything is written, `OptionError`, `ModelError`, `MissingExtra`.
    """
    with exported(inputs, output, options, report, progress) as (content, made):
        write_outputs(content, output, made, report)
    return made


@contextmanager
def exported(
    inputs: Iterable[str],
    output: str,
    options: ExportOptions | None = None,
    report: str | None = None,
    progress: Progress | None = None,
) -> Iterator[tuple[Content, ExportReport]]:
    """The same before it is written: what there is to write to `output`, and the report of it."""
    options = options or ExportOptions()
    require_report(report)
    steps = prepared(options)
    found = find_origins(inputs, options)
    refuse_overwriting(output, report, options, (path for origin in found.origins for path in origin.paths))
    with Spool() as spool:
        run = Run(options, spool, [OriginState(origin.name) for origin in found.origins])
        collect(run, found.origins, steps, progress)
        chosen, counts = selected(run, steps)
        yield _finished(run, found, chosen, counts, output)


def _finished(
    run: Run, found: Origins, chosen: Selected, counts: list[StepCount], output: str
) -> tuple[Content, ExportReport]:
    """What is to be written, and the report; raises `InputError` when no pair is left."""
    options = run.options
    read = sum(origin.read for origin in run.origins)
    if not len(chosen.numbers):
        what = run.origins[0].name if len(run.origins) == 1 else f"{len(run.origins)} inputs"
        dropped = ", ".join(f"{step.name} {step.dropped:,}" for step in counts if step.dropped)
        raise InputError(what, f"no pair is left of {read:,}{f' ({dropped})' if dropped else ''}", "filter less")
    told = told_options(options)
    made_by = _signature(run, told)
    only = found.origins[0] if len(found.origins) == 1 else None
    paths = ("", "") if only is None else (only.source or only.target, only.target)
    names = [""] if only is not None else [origin.name for origin in run.origins]
    content = Content(run.spool, _parts(chosen), names, paths, options, made_by)
    inputs = tuple(
        InputCount(
            origin.name, tuple((file.path, file.size, file.sha256) for file in origin.files), origin.read, written,
            origin.signature,
        )
        for origin, written in zip(run.origins, run.written_of(chosen.numbers), strict=True)
    )  # fmt: skip
    report = ExportReport(
        made_by,
        tuple(told.items()),
        (content.heading.source_language, content.heading.target_language),
        options.licence,
        inputs,
        tuple(counts),
        tuple(OutputCount(content.path(output, part), part.name, len(part.numbers)) for part in content.parts),
        tuple((one.path, one.reason) for one in found.skipped),
    )
    return content, report


def _parts(chosen: Selected) -> tuple[Part, ...]:
    """The parts of the corpus that have pairs; all as one where it is not divided."""
    if chosen.parts is None:
        return (Part("", chosen.numbers),)
    of_each = ((name, chosen.numbers[chosen.parts == number]) for number, name in enumerate(PARTS))
    return tuple(Part(name, numbers) for name, numbers in of_each if len(numbers))


def told_options(options: ExportOptions) -> dict[str, object]:
    """The options that differ from what nobody asks for, but for those that change nothing in the output."""
    filters = options.filters
    usual = FilterOptions()
    told: dict[str, object] = {
        one.name: getattr(filters, one.name)
        for one in fields(filters)
        if one.name != "languages" and getattr(filters, one.name) != getattr(usual, one.name)
    }
    told = {name: "+".join(value) if isinstance(value, tuple) else value for name, value in told.items()}
    if options.limit is not None:
        told["limit"] = options.limit
    if options.split is not None:
        shares = "/".join(f"{share:g}" for share in options.split.shares)
        told["split"] = shares + (f" by {options.split.group}" if options.split.group != "document" else "")
    if options.shuffles:
        told["shuffle"] = True
    if options.shuffles or options.split is not None or options.limit is not None:
        told["seed"] = options.seed
    return told


def _signature(run: Run, told: dict[str, object]) -> str:
    """How the output was made: version, model, options, and the files it is of."""
    options = run.options
    parts = dict(told)
    parts["inputs"] = digest(" ".join(file.sha256 for origin in run.origins for file in origin.files).encode())
    if any(origin.signature for origin in run.origins):
        parts["model"] = pipeline.embedder_for(options.pair).signature
        parts |= options.pair.alignment.as_parts()
    if options.licence:
        parts["licence"] = options.licence.replace("|", "/")
    return signature(parts)
