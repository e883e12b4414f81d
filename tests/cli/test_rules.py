"""`aligner rules` and `aligner explain`: the catalogue as the registry has it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from aligner.checks import rules

Run = Callable[..., Any]


def test_the_table_has_a_line_for_every_rule(run: Run) -> None:
    lines = run("rules").stdout.splitlines()
    assert [line.split()[:3] for line in lines] == [[rule.code, rule.name, rule.severity] for rule in rules()]
    assert all(line.endswith(rule.summary) for line, rule in zip(lines, rules(), strict=True))


def test_the_table_as_json(run: Run) -> None:
    rows = json.loads(run("rules", "--format", "json").stdout)
    assert [(row["code"], row["documentation"]) for row in rows] == [
        (rule.code, rule.documentation) for rule in rules()
    ]


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.code)
def test_every_rule_is_explained_by_code_and_by_name(rule: Any, run: Run) -> None:
    outcome = run("explain", rule.code.lower())
    assert outcome.status == 0
    assert outcome.stdout.startswith(f"{rule.code} {rule.name}\n")
    assert rule.documentation in outcome.stdout
    assert run("explain", rule.name) == outcome


def test_explain_says_what_a_fault_of_the_source_is_worth(run: Run) -> None:
    assert "warning, information on a source; looks at" in run("explain", "PUN701").stdout
    assert "information on a source" not in run("explain", "NUM501").stdout
