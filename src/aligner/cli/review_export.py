"""`aligner review export`, `write` and `report`: what comes out of a review."""

from __future__ import annotations

from pathlib import PurePath

import click

from aligner import display
from aligner.cli import options
from aligner.cli.terminal import say
from aligner.cli.terminal import write as write_out

LEFT = 1  # the exit status when some changes have no way back
SHOWN = 60  # characters of a text in a line for a person


@click.command(
    epilog=options.examples(
        "aligner review export article.review -o article.tmx",
        "aligner review export site.review -o reviewed/ --to xliff",
        "aligner review export memory.review -o done.po --only done",
    )
)
@click.argument("project")
@options.output
@options.output_format("jsonl on stdout")
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
    say(f"{output}: {display.counted(made.segments, 'segment')} of {display.counted(made.pairs, 'pair')}")


@click.command(
    epilog=options.examples(
        "aligner review write article.review --diff",
        "aligner review write article.review --in-place",
        "aligner review write site.review -o corrected",
    )
)
@click.argument("project")
@click.option("-o", "--output", "folder", metavar="FOLDER", help="Write corrected texts into this folder.")
@click.option("--in-place", is_flag=True, help="Write corrections into the texts themselves.")
@click.option("--diff", "shows_diff", is_flag=True, help="Show what changes; without -o or --in-place write nothing.")
@click.option("--pair", "pairs", multiple=True, metavar="NAME", help="Only this pair of texts; may be repeated.")
@click.option("--allow", multiple=True, metavar="FOLDER", help="Read texts in this folder too; may be repeated.")
@click.pass_context
def write(
    ctx: click.Context,
    project: str,
    folder: str | None,
    in_place: bool,
    shows_diff: bool,
    pairs: tuple[str, ...],
    allow: tuple[str, ...],
) -> None:
    """Write what people changed in PROJECT back into its texts, every other byte as it was.

    All texts are written, or none. What has no exact way back is told, and stays as it was; the exit status is then 1. A text
    that has changed since the project read it is refused: bring the project up to date first.
    """
    from aligner.review import Project, results
    from aligner.review.rewriting import rewritings, write_back

    if folder is not None and in_place:
        raise click.UsageError("give -o or --in-place, not both")
    if folder is None and not in_place and not shows_diff:
        raise click.UsageError("say where to write: -o FOLDER or --in-place; --diff shows what would change")
    with Project.open(project, verify=True) as opened:
        made = rewritings(opened, results.pair_numbers(opened, pairs) if pairs else None, allow)
        if shows_diff:
            write_out(line for one in made for line in one.diff())
        written = write_back(opened, made, folder) if folder is not None or in_place else ()
    for one in made:
        for edit in one.left:
            say(f"note: {one.path}:{edit.place}: not written: {_change(edit.before, edit.after)}")
        if one.regrouped:
            told = f"{display.counted(one.regrouped, 'pair')} of the file {'was' if one.regrouped == 1 else 'were'}"
            say(
                f"note: {one.path}: {told} put together or taken apart, and stay there as they were; export writes them"
            )
    for path in written:
        say(f"wrote {path}")
    if in_place and written:
        say(f"`aligner review update {project}` reads them again")
    is_left = any(one.left or one.regrouped for one in made)
    if not is_left and not any(one.after != one.before for one in made):
        say("no text is to be changed")
    ctx.exit(LEFT if is_left else 0)


def _change(before: str, after: str) -> str:
    if not before:
        return f"“{_shortened(after)}” was added"
    return f"“{_shortened(before)}” became “{_shortened(after)}”" if after else f"“{_shortened(before)}” was taken out"


def _shortened(text: str) -> str:
    return text if len(text) <= SHOWN else text[: SHOWN - 1].rstrip() + "…"


@click.command(
    epilog=options.examples(
        "aligner review report article.review -o report.html", "aligner review report article.review -o report.csv"
    )
)
@click.argument("project")
@options.output
@click.option(
    "--format",
    "form",
    type=click.Choice(["html", "csv"]),
    help="A page or a table; by the suffix of OUT, html on stdout.",
)
def report(project: str, output: str | None, form: str | None) -> None:
    """Tell who decided what in PROJECT, when and why, and which texts were changed."""
    from aligner.review import Project, results

    if form is None:
        suffix = PurePath(output or "-.html").suffix.lower()
        form = {".html": "html", ".htm": "html", ".csv": "csv"}.get(suffix)
    if form is None:
        raise click.UsageError(f"{output} ends in neither .html nor .csv; say --format")
    with Project.open(project, verify=True) as opened:
        results.require_free(opened, [output] if output not in (None, "-") else [])
        data, _, _ = results.report_bytes(opened, form)
    write_out([data], output)
