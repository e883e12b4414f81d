"""Files that are broken, hostile or odd: each is read right, or told in one clear line, in bounded memory and time.

They are made here, so that everybody sees what is in them.
"""

from __future__ import annotations

import io
import re
import struct
import subprocess
import sys
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from handmade import docx, docx_parts, epub, epub_parts, odt, odt_parts, packed, page, paragraph, pdf

SAID = "The town hall opened the bridge to the public on Monday."
LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
MEGABYTE = 1024 * 1024
CUE = "1\n00:00:01,000 --> 00:00:02,000\n{}\n"


def part(parts: dict[str, str | bytes], name: str, change: Callable[[str], str | bytes]) -> bytes:
    """The archive with one part changed."""
    return packed({**parts, name: change(str(parts[name]))})


def document_part(change: Callable[[str], str | bytes]) -> bytes:
    return part(docx_parts(paragraph(SAID)), "word/document.xml", change)


def encrypted_flag(data: bytes) -> bytes:
    """The same archive, every entry of which says that it is encrypted."""
    changed = bytearray(data)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = changed.find(signature)
        while at >= 0:
            changed[at + offset] |= 1
            at = changed.find(signature, at + 4)
    return bytes(changed)


def lying_size(data: bytes) -> bytes:
    """The same archive, every entry of which says that it is ten bytes long."""
    changed = bytearray(data)
    at = changed.find(b"PK\x01\x02")
    while at >= 0:
        struct.pack_into("<I", changed, at + 24, 10)
        at = changed.find(b"PK\x01\x02", at + 4)
    return bytes(changed)


def many_entries() -> bytes:
    return packed(
        {**docx_parts(paragraph(SAID)), **{f"x/{number}": "" for number in range(20_001)}}, zipfile.ZIP_STORED
    )


def with_entry(name: str) -> bytes:
    return packed({**docx_parts(paragraph(SAID)), name: "x"})


def deep(opening: str, closing: str, count: int) -> str:
    return opening * count + closing * count


def pdf_with(content: bytes, filters: bytes = b"") -> bytes:
    """A PDF with one page that `content` draws."""
    start = pdf([[]])
    old = re.search(rb"<< /Length \d+ >>\nstream\n.*?\nendstream", start, re.DOTALL)
    assert old is not None
    stream = b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), filters, content)
    return start[: old.start()] + stream + start[old.end() :]


def locked_pdf() -> bytes:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf([[SAID]]))))
    writer.encrypt("secret", algorithm="RC4-128")
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


