"""Does something again whenever one of some files changes."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import click

from aligner.errors import AlignerError

_PAUSE = 0.2  # seconds between looks at the files
_REST = 9  # times as long as a look at many files takes, so that waiting is a tenth of a processor at most
_LONGEST = 5.0  # seconds that changes are waited for to end, as when a branch is checked out
_MOST_NAMED = 3
State = dict[str, tuple[int, int] | None]


@dataclass(frozen=True, slots=True)
class Answer:
    """What work came to: the exit status, and the files it wrote itself, which are no changes to wait for."""

    status: int
    written: tuple[str, ...] = ()


def watch(work: Callable[[], Answer], files: Callable[[], Iterable[str]]) -> None:
    """Do `work` now and after every change of `files()`, until Ctrl-C; its errors are told like findings.

    On a terminal the screen is cleared before each time.
    """
    try:
        before = _state(files())
        changed: list[str] = []
        while True:
            if sys.stdout.isatty():
                click.clear()
            if changed:
                click.echo(f"aligner: {_told(changed)}", err=True)
            try:
                written = work().written
            except AlignerError as error:
                click.echo(f"aligner: error: {error}", err=True)
                written = ()
            before.update({path: state for path, state in _state(written).items() if path in before})
            click.echo("aligner: waiting for changes; Ctrl-C ends", err=True)
            before, changed = _changes(before, files)
    except KeyboardInterrupt:
        return


def _changes(before: State, files: Callable[[], Iterable[str]]) -> tuple[State, list[str]]:
    """Wait until files are other than `before`, and for a moment not changed further; their state, and which they are."""
    now = before
    while now == before:
        now = _look(files)
    # Files are asked for again each time: there may be new ones, and settings may name others.
    last, deadline = before, time.monotonic() + _LONGEST
    while now != last and time.monotonic() < deadline:
        last, now = now, _look(files)
    return now, sorted(path for path in {*now, *before} if now.get(path) != before.get(path) or path not in now)


def _look(files: Callable[[], Iterable[str]]) -> State:
    """The state of the files after a pause, which is longer where looking takes time."""
    time.sleep(_PAUSE)
    started = time.monotonic()
    state = _state(files())
    time.sleep(_REST * (time.monotonic() - started))
    return state


def _told(changed: list[str]) -> str:
    """Which files changed, in a line."""
    named = ", ".join(changed[:_MOST_NAMED])
    more = len(changed) - _MOST_NAMED
    return f"changed: {named}" + (f" and {more} more" if more > 0 else "")


def _state(paths: Iterable[str]) -> State:
    """When each file was changed, and its size; None for one that is not there."""
    state: State = {}
    for path in paths:
        try:
            told = Path(path).stat()
        except (OSError, ValueError):
            state[path] = None
        else:
            state[path] = (told.st_mtime_ns, told.st_size)
    return state
