"""`aligner evaluate`: an alignment against a gold one."""

from __future__ import annotations

import click

from aligner import evaluation, judging
from aligner.cli import options
from aligner.cli.terminal import write

_BOOTSTRAP = evaluation.Bootstrap()


@click.command(
    epilog=options.examples(
        "aligner evaluate article.gold article.ladder",
        "aligner evaluate gold/ mine/ --compare theirs/ --json",
    )
)
@click.argument("gold")
@click.argument("test")
@click.option("--compare", "other", metavar="OTHER", help="A second test: its figures, and by how much its F1 differ.")
@click.option(
    "--neutral",
    metavar="FILE",
    help="Sentences to leave out, as JSON; without it NAME.neutral.json beside GOLD where there is one.",
)
@options.pair_languages
@click.option("--json", "as_json", is_flag=True, help="One JSON object in place of tables.")
@options.output
@click.option("--resamples", default=_BOOTSTRAP.resamples, show_default=True, help="Samples of the bootstrap.")
@click.option("--seed", default=_BOOTSTRAP.seed, show_default=True, help="Seed of their draws.")
def evaluate(
    gold: str,
    test: str,
    other: str | None,
    neutral: str | None,
    source_language: str,
    target_language: str,
    as_json: bool,
    output: str | None,
    resamples: int,
    seed: int,
) -> None:
    """Tell how near an alignment comes to a gold one.

    GOLD and TEST are ladders ([3]:[3, 4]), JSON lines as `aligner align` writes them, XCES files (cesAlign), or two
    folders of them, whose files go together by name. TMX, XLIFF, PO, TSV and CSV files have no sentence numbers: their
    texts are compared. A memory and a catalogue have no nulls, and a unit that is not translated yet is none. In XCES, s1
    is sentence 0 of a ladder.

    Strict: the same bead is in the gold. Lax: it shares a sentence on each side with what the gold pairs. Null:
    sentences without a counterpart. Wrong nulls lower the precision, as in vecalign's scorer; recall leaves nulls out.
    Several documents are counted together. Intervals are drawn from documents, or from the beads of an only one.
    """
    settings = judging.EvaluationOptions(
        other, neutral, source_language, target_language, evaluation.Bootstrap(resamples, seed)
    )
    found = judging.evaluate_files(gold, test, settings)
    write(evaluation.as_json(found) if as_json else evaluation.as_text(found), output)
