"""The same texts give the same bytes: in another process, with another hash seed, on another number of threads."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np

WORDS = (
    ("river", "río"), ("bridge", "puente"), ("night", "noche"), ("council", "consejo"), ("lorry", "camión"),
    ("winter", "invierno"), ("school", "escuela"), ("water", "agua"), ("teacher", "maestra"), ("market", "mercado"),
)  # fmt: skip


def texts(folder: Path, count: int) -> list[str]:
    """Two files of sentences made of the same words, some left out on either side."""
    draw = np.random.default_rng(7)
    rows = [[WORDS[number] for number in draw.integers(0, len(WORDS), 6)] for _ in range(count)]
    paths = []
    for side, language in enumerate(("en", "es")):
        kept = [row for row in rows if draw.random() > 0.05]
        path = folder / f"long.{language}.txt"
        path.write_text("\n".join(" ".join(pair[side] for pair in row) for row in kept) + "\n", "utf-8")
        paths.append(str(path))
    return paths


def test_processes_seeds_and_threads_make_no_difference(tmp_path: Path) -> None:
    paths = texts(tmp_path, 1_200)  # long enough for a band, and for tiles
    outputs = []
    for number in (1, 2):
        settings = {"PYTHONHASHSEED": str(number), "OPENBLAS_NUM_THREADS": str(number), "OMP_NUM_THREADS": str(number)}
        command = [sys.executable, "-m", "aligner", "align", *paths, "--pre-segmented", "--to", "jsonl"]
        done = subprocess.run(command, capture_output=True, check=True, env={**os.environ, **settings})
        outputs.append(done.stdout)
    assert outputs[0] == outputs[1]
    assert outputs[0].count(b"\n") > 1_000
