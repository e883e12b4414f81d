"""Figures of the rules: how they are counted, and what the published ones must reach."""

from __future__ import annotations

import json
from typing import Any

import pytest

from aligner import checks
from tools.bench import rules
from tools.bench.table import line_of
from tools.bench.texts import REPOSITORY

PUBLISHED: dict[str, Any] = json.loads((REPOSITORY / "docs" / "figures" / "rules.json").read_text("utf-8"))
needs_bench = pytest.mark.skipif(not rules.FOLDER.is_dir(), reason="the benchmarks are not beside the repository")


def test_every_row_is_of_a_rule_as_it_is_now() -> None:
    known = {rule.code: (rule.name, rule.severity.value) for rule in checks.rules()}
    assert {row["code"]: (row["name"], row["severity"]) for row in PUBLISHED["rules"]} == known


def test_what_is_published_is_good_enough_to_be_left_on() -> None:
    errors = {family for row in PUBLISHED["rules"] if row["severity"] == "error" for family in row["families"]}
    for family, forms in PUBLISHED["families"].items():
        for form, (found, planted) in forms.items():
            assert found / planted >= (0.95 if family in errors else 0.85), (family, form)
    segments, flagged, told = (sum(row[name] for row in PUBLISHED["clean"]) for name in ("segments", "flagged", "told"))
    assert flagged / segments < 0.01
    assert told / segments < 0.04
    assert PUBLISHED["traps"]["flagged"] <= 0.03 * PUBLISHED["traps"]["runs"]


@needs_bench
def test_they_were_measured_on_the_texts_that_are_there() -> None:
    assert PUBLISHED["data"] == rules.digest()


def job(part: str, record: dict[str, Any]) -> dict[str, Any]:
    return {
        "part": part,
        "form": "html",
        "document": record["document"],
        "source_language": record["source_language"],
        "target_language": record["target_language"],
        "glossary": None,
        "segments": 1,
    }


@needs_bench
def test_only_rules_that_are_expected_to_find_a_fault_have_found_it() -> None:
    _, score = rules.programs()
    scorer = score.Scorer(*score.load())
    record = next(one for some in scorer.planted.values() for one in some if "html" in one["forms"])
    span = {"side": "target", "start": 0, "end": 1, "text": record["spans"][0]["text"]}
    findings = [{"code": code, "severity": "info", "spans": [span]} for code in (record["codes"][0], "PUN704")]
    told = list(rules._finders(score, scorer, job("planted", record), findings))
    assert (record["codes"][0], record["family"]) in told
    assert "PUN704" not in {code for code, _ in told}


@needs_bench
def test_flagged_and_told_segments_of_clean_text() -> None:
    _, score = rules.programs()
    record = next(one for one in score.load()[0] if "html" in one["forms"])
    findings: list[dict[str, Any]] = [
        {"code": "NUM501", "severity": severity, "spans": []} for severity in ("info", "error")
    ]
    (row,) = rules._clean([(job("clean", record), {"findings": findings})])
    assert (row["text"], row["form"]) == ("web pages", "html")
    assert (row["segments"], row["flagged"], row["told"]) == (1, 1, 2)


def test_rows_of_the_table() -> None:
    found = {
        "families": {"scale": {"tsv": [3, 4]}, "date": {"tsv": [4, 4]}},
        "clean": [{"text": "news", "direction": "en-es", "form": "tsv", "segments": 200, "flagged": 1, "told": 3}],
        "traps": {"runs": 50, "flagged": 0, "told": 1},
    }
    first, second, third = rules.rows(found)
    assert first.figures == {"found": 0.875, "least": 0.75}
    assert second.figures == {"flagged": 0.005, "told": 0.015}
    assert "traps (50 runs)" in line_of(third)
