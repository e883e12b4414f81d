"""Plain text: where people put paragraphs."""

from __future__ import annotations

import textwrap
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.errors import InputError
from aligner.formats.lines import lines_document
from aligner.formats.plain import read_document, text_document
from aligner.model import Document, Role

SENTENCES = (
    "The council of Ribamar met on Tuesday to discuss the price of bread, which has risen by a third since March.",
    "Nobody expected the bakers to come, but forty of them filled the room and stood along the walls.",
    "“We have been here since four,” said Elvira Pons, who has run the oldest bakery of the town for thirty years.",
    "The mayor promised an answer before the end of the month.",
    "By nine the room was empty again.",
)


def blocks(text: str) -> list[tuple[str, str]]:
    document = text_document(text, "a.txt", "en")
    return [(block.role.value, document.block_text(block)) for block in document.blocks]


def test_blank_lines_divide_paragraphs_and_the_text_stays() -> None:
    text = "\n\n  First.\r\n\r\nSecond,\r\nin two lines.\n \t \nThird."
    assert blocks(text) == [("paragraph", "First."), ("paragraph", "Second,\r\nin two lines."), ("paragraph", "Third.")]
    assert read_document(text.encode(), "a.txt", "en").text == text


@pytest.mark.parametrize("width", [50, 64, 72, 80, 100])
def test_hard_wrapped_paragraphs_stay_together(width: int) -> None:
    paragraphs = [" ".join(SENTENCES), " ".join(SENTENCES[2:]), " ".join(SENTENCES[1:4])]
    text = "\n\n".join(textwrap.fill(paragraph, width) for paragraph in paragraphs)
    assert [" ".join(said.split()) for _, said in blocks(text)] == paragraphs


def test_one_paragraph_a_line_without_blank_lines() -> None:
    assert [said for _, said in blocks("\n".join(SENTENCES))] == list(SENTENCES)
    long = [" ".join(SENTENCES), " ".join(SENTENCES[1:]), " ".join(SENTENCES[:2])]
    assert [said for _, said in blocks("\n".join(["Bread for everyone", *long]))] == ["Bread for everyone", *long]


def test_long_lines_are_paragraphs_even_where_some_begin_in_lower_case() -> None:
    lines = [" ".join(SENTENCES), "iPhone sales rose. " + " ".join(SENTENCES), " ".join(SENTENCES[1:])]
    assert [said for _, said in blocks("\n".join(lines))] == lines


def test_short_lines_that_end_early_stand_alone() -> None:
    text = "The cat sat on the mat.\nThe dog went out.\nIt rained.\nNobody came."
    assert len(blocks(text)) == 4


def test_a_heading_on_top_of_a_wrapped_paragraph() -> None:
    text = "Bread for everyone\n" + textwrap.fill(" ".join(SENTENCES), 72)
    assert [role for role, _ in blocks(text)] == ["heading", "paragraph"]


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("Bread for everyone", "heading"),
        ("¿Quién paga el pan?", "paragraph"),
        ("By nine the room was empty.", "paragraph"),
        ("He said “no.”", "paragraph"),
        ("The view from the tower, in 2017. Photo: A. Ruiz", "paragraph"),
        ("El Sr. Pons vuelve a casa", "heading"),
        ("1984", "paragraph"),
        ("word " * 30, "paragraph"),
    ],
)
def test_headings_are_short_and_have_no_end(line: str, role: str) -> None:
    assert [found for found, _ in blocks(f"Before.\n\n{line}\n\nAfter.")] == ["paragraph", role, "paragraph"]


def test_lists() -> None:
    text = "Shopping:\n- bread\n- milk from\n  the market\n\n1. One.\n2) Two.\n\n* star\n• dot"
    assert blocks(text) == [
        ("paragraph", "Shopping:"), ("list-item", "bread"), ("list-item", "milk from\n  the market"),
        ("list-item", "One."), ("list-item", "Two."), ("list-item", "star"), ("list-item", "dot"),
    ]  # fmt: skip


def test_dialogue_with_dashes_is_no_list_and_keeps_its_dash() -> None:
    assert blocks("—No —dijo él.\n—Sí —dijo ella.") == [
        ("paragraph", "—No —dijo él."),
        ("paragraph", "—Sí —dijo ella."),
    ]


