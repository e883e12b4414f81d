"""The formats for many texts: one report over all of them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from aligner.errors import OptionError
from aligner.json_text import json_text
from aligner.model import Finding, Report, Reports, Severity, Side
from aligner.provenance import digest, signature
from aligner.reports import csv, github, html, jsonl, junit, sarif, text
from aligner.reports.appearance import Appearance
from aligner.reports.characters import whole
from aligner.reports.excerpt import shown
from aligner.reports.json import finding_object
from aligner.reports.places import Places
from aligner.reports.reading import counted, paths, plural, severities, unshown
from aligner.reports.rules import Rules
from aligner.version import VERSION

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a renderer is given."""

    reports: Reports
    appearance: Appearance
    rules: Rules


def render_many(reports: Reports, name: str, appearance: Appearance | None = None, rules: Rules = ()) -> Iterator[str]:
    """Pieces of the text of one report over many texts, in the format `name`; else as `render`.

    Raises `OptionError` for a format that has room for one pair of texts only.
    """
    if name not in _RENDERERS:
        raise OptionError(f"a {name} report is of one pair of texts; write one of {', '.join(_RENDERERS)}")
    return _RENDERERS[name](_Asked(reports, appearance or Appearance(), rules))


def _text(asked: _Asked) -> Iterator[str]:
    """The findings of all texts, then one summary."""
    reports, appearance = asked.reports, asked.appearance
    for report in reports:
        yield from text.findings(report, appearance)
    counts = [
        appearance.paint(counted(number, severity), severity) for severity, number in severities(reports) if number
    ]
    faulty = sum(bool(report.findings) for report in reports)
    if not counts:
        yield f"nothing found in {_size(reports)}\n"
    else:
        yield f"{', '.join(counts)} in {faulty} of {_size(reports)}\n"
    for line in unshown(reports):
        yield appearance.paint(line, "quiet") + "\n"
    if counts:
        told = _faultiest(reports)
        yield from (f"  {number:>4} {shown(path)}\n" for path, number in told)
        if told and (others := faulty - len(told)) > 0:
            yield appearance.paint(f"       and {plural(others, 'text')} more with findings", "quiet") + "\n"
        yield from (f"{line}\n" for line in text.by_rule(reports.findings, appearance))


_MOST_TOLD = 5


def _faultiest(reports: Reports) -> list[tuple[str, int]]:
    """The texts with most findings, where there are many texts."""
    if len(reports) <= _MOST_TOLD:
        return []
    numbers = Counter({" and ".join(paths(report)): len(report.findings) for report in reports if report.findings})
    return numbers.most_common(_MOST_TOLD)


def _signature(reports: Reports) -> str:
    """How all of them were made: the signature they share, or one of all their signatures."""
    each = list(dict.fromkeys(report.signature for report in reports))
    return each[0] if len(each) == 1 else signature({"reports": digest("\n".join(each).encode())})


def _size(reports: Reports) -> str:
    """How many texts there are, pairs counted once, in how many files."""
    return f"{plural(len(reports), 'text')} ({plural(len(_paths(reports)), 'file')})"


def _paths(reports: Reports) -> list[str]:
    """Every file, once, in order."""
    return list(dict.fromkeys(path for report in reports for path in paths(report)))


def _json(asked: _Asked) -> Iterator[str]:
    yield json_text(as_object(asked.reports), indent=1)
    yield "\n"


def as_object(reports: Reports) -> Json:
    """All reports as plain data: as that of one, but that documents have an `index`, by which spans name theirs.

    Documents that were checked together, which a finding's spans may both lie in, have the same `text`.
    """
    documents: list[Json] = []
    findings: list[Json] = []
    for number, report in enumerate(reports):
        index = {side: len(documents) + at for at, (side, _) in enumerate(report.documents)}
        documents += [
            {"index": index[side], "text": number, "side": side.value, "path": one.path, "language": one.language}
            for side, one in report.documents
        ]
        places = {side: Places(document) for side, document in report.documents}
        for finding in (*report.findings, *report.suppressed):
            findings.append(_with_documents(finding, finding_object(finding, places), index))  # noqa: PERF401
    return {
        "tool": "aligner",
        "version": VERSION,
        "signature": _signature(reports),
        "documents": documents,
        "findings": findings,
        "summary": {severity.value: reports.count(severity) for severity in sorted(Severity, key=lambda s: -s.rank)},
    }


