"""`aligner review export`, `write` and `report`: what comes out of a review."""

from __future__ import annotations

import click

from aligner.cli import options
from aligner.cli.terminal import write as write_out
from aligner.formats.table import FORMATS


@click.command(
    epilog=options.examples(
        "aligner review export article.review -o article.tmx",
        "aligner review export site.review -o reviewed/ --to xliff",
        "aligner review export memory.review -o done.po --only done",
    )
)
@click.argument("project")
@options.output
@click.option(
    "--to",
    "output_format",
    type=click.Choice([row.name for row in FORMATS if row.writes_bitext]),
    help="Format of the result; by the suffix of OUT, jsonl on stdout.",
)
@click.option("--pair", "pairs", multiple=True, metavar="NAME", help="Only this pair of texts; may be repeated.")
@click.option("--only", type=click.Choice(["done"]), help="Only segments that somebody called done.")
def export(
    project: str, output: str | None, output_format: str | None, pairs: tuple[str, ...], only: str | None
) -> None:
    """Write the pairs of PROJECT as they read now, with how far each is.

    What is done is final; what is flagged or was edited, and is not done, needs review; comments are notes. OUT is a file,
    or a folder with a file for each pair of texts: one that is there, or a name that ends in /.
    """
    from aligner.review import Project, results

    with Project.open(project, verify=True) as opened:
        chosen = results.pair_numbers(opened, pairs) if pairs else None
        if output in (None, "-"):
            pieces = results.export_pieces(opened, results.ExportChoice(output_format, chosen, only is not None))
            write_out(pieces)
            return
        made = results.export(opened, output, results.ExportChoice(output_format, chosen, only is not None))
    say(f"{output}: {count(made.segments, 'segment')} of {count(made.pairs, 'pair')}")


def count(number: int, what: str) -> str:
    """A number of things, as a person says it."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def say(line: str) -> None:
    """One line for the person."""
    click.echo(f"aligner: {' '.join(line.split())}", err=True)
