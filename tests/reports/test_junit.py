"""JUnit results, as continuous integration reads them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from lxml import etree

from aligner.model import Report
from aligner.reports import render

XSD = etree.XMLSchema(etree.parse(Path(__file__).parent / "schemas" / "junit.xsd"))


def results_of(report: Report) -> etree._Element:
    root = etree.fromstring("".join(render(report, "junit")).encode())
    XSD.assertValid(root)
    return root


def test_the_schema_is_strict() -> None:
    assert not XSD.validate(etree.fromstring('<testsuites><testsuite name="x" tests="1"/></testsuites>'))


def test_a_suite_for_each_file(pair_report: Report) -> None:
    root = results_of(pair_report)
    suites = {suite.get("name"): suite for suite in root}
    counts = {name: (suite.get("tests"), suite.get("failures")) for name, suite in suites.items()}
    assert counts == {"en.txt": ("1", "1"), "es.txt": ("3", "2")}
    assert (root.get("tests"), root.get("failures"), root.get("errors")) == ("4", "3", "0")


def test_numbers_are_those_of_the_elements(pair_report: Report, one_report: Report, page_report: Report) -> None:
    for report in (pair_report, one_report, page_report):
        for suite in results_of(report):
            assert suite.get("tests") == str(len(suite.findall("testcase")))
            assert suite.get("failures") == str(len(suite.findall("testcase/failure")))


def test_a_failure_shows_the_text(pair_report: Report) -> None:
    (failure,) = (one for one in results_of(pair_report).iter("failure") if "105" in one.get("message", ""))
    assert failure.get("type") == "warning"
    assert "es 3 │ El gobernador contó 105 hombres" in (failure.text or "")
    assert "^^^" in (failure.text or "")


def test_an_info_is_no_failure(pair_report: Report) -> None:
    (case,) = (case for case in results_of(pair_report).iter("testcase") if "UNT203" in case.get("name", ""))
    assert case.find("failure") is None
    assert "“padre” is Spanish" in (case.findtext("system-out") or "")


def test_what_does_not_count_is_skipped(pair_report: Report) -> None:
    put_aside = tuple(replace(finding, suppressed="baseline") for finding in pair_report.findings[:2])
    root = results_of(replace(pair_report, findings=pair_report.findings[2:], suppressed=put_aside))
    assert [(suite.get("tests"), suite.get("failures"), suite.get("skipped")) for suite in root] == [
        ("1", "1", "0"),
        ("3", "1", "2"),
    ]
    assert len(list(root.iter("skipped"))) == 2
    assert (root.get("tests"), root.get("failures")) == ("4", "2")


def test_a_clean_text_is_a_case_that_passes(pair_report: Report) -> None:
    root = results_of(Report(pair_report.documents, (), ""))
    assert [(suite.get("tests"), len(suite.findall("testcase"))) for suite in root] == [("1", 1), ("1", 1)]
    assert (root.get("tests"), root.get("failures")) == ("2", "0")


def test_hostile_texts_are_text(hostile_report: Report) -> None:
    (failure,) = results_of(hostile_report).iter("failure")
    assert len(failure) == 0
