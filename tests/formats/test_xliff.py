"""XLIFF: what others write and read, what the standards allow, and what must not be opened."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from translate.storage import xliff as toolkit
from translate.storage import xliff2 as toolkit2

from aligner.contracts import Heading, Pair
from aligner.errors import InputError
from aligner.formats import read_bitext, write_pairs
from aligner.formats.beads import pairs_of
from aligner.formats.table import named_format
from aligner.model import Bitext, Details, Finding, Severity, Side, Span

SCHEMAS = Path(__file__).parent / "schemas"
HEADING = Heading("en", "es", "en.html", "es.html", "aligner:1|model:a&b", "CC-BY-4.0")
BOTH = ["xliff", "xliff2"]


def written(name: str, pairs: Iterable[Pair], heading: Heading = HEADING) -> str:
    return "".join(named_format(name).load().write_pairs(pairs, heading))


def read(text: str | bytes, source: str = "en", target: str = "es") -> Bitext:
    data = text if isinstance(text, bytes) else text.encode()
    found = named_format("xliff").load().read_bitext(data, "in.xliff", source, target)
    assert isinstance(found, Bitext)
    return found


def valid(name: str, text: str) -> etree._Element:
    root = etree.fromstring(text.encode())
    schema = "xliff12.xsd" if name == "xliff" else "xliff2.xsd"
    etree.XMLSchema(etree.parse(SCHEMAS / schema)).assertValid(root)
    return root


FINDING = Finding(
    "NUM501", "number-value", Severity.ERROR, "150 and 105 differ", (Span(Side.TARGET, 0, 3, "105"),), 0, "150"
)
PAIRS = [
    Pair("“Tom & Jerry” <3", "«Tom y Jerry» 😀", 0.5, document="a.html"),
    Pair("150 men", "105 hombres", 0.25, document="a.html", findings=(FINDING,)),
    Pair("Line one\nline two\ttab  \r.", "Uno", document="b.html", details=Details("x y", state="signed-off")),
    Pair("Only here.", "", document="b.html"),
    Pair("", "Sólo aquí.", document="b.html"),
    Pair(
        "Open", "Abrir", document="c.po",
        details=Details(
            context="menu", references=("menu.c:12", "a file"), notes=("Short, please",), properties=(("a b", "c=d"),)
        ),
    ),
]  # fmt: skip


@pytest.mark.parametrize("name", BOTH)
def test_what_we_write_is_valid_and_read_back(name: str) -> None:
    text = written(name, PAIRS)
    valid(name, text)
    found = list(pairs_of(read(text)))
    for was, now in zip(PAIRS, found, strict=True):
        assert (now.source, now.target, now.score) == (was.source, was.target, was.score)
        assert now.details.document == was.document
        assert now.details.context == was.details.context
        assert now.details.references == was.details.references
        assert now.details.properties == was.details.properties
    assert [pair.details.state for pair in found[:3]] == ["translated", "needs-review-translation", "signed-off"]
    assert found[2].details.identifier == "x y"
    assert found[1].details.notes == ("NUM501 number-value (error): 150 and 105 differ; suggestion: 150",)
    assert found[5].details.notes == ("Short, please",)
    assert written(name, found) == written(name, pairs_of(read(written(name, found))))


def values(root: etree._Element, path: str) -> list[str]:
    """What an XPath finds; `x` is the core, `m` the module of candidates."""
    spaces = {"x": str(etree.QName(root).namespace), "m": "urn:oasis:names:tc:xliff:matches:2.0"}
    found = root.xpath(path, namespaces=spaces)
    assert isinstance(found, list)
    return [str(value) for value in found]


def test_the_parts_of_xliff_1() -> None:
    root = valid("xliff", written("xliff", PAIRS))
    assert values(root, "x:file/@original") == ["a.html", "b.html", "c.po"]
    assert values(root, "//x:header/x:note/text()")[:2] == [
        "signature: aligner:1|model:a&b",
        "licence: CC-BY-4.0",
    ]
    assert values(root, "//x:alt-trans/@match-quality") == ["50.0%", "25.0%"]
    assert values(root, "//x:trans-unit/@approved") == ["no", "yes"]
    assert values(root, "//x:trans-unit[not(x:target)]/x:source/text()") == ["Only here."]
    assert values(root, "//x:note[@priority]/@priority") == ["1"]
    assert values(root, "//x:context[@context-type='linenumber']/text()") == ["12"]


def test_the_parts_of_xliff_2() -> None:
    root = valid("xliff2", written("xliff2", PAIRS))
    assert root.get("version") == "2.1"
    assert values(root, "//m:match/@matchQuality") == ["50.0", "25.0"]
    assert values(root, "//x:segment/@state") == [
        "translated", "translated", "reviewed", "initial", "translated", "translated",
    ]  # fmt: skip
    assert values(root, "//x:segment/@subState") == ["aligner:needs-review-translation"]
    assert values(root, "//x:note[@category='finding']/@priority") == ["1"]


def test_no_clock_is_asked_and_a_date_is_written_where_one_is_given() -> None:
    for name in (*BOTH, "tmx", "po"):
        assert written(name, PAIRS[:2]) == written(name, PAIRS[:2])
    heading = Heading("en", "es", date=datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC))
    assert 'date="2024-05-06T07:08:09Z"' in written("xliff", PAIRS[:1], heading)
    assert '<note category="date">2024-05-06T07:08:09Z</note>' in written("xliff2", PAIRS[:1], heading)
    assert 'creationdate="20240506T070809Z"' in written("tmx", PAIRS[:1], heading)
    assert '"PO-Revision-Date: 2024-05-06 07:08+0000\\n"' in written("po", PAIRS[:1], heading)


def test_the_date_is_that_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    text = "".join(named_format("xliff").load().write_bitext(read(written("xliff", PAIRS))))
    assert 'date="1970-01-02T00:00:00Z"' in text


LIBRARIES: dict[str, Any] = {"xliff": toolkit.Xliff1File, "xliff2": toolkit2.Xliff2File}


def test_translate_toolkit_reads_what_we_write() -> None:
    for name, library in LIBRARIES.items():
        store = library.parsestring(written(name, PAIRS).encode())
        told = [(str(unit.source), str(unit.target or "")) for unit in store.units if unit.source]
        assert told == [(pair.source, pair.target) for pair in PAIRS if pair.source]


def test_we_read_what_translate_toolkit_writes(tmp_path: Path) -> None:
    for library in LIBRARIES.values():
        store = library(sourcelanguage="en", targetlanguage="es")
        unit = store.addsourceunit("Bread & <b>wine</b>")
        unit.target = "Pan y  vino"
        path = tmp_path / "out.xliff"
        store.savefile(str(path))
        assert list(read_bitext(str(path), "en", "es")) == [("Bread & <b>wine</b>", "Pan y  vino")]


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@given(pairs=st.lists(st.tuples(TEXTS, TEXTS), max_size=4))
@settings(max_examples=80, deadline=None)
def test_xliff_2_carries_every_character(pairs: list[tuple[str, str]]) -> None:
    text = written("xliff2", [Pair("a\x01", "b\ufffe"), *(Pair(*pair) for pair in pairs)])
    valid("xliff2", text)
    expected = [(source if source.strip() else "", target if target.strip() else "") for source, target in pairs]
    assert list(read(text))[1:] == expected
    assert next(iter(read(text))) == ("a\x01", "b\ufffe")


@given(bad=st.characters(max_codepoint=0x1F, exclude_characters="\t\n\r"))
@settings(max_examples=29, deadline=None)
def test_control_characters_are_refused_in_one_line(bad: str) -> None:
    for name in ("xliff", "tmx"):
        for pair, side in ((Pair(f"a{bad}", "b"), "source"), (Pair("a", f"{bad}b"), "target")):
            with pytest.raises(InputError, match=f"the {side} of pair 0 has the control character U") as raised:
                written(name, [pair])
            assert "\n" not in str(raised.value)
            assert str(raised.value).startswith("en.html: " if side == "source" else "es.html: ")


# Files of other programs

MEMOQ = """<?xml version="1.0" encoding="UTF-8"?>
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2" xmlns:mq="MQXliff">
<file original="notes.docx" source-language="en-gb" target-language="es-mx" datatype="x-memoq">
<header><skl><external-file href="x"/></skl><mq:docinformation/></header>
<body>
<trans-unit id="1" mq:status="Confirmed" xml:space="preserve">
<source xml:space="preserve">The  <bpt id='1' ctype='bold'>{}</bpt>bridge<ept id='1'>{}</ept>.</source>
<target xml:space="preserve">El  <bpt id='1' ctype='bold'>{}</bpt>puente<ept id='1'>{}</ept>.</target>
<mq:minorversions><mq:historical-unit><source>Old</source><target>Viejo</target></mq:historical-unit></mq:minorversions>
</trans-unit>
<trans-unit id="2" mq:status="NotStarted"><source>Later.</source><target/></trans-unit>
</body></file></xliff>"""

TRADOS = """<xliff xmlns:sdl="http://sdl.com/FileTypes/SdlXliff/1.0" xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2" sdl:version="1.0">
<doc-info xmlns="http://sdl.com/FileTypes/SdlXliff/1.0"/>
<file original="a.docx" datatype="x-sdlfilterframework2" source-language="en-US" target-language="es-ES">
<header><tag-defs xmlns="http://sdl.com/FileTypes/SdlXliff/1.0"><tag id="7"><bpt>&lt;b&gt;</bpt></tag></tag-defs></header>
<body><group><sdl:cxts><sdl:cxt id="1"/></sdl:cxts>
<trans-unit id="u1"><source>One. <g id="7">Two.</g></source>
<seg-source><mrk mtype="seg" mid="1">One.</mrk> <g id="7"><mrk mtype="seg" mid="2">Two.</mrk></g></seg-source>
<target><mrk mtype="seg" mid="1">Uno.</mrk> <g id="7"><mrk mtype="seg" mid="2">Dos.</mrk></g></target>
<sdl:seg-defs><sdl:seg id="1" conf="Draft"/><sdl:seg id="2" conf="ApprovedSignOff"/></sdl:seg-defs></trans-unit>
<trans-unit id="u2" translate="no"><source>Three.</source></trans-unit>
</group></body></file></xliff>"""

OKAPI = """<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="en" trgLang="es" xmlns:its="http://www.w3.org/2005/11/its">
<file id="f1" original="page.html"><group id="g1">
<unit id="tu1"><segment id="s1" state="final">
 <source>One
   line.</source>
 <target>
   Una línea.
 </target>
