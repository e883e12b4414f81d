"""In-line mark-up: it survives in its own format, and its native codes survive in every other."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from aligner.contracts import Heading, Pair
from aligner.formats.beads import pairs_of
from aligner.formats.table import named_format
from aligner.model import Bitext, Code, CodeKind

SCHEMAS = Path(__file__).parent / "schemas"
HEADING = Heading("en", "es", "en.html", "es.html")
XML_FORMATS = ["tmx", "xliff", "xliff2"]


def written(name: str, pairs: list[Pair]) -> str:
    return "".join(named_format(name).load().write_pairs(pairs, HEADING))


def read(name: str, text: str) -> Bitext:
    found = named_format(name).load().read_bitext(text.encode(), "in", "en", "es")
    assert isinstance(found, Bitext)
    return found


def require_valid(name: str, text: str) -> None:
    root = etree.fromstring(text.encode())
    if name == "tmx":
        etree.DTD(str(SCHEMAS / "tmx14.dtd")).assertValid(root)
    else:
        schema = "xliff12.xsd" if name == "xliff" else "xliff2.xsd"
        etree.XMLSchema(etree.parse(SCHEMAS / schema)).assertValid(root)


# A text in pieces: what stands between two pieces of text is a code.
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=6)
CONTENTS = st.text(st.sampled_from('<b>&"é /1'), max_size=5)
TYPES = st.sampled_from(["", "bold", "italic", "underlined", "link"])
KINDS = st.sampled_from(["ph", "it begin", "it end", "bold", "crossing", "hi"])


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, tuple[Code, ...]]:
    """A text with the codes that a translation memory can have, as they are read from one."""
    text, codes = draw(WORDS), list[Code]()

    def add(kind: CodeKind, name: str, number: str = "", identifier: str = "") -> None:
        content = "" if name == "hi" else draw(CONTENTS)
        code_type = "" if kind is CodeKind.CLOSE and name != "it" else draw(TYPES)
        codes.append(Code(len(text), kind, f"tmx {name}", content, number, identifier, code_type))

    for count, kind in enumerate(draw(st.lists(KINDS, max_size=5)), start=1):
        if kind == "ph":
            add(CodeKind.ALONE, "ph", identifier=str(count))
        elif kind.startswith("it"):
            add(CodeKind.OPEN if kind == "it begin" else CodeKind.CLOSE, "it")
        elif kind == "hi":
            number = f"_{len(codes)}"
            add(CodeKind.OPEN, "hi", number=number)
            text += draw(WORDS)
            codes.append(Code(len(text), CodeKind.CLOSE, "tmx hi", number=number))
        else:
            numbers = [str(2 * count), str(2 * count + 1)][: 2 if kind == "crossing" else 1]
            for number in numbers:
                add(CodeKind.OPEN, "bpt", number=number)
                text += draw(WORDS)
            for number in numbers:
                add(CodeKind.CLOSE, "ept", number=number)
                text += draw(WORDS)
        text += draw(WORDS)
    return f"«{text}»", tuple(replace(code, offset=code.offset + 1) for code in codes)


def natives(codes: tuple[Code, ...]) -> list[tuple[int, str, str]]:
    """What every format can have: where native codes stand, what they do, what they are."""
    return [(code.offset, code.kind.value, code.content) for code in codes]


@given(source=marked(), target=marked())
@settings(max_examples=80, deadline=None)
def test_a_memory_keeps_its_codes(source: tuple[str, tuple[Code, ...]], target: tuple[str, tuple[Code, ...]]) -> None:
    pair = Pair(source[0], target[0], source_codes=source[1], target_codes=target[1])
    text = written("tmx", [pair])
    require_valid("tmx", text)
    found = next(pairs_of(read("tmx", text)))
    assert (found.source, found.source_codes) == source
    assert (found.target, found.target_codes) == target


@pytest.mark.parametrize("through", ["xliff", "xliff2"])
@given(source=marked(), target=marked())
@settings(max_examples=60, deadline=None)
def test_native_codes_go_through_every_format(
    through: str, source: tuple[str, tuple[Code, ...]], target: tuple[str, tuple[Code, ...]]
) -> None:
    pair = Pair(source[0], target[0], source_codes=source[1], target_codes=target[1])
    text = written(through, [pair])
    require_valid(through, text)
    there = next(pairs_of(read(through, text)))
    assert (there.source, there.target) == (source[0], target[0])
    assert natives(there.source_codes) == natives(source[1])
    again = written(through, [there])
    require_valid(through, again)
    once_more = next(pairs_of(read(through, again)))
    assert (once_more.source_codes, once_more.target_codes) == (there.source_codes, there.target_codes)
    back = written("tmx", [there])
    require_valid("tmx", back)
    memory = next(pairs_of(read("tmx", back)))
    assert natives(memory.source_codes) == natives(source[1])
    assert natives(memory.target_codes) == natives(target[1])


SEGMENTS = {
    "tmx": 'A <bpt i="1" x="1" type="bold">&lt;b&gt;</bpt>bold<ept i="1">&lt;/b&gt;</ept> <hi type="term">word<ph x="2" assoc="p">&lt;br/&gt;</ph></hi> <it pos="begin" x="3">&lt;i&gt;</it>end',
    "xliff": 'A <g id="1" ctype="bold" equiv-text="b">bold</g> <mrk mtype="x-term" comment="c">word<x id="2"/></mrk> <bx id="3" rid="9"/>to<ph id="7">&lt;br/&gt;</ph><ex id="4" rid="9"/> <bpt id="5">{</bpt>end<ept id="5">}</ept><it id="6" pos="close">&lt;/i&gt;</it>',
    "xliff2": 'A <pc id="1" type="fmt" subType="xlf:b" dataRefStart="d1" dataRefEnd="d2" canDelete="no">bold</pc> <mrk id="m1" type="term">word<ph id="2" dataRef="d3"/></mrk> <sc id="3"/>to <sm id="m2" type="comment"/>the<ec startRef="3"/><em startRef="m2"/> end<ec id="9" isolated="yes"/>',
}
WHOLE = {
    "tmx": '<tmx version="1.4"><header/><body><tu><tuv xml:lang="en"><seg>{}</seg></tuv><tuv xml:lang="es"><seg>Uno</seg></tuv></tu></body></tmx>',
    "xliff": '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file original="a" source-language="en" target-language="es"><body><trans-unit id="1"><source>{}</source><target>Uno</target></trans-unit></body></file></xliff>',
    "xliff2": '<xliff version="2.0" srcLang="en" trgLang="es" xmlns="urn:oasis:names:tc:xliff:document:2.0"><file id="f"><unit id="1"><originalData><data id="d1">&lt;b&gt;</data><data id="d2">&lt;/b&gt;</data><data id="d3">&lt;br/&gt;</data></originalData><segment><source>{}</source><target>Uno</target></segment></unit></file></xliff>',
}


@pytest.mark.parametrize("name", XML_FORMATS)
def test_elements_come_back_as_they_were(name: str) -> None:
    read_once = read(name, WHOLE[name].format(SEGMENTS[name]))
    text = written(name, list(pairs_of(read_once)))
    assert f">{SEGMENTS[name]}</" in text
    require_valid(name, text)


def test_codes_stand_where_they_stood() -> None:
    codes = read("tmx", WHOLE["tmx"].format(SEGMENTS["tmx"])).source.codes
    text = "A bold word end"
    assert [(text[: code.offset], code.kind.value, code.content) for code in codes] == [
        ("A ", "open", "<b>"),
        ("A bold", "close", "</b>"),
        ("A bold ", "open", ""),
        ("A bold word", "alone", "<br/>"),
        ("A bold word", "close", ""),
        ("A bold word ", "open", "<i>"),
    ]


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("tmx", "xliff", '<bpt id="1" ctype="bold">&lt;b&gt;</bpt>bold<ept id="1">&lt;/b&gt;</ept>'),
        ("tmx", "xliff2", '<pc id="1" type="fmt" subType="xlf:b" dataRefStart="d1" dataRefEnd="d2">bold</pc>'),
        ("tmx", "xliff2", '<data id="d1">&lt;b&gt;</data>'),
        ("xliff", "tmx", '<bpt i="1" x="1" type="bold"></bpt>bold<ept i="1"></ept>'),
        ("xliff", "xliff2", '<pc id="1" type="fmt" subType="xlf:b">bold</pc>'),
        ("xliff2", "tmx", '<bpt i="1" x="1" type="bold">&lt;b&gt;</bpt>bold<ept i="1">&lt;/b&gt;</ept>'),
        ("xliff2", "xliff", '<bpt id="1" ctype="bold">&lt;b&gt;</bpt>bold<ept id="1">&lt;/b&gt;</ept>'),
    ],
)
def test_what_a_code_is_called_elsewhere(source: str, target: str, expected: str) -> None:
    text = written(target, list(pairs_of(read(source, WHOLE[source].format(SEGMENTS[source])))))
    assert expected in text
    require_valid(target, text)


def test_both_sides_call_a_code_the_same() -> None:
    codes = tuple(Code(0, CodeKind.ALONE, "tmx ph", content) for content in ("{1}", "{2}", "{1}"))
    text = written("xliff", [Pair("a", "b", source_codes=codes, target_codes=(codes[1], codes[0], codes[2]))])
    assert '<ph id="1">{1}</ph><ph id="2">{2}</ph><ph id="3">{1}</ph>a<' in text
    assert '<ph id="2">{2}</ph><ph id="1">{1}</ph><ph id="3">{1}</ph>b<' in text


@pytest.mark.parametrize("name", XML_FORMATS)
def test_thousands_of_codes_take_no_time(name: str) -> None:
    # A quadratic search would take minutes for these.
    codes = tuple(Code(0, CodeKind.OPEN, "tmx bpt", "", str(number)) for number in range(40_000))
    closing = tuple(Code(1, CodeKind.CLOSE, "tmx ept", "", str(number)) for number in range(40_000))
    text = written(name, [Pair("a", "b", source_codes=codes + closing)])
    assert '"39999"' in text


def test_codes_of_joined_sentences_and_of_texts_outside() -> None:
    memory = read("tmx", WHOLE["tmx"].format(SEGMENTS["tmx"]))
    joined = replace(memory, beads=(replace(memory.beads[0], source=(0, 0)),))
    pair = next(pairs_of(joined))
    first, second = pair.source_codes[:6], pair.source_codes[6:]
    assert [code.offset + len("A bold word end ") for code in first] == [code.offset for code in second]
    # A code that a changed text no longer reaches stands at its end.
    assert ">A<ph></ph></seg>" in written(
        "tmx", [Pair("A", "b", source_codes=(Code(9, CodeKind.ALONE, "tmx ph"),))]
    )  # fmt: skip
