"""Texts of PDFs: paragraphs, divided words, running heads, pages, and what is said about all that may be wrong."""

from __future__ import annotations

import contextlib
import io
import time

import pytest
from handmade import pdf

from aligner.errors import InputError
from aligner.formats.pdf import read_document
from aligner.model import Document

PARAGRAPH = [
    "The town hall opened the new bridge over the river to the pub-",
    "lic on Monday, after the work of many hands and a well-known",
    "engineer from the valley, who had drawn the first of its plans",
    "in the spring.",
]


def read(pages: list[list[str]]) -> Document:
    return read_document(pdf(pages), "a.pdf", "en")


def blocks(pages: list[list[str]]) -> list[tuple[str, str, str | None]]:
    document = read(pages)
    return [(block.role.value, document.block_text(block), block.address) for block in document.blocks]


def test_lines_are_paragraphs_and_words_are_whole() -> None:
    assert blocks([["The bridge", *PARAGRAPH, "Nobody knew why it had taken so long."]]) == [
        ("heading", "The bridge", "page[1]"),
        (
            "paragraph",
            "The town hall opened the new bridge over the river to the public on Monday, after the work of many hands "
            "and a well-known engineer from the valley, who had drawn the first of its plans in the spring.",
            "page[1]",
        ),
        ("paragraph", "Nobody knew why it had taken so long.", "page[1]"),
    ]


def test_a_word_that_has_its_hyphen_elsewhere_keeps_it() -> None:
    lines = ["He was a well-known engineer, and it was just as well that a well-", "known engineer had drawn it."]
    assert "that a well-known engineer" in read([lines]).text


def test_a_paragraph_goes_over_the_page() -> None:
    said = blocks([PARAGRAPH[:2], PARAGRAPH[2:]])
    assert len(said) == 1
    assert said[0][2] == "page[1]"


def test_running_heads_and_page_numbers_are_left_out() -> None:
    days = ("Monday", "Tuesday", "Friday", "Sunday")
    pages = [
        ["Valley News", *[f"{day} was day {day} of the {place} of the valley, and it rained." for place in ("north", "south", "east")], f"Page {number} of 4"]
        for number, day in enumerate(days, start=1)
    ]  # fmt: skip
    document = read(pages)
    assert "Valley News" not in document.text
    assert "Page" not in document.text
    assert document.text.count("rained") == 12
    assert {block.address for block in document.blocks} <= {"page[1]", "page[2]", "page[3]", "page[4]"}


def test_letters_beyond_ascii() -> None:
    assert read([["¿Qué pasó mañana? «Nada» – dijo."]]).text == "¿Qué pasó mañana? «Nada» – dijo."


def test_what_may_be_wrong_is_said() -> None:
    assert "order of columns" in read([["Text."]]).notes[0]
    assert read([["Text."], []]).notes[1] == "1 of 2 pages have no text, and may be pictures"


def test_pages_without_text_are_an_error() -> None:
    with pytest.raises(InputError, match=r"no text in it: its 2 pages may be pictures; have the text recognised"):
        read([[], []])


def test_a_password_is_told_and_an_empty_one_opens() -> None:
    from pypdf import PdfReader, PdfWriter

    for password, opens in (("secret", False), ("", True)):
        writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf([["Text."]]))))
        writer.encrypt(user_password=password, owner_password="owner", algorithm="RC4-128")
        file = io.BytesIO()
        writer.write(file)
        if opens:
            assert read_document(file.getvalue(), "a.pdf", "en").text == "Text."
        else:
            with pytest.raises(InputError, match="protected with a password"):
                read_document(file.getvalue(), "a.pdf", "en")


@pytest.mark.parametrize("cut", [10, 60, 300, 500])
def test_a_cut_off_pdf_is_one_line(cut: int, capfd: pytest.CaptureFixture[str]) -> None:
    data = pdf([PARAGRAPH])[:cut]
    try:
        assert "bridge" in read_document(data, "a.pdf", "en").text
    except InputError as error:
        assert str(error).startswith("a.pdf")  # noqa: PT017
        assert "\n" not in str(error)  # noqa: PT017
    assert capfd.readouterr().err == ""


def test_no_paragraph_goes_over_more_than_two_pages() -> None:
    line = "and the people of the valley went on over the bridge number"
    document = read([[f"{line} {page} {row}" for row in "abcdefgh"] for page in range(5)])
    assert [block.address for block in document.blocks] == ["page[1]", "page[3]", "page[5]"]


