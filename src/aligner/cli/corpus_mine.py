"""`aligner corpus mine`: parallel sentences out of two files of unordered lines."""

from __future__ import annotations

import click

from aligner import formats, pipeline
from aligner.cli import options
from aligner.cli.terminal import tracked, write
from aligner.corpus.mining import RETRIEVALS, SCORES, Mined, MiningOptions, mine, mined_pairs, mined_table, write_mined
from aligner.corpus.neighbours import METHODS
from aligner.embedding import EmbedderOptions
from aligner.formats.table import Output, named_format

_FORMATS = [row for row in formats.FORMATS if row.writes_bitext and row.name not in {"ladder", "xces"}]


@click.command(
    "mine",
    epilog=options.examples(
        "aligner corpus mine news.en.txt news.es.txt -o pairs.tsv",
        "aligner corpus mine news.en.txt news.es.txt -o pairs.tmx --threshold 0.8",
        "aligner corpus mine crawl.en.gz crawl.es.gz -o pairs.jsonl --margin ratio --index faiss",
    ),
)
@click.argument("source", metavar="SOURCE")
@click.argument("target", metavar="TARGET")
@options.output
@click.option(
    "--to",
    "output_format",
    type=click.Choice([row.name for row in _FORMATS]),
    help="Format of the result; by the suffix of OUT, tsv on stdout.",
)
@options.pair_languages
@click.option(
    "--margin",
    type=click.Choice(SCORES),
    help="What scores pairs: the margin weighed with words, numbers and lengths (likelihood, where the model can); the margin "
    "alone; or the similarity alone (absolute).",
)
@click.option(
    "--threshold", type=float, metavar="SCORE", help="Least score; by the margin: likelihood 0.4, ratio 1.22."
)
@click.option(
    "--neighbours", type=int, default=4, show_default=True, metavar="N", help="Neighbours that the margin is taken of."
)
@click.option(
    "--retrieval",
    type=click.Choice(RETRIEVALS),
    default="max-score",
    show_default=True,
    help="Which neighbours count; with max-score each line is in one pair, the best first.",
)
@click.option(
    "--index",
    type=click.Choice(METHODS),
    default="auto",
    show_default=True,
    help="How neighbours are found; auto is exact up to 200,000 lines, and then faiss where it is installed.",
)
@options.model
@options.embedder
def corpus_mine(
    source: str,
    target: str,
    output: str | None,
    output_format: str | None,
    source_language: str,
    target_language: str,
    margin: str | None,
    threshold: float | None,
    neighbours: int,
    retrieval: str,
    index: str,
    model: str | None,
    embedder: EmbedderOptions,
) -> None:
    """Find lines of SOURCE and TARGET that are translations of one another, wherever they stand.

    Both have a sentence a line, in any order, compressed or not. The result has the score of every pair and the numbers of
    its lines, the best first.
    """
    pair = pipeline.PairOptions(source_language, target_language, model=model, embedder=embedder)
    chosen = MiningOptions(pair, margin, retrieval, threshold, neighbours, index)
    if output in (None, "-") and output_format is not None:
        _require_pieces(output_format)
    with tracked("mining", "lines") as progress:
        mined = mine(source, target, chosen, progress)
    if output in (None, "-"):
        write(_pieces(mined, output_format or "tsv"))
    else:
        write_mined(mined, str(output), output_format)
    click.echo(f"aligner: {_summary(mined)}", err=True)


def _require_pieces(format_name: str) -> None:
    """Refuse what cannot go to stdout before any work is done."""
    row = named_format(format_name)
    if row.output is not Output.TEXT or not hasattr(row.load(), "write_pairs"):
        raise click.UsageError(f"{format_name} needs a file; name one with -o")


def _pieces(mined: Mined, format_name: str) -> list[str]:
    if format_name == "tsv":
        return list(mined_table(mined))
    module = named_format(format_name).load()
    return list(module.write_pairs(mined_pairs(mined), mined.heading))


def _summary(mined: Mined) -> str:
    repeated = sum(mined.lines) - sum(mined.texts)
    told = f"{len(mined.pairs):,} pairs of {mined.lines[0]:,} and {mined.lines[1]:,} lines"
    told += f" (by {mined.score}, {mined.threshold:g} and more)"
    if repeated:
        told += f"; {repeated:,} lines are empty or repeated"
    return told + (f"; {mined.copies:,} texts stand in both files alike" if mined.copies else "")
