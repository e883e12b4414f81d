"""Calls and all that they print.

The outputs stand in golden/NAME.txt; to write them anew after a change that is meant, run
`ALIGNER_WRITE_GOLDEN=1 pytest tests/cli/test_golden.py` and read the difference.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from aligner.version import VERSION

GOLDEN = Path(__file__).parent / "golden"
PAIR = ("bridge.en.txt", "bridge.es.txt")

# Rules are named, so that a new rule changes no output here.
CASES: dict[str, tuple[str, ...]] = {
    "version": ("--version",),
    "align-ladder": ("align", *PAIR, "--to", "ladder"),
    "align-tsv": ("align", *PAIR, "--to", "tsv"),
    "align-jsonl": ("align", *PAIR),
    "align-tmx": ("align", *PAIR, "--to", "tmx"),
    "check-pair": ("check", *PAIR, "--select", "ALN101,NUM501"),
    "check-pair-json": ("check", *PAIR, "--select", "ALN101,NUM501", "--format", "json"),
    "check-bitext": ("check", "bridge.en-es.tsv", "--select", "ALN101,NUM501"),
    "check-one": ("check", "leftover.es.txt", "--select", "UNT202"),
    "check-clean": ("check", "bridge.es.txt", "--select", "UNT"),
    "check-settings": ("check", "draft.es.md", "--config", "draft.toml"),
    "check-settings-json": ("check", "draft.es.md", "--config", "draft.toml", "--format", "json"),
    "check-statistics": ("check", "draft.es.md", "--config", "draft.toml", "--statistics"),
    "export-jsonl": ("export", *PAIR, "bridge.en-es.tsv", "--keep-nulls"),
    "export-tmx": ("export", "bridge.en-es.tsv", "--to", "tmx", "--keep-nulls", "--licence", "CC0-1.0"),
    "formats": ("formats",),
    "formats-json": ("formats", "--format", "json"),
    "explain": ("explain", "ALN101"),
    "explain-own": ("explain", "USR901", "--config", "draft.toml"),
}


def normalised(text: str) -> str:
    """Without what a release or a new model changes: versions, signatures, scores, costs, dates."""
    for pattern, replacement in (
        (re.escape(VERSION), "VERSION"),
        (r'("signature": ")[^"]*"', r'\1SIGNATURE"'),
        (r"aligner:VERSION\|[^<\"]*", "SIGNATURE"),
        (r'("(?:score|probability)": )[\d.]+', r"\1SCORE"),
        (r"(\]:)-?[\d.]+$", r"\1COST"),
        (r"(>)[\d.]+(</prop>)", r"\1SCORE\2"),
        (r"\d{8}T\d{6}Z", "DATE"),
    ):
        text = re.sub(pattern, replacement, text, flags=re.MULTILINE)
    return text


@pytest.mark.parametrize("name", CASES)
def test_golden(name: str, run: Callable[..., Any]) -> None:
    outcome = run(*CASES[name])
    assert outcome.stderr == ""
    printed = f"exit status {outcome.status}\n{normalised(outcome.stdout)}"
    file = GOLDEN / f"{name}.txt"
    if os.environ.get("ALIGNER_WRITE_GOLDEN"):
        file.write_text(printed, encoding="utf-8")
    assert printed == file.read_text(encoding="utf-8")


def test_every_golden_file_has_a_case() -> None:
    assert {file.stem for file in GOLDEN.iterdir()} == set(CASES)
