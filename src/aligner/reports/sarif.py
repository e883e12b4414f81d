"""The report in the Static Analysis Results Interchange Format 2.1.0 (OASIS, 2020), which code hosts and editors show."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from aligner.model import Finding, Report, Severity, Span
from aligner.reports.characters import is_address, whole
from aligner.reports.reading import Reading, first_span, paths
from aligner.reports.replacements import replaced
from aligner.reports.rules import Rules, RuleText, explanation
from aligner.version import VERSION

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_LINK = re.compile(r"\[(?=[^\]]*\]\()")

_RESERVED = "%:/?#[]@!$&'()*+,;="  # what has a meaning in a URI (section 2.2), and what is encoded already

Json = dict[str, Any]


def render(report: Report, rules: Rules = ()) -> Iterator[str]:
    """One run with its rules, files and results, as JSON; results are in the order in which the target is read.

    Columns count UTF-16 code units, as the run says. Where the place of a text that was taken out of mark-up is not known to the
    letter, it has lines without columns; the address of its element is a logical location.
    """
    yield whole(json.dumps(as_object(report, rules), ensure_ascii=False, indent=1))
    yield "\n"


def as_object(report: Report, rules: Rules = ()) -> Json:
    """The log as plain data. `rules` are what may be told of the rules; of others there is only the name."""
    writer = _Writer(Reading(report), rules)
    driver: Json = {"name": "aligner", "version": VERSION, "semanticVersion": VERSION}
    run: Json = {
        "tool": {"driver": {**driver, "rules": writer.rules()}},
        # Code hosts keep the newest run of each id: the checks of several texts stand beside each other.
        "automationDetails": {"id": "/".join(["aligner", *map(uri, paths(report)), ""])},
        "columnKind": "utf16CodeUnits",
        "artifacts": writer.artifacts(),
        "results": [writer.result(finding) for finding in writer.reading.all_findings],
        "properties": {"signature": report.signature},
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


class _Writer:
    """Writes the parts of one run; rules and files are told once, and meant by their numbers."""

    def __init__(self, reading: Reading, rules: Rules) -> None:
        self.reading = reading
        self._known = {rule.code: rule for rule in rules}
        self._fired = {finding.code: finding for finding in sorted(reading.all_findings, key=lambda found: found.code)}
        self._rules = [(finding, self._known.get(code)) for code, finding in self._fired.items()]
        self._rule_numbers = {code: number for number, code in enumerate(self._fired)}
        self._artifact_numbers = {path: number for number, path in enumerate(paths(reading.report))}

    def rules(self) -> list[Json]:
        """The rules that have results, in order of code."""
        return [_rule(finding, rule) for finding, rule in self._rules]

    def artifacts(self) -> list[Json]:
        """The files that were checked, with the languages in them."""
        languages: dict[str, list[str]] = {path: [] for path in self._artifact_numbers}
        for _, document in self.reading.report.documents:
            if document.path:
                languages[document.path].append(document.language)
        return [
            {"location": {"uri": uri(path)}, "roles": ["analysisTarget"], "properties": {"languages": spoken}}
            for path, spoken in languages.items()
        ]

    def result(self, finding: Finding) -> Json:
        """One finding; its first place is the location, all others are related."""
        first = first_span(finding)
        told: Json = {
            "ruleId": finding.code,
            "ruleIndex": self._rule_numbers[finding.code],
            "level": _LEVELS[finding.severity],
            "message": {"text": _LINK.sub(r"\[", self._message(finding))},
            "locations": [self._location(first)] if first else [],
            "relatedLocations": [
                {"id": number, **self._location(span), "message": {"text": f"{span.side.value} text"}}
                for number, span in enumerate((span for span in finding.spans if span is not first), start=1)
            ],
            "partialFingerprints": {"findingFingerprint/v1": finding.fingerprint},
            "fixes": self._fixes(finding),
            "properties": {"bead": finding.bead, "suggestion": finding.suggestion},
        }
        shown = {name: value for name, value in told.items() if value != []}
        return {**shown, "suppressions": self._suppressions(finding)} if self.reading.report.suppressed else shown

    def _suppressions(self, finding: Finding) -> list[Json]:
        """Why a finding does not count; all results have a list where one has (section 3.27.23)."""
        if finding.suppressed is None:
            return []
        kind = "inSource" if finding.suppressed == "comment" else "external"
        return [{"kind": kind, "status": "accepted", "justification": finding.suppressed}]

    def _message(self, finding: Finding) -> str:
        message = finding.message or finding.name
        return message if finding.suggestion is None else f"{message} (suggestion: {finding.suggestion})"

    def _location(self, span: Span) -> Json:
        places = self.reading.places[span.side]
        region = {**self._region(span), "snippet": {"text": span.text}}
        location: Json = {"physicalLocation": {"artifactLocation": self._artifact(span), "region": region}}
        block = places.block(span.start)
        if block is not None and block.address:
            location["logicalLocations"] = [{"fullyQualifiedName": block.address}]
        span_of_text = {"side": span.side.value, "start": span.start, "end": span.end}
        return {**location, "properties": span_of_text}

    def _region(self, span: Span) -> Json:
        region = self.reading.places[span.side].of(span).in_code_units()
        lines = {"startLine": region.line, "endLine": region.end_line}
        if region.column is None or region.end_column is None:
            return lines
        return {**lines, "startColumn": region.column, "endColumn": region.end_column}

    def _artifact(self, span: Span) -> Json:
        path = self.reading.path(span)
        if not path:
            return {"description": {"text": f"the {span.side.value} text"}}
        return {"uri": uri(path), "index": self._artifact_numbers[path]}

    def _fixes(self, finding: Finding) -> list[Json]:
        """The suggestion as a change of the files, where it stands for the faulty text and the columns are known."""
        spans = replaced(finding, self._known.get(finding.code))
        if not spans or finding.suggestion is None or self.reading.places[spans[0].side].has_markup:
            return []
        replacements = [
            {"deletedRegion": self._region(span), "insertedContent": {"text": finding.suggestion}} for span in spans
        ]
        change = {"artifactLocation": self._artifact(spans[0]), "replacements": replacements}
        return [{"description": {"text": f"Write {finding.suggestion!r}"}, "artifactChanges": [change]}]


def _rule(finding: Finding, rule: RuleText | None) -> Json:
    """What is told of a rule: summary, explanation, usual level."""
    told: Json = {"id": finding.code, "name": finding.name}
    if rule is None:
        return {**told, "defaultConfiguration": {"level": _LEVELS[finding.severity]}}
    help_text = explanation(rule) or rule.summary or rule.name
    return {
        **told,
        "shortDescription": {"text": rule.summary or rule.name},
        "fullDescription": {"text": help_text},
        "help": {"text": help_text, "markdown": help_text},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def uri(path: str) -> str:
    """A path as a URI reference (RFC 3986): relative to the folder of the call, or absolute as it was given.

    >>> uri("texts/año 1.txt"), uri("/tmp/a.txt"), uri("https://example.org/año?page=1")
    ('texts/a%C3%B1o%201.txt', 'file:///tmp/a.txt', 'https://example.org/a%C3%B1o?page=1')
    """
    if is_address(path):
        return quote(whole(path), safe=_RESERVED)
    written = Path(path).as_posix() if Path(path).is_absolute() else path.replace(os.sep, "/")
    try:
        encoded = os.fsencode(written)  # a name that is no UTF-8 has its bytes in halves of pairs
    except UnicodeEncodeError:
        encoded = whole(written).encode()
    return ("file://" if Path(path).is_absolute() else "") + quote(encoded)
