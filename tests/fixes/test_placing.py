"""Where findings stand in their files: what is told leads to the letter, or to the beginning of what stands for it."""

from __future__ import annotations

import codecs
import html
import json
from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner import formats
from aligner.fixes.placing import placed
from aligner.model import Bitext, Document, Finding, Region, Report, Severity, Side, Span

Place = tuple[int, int]
Ways = Callable[[str], tuple[str, ...]]
LETTERS = "abcxyzéñ語😀“"
SIGNS = "\"\\&<>,;'|*_[]#"


def xml_ways(letter: str) -> tuple[str, ...]:
    numbers = f"&#{ord(letter)};", f"&#x{ord(letter):X};"
    return (html.escape(letter), *numbers) if letter in "&<>\"'" else (letter, *numbers, f"<![CDATA[{letter}]]>")


def json_ways(letter: str) -> tuple[str, ...]:
    return json.dumps(letter)[1:-1], json.dumps(letter, ensure_ascii=False)[1:-1]


def po_ways(letter: str) -> tuple[str, ...]:
    written = {'"': '\\"', "\\": "\\\\", "\t": "\\t"}.get(letter, letter)
    return written, f'"\n"{written}'


def doubled(letter: str) -> tuple[str, ...]:
    return (letter * 2 if letter == '"' else letter,)


def markdown_ways(letter: str) -> tuple[str, ...]:
    signs = (f"\\{letter}", f"&#{ord(letter)};") if letter in SIGNS else (letter, f"&#{ord(letter)};")
    return (*signs, f"**{letter}**") if letter.isalpha() else signs


def html_ways(letter: str) -> tuple[str, ...]:
    return (html.escape(letter), f"&#{ord(letter)};", f"<b>{html.escape(letter)}</b>")


def subtitle_ways(letter: str) -> tuple[str, ...]:
    return (html.escape(letter), f"<i>{html.escape(letter)}</i>")


@dataclass(frozen=True)
class Way:
    """How a format writes its cells: what stands before, between and behind them, and the ways to write a letter."""

    name: str
    head: str
    around: tuple[str, str, str]
    letter: Ways
    extra: str = SIGNS + "\t"


XLIFF = '<xliff version="1.2"><file source-language="en" target-language="es" original="o"><body>\n'
TABLES = (
    Way("po", 'msgid ""\nmsgstr "Language: es\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n',
        ('# note\nmsgctxt "{}"\nmsgid "', '"\nmsgstr "', '"\n\n'), po_ways),
    Way("tsv", "", ("", "\t", "\n"), lambda letter: (letter,), SIGNS),
    Way("csv", "score,es,en,note\n", ('{},"', '","', '",x\n'), doubled, SIGNS + "\n\t"),
    Way("jsonl", "", ('{{"n": {}, "source": "', '", "target": "', '"}}\n'), json_ways),
    Way("tmx", '<?xml version="1.0"?>\n<tmx version="1.4"><header/>\n<body>',
        ('<tu tuid="{}"><tuv xml:lang="en"><seg>', "</seg></tuv>\n<tuv xml:lang='es'><seg>", "</seg></tuv></tu>"), xml_ways),
    Way("xliff", XLIFF,
        ('<trans-unit id="{}" xml:space="preserve"><source>', "</source>\n<target>", "</target></trans-unit>"), xml_ways),
)  # fmt: skip
TEXTS = (
    Way("markdown", "---\ntitle: Ab cd\n---\n\n", ("A ", " b\n", "\nc d\n\n"), markdown_ways, SIGNS),
    Way("html", "<!doctype html><title>Ab</title>\n<body>", ("<p>A ", " b\n", " c d</p>\n"), html_ways, SIGNS),
    Way("srt", "", ("1\n00:00:{0:02},000 --> 00:00:{0:02},900\nA ", " b.\n", " c.\n\n"), subtitle_ways, "&<>*\"'"),
)  # fmt: skip


