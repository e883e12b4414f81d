"""What the README shows is what the command prints."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from aligner.cli import main

REPOSITORY = Path(__file__).parent.parent.parent
README = (REPOSITORY / "README.md").read_text(encoding="utf-8")


def test_the_excerpt_is_real_output(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every finding shown stands so in the output of the call above it, in the same order."""
    monkeypatch.chdir(REPOSITORY)
    (block,) = re.findall(r"```text\n\$ aligner (check .*?)```", README, flags=re.DOTALL)
    arguments, *findings = block.strip().split("\n\n")
    printed = CliRunner().invoke(main, arguments.split(), prog_name="aligner").stdout.split("\n\n")
    assert len(findings) >= 5
    assert [finding for finding in printed if finding in findings] == findings


def test_the_two_doors_are_doors() -> None:
    makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    doors = set(re.findall(r"^make (\w+)", README, flags=re.MULTILINE))
    assert {"demo", "test"} <= doors
    assert all(re.search(rf"^{door}:", makefile, flags=re.MULTILINE) for door in doors)
