"""Annotations, as GitHub's runner reads its commands."""

from __future__ import annotations

import re
from typing import Any

import pytest

from aligner.model import Document, Finding, Report, Severity, Side, Span
from aligner.reports import render

COMMAND = re.compile(r"::(?P<name>\w+) (?P<parameters>.*?)::(?P<data>.*)")
ESCAPES = (("%2C", ","), ("%3A", ":"), ("%0A", "\n"), ("%0D", "\r"), ("%25", "%"))


def commands(report: Report) -> list[tuple[str, dict[str, str], str]]:
    """Name, parameters and message of every line, read as the runner does: at the first `::`, `,` and `=`."""

    def plain(text: str, escapes: tuple[tuple[str, str], ...]) -> str:
        for escape, letter in escapes:
            text = text.replace(escape, letter)
        return text

    read = []
    for line in "".join(render(report, "github")).split("\n")[:-1]:
        match = COMMAND.fullmatch(line)
        assert match, line
        pairs = (pair.partition("=") for pair in match["parameters"].split(","))
        parameters = {name: plain(value, ESCAPES) for name, _, value in pairs}
        read.append((match["name"], parameters, plain(match["data"], ESCAPES[2:])))
    return read


def test_annotations(pair_report: Report) -> None:
    first, *others = commands(pair_report)
    place = {"file": "es.txt", "line": "3", "endLine": "3", "col": "21", "endColumn": "24"}
    message = "150 in the source, 105 in the target\nsource en.txt:3:22: 150\ntarget es.txt:3:21: 105"
    assert first == ("warning", {**place, "title": "NUM501 number-value"}, message)
    assert [name for name, _, _ in others] == ["error", "error", "notice"]


def test_mark_up_has_lines_only(page_report: Report) -> None:
    ((_, parameters, _),) = commands(page_report)
    assert parameters == {"file": "es.html", "line": "57", "endLine": "58", "title": "NUM502 x"}


def test_several_lines_have_no_columns(document_of: Any, spans_of: Any) -> None:
    text = "uno\ndos"
    finding = Finding("UNT203", "x", Severity.INFO, "m", spans_of(text, "o\nd"))
    ((_, parameters, _),) = commands(Report(((Side.TARGET, document_of(text, "es", "a")),), (finding,), ""))
    assert parameters == {"file": "a", "line": "1", "endLine": "2", "title": "UNT203 x"}


def test_what_ends_a_command_is_escaped(hostile_report: Report, hostile: str) -> None:
    ((name, parameters, message),) = commands(hostile_report)
    (finding,) = hostile_report.findings
    assert (name, parameters["title"]) == ("error", "UNT203 leftover-word")
    if hostile.isprintable():
        assert parameters["file"] == hostile_report.documents[0][1].path
        assert message.startswith(f"{finding.message}\n")


@pytest.mark.parametrize("path", ["-", "", "https://example.org/a"])
def test_what_is_no_file_is_not_named_as_one(path: str) -> None:
    document = Document("padre", (), "es", path)
    finding = Finding("UNT203", "x", Severity.INFO, "m", (Span(Side.TARGET, 0, 5, "padre"),))
    ((_, parameters, _),) = commands(Report(((Side.TARGET, document),), (finding,), ""))
    assert "file" not in parameters
    assert parameters["line"] == "1"
