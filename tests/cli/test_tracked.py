"""How far a training is, on a terminal and in a pipe."""

from __future__ import annotations

import io
import re
import sys
import time

import pytest

from aligner.cli.terminal import tracked


class Terminal(io.StringIO):
    """Where a person looks."""

    def isatty(self) -> bool:
        return True


def test_work_is_tracked_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "100")
    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    with tracked("training", "pairs") as told:
        told(5_000, 9_000, "epoch 2")
        now[0] += 2
        told(7_000, 9_000, "epoch 3")
    seen = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", terminal.getvalue())
    # What was there before says nothing of how fast it goes: 2,000 in 2 seconds, and 2,000 to go.
    assert re.search(r"training \S+ 1,000 pairs/s, 2 s left epoch 3", seen), seen
    # And nothing is left of it.
    assert terminal.getvalue().rstrip().endswith("\x1b[2K")


def test_nothing_is_said_where_nobody_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    pipe = io.StringIO()
    monkeypatch.setattr(sys, "stderr", pipe)
    with tracked("training", "pairs") as told:
        told(1, 2, "epoch 1")
    assert pipe.getvalue() == ""
