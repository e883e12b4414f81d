"""Where texts were published: which file an address leads to, and what two versions' addresses have in common."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePath, PurePosixPath
from urllib.parse import parse_qsl, unquote, urlencode, urljoin, urlsplit

from aligner.languages import language_name

_INDEX = ("index.html", "index.htm")
_REGION = r"(?:[-_](?:[a-z]{2}|\d{3}))?"
_HOLE = "\0"
_LANGUAGE_KEYS = frozenset({"lang", "language", "locale", "hl", "l", "idioma", "lng"})
_OWN_NAMES = {"es": ("español", "espanol", "castellano"), "en": ("inglés", "ingles")}


def same_address(href: str) -> str:
    """An address without what makes no other page of it.

    >>> same_address("HTTPS://Example.org/es/"), same_address("https://example.org/es#top")
    ('example.org/es', 'example.org/es')
    """
    try:
        parts = urlsplit(href.strip())
    except ValueError:
        return href
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.netloc.lower()}{parts.path.rstrip('/')}{query}"


class Addresses:
    """Which file an address leads to: by what is known of the files' addresses, or by the path below a folder."""

    def __init__(self, paths: Sequence[str], folders: Sequence[str], known: Mapping[str, str]) -> None:
        """`folders` are roots of sites; `known` has the addresses of files that came out of an archive."""
        self._folders, self._known = folders, known
        self._files = {_normal(path): path for path in paths}
        self._homes = {same_address(known[path]): path for path in paths if path in known}

    def add(self, address: str, path: str) -> None:
        """Note an address that a file says is its own; what is known goes before."""
        self._homes.setdefault(same_address(address), path)

    def file_at(self, href: str, page: str | None = None) -> str | None:
        """The file that an address leads to from a page, None where it leads to none."""
        base = self._known.get(page) if page is not None else None
        try:
            whole = urljoin(base, href.strip()) if base else href
        except ValueError:
            return None
        found = self._homes.get(same_address(whole))
        return found if found is not None or base else self._below(href, page)

    def _below(self, href: str, page: str | None) -> str | None:
        try:
            path = unquote(urlsplit(href.strip()).path)
        except ValueError:
            return None
        if not path or "\0" in path:
            return None
        is_rooted = path.startswith("/") or page is None
        starts = self._folders if is_rooted else [str(PurePath(page or "").parent)]
        for start in starts:
            place = PurePath(start, *PurePosixPath(path.lstrip("/")).parts)
            with_suffix = [place.with_name(f"{place.name}.html")] if place.name else []
            for candidate in (place, *(place / name for name in _INDEX), *with_suffix):
                found = self._files.get(_normal(str(candidate)))
                if found is not None:
                    return found
        return None


def _normal(path: str) -> str:
    return os.path.normcase(os.path.normpath(Path(path).absolute()))


def address_readings(address: str, languages: tuple[str, str]) -> Iterator[tuple[str, str]]:
    """The languages an address may name, each with what the address is without: its key, alike for all versions of a page.

    >>> from aligner.corpus.pairing_addresses import address_readings as readings
    >>> one, other = (next(readings(f"https://a.example/{code}/x?p=1", ("en", "es"))) for code in ("en", "es-MX"))
    >>> one[0], other[0], one[1] == other[1]
    ('en', 'es', True)
    >>> next(readings("https://es.a.example/x", ("en", "es")))[1] == next(readings("https://en.a.example/x", ("en", "es")))[1]
    True
    """
    try:
        parts = urlsplit(address)
    except ValueError:
        return
    host = parts.netloc.lower().removeprefix("www.")
    steps = [step for step in parts.path.split("/") if step]
    query = parse_qsl(parts.query, keep_blank_values=True)
    path, rest = "/".join(steps), urlencode(sorted(query))
    for language in languages:
        code = re.compile(rf"{language}{_REGION}", re.IGNORECASE)
        names = {language_name(language).lower(), *_OWN_NAMES.get(language, ())}
        for at, step in enumerate(steps):
            if code.fullmatch(step) or unquote(step).lower() in names:
                yield language, "\n".join((host, "/".join([*steps[:at], _HOLE, *steps[at + 1 :]]), rest))
        for at, (key, value) in enumerate(query):
            if key.lower() in _LANGUAGE_KEYS and code.fullmatch(value):
                others = urlencode(sorted([*query[:at], *query[at + 1 :], (key.lower(), _HOLE)]))
                yield language, "\n".join((host, path, others))
        first, _, domain = host.partition(".")
        if "." in domain and code.fullmatch(first):
            yield language, "\n".join((f"{_HOLE}.{domain}", path, rest))
        if steps:
            marked = re.sub(
                rf"(?<=[._-]){language}{_REGION}(?=(?:\.\w{{2,5}})?$)", _HOLE, steps[-1], flags=re.IGNORECASE
            )
            if marked != steps[-1]:
                yield language, "\n".join((host, "/".join([*steps[:-1], marked]), rest))


def plain_keys(key: str) -> str:
    """The key that an address has which names no language: `/x` beside `/es/x`, `a.example` beside `es.a.example`.

    >>> one = next(address_readings("https://a.example/es/x", ("en", "es")))[1]
    >>> plain_keys(one) == address_key("https://www.a.example/x/")
    True
    """
    host, path, query = key.split("\n")
    steps = [
        step.replace(f".{_HOLE}", "").replace(f"-{_HOLE}", "").replace(f"_{_HOLE}", "") for step in path.split("/")
    ]
    rest = [pair for pair in parse_qsl(query, keep_blank_values=True) if pair[1] != _HOLE]
    kept = "/".join(step for step in steps if step and step != _HOLE)
    return "\n".join((host.removeprefix(f"{_HOLE}."), kept, urlencode(rest)))


def address_key(address: str) -> str:
    """The key of an address as it stands."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    query = urlencode(sorted(parse_qsl(parts.query, keep_blank_values=True)))
    return "\n".join((parts.netloc.lower().removeprefix("www."), "/".join(filter(None, parts.path.split("/"))), query))
