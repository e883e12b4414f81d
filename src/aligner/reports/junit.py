"""The report as JUnit results, which continuous integration shows: one suite a file, one case a finding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import etree

from aligner.model import Finding, Report, Severity, Side
from aligner.reports.appearance import Appearance
from aligner.reports.characters import clean
from aligner.reports.reading import Reading, first_span, paths
from aligner.reports.text import excerpts

_FAILS = frozenset({Severity.ERROR, Severity.WARNING})
_UNNAMED = "text"


def render(report: Report) -> Iterator[str]:
    """The results as XML; errors and warnings are failures, an info is a case that passes and has something to say.

    Findings that do not count are cases that were skipped.
    A file without findings is a suite with one case that passes, for an empty suite is often taken for a mistake.
    """
    reading = Reading(report)
    by_path: dict[str, list[Finding]] = {path: [] for path in paths(report) or [""]}
    for finding in reading.all_findings:
        first = first_span(finding)
        path = reading.path(first) if first else reading.document(Side.TARGET).path
        by_path.setdefault(path, []).append(finding)
    root = etree.Element("testsuites", {"name": "aligner", **_counts(reading.findings)})
    for path, found in by_path.items():
        suite = etree.SubElement(
            root, "testsuite", {"name": clean(path) or _UNNAMED, **_counts(found), "skipped": _skipped(found)}
        )
        for finding in found:
            _add_case(suite, finding, reading)
        if not found:
            suite.set("tests", "1")
            etree.SubElement(suite, "testcase", name="nothing found", classname=clean(path) or _UNNAMED)
    root.set("tests", str(sum(max(1, len(found)) for found in by_path.values())))
    etree.indent(root)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield etree.tostring(root, encoding="unicode") + "\n"


def _counts(findings: Sequence[Finding]) -> dict[str, str]:
    failures = sum(finding.severity in _FAILS and finding.suppressed is None for finding in findings)
    return {"tests": str(len(findings)), "failures": str(failures), "errors": "0"}


def _skipped(findings: Sequence[Finding]) -> str:
    return str(sum(finding.suppressed is not None for finding in findings))


def _add_case(suite: etree._Element, finding: Finding, reading: Reading) -> None:
    first = first_span(finding)
    place = reading.place(first) if first else reading.document(Side.TARGET).path
    case = etree.SubElement(
        suite,
        "testcase",
        name=clean(f"{finding.code} {finding.name} at {place}"),
        classname=suite.get("name", _UNNAMED),
    )
    text = clean("\n".join(["", *_told(finding, reading), ""]))
    if finding.suppressed is not None:
        etree.SubElement(case, "skipped", {"message": f"{finding.suppressed}: {clean(finding.message)}"}).text = text
    elif finding.severity in _FAILS:
        attributes = {"message": clean(finding.message), "type": finding.severity.value}
        etree.SubElement(case, "failure", attributes).text = text
    else:
        etree.SubElement(case, "system-out").text = text


def _told(finding: Finding, reading: Reading) -> Iterator[str]:
    """What stands in a case: the message, the text with carets, the suggestion, and where each place is."""
    yield finding.message
    yield from excerpts(reading, finding, Appearance())
    if finding.suggestion is not None:
        yield f"suggestion: {finding.suggestion}"
    for span in finding.spans:
        yield f"{span.side.value} {reading.place(span)} [{span.start}, {span.end}): {span.text}"
