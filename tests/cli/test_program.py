"""The program as a whole: help, statuses, interruption, closed pipes."""

from __future__ import annotations

import contextlib
import os
import pty
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import click
import pytest

from aligner.cli import main
from aligner.cli.program import COMMANDS

Run = Callable[..., Any]
TEXTS = Path(__file__).parent / "texts"


def command(name: str) -> click.Command:
    found = main.get_command(click.Context(main), name)
    assert found is not None
    return found


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_documented(name: str, run: Run) -> None:
    """Its help begins with what the list of commands says, and every option and argument is told of."""
    found = command(name)
    assert (found.help or "").split("\n")[0] == COMMANDS[name]
    outcome = run(name, "-h")
    assert outcome.status == 0
    assert outcome.stdout == run(name, "--help").stdout
    for parameter in found.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{name} {parameter.opts[0]} has no help"
        else:
            metavar = parameter.make_metavar(click.Context(found))
            assert metavar.split(" ")[0] in (found.help or ""), f"{name}: the help says nothing of {metavar}"


def test_help_lists_every_command(run: Run) -> None:
    outcome = run("--help")
    assert outcome.status == 0
    assert all(f"  {name} " in outcome.stdout for name in COMMANDS)
    assert "Exit status: 0" in outcome.stdout


def test_every_command_is_in_the_list() -> None:
    """A command may have modules beside its own: `models`, `models_train`."""
    folder = Path(main.callback.__code__.co_filename).parent  # type: ignore[union-attr]
    modules = {path.stem.partition("_")[0] or path.stem for path in folder.glob("*.py")}
    assert modules - {"__init__", "entry", "program", "options", "terminal", "watching"} == set(COMMANDS)


def test_no_arguments_show_the_help(run: Run) -> None:
    outcome = run()
    assert outcome.status == 2
    assert outcome.stdout == ""
    assert "Commands:" in outcome.stderr


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("algn",), "there is no command 'algn'; did you mean align?; see `aligner --help`"),
        (("zzz",), "No such command 'zzz'; see `aligner --help`"),
        (("check", "x.txt", "--format", "pdf"), "see `aligner check --help`"),
    ],
)
def test_usage_errors_are_one_line(arguments: tuple[str, ...], line: str, run: Run) -> None:
    outcome = run(*arguments)
    assert outcome.status == 2
    assert outcome.stderr.startswith("aligner: error: ")
    assert outcome.stderr.endswith(f"{line}\n")
    assert outcome.stderr.count("\n") == 1


def test_an_interruption_is_quiet(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("aligner.pipeline.check_document", interrupted)
    outcome = run("check", "bridge.es.txt")
    assert outcome.status == 130
    assert outcome.stderr.strip() == ""


def test_a_fault_of_the_program_is_not_hidden(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*arguments: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("aligner.pipeline.check_document", broken)
    with pytest.raises(ZeroDivisionError):
        run("check", "bridge.es.txt")


def test_a_closed_pipe_is_quiet(tmp_path: Path) -> None:
    rows = "".join(
        f"The bridge has {number + 10_000} blocks.\tEl puente tiene {number + 500_000} bloques.\n"
        for number in range(3000)
    )
    (tmp_path / "many.tsv").write_text(rows, encoding="utf-8")
    call = [sys.executable, "-m", "aligner", "check", str(tmp_path / "many.tsv"), "--select", "NUM501"]
    with subprocess.Popen(call, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 141


@pytest.mark.parametrize(("redirection", "words"), [("> /dev/full", "No space left"), (">&-", "is closed")])
def test_output_that_cannot_be_written(redirection: str, words: str) -> None:
    call = f"{shlex.quote(sys.executable)} -m aligner rules {redirection}"
    done = subprocess.run(["/bin/sh", "-c", call], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert re.fullmatch(rf"aligner: error: -: [^\n]*{words}[^\n]*\n", done.stderr)


def test_output_is_utf_8_whatever_the_locale() -> None:
    call = [sys.executable, "-m", "aligner", "align", str(TEXTS / "bridge.en.txt"), str(TEXTS / "bridge.es.txt")]
    done = subprocess.run(
        call, capture_output=True, check=True, env={"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    )
    assert "río" not in done.stderr.decode()
    assert "«Hemos esperado" in done.stdout.decode("utf-8")


def test_python_m_is_the_same_program() -> None:
    done = subprocess.run([sys.executable, "-m", "aligner", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("aligner ")


def read_out(descriptor: int) -> str:
    """All that comes out of a terminal until its other end is closed."""
    pieces = []
    with contextlib.suppress(OSError):  # how a terminal says that the other end is closed
        while piece := os.read(descriptor, 65536):
            pieces.append(piece)
    os.close(descriptor)
    return b"".join(pieces).decode()


def on_a_terminal(*arguments: str, **environment: str) -> tuple[str, str]:
    """What a person sees: stdout and stderr, each on a terminal of its own."""
    (stdout, stdout_end), (stderr, stderr_end) = pty.openpty(), pty.openpty()
    settings = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "80", "LINES": "40", **environment}
    call = [sys.executable, "-m", "aligner", *arguments]
    with ThreadPoolExecutor(2) as pool:
        readers = [pool.submit(read_out, end) for end in (stdout, stderr)]
        subprocess.run(
            call, stdin=subprocess.DEVNULL, stdout=stdout_end, stderr=stderr_end, env=settings, cwd=TEXTS, check=False
        )
        os.close(stdout_end)
        os.close(stderr_end)
        return readers[0].result(), readers[1].result()


def test_a_person_sees_colours_and_that_work_goes_on() -> None:
    stdout, stderr = on_a_terminal("check", "bridge.en.txt", "bridge.es.txt", "--select", "NUM501", NO_COLOR="")
    assert "\x1b[1;31mNUM501\x1b[0m" in stdout
    assert "checking" in stderr
    assert "checking" not in stdout


def test_no_color_is_honoured() -> None:
    stdout, _ = on_a_terminal("check", "bridge.en.txt", "bridge.es.txt", "--select", "NUM501", NO_COLOR="1")
    assert "NUM501" in stdout
    assert "\x1b" not in stdout
