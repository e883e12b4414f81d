"""What a page says of itself: title, description, Open Graph and JSON-LD texts, and its other language versions."""

from __future__ import annotations

import json
import re
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
    "dc.title": Role.TITLE,
    "dcterms.title": Role.TITLE,
    "dc.description": Role.DESCRIPTION,
    "dcterms.description": Role.DESCRIPTION,
}
_JSON_ROLES: Final[dict[str, Role]] = {
    "headline": Role.TITLE,
    "alternativeHeadline": Role.TITLE,
    "description": Role.DESCRIPTION,
    "caption": Role.CAPTION,
}
_NEAR: Final = 65_536  # characters of a script in which the next of its texts is looked for
_TAG: Final = re.compile(r"</?[a-zA-Z][^<>]*>")
_PARAGRAPH_END: Final = re.compile(r"</(?:p|h[1-6]|li|div)>|<br\s*/?>", re.IGNORECASE)
_HALF_CHARACTER: Final = re.compile("[\ud800-\udfff]")


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


def unseen_article(root: etree._Element) -> Iterator[PageText]:
    """The paragraphs that JSON-LD has as the text of the article, where the page itself does not show most of it.

    So it is where a program draws the page, or a reader has to pay first.
    """
    shown: str | None = None
    for script in root.iter("script"):
        source = script.text or ""
        if "ld+json" not in (script.get("type") or "").lower() or "articleBody" not in source:
            continue
        address = f"{root.getroottree().getpath(script)}#articleBody"
        for value in _json_objects(source):
            body = value.get("articleBody")
            if not isinstance(body, str) or _HALF_CHARACTER.search(body):
                continue
            if shown is None:
                shown = _without_blanks("".join(_page_texts(root)))
            paragraphs = [said for line in _plain(body).splitlines() if (said := line.strip())]
            unseen = [said for said in paragraphs if _without_blanks(said) not in shown]
            if 2 * sum(map(len, unseen)) > sum(map(len, paragraphs)):
                yield from (PageText(said, Role.PARAGRAPH, line_of(script) or 1, address) for said in unseen)


def _json_texts(script: etree._Element, address: str) -> Iterator[PageText]:
    """The texts of a JSON-LD script, in the order they stand in; none where it is not JSON."""
    source = script.text or ""
    line = line_of(script) or 1
    at = 0  # texts are found from the last one on, or a long script would be searched again and again
    for value in _json_objects(source):
        for key, role in _JSON_ROLES.items():
            text = value.get(key)
            if isinstance(text, str) and not _HALF_CHARACTER.search(text):
                found = source.find(text, at, at + _NEAR)
                line, at = line + source.count("\n", at, max(found, at)), max(found, at)
                yield PageText(_plain(text), role, line, f"{address}#{key}")


def _json_objects(source: str) -> Iterator[dict[str, object]]:
    """The objects in a text of JSON, from the outside in; none where it is not JSON."""
    try:
        waiting: list[object] = [json.loads(source, strict=False)]
    except (ValueError, RecursionError):
        return
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting.extend(reversed(value))
        elif isinstance(value, dict):
            yield value
            waiting.extend(reversed([item for item in value.values() if isinstance(item, dict | list)]))


def _plain(text: str) -> str:
    """A text of JSON-LD without the mark-up that some have in it."""
    return unescape(_TAG.sub("", _PARAGRAPH_END.sub("\n", text)))


def _page_texts(root: etree._Element) -> Iterator[str]:
    """All text of a page but that of scripts and styles."""
    for element in root.iter():
        if element.tag not in {"script", "style"}:
            yield element.text or ""
        yield element.tail or ""


def _without_blanks(text: str) -> str:
    return "".join(text.split())
