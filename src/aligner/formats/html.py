"""Web pages: every text a reader or a machine is shown, block by block, page furniture included.

Boilerplate strippers keep the article and throw the rest away; the rest is where a translation leaves things behind.
"""

from __future__ import annotations

import re
from dataclasses import replace

from lxml import etree

from aligner.errors import InputError
from aligner.formats.extraction import Extraction
from aligner.formats.html_metadata import alternates, metadata, unseen_article
from aligner.formats.html_roles import declared_language
from aligner.formats.html_walker import Walker
from aligner.formats.loading import decode
from aligner.formats.remarks import comment_remarks
from aligner.model import Document

_HEAD = 4096  # bytes within which a page declares its encoding; the standard looks at 1024
_DECLARATIONS = (
    re.compile(rb"""<\?xml[^>]*\bencoding\s*=\s*["']([\w.:-]+)""", re.IGNORECASE),
    re.compile(rb"""<meta[^>]*\bcharset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE),
)


_XHTML = re.compile(r"^\s*<\?xml|xmlns\s*=\s*[\"']http://www\.w3\.org/1999/xhtml")
_EMPTY_ELEMENT = re.compile(r"<([A-Za-z][\w:-]*)((?:\s[^<>]*)?)/>")
# Elements without content that libxml2 does not know for such, so that it would put what follows into them.
_UNCLOSED = re.compile(r"<(source|track|embed|wbr|keygen)\b([^<>]*?)/?>", re.IGNORECASE)
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}
)


def read_document(data: bytes, path: str, language: str) -> Document:
    """The blocks of a page: title and metadata first, then the body in the order of the file.

    The text is the blocks joined by a blank line, with white space as a browser shows it. Raises `InputError`
    for what is not text, or nested beyond reason.
    """
    text = _page_text(data, path)
    root = _parse(text, path)
    extraction = Extraction()
    if root is not None:
        declared = declared_language(root)
        for found in metadata(root):
            extraction.add([(found.text, found.line)], found.role, declared, address=found.address)
        Walker(extraction, alternates(root, declared or language)).walk(root)
        for found in unseen_article(root):
            extraction.add([(found.text, found.line)], found.role, declared, hidden=True, address=found.address)
    return replace(extraction.document(path, language), remarks=tuple(comment_remarks(text)))


def parse_page(data: bytes, path: str) -> etree._Element | None:
    """The root element of a page, None where there is none; raises `InputError` as `read_document` does."""
    return _parse(_page_text(data, path), path)


def _page_text(data: bytes, path: str) -> str:
    """The page's source as an HTML parser can read it."""
    text = decode(data, path, _declared_encoding(data))
    text = _EMPTY_ELEMENT.sub(_written_out, text) if _XHTML.search(text, 0, _HEAD) else text
    return _UNCLOSED.sub(r"<\1\2></\1>", text)


def add_fragment(extraction: Extraction, fragment: str, path: str, line: int) -> None:
    """Add the blocks of a piece of HTML that begins in line `line` of the file (from 1)."""
    root = _parse(fragment, path)
    if root is not None:
        Walker(extraction, frozenset(), line - 1).walk(root)


def _written_out(element: re.Match[str]) -> str:
    """An element XHTML writes as `<script/>`, which an HTML parser takes for a start tag that never ends."""
    name, attributes = element.groups()
    return element.group() if name.lower() in _VOID else f"<{name}{attributes}></{name}>"


def _declared_encoding(data: bytes) -> str | None:
    for declaration in _DECLARATIONS:
        found = declaration.search(data, 0, _HEAD)
        if found:
            return found.group(1).decode("ascii", "ignore")
    return None


def _parse(text: str, path: str) -> etree._Element | None:
    """The root element, None where there is none.

    `huge_tree` only lifts libxml2's 10 MB limit on one text: HTML declares no entities that could multiply, and
    the size of the file is limited already.
    """
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, no_network=True, remove_comments=True, remove_pis=True
    )  # fmt: skip
    try:
        root: etree._Element | None = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return None  # nothing but comments or blanks
    for entry in parser.error_log:
        if entry.type_name == "ERR_RESOURCE_LIMIT":
            raise InputError(path, "its elements are nested too deeply (over 2,000)", "mend the page", entry.line)
    return root
