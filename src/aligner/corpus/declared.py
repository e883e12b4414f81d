"""Pages in folders that declare their other language version, or link to it: which file that is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from aligner.corpus.pairing_addresses import Addresses
from aligner.errors import InputError
from aligner.formats.html_links import LanguageLink, PageLinks, page_links
from aligner.formats.loading import load_bytes
from aligner.formats.table import suffix_format

_NO_ADDRESSES: Mapping[str, str] = {}
# What a page has that links to a version in another language, in its head or in its text.
_DECLARING = (b"hreflang",)
_LINKING = (b"hreflang", b"lang=", b"nglish", b"ngl\xc3\xa9s", b"ngl&eacute;s", b"spa\xc3\xb1ol", b"spa&ntilde;ol",
            b"spa\xf1ol", b"panish", b"astellano")  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Page:
    path: str
    links: PageLinks


def declared_pairs(
    paths: Sequence[str],
    folders: Sequence[str],
    languages: tuple[str, str],
    known: Mapping[str, str] = _NO_ADDRESSES,
) -> Iterator[tuple[str, str]]:
    """Pairs of files, source and target, one of which declares the other as its version in that language.

    An address is a file's when it is known to be, when that file says it is its own, when it leads there from the page, or
    when it does from one of the `folders` as the root of the site.
    """
    yield from _pairs(paths, Addresses(paths, folders, known), languages, _DECLARING, is_linked=False)


def linked_pairs(
    paths: Sequence[str],
    every: Sequence[str],
    folders: Sequence[str],
    languages: tuple[str, str],
    known: Mapping[str, str],
) -> Iterator[tuple[str, str]]:
    """Pairs of files, one of which has a link in its text that says it leads to the other language ("Leer en español").

    `paths` are the pages that are looked into, `every` those that links may lead to.
    """
    yield from _pairs(paths, Addresses(every, folders, known), languages, _LINKING, is_linked=True)


def _pairs(
    paths: Sequence[str],
    addresses: Addresses,
    languages: tuple[str, str],
    marks: tuple[bytes, ...],
    *,
    is_linked: bool,
) -> Iterator[tuple[str, str]]:
    pages = list(_pages(paths, marks))
    for page in pages:
        for address in _own_addresses(page.links):
            addresses.add(address, page.path)
    for page in pages:
        if page.links.language not in languages:
            continue
        wanted = languages[1 - languages.index(page.links.language)]
        for link in page.links.links if is_linked else page.links.alternates:
            if link.language != wanted:
                continue
            other = addresses.file_at(link.href, page.path)
            if other is not None and other != page.path:
                yield (page.path, other) if wanted == languages[1] else (other, page.path)
                break


def _pages(paths: Sequence[str], marks: tuple[bytes, ...]) -> Iterator[_Page]:
    """The web pages that name other versions; what cannot be read is told when it is checked."""
    for path in paths:
        row = suffix_format(path)
        if row is None or row.name != "html":
            continue
        try:
            data = load_bytes(path)
            if any(mark in data for mark in marks):
                yield _Page(path, page_links(data, path))
        except InputError:
            continue


def _own_addresses(links: PageLinks) -> Iterator[str]:
    """Whole addresses that a page says are its own."""
    own: list[LanguageLink] = [link for link in links.alternates if link.language == links.language]
    for href in (links.canonical, *(link.href for link in own)):
        if href and "://" in href:
            yield href
