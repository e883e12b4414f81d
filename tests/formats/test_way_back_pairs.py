"""Other texts written into files of pairs: the cells meant, and no other byte."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import escape
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner import formats
from aligner.fixes import Fixed, written_back
from aligner.model import Bitext, Side

# Text, file by file: what stands before each cell that may be edited, and what stands at the end.
Parts = tuple[list[tuple[str, str]], str]
Pairs = list[tuple[str, str]]

WORDS = st.sampled_from(
    ["la", "paz", "El", "señor", "Núñez", "a & b", "<b>", "“no”", '"sí"', "it's", "C:\\dos", "😀", "¿qué?", "1,5", "x;y", "␊", "]]>"]
)  # fmt: skip
TEXTS = st.lists(WORDS, min_size=1, max_size=6).map(" ".join)
PAIRS = st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=5)


def tagged(text: str, number: int) -> str:
    """Text for an element, in one of the ways in which programs write it."""
    if number % 3 == 1 and "]]>" not in text:
        return f"<![CDATA[{text}]]>"
    if number % 3 == 2:
        return "".join(f"&#{ord(letter)};" if letter in "<&>\"'ñ" else letter for letter in text)
    return escape(text, quote=False)


def tmx(pairs: Pairs, end: str) -> Parts:
    head = f'<?xml version="1.0" encoding="UTF-8"?>{end}<!DOCTYPE tmx SYSTEM "tmx14.dtd">{end}<tmx version="1.4"><body>{end}'
    cells = []
    for number, (source, target) in enumerate(pairs):
        first = f"<tu><note>{escape(target)}</note><!-- {target.replace('-', '')} -->{end}<tuv xml:lang='en-US'><seg>{tagged(source, number)}"
        cells.append((f"{head}{first}</seg></tuv>{end}<tuv   xml:lang='es'><seg>", tagged(target, number)))
        head = f"</seg></tuv></tu >{end}"
    return cells, f"{head}</body></tmx>"


def xliff(pairs: Pairs, end: str) -> Parts:
    head = f'<xliff version="1.2"><file original="x" source-language="en" target-language="es">{end}<body>'
    cells = []
    for number, (source, target) in enumerate(pairs):
        first = f"<trans-unit id='{number}' xml:space='preserve'>{end}<source>{tagged(source, number)}</source><target>"
        cells.append((head + first, tagged(target, number)))
        head = f"</target>{end}<alt-trans><target>{tagged(target, number)}</target></alt-trans><note>{escape(target)}</note></trans-unit>"
    return cells, f"{head}</body></file></xliff>{end}"


def xliff2(pairs: Pairs, end: str) -> Parts:
    head = f'<xliff version="2.1" srcLang="en" trgLang="es" xml:space="preserve" xmlns:mtc="urn:x"><file id="f">{end}'
    cells = []
    for number, (source, target) in enumerate(pairs):
        matches = f"<mtc:matches><mtc:match><source>{escape(target)}</source><target>{escape(target)}</target></mtc:match></mtc:matches>"
        first = f'<unit id="u{number}">{matches}{end}<segment><source>{tagged(source, number)}</source>{end}<target>'
        cells.append((head + first, tagged(target, number)))
        head = f"</target></segment></unit>{end}"
    return cells, f"{head}</file></xliff>"


def po(pairs: Pairs, end: str) -> Parts:
    def quoted(text: str) -> str:
        return text.replace("\\", "\\\\").replace('"', '\\"')

    head = f'msgid ""{end}msgstr ""{end}"Content-Type: text/plain; charset=UTF-8\\n"{end}{end}'
    cells = []
    for number, (source, target) in enumerate(pairs):
        first = f'# {target}{end}#: a.c:{number}{end}msgctxt "{number}"{end}msgid "{quoted(source)}"{end}msgstr "'
        cells.append((head + first, quoted(target).replace(" ", f' "{end}"', 1) if number % 2 else quoted(target)))
        head = f'"{end}{end}'
    return cells, f'{head}#~ msgid "old"{end}#~ msgstr "viejo"{end}'


def tsv(pairs: Pairs, end: str) -> Parts:
    cells, head = [], f"source\ttarget\tnote{end}"
    for source, target in pairs:
        cells.append((f"{head}{source.replace('␊', '␦␊')}\t", target.replace("␊", "␦␊")))
        head = f"\t{target}{end}"
    return cells, head


def csv(pairs: Pairs, end: str) -> Parts:
    def quoted(text: str) -> str:
        return text.replace("␊", "␦␊").replace('"', '""')

    cells, head = [], f"\ufeffsource,target,note{end}"
    for source, target in pairs:
        cells.append((f'{head}"{quoted(source)}","', quoted(target)))
        head = f'","{quoted(target)}"{end}'
    return cells, head


def jsonl(pairs: Pairs, end: str) -> Parts:
    cells, head = [], ""
    for number, (source, target) in enumerate(pairs):
        said = json.dumps(target, ensure_ascii=bool(number % 2))[1:-1]
        cells.append((f'{head}{{"note": {json.dumps(target)}, "source":{json.dumps(source)} ,"target" : "', said))
        head = f'", "score": 0.5}}{end}'
    return cells, head


FILES: dict[str, Callable[[Pairs, str], Parts]] = {
    "tmx": tmx, "xliff": xliff, "xliff2": xliff2, "po": po, "tsv": tsv, "csv": csv, "jsonl": jsonl,
}  # fmt: skip


def read(data: bytes, name: str) -> Bitext:
    return formats.parse_bitext(data, f"a.{name}", "en", "es", name)


def write(data: bytes, name: str, texts: dict[int, str], side: Side = Side.TARGET) -> Fixed:
    return written_back(read(data, name), data, texts, lambda changed: read(changed, name), side, name)


@settings(max_examples=25, deadline=None)
@given(pairs=PAIRS, edits=st.dictionaries(st.integers(0, 4), TEXTS, min_size=1), end=st.sampled_from(["\n", "\r\n"]))
@pytest.mark.parametrize("name", FILES)
def test_the_cells_that_are_meant_and_no_other_byte(name: str, pairs: Pairs, edits: dict[int, str], end: str) -> None:
    cells, tail = FILES[name](pairs, end)
    data = ("".join(before + cell for before, cell in cells) + tail).encode()
    edits = {number: text for number, text in edits.items() if number < len(pairs)}
    before = read(data, name)
    assert [before.target.sentence_text(number) for number in range(len(pairs))] == [target for _, target in pairs]
    result = write(data, name, edits)
    assert result.left == ()
    after = read(result.data, name)
    meant = [edits.get(number, target) for number, (_, target) in enumerate(pairs)]
    assert [after.target.sentence_text(number) for number in range(len(pairs))] == meant
    assert (after.source.text, after.details) == (before.source.text, before.details)
    pattern = "".join(
        re.escape(start) + ("(?s:.*)" if number in edits else re.escape(cell))
        for number, (start, cell) in enumerate(cells)
    )
    assert re.fullmatch(pattern + re.escape(tail), result.data.decode())


@pytest.mark.parametrize("name", FILES)
def test_no_edit_no_change(name: str) -> None:
    cells, tail = FILES[name]([("Peace", "La paz"), ("War", "La guerra")], "\n")
    data = ("".join(before + cell for before, cell in cells) + tail).encode()
    assert write(data, name, {0: "La paz"}) == Fixed(data)


@pytest.mark.parametrize("name", FILES)
def test_texts_that_stand_many_times_are_told_apart(name: str) -> None:
    cells, tail = FILES[name]([("paz", "paz"), ("War", "paz"), ("paz", "paz")], "\n")
    data = ("".join(before + cell for before, cell in cells) + tail).encode()
    result = read(write(data, name, {1: "guerra"}).data, name)
    assert list(result) == [("paz", "paz"), ("War", "guerra"), ("paz", "paz")]


@pytest.mark.parametrize("name", FILES)
def test_the_source_can_be_written_too(name: str) -> None:
    cells, tail = FILES[name]([("Peace", "La paz"), ("War", "La guerra")], "\n")
    data = ("".join(before + cell for before, cell in cells) + tail).encode()
    result = read(write(data, name, {1: "The war"}, Side.SOURCE).data, name)
    assert list(result) == [("Peace", "La paz"), ("The war", "La guerra")]


CODES: dict[str, tuple[str, str, dict[int, str], str]] = {
    "tmx": (
        "<tmx version='1.4'><body><tu><tuv xml:lang='en'><seg>A</seg></tuv><tuv xml:lang='es'><seg>",
        "Era <bpt i='1'>&lt;b&gt;</bpt>la gran<ept i='1'>&lt;/b&gt;</ept> paz.<ph/>",
        {0: "Fue la gran paz, sí."},
        "Fue <bpt i='1'>&lt;b&gt;</bpt>la gran<ept i='1'>&lt;/b&gt;</ept> paz, sí.<ph/>",
    ),
    "xliff": (
        "<xliff version='1.2'><file source-language='en' target-language='es'><body><trans-unit id='1'><source>A</source><target>",
        "Era <g id='1'>la <x id='2'/>gran</g> paz.",
        {0: "Era una gran guerra."},
        "Era <g id='1'>una <x id='2'/>gran</g> guerra.",
    ),
    "xliff2": (
        "<xliff version='2.0' srcLang='en' trgLang='es'><file id='f'><unit id='1'><segment><source>A</source><target>",
        "Era<pc id='1'> la</pc> gran paz<ph id='2'/>.<cp hex='0007'/>",
        {0: "Era la paz!\x07"},
        "Era<pc id='1'> la</pc> paz<ph id='2'/>!<cp hex='0007'/>",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CODES)
def test_codes_stay_where_they_are(name: str) -> None:
    before, text, edits, expected = CODES[name]
    after = {
        "tmx": "</seg></tuv></tu></body></tmx>",
        "xliff": "</target></trans-unit></body></file></xliff>",
        "xliff2": "</target></segment></unit></file></xliff>",
    }[name]
    result = write((before + text + after).encode(), name, edits)
    assert result.data.decode() == before + expected + after


def test_a_cell_that_comes_to_need_quotation_marks_gets_them() -> None:
    data = b"a,La paz\r\nb,x\r\n"
    assert write(data, "csv", {0: 'La paz, "no"'}).data == b'a,"La paz, ""no"""\r\nb,x\r\n'
    assert write(data, "csv", {1: "Dos\nfilas"}).data == b'a,La paz\r\nb,"Dos\nfilas"\r\n'
    assert write(b"a;b\r\n", "csv", {0: "x;y"}).data == b'a;"x;y"\r\n'