</segment><ignorable><source> </source></ignorable>
<segment id="s2"><source>Two.</source></segment></unit>
</group></file></xliff>"""

OLD = """<xliff version="1.1"><file original="a.txt" source-language="es" target-language="en" datatype="plaintext"><body>
<trans-unit id="1" approved="yes"><source>Uno</source><target>One</target>
<alt-trans match-quality="80%"><source>Un</source><target>An</target></alt-trans><note>aligner: ignore NUM501</note></trans-unit>
</body></file></xliff>"""


def test_memoq() -> None:
    found = read(MEMOQ)
    assert list(found) == [("The  bridge.", "El  puente."), ("Later.", "")]
    assert [detail.state for detail in found.details] == ["translated", "new"]
    assert [code.content for code in found.source.codes] == ["{}", "{}"]


def test_trados() -> None:
    found = read(TRADOS)
    assert list(found) == [("One.", "Uno."), ("Two.", "Dos."), ("Three.", "")]
    assert [detail.state for detail in found.details] == ["needs-review-translation", "final", ""]
    assert [detail.identifier for detail in found.details] == ["u1.1", "u1.2", "u2"]


def test_okapi() -> None:
    found = read(OKAPI)
    assert list(found) == [("One line.", "Una línea."), ("Two.", "")]
    assert [detail.identifier for detail in found.details] == ["tu1.s1", "tu1.s2"]
    assert [detail.state for detail in found.details] == ["final", ""]


def test_pairs_the_other_way_round_without_their_alternatives() -> None:
    found = read(OLD)
    assert list(found) == [("One", "Uno")]
    assert found.details[0].state == "final"
    assert [remark.text for remark in found.source.remarks] == ["ignore NUM501"]


@pytest.mark.parametrize(
    ("name", "text", "suffix"),
    [("memoq", MEMOQ, ".mqxliff"), ("trados", TRADOS, ".sdlxliff"), ("okapi", OKAPI, ".xlf"), ("old", OLD, ".xliff")],
)
def test_files_go_by_their_suffixes_and_are_converted(name: str, text: str, suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"{name}{suffix}"
    path.write_text(text, "utf-8")
    found = read_bitext(str(path), "en", "es")
    for other in BOTH:
        converted = written(other, pairs_of(found))
        valid(other, converted)
        assert list(read(converted)) == list(found)


def unit(source: str, target: str) -> str:
    body = (
        f'<trans-unit id="1"><source>x</source><seg-source>{source}</seg-source><target>{target}</target></trans-unit>'
    )
    return f'<xliff version="1.2"><file original="a" source-language="en" target-language="es"><body>{body}</body></file></xliff>'


def test_segments_without_names_go_by_their_numbers() -> None:
    marks = [
        '<mrk mtype="seg">One.</mrk> <mrk mtype="seg">Two.</mrk>',
        '<mrk mtype="seg">Uno.</mrk> <mrk mtype="seg">Dos.</mrk>',
    ]
    assert list(read(unit(*marks))) == [("One.", "Uno."), ("Two.", "Dos.")]
    named = [mark.replace("seg", 'seg" mid="1') for mark in marks]
    assert list(read(unit(*named))) == [("One.", "Uno."), ("Two.", "Dos.")]


def test_what_somebody_crossed_out_is_no_text() -> None:
    crossed = (
        '<mrk mtype="seg" mid="1">Uno <mrk mtype="x-sdl-deleted">dos</mrk><mrk mtype="x-sdl-added">tres</mrk></mrk>'
    )
    assert list(read(unit('<mrk mtype="seg" mid="1">One three</mrk>', crossed))) == [("One three", "Uno tres")]


def test_half_a_character_pair_is_refused(tmp_path: Path) -> None:
    for name in BOTH:
        with pytest.raises(InputError, match="U\\+D83D"):
            write_pairs([Pair("a\ud83d", "b")], HEADING, str(tmp_path / "out.x"), name)


def test_a_translation_into_a_third_language_is_none() -> None:
    body = '<trans-unit id="1"><source>One</source><target xml:lang="{}">Un</target></trans-unit>'
    text = f'<xliff version="1.2"><file original="a" source-language="en"><body>{body.format("es-AR")}{body.format("fr")}</body></file></xliff>'
    assert list(read(text)) == [("One", "Un"), ("One", "")]


def test_lines_and_addresses() -> None:
    found = read(TRADOS)
    assert [line for _, line in found.source.places] == [6, 6, 10]
    assert found.source.blocks[2].address == "/xliff/file[1]//trans-unit[@id='u2']"
    assert read(OKAPI).target.blocks[0].address == "/xliff/file[1]//unit[@id='tu1']"


def test_lines_beyond_what_the_parser_counts() -> None:
    text = written("xliff", (Pair(f"Text {number}", "Texto") for number in range(20_000)))
    lines = text.split("\n")
    found = read(text)
    for number in (0, 10_000, 19_999):
        line = found.source.places[number][1]
        assert f'<trans-unit id="{number}"' in lines[line - 1]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("<xliff version='1.2'><file>", "it is not well-formed XML"),
        ("<html/>", r"it is not XLIFF \(its root is <html>\)"),
        ("<xliff version='3.0'/>", r"XLIFF of a version that is not known \(3.0\)"),
        ("<xliff><file/></xliff>", r"not known \(none is said\)"),
        (
            OLD.replace('"en"', '"de"'),
            r"nothing in these languages in it \(it has Spanish and German\); say with --from-lang",
        ),
        ("<xliff version='1.2'/>", "there are no units in it"),
        (
            OLD.replace("<xliff", "<!DOCTYPE xliff [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><xliff", 1),
            "it declares entities, which are not expanded",
        ),
        ("<xliff version='1.2'>" + "<a>" * 10_000, "nested over 256 deep"),
        (OLD.replace("Uno", "U&x;no"), "not well-formed|entity"),
    ],
)
def test_what_is_wrong_is_said(text: str, problem: str) -> None:
    with pytest.raises(InputError, match=problem) as raised:
        read(text)
    assert "\n" not in str(raised.value)


PIECES = st.sampled_from(
    [
        "<source>", "</source>", "<target>", "</target>", "<seg-source>", "</seg-source>", "<mrk mtype='seg' mid='1'>", "</mrk>",
        "<g id='1'>", "</g>", "<x id='2'/>", "text", " ", "<bpt id='1'>", "</bpt>", "<ept/>", "<note>", "</note>", "<cp hex='1'/>",
    ]
)  # fmt: skip


@given(pieces=st.lists(PIECES, max_size=14))
@settings(max_examples=200, deadline=None)
def test_any_elements_give_pairs_or_one_clear_error(pieces: list[str]) -> None:
    unit = f'<trans-unit id="1">{"".join(pieces)}</trans-unit>'
    text = f'<xliff version="1.2"><file original="a" source-language="en" target-language="es"><body>{unit}</body></file></xliff>'
    try:
        found = read(text)
    except InputError as error:
        said = str(error)
        assert "\n" not in said
    else:
        assert list(read(written("xliff", pairs_of(found)))) == list(found)
