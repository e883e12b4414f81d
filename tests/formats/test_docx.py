"""Word documents: every text with its role, changes accepted, and where each text stands."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from handmade import docx, docx_parts, packed, paragraph, relations
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.errors import InputError
from aligner.formats import read_document as read_path
from aligner.formats.docx import read_document
from aligner.model import Document, Role


def blocks(data: bytes) -> list[tuple[str, str]]:
    document = read_document(data, "a.docx", "en")
    assert document.places == ()
    for block in document.blocks:
        assert block.address
    return [(block.role.value, document.block_text(block)) for block in document.blocks]


def body(inner: str) -> list[tuple[str, str]]:
    return blocks(docx(inner))


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def test_runs_of_one_word_are_one_word() -> None:
    assert body(
        f"<w:p>{run('Mon')}<w:proofErr/>{run('day')}<w:r><w:tab/><w:t>10</w:t><w:br/><w:t>am</w:t></w:r></w:p>"
    ) == [("paragraph", "Monday 10 am")]


def test_tracked_changes_are_accepted() -> None:
    inserted = f"<w:ins>{run('new ')}</w:ins>"
    deleted = "<w:del><w:r><w:delText>old </w:delText></w:r></w:del>"
    moved = f"<w:moveFrom>{run('there ')}</w:moveFrom><w:moveTo>{run('here ')}</w:moveTo>"
    assert body(f"<w:p>{run('The ')}{deleted}{inserted}{moved}{run('bridge')}</w:p>") == [
        ("paragraph", "The new here bridge")
    ]


def test_a_paragraph_whose_end_was_deleted_goes_on() -> None:
    first = paragraph("The bridge ", "<w:rPr><w:del/></w:rPr>")
    assert body(first + paragraph("is open.") + paragraph("Next.")) == [
        ("paragraph", "The bridge is open."),
        ("paragraph", "Next."),
    ]


def test_deleted_rows_and_cells_are_gone() -> None:
    cell = "<w:tc>{}</w:tc>"
    rows = (
        f"<w:tr><w:trPr><w:del/></w:trPr>{cell.format(paragraph('gone'))}</w:tr>"
        f"<w:tr>{cell.format(paragraph('kept'))}<w:tc><w:tcPr><w:cellDel/></w:tcPr>{paragraph('gone')}</w:tc></w:tr>"
    )
    assert body(f"<w:tbl>{rows}</w:tbl>") == [("table-cell", "kept")]


def test_roles_come_from_styles_and_what_they_are_based_on() -> None:
    styles = (
        '<w:styles ><w:style w:type="paragraph" w:styleId="Ttulo1"><w:name w:val="heading 1"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Own"><w:name w:val="Our style"/><w:basedOn w:val="Ttulo1"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Loop"><w:name w:val="x"/><w:basedOn w:val="Loop"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="C"><w:name w:val="caption"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Q"><w:name w:val="Quote"/></w:style></w:styles>'
    )
    said = [paragraph(name, f'<w:pStyle w:val="{name}"/>') for name in ("Ttulo1", "Own", "Loop", "C", "Q")]
    said.append(paragraph("outline", '<w:outlineLvl w:val="2"/>'))
    said.append(paragraph("list", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr>'))
    said.append(paragraph("no list", '<w:numPr><w:numId w:val="0"/></w:numPr>'))
    roles = [role for role, _ in blocks(docx("".join(said), styles=styles))]
    assert roles == ["heading", "heading", "paragraph", "caption", "quotation", "heading", "list-item", "paragraph"]


def test_notes_headers_footers_and_comments_follow_the_body() -> None:
    data = docx(
        f"<w:p>{run('Text')}<w:r><w:footnoteReference w:id='2'/></w:r></w:p>",
        comments=f"<w:comments ><w:comment w:id='0'>{paragraph('Check this')}</w:comment></w:comments>",
        endnotes=f"<w:endnotes ><w:endnote w:id='1'>{paragraph('End')}</w:endnote></w:endnotes>",
        footnotes=f"<w:footnotes ><w:footnote w:type='separator'>{paragraph('---x')}</w:footnote>"
        f"<w:footnote w:id='2'>{paragraph('Foot')}</w:footnote></w:footnotes>",
        header1=f"<w:hdr >{paragraph('Top')}</w:hdr>",
        header2=f"<w:hdr >{paragraph('Top')}</w:hdr>",
        footer1=f"<w:ftr >{paragraph('Bottom')}</w:ftr>",
    )
    assert blocks(data) == [
        ("paragraph", "Text"), ("header", "Top"), ("footer", "Bottom"), ("footnote", "Foot"), ("footnote", "End"),
        ("comment", "Check this"),
    ]  # fmt: skip


def test_page_numbers_are_no_text() -> None:
    field = (
        "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r>"
        "<w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>7</w:t></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r>"
    )
    simple = f"<w:fldSimple w:instr='NUMPAGES'>{run('12')}</w:fldSimple><w:fldSimple w:instr='TITLE'>{run('Bread')}</w:fldSimple>"
    assert body(f"<w:p>{run('Page ')}{field}{run(' of ')}{simple}</w:p>") == [("paragraph", "Page of Bread")]


def test_descriptions_and_text_boxes_stand_after_their_paragraph_once() -> None:
    box = f"<w:txbxContent>{paragraph('In the box')}</w:txbxContent>"
    drawing = (
        "<w:r><mc:AlternateContent><mc:Choice><w:drawing><wp:docPr id='1' name='Picture 1' descr='A bridge'/>"
        f"<wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape alt='A bridge'>{box}</v:shape>"
        "</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert body(f"<w:p>{run('Before')}{drawing}{run(' and after')}</w:p>") == [
        ("paragraph", "Before and after"), ("alt-text", "A bridge"), ("paragraph", "In the box"),
    ]  # fmt: skip


def test_the_name_of_a_picture_file_is_no_description() -> None:
    assert body(f"<w:p>{run('A')}<w:r><wp:docPr descr='IMG_1.jpeg'/></w:r></w:p>") == [("paragraph", "A")]


def test_hidden_text_is_left_out() -> None:
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r>"
    shown = "<w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>open</w:t></w:r>"
    assert body(f"<w:p>{hidden}{shown}</w:p>") == [("paragraph", "open")]


def test_a_cell_with_several_paragraphs_is_no_value() -> None:
    assert body(f"<w:tbl><w:tr><w:tc>{paragraph('One.')}{paragraph('Two.')}</w:tc></w:tr></w:tbl>") == [
        ("paragraph", "One."), ("paragraph", "Two."),
    ]  # fmt: skip


def test_addresses_lead_to_the_paragraph() -> None:
    document = read_document(
        docx(f"{paragraph('A')}<w:tbl><w:tr><w:tc/><w:tc>{paragraph('B')}</w:tc></w:tr></w:tbl>"), "a.docx", "en"
    )
    assert [block.address for block in document.blocks] == [
        "word/document.xml#/document/body/p[1]",
        "word/document.xml#/document/body/tbl[1]/tr[1]/tc[2]/p[1]",
    ]


def test_strict_namespaces_are_read() -> None:
    parts = docx_parts(paragraph("Text"))
    strict = {
        name: str(content).replace("http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/wordprocessingml/main")
        for name, content in parts.items()
    }  # fmt: skip
    assert blocks(packed(strict)) == [("paragraph", "Text")]


def test_what_python_docx_writes_is_read(tmp_path: Path) -> None:
    foreign = pytest.importorskip("docx")
    written = foreign.Document()
    written.add_heading("The bridge", 1)
    written.add_paragraph("It is open.")
    written.add_paragraph("First", style="List Bullet")
    written.add_paragraph("A bridge at night", style="Caption")
    written.add_table(1, 1).cell(0, 0).text = "Cell"
    written.sections[0].footer.paragraphs[0].text = "Valley News"
    noted = written.add_paragraph("Noted")
    written.add_comment(noted.runs, text="Is it?", author="A")
    written.save(tmp_path / "a.docx")
    document = read_path(str(tmp_path / "a.docx"), "en")
    assert [(block.role, document.block_text(block)) for block in document.blocks] == [
        (Role.HEADING, "The bridge"), (Role.PARAGRAPH, "It is open."), (Role.LIST_ITEM, "First"),
        (Role.CAPTION, "A bridge at night"), (Role.TABLE_CELL, "Cell"), (Role.PARAGRAPH, "Noted"),
        (Role.FOOTER, "Valley News"), (Role.COMMENT, "Is it?"),
    ]  # fmt: skip
    assert [block.hidden for block in document.blocks] == [False] * 7 + [True]


_TEXTS = st.lists(st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), max_size=30), max_size=6)


@settings(max_examples=50, deadline=None)
@given(_TEXTS)
def test_python_docx_and_we_agree(texts: list[str]) -> None:
    foreign = pytest.importorskip("docx")
    written = foreign.Document()
    for text in texts:
        written.add_paragraph(text)
    file = io.BytesIO()
    written.save(file)
    document: Document = read_document(file.getvalue(), "a.docx", "en")
    squeezed = [" ".join(document.block_text(block).split()) for block in document.blocks]
    worded = [text for text in texts if any(letter.isalnum() for letter in text)]
    assert squeezed == [" ".join(text.split()) for text in worded]
    assert all(0 <= block.start < block.end <= len(document.text) for block in document.blocks)


def test_a_document_without_a_body_says_so() -> None:
    parts = docx_parts(paragraph("Text"))
    del parts["_rels/.rels"]
    with pytest.raises(InputError, match=r"a\.docx: it is a zip archive, but no docx"):
        read_document(packed(parts), "a.docx", "en")


def test_texts_of_diagrams_and_charts() -> None:
    parts = docx_parts(paragraph("Text"))
    parts["word/_rels/document.xml.rels"] = relations(
        {"diagramData": "diagrams/data1.xml", "chart": "charts/chart1.xml"}
    )
    parts["word/diagrams/data1.xml"] = "<x:m xmlns:x='x'><x:p><x:r><x:t>Bread</x:t></x:r></x:p></x:m>"
    parts["word/charts/chart1.xml"] = (
        "<x:m xmlns:x='x'><x:title><x:p><x:r><x:t>Prices</x:t></x:r></x:p></x:title></x:m>"
    )
    assert blocks(packed(parts)) == [("paragraph", "Text"), ("label", "Bread"), ("label", "Prices")]


@pytest.mark.parametrize(
    ("font", "code", "expected"),
    [("Symbol", "F062", "β"), ("Symbol", "F0E5", "∑"), ("Symbol", "00B3", "≥"), ("Wingdings", "F0E0", "→"), ("Arial", "20AC", "€")],
)  # fmt: skip
def test_symbols_are_characters(font: str, code: str, expected: str) -> None:
    symbol = f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>'
    assert body(f"<w:p>{run('One ')}{symbol}{run(' two')}</w:p>") == [("paragraph", f"One {expected} two")]


@pytest.mark.parametrize("code", ["F021", "zzzz", "D800", "FFFFFFFF", ""])
def test_what_is_no_character_is_passed_over(code: str) -> None:
    symbol = f'<w:r><w:sym w:font="Webdings" w:char="{code}"/></w:r>'
    assert body(f"<w:p>{run('One')}{symbol}</w:p>") == [("paragraph", "One")]


def test_styles_hide_text() -> None:
    styles = """<w:styles xmlns:w="w"><w:style w:type="character" w:styleId="Secret"><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Draft"><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Seen"><w:rPr><w:vanish w:val="0"/></w:rPr></w:style></w:styles>"""
    hidden = '<w:r><w:rPr><w:rStyle w:val="Secret"/></w:rPr><w:t>hidden</w:t></w:r>'
    seen = '<w:r><w:rPr><w:rStyle w:val="Seen"/></w:rPr><w:t>seen</w:t></w:r>'
    draft = '<w:pPr><w:pStyle w:val="Draft"/></w:pPr>'
    shown = '<w:r><w:rPr><w:vanish w:val="false"/></w:rPr><w:t>shown</w:t></w:r>'
    text = f"<w:p>{run('One ')}{hidden}{seen}</w:p><w:p>{draft}{run('gone')}{shown}</w:p><w:p>{run('Two')}</w:p>"
    assert blocks(docx(text, styles=styles)) == [
        ("paragraph", "One seen"),
        ("paragraph", "shown"),
        ("paragraph", "Two"),
    ]


def test_what_links_and_drawn_letters_say() -> None:
    link = f'<w:hyperlink w:tooltip="All prices">{run("here")}</w:hyperlink>'
    bare = f'<w:hyperlink w:tooltip="https://a.example/x">{run(" there")}</w:hyperlink>'
    drawn = '<w:r><w:pict><v:shape><v:textpath string="Grand opening"/></v:shape></w:pict></w:r>'
    assert body(f"<w:p>{run('See ')}{link}{bare}{drawn}</w:p>") == [
        ("paragraph", "See here there"), ("label", "All prices"), ("paragraph", "Grand opening"),
    ]  # fmt: skip


def test_names_in_a_chart_are_read_once() -> None:
    cache = "<c:cat><c:strRef><c:strCache><c:pt><c:v>Wheat</c:v></c:pt><c:pt><c:v>Rye</c:v></c:pt></c:strCache></c:strRef></c:cat>"
    chart = f'<c:chartSpace xmlns:c="c" xmlns:a="a"><c:ser>{cache}</c:ser><c:ser>{cache}<c:val><c:v>5</c:v></c:val></c:ser></c:chartSpace>'
    assert blocks(docx(paragraph("Text"), chart1=chart)) == [
        ("paragraph", "Text"),
        ("label", "Wheat"),
        ("label", "Rye"),
    ]
