"""A Word document with the pairs in a table, for reviewers who have no other tool: number, both texts, remarks.

Office Open XML (ECMA-376, part 1), written as a stream, with dates left out: the same pairs give the same bytes. The remarks
have the score where it is low and what findings say; the words they point at are highlighted. Control characters are shown
as their Unicode pictures.
"""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import IO

from aligner.contracts import Heading, Pair
from aligner.errors import InputError
from aligner.formats.beads import heading_of, pairs_of
from aligner.formats.marked import Piece, direction_of, pieces_of, titles_of
from aligner.formats.pictures import visible
from aligner.formats.xml import escape, escape_value
from aligner.model import Bitext, Severity, Side
from aligner.version import VERSION

_DOUBTFUL = 0.5
_ROWS_AT_A_TIME = 500
_IN_MEMORY, _AT_A_TIME = 16 * 1024 * 1024, 64 * 1024
_LARGEST = 512 * 1024 * 1024  # bytes of XML, which is what Word opens at most
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest date a zip archive can tell
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
# Twentieths of a point, on A4 turned: number, source, target, remarks.
_WIDTHS = (700, 5600, 5600, 2650)
_HIGHLIGHTS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}

_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_TYPES}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_TYPES}.styles+xml"/>'
    '<Override PartName="/docProps/core.xml" '
    'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
    f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
    "</Relationships>",
    "word/_rels/document.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
    "word/styles.xml": f'<w:styles xmlns:w="{_WORD}"><w:docDefaults><w:rPrDefault><w:rPr>'
    '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Arial"/><w:sz w:val="20"/><w:szCs w:val="20"/>'
    '</w:rPr></w:rPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal">'
    '<w:name w:val="Normal"/></w:style><w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/>'
    '<w:basedOn w:val="Normal"/><w:pPr><w:spacing w:after="160"/></w:pPr><w:rPr><w:b/><w:sz w:val="28"/></w:rPr>'
    "</w:style></w:styles>",
}


def write_bitext(bitext: Bitext) -> Iterator[bytes]:
    """A row a bead, nulls with a cell that says so."""
    return write_pairs(pairs_of(bitext), heading_of(bitext))


def write_pairs(pairs: Iterable[Pair], heading: Heading) -> Iterator[bytes]:
    """The same of pairs as they come, with their findings."""
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in {**_PARTS, "docProps/core.xml": _properties(heading)}.items():
                archive.writestr(_entry(name), _DECLARATION + content)
            with archive.open(_entry("word/document.xml"), "w") as part:
                _write_document(part, iter(pairs), heading)
        file.seek(0)
        while data := file.read(_AT_A_TIME):
            yield data


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry


def _properties(heading: Heading) -> str:
    """Title, tool and signature (part 2, core properties)."""
    title = " and ".join(titles_of(heading.source_language, heading.target_language, _paths(heading)))
    description = " · ".join(told for told in (heading.licence, heading.signature) if told)
    return (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{_text(title)}</dc:title><dc:creator>aligner {VERSION}</dc:creator>"
        f"<dc:description>{_text(description)}</dc:description></cp:coreProperties>"
    )


def _write_document(part: IO[bytes], pairs: Iterator[Pair], heading: Heading) -> None:
    languages = heading.source_language, heading.target_language
    titles = titles_of(*languages, _paths(heading))
    runs = tuple(_run_of_language(language) for language in languages)
    start = "".join([
        f'{_DECLARATION}<w:document xmlns:w="{_WORD}"><w:body><w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr>',
        f"{_run(' and '.join(titles))}</w:p><w:tbl><w:tblPr>",
        f'<w:tblW w:w="{sum(_WIDTHS)}" w:type="dxa"/>{_BORDERS}<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>',
        *(f'<w:gridCol w:w="{width}"/>' for width in _WIDTHS),
        "</w:tblGrid>",
        _head_row(("#", *titles, "Remarks")),
    ])  # fmt: skip
    part.write(start.encode())
    number = size = 0
    while some := list(islice(pairs, _ROWS_AT_A_TIME)):
        rows = (_row(number + at, pair, (runs[0], runs[1])) for at, pair in enumerate(some, start=1))
        size += part.write("".join(rows).encode())
        number += len(some)
        if size > _LARGEST:
            problem = f"the first {number:,} pairs are as much as a Word document can hold"
            raise InputError(heading.source_path or "-", problem, "write fewer, or another format")
    part.write(
        b'</w:tbl><w:p/><w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
        b'<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/>'
        b"</w:sectPr></w:body></w:document>"
    )


