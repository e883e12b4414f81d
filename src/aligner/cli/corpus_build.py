"""`aligner corpus build`: a manifest of documents in, a folder of filtered pairs out."""

from __future__ import annotations

from typing import Any

import click
from click.core import ParameterSource

from aligner import pipeline
from aligner.building import BuildOptions, Built, RunOptions
from aligner.building import build as build_corpus
from aligner.building.options import DOCUMENT_SECONDS, ENGINES, FORMATS, SHARD_SIZE
from aligner.cli import options
from aligner.cli.export_options import filters
from aligner.cli.terminal import tracked
from aligner.corpus import read_manifest
from aligner.embedding import EmbedderOptions
from aligner.exporting import FilterOptions, Split
from aligner.exporting.options import GROUPS

_CODES: dict[str, Any] = {"multiple": True, "metavar": "CODES"}


@click.command(
    epilog=options.examples(
        "aligner corpus build pairs.tsv -o corpus --clean --workers 8",
        "aligner corpus build pairs.tsv -o corpus --clean --workers 8 --resume",
        "aligner corpus build pairs.tsv -o corpus --split 98/1/1 --exclude-findings ALN,UNT",
        "aligner corpus build pairs.tsv -o corpus --engine ray --ray-address ray://head:10001 --workers 200",
    )
)
@click.argument("manifest", metavar="MANIFEST")
@click.option("-o", "--output", required=True, metavar="DIR", help="Folder of the corpus, empty or not there yet.")
@click.option(
    "--to", "format_name", type=click.Choice(FORMATS), default="parquet", show_default=True, help="Format of the files."
)
@click.option(
    "--shard-size", type=click.IntRange(1), default=SHARD_SIZE, show_default=True, help="Most pairs of one file."
)
@options.pair_languages
@options.segmentation_rules
@click.option(
    "--check/--no-check",
    default=True,
    help="Run the rules of `aligner check`, and note in every pair what they find; takes about as long as all the rest.",
)
@click.option("--select", **_CODES, help="Run only these rules: codes, names or beginnings of codes.")
@click.option("--ignore", **_CODES, help="Run all but these rules.")
@filters
@click.option("--split", metavar="TRAIN/DEV/TEST", help="Divide into parts of these percentages; no text is in two.")
@click.option(
    "--split-by", type=click.Choice(GROUPS), default="document", show_default=True, help="What stays in one part."
)
@click.option("--seed", type=int, default=0, show_default=True, help="Of the parts.")
@click.option("--licence", default="", metavar="TEXT", help="Licence that the corpus says it has, such as CC-BY-4.0.")
@click.option("--samples", type=int, default=5, show_default=True, help="Pairs of every step that the report shows.")
@options.model
@options.embedder
@click.option(
    "--engine",
    type=click.Choice(ENGINES),
    default="local",
    show_default=True,
    help="Processes of this machine, or Ray (an extra).",
)
@click.option("--ray-address", metavar="ADDRESS", help="Cluster to connect to, such as ray://head:10001.")
@click.option("--workers", type=click.IntRange(1), default=1, show_default=True, help="Processes that share the texts.")
@click.option(
    "--document-seconds",
    type=click.FloatRange(0, min_open=True),
    default=DOCUMENT_SECONDS,
    show_default=True,
    help="Give a document up that takes longer.",
)
@click.option(
    "--max-failures", type=click.IntRange(0), metavar="N", help="End when more documents than this cannot be used."
)
@click.option("--resume", is_flag=True, help="Go on with a build that was interrupted.")
@click.pass_context
def build(
    ctx: click.Context,
    manifest: str,
    output: str,
    format_name: str,
    shard_size: int,
    source_language: str,
    target_language: str,
    segmentation_rules: str | None,
    check: bool,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    split: str | None,
    split_by: str,
    seed: int,
    licence: str,
    samples: int,
    model: str | None,
    embedder: EmbedderOptions,
    engine: str,
    ray_address: str | None,
    workers: int,
    document_seconds: float,
    max_failures: int | None,
    resume: bool,
    filters: FilterOptions,
) -> None:
    """Align, check and filter the documents of a manifest into a folder of shards, with a report and a data card.

    MANIFEST is a table of pairs, SOURCE tab TARGET [tab NAME] a line, as `aligner corpus pair` writes it. A document that
    cannot be used is told of in DIR/failures.jsonl, and the rest go on. The bytes are the same whatever the engine, the number
    of workers and the interruptions. The filters do their work in the order in which they are listed here.
    """
    if split is None and ctx.get_parameter_source("split_by") is ParameterSource.COMMANDLINE:
        raise click.UsageError("--split-by goes with --split", ctx)
    if not check and (select or ignore):
        raise click.UsageError("--select and --ignore go with --check", ctx)
    chosen = BuildOptions(
        pipeline.PairOptions(
            source_language,
            target_language,
            model=model,
            embedder=embedder,
            segmentation_rules=segmentation_rules,
        ),
        filters,
        pipeline.CheckOptions(options.codes(select), options.codes(ignore)) if check else None,
        format_name,
        shard_size,
        None if split is None else Split.parse(split, split_by),
        seed,
        licence,
        samples,
    )
    run = RunOptions(engine, workers, document_seconds, max_failures, resume, ray_address)
    with tracked("building", "pairs") as progress:
        built = build_corpus(read_manifest(manifest), output, chosen, run, progress)
    _tell(built, output)


def _tell(built: Built, output: str) -> None:
    if not built.is_new:
        click.echo(f"aligner: nothing to do: {output} has this corpus, {built.written:,} pairs", err=True)
        return
    if built.report is not None:
        click.echo(f"aligner: {built.documents:,} documents, {built.report.summary()}", err=True)
    if built.failures:
        what = "document" if built.failures == 1 else "documents"
        click.echo(f"aligner: note: {built.failures:,} {what} could not be used; see {output}/failures.jsonl", err=True)
