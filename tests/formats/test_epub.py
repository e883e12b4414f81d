"""Books: the files of the spine in their order, with the addresses of their elements."""

from __future__ import annotations

import pytest
from handmade import epub, epub_parts, packed

from aligner.errors import InputError
from aligner.formats.epub import read_document


def test_the_spine_gives_the_order() -> None:
    data = epub({"z.xhtml": "<h1>One</h1><p>First.</p>", "text/a%20b.xhtml": "<p>Second.</p>"})
    parts = epub_parts({"z.xhtml": "<h1>One</h1><p>First.</p>", "text/a%20b.xhtml": "<p>Second.</p>"})
    parts["OEBPS/text/a b.xhtml"] = parts.pop("OEBPS/text/a%20b.xhtml")
    document = read_document(packed(parts), "a.epub", "en")
    assert [(block.role.value, document.block_text(block), block.address) for block in document.blocks] == [
        ("title", "A book", "OEBPS/book.opf#/package/metadata/title"),
        ("heading", "One", "OEBPS/z.xhtml#/html/body/h1[1]"),
        ("paragraph", "First.", "OEBPS/z.xhtml#/html/body/p[1]"),
        ("paragraph", "Second.", "OEBPS/text/a b.xhtml#/html/body/p[1]"),
    ]
    assert document.places == ()
    with pytest.raises(InputError, match="a file of the book is missing"):
        read_document(data, "a.epub", "en")


def test_notes_are_footnotes_and_their_numbers_no_text() -> None:
    body = (
        '<p>Bread<a epub:type="noteref" href="n.xhtml#n1">1</a> is old.</p>'
        '<aside epub:type="footnote" id="n1"><p>Very old.</p></aside><div role="doc-endnote"><p>So it is.</p></div>'
    )
    document = read_document(epub({"a.xhtml": body}), "a.epub", "en")
    assert [(block.role.value, document.block_text(block)) for block in document.blocks[1:]] == [
        ("paragraph", "Bread is old."), ("footnote", "Very old."), ("footnote", "So it is."),
    ]  # fmt: skip


def test_a_locked_book_says_so() -> None:
    parts = epub_parts({"a.xhtml": "<p>Text</p>"})
    parts["META-INF/encryption.xml"] = "<encryption><CipherReference URI='OEBPS/a.xhtml'/></encryption>"
    with pytest.raises(InputError, match=r"OEBPS/a\.xhtml: it is locked against copying"):
        read_document(packed(parts), "a.epub", "en")


def test_obfuscated_fonts_lock_nothing() -> None:
    parts = epub_parts({"a.xhtml": "<p>Text</p>"})
    parts["META-INF/encryption.xml"] = "<encryption><CipherReference URI='OEBPS/f.otf'/></encryption>"
    assert read_document(packed(parts), "a.epub", "en").text.endswith("Text")


@pytest.mark.parametrize("name", ["../../etc/passwd", "/../x", "..%2f..%2fetc%2fpasswd"])
def test_a_reference_out_of_the_book_is_refused(name: str) -> None:
    parts = epub_parts({"a.xhtml": "<p>Text</p>"})
    parts["OEBPS/book.opf"] = str(parts["OEBPS/book.opf"]).replace("a.xhtml", name)
    with pytest.raises(InputError, match=r"not in the book|is missing"):
        read_document(packed(parts), "a.epub", "en")


def test_a_file_name_is_no_title() -> None:
    parts = epub_parts({"a.xhtml": "<p>Text</p>"})
    parts["OEBPS/a.xhtml"] = str(parts["OEBPS/a.xhtml"]).replace("<title>A book", "<title>ch001.xhtml")
    document = read_document(packed(parts), "a.epub", "en")
    assert [document.block_text(block) for block in document.blocks] == ["A book", "Text"]


def test_numbers_of_printed_pages_are_no_text() -> None:
    body = (
        '<p>One <span epub:type="pagebreak" id="p12" title="12">12</span>two<span role="doc-pagebreak" title="13"/></p>'
    )
    document = read_document(epub({"a.xhtml": body}), "a.epub", "en")
    assert [document.block_text(block) for block in document.blocks] == ["A book", "One two"]
