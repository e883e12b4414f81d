"""How time and memory grow with length: whole runs of the command, from two files to a ladder."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from tools.bench.table import Row
from tools.bench.texts import BENCH, counts, documents, figures, scorer

SIZES = (1_000, 10_000, 50_000, 100_000)


def growth(folder: Path, sizes: Sequence[int]) -> Iterator[Row]:
    """Pairs of so many lines, made anew in `folder`; the seconds and megabytes of the command."""
    made = [str(size) for size in sizes]
    subprocess.run([sys.executable, str(BENCH / "alignment" / "stress.py"), str(folder), "--sizes", *made], check=True)
    for size in sizes:
        yield _run(folder / "stress" / f"{size:06d}", size)


def _run(folder: Path, size: int) -> Row:
    (text,) = documents(folder)
    source, target = (_as_text(folder / f"{text.name}.{language}.lines") for language in ("en", "es"))
    output = folder / f"{text.name}.ladder"
    arguments = ["align", str(source), str(target), "--pre-segmented", "--to", "ladder", "-o", str(output)]
    seconds, megabytes = timed([sys.executable, "-m", "aligner", *arguments])
    found = figures(counts(text, scorer().read_ladder(output)))
    return Row(
        "length",
        f"{size:,} lines",
        "aligner",
        found | {"seconds": seconds, "sentences": text.sentences, "megabytes": megabytes},
    )


def _as_text(lines: Path) -> Path:
    """The same file by a name that tells its format."""
    text = lines.with_suffix(".sentences.txt")
    text.unlink(missing_ok=True)
    text.hardlink_to(lines)
    return text


def timed(command: Sequence[str]) -> tuple[float, float]:
    """Wall seconds of a command, its start included, and its peak resident megabytes; it must succeed."""
    began = time.perf_counter()
    process = subprocess.Popen(command)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - began
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return seconds, usage.ru_maxrss / 1024
