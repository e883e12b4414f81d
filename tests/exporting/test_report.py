"""What an export tells: counts that add up, samples that do not depend on who did the work, a page that is safe."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.exporting.candidates import Candidate
from aligner.exporting.page import as_page
from aligner.exporting.report import ExportReport, InputCount, OutputCount, Sample, StepCount, Tally, as_object

REPORT = ExportReport(
    "aligner:1|inputs:0",
    (("least_score", 0.5),),
    ("en", "es"),
    "CC-BY-4.0",
    (InputCount("a.tsv", (("a.tsv", 100, "f" * 64),), 10, 7),),
    (
        StepCount("score", "Pairs that score less.", 10, 8, samples=(Sample("Yes", "Sí", 0.25, "a.tsv", 3),) * 2),
        StepCount(
            "anonymise", "Puts placeholders.", 8, 8, 1, (Sample("a@b.org", "a@b.org", None, "a.tsv", 4, "[EMAIL]"),)
        ),
        StepCount("limit", "Pairs beyond the number.", 8, 7),
    ),
    (OutputCount("b.tsv", "", 7),),
    (("c.xyz", "no text"),),
)
VOID = {"meta"}


class Outline(HTMLParser):
    """The elements that are open, and every text; fails on an end that goes with no beginning."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.texts: list[str] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def outline(report: ExportReport) -> Outline:
    found = Outline()
    found.feed("".join(as_page(report)))
    found.close()
    return found


def test_the_page_says_what_the_object_says() -> None:
    page = " ".join(outline(REPORT).texts)
    for said in ("7", "of 10 pairs written, 70.0%", "score: 2 dropped", "anonymise: 1 changed", "Yes", "Sí", "0.250", "[EMAIL]",
                 "a.tsv, row 3", "f" * 64, "c.xyz", "no text", "least_score", "CC-BY-4.0", "aligner:1|inputs:0", "Spanish"):  # fmt: skip
        assert said in page, said
    told = as_object(REPORT)
    assert (told["read"], told["written"], told["licence"]) == (10, 7, "CC-BY-4.0")


def test_one_line_for_a_person() -> None:
    assert REPORT.summary() == "7 of 10 pairs written (score dropped 2, limit dropped 1, anonymise changed 1)"


@given(st.text(alphabet=st.characters() | st.sampled_from("<>&\"'/"), max_size=30))
@settings(max_examples=60, deadline=None)
def test_nothing_of_the_texts_becomes_mark_up(text: str) -> None:
    hostile = Sample(f"<script>{text}", text, None, text, 1, text)
    step = replace(REPORT.steps[0], samples=(hostile, hostile))
    found = outline(replace(REPORT, steps=(step, *REPORT.steps[1:]), licence=text))
    assert found.open == []
    assert found.tags == outline(replace(REPORT, licence="x" if text else "")).tags
    assert "script" not in found.tags


def test_the_page_loads_nothing() -> None:
    page = "".join(as_page(REPORT))
    assert "default-src 'none'" in page
    assert not re.search(r"<(script|link|img|iframe)|@import|url\(|https?://", page)


@given(st.lists(st.integers(0, 10_000), unique=True, max_size=60), st.integers(0, 8), st.integers(1, 20))
@settings(max_examples=60, deadline=None)
def test_samples_do_not_depend_on_the_chunks(rows: list[int], most: int, size: int) -> None:
    whole, together = Tally(most), Tally(most)
    pairs = [Candidate(str(row), "x", row % 3, row) for row in rows]
    for pair in pairs:
        whole.drop(pair)
    for start in range(0, len(pairs), size):
        part = Tally(most)
        for pair in pairs[start : start + size]:
            part.drop(pair)
        together.add(part)
    names = ["a", "b", "c"]
    assert together.samples(names) == whole.samples(names)
    assert len(whole.samples(names)) == min(most, len(rows))
    assert whole.dropped == together.dropped == len(rows)
