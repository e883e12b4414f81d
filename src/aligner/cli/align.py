"""`aligner align`: two texts in, beads out."""

from __future__ import annotations

import click

from aligner import formats, pipeline
from aligner.alignment import AlignmentOptions
from aligner.alignment.options import LARGEST_BEAD
from aligner.cli import options
from aligner.cli.terminal import busy, write
from aligner.formats.table import format_for

DEFAULT_FORMAT = "jsonl"


@click.command(
    epilog=options.examples(
        "aligner align article.en.html article.es.html",
        "aligner align article.en.txt article.es.txt -o article.tmx",
    )
)
@click.argument("source")
@click.argument("target")
@options.output
@click.option(
    "--to",
    "output_format",
    type=click.Choice([row.name for row in formats.FORMATS if row.writes_bitext]),
    help=f"Format of the result; by the suffix of OUT, {DEFAULT_FORMAT} on stdout.",
)
@click.option(
    "--from",
    "input_format",
    type=click.Choice([row.name for row in formats.FORMATS if row.reads_document]),
    help="Format of SOURCE and TARGET; by their suffixes, text on stdin.",
)
@options.pair_languages
@options.model
@click.option("--pre-segmented", is_flag=True, help="Each line is one sentence; nothing is split.")
@click.option(
    "--max-size",
    type=click.IntRange(1, LARGEST_BEAD),
    default=8,
    show_default=True,
    help="Most sentences on one side of a bead.",
)
def align(
    source: str,
    target: str,
    output: str | None,
    output_format: str | None,
    input_format: str | None,
    source_language: str,
    target_language: str,
    model: str | None,
    pre_segmented: bool,
    max_size: int,
) -> None:
    """Pair the sentences of the two language versions of a text.

    SOURCE and TARGET are plain text, Markdown or HTML files, or - for standard input. The result has every bead in
    document order, sentences without a counterpart included.
    """
    pair = pipeline.PairOptions(
        source_language,
        target_language,
        source_format=input_format,
        target_format=input_format,
        model=model,
        pre_segmented=pre_segmented,
        alignment=AlignmentOptions(max_size=max_size),
    )
    place = output or "-"
    written = format_for(place, output_format or (DEFAULT_FORMAT if place == "-" else None), "writes_bitext")
    with busy("aligning"):
        bitext = pipeline.align_files(source, target, pair)
    write(formats.render_bitext(bitext, written.name), output)
