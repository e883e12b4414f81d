"""Markdown as site generators, wikis and code hosts write it."""

from __future__ import annotations

import time

import pytest

from aligner.formats.markdown import read_document


def blocks(text: str) -> list[tuple[str, str]]:
    document = read_document(text.encode(), "a.md", "en")
    return [(block.role.value, document.block_text(block)) for block in document.blocks]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Said.[^1] So.[^b]\n\n[^1]: One.\n[^b]: Two,\ngone on.\n\n    Its second part.\n\nText again.",
         [("paragraph", "Said. So."), ("footnote", "One."), ("footnote", "Two, gone on."), ("footnote", "Its second part."),
          ("paragraph", "Text again.")]),
        ("Rye\n: A grain.\n: A bread.\n\nOat\n\n:   Another grain.",
         [("paragraph", "Rye"), ("list-item", "A grain."), ("list-item", "A bread."), ("paragraph", "Oat"),
          ("list-item", "Another grain.")]),
        ("| A | B |\n|---|---|\n| 1 | 2 |\n\n: Prices of bread",
         [("table-cell", "A"), ("table-cell", "B"), ("table-cell", "1"), ("table-cell", "2"), ("caption", "Prices of bread")]),
        ("- [ ] Buy flour\n- [x] Bake\n1. [X] Eat\n- [a] bracket",
         [("list-item", "Buy flour"), ("list-item", "Bake"), ("list-item", "Eat"), ("list-item", "[a] bracket")]),
        ("> [!NOTE]\n> Keep it dry.\n\n> [!tip]- Folded title\n> Keep it cool.",
         [("quotation", "Keep it dry."), ("quotation", "Folded title Keep it cool.")]),
        ('!!! note "Mind the oven"\n\n    It is hot.\n\n    ???+ tip\n        Use gloves.\n\nAfter.',
         [("label", "Mind the oven"), ("paragraph", "It is hot."), ("paragraph", "Use gloves."), ("paragraph", "After.")]),
        ('1. One\n\n    !!! warning\n\n        Not code.\n\n2. Two',
         [("list-item", "One"), ("list-item", "Not code."), ("list-item", "Two")]),
        ('=== "With yeast"\n\n    Wait.\n\n=== "Without"\n\n    Go on.\n\nHeading\n===',
         [("label", "With yeast"), ("paragraph", "Wait."), ("label", "Without"), ("paragraph", "Go on."), ("heading", "Heading")]),
        (":::note Mind it\n\nText.\n\n:::\n\n::: {.box}\nInside.\n:::",
         [("label", "Mind it"), ("paragraph", "Text."), ("paragraph", "Inside.")]),
        ('{{< figure src="a.jpg" alt="A mill" caption="The old mill" >}}\n\n{% include x.html %}\n\nText.',
         [("alt-text", "A mill"), ("label", "The old mill"), ("paragraph", "Text.")]),
        ('Press <kbd title="The large one">Enter</kbd> and <img src="a.png" alt="An &amp; arrow">.',
         [("paragraph", "Press Enter and ."), ("label", "The large one"), ("alt-text", "An & arrow")]),
        ("---\ntitle: Bread # working title\ncover:\n  image: a.jpg\n  alt: \"A loaf\"\n  caption: >\n    Of rye,\n    from here\nseo:\n  - description: All of it\n---\nText.",
         [("title", "Bread"), ("alt-text", "A loaf"), ("caption", "Of rye, from here"), ("description", "All of it"),
          ("paragraph", "Text.")]),
        ("```\n- [ ] code\n: code\n```\n\nText: none of it\n:smile: said", [("paragraph", "Text: none of it :smile: said")]),
        ("Esc\\*aped &amp; [link][r] to <https://a.example>\n\n[r]: /x 'Shown'",
         [("paragraph", "Esc*aped & link to https://a.example"), ("label", "Shown")]),
    ],
)  # fmt: skip
def test_dialects(text: str, expected: list[tuple[str, str]]) -> None:
    assert blocks(text) == expected


def test_lines_hold() -> None:
    text = "---\ntitle: A\n---\n!!! note\n\n    In a box.\n\nSaid.[^1]\n\n[^1]: A note.\n\n- [ ] Task"
    document = read_document(text.encode(), "a.md", "en")
    assert [line for _, line in document.places] == [2, 6, 8, 10, 12]


@pytest.mark.parametrize("text", ["!!! note\n\n" * 20_000, "[^1]: a\n" * 20_000, "[^a" * 20_000, ": a\n" * 20_000])
def test_time_grows_with_the_text(text: str) -> None:
    begun = time.process_time()
    read_document(text.encode(), "a.md", "en")
    assert time.process_time() - begun < 8
