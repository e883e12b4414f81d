"""The program: its commands, imported when they are called, and what it says when something goes wrong."""

from __future__ import annotations

import difflib
import importlib
import os
import sys
from collections.abc import Sequence
from typing import Any

import click
from click.exceptions import NoArgsIsHelpError

from aligner.errors import AlignerError
from aligner.version import VERSION

# Every command: the function of that name in the module of that name, and what the list of commands says of it.
COMMANDS: dict[str, str] = {
    "align": "Pair the sentences of the two language versions of a text.",
    "check": "Point at what a translation left behind, dropped or changed.",
    "segment": "Split a text into its sentences, by our rules or those of an SRX file.",
    "terms": "List the likely terms of an aligned corpus, with what stands for them.",
    "export": "Write pairs as one corpus, filtered on request, in any format.",
    "corpus": "Build corpora: which texts go together, their pairs, filtered, in shards.",
    "formats": "List the formats, and what can be done with each.",
    "review": "Settle what was flagged, in the browser or the terminal, alone or with others.",
    "rules": "List the rules of `aligner check`.",
    "explain": "Tell what a rule looks for, and why.",
    "evaluate": "Tell how near an alignment comes to a gold one.",
    "models": "Embedding models: which there are, what they are made of, and training your own.",
    "completion": "Write the script that lets a shell complete commands, options, rules and names.",
}

COMPLETION_VARIABLE = "_ALIGNER_COMPLETE"  # set by the scripts of `aligner completion`; click goes by it
FAILED = 2
INTERRUPTED = 130
PIPE_CLOSED = 141  # what a shell reports for a program that SIGPIPE ended


class Program(click.Group):
    """The group of commands; errors become one line on stderr and an exit status."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names of the commands, in the order in which a person meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, imported now."""
        if cmd_name not in COMMANDS:
            return None
        command = getattr(importlib.import_module(f"aligner.cli.{cmd_name}"), cmd_name)
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the arguments begin with; an unknown one gets the nearest."""
        name = args[0] if args else ""
        near = difflib.get_close_matches(name, COMMANDS, 1)
        if near and name not in COMMANDS:
            raise click.UsageError(f"there is no command {name!r}; did you mean {near[0]}?", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing one."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; a reader that closes the pipe ends it quietly."""
        try:
            result = super().invoke(ctx)
            if sys.stdout is not None:
                sys.stdout.flush()
        except BrokenPipeError:
            from aligner.cli.terminal import discard_stdout

            discard_stdout()
            ctx.exit(PIPE_CLOSED)
        return result

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = "aligner",
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """Run the program and end the process with its status; with `standalone_mode` off, return or raise."""
        if not standalone_mode:
            return super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
        status = self._status(args, prog_name, complete_var, extra)
        sys.exit(status)

    def _status(
        self, args: Sequence[str] | None, prog_name: str | None, complete_var: str | None, extra: dict[str, Any]
    ) -> int:
        if COMPLETION_VARIABLE in os.environ:  # a shell asks what fits; nothing else needs to know how to tell
            from aligner.cli.completion_values import register

            register()
        try:
            status = super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
        except click.Abort:
            return INTERRUPTED
        except NoArgsIsHelpError as error:
            error.show()
            return FAILED
        except click.UsageError as error:
            return _fail(f"{error.format_message().rstrip('.')}; see `{_command_path(error)} --help`")
        except click.ClickException as error:
            return _fail(error.format_message())
        except AlignerError as error:
            return _fail(str(error))
        return status if isinstance(status, int) else 0


def _command_path(error: click.UsageError) -> str:
    return error.ctx.command_path if error.ctx else "aligner"


def _fail(problem: str) -> int:
    click.echo(f"aligner: error: {' '.join(problem.split())}", err=True)
    return FAILED


@click.group(
    cls=Program,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit status: 0 done and clean; 1 findings at or above --fail-on; 2 the request could not be carried out.",
)
@click.version_option(VERSION, "--version", "-V", prog_name="aligner", message="%(prog)s %(version)s")
def main() -> None:
    """Align the English and the Spanish version of a text, flag what the translation left behind.

    SOURCE, TARGET and TEXT are files, or - for standard input; the format comes from the suffix.
    """
