"""Every test that SECURITY.md names is there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent.parent
TEXT = (REPOSITORY / "SECURITY.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", TEXT)))


def test_many_are_named() -> None:
    assert len(NAMED) > 40


@pytest.mark.parametrize("path", sorted({path for path, _ in NAMED}))
def test_the_tests_are_there(path: str) -> None:
    tree = ast.parse((REPOSITORY / path).read_text(encoding="utf-8"))
    there = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
    assert {name for file, name in NAMED if file == path} - there == set()


def test_options_that_are_named_exist() -> None:
    reference = (REPOSITORY / "docs" / "reference" / "command-line.md").read_text(encoding="utf-8")
    options = set(re.findall(r"`[^`]*?(--[a-z-]+)", TEXT)) - {"--version"}
    assert len(options) > 3
    assert [option for option in sorted(options) if f"{option} " not in reference] == []
