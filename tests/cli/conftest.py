"""The command, run in the process, among a few short texts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from aligner.cli import main

TEXTS = Path(__file__).parent / "texts"


@dataclass(frozen=True)
class Outcome:
    """What a call came to."""

    status: int
    stdout: str
    stderr: str


Run = Callable[..., Outcome]


def call(*arguments: str, stdin: str | bytes = "") -> Outcome:
    """Run `aligner` with these arguments; an exception that reaches the user fails the test."""
    done = CliRunner().invoke(main, list(arguments), input=stdin, prog_name="aligner", catch_exceptions=False)
    return Outcome(done.exit_code, done.stdout, done.stderr)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """`aligner`, called in the folder of the short texts."""
    monkeypatch.chdir(TEXTS)
    return call
