"""Parquet: what pandas and pyarrow find in our file, and what we find in theirs."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from aligner.contracts import Heading, Pair
from aligner.errors import InputError, MissingExtra
from aligner.formats import read_bitext, write_pairs
from aligner.model import Bead, Finding, Severity

pyarrow = pytest.importorskip("pyarrow")
parquet = pytest.importorskip("pyarrow.parquet")

HEADING = Heading("en", "es", "a.en.txt", "a.es.txt", "aligner:1|model:m", "CC-BY-4.0")
PAIRS = [
    Pair(
        "One.\nTwo. 😀",
        "Uno y dos.\x00",
        0.75,
        Bead((0, 1), (0,), 0.75),
        document="a",
        split="train",
        findings=(Finding("NUM501", "number-value", Severity.ERROR, "", ()),) * 2,
    ),
    Pair("Three.", "", None, Bead((2,), ())),
    Pair("", 'Cuatro, "5"'),
]


def test_other_readers_find_the_columns_with_their_types(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    write_pairs(PAIRS, HEADING, str(path))
    table = parquet.read_table(path)
    assert [(field.name, str(field.type), field.nullable) for field in table.schema] == [
        ("source", "string", False), ("target", "string", False), ("score", "double", True), ("bead", "string", False),
        ("document", "string", False), ("split", "string", False),
        ("source_sentences", "list<element: int32>", False), ("target_sentences", "list<element: int32>", False),
        ("findings", "list<element: string>", False),
    ]  # fmt: skip
    assert table.column("source").to_pylist() == [pair.source for pair in PAIRS]
    assert table.column("target").to_pylist() == [pair.target for pair in PAIRS]
    assert table.column("score").to_pylist() == [0.75, None, None]
    assert table.column("bead").to_pylist() == ["2-1", "1-0", ""]
    assert table.column("findings").to_pylist() == [["NUM501"], [], []]
    assert table.column("source_sentences").to_pylist() == [[0, 1], [2], []]
    metadata = table.schema.metadata
    assert metadata[b"aligner.signature"] == b"aligner:1|model:m"
    assert (metadata[b"aligner.source_language"], metadata[b"aligner.licence"]) == (b"en", b"CC-BY-4.0")


def test_pandas_reads_it(tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas")
    path = tmp_path / "a.parquet"
    write_pairs(PAIRS, HEADING, str(path))
    frame = pandas.read_parquet(path)
    assert list(frame["source"]) == [pair.source for pair in PAIRS]
    assert frame["score"].tolist()[0] == 0.75
    assert frame["score"].isna().tolist() == [False, True, True]


def test_many_row_groups_and_the_same_bytes(tmp_path: Path) -> None:
    pairs = [Pair(f"Text {number}.", f"Texto {number}.", number / 50_000) for number in range(40_000)]
    for name in ("a", "b"):
        write_pairs(iter(pairs), HEADING, str(tmp_path / f"{name}.parquet"))
    file = parquet.ParquetFile(tmp_path / "a.parquet")
    assert (file.metadata.num_row_groups, file.metadata.num_rows) == (3, 40_000)
    assert (tmp_path / "a.parquet").read_bytes() == (tmp_path / "b.parquet").read_bytes()
    read = read_bitext(str(tmp_path / "a.parquet"), "en", "es")
    assert list(read) == [(pair.source, pair.target) for pair in pairs]
    assert [bead.score for bead in read.beads] == [pair.score for pair in pairs]


def test_columns_named_by_languages(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    table = pyarrow.table({"es-MX": ["Uno.", None], "id": [1, 2], "English": ["One.", "Two."], "score": [7, 0]})
    parquet.write_table(table, path)
    read = read_bitext(str(path), "en", "es")
    assert list(read) == [("One.", "Uno."), ("Two.", "")]
    assert [bead.score for bead in read.beads] == [None, None]  # 7 is no probability, and a null has none


def test_translations_of_data_sets(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    rows = [{"es": "Uno.", "en": "One."}, {"es": "Dos.", "en": "Two."}]
    parquet.write_table(pyarrow.table({"id": ["1", "2"], "translation": rows}), path)
    assert list(read_bitext(str(path), "en", "es")) == [("One.", "Uno."), ("Two.", "Dos.")]


def test_other_kinds_of_text_columns(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    source = pyarrow.array(["One.", "Two."]).dictionary_encode()
    target = pyarrow.array(["Uno.", "Dos."], type=pyarrow.large_string())
    parquet.write_table(pyarrow.table({"source": source, "target": target}), path)
    assert list(read_bitext(str(path), "en", "es")) == [("One.", "Uno."), ("Two.", "Dos.")]


@pytest.mark.parametrize(
    ("columns", "problem"),
    [
        ({"a": ["x"], "b": ["y"]}, "it has no two columns for the pairs, but a, b"),
        ({"source": [1], "target": ["y"]}, ":1: a cell of the pairs is not a text"),
    ],
)
def test_tables_of_something_else(tmp_path: Path, columns: dict[str, list[object]], problem: str) -> None:
    path = tmp_path / "a.parquet"
    parquet.write_table(pyarrow.table(columns), path)
    with pytest.raises(InputError, match=problem):
        read_bitext(str(path), "en", "es")


def test_a_damaged_file_is_one_line(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    write_pairs(PAIRS, HEADING, str(path))
    data = path.read_bytes()
    for damaged in (data[:-20], data[:40] + b"\xff" * 40 + data[80:], b"PAR1" + data[4:-4] + b"PARX"):
        path.write_bytes(damaged)
        with pytest.raises(InputError, match=r"^[^\n]*it is not a Parquet file that can be read[^\n]*$"):
            read_bitext(str(path), "en", "es")


def test_half_a_character_leaves_no_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="half of a character pair"):
        write_pairs([Pair("\ud800", "b")], HEADING, str(tmp_path / "a.parquet"))
    assert list(tmp_path.iterdir()) == []


def test_without_pyarrow_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtra, match=r'Parquet files need an extra: pip install "aligner\[parquet\]"'):
        write_pairs(PAIRS, HEADING, str(tmp_path / "a.parquet"))
    assert list(tmp_path.iterdir()) == []
