"""Every format tells one pair and one text as it always did."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from aligner import checks
from aligner.errors import OptionError
from aligner.model import Report
from aligner.reports import REPORTS, render
from aligner.version import VERSION

GOLDEN = Path(__file__).parent / "golden"
OF_PAIRS = {row.name for row in REPORTS if row.needs_pairs}


def normalised(text: str) -> str:
    """Without what a release changes, and the style and script of the page, whose digests change with them."""
    text = text.replace(VERSION, "VERSION")
    text = re.sub(r"<(style|script)>.*?</\1>", r"<\1></\1>", text, flags=re.DOTALL)
    return re.sub(r"'sha256-[^']*'", "DIGEST", text)


def rules() -> tuple[checks.Rule, ...]:
    """One rule, so that the texts of others may change."""
    return checks.select(["UNT203"])


@pytest.mark.parametrize("name", [row.name for row in REPORTS])
@pytest.mark.parametrize("kind", ["pair", "one"])
def test_golden(name: str, kind: str, pair_report: Report, one_report: Report) -> None:
    report = {"pair": pair_report, "one": one_report}[kind]
    if kind == "one" and name in OF_PAIRS:
        with pytest.raises(OptionError, match=f"a {name} report shows pairs: give two texts or a bitext"):
            render(report, name)
        return
    told = normalised("".join(render(report, name, rules=rules())))
    file = GOLDEN / f"{kind}.{name}"
    if os.environ.get("ALIGNER_WRITE_GOLDEN"):
        file.write_bytes(told.encode())
    assert told.encode() == file.read_bytes()


def test_every_golden_file_is_of_a_format() -> None:
    names = {row.name for row in REPORTS}
    expected = {f"pair.{name}" for name in names} | {f"one.{name}" for name in names - OF_PAIRS}
    assert {file.name for file in GOLDEN.iterdir()} == expected
