"""Who decided what, and how far a review is: as a page, a table and counts."""

from __future__ import annotations

import csv
import io
import re
from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest
from lxml import html

from aligner.errors import OptionError
from aligner.model import Finding, Severity, Side, Span
from aligner.review import Acceptable, Acceptance, BeadView, Project, Status, Verdict, results
from aligner.review.results_collection import collected
from aligner.review.results_statistics import statistics

Make = Callable[..., Project]
HOSTILE = '<script>alert(1)</script> & "quoted"'


def seen(bead: BeadView) -> dict[int, int]:
    return {bead.id: bead.version}


@pytest.fixture
def project(make: Make) -> Project:
    """A project in which two people did all there is to do, and took some of it back."""
    target = make(6, name="text.review").bitext(1).target
    starts = [sentence.start for sentence in target.sentences[:4]]
    spans = [Span(Side.TARGET, start, start + 7, "Español") for start in starts]
    flags = [
        Finding("UNT203", "leftover-word", Severity.WARNING, "left over", (span,), at) for at, span in enumerate(spans)
    ]
    made = make(6, flags)

    def bead(number: int) -> BeadView:
        return made.page(1)[number]

    made.decide("Ana", bead(0).findings[0].id, Verdict.REJECTED, seen(bead(0)), f"=1+1 {HOSTILE}")
    made.decide("Luis", bead(1).findings[0].id, Verdict.ACCEPTED, seen(bead(1)))
    made.edit("Luis", bead(1).target[0].id, "Espanol 1.", seen(bead(1)))
    made.edit("Ana", bead(1).target[0].id, f"Inglés 1. {HOSTILE}", seen(bead(1)))
    made.edit("Ana", bead(2).source[0].id, "Never mind.", seen(bead(2)))
    made.undo("Ana")
    made.comment("Ana", bead(2).id, f"@sum {HOSTILE}")
    made.mark("Luis", bead(1).id, seen(bead(1)), status=Status.DONE)
    made.write("Luis", bead(5).id, Side.TARGET, "Y más.", seen(bead(5)))
    made.unlink("Luis", bead(4).id, seen(bead(4)))
    return made


def test_who_did_what_without_what_was_undone(project: Project) -> None:
    found = collected(project)
    (pair,) = found.pairs
    assert [(one.segment, one.decision.author) for one in pair.findings if one.decision] == [(1, "Ana"), (2, "Luis")]
    assert [(one.segment, one.side, one.before, one.author) for one in pair.edits] == [
        (2, Side.TARGET, "Español 1.", "Ana"),
        (7, Side.TARGET, "", "Luis"),
    ]
    assert [one.segment for one in pair.comments] == [3]
    ana, luis = found.people
    assert (ana.name, ana.edits, ana.comments, ana.verdicts[Verdict.REJECTED], ana.done) == ("Ana", 1, 1, 1, 0)
    assert (luis.name, luis.edits, luis.regroupings, luis.verdicts[Verdict.ACCEPTED], luis.done) == ("Luis", 2, 1, 1, 1)
    assert ana.first < luis.last


def test_the_page_is_whole_and_harmless(project: Project) -> None:
    data, kind, name = results.report_bytes(project, "html")
    assert (kind, name) == ("text/html", "p-report.html")
    page: Any = html.document_fromstring(data.decode())
    assert page.xpath("//script | //link | //img | //*[@src] | //*[@href]") == []
    assert page.text_content().count(HOSTILE) == 3  # the reason, the edit, the comment
    style = page.xpath("string(//style)")
    allowed = f"'sha256-{b64encode(sha256(style.encode()).digest()).decode()}'"
    assert allowed in page.xpath("string(//meta[@http-equiv='Content-Security-Policy']/@content)")
    assert "prefers-color-scheme: dark" in style
    assert "@media print" in style
    assert [one.text for one in page.xpath("//del")] == ["Español"]
    assert page.xpath("//ins")[0].text == "Inglés"
    assert "no longer there" not in page.text_content()


def test_the_page_of_an_untouched_project(make: Make) -> None:
    text = results.report_bytes(make(2), "html")[0].decode()
    assert "Nobody has changed anything yet." in text
    assert "Nothing was decided or changed here." in text


def test_the_table_has_a_row_for_each_thing_and_no_formula(project: Project) -> None:
    data, kind, _ = results.report_bytes(project, "csv")
    assert kind == "text/csv"
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert [(row["kind"], row["segment"], row["author"]) for row in rows] == [
        ("decision", "1", "Ana"), ("decision", "2", "Luis"), ("edit", "2", "Ana"), ("edit", "7", "Luis"),
        ("comment", "3", "Ana"),
    ]  # fmt: skip
    assert rows[0]["reason"] == f"'=1+1 {HOSTILE}"
    assert rows[4]["message"] == f"'@sum {HOSTILE}"
    assert (rows[2]["before"], rows[2]["after"]) == ("Español 1.", f"Inglés 1. {HOSTILE}")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+Z", rows[0]["time"])
    with pytest.raises(OptionError, match="no report 'pdf'"):
        results.report_bytes(project, "pdf")


def test_counts_by_pair_rule_and_person(project: Project) -> None:
    found = statistics(project)
    (pair,) = found.pairs
    assert (pair.segments, pair.done, pair.findings, pair.decided, pair.edits, pair.comments) == (7, 1, 4, 2, 2, 1)
    assert (pair.source_words, pair.source_words_done, pair.target_words_done) == (12, 2, 7)
    (rule,) = found.rules
    assert (rule.code, rule.open, rule.accepted, rule.rejected, rule.everywhere) == ("UNT203", 2, 1, 1, 0)
    three = project.page(1)[2]
    project.accept_everywhere("Eva", three.findings[0].id, Acceptable(Acceptance.WORD, "Español"), seen(three))
    found = statistics(project)
    assert (found.rules[0].everywhere, found.rules[0].open) == (2, 0)
    assert [(one.name, one.verdicts[Verdict.EVERYWHERE]) for one in found.people] == [
        ("Ana", 0),
        ("Luis", 0),
        ("Eva", 2),
    ]
    told = found.as_data()
    assert told["people"][2]["everywhere"] == 2
    assert told["pairs"][0]["decided"] == 4
    assert "Español" in results.report_bytes(project, "html")[0].decode()
