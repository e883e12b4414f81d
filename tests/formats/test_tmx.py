"""TMX: what others write and read, and what must not be opened."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree
from translate.storage import tmx as toolkit

from aligner.contracts import Heading, Pair
from aligner.errors import InputError
from aligner.formats import tmx, write_bitext
from aligner.formats.pairs import Row, pairs_bitext
from aligner.formats.tmx import read_bitext, write_pairs
from aligner.model import Bitext, Details, Finding, Severity

HEAD = '<?xml version="1.0"?>\n<tmx version="1.4"><header srclang="en"/><body>\n'


def read(body: str, head: str = HEAD) -> Bitext:
    return read_bitext(f"{head}{body}</body></tmx>".encode(), "in.tmx", "en", "es")


def written(found: Bitext) -> Iterable[str]:
    return tmx.write_bitext(found)


def unit(source: str, target: str) -> str:
    return f'<tu><tuv xml:lang="en"><seg>{source}</seg></tuv><tuv xml:lang="es"><seg>{target}</seg></tuv></tu>\n'


def test_translate_toolkit_reads_what_we_write(tmp_path: Path) -> None:
    rows = [
        ("“Tom & Jerry” <3", "«Tom y Jerry» 😀", 0.5),
        ("Line one\nline two\ttab", "Uno", None),
        ("Null.", "", None),
    ]
    path = tmp_path / "out.tmx"
    write_bitext(
        pairs_bitext((Row(a, b, 1, score) for a, b, score in rows), "", "en", "es"), str(path)
    )  # fmt: skip
    with path.open("rb") as file:
        store = toolkit.tmxfile(file, "en", "es")
    assert [(str(found.source), str(found.target)) for found in store.units] == [row[:2] for row in rows[:2]]


def test_we_read_what_translate_toolkit_writes(tmp_path: Path) -> None:
    store = toolkit.tmxfile(sourcelanguage="en", targetlanguage="es")
    store.addtranslation("Bread & <b>wine</b>", "en", "Pan y vino", "es")
    path = tmp_path / "out.tmx"
    with path.open("wb") as file:
        store.serialize(file)
    assert list(read_bitext(path.read_bytes(), "in.tmx", "en", "es")) == [("Bread & <b>wine</b>", "Pan y vino")]


def test_the_header_has_what_the_standard_asks_for(tmp_path: Path) -> None:
    path = tmp_path / "out.tmx"
    made = pairs_bitext([Row("One.", "Uno.", 1, 0.5)], "", "en", "es")
    write_bitext(Bitext(made.source, made.target, made.beads, "aligner:1|model:a&b"), str(path))
    text = path.read_text(encoding="utf-8")
    for attribute in ("creationtool", "creationtoolversion", "segtype", "o-tmf", "adminlang", "srclang", "datatype"):
        assert f' {attribute}="' in text
    assert '<prop type="x-aligner-signature">aligner:1|model:a&amp;b</prop>' in text
    assert '<prop type="x-aligner-score">0.5</prop>' in text
    assert '<prop type="x-aligner-bead">1-1</prop>' in text


def test_languages_by_primary_subtag_and_either_attribute() -> None:
    body = '<tu><tuv lang="EN-gb"><seg>One</seg></tuv><tuv xml:lang="fr"><seg>Un</seg></tuv><tuv xml:lang="es_MX"><seg>Uno</seg></tuv></tu>'
    assert list(read(body)) == [("One", "Uno")]


def test_in_line_codes_are_not_text_but_highlights_are() -> None:
    source = 'A <bpt i="1">&lt;b&gt;</bpt>bold<ept i="1">&lt;/b&gt;</ept> <hi>word<ph/></hi><!-- note -->.'
    assert list(read(unit(source, "Una palabra."))) == [("A bold word.", "Una palabra.")]


def test_pairs_know_their_lines_and_a_missing_side_is_a_null() -> None:
    found = read(unit("One", "Uno") + '<tu><tuv xml:lang="en"><seg>Two</seg></tuv></tu>\n' + unit("Three", "Tres"))
    assert [bead.kind for bead in found.beads] == ["1-1", "1-0", "1-1"]
    assert [line for _, line in found.source.places] == [3, 4, 5]


@pytest.mark.parametrize(("score", "expected"), [("0.25", 0.25), ("nan", None), ("inf", None), ("high", None)])
def test_a_score_is_a_number_or_none(score: str, expected: float | None) -> None:
    body = unit("One", "Uno").replace("<tu>", f'<tu><prop type="x-aligner-score">{score}</prop>')
    assert [bead.score for bead in read(body).beads] == [expected]


def test_a_document_type_alone_is_fine() -> None:
    head = HEAD.replace("?>\n", '?>\n<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n')
    assert list(read(unit("One", "Uno"), head)) == [("One", "Uno")]


@pytest.mark.parametrize(
    "declaration",
    [
        '<!ENTITY x SYSTEM "file:///etc/passwd">',
        '<!ENTITY x "text">',
        '<!ENTITY % p SYSTEM "http://localhost:1/x">',
        '<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;"><!ENTITY x "&b;&b;&b;&b;&b;&b;">',
    ],
)
def test_entities_are_refused(declaration: str) -> None:
    head = HEAD.replace("?>\n", f"?>\n<!DOCTYPE tmx [{declaration}]>\n")
    with pytest.raises(InputError, match="it declares entities, which are not expanded"):
        read(unit("&x;", "Uno") if "%" not in declaration else unit("One", "Uno"), head)


def test_billion_laughs_end_at_once() -> None:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    head = HEAD.replace("?>\n", f'?>\n<!DOCTYPE tmx [<!ENTITY l0 "ha">{levels}]>\n').replace("en", "&l11;", 1)
    with pytest.raises(InputError):
        read(unit("&l11;", "Uno"), head)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        ("<tmx><body><tu>", r"in\.tmx:1: it is not well-formed XML"),
        ("<html><body/></html>", "it is not TMX"),
        ("just text", "not well-formed"),
        (HEAD + "</body></tmx>", "no translation units"),
        (HEAD + '<tu><tuv xml:lang="de"><seg>Eins</seg></tuv></tu></body></tmx>', r"no text in en \(languages: de\)"),
        (HEAD + unit("One", "Uno&undefined;") + "</body></tmx>", "entity|not well-formed"),
        (HEAD + "<a>" * 10_000, "nested over 256 deep"),
    ],
)
def test_what_is_wrong_is_said(data: str, problem: str) -> None:
    with pytest.raises(InputError, match=problem):
        read_bitext(data.encode(), "in.tmx", "en", "es")


def test_declared_encodings_and_marks() -> None:
    text = f"{HEAD}{unit('Yes', 'Sí, mañana')}</body></tmx>".replace('version="1.0"', 'version="1.0" encoding="{}"', 1)
    for encoding in ("ISO-8859-1", "UTF-16", "UTF-8"):
        data = text.format(encoding).encode(encoding)
        assert list(read_bitext(data, "in.tmx", "en", "es")) == [("Yes", "Sí, mañana")]


def test_notes_properties_and_names_of_others_are_kept() -> None:
    body = unit("One", "Uno").replace(
        "<tu>", '<tu tuid="7a"><prop type="x-client">A &amp; B</prop><note>Short</note><note>aligner: ignore UNT</note>'
    )
    found = read(body)
    assert found.details[0] == Details(
        "7a", notes=("Short", "aligner: ignore UNT"), properties=(("x-client", "A & B"),)
    )
    assert [remark.text for remark in found.source.remarks] == ["ignore UNT"]
    again = read_bitext("".join(written(found)).encode(), "in.tmx", "en", "es")
    assert again.details == (replace(found.details[0], bead="1-1"),)


def test_what_other_formats_say_of_a_pair_comes_back() -> None:
    details = Details(
        "n1", "a.html", "1-2", "menu", "final", ("a.c:1", "b.c:2"), ("Note\nof two lines",), (("k", "v"),)
    )
    pair = Pair("One", "Uno", 0.25, document="a.html", split="train", details=details)
    text = "".join(write_pairs([pair], Heading("en", "es", "a", "b", "s", "CC0-1.0")))
    assert read_bitext(text.encode(), "in.tmx", "en", "es").details == (details,)
    etree.DTD(str(Path(__file__).parent / "schemas" / "tmx14.dtd")).assertValid(etree.fromstring(text.encode()))
    for prop in ('licence">CC0-1.0<', 'source-document">a<', 'document">a.html<', 'split">train<', 'score">0.25<'):
        assert f'<prop type="x-aligner-{prop}/prop>' in text


def test_findings_are_notes() -> None:
    finding = Finding("NUM501", "number-value", Severity.ERROR, "5 & 6", (), 0, "5")
    text = "".join(write_pairs([Pair("5", "6", findings=(finding,))], Heading("en", "es")))
    assert "<note>NUM501 number-value (error): 5 &amp; 6; suggestion: 5</note>" in text
    assert '<prop type="x-aligner-state">needs-review-translation</prop>' in text


def test_lines_beyond_what_the_parser_counts() -> None:
    found = read("\n".join(unit(f"Text {number}", "Texto") for number in range(40_000)))
    assert [found.source.places[number][1] for number in (0, 35_000, 39_999)] == [3, 70_003, 80_001]


def test_a_vocabulary_does_not_matter() -> None:
    head = HEAD.replace("<tmx ", '<tmx xmlns="http://www.lisa.org/tmx14" ')
    assert list(read(unit("One", "Uno"), head)) == [("One", "Uno")]
