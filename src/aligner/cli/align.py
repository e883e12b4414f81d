"""`aligner align`: two texts in, beads out; or a table of them."""

from __future__ import annotations

import click

from aligner import formats, pipeline
from aligner.alignment import AlignmentOptions
from aligner.alignment.options import LARGEST_BEAD
from aligner.cli import options
from aligner.cli.terminal import busy, write
from aligner.embedding import EmbedderOptions
from aligner.formats.table import format_for
from aligner.reading import document_notes
from aligner.selection import Order, Selection, selected

DEFAULT_FORMAT = "jsonl"
_MANY_ONLY = {"workers": "--workers"}
_PAIR_ONLY = {"lock": "--lock"}


@click.command(
    epilog=options.examples(
        "aligner align article.en.html article.es.html",
        "aligner align article.en.txt article.es.txt -o article.tmx",
        "aligner align article.en.txt article.es.txt --lock corrected.jsonl",
        "aligner align --manifest pairs.tsv -o beads --workers 4",
    )
)
@click.argument("texts", nargs=-1, metavar="SOURCE TARGET")
@options.output
@options.output_format(f"{DEFAULT_FORMAT} on stdout and in a folder")
@options.input_format("SOURCE and TARGET; by their suffixes, text on stdin", takes_pairs=False)
@options.pair_languages
@options.model
@options.embedder
@options.segmentation_rules
@click.option("--pre-segmented", is_flag=True, help="Each line is one sentence; nothing is split.")
@click.option(
    "--max-size",
    type=click.IntRange(1, LARGEST_BEAD),
    default=8,
    show_default=True,
    help="Most sentences on one side of a bead.",
)
@click.option(
    "--min-score",
    type=click.FloatRange(0, 1),
    metavar="P",
    help="Do not believe pairs that score less: in jsonl and ladder their sentences have no counterpart, other formats "
    "leave them out.",
)
@click.option(
    "--order",
    type=click.Choice([order.value for order in Order]),
    default=Order.DOCUMENT.value,
    show_default=True,
    help="As the texts run, or what is most doubtful first (jsonl, tables and pages).",
)
@click.option(
    "--lock",
    metavar="BITEXT",
    help='Keep these beads and align the rest: jsonl (lines with "locked": true where there are some, else all), '
    "ladder, tmx, xliff, po, tsv or csv.",
)
@click.option(
    "--manifest",
    metavar="FILE",
    help="Align every pair of a table, SOURCE tab TARGET [tab NAME] a line, paths from its folder; OUT is a folder.",
)
@click.option(
    "--workers",
    type=click.IntRange(1),
    default=1,
    show_default=True,
    help="Processes that share the pairs of a manifest.",
)
@click.pass_context
def align(
    ctx: click.Context,
    texts: tuple[str, ...],
    output: str | None,
    output_format: str | None,
    input_format: str | None,
    source_language: str,
    target_language: str,
    model: str | None,
    pre_segmented: bool,
    max_size: int,
    min_score: float | None,
    order: str,
    lock: str | None,
    manifest: str | None,
    workers: int,
    segmentation_rules: str | None,
    embedder: EmbedderOptions,
) -> None:
    """Pair the sentences of the two language versions of a text.

    SOURCE and TARGET are texts, web pages, documents, books or subtitles (see `aligner formats`), or - for standard
    input. The result has every bead in document order, sentences without a counterpart included.
    """
    pair = pipeline.PairOptions(
        source_language,
        target_language,
        source_format=input_format,
        target_format=input_format,
        model=model,
        pre_segmented=pre_segmented,
        alignment=AlignmentOptions(max_size=max_size),
        embedder=embedder,
        segmentation_rules=segmentation_rules,
    )
    selection = Selection(min_score, Order(order))
    if manifest is not None:
        options.refuse_given(ctx, _PAIR_ONLY, "two texts, not with --manifest")
        folder = _folder_of(ctx, texts, output)
        # Imported where it is wanted: what it takes to start other processes would slow the start of every call.
        from aligner.cli.align_many import align_many
        from aligner.corpus import ManifestOptions

        many = ManifestOptions(output_format or DEFAULT_FORMAT, pair, selection, workers)
        ctx.exit(align_many(manifest, folder, many))
    options.refuse_given(ctx, _MANY_ONLY, "--manifest")
    if len(texts) != 2:
        raise click.UsageError(f"give two texts, SOURCE and TARGET, or --manifest; not {len(texts)}", ctx)
    _align_pair(texts, pair, selection, (output, output_format), lock)


def _align_pair(
    texts: tuple[str, ...],
    pair: pipeline.PairOptions,
    selection: Selection,
    written: tuple[str | None, str | None],
    lock: str | None,
) -> None:
    """Align two texts but for what is locked, and write the result to the output and in the format of `written`."""
    output, output_format = written
    place = output or "-"
    name = format_for(place, output_format or (DEFAULT_FORMAT if place == "-" else None), "writes_bitext").name
    selection.refuse_format(name)
    with busy("aligning") as progress:
        bitext = pipeline.align_files(texts[0], texts[1], pair, progress, lock)
    for note in document_notes(bitext.source, bitext.target):
        click.echo(f"aligner: note: {note}", err=True)
    kept = selected(bitext, selection, name)
    if place == "-":
        write(formats.pieces_of(kept.bitext, name))
    else:
        formats.write_bitext(kept.bitext, place, name)
    if kept.below:
        click.echo(f"aligner: {kept.below} of {kept.pairs} pairs score less than {selection.least_score}", err=True)


def _folder_of(ctx: click.Context, texts: tuple[str, ...], output: str | None) -> str:
    """The folder of a manifest's results."""
    if texts:
        raise click.UsageError("the texts stand in the manifest; give either SOURCE and TARGET or --manifest", ctx)
    if output in (None, "-"):
        raise click.UsageError("--manifest needs a folder for its results: -o FOLDER", ctx)
    assert output is not None
    return output
