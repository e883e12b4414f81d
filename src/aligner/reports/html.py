"""The report as one web page that needs nothing else: findings with both texts beside each other, to filter and print."""

from __future__ import annotations

import html
from base64 import b64encode
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from aligner.languages import language_name
from aligner.model import Finding, Report, Reports
from aligner.reports.characters import clean
from aligner.reports.html_context import context_table
from aligner.reports.reading import Reading, counted, first_span, paths, plural, severities, unshown
from aligner.reports.rules import Rules, explanation
from aligner.version import VERSION


def render(report: Report, rules: Rules = ()) -> Iterator[str]:
    """The page; `rules` are what it may tell of the rules.

    Its own style and script are all that the browser may run (Content Security Policy, by their digests), and
    everything that comes from the texts is escaped.
    """
    title = " and ".join(paths(report)) or "text"
    return page([report], Heading(title, tuple(_summary(report)), report.signature), rules)


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above and below the findings: the title in plain text, the pieces of the summary in HTML."""

    title: str
    summary: tuple[str, ...]
    signature: str


def page(reports: Sequence[Report], heading: Heading, rules: Rules = ()) -> Iterator[str]:
    """The page of some reports."""
    readings = [Reading(report) for report in reports]
    findings = [finding for reading in readings for finding in reading.findings]
    yield from _head(heading.title)
    yield from heading.summary
    yield from _filter(findings)
    yield "<main>\n"
    pairs = ((finding, reading) for reading in readings for finding in reading.findings)
    for number, (finding, reading) in enumerate(pairs, start=1):
        yield _article(number, finding, reading)
    yield "</main>\n"
    yield from _rules(findings, rules)
    yield f"<footer>aligner {VERSION} · {escaped(heading.signature)}</footer>\n"
    yield f"<script>{_asset('report.js')}</script>\n</body>\n</html>\n"


def escaped(text: str) -> str:
    """Text as HTML has it, in content and in attributes."""
    return html.escape(clean(text))


def _asset(name: str) -> str:
    return (Path(__file__).parent / "data" / name).read_text(encoding="utf-8")


def _allowed(name: str) -> str:
    """The source expression that allows an asset."""
    return f"'sha256-{b64encode(sha256(_asset(name).encode()).digest()).decode()}'"


def _head(title: str) -> Iterator[str]:
    policy = (
        f"default-src 'none'; style-src {_allowed('report.css')}; script-src {_allowed('report.js')}; "
        "base-uri 'none'; form-action 'none'"
    )
    yield '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
    yield f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield f"<title>aligner check: {escaped(title)}</title>\n<style>{_asset('report.css')}</style>\n</head>\n<body>\n"


def _summary(report: Report) -> Iterator[str]:
    """The heading: which texts, how long they are, how many findings of each severity."""
    texts = [
        f"{escaped(document.path or side.value)} ({escaped(language_name(document.language))})"
        for side, document in report.documents
    ]
    yield "<header>\n<h1>aligner check</h1>\n"
    yield f'<p class="quiet">{" → ".join(texts)}, {size(report)}</p>\n'
    yield f'<p class="counts">{counts(report) or "nothing found"}</p>\n'
    yield from (f'<p class="quiet">{line}</p>\n' for line in unshown(report))
    yield "</header>\n"


def size(report: Report) -> str:
    """How long the texts of a report are."""
    if report.bitext is not None:
        return plural(len(report.bitext), "pair")
    return plural(sum(len(document.sentences) for _, document in report.documents), "sentence")


def counts(report: Report | Reports) -> str:
    """How many findings of each severity there are, in HTML; "" where there are none."""
    return ", ".join(
        f'<b class="{severity.value}">{counted(number, severity)}</b>'
        for severity, number in severities(report)
        if number
    )


def _filter(findings: Sequence[Finding]) -> Iterator[str]:
    """Boxes for severities and rules, shown only where a script can serve them."""
    by_severity = Counter(finding.severity for finding in findings)
    by_rule = Counter((finding.code, finding.name) for finding in findings)
    yield '<form id="filter" hidden autocomplete="off">\n<fieldset>\n<legend>Severity</legend>\n'
    for severity in sorted(by_severity, key=lambda one: -one.rank):
        yield _box("severity", severity.value, f"{severity.value} ({by_severity[severity]})")
    yield "</fieldset>\n<fieldset>\n<legend>Rule</legend>\n"
    for (code, name), number in sorted(by_rule.items()):
        yield _box("rule", code, f"{code} {name} ({number})")
    yield '</fieldset>\n<output class="quiet"></output>\n</form>\n'


def _box(name: str, value: str, label: str) -> str:
    return f'<label><input type="checkbox" name="{name}" value="{escaped(value)}" checked> {escaped(label)}</label>\n'


def _article(number: int, finding: Finding, reading: Reading) -> str:
    """One finding: what it is, the texts beside each other, what is suggested."""
    severity, code = finding.severity.value, escaped(finding.code)
    first = first_span(finding)
    place = f'<span class="place">{escaped(reading.place(first))}</span>' if first else ""
    suggestion = (
        f"<p>Suggestion: <ins>{escaped(finding.suggestion)}</ins></p>\n" if finding.suggestion is not None else ""
    )
    return (
        f'<article id="finding-{number}" class="{severity}" data-severity="{severity}" data-rule="{code}">\n'
        f'<h2><span class="severity">{severity}</span> <a href="#rule-{code}">{code}</a> '
        f"{escaped(finding.name)}{place}</h2>\n"
        f"<p>{escaped(finding.message)}</p>\n{context_table(finding, reading)}{suggestion}</article>\n"
    )


def _rules(findings: Sequence[Finding], rules: Rules) -> Iterator[str]:
    """What the rules of the findings look for, and why."""
    known = {rule.code: rule for rule in rules}
    fired = sorted({(finding.code, finding.name) for finding in findings})
    if not fired:
        return
    yield "<section>\n<h2>Rules</h2>\n"
    for code, name in fired:
        rule = known.get(code)
        told = escaped(explanation(rule) or rule.summary) if rule else ""
        yield f'<div class="rule" id="rule-{escaped(code)}"><b>{escaped(code)} {escaped(name)}</b>\n<p>{told}</p></div>\n'
    yield "</section>\n"