@dataclass
class Writing:
    """A file on its way, and where each letter of each of its texts was put."""

    text: str
    places: list[list[Place]]

    def put(self, said: str) -> None:
        self.text += said

    def put_text(self, text: str, ways: Ways, draw: st.DrawFn) -> None:
        self.places.append([])
        for letter in text:
            written = draw(st.sampled_from(ways(letter)))
            self.text += written[: len(written) - len(written.lstrip('"\n'))] if written.startswith('"\n"') else ""
            line = self.text.count("\n") + 1
            self.places[-1].append((line, len(self.text) - self.text.rfind("\n")))
            self.text += written.removeprefix('"\n"') if written.startswith('"\n"') else written


def words(way: Way) -> st.SearchStrategy[str]:
    inside = st.text(st.sampled_from(LETTERS + way.extra + " "), max_size=8)
    return st.builds(lambda first, middle, last: f"{first}{middle}{last}", *(
        st.sampled_from("abcé語") if at != 1 else inside for at in range(3)
    )).filter(lambda said: "  " not in said)  # fmt: skip


@st.composite
def files(draw: st.DrawFn, way: Way) -> tuple[bytes, list[str], list[list[Place]]]:
    """A file of pairs, its texts in order, and where their letters are."""
    writing = Writing(way.head, [])
    texts: list[str] = []
    for number in range(draw(st.integers(1, 4))):
        pair = [draw(words(way)), draw(words(way))] if draw(st.booleans()) else [draw(words(way))] * 2
        for said, before in zip(pair, way.around, strict=False):
            writing.put(before.format(number))
            writing.put_text(said, way.letter, draw)
        writing.put(way.around[2].replace("}}", "}"))
        texts += pair
    text = writing.text
    if way.name == "tmx":
        text += "</body></tmx>"
    if way.name == "xliff":
        text += "</body></file></xliff>"
    if draw(st.booleans()):
        text = text.replace("\n", "\r\n") if way.name != "csv" else text
    mark = codecs.BOM_UTF8 if draw(st.booleans()) else b""
    return mark + text.encode(), texts, writing.places


def report_of(read: Document | Bitext, spans: list[Span]) -> Report:
    finding = Finding("PUN704", "doubled", Severity.WARNING, "m", tuple(spans))
    if isinstance(read, Bitext):
        return Report(((Side.SOURCE, read.source), (Side.TARGET, read.target)), (finding,), "", read)
    return Report(((Side.TARGET, read),), (finding,), "")


def told(read: Document | Bitext, spans: list[Span], data: bytes) -> list[Region | None]:
    report = placed(report_of(read, spans), {f"f.{suffix(read)}": data})
    return [span.region for span in report.findings[0].spans]


def suffix(read: Document | Bitext) -> str:
    return (read.target if isinstance(read, Bitext) else read).path.rpartition(".")[2]


