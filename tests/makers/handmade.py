"""Makers of documents: packed formats and PDFs written by hand, so that tests see exactly what is in them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
ODF = "urn:oasis:names:tc:opendocument:xmlns"


def packed(parts: Mapping[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive of these parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, compression)  # of no time, so that the same gives the same
    return file.getvalue()


def relations(parts: Mapping[str, str]) -> str:
    """Relationships by the kind and the target of each."""
    listed = "".join(
        f'<Relationship Id="r{number}" Type="{OFFICE}/{kind.partition(" ")[0]}" Target="{target}"/>'
        for number, (kind, target) in enumerate(parts.items())
    )
    return f'<Relationships xmlns="{RELATIONS}">{listed}</Relationships>'


def docx_parts(body: str, **beside: str) -> dict[str, str | bytes]:
    """The parts of a Word document: `body` and, by their names, whole other parts (header1, footnotes, styles …)."""
    names = {name.rstrip("0123456789") + (f" {name}" if name[-1:].isdigit() else ""): f"{name}.xml" for name in beside}
    prefixes = (
        f'xmlns:w="{W}" xmlns:m="m" xmlns:wp="wp" xmlns:v="v" xmlns:a="a" xmlns:wps="wps" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    )
    return {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": relations({"officeDocument": "word/document.xml"}),
        "word/_rels/document.xml.rels": relations(names),
        "word/document.xml": f"<w:document {prefixes}><w:body>{body}</w:body></w:document>",
        **{f"word/{name}.xml": content.replace(" >", f" {prefixes}>", 1) for name, content in beside.items()},
    }


def docx(body: str, **beside: str) -> bytes:
    """A Word document of these parts."""
    return packed(docx_parts(body, **beside))


def paragraph(text: str, properties: str = "") -> str:
    """A paragraph of one run."""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def odt_parts(text: str, automatic: str = "", masters: str = "", manifest: str = "") -> dict[str, str | bytes]:
    """The parts of a text of OpenDocument."""
    prefixes = " ".join(
        f'xmlns:{name}="{ODF}:{name if name != "svg" else "svg-compatible"}:1.0"'
        for name in ("office", "style", "text", "table", "draw", "svg", "manifest")
    )
    return {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": f"<office:document-content {prefixes}><office:automatic-styles>{automatic}"
        f"</office:automatic-styles><office:body><office:text>{text}</office:text></office:body></office:document-content>",
        "styles.xml": f"<office:document-styles {prefixes}><office:master-styles>{masters}</office:master-styles>"
        "</office:document-styles>",
        "META-INF/manifest.xml": f"<manifest:manifest {prefixes}>{manifest}</manifest:manifest>",
    }


def odt(text: str, automatic: str = "", masters: str = "", manifest: str = "") -> bytes:
    """A text of OpenDocument of these parts."""
    return packed(odt_parts(text, automatic, masters, manifest))


def epub_parts(pages: Mapping[str, str], title: str = "A book") -> dict[str, str | bytes]:
    """The parts of a book: its pages, by name, in the order of the spine."""
    items = "".join(
        f'<item id="p{number}" href="{name}" media-type="application/xhtml+xml"/>' for number, name in enumerate(pages)
    )
    spine = "".join(f'<itemref idref="p{number}"/>' for number in range(len(pages)))
    return {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="OEBPS/book.opf"/></rootfiles></container>',
        "OEBPS/book.opf": '<package xmlns="http://www.idpf.org/2007/opf"><metadata '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title></metadata>'
        f"<manifest>{items}</manifest><spine>{spine}</spine></package>",
        **{f"OEBPS/{name}": page(content) for name, content in pages.items()},
    }


def epub(pages: Mapping[str, str], title: str = "A book") -> bytes:
    """A book of these pages."""
    return packed(epub_parts(pages, title))


def page(body: str) -> str:
    """A page of a book."""
    return f'<?xml version="1.0" encoding="utf-8"?>\n<html xmlns="http://www.w3.org/1999/xhtml"><head><title>A book</title></head><body>{body}</body></html>'


def pdf(pages: list[list[str]], heights: Mapping[str, int] | None = None) -> bytes:
    """A PDF whose pages have these lines, in Helvetica and the encoding of Windows; `heights` are those of some lines."""
    of = heights or {}
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    kids = []
    for lines in pages:
        drawn = "".join(f"/F1 {of.get(line, 11)} Tf ({_escaped(line)}) Tj T*\n" for line in lines)
        content = f"BT /F1 11 Tf 14 TL 60 780 Td\n{drawn}ET".encode("cp1252")
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(kids))
    out, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    return out + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        size, table, size, len(out),
    )  # fmt: skip


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
