"""`aligner review PROJECT`: a project in the browser."""

from __future__ import annotations

import difflib
import getpass
import os
import sys
import threading
from pathlib import Path
from typing import Any

import click

from aligner.cli import options
from aligner.cli.check_options import config, configuration_for, in_languages_of
from aligner.cli.terminal import say
from aligner.configuration import Configuration
from aligner.errors import InputError
from aligner.model import Severity

TERMINAL_ONLY = {"select": "--select", "severity": "--severity", "include_decided": "--all"}
BROWSER_ONLY = {"port": "--port", "no_browser": "--no-browser", "lan": "--lan", "passphrase": "--passphrase"}
PASSPHRASE = "ALIGNER_PASSPHRASE"  # noqa: S105 - a name
_CODES: dict[str, Any] = {"multiple": True, "metavar": "CODES"}
_SUFFIX = ".review"
_HEADER = b"SQLite format 3\0"


class ReviewCommands(click.Group):
    """The commands of `aligner review`; what is none of them is a project or a text, and is opened."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put `open` before what is no command."""
        if args and args[0] not in self.commands and args[0] not in ctx.help_option_names:
            near = difflib.get_close_matches(args[0], self.commands, 1)
            if near and not Path(args[0]).exists():
                raise click.UsageError(f"there is no command and no file {args[0]!r}; did you mean {near[0]}?", ctx)
            args = ["open", *args]
        return super().parse_args(ctx, args)


@click.command(
    "open",
    epilog=options.examples(
        "aligner review article.review",
        "aligner review article.en.html article.es.html",
        "aligner review memory.tmx --author Ana",
        f"{PASSPHRASE}='four words nobody knows' aligner review site.review --lan --port 8000",
    ),
)
@click.argument("paths", nargs=-1, required=True, metavar="PROJECT | SOURCE TARGET | BITEXT | FOLDER…")
@options.pair_languages
@click.option("--author", metavar="NAME", help="The name that changes are kept under.  [default: your login name]")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, help="Port to answer at.  [default: any that is free]"
)
@click.option("--no-browser", is_flag=True, help="Tell the address, and open no browser.")
@click.option("--lan", is_flag=True, help="Answer the local network too, to those who know the passphrase.")
@click.option(
    "--passphrase",
    metavar="TEXT",
    help=f"The passphrase for --lan; better said in {PASSPHRASE}, where other programs do not see it.",
)
@click.option("--terminal", is_flag=True, help="Go through what was flagged in the terminal, without a browser.")
@click.option("--select", **_CODES, help="With --terminal, only findings of these rules.")
@click.option(
    "--severity",
    type=click.Choice([severity.value for severity in Severity]),
    help="With --terminal, only findings of this severity and above.",
)
@click.option("--all", "include_decided", is_flag=True, help="With --terminal, also what is decided.")
@config
@click.pass_context
def open_project(
    ctx: click.Context,
    paths: tuple[str, ...],
    source_language: str,
    target_language: str,
    author: str | None,
    port: int,
    no_browser: bool,
    lan: bool,
    passphrase: str | None,
    terminal: bool,
    select: tuple[str, ...],
    severity: str | None,
    include_decided: bool,
    config: str | None,
    no_config: bool,
) -> None:
    """Open PROJECT in the browser; of texts, make a project beside the last one first, or open the one that is there.

    It is served to this computer alone, at an address that lets one browser in, and until Ctrl-C. Every change is kept at once.
    """
    from aligner.review.web.asking import person

    options.refuse_given(ctx, BROWSER_ONLY if terminal else TERMINAL_ONLY, "the browser" if terminal else "--terminal")
    secret = _passphrase(passphrase, lan=lan)
    name = person(_login_name() if author is None else author)
    from aligner.corpus import folder_of

    configuration = configuration_for(folder_of(paths), config, no_config=no_config)
    project = _project_of(paths, (source_language, target_language), configuration)
    if terminal:
        from aligner.cli.review_terminal import TerminalOptions, review_in_terminal

        least = _ascending(severity)
        walk = TerminalOptions(name, options.codes(select), least, include_decided, configuration)
        ctx.exit(review_in_terminal(project, walk))
    _serve(project, configuration, (name, port, secret), no_browser=no_browser)


