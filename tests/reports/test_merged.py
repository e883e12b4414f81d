"""One report over many texts keeps to the same schemas, and loses no finding."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator
from lxml import etree

from aligner import checks
from aligner.model import Report, Reports
from aligner.reports import render_many

SCHEMAS = Path(__file__).parent / "schemas"
SARIF = Draft4Validator(json.loads((SCHEMAS / "sarif-2.1.0.json").read_text("utf-8")))
JUNIT = etree.XMLSchema(etree.parse(SCHEMAS / "junit.xsd"))


@pytest.fixture
def many(pair_report: Report, one_report: Report, page_report: Report) -> Reports:
    """A pair, two texts alone, the pair again as if in another folder, one finding put aside."""
    put_aside = tuple(replace(finding, suppressed="baseline") for finding in page_report.findings)
    again = replace(
        pair_report, documents=tuple((side, replace(one, path=f"b/{one.path}")) for side, one in pair_report.documents)
    )
    return Reports((pair_report, one_report, replace(page_report, findings=(), suppressed=put_aside), again))


def told(reports: Reports, name: str) -> str:
    return "".join(render_many(reports, name, rules=checks.rules()))


def run_of(reports: Reports) -> Any:
    log = json.loads(told(reports, "sarif"))
    SARIF.validate(log)
    (run,) = log["runs"]
    return run


def test_one_run_over_all_texts(many: Reports) -> None:
    run = run_of(many)
    assert len(run["results"]) == 4 + 2 + 1 + 4
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert [rules[result["ruleIndex"]] for result in run["results"]] == [result["ruleId"] for result in run["results"]]
    artifacts = [artifact["location"]["uri"] for artifact in run["artifacts"]]
    assert artifacts == ["en.txt", "es.txt", "textos/uno.es.txt", "es.html", "b/en.txt", "b/es.txt"]
    for result in run["results"]:
        for location in [*result["locations"], *result.get("relatedLocations", [])]:
            artifact = location["physicalLocation"]["artifactLocation"]
            assert artifacts[artifact["index"]] == artifact["uri"]
        for change in (change for fix in result.get("fixes", []) for change in fix["artifactChanges"]):
            assert artifacts[change["artifactLocation"]["index"]] == change["artifactLocation"]["uri"]
    assert [len(result["suppressions"]) for result in run["results"]].count(1) == 1


def test_the_summary_says_how_many_texts_it_does_not_list(one_report: Report) -> None:
    def copies(number: int) -> Reports:
        documents = [
            tuple((side, replace(one, path=f"{at}.txt")) for side, one in one_report.documents) for at in range(number)
        ]
        return Reports(tuple(replace(one_report, documents=each) for each in documents))

    assert "and 3 texts more with findings" in told(copies(8), "text")
    assert "and 1 text more with findings" in told(copies(6), "text")
    assert "more with findings" not in told(copies(5), "text")


def test_all_suites_in_one_file(many: Reports) -> None:
    root = etree.fromstring(told(many, "junit").encode())
    JUNIT.assertValid(root)
    names = [suite.get("name") for suite in root]
    assert names == ["en.txt", "es.txt", "textos/uno.es.txt", "es.html", "b/en.txt", "b/es.txt"]
    assert root.get("tests") == str(len(list(root.iter("testcase"))))
    assert root.get("failures") == str(len(list(root.iter("failure"))))


def test_one_table(many: Reports) -> None:
    text = told(many, "csv")
    assert text.count("\ufeff") == text.count("fingerprint") == 1
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert [row["path"] for row in rows if row["code"] == "PUN704"] == ["textos/uno.es.txt"]
    assert len({row["finding"] for row in rows}) == 4 + 2 + 1 + 4


def test_one_page(many: Reports) -> None:
    root = etree.fromstring(told(many, "html"), etree.HTMLParser())
    identifiers = [one.get("id") for one in root.iter() if one.get("id")]
    assert len(identifiers) == len(set(identifiers))
    links = {(link.get("href") or "").removeprefix("#") for link in root.iter("a")}
    assert links <= set(identifiers)
    assert len(list(root.iter("article"))) == 4 + 2 + 4


@pytest.mark.parametrize("name", ["text", "github"])
def test_what_is_not_shown_is_counted(name: str, many: Reports) -> None:
    assert told(many, name).count("1 known finding not shown") == 1
