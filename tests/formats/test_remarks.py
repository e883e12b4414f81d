"""Comments that speak to aligner: where each format has them, and where what looks like one is none."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.formats import parse_bitext, parse_document
from aligner.formats.remarks import comment_remarks

MARKDOWN = """# Title <!-- aligner: ignore ACR -->

A paragraph
of lines <!-- aligner: ignore -->
ends.

<!--
aligner: ignore NUM501
-->

```
<!-- aligner: ignore PUN -->
```

`<!-- aligner: ignore UNT -->`
"""
HTML = """<html><head><title><!-- aligner: ignore A --></title>
<script>"<!-- aligner: ignore B -->"</script></head><body>
<!-- aligner: ignore C --><p>Text <!--aligner:ignore D--> here</p>
<!-- another --></body></html>
"""
PO = """msgid ""
msgstr "Language: es\\n"

# Shown in the menu
# aligner: ignore=PUN703
msgid "Open"
msgstr "Abrir."

#. aligner: ignore UNT
#, fuzzy
msgid "Fuzzy"
msgstr "Vago"

#. aligner: ignore NUM
#: a.c:1
msgid "Close"
msgstr "Cerrar"
"""
TMX = """<?xml version="1.0"?><tmx version="1.4"><header srclang="en"/><body>
<tu><note>aligner: ignore PUN703</note>
<tuv xml:lang="en"><seg>Open</seg></tuv><tuv xml:lang="es"><seg>Abrir.</seg></tuv></tu>
</body></tmx>
"""


def test_markdown() -> None:
    document = parse_document(MARKDOWN.encode(), "a.md", "en")
    assert [(remark.line, remark.text) for remark in document.remarks] == [
        (1, "ignore ACR"), (4, "ignore"), (7, "ignore NUM501"),
    ]  # fmt: skip
    assert "ignore ACR" not in document.text


def test_html() -> None:
    document = parse_document(HTML.encode(), "a.html", "en")
    assert [(remark.line, remark.text) for remark in document.remarks] == [(3, "ignore C"), (3, "ignore D")]


def test_plain_text_has_none() -> None:
    assert parse_document(MARKDOWN.encode(), "a.txt", "en").remarks == ()


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [(PO, "po", [("ignore=PUN703", 0), ("ignore NUM", 1)]), (TMX, "tmx", [("ignore PUN703", 0)])],
)
def test_pairs_know_their_block(data: str, name: str, expected: list[tuple[str, int]]) -> None:
    bitext = parse_bitext(data.encode(), f"a.{name}", "en", "es", name)
    for document in (bitext.source, bitext.target):
        assert [(remark.text, remark.block) for remark in document.remarks] == expected


@settings(max_examples=60, deadline=None)
@given(st.text("<!-aligner: \n>script/", max_size=60))
def test_any_text_gives_lines_of_it(text: str) -> None:
    for remark in comment_remarks(text + "<!-- aligner: ignore -->"):
        assert 1 <= remark.line <= text.count("\n") + 1
