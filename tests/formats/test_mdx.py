"""MDX: text without its program, lines as they were, texts that attributes show."""

from __future__ import annotations

import contextlib
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.errors import InputError
from aligner.formats.mdx import read_document
from aligner.model import Document, Remark


def read(text: str) -> Document:
    return read_document(text.encode(), "a.mdx", "en")


def said(text: str) -> list[tuple[str, str]]:
    document = read(text)
    return [(block.role.value, document.block_text(block)) for block in document.blocks]


def test_imports_and_exports_go() -> None:
    text = "import Chart from './chart'\nexport const meta = {\n\n  title: 'No',\n}\n\n# Title\n\nexport markets grew."
    assert said(text) == [("heading", "Title"), ("paragraph", "export markets grew.")]


def test_what_looks_like_program_in_code_stays_code() -> None:
    assert said("```js\nimport x from 'y'\n<Tip>{\n```\n\nUse `{name}` here.") == [("paragraph", "Use {name} here.")]


def test_front_matter_is_read() -> None:
    assert said("---\ntitle: Bread {old}\n---\n\nText.") == [("title", "Bread {old}"), ("paragraph", "Text.")]


def test_elements_end_paragraphs_and_show_their_texts() -> None:
    text = (
        '<Tabs>\n<Tab label="Linux" open={a > b ? {x: 1} : "}"}>\nRun **this**.\n</Tab>\n</Tabs>\n'
        '<Image\n  src={picture}\n  alt="A bridge [old]"\n/>\nAfter.'
    )
    assert said(text) == [
        ("label", "Linux"), ("paragraph", "Run this."), ("alt-text", "A bridge [old]"), ("paragraph", "After."),
    ]  # fmt: skip


def test_in_line_elements_leave_their_text() -> None:
    assert said('A <Link href="/x">link</Link> and <b>bold</b><br/>text {" and "} {count} files.') == [
        ("paragraph", "A link and bold text and files.")
    ]


def test_what_is_no_tag_is_text() -> None:
    assert said("If a < b, then \\{x\\} and 3 <5.") == [("paragraph", "If a < b, then {x} and 3 <5.")]


def test_lines_are_those_of_the_file() -> None:
    text = "import a from 'a'\r\n\r\n<Tip\r\n  title='x'\r\n>\r\nOne.\r\n</Tip>\r\n\r\nTwo {\r\n  count\r\n} three.\r\n"
    document = read(text)
    lines = text.split("\r\n")
    for start, line in document.places:
        assert document.text[start:].split()[0].rstrip(".") in lines[line - 1]
    assert document.text == "x\n\nOne.\n\nTwo three."


def test_comments_are_remarks() -> None:
    assert read("Text.\n\n{/* aligner: ignore NUM501 */}\nMore.").remarks == (Remark(3, "ignore NUM501"),)


def test_an_open_brace_is_told_with_its_line() -> None:
    with pytest.raises(InputError, match=r"a\.mdx:3: a \{ of an expression has no \}"):
        read("One.\n\nTwo {three.")


@settings(max_examples=100, deadline=None)
@given(st.text(st.sampled_from("ab .\n<>/{}=\"'`\\#*-Tip![]()"), max_size=60))
def test_any_text_is_read_or_told(text: str) -> None:
    try:
        document = read(text)
    except InputError as error:
        assert "\n" not in str(error)  # noqa: PT017
        return
    assert all(line <= text.count("\n") + 1 for _, line in document.places)


def test_boxes_of_directives() -> None:
    text = ":::tip[Before *you* begin]\nRead this.\n:::\n\n:::note Take care\nOr that.\n:::\n\n:::warning\nNo.\n:::\nText ::: here."
    assert said(text) == [
        ("label", "Before *you* begin"), ("paragraph", "Read this."), ("label", "Take care"), ("paragraph", "Or that."),
        ("paragraph", "No."), ("paragraph", "Text ::: here."),
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["{/**/x}", '<a b="', "`a``b", "<A b={1} ", "import {\n\n", "[{", "<", "\n\n:::x"])
def test_odd_texts_take_no_time(text: str) -> None:
    started = time.monotonic()
    with contextlib.suppress(InputError):
        read(text * 20_000)
    assert time.monotonic() - started < 10
