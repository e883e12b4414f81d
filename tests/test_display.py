"""Bitexts and reports as sequences, in notebooks and as data frames."""

from __future__ import annotations

import sys
from html.parser import HTMLParser

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import aligner
from aligner import Severity, Side, display
from aligner.model import Bead, Bitext, Finding, Report, Reports, Span

PAIRS = [("One.", "Uno."), ("Two.", "Dos."), ("Three.", "Tres."), ("Four.", "Cuatro.")]


def bitext_of(pairs: list[tuple[str, str]]) -> Bitext:
    source = aligner.parse_sentences([source for source, _ in pairs], "en")
    target = aligner.parse_sentences([target for _, target in pairs], "es")
    return Bitext(source, target, tuple(Bead((number,), (number,), 0.5) for number in range(len(pairs))), "made")


def report_of(*texts: str) -> Report:
    bitext = bitext_of(PAIRS)
    found = [
        Finding("NUM501", "number-value", Severity.ERROR, text, (Span(Side.TARGET, 0, len(text), text),), bead=0)
        for text in texts
    ]
    documents = ((Side.SOURCE, bitext.source), (Side.TARGET, bitext.target))
    return Report(documents, tuple(found), "made", bitext)


class Rows(HTMLParser):
    """The cells of a table, row by row; `tags` are all that were opened."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.tags: set[str] = set()
        self._is_cell = False
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in {"td", "th"}:
            self.rows[-1].append("")
        self._is_cell = tag in {"td", "th"}

    def handle_data(self, data: str) -> None:
        if self._is_cell:
            self.rows[-1][-1] += data

    def handle_endtag(self, tag: str) -> None:
        self._is_cell = False


def test_a_bitext_is_a_sequence() -> None:
    bitext = bitext_of(PAIRS)
    assert list(bitext) == PAIRS
    assert [bitext[number] for number in range(-4, 4)] == PAIRS + PAIRS
    assert list(bitext[1:3]) == PAIRS[1:3]
    assert (len(bitext[1:3]), bitext[1:3].source) == (2, bitext.source)
    assert list(bitext[::2]) == PAIRS[::2]
    assert bitext[:] == bitext
    with pytest.raises(IndexError):
        _ = bitext[4]


def test_a_slice_keeps_what_its_file_says() -> None:
    details = tuple(aligner.model.Details(identifier=str(number)) for number in range(4))
    bitext = bitext_of(PAIRS)
    held = Bitext(bitext.source, bitext.target, bitext.beads, details=details)
    assert [row.identifier for row in held[2:].details] == ["2", "3"]


def test_a_slice_can_be_written_and_checked() -> None:
    pairs = [*PAIRS, ("It cost 20 euros.", "Costó 30 euros.")]
    bitext = bitext_of(pairs)
    lines = "".join(map(str, aligner.formats.pieces_of(bitext[1:3], "tsv"))).splitlines()
    assert [line.split("\t")[:2] for line in lines[-2:]] == [list(pair) for pair in PAIRS[1:3]]
    assert [finding.code for finding in aligner.check(bitext[3:]).findings] == ["NUM501"]
    assert aligner.check(bitext[:3]).findings == ()


def test_representations_are_short() -> None:
    assert repr(bitext_of(PAIRS)) == "<Bitext sentences [en] ~ sentences [es]: 4 beads>"
    report = report_of("a", "b")
    assert repr(report) == "<Report: 2 errors, 0 warnings, 0 infos>"
    assert repr(Reports((report, report))) == "<Reports of 2 checks: 4 errors, 0 warnings, 0 infos>"


def test_notebooks_show_the_first_beads() -> None:
    many = [(f"Line {number}.", f"Línea {number}.") for number in range(display.ROWS + 5)]
    page = bitext_of(many)._repr_html_()
    read = Rows(page)
    assert read.rows[0] == ["", "sentences", "sentences", "bead", "score"]
    assert read.rows[1] == ["0", "Line 0.", "Línea 0.", "1-1", "0.50"]
    assert len(read.rows) == 1 + display.ROWS
    assert "20 of 25 shown" in page
    assert "shown" not in bitext_of(PAIRS)._repr_html_()
    assert 'lang="es"' in page


def test_notebooks_show_findings() -> None:
    report = report_of("first", "second")
    for shown in (report, Reports((report,))):
        rows = Rows(shown._repr_html_()).rows
        assert [row[2] for row in rows] == ["message", "first", "second"]
    assert Rows(report.findings[0]._repr_html_()).rows[1][:2] == ["NUM501 number-value", "error"]


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1).filter(str.strip))
def test_texts_cannot_become_mark_up(text: str) -> None:
    text = text.strip()
    for shown in (bitext_of([(text, "<script>alert(1)</script>")]), report_of(text, "</td></table><img src=x>")):
        read = Rows(shown._repr_html_())
        assert read.tags <= {"div", "table", "caption", "b", "thead", "tbody", "tr", "th", "td", "p"}
        assert text in [cell for row in read.rows for cell in row]


def test_no_colour_of_our_own_is_set() -> None:
    """Text and background are those of the page around, light or dark."""
    page = bitext_of(PAIRS)._repr_html_()
    assert "background" not in page
    assert "color:" not in page


def test_a_data_frame_has_the_columns_of_json_lines() -> None:
    bitext = aligner.align(["One house.", "Nothing like it anywhere else."], ["Una casa."])
    table = bitext.to_pandas()
    assert list(table["source"]) == [source for source, _ in bitext]
    assert list(table["bead"]) == [bead.kind for bead in bitext.beads]
    assert table["score"].dtype == "float64"
    assert list(table["score"].isna()) == [bead.score is None for bead in bitext.beads]
    assert list(table.columns) == [
        "source",
        "target",
        "source_sentences",
        "target_sentences",
        "source_spans",
        "target_spans",
        "score",
        "bead",
    ]
    for spans, text in zip(table["source_spans"], table["source"], strict=True):
        assert " ".join(bitext.source.text[start:end] for start, end in spans) == text


def test_a_data_frame_of_nothing_has_its_columns() -> None:
    assert len(bitext_of(PAIRS)[:0].to_pandas().columns) == 8
    assert "code" in report_of().to_pandas().columns


def test_a_data_frame_has_a_row_for_each_finding() -> None:
    report = report_of("first", "second")
    table = Reports((report, report)).to_pandas()
    assert list(table["target"]) == ["first", "second"] * 2
    assert table["bead"].dtype == pd.Int64Dtype()
    assert table.loc[0, "spans"] == [("target", 0, 5)]
    assert list(report.to_pandas()["fingerprint"]) == [finding.fingerprint for finding in report.findings]


def test_without_pandas_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(aligner.MissingExtra, match=r'^data frames need an extra: pip install "aligner\[pandas\]"$'):
        bitext_of(PAIRS).to_pandas()
