"""Texts of OpenDocument: every text with its role, and where each stands."""

from __future__ import annotations

import pytest
from handmade import odt, odt_parts, packed

from aligner.errors import InputError
from aligner.formats.odt import read_document


def blocks(data: bytes) -> list[tuple[str, str]]:
    document = read_document(data, "a.odt", "en")
    assert document.places == ()
    assert all(block.address for block in document.blocks)
    return [(block.role.value, document.block_text(block)) for block in document.blocks]


def test_spaces_tabs_spans_and_links() -> None:
    text = '<text:p>One<text:s text:c="3"/>two<text:tab/><text:span>th<text:a>ree</text:a></text:span><text:line-break/>four</text:p>'
    assert blocks(odt(text)) == [("paragraph", "One two three four")]


@pytest.mark.parametrize("count", ["9" * 5000, "-3", "²", "", "٣", "3.5", "0"])
def test_numbers_of_spaces_that_nobody_counts(count: str) -> None:
    text = f'<text:p>One<text:s text:c="{count}"/>two</text:p>'
    assert blocks(odt(text)) == [("paragraph", "Onetwo" if count == "0" else "One two")]


def test_roles() -> None:
    automatic = (
        '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Quotations"/>'
        '<style:style style:name="P2" style:family="paragraph" style:parent-style-name="Illustration"/>'
        '<style:style style:name="P3" style:family="paragraph" style:parent-style-name="P3"/>'
    )
    text = (
        "<text:h>Head</text:h><text:list><text:list-item><text:p>Item</text:p></text:list-item></text:list>"
        '<text:p text:style-name="P1">Said</text:p><text:p text:style-name="P2">Shown</text:p>'
        '<text:p text:style-name="P3">Plain</text:p>'
        "<table:table><table:table-row><table:table-cell><text:p>Cell</text:p></table:table-cell>"
        "<table:table-cell><text:p>A</text:p><text:p>B</text:p></table:table-cell></table:table-row></table:table>"
    )
    assert blocks(odt(text, automatic)) == [
        ("heading", "Head"), ("list-item", "Item"), ("quotation", "Said"), ("caption", "Shown"), ("paragraph", "Plain"),
        ("table-cell", "Cell"), ("paragraph", "A"), ("paragraph", "B"),
    ]  # fmt: skip


def test_notes_comments_headers_and_deleted_text() -> None:
    text = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>gone</text:p></text:deletion></text:changed-region>"
        "</text:tracked-changes>"
        '<text:p>Te<text:change text:change-id="1"/>xt<text:note><text:note-citation>1</text:note-citation>'
        "<text:note-body><text:p>Foot</text:p></text:note-body></text:note><office:annotation><text:p>Check</text:p>"
        "</office:annotation>.</text:p>"
    )
    masters = (
        "<style:master-page><style:header><text:p>Top <text:page-number>3</text:page-number></text:p></style:header>"
        "<style:header-left><text:p>Top</text:p></style:header-left><style:footer><text:p>Bottom "
        "<text:title>Bread</text:title></text:p></style:footer></style:master-page>"
    )
    assert blocks(odt(text, masters=masters)) == [
        ("paragraph", "Text."), ("header", "Top"), ("footer", "Bottom Bread"), ("footnote", "Foot"), ("comment", "Check"),
    ]  # fmt: skip


def test_pictures_and_boxes() -> None:
    text = (
        "<text:p>Before<draw:frame><draw:text-box><text:p>In the box</text:p></draw:text-box><svg:title>Bridge</svg:title>"
        "<svg:desc>A bridge at night</svg:desc></draw:frame> and after</text:p>"
    )
    assert blocks(odt(text)) == [
        ("paragraph", "Before and after"), ("paragraph", "In the box"), ("alt-text", "Bridge"),
        ("alt-text", "A bridge at night"),
    ]  # fmt: skip


def test_addresses() -> None:
    document = read_document(odt("<text:p>A</text:p><text:section><text:p>B</text:p></text:section>"), "a.odt", "en")
    assert [block.address for block in document.blocks] == [
        "content.xml#/document-content/body/text/p[1]",
        "content.xml#/document-content/body/text/section[1]/p[1]",
    ]


