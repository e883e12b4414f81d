"""`aligner review`: projects in which people settle what was flagged."""

from __future__ import annotations

from typing import Any

import click

from aligner import display
from aligner.cli import options
from aligner.cli.check_options import config, configuration_for, in_languages_of
from aligner.cli.review_export import export, report
from aligner.cli.review_export import write as write_texts
from aligner.cli.review_lines import statistics_lines
from aligner.cli.review_open import ReviewCommands, open_project
from aligner.cli.terminal import counted, say, write
from aligner.pipeline import CheckOptions, PairOptions

FAILED = 2
_CODES: dict[str, Any] = {"multiple": True, "metavar": "CODES"}


@click.group(
    cls=ReviewCommands,
    epilog=options.examples(
        "aligner review article.en.html article.es.html",
        "aligner review new article.review article.en.html article.es.html",
        "aligner review update article.review",
        "aligner review export article.review -o article.tmx",
        "aligner review write article.review --in-place",
    ),
)
def review() -> None:
    """Settle what was flagged, in the browser or the terminal, alone or with others.

    With a project or with texts in the place of a command, this opens them (see `aligner review open --help`). A project is
    one file. It has the texts, their alignment, what was found in them, and everything people decided and
    changed, step by step.
    """


review.add_command(open_project)
for _command in (export, write_texts, report):
    review.add_command(_command)


@review.command(
    epilog=options.examples(
        "aligner review new article.review article.en.html article.es.html",
        "aligner review new memory.review memory.tmx",
        "aligner review new site.review site --workers 2",
        "aligner review new corpus.review --manifest pairs.tsv",
    )
)
@click.argument("project")
@click.argument("texts", nargs=-1, metavar="SOURCE TARGET | BITEXT | FOLDER…")
@click.option("--manifest", metavar="FILE", help="A table of pairs, source, tab, target, in place of texts.")
@options.pair_languages
@options.model
@click.option("--pre-segmented", is_flag=True, help="Each line is one sentence; nothing is split.")
@options.segmentation_rules
@click.option("--select", **_CODES, help="Run only these rules: codes, names or beginnings of codes.")
@click.option("--ignore", **_CODES, help="Run all but these rules.")
@config
@click.option("--workers", type=click.IntRange(1), default=1, show_default=True, help="Texts that are read at a time.")
def new(
    project: str,
    texts: tuple[str, ...],
    manifest: str | None,
    source_language: str,
    target_language: str,
    model: str | None,
    pre_segmented: bool,
    segmentation_rules: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    config: str | None,
    no_config: bool,
    workers: int,
) -> None:
    """Align and check texts, and write them into the new file PROJECT.

    SOURCE and TARGET are the two versions of a text, a BITEXT is a file of pairs; in a FOLDER, versions are found by the
    names of files (x.en.html and x.es.html, en/x and es/x) and by what pages declare.
    """
    from aligner.corpus import folder_of
    from aligner.review.creating import ProjectOptions, new_project, tasks_of

    if not texts and manifest is None:
        raise click.UsageError("give the two versions of a text, a file of pairs, a folder, or --manifest")
    configuration = configuration_for(manifest or folder_of(texts), config, no_config=no_config)
    said = PairOptions(
        source_language,
        target_language,
        model=model,
        pre_segmented=pre_segmented,
        segmentation_rules=segmentation_rules,
    )
    pair = in_languages_of(configuration, said)
    check = CheckOptions(options.codes(select), options.codes(ignore), configuration=configuration)
    tasks, left = tasks_of(texts, pair, manifest)
    with counted("reading", len(tasks)) as advance:
        made = new_project(project, tasks, ProjectOptions(pair, check, workers), lambda _one: advance(""), left)
    for line in made.left_out:
        say(f"note: left out: {line}")
    say(
        f"{project}: {display.counted(made.pairs, 'pair')}, {display.counted(made.beads, 'segment')}, {display.counted(made.findings, 'finding')}"
    )


@review.command(epilog=options.examples("aligner review update article.review"))
@click.argument("project")
@click.option("--allow", multiple=True, metavar="FOLDER", help="Read texts in this folder too; may be repeated.")
@config
@click.pass_context
def update(ctx: click.Context, project: str, allow: tuple[str, ...], config: str | None, no_config: bool) -> None:
    """Read the texts of PROJECT again that have changed, and keep what people did.

    Segments that are locked or done stay as they are; decisions go with their findings. What could not be carried over
    is told on stdout. Texts are read in the folder of the project, and elsewhere only where --allow says so.
    """
    from aligner.review import Project
    from aligner.review.creating import project_options
    from aligner.review.updating import update as updated

    configuration = configuration_for(project, config, no_config=no_config)
    with Project.open(project, verify=True) as opened:
        chosen = project_options(dict(opened.settings()), configuration)
        with counted("reading", len(opened.pairs())) as advance:
            done = updated(opened, chosen, allow, lambda _one: advance(""))
    changed = [one for one in done if one.is_changed]
    failed = [one for one in done if one.problem is not None]
    write(f"{one.name}: not carried over: {line}\n" for one in changed for line in one.lost)
    for one in failed:
        say(f"error: {one.problem}")
    say(f"{len(changed)} of {display.counted(len(done), 'pair')} changed")
    ctx.exit(FAILED if failed else 0)


@review.command(
    epilog=options.examples("aligner review stats article.review", "aligner review stats article.review --format json")
)
@click.argument("project")
@options.text_or_json()
def stats(project: str, form: str) -> None:
    """Tell how far the review of PROJECT is: by pair of texts, by rule and by person."""
    import json

    from aligner.review import Project
    from aligner.review.results_statistics import statistics

    with Project.open(project, verify=True) as opened:
        found = statistics(opened)
    if form == "json":
        write([json.dumps(found.as_data(), ensure_ascii=False, indent=2) + "\n"])
    else:
        write(f"{line}\n" for line in statistics_lines(found))