def _with_documents(finding: Finding, described: Json, index: dict[Side, int]) -> Json:
    spans = [
        {"document": index[span.side], **told} for span, told in zip(finding.spans, described["spans"], strict=True)
    ]
    return {**described, "spans": spans}


def _each(render: Callable[[Report], Iterator[str]]) -> Callable[[_Asked], Iterator[str]]:
    """One report after another, in formats of lines that stand alone."""

    def rendered(asked: _Asked) -> Iterator[str]:
        for report in asked.reports:
            yield from render(report)

    return rendered


def _sarif(asked: _Asked) -> Iterator[str]:
    """One run over all texts, for code hosts take few runs."""
    runs = [sarif.as_object(report, asked.rules)["runs"][0] for report in asked.reports]
    merged: Json = {
        "tool": {"driver": {"name": "aligner", "version": VERSION, "semanticVersion": VERSION, "rules": []}},
        "automationDetails": {"id": "aligner/"},
        "columnKind": "utf16CodeUnits",
        "artifacts": [],
        "results": [],
        "properties": {"signature": _signature(asked.reports)},
    }
    rules = {rule["id"]: rule for run in runs for rule in run["tool"]["driver"]["rules"]}
    numbers = {code: number for number, code in enumerate(sorted(rules))}
    merged["tool"]["driver"]["rules"] = [rules[code] for code in numbers]
    artifacts: dict[str, int] = {}
    for run in runs:
        for artifact in run["artifacts"]:
            if artifacts.setdefault(artifact["location"]["uri"], len(artifacts)) == len(merged["artifacts"]):
                merged["artifacts"].append(artifact)
        for result in run["results"]:
            _renumber(result, artifacts)
            merged["results"].append({**result, "ruleIndex": numbers[result["ruleId"]]})
    if asked.reports.suppressed:
        for result in merged["results"]:
            result.setdefault("suppressions", [])
    log = {"$schema": sarif.SCHEMA, "version": "2.1.0", "runs": [merged]}
    yield whole(json.dumps(log, ensure_ascii=False, indent=1))
    yield "\n"


def _renumber(value: Any, artifacts: dict[str, int]) -> None:
    """Let everything that names a file name it by its number among all."""
    if isinstance(value, dict):
        if "uri" in value and "index" in value:
            value["index"] = artifacts[value["uri"]]
        value = list(value.values())
    for item in value if isinstance(value, list) else ():
        _renumber(item, artifacts)


def _junit(asked: _Asked) -> Iterator[str]:
    """The suites of all reports."""
    root = etree.Element("testsuites", name="aligner")
    totals: Counter[str] = Counter(tests=0, failures=0, errors=0)
    for report in asked.reports:
        suites = etree.fromstring("".join(junit.render(report)).partition("\n")[2])
        for name in totals:
            totals[name] += int(suites.get(name, "0"))
        root.extend(list(suites))
    for name, number in totals.items():
        root.set(name, str(number))
    etree.indent(root)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield etree.tostring(root, encoding="unicode") + "\n"


def _html(asked: _Asked) -> Iterator[str]:
    reports = asked.reports
    heading = html.Heading(_size(reports), tuple(_heading(reports)), _signature(reports))
    return html.page(list(reports), heading, asked.rules)


def _heading(reports: Reports) -> Iterator[str]:
    """All counts, then each text with its own and a link to its first finding."""
    yield "<header>\n<h1>aligner check</h1>\n"
    yield f'<p class="quiet">{_size(reports)}</p>\n'
    yield f'<p class="counts">{html.counts(reports) or "nothing found"}</p>\n'
    yield from (f'<p class="quiet">{line}</p>\n' for line in unshown(reports))
    yield "<ul>\n"
    number = 1
    for report in reports:
        name = html.escaped(" → ".join(paths(report)) or "text")
        told = f'<a href="#finding-{number}">{name}</a>' if report.findings else name
        number += len(report.findings)
        yield f"<li>{told} ({html.size(report)}): {html.counts(report) or 'nothing found'}</li>\n"
    yield "</ul>\n</header>\n"


_RENDERERS: dict[str, Callable[[_Asked], Iterator[str]]] = {
    "text": _text,
    "json": _json,
    "jsonl": _each(jsonl.render),
    "sarif": _sarif,
    "github": _each(github.render),
    "junit": _junit,
    "csv": lambda asked: csv.table(asked.reports),
    "html": _html,
}
