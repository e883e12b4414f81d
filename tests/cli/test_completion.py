"""Completion as the shells themselves do it."""

from __future__ import annotations

import os
import pty
import re
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from aligner.checks import rules
from aligner.cli.completion_values import SHELLS
from aligner.cli.program import COMMANDS

# One shell after the other asks for these: a line that is begun, and words that must and must not be offered.
CASES = [
    ("aligner ", {*COMMANDS}, {"number-value"}),
    ("aligner corpus ", {"build", "pair", "verify"}, {"align"}),
    ("aligner align --to j", {"jsonl"}, {"tmx"}),
    ("aligner check --format sar", {"sarif"}, {"json"}),
    ("aligner check --select ACR30", {"ACR301", "ACR304"}, {"NUM501"}),
    ("aligner check --ignore NUM501,ACR30", {"NUM501,ACR301", "NUM501,ACR304"}, {"ACR301"}),
    ("aligner explain number-v", {"number-value"}, {"NUM501"}),
    ("aligner align --model e", {"en-es"}, {"LaBSE"}),
]
_IDS = [line for line, _, _ in CASES]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the command in `bin`, and a text and a folder whose names only they begin so."""
    made = tmp_path_factory.mktemp("completion")
    command = made / "bin" / "aligner"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m aligner "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    (made / "quite-a-text.txt").write_text("Text.", encoding="utf-8")
    (made / "somefolder").mkdir()
    (made / "some.txt").write_text("Text.", encoding="utf-8")
    return made


def environment(folder: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("HOME", "LANG", "ALIGNER_CACHE") if name in os.environ}
    return {**kept, "PATH": f"{folder / 'bin'}:{os.environ['PATH']}", "TERM": "dumb", "PYTHONDONTWRITEBYTECODE": "1"}


def said(command: list[str], folder: Path) -> list[str]:
    done = subprocess.run(command, capture_output=True, text=True, cwd=folder, env=environment(folder), timeout=60)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout.splitlines()


def shell(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def bash_words(line: str) -> str:
    """The variables that bash sets before it calls a function that completes."""
    words = line.split()
    number = len(words) if line.endswith(" ") else len(words) - 1
    return f"COMP_WORDS=({' '.join(words)}); COMP_CWORD={number}"


@pytest.mark.parametrize("name", SHELLS)
def test_the_script_is_one_the_shell_can_read(name: str, folder: Path) -> None:
    written = "\n".join(said(["aligner", "completion", name], folder))
    assert f"_ALIGNER_COMPLETE={name}_complete" in written
    checking = subprocess.run([shell(name), "-n"], input=written, text=True, capture_output=True, timeout=60)
    assert (checking.returncode, checking.stderr) == (0, "")


def test_bash_offers_what_fits(folder: Path) -> None:
    """All at once: bash is started and the script made once, and each line asks in it."""
    asked = [
        f'{bash_words(line)}; COMPREPLY=(); _aligner_completion aligner; printf "%s\\n" "${{COMPREPLY[@]}}" ==='
        for line in _IDS
    ]
    program = "\n".join(['eval "$(aligner completion bash)"', *asked])
    answers = "\n".join(said([shell("bash"), "--norc", "-c", program], folder)).split("===")
    for (line, wanted, unwanted), answer in zip(CASES, answers, strict=False):
        offered = set(answer.split())
        assert wanted <= offered, line
        assert not unwanted & offered, line


def test_fish_offers_what_fits(folder: Path) -> None:
    asked = [f'complete --do-complete "{line}"; echo ===' for line in _IDS]
    program = "\n".join(["aligner completion fish | source", *asked])
    answers = "\n".join(said([shell("fish"), "--no-config", "-c", program], folder)).split("===")
    for (line, wanted, unwanted), answer in zip(CASES, answers, strict=False):
        offered = {row.split("\t")[0] for row in answer.splitlines()}
        assert wanted <= offered, line
        assert not unwanted & offered, line


def typed(program: list[str], folder: Path, setting_up: str, line: str) -> str:
    """What a line has become after Tab: the shell, at a terminal, is then told to echo it."""
    process, terminal = pty.fork()
    if process == 0:
        os.chdir(folder)
        os.execvpe(program[0], program, environment(folder))
    try:
        read_until(terminal, "", f"{setting_up}; printf 'ready%s\\n' 1\n")
        read_until(terminal, "ready1\r", "")
        # Ctrl-A goes to the beginning of the line, where `echo` is put before what Tab made of it.
        read_until(terminal, "", f"{line}\t")
        return read_until(terminal, "became (.*)made", "\x01echo became \x05'made'\n")
    finally:
        os.close(terminal)
        os.waitpid(process, 0)


def read_until(terminal: int, pattern: str, keys: str) -> str:
    """Type keys, and read until the pattern is there; its group, or ""."""
    os.write(terminal, keys.encode())
    seen, end = "", time.monotonic() + 20
    while pattern and time.monotonic() < end:
        if select.select([terminal], [], [], 0.2)[0]:
            seen += os.read(terminal, 65536).decode(errors="replace")
        found = re.search(rf"\n{pattern}", seen)
        if found:
            return found[1] if found.groups() else ""
    assert not pattern, f"{pattern} is not in {seen!r}"
    return ""


_BASH = ["bash", "--norc", "--noprofile", "-i"]
_ZSH = ["zsh", "-f", "-i"]
_SETTING_UP = {
    "bash": "PS1='$ '; bind 'set enable-bracketed-paste off' 2>/dev/null; eval \"$(aligner completion bash)\"",
    "zsh": "PS1='$ '; unset zle_bracketed_paste; bindkey -e; autoload -Uz compinit; compinit -u -D; "
    'eval "$(aligner completion zsh)"',
}


@pytest.mark.parametrize("program", [_BASH, _ZSH], ids=["bash", "zsh"])
@pytest.mark.parametrize(
    ("begun", "whole"),
    [
        ("aligner check quite-a", "aligner check quite-a-text.txt"),
        ("aligner corpus build -o somef", "aligner corpus build -o somefolder"),
        ("aligner check --select NUM501,FMT", "aligner check --select NUM501,FMT801"),
    ],
)
def test_tab_completes_at_a_terminal(program: list[str], begun: str, whole: str, folder: Path) -> None:
    made = typed([shell(program[0]), *program[1:]], folder, _SETTING_UP[program[0]], begun)
    assert made.rstrip().rstrip("/") == whole  # zsh takes the stroke behind a folder away again


def test_every_rule_is_offered(folder: Path) -> None:
    asking = {**environment(folder), "COMP_WORDS": "aligner explain ", "COMP_CWORD": "2"}
    done = subprocess.run(
        ["aligner"], env={**asking, "_ALIGNER_COMPLETE": "bash_complete"}, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == [f"plain,{rule.code}" for rule in rules()]
