"""What goes to stdout, to a file, and to the person at the terminal."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from aligner.formats.writing import write_whole
from aligner.reports import Appearance

_WIDEST = 120
_PIPE_WIDTH = 100


def write(pieces: Iterable[str], output: str | None = None) -> None:
    """Write a result to the file `output`, or to stdout, as UTF-8 whatever the locale says."""
    if output is not None and output != "-":
        write_whole(output, pieces)
        return
    stream = sys.stdout.buffer
    for piece in pieces:
        stream.write(piece.encode("utf-8", "backslashreplace"))
    stream.flush()


def appearance(output: str | None) -> Appearance:
    """How a report looks: coloured on a terminal unless NO_COLOR is set (no-color.org), plain anywhere else."""
    if output not in (None, "-") or not sys.stdout.isatty():
        return Appearance(_PIPE_WIDTH)
    is_coloured = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return Appearance(min(shutil.get_terminal_size().columns, _WIDEST), is_coloured)


@contextmanager
def busy(what: str) -> Iterator[None]:
    """Show on stderr that work goes on, if a person looks at it, and take it away when it is done."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(f"{what} …", spinner_style="dim"):
        yield
