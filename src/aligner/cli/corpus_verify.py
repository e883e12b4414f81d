"""`aligner corpus verify`: whether a corpus is what its build wrote."""

from __future__ import annotations

import click

from aligner.building import verify as verify_corpus
from aligner.cli import options
from aligner.cli.terminal import tracked

_FAULTS = 1


@click.command(epilog=options.examples("aligner corpus verify corpus"))
@click.argument("folder", metavar="DIR")
def verify(folder: str) -> int:
    """Check that no file of a corpus is missing or changed, and that each has the pairs it should have.

    DIR is what `aligner corpus build` made. Every fault is a line on stdout, and then the exit status is 1.
    """
    with tracked("verifying", "files") as progress:
        found = verify_corpus(folder, progress)
    for problem in found.problems:
        click.echo(problem)
    if found.problems:
        return _FAULTS
    click.echo(f"aligner: {found.files:,} files and {found.pairs:,} pairs are as they were written", err=True)
    return 0
