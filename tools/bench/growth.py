"""How time and memory grow with length: whole runs of the command, from two files to a ladder."""

from __future__ import annotations

import json
import subprocess
import sys
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


# Memory is asked for in a small process: what a child holds before it becomes the command counts as the command's.
_WATCH = """
import json, resource, subprocess, sys, time
began = time.perf_counter()
status = subprocess.run(sys.argv[1:], stdout=sys.stderr).returncode
print(json.dumps([status, time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024]))
"""


def timed(command: Sequence[str]) -> tuple[float, float]:
    """Wall seconds of a command, its start included, and its peak resident megabytes; it must succeed."""
    watched = subprocess.run([sys.executable, "-c", _WATCH, *command], stdout=subprocess.PIPE, text=True, check=True)
    status, seconds, megabytes = json.loads(watched.stdout)
    if status:
        raise subprocess.CalledProcessError(status, command)
    return seconds, megabytes