def test_bullets_begin_items() -> None:
    lines = ["• bread from the oven of the valley, as it was made there once", "• wine", "• oil from the olives"]
    assert [
        (role, text) for role, text, _ in blocks([["They brought along what they had, on a day in May:", *lines]])
    ] == [
        ("paragraph", "They brought along what they had, on a day in May:"),
        *(("list-item", line[2:]) for line in lines),
    ]


@pytest.mark.parametrize(
    ("line", "following"),
    [
        ("At the entrance to the valley, some", "150 kilometres to the north, the road narrows between walls of rock."),
        ("It is a library for", "Abstract Syntax Notation, with all that belongs to it, and nothing else."),
        ("In the books of Smith,", "Jones and all the others who wrote about the valley nothing is said of it."),
    ],
)
def test_a_short_line_that_cannot_be_an_end_goes_on(line: str, following: str) -> None:
    assert [text for _, text, _ in blocks([[line, following]])] == [f"{line} {following}"]


def test_tables_of_contents_have_no_leaders() -> None:
    lines = [
        "1 Introduction . . . . . . . . . . . . . . . . . . 1",
        "1.1 The bridge over the river........................ 12",
    ]
    assert [text for _, text, _ in blocks([lines])] == ["1 Introduction", "1.1 The bridge over the river"]


def test_heads_of_chapters_are_running_heads() -> None:
    rows = "The {} people of the {} valley went on over the bridge to see what there was."
    words = [
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "sixth",
        "seventh",
        "eighth",
        "ninth",
        "tenth",
        "eleventh",
        "twelfth",
    ]
    pages = [
        [f"Chapter {page // 4}: {'Bread' if page < 4 else 'Wine' if page < 8 else 'Oil'} {page}", rows.format(word, word), f"The {word} day was over."]
        for page, word in enumerate(words)
    ]  # fmt: skip
    assert "Chapter" not in read(pages).text


def test_the_number_of_a_section_begins_a_heading() -> None:
    full = "The bridge over the river was opened to the public on a Monday, and it rained."
    said = blocks([[full, "1.2. What it brought", full.replace("bridge", "road"), "It was 3.5 Euros, in the end."]])
    assert [(role, text) for role, text, _ in said][:2] == [("paragraph", full), ("heading", "1.2. What it brought")]


@pytest.mark.parametrize(
    "line", ["." * 60_000 + "x", "word" * 15_000 + " b", "- " * 30_000 + "b", "a-" * 30_000, ". " * 30_000 + "b"]
)
def test_odd_lines_take_no_time(line: str) -> None:
    started = time.monotonic()
    read([[line, line, "And then the bridge was opened."]])
    assert time.monotonic() - started < 5


def test_pages_that_lead_back_to_themselves(capfd: pytest.CaptureFixture[str]) -> None:
    data = pdf([["Text."]])
    for old, new in (
        (b"/Kids [5 0 R]", b"/Kids [2 0 R]"),
        (b"/Parent 2 0 R", b"/Parent 5 0 R"),
        (b"/Contents 4 0 R", b"/Contents 5 0 R"),
    ):
        assert old in data
        with contextlib.suppress(InputError):
            read_document(data.replace(old, new), "a.pdf", "en")
    assert capfd.readouterr().err == ""


def test_larger_letters_are_headings() -> None:
    first, second = "What the engineer had in mind for the bridge, and why", "it took so long."
    page = [first, second, *PARAGRAPH, "Why not?", *PARAGRAPH]
    document = read_document(pdf([page], {first: 18, second: 18, "Why not?": 14}), "a.pdf", "en")
    assert [(block.role.value, document.block_text(block)[:20]) for block in document.blocks] == [
        ("heading", "What the engineer ha"), ("paragraph", "The town hall opened"),
        ("heading", "Why not?"), ("paragraph", "The town hall opened"),
    ]  # fmt: skip
    assert document.block_text(document.blocks[0]) == f"{first} {second}"


def test_smaller_letters_are_another_paragraph() -> None:
    note = "and this is a note below the text, in letters that are small"
    document = read_document(pdf([[*PARAGRAPH[:3], note]], {note: 8}), "a.pdf", "en")
    assert [document.block_text(block)[:8] for block in document.blocks] == ["The town", "and this"]


def test_the_title_stays_though_pages_repeat_it() -> None:
    pages = [["The bridge ", *PARAGRAPH], *(["The bridge", *PARAGRAPH, str(number)] for number in range(2, 6))]
    said = [document_text.count("The bridge") for document_text in (
        read_document(pdf(pages), "a.pdf", "en").text, read_document(pdf(pages, {"The bridge ": 20}), "a.pdf", "en").text,
    )]  # fmt: skip
    assert said == [0, 1]
