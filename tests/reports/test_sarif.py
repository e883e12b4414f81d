"""SARIF that code hosts take: the official schema, and what it cannot say."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft4Validator

from aligner import checks
from aligner.model import Block, Document, Finding, Report, Severity, Side, Span
from aligner.reports import render

SCHEMA = Draft4Validator(json.loads((Path(__file__).parent / "schemas" / "sarif-2.1.0.json").read_text("utf-8")))


def log_of(report: Report) -> Any:
    log = json.loads("".join(render(report, "sarif", rules=checks.rules())).encode())
    SCHEMA.validate(log)
    return log


def run_of(report: Report) -> Any:
    (run,) = log_of(report)["runs"]
    return run


def test_the_schema_is_strict() -> None:
    assert not SCHEMA.is_valid({"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "x", "rule": []}}}]})


def test_every_report_is_valid(
    pair_report: Report, one_report: Report, page_report: Report, hostile_report: Report
) -> None:
    for report in (pair_report, one_report, page_report, hostile_report):
        assert log_of(report)["version"] == "2.1.0"
    empty = run_of(Report(one_report.documents, (), ""))
    assert (empty["results"], empty["tool"]["driver"]["rules"]) == ([], [])


def test_rules_have_their_documentation(pair_report: Report) -> None:
    run = run_of(pair_report)
    told = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in told] == ["ACR301", "ALN101", "NUM501", "UNT203"]
    for rule in told:
        (known,) = checks.select([rule["id"]])
        assert rule["shortDescription"]["text"] == known.summary
        assert rule["help"]["text"].startswith(known.summary)
        assert ">>>" not in rule["help"]["text"]
    assert [told[result["ruleIndex"]]["id"] for result in run["results"]] == [
        result["ruleId"] for result in run["results"]
    ]


def test_levels(pair_report: Report) -> None:
    levels = {result["ruleId"]: result["level"] for result in run_of(pair_report)["results"]}
    assert levels == {"NUM501": "warning", "ACR301": "error", "ALN101": "error", "UNT203": "note"}


def test_a_finding_stands_in_the_target_and_the_source_is_related(pair_report: Report) -> None:
    result = run_of(pair_report)["results"][0]
    assert result["ruleId"] == "NUM501"
    (location,) = result["locations"]
    assert location["physicalLocation"] == {
        "artifactLocation": {"uri": "es.txt", "index": 1},
        "region": {"startLine": 3, "endLine": 3, "startColumn": 21, "endColumn": 24, "snippet": {"text": "105"}},
    }
    (related,) = result["relatedLocations"]
    assert related["physicalLocation"]["artifactLocation"] == {"uri": "en.txt", "index": 0}
    assert related["physicalLocation"]["region"]["snippet"] == {"text": "150"}
    fingerprint = pair_report.findings[-1].fingerprint
    assert result["partialFingerprints"] == {"findingFingerprint/v1": fingerprint}


def test_columns_count_code_units_of_utf16(one_report: Report) -> None:
    run = run_of(one_report)
    assert run["columnKind"] == "utf16CodeUnits"
    region = run["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert (region["startColumn"], region["endColumn"]) == (7, 10)


@settings(max_examples=60, deadline=None)
@given(st.text(st.sampled_from("ab🙂\n ñ語"), min_size=1, max_size=40), st.data())
def test_a_region_is_where_its_span_is(text: str, data: st.DataObject) -> None:
    """Lines and columns lead back to the characters, as an editor would count them."""
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    span = Span(Side.TARGET, start, end, text[start:end])
    document = Document(text, (Block(0, len(text)),), "es", "es.txt")
    report = Report(((Side.TARGET, document),), (Finding("UNT203", "x", Severity.INFO, "m", (span,)),), "")
    region = run_of(report)["results"][0]["locations"][0]["physicalLocation"]["region"]
    units = text.encode("utf-16-le")
    ends = (offset for offset in range(0, len(units), 2) if units[offset : offset + 2] == b"\n\x00")
    lines = [0, *(end // 2 + 1 for end in ends)]
    first = lines[region["startLine"] - 1] + region["startColumn"] - 1
    last = lines[region["endLine"] - 1] + region["endColumn"] - 1
    assert units[2 * first : 2 * last].decode("utf-16-le") == span.text


def test_suggestions_are_fixes(one_report: Report) -> None:
    result = run_of(one_report)["results"][0]
    (change,) = result["fixes"][0]["artifactChanges"]
    assert change["artifactLocation"]["uri"] == "textos/uno.es.txt"
    assert [replacement["insertedContent"]["text"] for replacement in change["replacements"]] == ["NRF"] * 3
    assert [replacement["deletedRegion"]["startLine"] for replacement in change["replacements"]] == [1, 3, 3]


@pytest.mark.parametrize("code", ["UNT204", "USR999"])
def test_a_suggestion_that_is_no_whole_text_is_no_fix(code: str, document_of: Any, spans_of: Any) -> None:
    """Of “Massoud Padre” only one word is wrong: writing “Sr.” for all of it would lose the name."""
    text = "Massoud Padre vino."
    finding = Finding(code, "x", Severity.WARNING, "m", spans_of(text, "Massoud Padre"), None, "Sr.")
    result = run_of(Report(((Side.TARGET, document_of(text, "es", "es.txt")),), (finding,), ""))["results"][0]
    assert "fixes" not in result
    assert result["message"]["text"] == "m (suggestion: Sr.)"


def test_only_the_wrong_spelling_is_replaced(document_of: Any, spans_of: Any) -> None:
    text = "Saleh vino. Salleh dijo."
    spans = (*spans_of(text, "Salleh"), *spans_of(text, "Saleh"))
    finding = Finding("NAM401", "name-drift", Severity.WARNING, "m", spans, None, "Saleh")
    result = run_of(Report(((Side.TARGET, document_of(text, "es", "es.txt")),), (finding,), ""))["results"][0]
    (replacement,) = result["fixes"][0]["artifactChanges"][0]["replacements"]
    assert (replacement["deletedRegion"]["startColumn"], replacement["deletedRegion"]["endColumn"]) == (13, 19)


def test_findings_that_do_not_count_are_suppressed(pair_report: Report) -> None:
    first, second, *others = pair_report.findings
    put_aside = (replace(first, suppressed="baseline"), replace(second, suppressed="comment"))
    run = run_of(replace(pair_report, findings=tuple(others), suppressed=put_aside))
    kinds = {result["ruleId"]: [one["kind"] for one in result["suppressions"]] for result in run["results"]}
    assert kinds == {"NUM501": [], "ALN101": [], "ACR301": ["external"], "UNT203": ["inSource"]}
    assert all("suppressions" not in result for result in run_of(pair_report)["results"])


def test_mark_up_has_lines_and_addresses_but_no_columns(page_report: Report) -> None:
    result = run_of(page_report)["results"][0]
    (location,) = result["locations"]
    assert location["physicalLocation"]["region"] == {
        "startLine": 57,
        "endLine": 58,
        "snippet": {"text": "padre vino"},
    }
    assert location["logicalLocations"] == [{"fullyQualifiedName": "/html/body/p[2]"}]
    assert "fixes" not in result


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("textos/año 1.txt", "textos/a%C3%B1o%201.txt"),
        ("a:b#c?.txt", "a%3Ab%23c%3F.txt"),
        ("/x/ñ.txt", "file:///x/%C3%B1.txt"),
        ("caf\udce9.txt", "caf%E9.txt"),
        ("https://example.org/año?page=%20#top", "https://example.org/a%C3%B1o?page=%20#top"),
        ("half\ud800", "half%EF%BF%BD"),
    ],
)
def test_paths_are_references(path: str, uri: str) -> None:
    document = Document("padre", (), "es", path)
    finding = Finding("UNT203", "x", Severity.INFO, "m", (Span(Side.TARGET, 0, 5, "padre"),))
    run = run_of(Report(((Side.TARGET, document),), (finding,), ""))
    assert run["artifacts"][0]["location"]["uri"] == uri
    assert run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri


def test_a_text_from_memory_has_no_uri() -> None:
    document = Document("padre", (), "es")
    finding = Finding("UNT203", "x", Severity.INFO, "m", (Span(Side.TARGET, 0, 5, "padre"),))
    run = run_of(Report(((Side.TARGET, document),), (finding,), ""))
    location = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert location == {"description": {"text": "the target text"}}


def test_a_bitext_file_is_one_artifact(pair_report: Report) -> None:
    source, target = (Document(one.text, one.blocks, one.language, "m.tmx") for _, one in pair_report.documents)
    report = Report(((Side.SOURCE, source), (Side.TARGET, target)), pair_report.findings, "")
    (artifact,) = run_of(report)["artifacts"]
    assert artifact["properties"] == {"languages": ["en", "es"]}


def test_messages_have_no_links_of_their_own(hostile_report: Report) -> None:
    for result in run_of(hostile_report)["results"]:
        assert "[x](0)" not in result["message"]["text"].replace(r"\[", "")
