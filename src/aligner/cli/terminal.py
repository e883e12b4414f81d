"""What goes to stdout, to a file, and to the person at the terminal."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

import click

from aligner.errors import InputError
from aligner.formats.writing import write_whole
from aligner.reports import Appearance

_WIDEST = 120
_PIPE_WIDTH = 100


def write(pieces: Iterable[str] | Iterable[bytes], output: str | None = None) -> None:
    """Write a result to the file `output`, or to stdout, text as UTF-8 whatever the locale says.

    Raises `InputError` when it cannot be written, `BrokenPipeError` when the reader has left.
    """
    if output is not None and output != "-":
        write_whole(output, pieces)
        return
    if sys.stdout is None:  # what Python makes of a closed one
        raise InputError("-", "standard output is closed", "open it, or write to a file with -o")
    try:
        for piece in pieces:
            sys.stdout.buffer.write(piece.encode("utf-8", "backslashreplace") if isinstance(piece, str) else piece)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        discard_stdout()
        raise InputError("-", f"it cannot be written ({error.strerror})", "write to a file with -o") from error


def say(line: str) -> None:
    """Say one line to the person, on stderr."""
    click.echo(f"aligner: {' '.join(line.split())}", err=True)


def file_size(size: int) -> str:
    """Bytes as a person reads them, in powers of a thousand.

    >>> [file_size(size) for size in (0, 999, 1_000, 12_916_000, 1 << 30)]
    ['0 bytes', '999 bytes', '1.0 kB', '12.9 MB', '1.1 GB']
    """
    if size < 1000:
        return f"{size} bytes"
    told = float(size)
    for unit in ("kB", "MB", "GB"):
        told /= 1000
        if told < 999.95:
            return f"{told:.1f} {unit}"
    return f"{told / 1000:.1f} TB"


def discard_stdout() -> None:
    """Let what is still to be written go nowhere, the interpreter's last flush included."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())


def appearance(output: str | None) -> Appearance:
    """How a report looks: coloured on a terminal, plain anywhere else.

    NO_COLOR (no-color.org) takes the colours away, FORCE_COLOR (force-color.org) brings them into a pipe, for logs that show
    them; a file has none.
    """
    if output not in (None, "-"):
        return Appearance(_PIPE_WIDTH)
    is_terminal, is_forced = sys.stdout.isatty(), bool(os.environ.get("FORCE_COLOR"))
    is_coloured = is_forced or (is_terminal and os.environ.get("TERM") != "dumb")
    width = min(shutil.get_terminal_size().columns, _WIDEST) if is_terminal else _PIPE_WIDTH
    return Appearance(width, is_coloured and not os.environ.get("NO_COLOR"))


@contextmanager
def busy(what: str) -> Iterator[Callable[[int, int], None]]:
    """Show on stderr that work goes on, if a person looks at it, and take it away when it is done.

    The function it gives tells how many texts a model has encoded, and how long the rest will take.
    """
    if not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    from rich.console import Console

    with Console(stderr=True).status(f"{what} …", spinner_style="dim") as status:
        started = time.monotonic()

        def told(done: int, total: int) -> None:
            nonlocal started
            started = started if done else time.monotonic()
            left = (time.monotonic() - started) / max(done, 1) * (total - done)
            status.update(f"{what} … {done:,} of {total:,} texts encoded" + (f", {left:,.0f} s left" if done else ""))

        yield told


@contextmanager
def counted(what: str, total: int) -> Iterator[Callable[[str], None]]:
    """Show on stderr how far long work is, with rate and time left; quiet where nobody looks.

    The function it gives counts one step on and says how things stand.
    """
    if not sys.stderr.isatty():
        yield lambda _message: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn(what),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[said]}"),
    )
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task(what, total=total, said="")
        yield lambda message: progress.update(task, advance=1, said=message)


@contextmanager
def tracked(what: str, unit: str) -> Iterator[Callable[[int, int, str], None]]:
    """The same of work whose extent shows only when it has begun, with its rate in units a second.

    The function it gives tells how many units of how many are done, and how things stand.
    """
    if not sys.stderr.isatty():
        yield lambda _done, _total, _message: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    # A narrow bar, so that all of it has room in 80 columns.
    columns = (
        TextColumn(what),
        BarColumn(bar_width=12),
        TextColumn("{task.fields[rate]}"),
        TextColumn("{task.fields[said]}"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(what, total=None, said="", rate="")
        first: tuple[int, float] | None = None

        def told(done: int, total: int, message: str) -> None:
            nonlocal first
            # What was done before this run, and how long it took to begin, says nothing of the rate.
            first = first or (done, time.monotonic())
            seconds = time.monotonic() - first[1]
            pace = (done - first[0]) / seconds if seconds else 0
            rate = f"{pace:,.0f} {unit}/s, {(total - done) / pace:,.0f} s left" if pace else ""
            progress.update(task, completed=done, total=total, said=message, rate=rate)

        yield told
