"""`aligner check --format`: every format on the command line, its exit status, and who reads it."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from aligner.reports import REPORTS

Run = Callable[..., Any]
PAIR = ("bridge.en.txt", "bridge.es.txt")
ONLY = ("--select", "ALN101,NUM501")
TEXTS = Path(__file__).parent / "texts"
PROGRAM = (sys.executable, "-m", "aligner", "check", *PAIR, *ONLY)
NAMES = [row.name for row in REPORTS]


@pytest.mark.parametrize("name", NAMES)
def test_the_status_is_that_of_the_findings(name: str, run: Run, tmp_path: Path) -> None:
    """The same whatever the format, and the same bytes in a file as on standard output."""
    outcome = run("check", *PAIR, *ONLY, "--format", name)
    assert (outcome.status, outcome.stderr) == (1, "")
    assert "NUM501" in outcome.stdout
    file = tmp_path / "report"
    assert run("check", *PAIR, *ONLY, "--format", name, "-o", str(file)).status == 1
    assert file.read_bytes().replace(b"\r\n", b"\n") == outcome.stdout.encode()  # the runner has none of the former
    assert run("check", *PAIR, *ONLY, "--format", name, "--fail-on", "never").status == 0


@pytest.mark.parametrize("row", REPORTS, ids=NAMES)
def test_one_text(row: Any, run: Run) -> None:
    outcome = run("check", "leftover.es.txt", "--select", "UNT202", "--format", row.name)
    if row.needs_pairs:
        assert (outcome.status, outcome.stdout) == (2, "")
        assert outcome.stderr == f"aligner: error: a {row.name} report shows pairs: give two texts or a bitext\n"
    else:
        assert outcome.status == 1
        assert "UNT202" in outcome.stdout


def test_an_unknown_format_is_refused(run: Run) -> None:
    outcome = run("check", *PAIR, "--format", "docx")
    assert outcome.status == 2
    assert "docx" in outcome.stderr


def test_rules_are_told_in_sarif(run: Run) -> None:
    log = json.loads(run("check", *PAIR, *ONLY, "--format", "sarif").stdout)
    rules = log["runs"][0]["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["ALN101", "NUM501"]
    assert all(len(rule["help"]["text"]) > 80 for rule in rules)


@pytest.mark.parametrize("name", ["text", "csv", "html"])
def test_a_reader_that_leaves_ends_it_quietly(name: str) -> None:
    command = [*PROGRAM, "--format", name]
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, cwd=TEXTS, timeout=60, check=False)
    finally:
        os.close(writer)
    assert (done.returncode, done.stderr) == (141, b"")


def on_a_terminal(**environment: str) -> str:
    """What the program shows on a terminal."""
    shown, terminal = pty.openpty()
    try:
        with subprocess.Popen(
            PROGRAM, stdout=terminal, stderr=subprocess.DEVNULL, cwd=TEXTS, env=surroundings(**environment)
        ) as program:
            os.close(terminal)
            text = b""
            while True:
                try:
                    piece = os.read(shown, 65536)
                except OSError:  # the other end of a terminal has closed
                    break
                if not piece:
                    break
                text += piece
        assert program.returncode == 1
    finally:
        os.close(shown)
    return text.decode()


def in_a_pipe(**environment: str) -> str:
    done = subprocess.run(PROGRAM, capture_output=True, cwd=TEXTS, env=surroundings(**environment), check=False)
    assert (done.returncode, done.stderr) == (1, b"")
    return done.stdout.decode()


def surroundings(**changes: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in {"NO_COLOR", "FORCE_COLOR", "TERM"}}
    return {**kept, "TERM": "xterm", **changes}


@pytest.mark.parametrize(
    ("look", "environment", "is_coloured"),
    [
        (on_a_terminal, {}, True),
        (on_a_terminal, {"NO_COLOR": "1"}, False),
        (on_a_terminal, {"TERM": "dumb"}, False),
        (on_a_terminal, {"TERM": "dumb", "FORCE_COLOR": "1"}, True),
        (in_a_pipe, {}, False),
        (in_a_pipe, {"FORCE_COLOR": "1"}, True),
        (in_a_pipe, {"FORCE_COLOR": ""}, False),
        (in_a_pipe, {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
    ],
)
def test_colours(look: Callable[..., str], environment: dict[str, str], is_coloured: bool) -> None:
    text = look(**environment)
    assert ("\x1b[1;31mNUM501" in text) is is_coloured
    plain = re.sub(r"\x1b\[[\d;]*m", "", text)
    assert "bridge.es.txt:3:106: NUM501 number-value (error)" in plain
    assert ("\x1b" in text) is is_coloured


def test_a_file_has_no_colours(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b" in run("check", *PAIR, *ONLY).stdout
    run("check", *PAIR, *ONLY, "-o", str(tmp_path / "report.txt"))
    assert "\x1b" not in (tmp_path / "report.txt").read_text("utf-8")
