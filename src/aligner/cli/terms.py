"""`aligner terms`: a bitext or two texts in, a list of likely terms out."""

from __future__ import annotations

import click

from aligner import pipeline, terminology
from aligner.cli import options
from aligner.cli.terminal import busy, write

_DEFAULTS = terminology.ExtractionOptions()


@click.command(
    epilog=options.examples(
        "aligner terms memory.tmx -o terms.csv",
        "aligner terms manual.en.html manual.es.html --min-count 2",
        "aligner check manual.en.html manual.es.html --glossary terms.csv",
    )
)
@click.argument("texts", nargs=-1, required=True, metavar="BITEXT | SOURCE TARGET")
@options.output
@options.pair_languages
@options.input_format("the files; by their suffixes, text on stdin")
@options.model
@click.option(
    "--min-count",
    type=click.IntRange(1),
    default=_DEFAULTS.least_count,
    show_default=True,
    help="How often a term must occur.",
)
@click.option("--top", type=click.IntRange(1), metavar="N", help="Only the N best pairs.")
def terms(
    texts: tuple[str, ...],
    output: str | None,
    source_language: str,
    target_language: str,
    input_format: str | None,
    model: str | None,
    min_count: int,
    top: int | None,
) -> None:
    """List the likely terms of an aligned corpus, with what stands for them.

    A BITEXT is a table of pairs or a translation memory; SOURCE and TARGET are aligned first. The result is a table, the
    best pairs first, that a person goes through, corrects, and gives to `aligner check --glossary`.
    """
    if len(texts) > 2:
        raise click.UsageError(f"one bitext or two texts, not {len(texts)} files")
    pair = pipeline.PairOptions(
        source_language, target_language, source_format=input_format, target_format=input_format, model=model
    )
    with busy("looking for terms") as progress:
        found = pipeline.extract_terms(texts, pair, terminology.ExtractionOptions(min_count, top), progress)
    write(terminology.table(found), output)
