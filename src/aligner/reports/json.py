"""The report for a program: one JSON object (RFC 8259)."""

from __future__ import annotations

from collections.abc import Iterator

from aligner.json_text import json_text
from aligner.model import Finding, Report, Severity, Side, Span
from aligner.reports.places import Places
from aligner.version import VERSION


def render(report: Report) -> Iterator[str]:
    """The report as JSON text, indented, with a line end."""
    yield json_text(as_object(report), indent=1)
    yield "\n"


def as_object(report: Report) -> dict[str, object]:
    """The report as plain data.

    Spans index the document's extracted text; where that is not the file itself they also have the `line` of the
    file (from 1), its `column` where that is known, and the `address` of their block. Findings that do not count come last, say why in `suppressed`, and
    are not in the summary.
    """
    places = {side: Places(document) for side, document in report.documents}
    return {
        "tool": "aligner",
        "version": VERSION,
        "signature": report.signature,
        "documents": [{"side": side.value, "path": document.path} for side, document in report.documents],
        "findings": [finding_object(finding, places) for finding in (*report.findings, *report.suppressed)],
        "summary": {severity.value: report.count(severity) for severity in sorted(Severity, key=lambda s: -s.rank)},
    }


def finding_object(finding: Finding, places: dict[Side, Places]) -> dict[str, object]:
    """One finding as plain data."""
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity.value,
        "message": finding.message,
        "bead": finding.bead,
        "spans": [_span(span, places[span.side]) for span in finding.spans],
        "suggestion": finding.suggestion,
        "fingerprint": finding.fingerprint,
        **({} if finding.suppressed is None else {"suppressed": finding.suppressed}),
    }


def _span(span: Span, places: Places) -> dict[str, object]:
    described: dict[str, object] = {
        "side": span.side.value,
        "start": span.start,
        "end": span.end,
        "text": span.text,
    }
    if places.document.places:
        region = places.of(span)
        described["line"] = region.line
        if region.column is not None:
            described["column"] = region.column
    block = places.block(span.start)
    if block is not None and block.address is not None:
        described["address"] = block.address
    return described
