"""Comma-separated pairs: cells of any text, columns by their names, and lines about what cannot be read."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.errors import InputError
from aligner.formats.csv import read_bitext, read_rows
from aligner.model import Bitext, Side

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
