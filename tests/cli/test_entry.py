"""The console script ends its process itself: nothing that was written is lost, and the status is the command's."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

LINES = 4_000
CORPORA = Path(__file__).parents[2] / "corpora" / "panjshir-resistance"


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "aligner", *arguments], capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("rules",), 0),
        (("check", str(CORPORA / "article.en.html"), str(CORPORA / "article.es.html")), 1),
        (("check", "absent.html"), 2),
    ],
)
def test_status(arguments: tuple[str, ...], status: int) -> None:
    assert _run(*arguments).returncode == status


def test_long_output_comes_whole_through_a_pipe(tmp_path: Path) -> None:
    says = {"en": "This is sentence number {}.", "es": "Esta es la frase número {}."}
    for language, sentence in says.items():
        lines = [sentence.format(number) for number in range(LINES)]
        (tmp_path / f"long.{language}.txt").write_text("\n".join(lines), "utf-8")
    ran = _run(
        "align", *(str(tmp_path / f"long.{language}.txt") for language in says), "--pre-segmented", "--to", "tsv"
    )
    assert ran.returncode == 0
    assert len(ran.stdout.splitlines()) >= LINES


def test_exit_functions_of_others_are_called_first() -> None:
    code = (
        "import sys, atexit; sys.argv = ['aligner', 'rules']\n"
        "from aligner.cli import program, run\n"
        "atexit_of_a_command = lambda: print('closed')\n"
        "shown = program.main.invoke\n"
        "def invoke(ctx):\n    atexit.register(atexit_of_a_command)\n    return shown(ctx)\n"
        "program.main.invoke = invoke\n"
        "run()\n"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout.splitlines()[-1]) == (0, "closed")
