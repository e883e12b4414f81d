"""What a person at a terminal sees while work goes on, and what a pipe does not."""

from __future__ import annotations

import io
import sys
import time

import pytest

from aligner.cli.terminal import busy


class Terminal(io.StringIO):
    """A file that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def _seen(file: io.StringIO, wanted: str) -> bool:
    """Whether the words come up within seconds: a thread draws them."""
    until = time.monotonic() + 5
    while wanted not in file.getvalue() and time.monotonic() < until:
        time.sleep(0.02)
    return wanted in file.getvalue()


def test_a_terminal_shows_how_far_encoding_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "100")
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with busy("aligning") as told:
        assert _seen(terminal, "aligning …")
        told(0, 3400)
        assert _seen(terminal, "0 of 3,400 texts encoded")
        told(1200, 3400)
        assert _seen(terminal, "1,200 of 3,400 texts encoded, 0 s left")


def test_a_pipe_is_told_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    pipe = io.StringIO()
    monkeypatch.setattr(sys, "stderr", pipe)
    with busy("aligning") as told:
        told(0, 10)
        told(10, 10)
    assert pipe.getvalue() == ""
