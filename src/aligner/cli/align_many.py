"""`aligner align --manifest`: goes through a table of pairs and says what could not be aligned."""

from __future__ import annotations

import time

import click

from aligner.cli.terminal import counted
from aligner.corpus import ManifestOptions, Outcome, align_manifest, read_manifest

FAILED = 2


def align_many(manifest: str, folder: str, options: ManifestOptions) -> int:
    """Align every pair of a manifest; one line on stderr for each that cannot be, and then exit status 2."""
    read = read_manifest(manifest)
    started = time.monotonic()
    done: list[Outcome] = []
    with counted("aligning", len(read)) as advance:

        def report(outcome: Outcome) -> None:
            done.append(outcome)
            if outcome.problem is not None:
                place = f"{manifest}:{outcome.pair.line}"
                click.echo(f"aligner: error: {place}: {' '.join(outcome.problem.split())}", err=True)
            advance(f"{len(done) / max(time.monotonic() - started, 1e-9):,.1f} pairs/s")

        outcomes = align_manifest(read, folder, options, report)
    failed = sum(outcome.problem is not None for outcome in outcomes)
    below, pairs = sum(outcome.below for outcome in outcomes), sum(outcome.pairs for outcome in outcomes)
    if below:
        click.echo(f"aligner: {below} of {pairs} pairs score less than {options.selection.least_score}", err=True)
    if failed:
        click.echo(f"aligner: error: {failed} of {len(outcomes)} pairs could not be aligned", err=True)
    return FAILED if failed else 0
