"""Addresses that rightly change with the language: `/en/` and `/es/`, `en.` and `es.wikipedia.org`."""

from __future__ import annotations

import re
from functools import cache

from rapidfuzz import fuzz

from aligner.checks.token_patterns import Token

_SCHEME, _WHOLE = re.compile(r"\w+:/"), re.compile(r"\w+://(?!/)|\w+:///")
_PARTS = re.compile(r"[/.?&=#_:-]+")
_ADDRESSES = frozenset({"URL", "link target", "path", "file name", "tag"})
_ATTRIBUTE = re.compile(r"(?:href|src|action|cite)\s*=\s*[\"']([^\"']*)[\"']", re.IGNORECASE)
# Sites of countries whose readers read the language; the generic ones serve everybody.
_TOP_LEVEL = {
    "en": {"uk", "us", "au", "ca", "ie", "nz", "in", "za"},
    "es": {
        "es",
        "mx",
        "ar",
        "co",
        "cl",
        "pe",
        "uy",
        "ve",
        "ec",
        "bo",
        "py",
        "cr",
        "gt",
        "hn",
        "ni",
        "pa",
        "sv",
        "do",
        "cu",
    },
}
_GENERIC = frozenset({"com", "org", "net"})
# Hashtags and handles of one campaign differ so much when they were translated, rather than misspelled.
_MISSPELT = 60


def is_localised(one: Token, other: Token, languages: tuple[str, str]) -> bool:
    """Whether two tokens are one, each in the form of its language.

    >>> from aligner.checks.token_patterns import tokens_in
    >>> one, other = tokens_in("https://en.wikipedia.org/wiki/Sun https://es.wikipedia.org/wiki/Sol")
    >>> is_localised(one, other, ("en", "es")), is_localised(one, other, ("en", "fr"))
    (True, False)
    """
    if one.kind != other.kind:
        return False
    if one.kind == "hashtag":
        return fuzz.ratio(one.key, other.key) < _MISSPELT
    if one.kind == "handle":
        return _without_language(one.key, languages) == _without_language(other.key, languages)
    if one.kind not in _ADDRESSES:
        return False
    first, second = one.key, other.key
    if one.kind == "link target" and not _host(first) and "#" in first and "#" in second:
        # Anchors inside a site are made of its headings, which are translated.
        first, second = first.partition("#")[0], second.partition("#")[0]
    if one.kind == "tag":
        targets = _ATTRIBUTE.search(first), _ATTRIBUTE.search(second)
        if targets[0] is None or targets[1] is None or _rest(first, targets[0]) != _rest(second, targets[1]):
            return False
        first, second = targets[0].group(1), targets[1].group(1)
    return _is_same_page(first, second, languages)


def _rest(tag: str, found: re.Match[str]) -> str:
    return tag[: found.start(1)] + tag[found.end(1) :]


def _is_same_page(one: str, other: str, languages: tuple[str, str]) -> bool:
    """Whether two addresses differ by the language alone, or name the pages of two languages at one site."""
    if _SCHEME.match(one) and _SCHEME.match(other) and not (_WHOLE.match(one) and _WHOLE.match(other)):
        return False
    parts = [_split(address) for address in (one, other)]
    kept = [[part for part in entry if part not in _codes(languages[0]) | _codes(languages[1])] for entry in parts]
    if kept[0] == kept[1]:
        return True
    hosts = _host(one), _host(other)
    if not hosts[0] or not hosts[1]:
        return False
    says = [any(part in _codes(language) for part in entry) for entry, language in zip(parts, languages, strict=True)]
    site = [_site(host, languages) for host in hosts]
    if site[0] == site[1]:
        return hosts[0] != hosts[1] or says[0] or says[1]
    return False


def _split(address: str) -> list[str]:
    address = re.sub(r"^\w+:/*", "", address).lower().removeprefix("www.").rstrip("/")
    return [part for part in _PARTS.split(address) if part]


def _host(address: str) -> str:
    found = re.match(r"(?:\w+://)?([\w-]+(?:\.[\w-]+)+)(?=[/?#:]|$)", address.lower())
    return found.group(1).removeprefix("www.") if found and "." in found.group(1) else ""


def _site(host: str, languages: tuple[str, str]) -> str:
    """A host without its language and, where that is one of the language's countries, without its top-level domain."""
    labels = host.split(".")
    national = _TOP_LEVEL.get(languages[0], set()) | _TOP_LEVEL.get(languages[1], set()) | _GENERIC
    while len(labels) > 1 and labels[-1] in national | {"co", "com"}:
        labels.pop()
    codes = _codes(languages[0]) | _codes(languages[1])
    kept = [label for label in labels if label not in codes]
    return ".".join(kept or labels)


@cache
def _codes(language: str) -> frozenset[str]:
    """How addresses name a language: en, eng, en-us, english, inglés."""
    from babel import Locale

    codes = {language, {"en": "eng", "es": "spa"}.get(language, language)}
    for shown in (language, "en", "es"):
        name = Locale(language).get_display_name(shown) or language
        codes |= {name.lower(), name.lower().translate(str.maketrans("áéíóúñ", "aeioun"))}
    territories = {"en": {"us", "gb", "uk"}, "es": {"es", "mx", "419", "la", "esp"}}.get(language, set())
    return frozenset(codes | territories)


def _without_language(handle: str, languages: tuple[str, str]) -> str:
    for language in languages:
        for code in sorted(_codes(language), key=len, reverse=True):
            handle = handle.lower().removesuffix(code).rstrip("_.-")
    return handle
