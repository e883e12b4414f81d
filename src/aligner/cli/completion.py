"""`aligner completion`: what a shell reads to complete commands, options, and what they take."""

from __future__ import annotations

import click

from aligner.cli import options
from aligner.cli.completion_values import SHELLS, script
from aligner.cli.terminal import write


@click.command(
    epilog=options.examples(
        'eval "$(aligner completion bash)"',
        "aligner completion zsh > ~/.zfunc/_aligner",
        "aligner completion fish > ~/.config/fish/completions/aligner.fish",
    )
)
@click.argument("shell", type=click.Choice(list(SHELLS)), metavar="SHELL")
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Write the script that lets a shell complete commands, options, rules and names.

    SHELL is bash (4.4 or newer), zsh or fish. The script asks `aligner` itself for what fits, so that it need not be written
    again after an upgrade.
    """
    write([script(ctx.find_root().command, shell)])
