"""What the checks find in the sample articles: every planted fault, in its place, and nothing else."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from aligner.model import Finding, Report, Severity
from aligner.pipeline import PairOptions, check_pair
from aligner.reports.places import Places

CORPORA = Path(__file__).parent.parent.parent / "corpora"
ARTICLES = sorted(file.parent.name for file in CORPORA.glob("*/faults.json"))
FORMS = ("text", "html")


@cache
def known(article: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((CORPORA / article / "faults.json").read_text(encoding="utf-8"))
    return data


@cache
def checked(article: str, form: str) -> Report:
    facts, folder = known(article), CORPORA / article
    languages = PairOptions(source_language=facts["source_language"], target_language=facts["target_language"])
    source, target = (str(folder / facts["files"][form][side]) for side in ("source", "target"))
    return check_pair(source, target, languages)


@dataclass(frozen=True)
class Planted:
    """One planted fault in one form of its article."""

    article: str
    form: str
    codes: tuple[str, ...]
    spans: tuple[dict[str, Any], ...]

    def is_pointed_at(self, finding: Finding, report: Report) -> bool:
        """Whether the finding is of the right kind and one of its spans lies on each text of the fault."""
        return finding.code in self.codes and all(
            any(self._meets(span, place, report) for span in finding.spans) for place in self.spans
        )

    def is_near(self, finding: Finding, report: Report) -> bool:
        """Whether one of the finding's spans lies on a text of the fault, whatever its kind."""
        return any(self._meets(span, place, report) for span in finding.spans for place in self.spans)

    def _meets(self, span: Any, place: dict[str, Any], report: Report) -> bool:
        if span.side != place["side"]:
            return False
        if self.form == "text":
            return bool(span.start < place["end"] and place["start"] < span.end)
        line = Places(dict(report.documents)[span.side]).line(span.start)
        return bool(line == place["line"] and (place["text"] in span.text or span.text in place["text"]))


PLANTED = {
    f"{article}-{form}-{fault['id']}": Planted(article, form, tuple(fault["codes"]), tuple(fault[form]["spans"]))
    for article in ARTICLES
    for form in FORMS
    for fault in known(article)["faults"]
    if fault[form]
}


@pytest.mark.parametrize("name", PLANTED)
def test_the_fault_is_found(name: str) -> None:
    fault = PLANTED[name]
    report = checked(fault.article, fault.form)
    assert any(fault.is_pointed_at(finding, report) for finding in report.findings)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("article", ARTICLES)
def test_nothing_else_is_found(article: str, form: str) -> None:
    """A finding above info level in a clean article, or beside the planted faults, would be false."""
    report = checked(article, form)
    faults = [fault for fault in PLANTED.values() if (fault.article, fault.form) == (article, form)]
    false = [
        finding
        for finding in report.findings
        if finding.severity is not Severity.INFO and not any(fault.is_near(finding, report) for fault in faults)
    ]
    assert false == []
