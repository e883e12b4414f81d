"""`aligner corpus pair`: folders and crawls in, a manifest of the texts that belong together out."""

from __future__ import annotations

from collections import Counter
from pathlib import PurePath

import click

from aligner import pipeline
from aligner.cli import options
from aligner.cli.check_options import config, configuration_for, in_languages_of
from aligner.cli.terminal import tracked, write
from aligner.corpus.pairing import folder_of
from aligner.corpus.pairing_archives import ArchiveLimits
from aligner.corpus.pairing_table import (
    PairedTexts,
    PairingOptions,
    Unpaired,
    manifest_lines,
    pair_texts,
    unpaired_lines,
)
from aligner.display import counted
from aligner.embedding import EmbedderOptions
from aligner.languages import language_name


@click.command(
    epilog=options.examples(
        "aligner corpus pair site/ -o pairs.tsv",
        "aligner corpus pair english/ spanish/ -o pairs.tsv --unpaired left.tsv",
        "aligner corpus pair crawl.warc.gz -o pairs.tsv --pages pages",
        "aligner corpus build pairs.tsv -o corpus",
    )
)
@click.argument("paths", nargs=-1, required=True, metavar="DIR...")
@options.output
@options.pair_languages
@click.option(
    "--content/--no-content",
    "uses_content",
    default=True,
    show_default=True,
    help="Read the texts: pair what no name tells, and say of all pairs how likely they are.",
)
@click.option(
    "--min-score",
    type=float,
    default=0.5,
    show_default=True,
    metavar="SCORE",
    help="Least score of a pair that only its content tells, from 0 to 1.",
)
@click.option("--unpaired", metavar="FILE", help="Write the texts without a partner, and why, as a table.")
@click.option(
    "--pages",
    metavar="FOLDER",
    help="Where the pages of archives (.warc, .warc.gz, .wacz) go; without it, OUT.pages beside the manifest.",
)
@click.option(
    "--max-pages", type=int, default=1_000_000, show_default=True, metavar="N", help="Most pages of archives."
)
@options.model
@options.embedder
@options.segmentation_rules
@config
@click.option("--workers", type=int, default=1, show_default=True, help="Processes that share the reading.")
@click.option("--verbose", is_flag=True, help="Name on stderr every text without a partner, and what is left out.")
def pair(
    paths: tuple[str, ...],
    output: str | None,
    source_language: str,
    target_language: str,
    uses_content: bool,
    min_score: float,
    unpaired: str | None,
    pages: str | None,
    max_pages: int,
    model: str | None,
    segmentation_rules: str | None,
    config: str | None,
    no_config: bool,
    workers: int,
    verbose: bool,
    embedder: EmbedderOptions,
) -> None:
    """Find which text is the translation of which, and write them as a manifest.

    DIR... are folders, files, and archives of crawls. Texts are paired by what pages declare (hreflang), sitemaps, links such
    as "Leer en español", addresses, names of files and folders; the rest by what they say. The manifest is for `aligner
    corpus build` and `aligner align --manifest`.
    """
    if segmentation_rules is not None and model is None:
        raise click.UsageError("--rules goes with --model: the bundled model reads whole texts, which are not split")
    settings = configuration_for(folder_of(paths), config, no_config=no_config)
    said = pipeline.PairOptions(
        source_language,
        target_language,
        model=model,
        embedder=embedder,
        segmentation_rules=segmentation_rules or settings.segmentation_rules,
    )
    chosen = PairingOptions(
        in_languages_of(settings, said),
        uses_content,
        min_score,
        pages or _pages_beside(output),
        ArchiveLimits(pages=max_pages),
        workers,
    )
    with tracked("pairing", "texts") as progress:
        found = pair_texts(paths, chosen, progress)
    write(manifest_lines(found, output or "-"), output)
    if unpaired is not None:
        write(unpaired_lines(found), unpaired)
    if verbose:
        for one in found.unpaired:
            click.echo(f"aligner: {one.path} has no partner: {_why(one)}", err=True)
        for left in found.skipped:
            click.echo(f"aligner: {left.path} left out: {left.reason}", err=True)
    click.echo(f"aligner: {_summary(found)}", err=True)


def _pages_beside(output: str | None) -> str | None:
    """The folder of pages beside a manifest."""
    return None if output in (None, "-") else str(PurePath(str(output)).with_suffix(".pages"))


def _why(one: Unpaired) -> str:
    if one.nearest is None or one.score is None:
        return one.reason
    return f"{one.reason} ({one.nearest}, {one.score:.2f})"


def _summary(found: PairedTexts) -> str:
    """One line: how many pairs were found in which way, and what is left."""
    ways = ", ".join(f"{count:,} {reason}" for reason, count in found.reasons.items())
    told = f"{counted(len(found.pairs), 'pair')}" + (f" ({ways})" if ways else "")
    languages = Counter(one.language for one in found.unpaired)
    named = ", ".join(f"{count:,} {language_name(code)}" for code, count in languages.most_common(4) if code)
    told += f"; {counted(len(found.unpaired), 'text')} without a partner" + (f" ({named})" if named else "")
    return told + (f"; {len(found.skipped):,} left out" if found.skipped else "")
