"""The Word document: what python-docx reads in it, and whether it is built as the standard says."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from aligner.contracts import Heading, Pair
from aligner.errors import InputError
from aligner.formats import docx_table, pairs_of
from aligner.formats.docx_table import write_pairs
from aligner.formats.pairs import Row, pairs_bitext
from aligner.model import Finding, Severity, Side, Span

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
HEADING = Heading("en", "es", "a.en.txt", "a.es.txt", "aligner:1|model:m", "CC-BY-4.0")
BITEXT = pairs_bitext(
    [Row("It has 150 <doors> &\n\tmore.", "Tiene 105 puertas\x07.", 1, 0.25), Row("One.", "", 2)], "", "en", "es"
)
FINDING = Finding(
    "NUM501", "number-value", Severity.ERROR, "other number", (Span(Side.SOURCE, 7, 10, "150"),), 0, "105"
)


def document(pairs: list[Pair], heading: Heading = HEADING) -> bytes:
    return b"".join(write_pairs(pairs, heading))


def opened(data: bytes) -> Any:
    docx = pytest.importorskip("docx")
    return docx.Document(io.BytesIO(data))


def test_python_docx_reads_the_table() -> None:
    read = opened(document(list(pairs_of(BITEXT, [FINDING]))))
    (table,) = read.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["#", "English · a.en.txt", "Spanish · a.es.txt", "Remarks"],
        ["1", "It has 150 <doors> &\n\tmore.", "Tiene 105 puertas␇.", "score 0.25\nNUM501: other number → 105"],
        ["2", "One.", "no counterpart", ""],
    ]
    runs = table.rows[1].cells[1].paragraphs[0].runs
    assert [(run.text, run.font.highlight_color is not None) for run in runs] == [
        ("It has ", False), ("150", True), (" <doors> &\n\tmore.", False),
    ]  # fmt: skip
    assert read.core_properties.title == "English · a.en.txt and Spanish · a.es.txt"
    assert read.core_properties.comments == "CC-BY-4.0 · aligner:1|model:m"


def test_languages_and_their_directions() -> None:
    with zipfile.ZipFile(io.BytesIO(document([Pair("The Nile.", "النيل.")], Heading("en", "ar")))) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    cells = list(root.iter(f"{WORD}tc"))[5:7]
    assert [len(list(cell.iter(f"{WORD}bidi"))) for cell in cells] == [0, 1]
    assert [dict(one.attrib) for cell in cells for one in cell.iter(f"{WORD}lang")] == [
        {f"{WORD}val": "en"}, {f"{WORD}bidi": "ar"},
    ]  # fmt: skip


def test_parts_are_what_the_package_says() -> None:
    with zipfile.ZipFile(io.BytesIO(document([Pair("a", "b")]))) as archive:
        assert archive.testzip() is None
        names = set(archive.namelist())
        types = etree.fromstring(archive.read("[Content_Types].xml"))
        told = {part.get("PartName") for part in types if part.get("PartName")}
        assert told == {"/word/document.xml", "/word/styles.xml", "/docProps/core.xml"}
        for relations, folder in (("_rels/.rels", ""), ("word/_rels/document.xml.rels", "word/")):
            for relation in etree.fromstring(archive.read(relations)):
                assert f"{folder}{relation.get('Target')}" in names
        assert archive.namelist()[0] == "[Content_Types].xml"
        assert all(entry.date_time == (1980, 1, 1, 0, 0, 0) for entry in archive.infolist())


# CT_RPr and CT_TcPr (ECMA-376, part 1, annex A) are sequences: Word refuses other orders.
ORDER = {
    "rPr": ["b", "i", "highlight", "rtl", "lang"],
    "tcPr": ["tcW", "shd"],
    "tblPr": ["tblW", "tblBorders", "tblLayout"],
    "pPr": ["pStyle", "bidi"],
}


@pytest.mark.parametrize("language", ["es", "ar"])
def test_properties_stand_in_the_order_of_the_schema(language: str) -> None:
    data = document(list(pairs_of(BITEXT, [FINDING])), Heading("en", language))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    seen = 0
    for name, order in ORDER.items():
        for element in root.iter(f"{WORD}{name}"):
            children = [etree.QName(child).localname for child in element]
            assert children == sorted(children, key=order.index)
            seen += len(children)
    assert seen > 20
    assert all(cell[-1].tag == f"{WORD}p" for cell in root.iter(f"{WORD}tc"))


@given(st.text(max_size=30), st.text(max_size=30))
@settings(max_examples=40, deadline=None)
def test_any_text_is_well_formed(source: str, target: str) -> None:
    data = document([Pair(f"a{source}", f"b{target}")], Heading("en", "es", source_path=source, signature=target))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        texts = [element.text or "" for element in etree.fromstring(archive.read("word/document.xml")).iter(f"{WORD}t")]
        assert etree.fromstring(archive.read("docProps/core.xml")) is not None
    assert any(text.startswith("a") for text in texts)


def test_the_same_pairs_give_the_same_bytes() -> None:
    assert document([Pair("a", "b")] * 1200) == document([Pair("a", "b")] * 1200)


def test_more_than_word_opens_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docx_table, "_LARGEST", 100_000)
    with pytest.raises(InputError, match=r"the first 500 pairs are as much as a Word document can hold"):
        document([Pair("a", "b")] * 1000)


@pytest.mark.skipif(OFFICE is None, reason="no LibreOffice here")
def test_libre_office_opens_it(tmp_path: Path) -> None:
    assert OFFICE is not None
    (tmp_path / "a.docx").write_bytes(document(list(pairs_of(BITEXT, [FINDING]))))
    subprocess.run(
        [OFFICE, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", "txt:Text",
         "--outdir", str(tmp_path), str(tmp_path / "a.docx")],
        check=True, timeout=180, capture_output=True,
    )  # fmt: skip
    assert "It has 150 <doors> &" in (tmp_path / "a.txt").read_text(encoding="utf-8-sig")
