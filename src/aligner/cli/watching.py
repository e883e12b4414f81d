"""Does something again whenever one of some files changes."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import click

_PAUSE = 0.2  # seconds between looks at the files
State = dict[str, tuple[int, int] | None]


def watch(work: Callable[[], None], files: Callable[[], Iterable[str]]) -> None:
    """Do `work` now and after every change of `files()`, until Ctrl-C.

    On a terminal the screen is cleared before each time.
    """
    try:
        while True:
            before = _state(files())
            if sys.stdout.isatty():
                click.clear()
            work()
            click.echo("aligner: waiting for changes; Ctrl-C ends", err=True)
            # Files are asked for again: settings may name others now.
            while _state(files()) == before:
                time.sleep(_PAUSE)
    except KeyboardInterrupt:
        return


def _state(paths: Iterable[str]) -> State:
    """When each file was changed, and its size; None for one that is not there."""
    state: State = {}
    for path in paths:
        try:
            told = Path(path).stat()
        except OSError:
            state[path] = None
        else:
            state[path] = (told.st_mtime_ns, told.st_size)
    return state