def test_what_an_encoding_lacks_is_written_as_a_reference_or_left() -> None:
    memory = "<?xml version='1.0' encoding='ISO-8859-1'?><tmx version='1.4'><body><tu><tuv xml:lang='en'><seg>a</seg></tuv><tuv xml:lang='es'><seg>señor</seg></tuv></tu></body></tmx>"
    result = write(memory.encode("latin-1"), "tmx", {0: "señor Ṣāliḥ"})
    assert result.data == memory.encode("latin-1").replace(b"se\xf1or<", b"se\xf1or &#7778;&#257;li&#7717;<")
    catalogue = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=ISO-8859-1\\n"\n\nmsgid "a"\nmsgstr "señor"\n'
    result = write(catalogue.encode("latin-1"), "po", {0: "señor Ṣāliḥ"})
    assert (result.data, len(result.left)) == (catalogue.encode("latin-1"), 1)
    assert write(catalogue.encode("latin-1"), "po", {0: "señora"}).data == catalogue.replace('or"', 'ora"').encode(
        "latin-1"
    )


def test_many_edits_take_few_readings() -> None:
    """Those that can be written are found by halves, so that a large memory is not read once for each."""
    rows = [("Peace", f"La la paz {number}") for number in range(400)]
    cells, tail = tmx(rows, "\n")
    data = ("".join(before + cell for before, cell in cells) + tail).encode()
    readings: list[Any] = []

    def counted(changed: bytes) -> Bitext:
        readings.append(changed)
        return read(changed, "tmx")

    result = written_back(read(data, "tmx"), data, {n: f"La paz {n}" for n in range(400)}, counted)
    assert (len(result.done), len(readings)) == (400, 1)