def _serve(
    project: str, configuration: Configuration, serving: tuple[str, int, str | None], *, no_browser: bool
) -> None:
    """Serve a project until a signal comes: under this name, at this port, with this passphrase."""
    from aligner.review import Project
    from aligner.review.creating import project_options
    from aligner.review.web.server import Addresses, Serving, serve

    with Project.open(project) as opened:
        chosen = project_options(dict(opened.settings()), configuration)

    def ready(addresses: Addresses) -> None:
        say(f"{project} is at {addresses.own} (Ctrl-C ends it)")
        if addresses.network is not None:
            say(f"on the network at {addresses.network}, with the passphrase; what goes there is not encrypted")
        if not no_browser:
            _open_browser(addresses.own)

    serve(project, chosen, Serving(*serving), ready)


def _ascending(least: str | None) -> tuple[Severity, ...]:
    """A severity and those above it; none where none is said."""
    order = (Severity.INFO, Severity.WARNING, Severity.ERROR)
    return () if least is None else order[order.index(Severity(least)) :]


def _passphrase(told: str | None, *, lan: bool) -> str | None:
    if not lan:
        if told is not None:
            raise click.UsageError("--passphrase goes with --lan")
        return None
    secret = told if told is not None else os.environ.get(PASSPHRASE)
    if not secret:
        raise click.UsageError(f"--lan needs a passphrase: set {PASSPHRASE}, or say --passphrase")
    from aligner.review.web.security import require_passphrase

    require_passphrase(secret)
    return secret


def _project_of(paths: tuple[str, ...], languages: tuple[str, str], configuration: Configuration) -> str:
    """The project that is meant: the one named, or one made of texts."""
    from aligner.cli.terminal import counted
    from aligner.pipeline import CheckOptions, PairOptions
    from aligner.review.creating import ProjectOptions, new_project, tasks_of

    if len(paths) == 1 and _is_project(paths[0]):
        return paths[0]
    project = _name_beside(paths[-1])
    if Path(project).exists():
        say(f"note: {project} is there already, and is opened; `aligner review update` reads changed texts again")
        return project
    pair = in_languages_of(configuration, PairOptions(*languages))
    tasks, left = tasks_of(paths, pair)
    with counted("reading", len(tasks)) as advance:
        check = CheckOptions(configuration=configuration)
        made = new_project(project, tasks, ProjectOptions(pair, check), lambda _one: advance(""), left)
    for line in made.left_out:
        say(f"note: left out: {line}")
    say(f"made {project}")
    return project


def _is_project(path: str) -> bool:
    """Whether a file is a database, as projects are; raises `InputError` for one that is not there."""
    real = Path(path)
    if not real.exists():
        raise InputError(path, "there is no such project", "make one with `aligner review new`, or name its texts")
    if not real.is_file():
        return False
    try:
        with real.open("rb") as file:
            return file.read(len(_HEADER)) == _HEADER
    except OSError as error:
        raise InputError(path, f"it cannot be opened ({error.strerror})", "check its permissions") from error


def _name_beside(path: str) -> str:
    """The name of the project of a text: beside it, its suffixes of format left off.

    >>> _name_beside("texts/article.es.html")
    'texts/article.es.review'
    """
    real = Path(path) if Path(path).name not in {"", ".."} else Path(path).resolve()
    if not real.name:
        raise InputError(path, "a project cannot be made beside it", "make one with `aligner review new`")
    return str(real.with_name(f"{real.name if real.is_dir() else real.stem}{_SUFFIX}"))


def _login_name() -> str:
    try:
        name = getpass.getuser()
    except (OSError, KeyError, ImportError):
        name = ""
    return name or "reviewer"


def _open_browser(address: str) -> None:
    """Open the address where there is a screen; a browser in the terminal would take it over."""
    import webbrowser

    has_screen = sys.platform in {"darwin", "win32"} or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if has_screen:
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
