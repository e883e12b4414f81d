"""The table that a spreadsheet opens."""

from __future__ import annotations

import csv
import io

import pytest

from aligner.model import Finding, Report, Severity
from aligner.reports import render
from aligner.reports.csv import COLUMNS, guarded


def rows(report: Report) -> list[dict[str, str]]:
    text = "".join(render(report, "csv"))
    assert text.startswith("\ufefffinding,code,")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True))


def test_a_record_for_each_place(pair_report: Report) -> None:
    records = rows(pair_report)
    assert [(row["finding"], row["code"], row["side"], row["text"]) for row in records[:2]] == [
        ("1", "NUM501", "source", "150"),
        ("1", "NUM501", "target", "105"),
    ]
    assert len(records) == 8
    assert all(tuple(row) == COLUMNS for row in records)


def test_records_end_as_the_standard_says(pair_report: Report) -> None:
    text = "".join(render(pair_report, "csv"))
    assert text.count("\r\n") == text.count("\n") == 9


def test_a_finding_without_places_is_told(one_report: Report) -> None:
    finding = Finding("ALN106", "block-structure", Severity.INFO, "m", ())
    (row,) = rows(Report(one_report.documents, (finding,), ""))
    assert (row["code"], row["message"], row["path"], row["fingerprint"]) == ("ALN106", "m", "", finding.fingerprint)


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\n=1", "＝1", "'=1", "'tis"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert guarded(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "150", "a=b", "¿=?", '"=1"', " =1"])
def test_other_cells_are_as_they_are(cell: str) -> None:
    assert guarded(cell) == cell


def test_cells_of_hostile_texts(hostile_report: Report) -> None:
    for row in rows(hostile_report):
        assert len(row) == len(COLUMNS)
        assert not row["text"].startswith(("=", "+", "-", "@", "\t"))