_BORDERS = "".join([
    "<w:tblBorders>",
    *(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="BFBFBF"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    ),
    "</w:tblBorders>",
])  # fmt: skip


def _head_row(titles: tuple[str, ...]) -> str:
    """The heads of the columns, again on every page."""
    cells = (
        f"{_cell_start(width, 'E7EAED')}<w:p>{_run(title, '<w:b/>')}</w:p></w:tc>"
        for width, title in zip(_WIDTHS, titles, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{''.join(cells)}</w:tr>"


def _row(number: int, pair: Pair, runs: tuple[tuple[str, str], tuple[str, str]]) -> str:
    texts = "".join(_side(pair, side, width, *run) for side, width, run in zip(Side, _WIDTHS[1:3], runs, strict=True))
    return (
        f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{_cell_start(_WIDTHS[0])}<w:p>{_run(str(number))}</w:p></w:tc>{texts}"
        f"{_cell_start(_WIDTHS[3])}{_remarks(pair)}</w:tc></w:tr>"
    )


def _side(pair: Pair, side: Side, width: int, paragraph: str, run: str) -> str:
    text = pair.source if side is Side.SOURCE else pair.target
    if not text.strip():
        return f"{_cell_start(width, 'FBEEEE')}<w:p>{_run('no counterpart', '<w:i/>')}</w:p></w:tc>"
    pieces = "".join(_piece(piece, run) for piece in pieces_of(pair, side))
    return f"{_cell_start(width)}<w:p>{paragraph}{pieces}</w:p></w:tc>"


def _piece(piece: Piece, run: str) -> str:
    if piece.finding is None:
        return _run(piece.text, run)
    highlight = f'<w:highlight w:val="{_HIGHLIGHTS[piece.finding.severity]}"/>'
    return _run(piece.text, highlight + run)


def _remarks(pair: Pair) -> str:
    """What a reviewer should know, a paragraph each; an empty one to write in where there is nothing."""
    remarks = [f"score {pair.score:.2f}"] if pair.score is not None and pair.score < _DOUBTFUL else []
    for finding in pair.findings:
        suggestion = f" → {finding.suggestion}" if finding.suggestion is not None else ""
        remarks.append(f"{finding.code}: {finding.message}{suggestion}")
    return "".join(f"<w:p>{_run(remark)}</w:p>" for remark in remarks) or "<w:p/>"


def _run_of_language(language: str) -> tuple[str, str]:
    """How a paragraph of a language runs, and what its runs are (part 1, 17.3.1.6 and 17.3.2.30)."""
    code = escape_value(language)
    if direction_of(language) == "rtl":
        return "<w:pPr><w:bidi/></w:pPr>", f'<w:rtl/><w:lang w:bidi="{code}"/>'
    return "", f'<w:lang w:val="{code}"/>'


def _cell_start(width: int, shade: str = "") -> str:
    fill = f'<w:shd w:val="clear" w:color="auto" w:fill="{shade}"/>' if shade else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{fill}</w:tcPr>'


def _run(text: str, properties: str = "") -> str:
    """Text with its properties; line breaks and tabs are elements of their own."""
    style = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    contents = "<w:br/>".join("<w:tab/>".join(map(_literal, line.split("\t"))) for line in lines)
    return f"<w:r>{style}{contents}</w:r>"


def _literal(text: str) -> str:
    return f'<w:t xml:space="preserve">{_text(text)}</w:t>' if text else ""


def _text(text: str) -> str:
    return escape(visible(text))


def _paths(heading: Heading) -> tuple[str, str]:
    return heading.source_path, heading.target_path
