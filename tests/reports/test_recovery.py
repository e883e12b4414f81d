"""What a check found can be read back from every format: codes, texts, places."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace

import polib
import pytest
from lxml import etree

from aligner import checks
from aligner.model import Report, Side
from aligner.reports import REPORTS, Appearance, render
from aligner.reports.characters import clean
from aligner.reports.places import Places

Place = tuple[str, str, int, str]  # code, side, line, text in one line
Found = set[Place]
MENTION = re.compile(r"(source|target) (.*):(\d+):\d+(?: \[\d+, \d+\))?: (.*)")


def one_line(text: str) -> str:
    return " ".join(clean(text).split())


def expected(report: Report) -> Found:
    places = {side: Places(document) for side, document in report.documents}
    return {
        (finding.code, span.side.value, places[span.side].line(span.start), one_line(span.text))
        for finding in report.findings
        for span in finding.spans
    }


def from_objects(objects: list[dict[str, object]], line_of: Callable[[dict[str, object]], int]) -> Found:
    found: Found = set()
    for finding in objects:
        spans = finding["spans"]
        assert isinstance(spans, list)
        for span in spans:
            found.add((str(finding["code"]), span["side"], line_of(span), one_line(span["text"])))
    return found


def from_json(text: str, report: Report) -> Found:
    places = {side: Places(document) for side, document in report.documents}
    return from_objects(
        json.loads(text)["findings"], lambda span: places[Side(str(span["side"]))].line(int(str(span["start"])))
    )


def from_jsonl(text: str, report: Report) -> Found:
    return from_objects([json.loads(line) for line in text.split("\n") if line], lambda span: int(str(span["line"])))


def from_sarif(text: str, report: Report) -> Found:
    found: Found = set()
    for result in json.loads(text)["runs"][0]["results"]:
        for location in [*result["locations"], *result.get("relatedLocations", [])]:
            region = location["physicalLocation"]["region"]
            told = one_line(region["snippet"]["text"])
            found.add((result["ruleId"], location["properties"]["side"], region["startLine"], told))
    return found


def mentions(code: str, text: str) -> Iterator[Place]:
    for line in text.split("\n"):
        if match := MENTION.fullmatch(line):
            yield code, match[1], int(match[3]), one_line(match[4])


def from_github(text: str, report: Report) -> Found:
    found: Found = set()
    for line in text.removesuffix("\n").split("\n") if text else ():
        match = re.fullmatch(r"::(?:error|warning|notice) (?:.*,)?title=(\w+) .*?::(.*)", line)
        assert match, line
        data = match[2].replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%")
        found.update(mentions(match[1], data))
    return found


def from_junit(text: str, report: Report) -> Found:
    found: Found = set()
    for case in etree.fromstring(text.encode()).iter("testcase"):
        found.update(mentions(case.get("name", "")[:6], content(case)))
    return found


def from_csv(text: str, report: Report) -> Found:
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    return {(row["code"], row["side"], int(row["line"]), one_line(row["text"].removeprefix("'"))) for row in rows}


def content(element: etree._Element) -> str:
    return "".join(str(part) for part in element.itertext())


def from_html(text: str, report: Report) -> Found:
    documents = dict(report.documents)
    found: Found = set()
    for article in etree.fromstring(text, etree.HTMLParser()).iter("article"):
        for mark in article.iterfind(".//mark[@data-start]"):
            side, told = Side(mark.get("data-side", "")), one_line(content(mark))
            start, end = int(mark.get("data-start", "")), int(mark.get("data-end", ""))
            assert told == one_line(documents[side].text[start:end])
            found.add((article.get("data-rule", ""), side.value, Places(documents[side]).line(start), told))
    return found


def from_notes(notes: str) -> Found:
    code = ""
    found: Found = set()
    for line in notes.split("\n"):
        if match := re.match(r"([A-Z]{3}\d{3}) .* \((?:error|warning|info)\): ", line):
            code = match[1]
        found.update(mentions(code, line))
    return found


def from_po(text: str, report: Report) -> Found:
    return set().union(*(from_notes(entry.tcomment) for entry in polib.pofile(text)))


def from_xliff(text: str, report: Report) -> Found:
    notes = etree.fromstring(text.encode()).iter("{*}note")
    return set().union(*(from_notes(note.text or "") for note in notes))


def from_text(text: str, report: Report) -> Found:
    """Each spelling once, with the lines of all its places."""
    found: Found = set()
    code, languages = "", {document.language: side.value for side, document in report.documents}
    for number, line in enumerate(lines := text.split("\n")):
        if match := re.match(r"\S.*:\d+(?::\d+)?: ([A-Z]{3}\d{3}) ", line):
            code = match[1]
        if "^" in line and not line.endswith("^ here"):
            gutter = re.match(r"  (?:(\w\w) )?(\d+) │ ", lines[number - 1])
            assert gutter
            side = languages[gutter[1]] if gutter[1] else "target"
            again = re.search(r"×\d+, lines? ([\d, ]+)$", line)
            numbers = [int(one) for one in again[1].split(",")] if again else [int(gutter[2])]
            told = "".join(above for above, caret in zip(lines[number - 1], line, strict=False) if caret == "^")
            found.update((code, side, one, one_line(told)) for one in numbers)
    return found


READERS: dict[str, Callable[[str, Report], Found]] = {
    "text": from_text,
    "json": from_json,
    "jsonl": from_jsonl,
    "sarif": from_sarif,
    "github": from_github,
    "junit": from_junit,
    "csv": from_csv,
    "html": from_html,
    "po": from_po,
    "xliff": from_xliff,
}


def test_every_format_is_read_back() -> None:
    assert list(READERS) == [row.name for row in REPORTS]


def told(report: Report, name: str) -> str:
    return "".join(render(report, name, Appearance(), checks.rules())).encode().decode()


@pytest.mark.parametrize("name", [name for name in READERS if name != "text"])
def test_findings_of_a_pair(name: str, pair_report: Report) -> None:
    assert READERS[name](told(pair_report, name), pair_report) == expected(pair_report)


@pytest.mark.parametrize("row", [row for row in REPORTS if not row.needs_pairs], ids=lambda row: row.name)
def test_findings_of_one_text(row: object, one_report: Report, request: pytest.FixtureRequest) -> None:
    name = request.node.callspec.id
    if name == "text":  # wide characters stand over two carets
        return
    assert READERS[name](told(one_report, name), one_report) == expected(one_report)


def test_findings_in_lines_of_text(one_text: Callable[..., Report]) -> None:
    report = one_text("El padre vino.\nLa madre no.\nY el padre otra vez.", "padre|madre")
    assert from_text(told(report, "text"), report) == expected(report)


# An excerpt drops marks of direction and shows blanks for controls: lines of text are for a person.
@pytest.mark.parametrize("name", [name for name in READERS if name != "text"])
def test_findings_of_a_hostile_text(name: str, hostile_report: Report) -> None:
    def halved(found: Found) -> Found:
        return {(code, side, line, one_line(text)) for code, side, line, text in found}

    assert halved(READERS[name](told(hostile_report, name), hostile_report)) == expected(hostile_report)


@pytest.mark.parametrize("name", list(READERS))
def test_nothing_found(name: str, pair_report: Report) -> None:
    clean_report = Report(pair_report.documents, (), "", pair_report.bitext)
    assert READERS[name](told(clean_report, name), clean_report) == set()


SHOWS_ALL = {"json", "jsonl", "sarif", "junit", "csv"}


@pytest.mark.parametrize("name", list(READERS))
def test_what_does_not_count_is_not_dropped_silently(name: str, pair_report: Report) -> None:
    """A format shows the findings that are put aside, marked as such, or says how many there are."""
    counting, put_aside = pair_report.findings[1:], (replace(pair_report.findings[0], suppressed="baseline"),)
    report = replace(pair_report, findings=counting, suppressed=put_aside)
    text = told(report, name)
    assert ("1 known finding not shown" in text) is (name not in SHOWS_ALL)
    assert ("ACR301" in text) is (name in SHOWS_ALL)
    if name in SHOWS_ALL:
        assert "baseline" in text
        assert READERS[name](text, replace(report, findings=pair_report.findings)) == expected(pair_report)
