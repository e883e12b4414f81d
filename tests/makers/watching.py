"""The command that watches, as a person has it in a terminal."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def watching(folder: Path, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """`aligner check` with these arguments and --watch, in a folder; its errors stand among what it tells."""
    command = [sys.executable, "-m", "aligner", "check", *arguments, "--watch"]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment,
        encoding="utf-8", preexec_fn=_heed_interruptions,
    ) as process:  # fmt: skip
        try:
            yield process
        finally:
            process.kill()


def lines_until(process: subprocess.Popen[str], word: str) -> list[str]:
    """What is told up to a line with a word in it."""
    assert process.stdout is not None
    told = [process.stdout.readline()]
    while told[-1] and word not in told[-1]:
        told.append(process.stdout.readline())
    return [line.rstrip("\n") for line in told]


def _heed_interruptions() -> None:
    """A shell lets what it runs in the background, and all that is run there, ignore Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
