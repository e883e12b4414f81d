"""Markdown: blocks without their mark-up, and the lines they come from."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.errors import InputError
from aligner.formats.markdown import read_document
from aligner.model import Document

PAGE = """---
title: "It's \\"new\\""
description: >
  Folded text
  in two lines.
tags: [a, b]
summary: 'Don''t: it is short'
---

# A *heading* with `code` &amp; <b>bold</b>

Some text that is
hard wrapped[^1] with a [link](http://x "Title of link") and ![alt *text*](a.png "Image title").
Line<br>break and ~~gone~~ \\*star\\* <https://example.org>

{% include nav.html %}
{: .lead}

* item one
* item two

  second paragraph

> quoted
> twice

| a | b |
|---|:-:|
| c |   |

```python
# comment
```

    indented code

<figure>
<img alt="A boat" src="b.jpg">
<figcaption>Caption <em>here</em></figcaption>
</figure>

Setext
======

***

[^1]: A note.
"""

EXPECTED = [
    ("title", 'It\'s "new"', 2),
    ("description", "Folded text in two lines.", 4),
    ("description", "Don't: it is short", 7),
    ("heading", "A heading with code & bold", 10),
    (
        "paragraph",
        "Some text that is hard wrapped with a link and . Line break and gone *star* https://example.org",
        12,
    ),
    ("label", "Title of link", 13),
    ("alt-text", "alt text", 13),
    ("label", "Image title", 13),
    ("list-item", "item one", 19),
    ("list-item", "item two", 20),
    ("list-item", "second paragraph", 22),
    ("quotation", "quoted twice", 24),
    ("table-cell", "a", 27),
    ("table-cell", "b", 27),
    ("table-cell", "c", 29),
    ("alt-text", "A boat", 38),
    ("caption", "Caption here", 39),
    ("heading", "Setext", 42),
    ("footnote", "A note.", 47),
]


def read(text: str, path: str = "a.md") -> Document:
    return read_document(text.encode(), path, "en")


def said(text: str, path: str = "a.md") -> list[str]:
    document = read(text, path)
    return [document.block_text(block) for block in document.blocks]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_a_whole_page(line_end: str) -> None:
    document = read(PAGE.replace("\n", line_end))
    places = dict(document.places)
    found = [(block.role.value, document.block_text(block), places[block.start]) for block in document.blocks]
    assert found == EXPECTED
    assert document.text == "\n\n".join(text for _, text, _ in EXPECTED)


def test_wrapped_lines_know_their_place() -> None:
    document = read(PAGE)
    places = dict(document.places)
    assert places[document.text.index("hard wrapped")] == 13
    assert places[document.text.index("Line break")] == 14


def test_toml_front_matter() -> None:
    assert said('+++\ntitle = "Bread"\nweight = 3\n+++\nText') == ["Bread", "Text"]


def test_front_matter_that_does_not_end_is_text() -> None:
    assert said("---\n\ntitle: Bread") == ["title: Bread"]


def test_escapes_in_front_matter() -> None:
    assert said('---\ntitle: "A\\u00f1o \\\\ 1"\n---\nText')[0] == "Año \\ 1"


def test_imports_are_text_outside_mdx() -> None:
    assert said("import Chart from './chart'\n\n# Title")[0].startswith("import Chart")


def test_generator_lines_inside_code_do_not_end_it() -> None:
    assert said("~~~\n{% x %}\n```\ntext\n~~~\nAfter") == ["After"]


def test_note_marks_go_and_what_looks_like_them_stays() -> None:
    assert said("Bread[^a] is `[^\\s]+` or [^b].\n\n[^a]: Or cake.") == ["Bread is [^\\s]+ or [^b].", "Or cake."]


def test_names_of_headings_are_no_text() -> None:
    assert said("## Bread and wine {#bread .big}\n\n# The set {a}") == ["Bread and wine", "The set {a}"]


def test_html_blocks_are_read_as_html() -> None:
    assert said('<div class="x">\n\nInside *markdown*\n\n</div>\n\n<p lang="es">Hola</p>') == [
        "Inside markdown",
        "Hola",
    ]
    document = read('<p lang="es">Hola</p>')
    assert (document.blocks[0].language, document.blocks[0].address) == ("es", None)


@pytest.mark.parametrize("text", ["> " * 10_000 + "deep", "".join("  " * n + "* a\n" for n in range(300))])
def test_deep_nesting_ends_in_one_line(text: str) -> None:
    with pytest.raises(InputError, match="nested 100 deep"):
        read(text)


def test_unclosed_marks_end_in_reasonable_time() -> None:
    for text in ("*a " * 3_000, "[" * 3_000, "`" * 3_000 + " a", "![" * 1_000):
        assert len(read(f"Before\n\n{text}").blocks) >= 1


@given(st.text(st.sampled_from("ab1 \n#*_-`>|[]()!<&;:~\\ñ"), max_size=60))
@settings(max_examples=200, deadline=None)
def test_blocks_are_ordered_spans_with_places(text: str) -> None:
    document = read(f"{text}\n")
    last = -2
    for block in document.blocks:
        assert block.start == last + 2
        assert document.block_text(block) == document.block_text(block).strip() != ""
        last = block.end
    offsets = [offset for offset, _ in document.places]
    assert offsets == sorted(set(offsets))
    assert {block.start for block in document.blocks} <= set(offsets)
    assert all(1 <= line <= text.count("\n") + 2 for _, line in document.places)


def test_brackets_that_nothing_closes_take_no_time() -> None:
    started = time.process_time()
    document = read_document(("Dijo " + "![" * 30_000 + "algo.").encode(), "a.md", "es")
    assert time.process_time() - started < 2
    assert document.text.startswith("Dijo ![![")
