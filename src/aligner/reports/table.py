"""The table of report formats: a format is one module with `render` and one row here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from aligner.errors import OptionError
from aligner.model import Report
from aligner.reports import json, text
from aligner.reports.appearance import Appearance

Renderer = Callable[[Report, Appearance], Iterator[str]]


@dataclass(frozen=True, slots=True)
class ReportFormat:
    """One way to tell findings; `render` gives pieces of the output's text, in order."""

    name: str
    description: str
    render: Renderer


REPORTS: tuple[ReportFormat, ...] = (
    ReportFormat("text", "lines of text with a caret line under each span, for a person", text.render),
    ReportFormat("json", "one object with documents, findings and summary, for a program", json.render),
)


def render(report: Report, name: str, appearance: Appearance | None = None) -> Iterator[str]:
    """Pieces of the text of `report` in the format `name`; raises `OptionError` for a name not in `REPORTS`."""
    for row in REPORTS:
        if row.name == name:
            return row.render(report, appearance or Appearance())
    raise OptionError(f"{name!r} is not a report format; write one of {', '.join(row.name for row in REPORTS)}")
