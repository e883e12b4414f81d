"""What a call costs from nothing: whole processes, their start included, on the sample articles of the repository.

Each command runs `rounds` times after one run that is not counted, which brings files into memory; the fastest counts, for
whatever else the machine does makes it slower only. The processor time of all its threads tells what it would be without that.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from tools.bench.table import Row
from tools.bench.texts import REPOSITORY

_ARTICLE = REPOSITORY / "corpora" / "panjshir-resistance"
_TEXTS = (str(_ARTICLE / "article.es.txt"), str(_ARTICLE / "article.en.txt"))
_SPANISH_FIRST = ("--from-lang", "es", "--to-lang", "en")


def calls(folder: Path) -> dict[str, tuple[str, ...]]:
    """What is timed, by the name it has in the table: arguments of Python."""
    program = ("-m", "aligner")
    quiet = ("--fail-on", "never", "-o", str(folder / "findings.txt"))
    return {
        "Python itself": ("-c", "pass"),
        "import aligner": ("-c", "import aligner"),
        "aligner --help": (*program, "--help"),
        "align two texts of 900 words": (*program, "align", *_TEXTS, *_SPANISH_FIRST, "-o", str(folder / "beads.jsonl")),
        "check them": (*program, "check", *_TEXTS, *_SPANISH_FIRST, *quiet),
        "export six articles, cleaned": (
            *program, "export", str(REPOSITORY / "corpora"), "-o", str(folder / "corpus.tsv"), "--clean"
        ),
    }  # fmt: skip


def starting(rounds: int = 5) -> Iterator[Row]:
    """Wall and processor seconds of every call."""
    with tempfile.TemporaryDirectory() as made:
        for name, arguments in calls(Path(made)).items():
            runs = [_timed([sys.executable, *arguments]) for _ in range(rounds + 1)][1:]
            seconds, processor = (min(run[number] for run in runs) for number in range(2))
            yield Row("start", name, "aligner", {"seconds": seconds, "processor seconds": processor})


def _timed(command: Sequence[str]) -> tuple[float, float]:
    """Wall seconds and processor seconds of a command that must succeed."""
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return seconds, usage.ru_utime + usage.ru_stime
