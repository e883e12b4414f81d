"""`aligner segment`: a text in, its sentences out; or our rules as a file that other programs read."""

from __future__ import annotations

import click

from aligner import reading
from aligner.cli import options
from aligner.cli.terminal import write
from aligner.segmentation import FORMS, listed
from aligner.segmentation.srx_writing import UNSAID, exported_rules

_SUFFIXES = {".jsonl": "jsonl", ".json": "json"}
_TEXT_ONLY = {
    "output": "-o",
    "language": "--lang",
    "input_format": "--from",
    "form": "--to",
    "segmentation_rules": "--rules",
}


@click.command(
    epilog=options.examples(
        "aligner segment article.es.html",
        "aligner segment article.en.txt -o sentences.jsonl",
        "aligner segment article.en.txt --rules house.srx",
        "aligner segment --export-rules aligner.srx",
    )
)
@click.argument("text", required=False, metavar="TEXT")
@options.output
@click.option("--lang", "language", metavar="LANG", help="Language of TEXT; without it, en or es as the text shows.")
@options.input_format("TEXT; by its suffix, text on stdin", takes_pairs=False)
@click.option(
    "--to",
    "form",
    type=click.Choice(list(FORMS)),
    help="A sentence a line, or JSON with spans, blocks and roles; by the suffix of OUT, else text.",
)
@options.segmentation_rules
@click.option(
    "--export-rules",
    metavar="FILE",
    help="Write our own rules for English and Spanish as SRX 2.0, and split nothing.",
)
@click.pass_context
def segment(
    ctx: click.Context,
    text: str | None,
    output: str | None,
    language: str | None,
    input_format: str | None,
    form: str | None,
    segmentation_rules: str | None,
    export_rules: str | None,
) -> None:
    """Split a text into its sentences, by our rules or those of an SRX file.

    TEXT is a text, a web page, a document, a book or subtitles (see `aligner formats`), or - for standard input. An empty
    line stands between its paragraphs, headings, captions and other blocks. English and Spanish have rules of their own here,
    other languages those of sentencex.
    """
    if export_rules is not None:
        _export(ctx, text, export_rules)
        return
    if text is None:
        raise click.UsageError("give a text, or - for standard input", ctx)
    document = reading.segment_file(text, language, input_format, segmentation_rules)
    rules = reading.read_segmentation_rules(segmentation_rules)
    for note in (*reading.document_notes(document), *(rules.notes if rules else ())):
        click.echo(f"aligner: note: {note}", err=True)
    chosen = form or next((known for suffix, known in _SUFFIXES.items() if (output or "").endswith(suffix)), "text")
    write(listed(document, chosen), output)


def _export(ctx: click.Context, text: str | None, place: str) -> None:
    """Write our rules, and say what they cannot say."""
    options.refuse_given(ctx, _TEXT_ONLY, "a text, which --export-rules does not split")
    if text is not None:
        raise click.UsageError("--export-rules splits no text; give either", ctx)
    write([exported_rules()], place)
    for told in UNSAID:
        click.echo(f"aligner: note: SRX cannot say all of it: {told}", err=True)
