"""What a page says of where it stands and where its other language versions are: head, links, and the links' own texts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from aligner.errors import UnknownLanguage
from aligner.formats.elements import text_of
from aligner.formats.html import parse_page
from aligner.formats.html_roles import declared_language
from aligner.languages import parse_language

_LONGEST_LINK = 60  # characters of a link that does nothing but lead to the other version
# A language as links name it, in its own words and in each other's.
_NAMES: dict[str, tuple[str, ...]] = {
    "en": ("english", "inglés", "ingles"),
    "es": ("español", "espanol", "castellano", "spanish"),
}
_BEFORE = re.compile(
    r"^\W*$|\b(?:read|view|see|switch|change|available|leer|lee|leerlo|léelo|ver|versión|version|disponible|cambiar|consultar)\b"
    r"|\b(?:in|en|al|to)\s*$",
    re.IGNORECASE,
)
_AFTER = re.compile(r"^\W*(?:version|versión|edition|edición|site|sitio|pdf)?\W*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """A link to another language version: the language it leads to, and the address as the page writes it."""

    language: str
    href: str


@dataclass(frozen=True, slots=True)
class PageLinks:
    """What a page declares.

    `language` is that of its root element, `canonical` its own address, `base` what its links start from, each None where
    it says nothing. `alternates` stand in the head (`hreflang`), `links` in the body: those with a language in an
    attribute, then those whose text says where they lead ("Leer en español").
    """

    language: str | None = None
    canonical: str | None = None
    base: str | None = None
    alternates: tuple[LanguageLink, ...] = ()
    links: tuple[LanguageLink, ...] = ()


def page_links(data: bytes, path: str) -> PageLinks:
    """The declarations of a page; raises `InputError` for what is not text, or nested beyond reason.

    >>> page = b"<html lang=en><link rel=alternate hreflang=es-MX href=/es/a><a href=/es/a>Read in Spanish</a>"
    >>> found = page_links(page, "a.html")
    >>> found.language, found.alternates, found.links
    ('en', (LanguageLink(language='es', href='/es/a'),), (LanguageLink(language='es', href='/es/a'),))
    """
    root = parse_page(data, path)
    if root is None:
        return PageLinks()
    base = next((element.get("href") for element in root.iter("base") if element.get("href")), None)
    declared = [*_by_attribute(root.iter("a")), *_by_text(root)]
    return PageLinks(
        declared_language(root),
        _canonical(root),
        base,
        tuple(dict.fromkeys(_by_attribute(_related(root, "alternate")))),
        tuple(dict.fromkeys(declared)),
    )


def _related(root: etree._Element, relation: str) -> Iterator[etree._Element]:
    return (link for link in root.iter("link") if relation in (link.get("rel") or "").lower().split())


def _canonical(root: etree._Element) -> str | None:
    """The page's own address: the canonical link, or else that of Open Graph."""
    for link in _related(root, "canonical"):
        if link.get("href"):
            return link.get("href")
    for meta in root.iter("meta"):
        if meta.get("property") == "og:url" and meta.get("content"):
            return meta.get("content")
    return None


def _by_attribute(links: Iterator[etree._Element]) -> Iterator[LanguageLink]:
    """Links with `hreflang`, or `lang`, which pages set on a link whose text is in the language it leads to."""
    for link in links:
        href = (link.get("href") or "").strip()
        tag = link.get("hreflang") or (link.get("lang") if link.tag == "a" else None)
        language = hreflang_language(tag)
        if language and href and not href.startswith(("#", "javascript:", "mailto:", "tel:")):
            yield LanguageLink(language, href)


def hreflang_language(tag: str | None) -> str | None:
    """The language of an `hreflang`, None for `x-default` and what is no language.

    >>> hreflang_language("es-419"), hreflang_language("x-default")
    ('es', None)
    """
    try:
        return parse_language(tag) if tag and tag.lower() != "x-default" else None
    except UnknownLanguage:
        return None


def _by_text(root: etree._Element) -> Iterator[LanguageLink]:
    for link in root.iter("a"):
        href = (link.get("href") or "").strip()
        if not href or href.startswith(("#", "javascript:", "mailto:", "tel:")):
            continue
        said = " ".join((text_of(link) or link.get("title") or link.get("aria-label") or "").split())
        language = _said(said)
        if language:
            yield LanguageLink(language, href)


def _said(text: str) -> str | None:
    """The language that a link's text leads to, None for a link about something else.

    >>> _said("Leer en español"), _said("English"), _said("The history of the English language")
    ('es', 'en', None)
    """
    if not text or len(text) > _LONGEST_LINK:
        return None
    folded = text.casefold()
    for language, names in _NAMES.items():
        if folded in {language, *names}:
            return language
        for name in names:
            before, found, after = folded.partition(name)
            if found and _BEFORE.search(before) and _AFTER.search(after) and not after[:1].isalpha():
                return language
    return None
