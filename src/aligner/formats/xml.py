"""XML of bitext formats: read as a stream, nothing expanded and nothing opened; written as text."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any, cast

from lxml import etree

from aligner.errors import InputError, UnknownLanguage
from aligner.formats.elements import line_of
from aligner.languages import parse_language

XML_NAMESPACE = "http://www.w3.org/XML/1998/namespace"
LANG, SPACE = f"{{{XML_NAMESPACE}}}lang", f"{{{XML_NAMESPACE}}}space"
# What the Char production of XML 1.0 (section 2.2) leaves out; to name what it allows takes ten times as long to compile.
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# A carriage return written as it is would be read as a line feed, and `]]>` may not stand in text.
_SPECIAL = re.compile('[&<>"\r]')
# In the value of an attribute, readers take every blank for a space unless it is written so.
_SPECIAL_VALUE = re.compile('[&<>"\r\n\t]')
_ESCAPES = {
    "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;", "\n": "&#10;", "\t": "&#9;",
}  # fmt: skip
_ENTITIES = "it declares entities, which are not expanded", "remove the <!ENTITY> declarations"


def escape(text: str) -> str:
    r"""Text as the content of an element.

    >>> escape('"a" < b\r')
    '&quot;a&quot; &lt; b&#13;'
    """
    return _SPECIAL.sub(_escaped, text)


def escape_value(text: str) -> str:
    r"""Text as the value of an attribute, in double quotation marks.

    >>> escape_value('two\nlines')
    'two&#10;lines'
    """
    return _SPECIAL_VALUE.sub(_escaped, text)


def _escaped(found: re.Match[str]) -> str:
    return _ESCAPES[found[0]]


def attributes(*values: tuple[str, str]) -> str:
    """Attributes as they stand in a tag, each with a blank before it; those without a value are left out.

    >>> attributes(("id", "1"), ("type", ""))
    ' id="1"'
    """
    return "".join(f' {name}="{escape_value(value)}"' for name, value in values if value)


def require_xml(text: str, what: str, path: str, format_name: str) -> None:
    """Raise `InputError` for a control character, which no XML can have; `what` says whose text it is."""
    bad = None if text.isprintable() else NOT_XML.search(text)
    if bad:
        problem = f"{what} has the control character U+{ord(bad.group()):04X}"
        raise InputError(
            path or "-", f"{problem}, which {format_name} cannot carry", "remove it, or write jsonl or tsv"
        )


def local_name(element: etree._Element) -> str:
    """The name of an element without its namespace; "" for a comment, an instruction or an entity."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def language_of(element: etree._Element, *names: str) -> str | None:
    """The primary language of the first of these attributes that has one."""
    for name in names:
        try:
            return parse_language(element.get(name) or "")
        except UnknownLanguage:
            continue
    return None


def stream(data: bytes, path: str, names: tuple[str, ...], kind: str) -> Iterator[tuple[str, etree._Element, int]]:
    """The elements of some names, as they begin (`start`) and end (`end`), with the line each begins in.

    The first name is that of the root; `kind` is what the format is called. What has ended may be released by whoever
    reads. No entity is expanded and nothing outside the file is opened; depth and size of a text are limited by the
    parser. Raises `InputError` for what is not well-formed, declares entities, or has another root.
    """
    parser = etree.XMLPullParser(
        events=("start", "end"), tag=[f"{{*}}{name}" for name in names], resolve_entities=False, load_dtd=False,
        no_network=True, huge_tree=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    is_first = True
    try:
        # Line by line, because libxml2 itself counts no further than 65,535.
        for line, piece in enumerate(io.BytesIO(data), start=1):
            parser.feed(piece)
            for event, found in parser.read_events():
                element = cast("etree._Element", found)
                if is_first:
                    is_first = False
                    _require_root(element.getroottree().getroot(), path, names[0], kind)
                yield event, element, line_of(element) or line
        _require_root(parser.close(), path, names[0], kind)
    except etree.XMLSyntaxError as error:
        if "amplification" in error.msg:
            raise InputError(path, *_ENTITIES, error.lineno or None) from error
        if "XML_PARSE_HUGE" in error.msg:
            problem = "it has a text of over 10 MB, or elements nested over 256 deep"
            raise InputError(path, problem, "divide it, or export it again", error.lineno or None) from error
        problem = f"it is not well-formed XML ({' '.join(error.msg.split())})"  # libxml2 breaks some lines
        raise InputError(path, problem, "mend or export the file again", error.lineno or None) from error


def release(element: etree._Element) -> None:
    """Let go of an element that has been read and of all before it, or a large file would stand in memory twice."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _require_root(root: etree._Element, path: str, root_name: str, kind: str) -> None:
    require_no_entity_declared(root, path)
    if local_name(root) != root_name:
        raise InputError(
            path, f"it is not {kind} (its root is <{local_name(root)}>)", f"give a file of {kind}", line_of(root)
        )


def require_no_entity_declared(root: etree._Element, path: str) -> None:
    """Raise `InputError` where the document type of an element's file declares entities."""
    document_type = root.getroottree().docinfo.internalDTD
    if document_type is not None and any(True for _ in cast("Any", document_type).iterentities()):
        raise InputError(path, *_ENTITIES)


def require_no_entity(element: etree._Element, path: str) -> None:
    """Raise `InputError` for an entity among the contents of an element."""
    for inner in element.iter(etree.Entity):
        problem = f"it uses the entity {inner.text}, which is not expanded"
        raise InputError(path, problem, "write the character itself", line_of(inner))
