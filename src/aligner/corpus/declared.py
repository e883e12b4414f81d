"""Pages in folders that declare their other language version: which file that is."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath, PurePosixPath
from urllib.parse import unquote, urlsplit

from aligner.errors import InputError
from aligner.formats.html_links import PageLinks, page_links
from aligner.formats.loading import load_bytes
from aligner.formats.table import suffix_format

_INDEX = ("index.html", "index.htm")


@dataclass(frozen=True, slots=True)
class _Page:
    path: str
    links: PageLinks


def declared_pairs(
    paths: Sequence[str], folders: Sequence[str], languages: tuple[str, str]
) -> Iterator[tuple[str, str]]:
    """Pairs of files, source and target, one of which declares the other as its version in that language.

    An address is a file's when that file says it is its own, when it leads there from the page, or when it does from one
    of the `folders` as the root of the site.
    """
    pages = list(_pages(paths))
    if not pages:
        return
    files = {_normal(path): path for path in paths}
    homes = {address: page.path for page in pages for address in _own_addresses(page.links)}
    for page in pages:
        if page.links.language not in languages:
            continue
        wanted = languages[1 - languages.index(page.links.language)]
        for alternate in page.links.alternates:
            if alternate.language != wanted:
                continue
            other = homes.get(_address(alternate.href)) or _file(alternate.href, page.path, folders, files)
            if other is not None and other != page.path:
                yield (page.path, other) if wanted == languages[1] else (other, page.path)
                break


def _pages(paths: Sequence[str]) -> Iterator[_Page]:
    """The web pages that declare other versions; what cannot be read is told when it is checked."""
    for path in paths:
        row = suffix_format(path)
        if row is None or row.name != "html":
            continue
        try:
            data = load_bytes(path)
            if b"hreflang" in data:
                yield _Page(path, page_links(data, path))
        except InputError:
            continue


def _own_addresses(links: PageLinks) -> Iterator[str]:
    """Whole addresses that a page says are its own."""
    own = [link.href for link in links.alternates if link.language == links.language]
    for href in (links.canonical, *own):
        if href and "://" in href:
            yield _address(href)


def _address(href: str) -> str:
    """An address without what makes no other page of it.

    >>> _address("HTTPS://Example.org/es/"), _address("https://example.org/es#top")
    ('example.org/es', 'example.org/es')
    """
    try:
        parts = urlsplit(href.strip())
    except ValueError:
        return href
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.netloc.lower()}{parts.path.rstrip('/')}{query}"


def _file(href: str, page: str, folders: Sequence[str], files: dict[str, str]) -> str | None:
    """The file that an address leads to, None where it leads to none."""
    try:
        path = unquote(urlsplit(href.strip()).path)
    except ValueError:
        return None
    if not path or "\0" in path:
        return None
    is_rooted = path.startswith("/")
    starts = folders if is_rooted else [str(PurePath(page).parent)]
    for start in starts:
        place = PurePath(start, *PurePosixPath(path.lstrip("/")).parts)
        for candidate in (place, *(place / name for name in _INDEX), place.with_name(f"{place.name}.html")):
            found = files.get(_normal(str(candidate)))
            if found is not None:
                return found
    return None


def _normal(path: str) -> str:
    return os.path.normcase(os.path.normpath(Path(path).absolute()))
