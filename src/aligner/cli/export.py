"""`aligner export`: files and folders of pairs or documents in; one corpus, or its parts, out."""

from __future__ import annotations

import click
from click.core import ParameterSource

from aligner import exporting, pipeline
from aligner.cli import options
from aligner.cli.export_options import filters
from aligner.cli.terminal import tracked, write
from aligner.embedding import EmbedderOptions
from aligner.exporting import ExportOptions, ExportReport, FilterOptions, Split
from aligner.exporting.collecting import Progress
from aligner.exporting.options import GROUPS
from aligner.exporting.writing import write_report


@click.command(
    epilog=options.examples(
        "aligner export memory.tmx -o memory.xliff",
        "aligner export news/ memory.tmx -o corpus.tsv --clean --report report.html",
        "aligner export --manifest pairs.tsv -o corpus.jsonl --split 90/5/5 --seed 1",
        "aligner export corpus.tsv -o clean.tsv --exclude-findings UNT,NUM501 --min-score 0.5",
    )
)
@click.argument("inputs", nargs=-1, metavar="IN...")
@options.output
@options.output_format("jsonl on stdout")
@options.input_format("IN; by the suffixes")
@click.option(
    "--manifest", metavar="FILE", help="Align every pair of a table too, SOURCE tab TARGET [tab NAME] a line."
)
@options.pair_languages
@filters
@click.option("--limit", type=int, metavar="N", help="Draw so many of the pairs that are left.")
@click.option("--shuffle", is_flag=True, help="In an order drawn by the seed.")
@click.option(
    "--split",
    metavar="TRAIN/DEV/TEST",
    help="Divide into parts of these percentages, OUT.train, OUT.dev and OUT.test; no text is in two of them.",
)
@click.option(
    "--split-by",
    type=click.Choice(GROUPS),
    default="document",
    show_default=True,
    help="What stays in one part.",
)
@click.option("--seed", type=int, default=0, show_default=True, help="Of order, parts and sample.")
@click.option("--licence", default="", metavar="TEXT", help="Licence that the result says it has, such as CC-BY-4.0.")
@click.option("--report", metavar="FILE", help="Tell what every step did, with samples: a name in .json or .html.")
@click.option("--samples", type=int, default=5, show_default=True, help="Pairs of every step that the report shows.")
@options.model
@options.embedder
@click.option("--workers", type=int, default=1, show_default=True, help="Processes that share the files.")
@click.pass_context
def export(
    ctx: click.Context,
    inputs: tuple[str, ...],
    output: str | None,
    output_format: str | None,
    input_format: str | None,
    manifest: str | None,
    source_language: str,
    target_language: str,
    limit: int | None,
    shuffle: bool,
    split: str | None,
    split_by: str,
    seed: int,
    licence: str,
    report: str | None,
    samples: int,
    model: str | None,
    workers: int,
    embedder: EmbedderOptions,
    filters: FilterOptions,
) -> None:
    """Write pairs as one corpus, filtered on request, in any format.

    IN... are files of pairs (see `aligner check`), folders of them, documents whose two versions are named alike (a.en.html,
    a.es.html) or folders of those, or - for pairs on standard input, with --from. Without filters this converts from one
    format to another. The filters do their work in the order in which they are listed here.
    """
    if not inputs and manifest is None:
        raise click.UsageError("give files of pairs, folders or documents, or --manifest", ctx)
    if split is None and ctx.get_parameter_source("split_by") is ParameterSource.COMMANDLINE:
        raise click.UsageError("--split-by goes with --split", ctx)
    pair = pipeline.PairOptions(
        source_language,
        target_language,
        source_format=input_format,
        target_format=input_format,
        model=model,
        embedder=embedder,
    )
    chosen = ExportOptions(
        pair,
        filters,
        manifest,
        output_format,
        shuffles=shuffle,
        seed=seed,
        limit=limit,
        split=None if split is None else Split.parse(split, split_by),
        licence=licence,
        workers=workers,
        samples=samples,
    )
    with tracked("exporting", "pairs") as progress:
        made = _write(inputs, output or "-", chosen, report, progress)
    if made.read != made.written or any(step.changed for step in made.steps):
        click.echo(f"aligner: {made.summary()}", err=True)
    for path, reason in made.skipped:
        click.echo(f"aligner: note: {path} is left out: {reason}", err=True)


def _write(
    inputs: tuple[str, ...], output: str, chosen: ExportOptions, report: str | None, progress: Progress
) -> ExportReport:
    """Write the result and the report."""
    if output != "-":
        return exporting.export(inputs, output, chosen, report, progress)
    with exporting.exported(inputs, output, chosen, report, progress) as (content, made):
        write(content.pieces())
        if report is not None:
            write_report(made, report)
    return made
