"""The table of report formats: a format is one module with `render` and one row here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from aligner.errors import OptionError
from aligner.model import Report
from aligner.reports import csv, github, html, json, jsonl, junit, po, sarif, text, xliff
from aligner.reports.appearance import Appearance
from aligner.reports.rules import Rules

Renderer = Callable[[Report, Appearance, Rules], Iterator[str]]


@dataclass(frozen=True, slots=True)
class ReportFormat:
    """One way to tell findings; `render` gives pieces of the output's text, in order.

    `needs_pairs`: it shows source beside target, and has nothing to show of one text alone.
    """

    name: str
    description: str
    render: Renderer
    needs_pairs: bool = False


def _of_report(render: Callable[[Report], Iterator[str]]) -> Renderer:
    """A renderer that the report is enough for."""
    return lambda report, _appearance, _rules: render(report)


def _with_rules(render: Callable[[Report, Rules], Iterator[str]]) -> Renderer:
    """A renderer that also tells of the rules."""
    return lambda report, _appearance, rules: render(report, rules)


def _for_a_person(render: Callable[[Report, Appearance], Iterator[str]]) -> Renderer:
    """A renderer whose lines have a width and colours."""
    return lambda report, appearance, _rules: render(report, appearance)


REPORTS: tuple[ReportFormat, ...] = (
    ReportFormat("text", "lines of text with a caret line under each span, for a person", _for_a_person(text.render)),
    ReportFormat("json", "one object with documents, findings and summary, for a program", _of_report(json.render)),
    ReportFormat("jsonl", "one object a line for each finding, for a program", _of_report(jsonl.render)),
    ReportFormat("sarif", "SARIF 2.1.0, for code hosts and editors", _with_rules(sarif.render)),
    ReportFormat("github", "workflow commands that annotate lines, for GitHub Actions", _of_report(github.render)),
    ReportFormat("junit", "JUnit XML, a case for each finding, for continuous integration", _of_report(junit.render)),
    ReportFormat("csv", "a table with a row for each place, for a spreadsheet", _of_report(csv.render)),
    ReportFormat("html", "one page to filter and print, both texts side by side", _with_rules(html.render)),
    ReportFormat(
        "po", "the pairs as a gettext catalogue, those with findings fuzzy", _of_report(po.render), needs_pairs=True
    ),
    ReportFormat(
        "xliff",
        "the pairs as XLIFF 1.2 with notes, for a translation program",
        _of_report(xliff.render),
        needs_pairs=True,
    ),
)


def render(report: Report, name: str, appearance: Appearance | None = None, rules: Rules = ()) -> Iterator[str]:
    """Pieces of the text of `report` in the format `name`.

    `appearance` is for the text that a person reads; `rules`, as `checks.rules()` gives them, for formats that tell what
    a rule looks for. Raises `OptionError` for a name not in `REPORTS`, and for one text alone in a format of pairs.
    """
    for row in REPORTS:
        if row.name == name:
            if row.needs_pairs and report.bitext is None:
                raise OptionError(f"a {name} report shows pairs: give two texts or a bitext")
            return row.render(report, appearance or Appearance(), rules)
    raise OptionError(f"{name!r} is not a report format; write one of {', '.join(row.name for row in REPORTS)}")
