"""`aligner check`: one text, two, or a bitext in; findings out."""

from __future__ import annotations

import click
from click.core import ParameterSource

from aligner import checks, formats, pipeline, reports
from aligner.cli import options
from aligner.cli.terminal import appearance, busy, write
from aligner.contracts import Progress
from aligner.embedding import EmbedderOptions
from aligner.model import Report, Severity

FAIL_ON = (*(severity.value for severity in Severity), "never")
_ALONE_ONLY = {"language": "--lang", "other_language": "--other-lang"}
_PAIR_ONLY = {"source_language": "--from-lang", "target_language": "--to-lang"}
_ALIGNED_ONLY = {"model": "--model", **options.EMBEDDER_OPTIONS}


@click.command(
    epilog=options.examples(
        "aligner check article.es.html",
        "aligner check article.en.html article.es.html --ignore ALN,NUM502",
        "aligner check memory.tmx --format json -o findings.json",
    )
)
@click.argument("texts", nargs=-1, required=True, metavar="TEXT | SOURCE TARGET | BITEXT")
@click.option("--lang", "language", metavar="LANG", help="Language of TEXT; without it, en or es as the text shows.")
@click.option(
    "--other-lang",
    "other_language",
    metavar="LANG",
    help="Language that TEXT must not be in; without it, es for an English text, en for any other.",
)
@options.pair_languages
@click.option(
    "--from",
    "input_format",
    type=click.Choice([row.name for row in formats.FORMATS if row.reads_document or row.reads_bitext]),
    help="Format of the files; by their suffixes, text on stdin.",
)
@options.model
@options.embedder
@click.option(
    "--format",
    "report_name",
    type=click.Choice([row.name for row in reports.REPORTS]),
    default="text",
    show_default=True,
    help="Lines or a page for a person; what programs, code hosts and translation tools read.",
)
@options.output
@click.option("--select", multiple=True, metavar="CODES", help="Run only these rules: codes or their beginnings.")
@click.option("--ignore", multiple=True, metavar="CODES", help="Run all but these rules.")
@click.option(
    "--fail-on",
    type=click.Choice(FAIL_ON),
    default="warning",
    show_default=True,
    help="Least severity of a finding for which the exit status is 1.",
)
@click.pass_context
def check(
    ctx: click.Context,
    texts: tuple[str, ...],
    language: str | None,
    other_language: str | None,
    source_language: str,
    target_language: str,
    input_format: str | None,
    model: str | None,
    report_name: str,
    output: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    fail_on: str,
    embedder: EmbedderOptions,
) -> None:
    """Point at what a translation left behind, dropped or changed.

    One TEXT is checked by itself. SOURCE and TARGET are aligned first, then checked against each other. A BITEXT,
    such as a table of pairs or a translation memory, is checked row by row. Each may be - for standard input.

    CODES are rule codes or their beginnings, divided by commas; the options may be repeated. `aligner rules` lists
    the rules.
    """
    pair = pipeline.PairOptions(
        source_language,
        target_language,
        source_format=input_format,
        target_format=input_format,
        model=model,
        embedder=embedder,
    )
    chosen = pipeline.CheckOptions(options.codes(select), options.codes(ignore))
    with busy("checking") as progress:
        report = _report(ctx, texts, (language, other_language), (pair, chosen), progress)
    write(reports.render(report, report_name, appearance(output), checks.rules()), output)
    ctx.exit(_status(report, fail_on))


def _report(
    ctx: click.Context,
    texts: tuple[str, ...],
    languages: tuple[str | None, str | None],
    chosen_for: tuple[pipeline.PairOptions, pipeline.CheckOptions],
    progress: Progress,
) -> Report:
    """The library's report for what was asked."""
    pair, chosen = chosen_for
    if len(texts) > 2:
        raise click.UsageError(f"one text, two texts or one bitext, not {len(texts)} files", ctx)
    if len(texts) == 2:
        _refuse(ctx, _ALONE_ONLY, "one text checked by itself; write --from-lang and --to-lang")
        return pipeline.check_pair(*texts, pair, chosen, progress)
    if formats.is_bitext(texts[0], pair.source_format):
        _refuse(ctx, _ALONE_ONLY, "one text checked by itself; write --from-lang and --to-lang")
        _refuse(ctx, _ALIGNED_ONLY, "two texts, which it aligns")
        return pipeline.check_bitext_file(texts[0], pair, chosen)
    _refuse(ctx, _PAIR_ONLY, "two texts or a bitext; write --lang and --other-lang")
    _refuse(ctx, _ALIGNED_ONLY, "two texts, which it aligns")
    return pipeline.check_document(texts[0], *languages, chosen, pair.source_format)


def _refuse(ctx: click.Context, names: dict[str, str], what_they_need: str) -> None:
    """Raise when one of these options was given: it would be ignored."""
    for parameter, option in names.items():
        if ctx.get_parameter_source(parameter) is ParameterSource.COMMANDLINE:
            raise click.UsageError(f"{option} goes with {what_they_need}", ctx)


def _status(report: Report, fail_on: str) -> int:
    """1 when a finding is at least as severe as `fail_on`."""
    if fail_on == "never":
        return 0
    return int(any(finding.severity.rank >= Severity(fail_on).rank for finding in report.findings))
