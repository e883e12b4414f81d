"""Other words written into pages, Markdown, subtitles and plain text: the words meant, with all mark-up where it was."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner import formats, segmentation
from aligner.fixes import Edit, Fixed, edited, fixed, written_back
from aligner.model import Document

WORDS = st.sampled_from(["la", "paz", "Señor", "de", "guerra", "uno", "dos", "año", "mar", "azul"])
NEW = st.sampled_from(["sol", "Ñandú", "a & b", "<i>", "*x*", "“sí”", "mar azul", "1.", "_y_", "sol 😀"])
TEXTS = st.lists(st.lists(WORDS, min_size=1, max_size=8), min_size=1, max_size=5)

Paragraphs = list[list[str]]


def in_html(word: str, number: int) -> str:
    return [
        word,
        f"<b>{word}</b>",
        f'<a href="la/paz" class=x>{word}</a>',
        word.replace("a", "&#97;"),
        f"<!-- la -->{word}",
    ][number % 5]


def html(paragraphs: Paragraphs, end: str) -> str:
    body = f"{end}".join(
        f"<p id=la{number}>{f'{end}  '.join(in_html(word, number + at) for at, word in enumerate(words))}</p>"
        f'<img alt="{" ".join(words)} {number}" src="la.jpg"><script>var la = "paz";</script>'
        for number, words in enumerate(paragraphs)
    )
    return f'<!doctype html>{end}<html><head><title>La paz &amp; uno</title><meta name="description" content="dos la">{end}</head><body>{body}</body></html>{end}'


def in_markdown(word: str, number: int) -> str:
    return [word, f"**{word}**", f"[{word}](/la/paz)", f"*{word}*", f"`{word}`", word.replace("a", "&#97;")][number % 6]


def markdown(paragraphs: Paragraphs, end: str) -> str:
    starts = ["", "> ", "- ", "## "]
    body = f"{end}{end}".join(
        starts[number % 4]
        + (" " if number % 4 else f"{end}").join(in_markdown(word, number + at) for at, word in enumerate(words))
        for number, words in enumerate(paragraphs)
    )
    return f"---{end}title: La paz{end}---{end}{end}{body}{end}{end}```{end}la paz{end}```{end}"


def srt(paragraphs: Paragraphs, end: str) -> str:
    return "".join(
        f"{number}{end}00:00:{number:02},000 --> 00:00:{number:02},900{end}<i>{' '.join(words)}</i> &amp; la{end}- uno.{end}{end}"
        for number, words in enumerate(paragraphs, start=1)
    )


def plain(paragraphs: Paragraphs, end: str) -> str:
    return f"{end}{end}".join(f" {end}".join(words) + "." for words in paragraphs) + end


FILES: dict[str, Callable[[Paragraphs, str], str]] = {"html": html, "md": markdown, "srt": srt, "txt": plain}
# Everything that is no running text: it is in the file before and after, in the same order.
MARK_UP = {
    "html": re.compile(r"<script.*?</script>|<!--.*?-->|</?(?:img[^>]*src|[a-z!])[^>]*>|\s+$"),
    "md": re.compile(r"^---\n|\]\([^)]*\)|^```(?s:.*?)```|^> |^- |^## ", re.MULTILINE),
    "srt": re.compile(r"^\d+\r?\n.*-->.*$|</?i>|^- ", re.MULTILINE),
    "txt": re.compile(r"\n"),
}


def read(data: bytes, name: str) -> Document:
    return formats.parse_document(data, f"a.{name}", "es")


def write(data: bytes, name: str, edits: tuple[Edit, ...]) -> Fixed:
    return fixed(read(data, name), data, edits, lambda changed: read(changed, name))


def word_edits(document: Document, chosen: dict[int, str]) -> tuple[Edit, ...]:
    """Some words of a text replaced, by their number; two that touch come one after the other."""
    words = [
        found.span()
        for block in document.blocks
        for found in re.compile(r"\w+").finditer(document.text, block.start, block.end)
    ]
    return tuple(Edit(*words[number], text, "X") for number, text in sorted(chosen.items()) if number < len(words))


@settings(max_examples=40, deadline=None)
@given(
    paragraphs=TEXTS,
    chosen=st.dictionaries(st.integers(0, 30), NEW, min_size=1, max_size=5),
    end=st.sampled_from(["\n", "\r\n"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
@pytest.mark.parametrize("name", FILES)
def test_the_words_that_are_meant(
    name: str, paragraphs: Paragraphs, chosen: dict[int, str], end: str, encoding: str
) -> None:
    text = FILES[name](paragraphs, end)
    data = text.encode(encoding)
    document = read(data, name)
    edits = word_edits(document, chosen)
    result = write(data, name, edits)
    after = read(result.data, name)
    assert after.text == edited(document.text, result.done)
    assert [block.role for block in after.blocks] == [block.role for block in document.blocks] or name == "txt"
    left = {edit.replacement for edit in result.left}
    assert left <= {"*x*", "_y_", "<i>", "1."}, result.left  # what would be mark-up has a way back almost always
    written = result.data.decode(encoding)
    if name != "html" or not any(word in chosen.values() for word in ("<i>",)):
        assert tags(written, name) == tags(text, name)
    assert write(data, name, ()) == Fixed(data)


def tags(text: str, name: str) -> list[str]:
    """The mark-up of a file; the values of shown attributes are text."""
    return [re.sub(r'(alt|content)="[^"]*"', "", found) for found in MARK_UP[name].findall(text)]


def test_sentences_written_anew_keep_their_mark_up() -> None:
    page = b"<p>Era <b>la gran</b> paz de <a href='x'>Roma</a>. Y &eacute;l fue&nbsp;<i>rey</i>.</p>\n<img alt='La \"paz\"'>\n"
    document = segmentation.segment(read(page, "html"))
    texts = {
        0: "Fue la gran paz de la Roma antigua.",
        1: "Y ella fue\u00a0reina.",
        2: "Su 'guerra'",
    }
    result = written_back(document, page, texts, lambda changed: read(changed, "html"))
    assert result.data == (
        b"<p>Fue <b>la gran</b> paz de la <a href='x'>Roma antigua</a>. Y ella fue&nbsp;<i>reina</i>.</p>\n<img alt='Su &#39;guerra&#39;'>\n"
    )
    assert result.left == ()


def test_a_page_in_one_line() -> None:
    page = ("<html><body>" + "<p>Era la paz.</p>" * 30 + "<p>Era la <b>gran</b> paz.</p></body></html>").encode()
    document = segmentation.segment(read(page, "html"))
    result = written_back(
        document, page, {7: "Era la guerra.", 30: "Era la gran guerra."}, lambda changed: read(changed, "html")
    )
    expected = ["Era la paz."] * 31
    expected[7], expected[30] = "Era la guerra.", "Era la gran guerra."
    assert read(result.data, "html").text.split("\n\n") == expected
    assert b"<p>Era la <b>gran</b> guerra.</p>" in result.data


def test_a_declared_encoding_is_kept() -> None:
    page = '<meta charset="iso-8859-15"><p>El señor pagó 5 €.</p>'.encode("iso-8859-15")
    document = read(page, "html")
    found = document.text.index("señor")
    result = write(page, "html", (Edit(found, found + 5, "señor Ṣāliḥ", "X"),))
    assert result.data == page.replace("señor".encode("latin-1"), "señor &#7778;&#257;li&#7717;".encode("latin-1"))