def test_a_number_at_the_start_of_a_wrapped_line_is_no_list() -> None:
    text = "The treaty was signed by all the parties in the autumn of the year\n1999. Nobody read it until much later on\nand then it was lost."
    assert len(blocks(text)) == 1


def test_rules_and_underlines_are_no_text() -> None:
    assert blocks("Title\n=====\n\nText.\n\n* * *\n\nMore.\n-----") == [
        ("heading", "Title"), ("paragraph", "Text."), ("paragraph", "More."),
    ]  # fmt: skip


def test_blank_text_has_no_blocks() -> None:
    assert blocks(" \n\t\n") == []


def check_spans(document: Document) -> None:
    last = 0
    for block in document.blocks:
        assert last <= block.start < block.end <= len(document.text)
        assert document.block_text(block) == document.block_text(block).strip()
        last = block.end


@given(st.text(st.sampled_from("aB1.-*“ \n\r\t\u2028\u00a0ñ—)"), max_size=80))
@settings(max_examples=200, deadline=None)
def test_blocks_are_ordered_spans_that_lose_no_word(text: str) -> None:
    document = text_document(text, "a.txt", "en")
    check_spans(document)
    covered = set().union(*(range(block.start, block.end) for block in document.blocks))
    lost = [character for place, character in enumerate(text) if place not in covered and character.isalpha()]
    bullets = text.count(")")  # "a) …" is a bullet
    assert len(lost) <= bullets
    assert all(block.role in {Role.PARAGRAPH, Role.HEADING, Role.LIST_ITEM} for block in document.blocks)


def test_fifty_megabytes_in_one_line() -> None:
    began = time.monotonic()
    document = read_document(b"word word word. " * 3_300_000, "a.txt", "en")
    assert len(document.blocks) == 1
    assert time.monotonic() - began < 30


# pre-segmented text


def test_lines_are_numbered_from_zero_blank_ones_too() -> None:
    document = lines_document("One.\r\n\n  Two. \n\t\nThree\u2028still three.\n", "a", "en")
    assert [document.sentence_text(number) for number in range(5)] == [
        "One.",
        "",
        "Two.",
        "",
        "Three\u2028still three.",
    ]
    assert len(document.sentences) == len(document.blocks) == 5
    assert [sentence.block for sentence in document.sentences] == list(range(5))
    assert document.sentences[1].start == document.sentences[1].end == 6


def test_lines_without_text_are_an_error() -> None:
    with pytest.raises(InputError, match="no text"):
        lines_document("\n \n", "a", "en")


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\n"), max_size=20), min_size=1))
@settings(max_examples=100, deadline=None)
def test_lines_give_back_every_line(lines: list[str]) -> None:
    if not any(line.strip() for line in lines):
        return
    for text in ("\n".join([*lines, "end"]), "\n".join([*lines, "end"]) + "\n"):
        document = lines_document(text, "a", "en")
        said = [document.sentence_text(number) for number in range(len(document.sentences))]
        assert said == [line.strip() for line in [*lines, "end"]]


def test_a_page_ends_in_the_middle_of_a_sentence() -> None:
    assert blocks("The council met to talk of bread and of\nthe old mill by\n\x0cthe river.\n\x0cThe next page.\n") == [
        ("paragraph", "The council met to talk of bread and of\nthe old mill by\n\x0cthe river."),
        ("paragraph", "The next page."),
    ]


def test_indents_begin_paragraphs() -> None:
    text = "   The council met to talk about the price of bread and of\nthe old mill.\n   Nobody came to hear it, as is usual on such days, and\nit ended soon.\n"
    assert blocks(text) == [
        ("paragraph", "The council met to talk about the price of bread and of\nthe old mill."),
        ("paragraph", "Nobody came to hear it, as is usual on such days, and\nit ended soon."),
    ]


def test_quoted_mail_is_a_quotation() -> None:
    assert blocks("Hello,\n\n> You wrote this\n> to me.\n\nI did.") == [
        ("paragraph", "Hello,"),
        ("quotation", "You wrote this\n> to me."),
        ("paragraph", "I did."),
    ]
