"""The hard cases of sentence splitting, read for their tests and for the benchmark, which has no pytest."""

from __future__ import annotations

import re
from pathlib import Path

CASES = Path(__file__).parent.parent / "segmentation"


def read_cases(language: str) -> list[tuple[str, set[int]]]:
    """Text and gold sentence ends of every case; a border is the end of the sentence before it."""
    cases = []
    for line in (CASES / f"hard_cases.{language}.txt").read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        pieces = re.split(r" ?¦", line.replace("\\n", "\n").replace("\\u00a0", "\u00a0"))
        text, ends = "", set()
        for number, piece in enumerate(pieces):
            text += piece if number == 0 or not pieces[number - 1].endswith("\n") else piece.lstrip(" ")
            ends.add(len(text.rstrip()))
        cases.append((text, ends))
    return cases
