"""What a page says of itself: title, description, Open Graph and JSON-LD texts, and its other language versions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Final
from urllib.parse import urlsplit

from lxml import etree

from aligner.errors import UnknownLanguage
from aligner.formats.elements import line_of, text_of
from aligner.languages import parse_language
from aligner.model import Role

_META_ROLES: Final[dict[str, Role]] = {
    "description": Role.DESCRIPTION,
    "og:title": Role.TITLE,
    "og:description": Role.DESCRIPTION,
    "twitter:title": Role.TITLE,
    "twitter:description": Role.DESCRIPTION,
    "headline": Role.TITLE,
    "alternativeheadline": Role.TITLE,
    "caption": Role.CAPTION,
    "og:image:alt": Role.ALT_TEXT,
    "twitter:image:alt": Role.ALT_TEXT,
}
_JSON_ROLES: Final[dict[str, Role]] = {
    "headline": Role.TITLE,
    "alternativeHeadline": Role.TITLE,
    "description": Role.DESCRIPTION,
    "caption": Role.CAPTION,
}


@dataclass(frozen=True, slots=True)
class PageText:
    """A text of the head of a page, the line it stands in, and its address."""

    text: str
    role: Role
    line: int
    address: str


def metadata(root: etree._Element) -> Iterator[PageText]:
    """The title, then the meta elements, then the JSON-LD texts, each text once."""
    seen = set()
    for found in _all(root):
        text = " ".join(found.text.split())
        if text and text not in seen:
            seen.add(text)
            yield found


def page_address(link: str) -> str:
    """The part of an address that tells pages of one site apart, "" for a front page or a place in the page.

    >>> page_address("https://www.example.org/es/article/?id=3#top"), page_address("/es/article?id=3")
    ('/es/article?id=3', '/es/article?id=3')
    """
    try:
        parts = urlsplit(link.strip())
    except ValueError:
        return ""
    path = parts.path.rstrip("/")
    return f"{path}?{parts.query}" if parts.query else path


def alternates(root: etree._Element, language: str | None) -> frozenset[str]:
    """The addresses (see `page_address`) of the page's other language versions, as its head declares them."""
    found = set()
    for link in root.iter("link"):
        if "alternate" not in (link.get("rel") or "").lower().split() or not link.get("hreflang"):
            continue
        try:
            other = parse_language(link.get("hreflang") or "")
        except UnknownLanguage:
            continue
        if other != language:
            found.add(page_address(link.get("href") or ""))
    return frozenset(found - {""})


def _all(root: etree._Element) -> Iterator[PageText]:
    tree = root.getroottree()
    title = next((element for element in root.iter("title") if _is_of_page(element)), None)
    if title is not None:
        yield PageText(text_of(title), Role.TITLE, line_of(title) or 1, tree.getpath(title))
    for meta in root.iter("meta"):
        role = _META_ROLES.get((meta.get("name") or meta.get("property") or meta.get("itemprop") or "").strip().lower())
        if role:
            yield PageText(meta.get("content") or "", role, line_of(meta) or 1, f"{tree.getpath(meta)}/@content")
    for script in root.iter("script"):
        if "ld+json" in (script.get("type") or "").lower():
            yield from _json_texts(script, tree.getpath(script))


def _is_of_page(title: etree._Element) -> bool:
    parent = title.getparent()
    return parent is None or parent.tag in {"head", "html", "body"}


def _json_texts(script: etree._Element, address: str) -> Iterator[PageText]:
    """The texts of a JSON-LD script, in the order they stand in; none where it is not JSON."""
    source = script.text or ""
    try:
        waiting = [json.loads(source, strict=False)]
    except (ValueError, RecursionError):
        return
    line = line_of(script) or 1
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting.extend(reversed(value))
        elif isinstance(value, dict):
            for key, role in _JSON_ROLES.items():
                text = value.get(key)
                if isinstance(text, str) and "\ufffd" not in text.encode("utf-8", "replace").decode("utf-8"):
                    yield PageText(unescape(text), role, line + _lines_before(source, text), f"{address}#{key}")
            waiting.extend(reversed([item for item in value.values() if isinstance(item, dict | list)]))


def _lines_before(source: str, text: str) -> int:
    offset = source.find(text)
    return source.count("\n", 0, offset) if offset > 0 else 0
