"""The report for a program that reads line by line: one JSON object a finding (JSON Lines)."""

from __future__ import annotations

from collections.abc import Iterator

from aligner.json_text import json_text
from aligner.model import Finding, Report
from aligner.reports.json import finding_object
from aligner.reports.reading import Reading


def render(report: Report) -> Iterator[str]:
    """A line for each finding, in the order in which the target is read, those that do not count last."""
    reading = Reading(report)
    for finding in reading.all_findings:
        yield json_text(_object(finding, reading)) + "\n"


def _object(finding: Finding, reading: Reading) -> dict[str, object]:
    """The finding as in `json`; each span tells its file, line and, where there is one, column, for it stands alone."""
    described = finding_object(finding, reading.places)
    spans = described["spans"]
    assert isinstance(spans, list)
    for span, one in zip(finding.spans, spans, strict=True):
        region = reading.places[span.side].of(span)
        one["path"], one["line"] = reading.path(span), region.line
        if region.column is not None:
            one["column"] = region.column
    return described
