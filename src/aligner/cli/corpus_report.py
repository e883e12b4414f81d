"""`aligner corpus report`: what is in a corpus, as a page or as JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import PurePath

import click

from aligner import pipeline
from aligner.cli import options
from aligner.cli.terminal import tracked, write
from aligner.exporting.statistics import Statistics, StatisticsOptions, as_json, statistics
from aligner.exporting.statistics_page import as_page

_FORMATS: dict[str, Callable[[Statistics], Iterator[str]]] = {"html": as_page, "json": as_json}


@click.command(
    "report",
    epilog=options.examples(
        "aligner corpus report corpus -o report.html",
        "aligner corpus report memory.tmx pairs.tsv -o report.html --check",
        "aligner corpus report corpus --format json",
    ),
)
@click.argument("paths", nargs=-1, required=True, metavar="IN...")
@options.output
@click.option(
    "--format", "form", type=click.Choice(list(_FORMATS)), help="A page or JSON; by the suffix of OUT, json on stdout."
)
@options.pair_languages
@click.option(
    "--check/--no-check",
    "checks",
    default=False,
    show_default=True,
    help="Run all rules, and count the pairs in which each finds something.",
)
@click.option("--samples", type=int, default=10, show_default=True, help="Best and worst pairs that are shown.")
def corpus_report(
    paths: tuple[str, ...],
    output: str | None,
    form: str | None,
    source_language: str,
    target_language: str,
    checks: bool,
    samples: int,
) -> None:
    """Tell what is in a corpus: lengths, scores, bead types, languages, sources, duplicates, findings.

    IN... are files of pairs in any format, folders of them, or the folder of `aligner corpus build`. The page needs nothing
    but itself.
    """
    suffix = PurePath(output or "").suffix.lower()
    chosen = form or ("html" if suffix in {".html", ".htm"} else "json")
    pair = pipeline.PairOptions(source_language, target_language)
    with tracked("counting", "pairs") as progress:
        made = statistics(paths, StatisticsOptions(pair, checks, samples), progress)
    write(_FORMATS[chosen](made), output)
