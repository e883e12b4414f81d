"""What a large export takes: memory that hardly grows with its pairs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from aligner.exporting.reading import LARGE

pytest.importorskip("resource")

_EXPORT = """
import resource, sys
import aligner
filters = aligner.FilterOptions(most_ratio=3, unique="pair")
made = aligner.export([sys.argv[1]], sys.argv[2], aligner.ExportOptions(filters=filters))
print(made.written, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def peak(path: Path) -> tuple[int, int]:
    """Pairs written, and the most memory the process had, in kilobytes (Linux) or bytes (macOS)."""
    command = [sys.executable, "-c", _EXPORT, str(path), str(path.with_suffix(".out.tsv"))]
    written, memory = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    return int(written), int(memory)


def test_memory_grows_by_less_than_the_text(tmp_path: Path) -> None:
    peaks = []
    for name, count in (("small", 1_000), ("large", 200_000)):
        path = tmp_path / f"{name}.tsv"
        path.write_text(
            "".join(f"Sentence {number} of a text that is long\tFrase {number} de un texto que es largo, y más\n" for number in range(count)),
            encoding="utf-8",
        )  # fmt: skip
        written, memory = peak(path)
        assert written == count
        peaks.append(memory)
    unit = 1024 if sys.platform.startswith("linux") else 1
    grown = (peaks[1] - peaks[0]) * unit
    assert path.stat().st_size > LARGE  # it is read piece by piece
    assert grown < 60 * 1024 * 1024
