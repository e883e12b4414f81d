"""`aligner corpus`: from folders of texts to a corpus; its commands are imported when they are called."""

from __future__ import annotations

import importlib

import click

# Every command: its module, the function in it, and what the list of commands says of it.
COMMANDS: dict[str, tuple[str, str, str]] = {
    "pair": ("corpus_pair", "pair", "Find which text is the translation of which, and write a manifest."),
    "build": ("corpus_build", "build", "Align, check and filter the documents of a manifest into shards."),
    "verify": ("corpus_verify", "verify", "Check that no file of a corpus is missing or changed."),
    "mine": ("corpus_mine", "corpus_mine", "Find parallel sentences in two files of unordered lines."),
    "report": ("corpus_report", "corpus_report", "Tell what is in a corpus, as a page with plots or as JSON."),
}


class CorpusCommands(click.Group):
    """The group of commands."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names of the commands, in the order in which a person meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, imported now."""
        if cmd_name not in COMMANDS:
            return None
        module, name, _ = COMMANDS[cmd_name]
        command = getattr(importlib.import_module(f"aligner.cli.{module}"), name)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing one."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, told) for name, (_, _, told) in COMMANDS.items()])


@click.group(cls=CorpusCommands)
def corpus() -> None:
    """Build corpora: which texts go together, their pairs, filtered, in shards."""