def test_one_file_of_xml_is_read_too() -> None:
    content = str(odt_parts("<text:p>Text</text:p>")["content.xml"]).replace("document-content", "document")
    assert blocks(content.encode()) == [("paragraph", "Text")]
    assert blocks(b"\xef\xbb\xbf" + content.encode()) == [("paragraph", "Text")]


def test_a_spreadsheet_says_so() -> None:
    parts = odt_parts("")
    parts["content.xml"] = str(parts["content.xml"]).replace("office:text", "office:spreadsheet")
    with pytest.raises(InputError, match="no text document"):
        read_document(packed(parts), "a.odt", "en")


def test_a_password_says_so() -> None:
    manifest = "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"
    with pytest.raises(InputError, match="password"):
        read_document(odt("<text:p>x</text:p>", manifest=manifest), "a.odt", "en")


def test_text_in_a_drawing_stands_after_the_paragraph() -> None:
    text = "<text:p>Before<draw:g><draw:custom-shape><text:p>In the star</text:p></draw:custom-shape></draw:g> after</text:p>"
    assert blocks(odt(text)) == [("paragraph", "Before after"), ("paragraph", "In the star")]


def test_what_libreoffice_writes_around_text() -> None:
    text = (
        "<text:sequence-decls><text:sequence-decl/></text:sequence-decls>"
        '<text:h text:outline-level="1"><text:bookmark-start text:name="a"/>Head<text:bookmark-end text:name="a"/></text:h>'
        "<text:p>Te<text:soft-page-break/>xt<office:annotation><dc:creator xmlns:dc='dc'>Ana</dc:creator>"
        "<dc:date xmlns:dc='dc'>2024-01-01</dc:date><text:p>Check</text:p></office:annotation>"
        "<text:span>ed</text:span><office:annotation-end/></text:p>"
        "<text:p>Figure <text:sequence>1</text:sequence>: a bridge</text:p>"
    )
    assert blocks(odt(text)) == [
        ("heading", "Head"), ("paragraph", "Texted"), ("paragraph", "Figure 1: a bridge"), ("comment", "Check"),
    ]  # fmt: skip


def test_fields_of_dates_and_authors_are_text() -> None:
    text = (
        "<text:p>On <text:date>4 May</text:date>, by <text:creator>A. Ruiz</text:creator>.<office:annotation>"
        '<dc:creator xmlns:dc="http://purl.org/dc/elements/1.1/">Bo</dc:creator><text:p>Check</text:p></office:annotation></text:p>'
    )
    assert blocks(odt(text)) == [("paragraph", "On 4 May, by A. Ruiz."), ("comment", "Check")]


def test_hidden_text_is_left_out() -> None:
    automatic = (
        '<style:style style:name="T1" style:family="text"><style:text-properties text:display="none"/></style:style>'
        '<style:style style:name="T2" style:family="text"><style:text-properties text:display="true"/></style:style>'
    )
    text = (
        '<text:p>One <text:span text:style-name="T1">gone</text:span><text:span text:style-name="T2">two</text:span></text:p>'
        '<text:section text:display="none"><text:p>Gone</text:p></text:section><text:section><text:p>Three</text:p></text:section>'
    )
    assert blocks(odt(text, automatic)) == [("paragraph", "One two"), ("paragraph", "Three")]


def test_formulas_are_text() -> None:
    formula = '<draw:frame><draw:object xmlns:xlink="xlink" xlink:href="./Object 1"/></draw:frame>'
    parts = odt_parts(f"<text:p>As {formula} is known.</text:p>")
    parts["Object 1/content.xml"] = (
        '<math xmlns="http://www.w3.org/1998/Math/MathML"><semantics><mrow><mi>E</mi><mo>=</mo><mn>5</mn></mrow>'
        "<annotation>E = 5</annotation></semantics></math>"
    )
    assert blocks(packed(parts)) == [("paragraph", "As E=5 is known.")]
    outside = formula.replace("./Object 1", "../../etc/passwd")
    assert blocks(odt(f"<text:p>As {outside} is known.</text:p>")) == [("paragraph", "As is known.")]
