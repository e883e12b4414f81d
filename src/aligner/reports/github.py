"""The report as workflow commands of GitHub Actions: each finding is an annotation on its line."""

from __future__ import annotations

from collections.abc import Iterator

from aligner.model import Finding, Report, Severity
from aligner.reports.characters import clean, is_address
from aligner.reports.reading import Reading, first_span, unshown

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_STANDARD_INPUT = "-"


def render(report: Report) -> Iterator[str]:
    """A line for each finding, in the order in which the target is read; nothing for a clean text.

    Findings that do not count are no annotations; a line of the log says how many there are.
    """
    reading = Reading(report)
    for finding in reading.findings:
        parameters = {**_place(finding, reading), "title": f"{finding.code} {finding.name}"}
        written = ",".join(f"{name}={_parameter(str(value))}" for name, value in parameters.items())
        yield f"::{_LEVELS[finding.severity]} {written}::{_data(_message(finding, reading))}\n"
    for line in unshown(report):
        yield f"{line}\n"


def _place(finding: Finding, reading: Reading) -> dict[str, str | int]:
    """File, lines and columns of a finding's first place; columns only inside one line, as GitHub wants them."""
    span = first_span(finding)
    if span is None:
        return {}
    path, region = reading.path(span), reading.places[span.side].of(span)
    is_file = path not in {"", _STANDARD_INPUT} and not is_address(path)
    place: dict[str, str | int] = {"file": path} if is_file else {}
    if reading.places[span.side].has_lines:
        place |= {"line": region.line, "endLine": region.end_line}
    if region.column is not None and region.end_column is not None and region.line == region.end_line:
        place |= {"col": region.column, "endColumn": region.end_column}
    return place


def _message(finding: Finding, reading: Reading) -> str:
    """The message, every place with its text, and the suggestion."""
    lines = [finding.message]
    lines += [f"{span.side.value} {reading.place(span)}: {span.text}" for span in finding.spans]
    if finding.suggestion is not None:
        lines.append(f"suggestion: {finding.suggestion}")
    return "\n".join(clean(line) for line in lines)


def _data(text: str) -> str:
    """Text as the value of a command: what would end its line is escaped."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _parameter(text: str) -> str:
    """Text as one parameter of a command: what would end it is escaped too."""
    return _data(clean(text)).replace(":", "%3A").replace(",", "%2C")
