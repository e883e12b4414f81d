"""What every bitext format owes: what is written is read back, and what is wrong is said in one line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.contracts import BitextReader, Heading, Pair
from aligner.errors import InputError
from aligner.formats import FORMATS, Format, Output, pieces_of, read_bitext, write_bitext, write_pairs
from aligner.formats.pairs import Row, pairs_bitext
from aligner.formats.table import named_format
from aligner.model import Bead, Bitext, Block, Details, Document, Sentence, Side

BOTH_WAYS = [row for row in FORMATS if row.reads_bitext and row.writes_bitext]
READABLE = [row for row in FORMATS if row.reads_bitext]

# Cells as bitexts have them: no control characters, which XML cannot carry.
CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=30).map(
    str.strip
)
WITH_BREAKS = st.text(st.sampled_from("aé<&>\"'\\ \n\t\r😀]\u2028"), min_size=1, max_size=20).filter(
    lambda text: bool(text.strip())
)
# A memory and a catalogue have no place for a text without its translation.
WITHOUT_NULLS = {"tmx", "po"}
SCORES = st.one_of(st.none(), st.floats(0, 1))


def bitext(rows: Iterable[tuple[str, str, float | None]]) -> Bitext:
    return pairs_bitext(
        (Row(source, target, number, score) for number, (source, target, score) in enumerate(rows, start=1)),
        "", "en", "es",
    )  # fmt: skip


def there_and_back(row: Format, written: Bitext) -> Bitext:
    read = cast("BitextReader", row.load().read_bitext)
    if row.output is not Output.FILES:
        pieces = (piece.encode() if isinstance(piece, str) else piece for piece in pieces_of(written, row.name))
        return read(b"".join(pieces), "", "en", "es")
    with TemporaryDirectory() as folder:
        contents: dict[str, bytes] = {}
        for name, piece in row.load().write_bitext(written, f"out{row.suffix}"):
            contents[name] = contents.get(name, b"") + (piece.encode() if isinstance(piece, str) else piece)
        for name, data in contents.items():
            (Path(folder) / name).parent.mkdir(parents=True, exist_ok=True)
            (Path(folder) / name).write_bytes(data)
        first = next(iter(contents))
        return read(contents[first], str(Path(folder) / first), "en", "es")


def said(found: Bitext) -> list[tuple[str, str]]:
    return list(found)


def scores(found: Bitext) -> list[float | None]:
    return [bead.score for bead in found.beads]


@pytest.mark.parametrize("row", BOTH_WAYS, ids=lambda row: row.name)
@given(rows=st.lists(st.tuples(CELLS, CELLS, SCORES), max_size=6))
@settings(max_examples=60, deadline=None)
def test_what_is_written_is_read_back(row: Format, rows: list[tuple[str, str, float | None]]) -> None:
    written = bitext([("Whole.", "Entera.", 0.5), *rows])
    read = there_and_back(row, written)
    kept = [
        (number, bead) for number, bead in enumerate(written.beads) if row.name not in WITHOUT_NULLS or not bead.is_null
    ]
    assert said(read) == [said(written)[number] for number, _ in kept]
    if row.name not in {"tsv", "moses"}:
        assert scores(read) == [bead.score for _, bead in kept]
    if row.name == "jsonl":
        assert (read.source.text, read.target.text, read.beads) == (
            written.source.text, written.target.text, written.beads,
        )  # fmt: skip


@pytest.mark.parametrize("row", BOTH_WAYS, ids=lambda row: row.name)
@given(source=WITH_BREAKS, target=WITH_BREAKS)
@settings(max_examples=80, deadline=None)
def test_mark_up_and_line_ends_inside_a_cell_are_carried(row: Format, source: str, target: str) -> None:
    if row.name == "po":  # gettext wants line ends at the same ends of both
        source, target = f"a{source}z", f"a{target}z"
    assert said(there_and_back(row, bitext([(source, target, None)]))) == [(source, target)]


@pytest.mark.parametrize("row", BOTH_WAYS, ids=lambda row: row.name)
@given(rows=st.lists(st.tuples(CELLS, CELLS), max_size=6))
@settings(max_examples=40, deadline=None)
def test_spans_of_pairs(row: Format, rows: list[tuple[str, str]]) -> None:
    read = there_and_back(row, bitext([("a", "b", None), *((source, target, None) for source, target in rows)]))
    assert read.is_pairs
    for side in Side:
        document = read.document(side)
        assert len(document.blocks) == len(document.sentences)
        for number, sentence in enumerate(document.sentences):
            block = document.blocks[sentence.block]
            assert (sentence.block, block.start, block.end) == (number, sentence.start, sentence.end)
        offsets = [offset for offset, _ in document.places]
        assert offsets == [sentence.start for sentence in document.sentences]
        assert [line for _, line in document.places] == sorted(line for _, line in document.places)
    used = [number for bead in read.beads for number in bead.source]
    assert used == list(range(len(read.source.sentences)))


@pytest.mark.parametrize("row", READABLE, ids=lambda row: row.name)
@given(data=st.binary(max_size=60))
@settings(max_examples=60, deadline=None)
def test_any_bytes_give_pairs_or_one_clear_error(row: Format, data: bytes) -> None:
    try:
        read = cast("BitextReader", row.load().read_bitext)(data, "in", "en", "es")
    except InputError as error:
        message = str(error)
        assert message.startswith("in:")
        assert "\n" not in message
    else:
        assert len(read) > 0


@pytest.mark.parametrize("row", [row for row in READABLE if row.suffixes], ids=lambda row: row.name)
def test_files_that_cannot_be_used(row: Format, tmp_path: Path) -> None:
    suffix = row.suffixes[0]
    for name, data, problem in (
        ("empty", b"", "the file is empty"),
        ("binary", b"\x00\x01\x02", "binary|not well-formed"),
        ("blank", b"\n\n\t\n", "there is no source text|not well-formed|it is not a Parquet file"),
    ):
        path = tmp_path / (name + suffix)
        path.write_bytes(data)
        with pytest.raises(InputError, match=problem):
            read_bitext(str(path), "en", "es")
    (tmp_path / ("folder" + suffix)).mkdir()
    for name, problem in (("folder", "directory"), ("missing", "no such file")):
        with pytest.raises(InputError, match=problem):
            read_bitext(str(tmp_path / (name + suffix)), "en", "es")


def aligned() -> Bitext:
    """Two documents as the aligner leaves them: a 1-2 bead, a null, a sentence over two lines."""
    source = Document(
        "One and\ntwo.\n\nThree.", (Block(0, 12), Block(14, 20)), "en", "en.txt",
        (Sentence(0, 12, 0), Sentence(14, 20, 1)),
    )  # fmt: skip
    target = Document("Uno. Dos.", (Block(0, 9),), "es", "es.txt", (Sentence(0, 4), Sentence(5, 9)))
    beads = (Bead((0,), (0, 1), 0.91, 0.09), Bead((1,), (), None, 0.4))
    return Bitext(source, target, beads, "aligner:1|model:m")


def written(name: str, tmp_path: Path) -> str:
    path = tmp_path / f"out.{name}"
    write_bitext(aligned(), str(path))
    return path.read_text(encoding="utf-8")


def test_jsonl_is_the_contract(tmp_path: Path) -> None:
    rows = [json.loads(line) for line in written("jsonl", tmp_path).splitlines()]
    assert rows == [
        {
            "source": "One and\ntwo.", "target": "Uno. Dos.", "source_sentences": [0], "target_sentences": [0, 1],
            "source_spans": [[0, 12]], "target_spans": [[0, 4], [5, 9]], "score": 0.91, "bead": "1-2",
        },
        {
            "source": "Three.", "target": "", "source_sentences": [1], "target_sentences": [],
            "source_spans": [[14, 20]], "target_spans": [], "score": None, "bead": "1-0",
        },
    ]  # fmt: skip


def test_every_jsonl_object_is_one_line_to_everybody(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    write_bitext(bitext([("a\u2028b\x85c\x0bd\x1ce", "f\u2029g", None)]), str(path))
    assert len(path.read_text(encoding="utf-8").splitlines()) == 1
    assert said(read_bitext(str(path), "en", "es")) == [("a\u2028b\x85c\x0bd\x1ce", "f\u2029g")]


def test_tsv_has_one_line_a_bead(tmp_path: Path) -> None:
    assert written("tsv", tmp_path) == "One and two.\tUno. Dos.\nThree.\t\n"


def test_ladder_is_what_vecalign_writes(tmp_path: Path) -> None:
    assert written("ladder", tmp_path) == "[0]:[0, 1]:0.09\n[1]:[]:0.4\n"


def test_ladder_divides_nulls_and_goes_by_the_score_where_there_is_no_cost(tmp_path: Path) -> None:
    beads = (Bead((0, 1), (), None, 0.5), Bead((), (0,)), Bead((), ()), Bead((1,), (1,), 0.75), Bead((0,), (1,)))
    path = tmp_path / "out.ladder"
    write_bitext(Bitext(aligned().source, aligned().target, beads), str(path))
    assert path.read_text() == "[0]:[]:0.25\n[1]:[]:0.25\n[]:[0]\n[1]:[1]:0.25\n[0]:[1]\n"


# tsv


ANY_TEXT = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from("\t\n\r\x00\x1b\x7f␀␉␊␛␡␦\"',;=-@\\😀א\u2028"),
    max_size=12,
)


@pytest.mark.parametrize(
    "row", [row for row in BOTH_WAYS if row.name in {"tsv", "csv", "moses", "jsonl"}], ids=lambda row: row.name
)
@given(rows=st.lists(st.tuples(ANY_TEXT, ANY_TEXT), max_size=5), names=st.sampled_from([None, True, False]))
@settings(max_examples=100, deadline=None)
def test_every_character_of_a_cell_comes_back(row: Format, rows: list[tuple[str, str]], names: bool | None) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"out{row.suffix}"
        cells = [("Whole.", "Entera."), *rows]
        write_pairs((Pair(*cell) for cell in cells), Heading("en", "es", column_names=names), str(path), row.name)
        read = path if path.exists() else path.with_name("out.en")
        found = row.load().read_rows(read.read_bytes(), str(read), "en", "es")
        assert [(one.source, one.target) for one in found] == cells


def test_pictures_are_read_back_in_a_table_and_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "out.tsv"
    write_bitext(bitext([("a\tb\nc␉", "C:\\new\x07", None)]), str(path))
    assert path.read_text(encoding="utf-8") == "a␉b␊c␦␉\tC:\\new␇\n"


@pytest.mark.parametrize("name", ["tsv", "csv"])
def test_no_cell_is_a_formula_where_that_is_asked_for(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"out.{name}"
    cells = [("=1+1", "@SUM(A1)"), ("-2", "+3"), ("\tx", "a=b")]
    write_pairs((Pair(*cell) for cell in cells), Heading("en", "es", guards_formulas=True), str(path))
    found = named_format(name).load().read_rows(path.read_bytes(), "", "en", "es")
    assert [(row.source, row.target) for row in found] == [("'=1+1", "'@SUM(A1)"), ("'-2", "'+3"), ("'\tx", "a=b")]


def test_tsv_cells_stand_as_they_are() -> None:
    data = b'\xef\xbb\xbfC:\\new "x\t\\"y\\t\textra\r\n\r\nno tab\r\n\tonly target\r\n  padded \t z \n'
    read = READERS["tsv"](data, "in.tsv", "en", "es")
    assert said(read) == [
        ('C:\\new "x', '\\"y\\t'),
        ("", ""),
        ("no tab", ""),
        ("", "only target"),
        ("  padded ", " z "),
    ]
    assert [bead.kind for bead in read.beads] == ["1-1", "0-0", "1-0", "0-1", "1-1"]
    assert read.source.text == 'C:\\new "x\n\nno tab\n\n  padded '
    assert [line for _, line in read.source.places] == [1, 3, 5]


def test_tsv_without_a_second_column() -> None:
    with pytest.raises(InputError, match="no line has a tab"):
        READERS["tsv"](b"One.\nTwo.\n", "in.tsv", "en", "es")
    with pytest.raises(InputError, match="there is no target text"):
        READERS["tsv"](b"One.\t\nTwo.\t\n", "in.tsv", "en", "es")


# jsonl


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("not json", "it is not JSON"),
        ("[1]", "it is not a JSON object"),
        ('{"source": "a"}', "the key 'target' is missing"),
        ('{"source": 1, "target": "b"}', "'source' is not a text"),
        ('{"source": "a", "target": "b", "score": "x"}', "'score' is not a number"),
        ('{"source": "a", "target": "b", "score": NaN}', "it is not JSON"),
        ('{"source": "a", "target": "b", "score": 1e999}', "'score' is not a number"),
        ('{"source": "a", "target": "b", "score": 1' + "0" * 400 + "}", "'score' is not a number"),
        ('{"source": "\\ud800", "target": "b"}', "half of a character pair"),
        ('{"source": "a", "target": "b", "document": "\\uD800"}', "half of a character pair"),
        ("[" * 100_000, "it is not JSON"),
        ('{"source": "a", "target": "b", "n": ' + "9" * 5000 + "}", "it is not JSON"),
    ],
)
def test_jsonl_says_which_line_is_wrong(line: str, problem: str) -> None:
    data = f'{{"source": "a", "target": "b"}}\n\n{line}\n'.encode()
    with pytest.raises(InputError, match=f"^in:3: {problem}"):
        READERS["jsonl"](data, "in", "en", "es")


@pytest.mark.parametrize("keys", [("en", "es"), ("es", "en"), ("es-MX", "en")])
def test_jsonl_of_translation_data_sets(keys: tuple[str, str]) -> None:
    cells = {"en": "One.", "es": "Uno.", "es-MX": "Uno."}
    row = {"id": 1, "translation": {key: cells[key] for key in keys}, "score": 0.5, "document": "a"}
    read = READERS["jsonl"](json.dumps(row).encode(), "in", "en", "es")
    assert (said(read), scores(read)) == ([("One.", "Uno.")], [0.5])
    for other in ('{"translation": {"en": "One."}}', '{"translation": "x"}', '{"translation": {"en": 1, "es": "b"}}'):
        with pytest.raises(InputError, match=r"^in:1: "):
            READERS["jsonl"](other.encode(), "in", "en", "es")


@pytest.mark.parametrize("name", ["jsonl", "csv", "parquet"])
def test_documents_and_types_of_beads_come_back(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"out.{name}"
    pairs = [
        Pair("One. Two.", "Uno.", 0.5, Bead((0, 1), (0,), 0.5), document="a,b"),
        Pair("Three.", "Tres.", details=Details(document="c", bead="1-1")),
    ]
    write_pairs(pairs, Heading("en", "es"), str(path))
    rows = list(named_format(name).load().read_rows(path.read_bytes(), str(path), "en", "es"))
    assert [row.details.document for row in rows] == ["a,b", "c"]
    assert [row.details.bead for row in rows] == ["2-1", "1-1"]


@pytest.mark.parametrize("row", [row for row in FORMATS if row.writes_bitext], ids=lambda row: row.name)
def test_the_same_pairs_give_the_same_bytes(row: Format, tmp_path: Path) -> None:
    made = []
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        write_bitext(aligned(), str(tmp_path / name / f"out{row.suffix}"), row.name)
        files = [file for file in sorted((tmp_path / name).rglob("*")) if file.is_file()]
        made.append([(str(file.relative_to(tmp_path / name)), file.read_bytes()) for file in files])
    assert made[0] == made[1]
    assert all(data for _, data in made[0])


@pytest.mark.parametrize(
    "name", ["tsv", "csv", "jsonl", "moses", "xces", "huggingface", "parquet", "side-by-side", "tmx"]
)
def test_pairs_are_written_while_they_come(name: str) -> None:
    """What is read ahead is bounded, however many pairs there are."""
    taken = 0

    def pairs() -> Iterator[Pair]:
        nonlocal taken
        for number in range(60_000):
            taken += 1
            yield Pair(f"Text {number}.", f"Texto {number}.")

    module, heading = named_format(name).load(), Heading("en", "es")
    files = hasattr(module, "write_files")
    pieces = module.write_files(pairs(), heading, "out") if files else module.write_pairs(pairs(), heading)
    size = 0
    for piece in pieces:
        size += len(piece[1] if files else piece)
        if size > 20_000:
            break
    assert 0 < taken <= 20_000


READERS = {row.name: cast("BitextReader", row.load().read_bitext) for row in READABLE}
