"""`aligner check`: one text, two, or a bitext in; findings out."""

from __future__ import annotations

from dataclasses import dataclass

import click

from aligner import formats, pipeline, reports
from aligner.cli import options
from aligner.cli.check_many import MANY_ONLY, Many, ManyRequest, is_many, many
from aligner.cli.check_options import Manners, in_languages_of, manners
from aligner.cli.check_telling import keep_as_known, say_fixes, status_of
from aligner.cli.terminal import appearance, busy, say, write
from aligner.cli.watching import Answer, watch
from aligner.configuration import Configuration
from aligner.contracts import Progress
from aligner.embedding import EmbedderOptions
from aligner.fixing import Fixing, fix
from aligner.languages import parse_language
from aligner.model import Report
from aligner.reports.statistics import statistics

_ALONE_ONLY = {"language": "--lang", "other_language": "--other-lang"}
_PAIR_ONLY = {"source_language": "--from-lang", "target_language": "--to-lang"}
_SPLIT_ONLY = {"segmentation_rules": "--rules"}
_ALIGNED_ONLY = {"model": "--model", **options.EMBEDDER_OPTIONS}


@click.command(
    epilog=options.examples(
        "aligner check article.es.html",
        "aligner check article.en.html article.es.html --ignore ALN,NUM502",
        "aligner check memory.tmx --format json -o findings.json",
        "aligner check site --verbose --workers 4",
        "aligner check https://www.example.org/en/article",
    )
)
@click.argument("texts", nargs=-1, required=True, metavar="TEXT | SOURCE TARGET | BITEXT | FOLDER… | ADDRESS…")
@click.option("--lang", "language", metavar="LANG", help="Language of TEXT; without it, en or es as the text shows.")
@click.option(
    "--other-lang",
    "other_language",
    metavar="LANG",
    help="Language that TEXT must not be in; without it, es for an English text, en for any other.",
)
@options.pair_languages
@options.input_format("the files; by their suffixes, text on stdin")
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
@manners
@many
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
    embedder: EmbedderOptions,
    manners: Manners,
    many: Many,
) -> None:
    """Point at what a translation left behind, dropped or changed.

    One TEXT is checked by itself. SOURCE and TARGET are aligned first, then checked against each other. A BITEXT,
    such as a table of pairs or a translation memory, is checked row by row. Each may be - for standard input.

    In FOLDERs, and among more than two files, the versions of a text are found by their names (x.en.html and x.es.html,
    en/x and es/x) and by what pages declare; then all texts are compared. A page at an ADDRESS is fetched, and its other
    language version looked for; two addresses are source and target.

    CODES are codes or names of rules or beginnings of codes, divided by commas; the options may be repeated.
    `aligner rules` lists the rules. Settings of a project stand in aligner.toml or pyproject.toml; options go before
    them.
    """
    pair = pipeline.PairOptions(
        source_language,
        target_language,
        source_format=input_format,
        target_format=input_format,
        model=model,
        embedder=embedder,
    )
    if is_many(texts):
        options.refuse_given(ctx, _ALONE_ONLY, "one text checked by itself; write --from-lang and --to-lang")
        request: ManyRequest | _Request = ManyRequest(texts, pair, report_name, output, manners, many)
    else:
        options.refuse_given(ctx, MANY_ONLY, "folders, more than two files, or addresses")
        request = _Request(ctx, texts, (language, other_language), pair, report_name, output, manners)
    if not manners.watch:
        ctx.exit(request.answer().status)
    if "-" in texts:
        raise click.UsageError("--watch needs files, and standard input is none", ctx)
    watch(request.answer, request.files)


@dataclass(frozen=True, slots=True)
class _Request:
    """What was asked: texts, how they are read, and what is to be done with what is found."""

    ctx: click.Context
    texts: tuple[str, ...]
    languages: tuple[str | None, str | None]
    pair: pipeline.PairOptions
    report_name: str
    output: str | None
    manners: Manners

    def files(self) -> tuple[str, ...]:
        """The files that the answer depends on."""
        return (*self.texts, *self.manners.files(self.texts[0]))

    def answer(self) -> Answer:
        """Check, tell, write."""
        settings = self.manners.configuration(self.texts[0])
        chosen = self.manners.check_options(settings)
        written: tuple[str, ...] = ()
        if self.manners.fix or self.manners.diff:
            fixing = fix(lambda changed: self._checked(settings, changed), chosen, self.pair.target_format)
            if self.manners.diff:
                return Answer(self._tell_diff(fixing))
            fixing.write()
            say_fixes(fixing, "fixed")
            report, written = fixing.report, (fixing.path,)
        else:
            report = self._checked(settings, chosen)
        for note in report.notes:
            say(f"note: {note}")
        if self.manners.write_baseline is not None:
            keep_as_known([report], self.manners)
            return Answer(0, written)
        if self.manners.statistics:
            write(statistics(report, chosen.rules, self.report_name), self.output)
        else:
            write(reports.render(report, self.report_name, appearance(self.output), chosen.rules), self.output)
        return Answer(status_of(report.findings, self.manners.threshold(settings)), written)

    def _checked(self, settings: Configuration, chosen: pipeline.CheckOptions) -> Report:
        with busy("checking") as progress:
            return _report(
                self.ctx, self.texts, self._alone(settings), (in_languages_of(settings, self.pair), chosen), progress
            )

    def _alone(self, settings: Configuration) -> tuple[str | None, str | None]:
        """The languages of one text and of what it must not be in."""
        language, other = self.languages
        language = language or settings.language
        said = settings.other_language
        # Settings are for the texts of one language; a text in the other is told by the command line.
        is_own = bool(language and said) and parse_language(str(language)) == parse_language(str(said))
        return language, other or (None if is_own else said)

    def _tell_diff(self, fixing: Fixing) -> int:
        lines = list(fixing.diff())
        write(lines, self.output)
        say_fixes(fixing, "would fix")
        return int(bool(lines))


def _report(
    ctx: click.Context,
    texts: tuple[str, ...],
    languages: tuple[str | None, str | None],
    chosen_for: tuple[pipeline.PairOptions, pipeline.CheckOptions],
    progress: Progress,
) -> Report:
    """The library's report for what was asked."""
    pair, chosen = chosen_for
    if len(texts) == 2:
        options.refuse_given(ctx, _ALONE_ONLY, "one text checked by itself; write --from-lang and --to-lang")
        return pipeline.check_pair(*texts, pair, chosen, progress)
    if formats.is_bitext(texts[0], pair.source_format):
        options.refuse_given(ctx, _ALONE_ONLY, "one text checked by itself; write --from-lang and --to-lang")
        options.refuse_given(ctx, _ALIGNED_ONLY, "two texts, which it aligns")
        options.refuse_given(ctx, _SPLIT_ONLY, "texts, which it splits into sentences")
        return pipeline.check_bitext_file(texts[0], pair, chosen)
    options.refuse_given(ctx, _PAIR_ONLY, "two texts or a bitext; write --lang and --other-lang")
    options.refuse_given(ctx, _ALIGNED_ONLY, "two texts, which it aligns")
    return pipeline.check_document(texts[0], *languages, chosen, pair.source_format)
