"""Sitemaps: which addresses a site says are versions of one page (sitemaps.org, with `xhtml:link` for languages)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

from lxml import etree

from aligner.corpus.pairing_addresses import Addresses
from aligner.errors import InputError
from aligner.formats.html_links import hreflang_language
from aligner.formats.loading import load_bytes
from aligner.formats.unpacking import unpack, unpacked_name

_LIMIT = 50 * 1024 * 1024  # what the protocol allows


def is_sitemap(path: str) -> bool:
    """Whether a file has the name of a sitemap.

    >>> is_sitemap("site/sitemap.xml"), is_sitemap("site/sitemap-news_2.xml.gz"), is_sitemap("site/feed.xml")
    (True, True, False)
    """
    name = PurePath(unpacked_name(path)).name.lower()
    return name.startswith("sitemap") and name.endswith(".xml")


def sitemap_pairs(path: str, addresses: Addresses, languages: tuple[str, str]) -> Iterator[tuple[str, str]]:
    """Pairs of files, source and target, that a sitemap says are versions of one page.

    Raises `InputError` for what is no sitemap.
    """
    data = unpack(load_bytes(path, _LIMIT), path, _LIMIT)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise InputError(path, f"it is no sitemap ({error.msg})", "write it anew, or leave it out") from error
    for entry in root.iter("{*}url"):
        versions: dict[str, str] = {}
        for link in entry.iter("{*}link"):
            language = hreflang_language(link.get("hreflang"))
            if language in languages and language not in versions and link.get("href"):
                found = addresses.file_at(link.get("href") or "")
                if found is not None:
                    versions[language] = found
        if set(versions) == set(languages) and versions[languages[0]] != versions[languages[1]]:
            yield versions[languages[0]], versions[languages[1]]