Maker = Callable[[], bytes]
# What cannot be read: words that the one line must have.
REFUSED: dict[str, tuple[Maker, str]] = {
    "cut.docx": (lambda: docx(paragraph(SAID))[:-40], "damaged"),
    "half.docx": (lambda: docx(paragraph(SAID * 50))[:300], "damaged"),
    "text.docx": (lambda: SAID.encode(), "no docx"),
    "old.docx": (lambda: b"\xd0\xcf\x11\xe0" + bytes(500), "old Office file, or one with a password"),
    "other.docx": (lambda: packed({"a.txt": SAID}), "zip archive, but no docx"),
    "missing.docx": (lambda: packed({"_rels/.rels": str(docx_parts("")["_rels/.rels"])}), "no docx"),
    "broken.docx": (lambda: document_part(lambda xml: xml[:-20]), "document.xml: it is not well-formed XML"),
    "root.docx": (lambda: document_part(lambda xml: "<html/>"), "its text is a <html>"),
    "outside.docx": (lambda: document_part(lambda xml: OUTSIDE + xml.replace("bridge", "&a;")), "declares entities"),
    "laughs.docx": (lambda: document_part(lambda xml: LAUGHS + xml.replace("bridge", "&i;")), "declares entities|not well-formed"),
    "laughing attributes.docx": (
        lambda: document_part(lambda xml: LAUGHS + xml.replace("<w:t>", "<w:t x='&i;'>")),
        "declares entities|not well-formed",
    ),
    "deep.docx": (
        lambda: docx(deep("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>", 60)),
        r"nested over \d+ deep",
    ),
    "deeper.docx": (lambda: docx(deep("<w:sdt>", "</w:sdt>", 100_000)), "nested over|not well-formed"),
    "bomb.docx": (lambda: document_part(lambda xml: xml.replace("bridge", " " * 40 * MEGABYTE)), "grows .* times"),
    "large.docx": (lambda: document_part(lambda xml: xml.replace("bridge", " " * 65 * MEGABYTE)), "larger than 64 MB"),
    "lying.docx": (lambda: lying_size(docx(paragraph(SAID))), "damaged"),
    "crowded.docx": (many_entries, "20,005 parts"),
    "up.docx": (lambda: with_entry("../../x.xml"), "leads out of the file"),
    "root folder.docx": (lambda: with_entry("/etc/x"), "leads out of the file"),
    "drive.docx": (lambda: with_entry("C:\\x"), "leads out of the file"),
    "locked.docx": (lambda: encrypted_flag(docx(paragraph(SAID))), "encrypted"),
    "empty.docx": (lambda: docx("<w:p/>"), "no text"),
    "locked.odt": (
        lambda: odt("", manifest="<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"),
        "protected with a password",
    ),
    "sheet.odt": (lambda: part(odt_parts(""), "content.xml", lambda xml: xml.replace("office:text", "office:sheet")), "no text document"),
    "nothing.odt": (lambda: packed({"mimetype": "x"}), "content.xml is missing"),
    "outside.odt": (lambda: part(odt_parts(SAID), "content.xml", lambda xml: OUTSIDE + xml), "declares entities"),
    "deep.odt": (lambda: odt(f"<text:p>{deep('<text:span>', '</text:span>', 250)}</text:p>"), "nested over|not well-formed"),
    "flat laughs.fodt": (lambda: (LAUGHS + "<x>&i;</x>").encode(), "declares entities|not well-formed"),
    "out.epub": (
        lambda: part(epub_parts({"a.xhtml": SAID}), "OEBPS/book.opf", lambda xml: xml.replace("a.xhtml", "../../../etc/passwd")),
        "not in the book",
    ),
    "lost.epub": (lambda: part(epub_parts({"a.xhtml": SAID}), "OEBPS/book.opf", lambda xml: xml.replace("a.xhtml", "b.xhtml")), "missing"),
    "locked.epub": (
        lambda: packed({**epub_parts({"a.xhtml": SAID}), "META-INF/encryption.xml": "<e><CipherReference URI='OEBPS/a.xhtml'/></e>"}),
        "locked against copying",
    ),
    "outside.epub": (lambda: part(epub_parts({"a.xhtml": SAID}), "META-INF/container.xml", lambda xml: OUTSIDE + xml), "declares entities"),
    "deep.epub": (lambda: epub({"a.xhtml": deep("<div>", "</div>", 5000)}), "nested too deeply"),
    "no book.epub": (lambda: packed({"a.xhtml": page(SAID)}), "no epub"),
    "text.pdf": (lambda: SAID.encode(), "no PDF"),
    "start.pdf": (lambda: pdf([[SAID]])[:40], "damaged"),
    "garbage.pdf": (lambda: b"%PDF-1.7\n" + bytes(range(256)) * 20, "damaged"),
    "pictures.pdf": (lambda: pdf([[], []]), "may be pictures"),
    "locked.pdf": (locked_pdf, "protected with a password"),
    "bomb.pdf": (
        lambda: pdf_with(zlib.compress(b" " * 200 * MEGABYTE, 9), b"/Filter /FlateDecode"),
        "page 1: ",
    ),
    "nothing.srt": (lambda: SAID.encode(), "no cue"),
    "binary.srt": (lambda: bytes(range(256)) * 10, "binary"),
    "header.vtt": (lambda: b"WEBVTT\n\n", "no cue"),
    "brace.mdx": (lambda: b"Text {open", "has no }"),
    "program.mdx": (lambda: b"import a from 'a'\n", "no text"),
}  # fmt: skip
# What can: all have the sentence.
READ: dict[str, Maker] = {
    "utf-16.docx": lambda: document_part(
        lambda xml: ('<?xml version="1.0" encoding="UTF-16"?>' + xml).encode("utf-16")
    ),
    "mark.docx": lambda: document_part(lambda xml: b"\xef\xbb\xbf" + xml.encode()),
    "stored.docx": lambda: packed(docx_parts(paragraph(SAID)), zipfile.ZIP_STORED),
    "behind.docx": lambda: b"some bytes before the archive" + docx(paragraph(SAID)),
    "odd tags.docx": lambda: docx(f"<w:unknown><w:p><w:new>{paragraph(SAID)}</w:new></w:p></w:unknown>"),
    "large.docx": lambda: docx(paragraph(SAID) + "".join(paragraph(f"Line {n} of the list.") for n in range(20_000))),
    "nested tables.docx": lambda: docx("<w:tbl><w:tr><w:tc>" * 10 + paragraph(SAID) + "</w:tc></w:tr></w:tbl>" * 10),
    "missing style.docx": lambda: docx(paragraph(SAID, '<w:pStyle w:val="nowhere"/>')),
    "spaces.odt": lambda: odt(f'<text:p>{SAID}<text:s text:c="999999999"/></text:p>'),
    "broken page.epub": lambda: epub({"a.xhtml": f"<p>{SAID}<div></p></b><table><p>"}),
    "entities.epub": lambda: epub({"a.xhtml": f"<p>{SAID.replace(' ', '&nbsp;', 1)}</p>"}),
    "head.pdf": lambda: b"junk\n" + pdf([[SAID]]),
    "wrong table.pdf": lambda: pdf([[SAID]]).replace(b"startxref\n", b"startxref\n9"),
    "mark.srt": lambda: b"\xef\xbb\xbf" + CUE.format(SAID).encode(),
    "utf-16.srt": lambda: CUE.format(SAID).encode("utf-16"),
    "returns.srt": lambda: CUE.format(SAID).replace("\n", "\r").encode(),
    "windows.srt": lambda: CUE.format(f"{SAID}\n¿Qué pasó, señor Núñez?").replace("\n", "\r\n").encode("cp1252"),
    "tags.srt": lambda: CUE.format(f"<i><b>{SAID}</i>").encode(),
    "mark.vtt": lambda: (
        b"\xef\xbb\xbfWEBVTT\r\n\r\n" + CUE.format(SAID).replace("\n", "\r\n").replace(",", ".").encode()
    ),
    "windows.mdx": lambda: f"import a from 'a'\r\n\r\n<A>\r\n{SAID}\r\n</A>\r\n".encode("utf-8-sig"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_one_clear_line(name: str, run: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    maker, words = REFUSED[name]
    (tmp_path / name).write_bytes(maker())
    monkeypatch.chdir(tmp_path)
    started = time.monotonic()
    outcome = run("check", name, "--lang", "en")
    assert time.monotonic() - started < 20
    assert (outcome.status, outcome.stdout) == (2, "")
    assert re.fullmatch(r"aligner: error: [^\n]{1,400}\n", outcome.stderr)
    assert name in outcome.stderr
    assert re.search(words, outcome.stderr), outcome.stderr


@pytest.mark.parametrize("name", READ)
def test_read_right(name: str, run: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from aligner.formats import read_document

    (tmp_path / name).write_bytes(READ[name]())
    monkeypatch.chdir(tmp_path)
    assert SAID in read_document(name, "en").text.replace("\u00a0", " ")
    outcome = run("check", name, "--lang", "en", "--select", "NUM", "--fail-on", "never")
    assert outcome.status == 0


def test_hostile_files_in_little_memory(tmp_path: Path) -> None:
    """All of them one after another, in a process that may have no more than a gigabyte and a half."""
    pytest.importorskip("resource")
    for name, (maker, _) in REFUSED.items():
        (tmp_path / name).write_bytes(maker())
    program = (
        "import resource, sys\n"
        "resource.setrlimit(resource.RLIMIT_AS, (3 << 29, 3 << 29))\n"
        "from aligner.errors import InputError\n"
        "from aligner.formats import read_document\n"
        "for name in sys.argv[1:]:\n"
        "    try:\n"
        "        assert not read_document(name, 'en').text, name\n"
        "    except InputError:\n"
        "        pass\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *REFUSED],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
