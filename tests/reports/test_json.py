"""The contract with programs."""

from __future__ import annotations

import json
from typing import Any

import pytest

from aligner.model import Bitext, Block, Document, Finding, Report, Severity, Side, Span
from aligner.reports import render
from aligner.version import VERSION


def as_data(report: Report) -> Any:
    return json.loads("".join(render(report, "json")))


def test_contract(pair_report: Report) -> None:
    data = as_data(pair_report)
    assert list(data) == ["tool", "version", "signature", "documents", "findings", "summary"]
    assert (data["tool"], data["version"], data["signature"]) == ("aligner", VERSION, "aligner:1|x:y")
    assert data["documents"] == [{"side": "source", "path": "en.txt"}, {"side": "target", "path": "es.txt"}]
    assert data["summary"] == {"error": 2, "warning": 1, "info": 1}
    number = next(finding for finding in data["findings"] if finding["code"] == "NUM501")
    assert number == {
        "code": "NUM501",
        "name": "number-value",
        "severity": "warning",
        "message": "150 in the source, 105 in the target",
        "bead": 1,
        "spans": [
            {"side": "source", "start": 34, "end": 37, "text": "150"},
            {"side": "target", "start": 40, "end": 43, "text": "105"},
        ],
        "suggestion": None,
        "fingerprint": number["fingerprint"],
    }
    assert len(number["fingerprint"]) == 16


def test_spans_are_where_they_say(pair_report: Report) -> None:
    texts = {side.value: document.text for side, document in pair_report.documents}
    spans = [span for finding in as_data(pair_report)["findings"] for span in finding["spans"]]
    assert len(spans) == 8
    assert all(texts[span["side"]][span["start"] : span["end"]] == span["text"] for span in spans)


def test_mark_up_gives_line_and_address() -> None:
    page = Document("uno\n\ndos", (Block(0, 3), Block(5, 8, address="/html/body/p[2]")), "es", "p.html", (), ((0, 4),))
    finding = Finding(
        "UNT203", "x", Severity.INFO, "", (Span(Side.TARGET, 5, 8, "dos"), Span(Side.TARGET, 0, 3, "uno"))
    )
    spans = as_data(Report(((Side.TARGET, page),), (finding,), ""))["findings"][0]["spans"]
    assert spans[0] == {"side": "target", "start": 5, "end": 8, "text": "dos", "line": 4, "address": "/html/body/p[2]"}
    assert spans[1] == {"side": "target", "start": 0, "end": 3, "text": "uno", "line": 4}


@pytest.mark.parametrize("text", ["\ud800", "\u2028", "ñ語🙂", '"\\'])
def test_any_text_survives(text: str) -> None:
    document = Document(text, (), "es", "p")
    finding = Finding("UNT203", "x", Severity.INFO, text, (Span(Side.TARGET, 0, len(text), text),), None, text)
    report = Report(((Side.TARGET, document),), (finding,), "", Bitext(document, document, ()))
    assert as_data(report)["findings"][0]["message"] == text
