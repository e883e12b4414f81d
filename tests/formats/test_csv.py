"""Comma-separated pairs: cells of any text, columns by their names, and lines about what cannot be read."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from translate.storage import csvl10n

from aligner.contracts import Heading, Pair
from aligner.errors import InputError
from aligner.fixes import written_back
from aligner.formats.csv import read_bitext, read_rows, write_pairs
from aligner.model import Bead, Bitext, Side

CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from(",;\t\"'\r\n"), max_size=20)


def read(text: str, source: str = "en", target: str = "es") -> Bitext:
    return read_bitext(text.encode(), "in.csv", source, target)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@given(rows=st.lists(st.tuples(CELLS, CELLS), max_size=5))
@settings(max_examples=40, deadline=None)
def test_what_a_spreadsheet_writes_is_read(delimiter: str, rows: list[tuple[str, str]]) -> None:
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=delimiter).writerows([("A bridge", "Un puente"), *rows])
    found = [(row.source, row.target) for row in read_rows(written.getvalue().encode(), "in.csv", "en", "es")]
    assert found == [("A bridge", "Un puente"), *rows]


@pytest.mark.parametrize(
    "head", ["source,target", "target,id,source", "Spanish,,English", "es-MX,note,EN", '"es","x","en"', "x;es;en"]
)
def test_columns_by_their_names(head: str) -> None:
    names = [name.strip('"').lower()[:2] for name in head.replace(";", ",").split(",")]
    cells = {"so": "One, or two", "en": "One, or two", "ta": "Una o dos", "es": "Una o dos", "sp": "Una o dos"}
    row = (";" if ";" in head else ",").join(f'"{cells.get(name, "?")}"' for name in names)
    assert list(read(f"{head}\r\n{row}\r\n")) == [("One, or two", "Una o dos")]


def test_a_first_record_that_names_no_columns_is_a_pair() -> None:
    assert list(read("en,de\nfrom,desde\n")) == [("en", "de"), ("from", "desde")]


def test_places_and_missing_cells() -> None:
    found = read('\ufeffa,b\n\n"c\nc","d"\ne,f,g\nh\n')
    assert list(found) == [("a", "b"), ("c\nc", "d"), ("e", "f"), ("h", "")]
    assert [line for _, line in found.document(Side.SOURCE).places] == [1, 3, 5, 6]


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("just one\ncolumn\n", 1, "its first record has one column only"),
        ('a,b\nc,"d" e\n', 2, "it is not CSV"),
        ('a,b\nc,"d\n', 2, "it is not CSV"),
        ("source,target\n", None, "there is no source text"),
        ("\n\n", None, "there is no source text"),
    ],
)
def test_what_cannot_be_read(text: str, place: int | None, words: str) -> None:
    with pytest.raises(InputError, match=rf"^in\.csv.*{words}") as raised:
        read(text)
    assert raised.value.place == place


def written(pairs: list[Pair], heading: Heading | None = None) -> bytes:
    return "".join(write_pairs(pairs, heading or Heading("en", "es"))).encode()


def test_what_is_written_is_rfc_4180_with_a_mark_for_excel() -> None:
    pairs = [Pair('One, "two"', "Uno\n", 0.5, Bead((0,), (0, 1), 0.5), document="a"), Pair("", " x ")]
    assert written(pairs) == (
        b'\xef\xbb\xbfsource,target,score,bead,document\r\n"One, ""two""","Uno\n",0.5,1-2,a\r\n, x ,,,\r\n'
    )
    assert written(pairs, Heading("en", "es", column_names=False)).splitlines()[-1] == b", x "


@given(rows=st.lists(st.tuples(CELLS, CELLS), max_size=5))
@settings(max_examples=40, deadline=None)
def test_other_readers_agree(rows: list[tuple[str, str]]) -> None:
    text = written([Pair(*row) for row in rows]).decode("utf-8-sig")
    read = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert read == [["source", "target", "score", "bead", "document"], *([*row, "", "", ""] for row in rows)]


def test_pandas_agrees() -> None:
    pandas = pytest.importorskip("pandas")
    pairs = [Pair("a\n,b", 'c"\td', 0.25), Pair("NA", "", None)]
    frame = pandas.read_csv(io.BytesIO(written(pairs)), keep_default_na=False)
    assert list(frame.columns) == ["source", "target", "score", "bead", "document"]
    assert list(zip(frame["source"], frame["target"], strict=True)) == [("a\n,b", 'c"\td'), ("NA", "")]


def test_scores_come_back_where_they_are_probabilities() -> None:
    found = read("source,target,score\na,b,0.5\nc,d,7\ne,f,good\ng,h\n")
    assert [bead.score for bead in found.beads] == [0.5, None, None, None]


def test_a_first_cell_of_many_lines_hides_no_delimiter() -> None:
    assert list(read('"a\nb ""c""";"d"\ne;f\n')) == [('a\nb "c"', "d"), ("e", "f")]


def test_the_translate_toolkit_reads_it() -> None:
    """Sources and targets by the names of their columns, and what is written in place among them."""
    rows = [Pair("One, two", "Uno, dos"), Pair("Three", 'Tres "3"')]
    data = "".join(write_pairs(rows, Heading("en", "es"))).encode()

    def again(changed: bytes) -> Bitext:
        return read_bitext(changed, "a.csv", "en", "es")

    changed = written_back(again(data), data, {1: 'Trés "3", sí'}, again).data
    toolkit: Any = csvl10n.csvfile
    for written, target in ((data, 'Tres "3"'), (changed, 'Trés "3", sí')):
        units = toolkit.parsestring(written).units
        found = [(unit.source, unit.target) for unit in units if unit.source != "source"]
        assert found == [("One, two", "Uno, dos"), ("Three", target)]