@pytest.mark.parametrize("way", TABLES, ids=lambda way: way.name)
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_every_letter_of_every_cell(way: Way, data: st.DataObject) -> None:
    written, texts, places = data.draw(files(way))
    # The table of comma-separated values names its columns, the translation first.
    languages = ("es", "en") if way.name == "csv" else ("en", "es")
    bitext = formats.parse_bitext(written, f"f.{way.name}", *languages, way.name)
    spans: list[Span] = []
    expected: list[tuple[Place, Place]] = []
    for number, (text, where) in enumerate(zip(texts, places, strict=True)):
        side = list(Side)[number % 2]
        document = bitext.document(side)
        block = document.blocks[number // 2]
        assert document.block_text(block) == text
        start = data.draw(st.integers(0, len(text) - 1))
        end = data.draw(st.integers(start + 1, len(text)))
        spans.append(Span(side, block.start + start, block.start + end, text[start:end]))
        expected.append((where[start], where[end - 1]))
    for region, (first, last) in zip(told(bitext, spans, written), expected, strict=True):
        assert region is not None
        assert (region.line, region.column) in {first, (first[0], first[1] + len("<![CDATA["))}
        assert region.end_column is not None
        assert region.end_line >= last[0]
        assert (region.end_line, region.end_column) > last


@pytest.mark.parametrize("way", TEXTS, ids=lambda way: way.name)
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_letters_of_running_text(way: Way, data: st.DataObject) -> None:
    """Where a place is told, it is that of a letter that means the same; most are told."""
    written, _, _ = data.draw(files(way))
    document = formats.parse_document(written, f"f.{way.name}", "en", way.name)
    lines = written.decode("utf-8-sig").replace("\r\n", "\n").split("\n")
    spans = [
        Span(Side.TARGET, at, at + 1, letter)
        for block in document.blocks
        for at, letter in enumerate(document.block_text(block), start=block.start)
        if letter.isalnum()
    ]
    regions = told(document, spans, written)
    for span, region in zip(spans, regions, strict=True):
        if region is not None:
            assert region.column is not None
            there = lines[region.line - 1][region.column - 1 :]
            meant = html.unescape(there[: there.find(";") + 1]) if there.startswith("&") else there
            assert meant.startswith(span.text)
    assert 2 * sum(region is not None for region in regions) >= len(regions)


def test_a_letter_is_told_from_the_same_letter_elsewhere() -> None:
    """Of equal words the place is that of the very word: what changes when the file's letter does."""
    page = b'# One two\n\nsee **one** and [one](one.html "one"), then `one`.\n'
    document = formats.parse_document(page, "f.md", "en", "markdown")
    text = document.text
    spans = [Span(Side.TARGET, at, at + 3, "one") for at in range(len(text)) if text.startswith("one", at)]
    regions = told(document, spans, page)
    assert [(region.line, region.column) for region in regions if region] == [(3, 7), (3, 18), (3, 46), (3, 33)]


def test_columns_in_code_units() -> None:
    page = "😀 *a* 😀 the the\n".encode()
    document = formats.parse_document(page, "f.md", "en", "markdown")
    at = document.text.index("the the")
    (region,) = told(document, [Span(Side.TARGET, at, at + 7, "the the")], page)
    assert region == Region(1, 1, 9, 16, 2, 2)
    assert region.in_code_units() == Region(1, 1, 11, 18)


def test_a_file_that_has_changed_gets_no_columns() -> None:
    read = formats.parse_bitext(b"One two\tUno dos\n", "f.tsv", "en", "es", "tsv")
    span = Span(Side.TARGET, 0, 3, "Uno")
    assert told(read, [span], b"One two\tOtra cosa\n") == [None]
    assert told(read, [span], b"One two\tUno dos\n") == [Region(1, 1, 9, 12)]


def test_a_file_that_is_gone_gets_no_columns() -> None:
    read = formats.parse_bitext(b"One two\tUno dos\n", "gone.tsv", "en", "es", "tsv")
    report = report_of(read, [Span(Side.TARGET, 0, 3, "Uno")])
    assert placed(report, {}).findings[0].spans[0].region is None


def test_plain_text_is_its_own_file() -> None:
    read = replace(formats.parse_document(b"the the\n", "f.txt", "en", "text"))
    assert told(read, [Span(Side.TARGET, 0, 7, "the the")], b"the the\n") == [None]


PLURALS = b"""msgid ""
msgstr "Language: es\\n"

#, fuzzy
msgid "one day"
msgstr "un d\xc3\xada"

msgid "one day"
msgid_plural "some days"
msgstr[0] "un d\xc3\xada"
msgstr[1] "unos d\xc3\xadas"
msgstr[2] "unos d\xc3\xadas"
"""


def test_plural_forms_share_their_source() -> None:
    bitext = formats.parse_bitext(PLURALS, "f.po", "en", "es", "po")
    spans = [
        Span(side, block.start, block.start + 1, document.text[block.start])
        for side in Side
        for document in (bitext.document(side),)
        for block in document.blocks
    ]
    lines = [region.line for region in told(bitext, spans, PLURALS) if region]
    assert lines == [8, 9, 9, 10, 11, 12]


def test_a_catalogue_read_the_other_way_round() -> None:
    catalogue = b'msgid ""\nmsgstr "Language: en\\n"\n\nmsgid "no"\nmsgstr "no"\n'
    bitext = formats.parse_bitext(catalogue, "f.po", "en", "es", "po")
    spans = [Span(Side.SOURCE, 0, 2, "no"), Span(Side.TARGET, 0, 2, "no")]
    assert [region.line for region in told(bitext, spans, catalogue) if region] == [5, 4]
