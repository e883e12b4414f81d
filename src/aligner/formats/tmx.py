"""Translation Memory eXchange 1.4b (LISA OSCAR, 2005): pairs for translation memories."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, cast

from lxml import etree

from aligner.errors import InputError, UnknownLanguage
from aligner.formats.elements import line_of
from aligner.formats.pairs import Row, pairs_bitext
from aligner.formats.remarks import line_remarks
from aligner.languages import parse_language
from aligner.model import Bead, Bitext, Side
from aligner.version import VERSION

_SCORE, _BEAD, _SIGNATURE = "x-aligner-score", "x-aligner-bead", "x-aligner-signature"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# What the XML 1.0 Char production leaves out.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# A carriage return written as it is would be read as a line feed.
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;"})
# Native codes of the format the text came from; what stands inside them is mark-up, not text.
_CODES = frozenset({"bpt", "ept", "it", "ph", "ut"})


def write_bitext(bitext: Bitext) -> Iterable[str]:
    """One translation unit a bead with its score and type; beads with an empty side are left out.

    Raises `InputError` for a control character, which XML cannot carry.
    """
    source, target = bitext.source.language, bitext.target.language
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n<tmx version="1.4">\n'
    yield (
        f'  <header creationtool="aligner" creationtoolversion="{VERSION}" segtype="sentence" o-tmf="aligner" '
        f'adminlang="en" srclang="{_escape(source)}" datatype="plaintext">\n'
    )
    if bitext.signature:
        yield _property(_SIGNATURE, bitext.signature)
    yield "  </header>\n  <body>\n"
    for number, bead in enumerate(bitext.beads):
        if bead.is_null:
            continue
        yield f'    <tu tuid="{number}">\n'
        if bead.score is not None:
            yield _property(_SCORE, repr(float(bead.score)))
        yield _property(_BEAD, bead.kind)
        yield _variant(source, _checked(bitext, bead, Side.SOURCE, number))
        yield _variant(target, _checked(bitext, bead, Side.TARGET, number))
        yield "    </tu>\n"
    yield "  </body>\n</tmx>\n"


def _property(kind: str, value: str) -> str:
    return f'      <prop type="{kind}">{_escape(value)}</prop>\n'


def _variant(language: str, text: str) -> str:
    return f'      <tuv xml:lang="{_escape(language)}"><seg>{_escape(text)}</seg></tuv>\n'


def _escape(text: str) -> str:
    return text.translate(_ESCAPES)


def _checked(bitext: Bitext, bead: Bead, side: Side, number: int) -> str:
    text = bitext.side_text(bead, side)
    bad = _NOT_XML.search(text)
    if bad:
        problem = f"the {side} of pair {number} has the control character U+{ord(bad.group()):04X}"
        raise InputError(
            bitext.document(side).path or "-", f"{problem}, which TMX cannot carry", "remove it, or write jsonl or tsv"
        )
    return text


@dataclass(slots=True)
class _Languages:
    """Which languages a file turned out to have, for the message when the wanted ones are not among them."""

    source: str
    target: str
    seen: dict[str, None] = field(default_factory=dict)


def read_bitext(data: bytes, path: str, source_language: str, target_language: str) -> Bitext:
    """One pair a translation unit, by the language of its variants; in-line codes are not part of the text.

    No entity is expanded and nothing outside the file is opened. Raises `InputError` for what is not
    well-formed, declares entities, or has no text in one of the languages.
    """
    return pairs_bitext(read_rows(data, path, source_language, target_language), path, source_language, target_language)


def read_rows(data: bytes, path: str, source_language: str, target_language: str) -> Iterator[Row]:
    """The same, one after another; that a language is missing shows at the end."""
    languages = _Languages(source_language, target_language)
    has_rows = False
    for row in _rows(data, path, languages):
        has_rows = True
        yield row
    if not has_rows:
        raise InputError(path, "there are no translation units in it", "give a TMX file with <tu> elements")
    for wanted in (source_language, target_language):
        if wanted not in languages.seen:
            has = ", ".join(languages.seen) or "none"
            raise InputError(path, f"there is no text in {wanted} (languages: {has})", "give its languages")


def _rows(data: bytes, path: str, languages: _Languages) -> Iterator[Row]:
    events = etree.iterparse(
        io.BytesIO(data), events=("start", "end"), resolve_entities=False, load_dtd=False, no_network=True,
        huge_tree=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    root: etree._Element | None = None
    try:
        for event, element in events:
            if root is None:
                root = element
                _check_root(root, path)
            if event == "end" and element.tag == "tu":
                yield _row(element, path, languages)
                # What has been read is let go, or a large memory would stand in ours twice.
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        line = error.lineno or None
        raise InputError(
            path, f"it is not well-formed XML ({error.msg})", "mend or export the file again", line
        ) from error


def _check_root(root: etree._Element, path: str) -> None:
    document_type = root.getroottree().docinfo.internalDTD
    if document_type is not None and any(True for _ in cast("Any", document_type).iterentities()):
        raise InputError(path, "it declares entities, which are not expanded", "remove the <!ENTITY> declarations")
    if root.tag != "tmx":
        raise InputError(path, f"it is not TMX (its root is <{root.tag}>)", "give a TMX file", line_of(root))


def _row(unit: etree._Element, path: str, languages: _Languages) -> Row:
    cells: dict[str, str] = {}
    for variant in unit.iterchildren("tuv"):
        language = _language(variant)
        segment = variant.find("seg")
        if language is None or segment is None:
            continue
        languages.seen[language] = None
        cells.setdefault(language, "".join(_texts(segment, path)))
    line = line_of(unit) or 0
    remarks = line_remarks("\n".join(note.text or "" for note in unit.iterchildren("note")))
    return Row(cells.get(languages.source, ""), cells.get(languages.target, ""), line, _score(unit), remarks)


def _language(variant: etree._Element) -> str | None:
    try:
        return parse_language(variant.get(_XML_LANG) or variant.get("lang") or "")
    except UnknownLanguage:
        return None


def _texts(segment: etree._Element, path: str) -> Iterator[str]:
    """The pieces of text of a segment, without in-line codes."""
    yield segment.text or ""
    for element in segment:
        if isinstance(element, etree._Entity):
            problem = f"it uses the entity {element.text}, which is not expanded"
            raise InputError(path, problem, "write the character itself", line_of(element))
        if element.tag not in _CODES:
            yield from _texts(element, path)
        yield element.tail or ""


def _score(unit: etree._Element) -> float | None:
    for prop in unit.iterchildren("prop"):
        if prop.get("type") == _SCORE:
            try:
                score = float(prop.text or "")
            except ValueError:
                return None
            return score if math.isfinite(score) else None
    return None
