"""A published page and its other language version: by what the page declares, by its links, by the site's addresses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from aligner.corpus.pairing import Languages, Task, two_languages
from aligner.errors import InputError
from aligner.fetching import FetchOptions, Page, fetch
from aligner.formats import parse_document
from aligner.formats.html_links import PageLinks, page_links
from aligner.languages import evident_language, language_name

_MOST_TRIED = 6  # addresses that are looked at for the other version of one page
_LEAST_WORDS, _SHARE = 8, 0.6  # function words that a page must have to show its language, and their share
_REGION = r"(?:[-_][A-Za-z]{2,4})?"


@dataclass(frozen=True, slots=True)
class Site:
    """Pages to check: tasks whose paths are addresses, the bytes of each, and what a person is told about them."""

    tasks: tuple[Task, ...]
    contents: dict[str, bytes]
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Candidate:
    address: str
    reason: str


def fetched_pair(source: str, target: str, options: FetchOptions | None = None) -> Site:
    """Two pages that are said to be versions of one; raises `InputError` for one that cannot be fetched."""
    pages = [fetch(address, options) for address in (source, target)]
    if pages[0].address == pages[1].address:
        raise InputError(target, "source and target are the same page", "give the two language versions of a text")
    task = Task(pages[1].address, pages[0].address, reason="given", format_name=pages[1].format_name)
    return Site((task,), {page.address: page.data for page in pages})


def fetched_pages(addresses: Iterable[str], languages: Languages, options: FetchOptions | None = None) -> Site:
    """Pages with their other language versions; where there is none, a page alone, which is remarked.

    Raises `InputError` for a page that cannot be fetched, `OptionError` for languages that are one.
    """
    languages = two_languages(*languages)
    tasks: dict[Task, None] = {}
    contents: dict[str, bytes] = {}
    remarks: list[str] = []
    for address in addresses:
        if any(address in task.paths for task in tasks):
            continue
        page = fetch(address, options)
        contents[page.address] = page.data
        language = _language(page, languages)
        other = None if language is None else _other_version(page, language, languages, options)
        if language is None or other is None:
            tasks[_alone(page, language, languages)] = None
            remarks.append(f"{page.address}: {_why_alone(language, languages)}; it is checked by itself")
            continue
        found, reason = other
        contents[found.address] = found.data
        pair = (page, found) if language == languages[0] else (found, page)
        tasks[Task(pair[1].address, pair[0].address, reason=reason, format_name=page.format_name)] = None
    return Site(tuple(tasks), contents, tuple(remarks))


def _alone(page: Page, language: str | None, languages: Languages) -> Task:
    own = None if language is None else (language, _opposite(language, languages))
    return Task(page.address, languages=own, format_name=page.format_name)


def _why_alone(language: str | None, languages: Languages) -> str:
    if language is None:
        return f"it is not evident whether it is in {' or in '.join(map(language_name, languages))}"
    return f"no {language_name(_opposite(language, languages))} version of it was found"


def _opposite(language: str, languages: Languages) -> str:
    return languages[1] if language == languages[0] else languages[0]


def _language(page: Page, languages: Languages) -> str | None:
    """The language a page says it is in, or else the one it shows."""
    declared = _links(page).language
    return declared if declared in languages else _evident(page, languages)


def _evident(page: Page, languages: Languages) -> str | None:
    text = parse_document(page.data, page.address, languages[0], page.format_name).text
    shown = evident_language(text, _LEAST_WORDS, _SHARE)
    return shown if shown in languages else None


def _links(page: Page) -> PageLinks:
    return page_links(page.data, page.address) if page.format_name == "html" else PageLinks()


def _other_version(
    page: Page, language: str, languages: Languages, options: FetchOptions | None
) -> tuple[Page, str] | None:
    """The first candidate that is a page in the other language, and how it was found."""
    wanted = _opposite(language, languages)
    seen = {_same(page.address)}
    tried = 0
    for candidate in _candidates(page, language, wanted):
        if _same(candidate.address) in seen or tried == _MOST_TRIED:
            continue
        seen.add(_same(candidate.address))
        tried += 1
        try:
            found = fetch(candidate.address, options)
            if found.format_name == page.format_name and _is_version(found, candidate, page, wanted, languages):
                return found, candidate.reason
        except InputError:  # a guess that leads nowhere
            continue
    return None


def _is_version(found: Page, candidate: _Candidate, page: Page, wanted: str, languages: Languages) -> bool:
    """Whether a page is in the language it should be, and was not put in place of one that is not there."""
    if _same(found.address) == _same(page.address):
        return False
    if candidate.reason == "hreflang":  # the site says so; what is not translated in it is for the rules
        return True
    if candidate.reason == "address" and _same(found.address) != _same(candidate.address):
        return False
    if _is_front(found.address) and not _is_front(page.address):
        return False
    shown = _evident(found, languages)
    return shown == wanted or (shown is None and _links(found).language == wanted)


def _same(address: str) -> str:
    """An address without what seldom makes another page of it."""
    parts = urlsplit(address)
    return urlunsplit(("", (parts.netloc).lower(), parts.path.rstrip("/"), parts.query, ""))


def _is_front(address: str) -> bool:
    """Whether an address is that of a site, or of one language of it, and not of a page in it."""
    parts = urlsplit(address)
    steps = [step for step in parts.path.split("/") if step]
    return not parts.query and (
        not steps or (len(steps) == 1 and re.fullmatch(rf"[a-z]{{2}}{_REGION}", steps[0]) is not None)
    )


def _candidates(page: Page, language: str, wanted: str) -> Iterator[_Candidate]:
    """Where the other version may be, the surest first."""
    links = _links(page)
    start = urljoin(page.address, links.base or "")
    for link in links.alternates:
        if link.language == wanted:
            yield _Candidate(_joined(start, link.href), "hreflang")
    for link in links.links:
        address = _joined(start, link.href)
        if link.language == wanted and _is_same_site(address, page.address):
            yield _Candidate(address, "link")
    for address in conventional(page.address, language, wanted):
        yield _Candidate(address, "address")


def _joined(start: str, href: str) -> str:
    try:
        return urljoin(start, href)
    except ValueError:
        return start


def _is_same_site(one: str, other: str) -> bool:
    """Whether two addresses are of one host, or of hosts under one name."""
    first, second = ((urlsplit(address).hostname or "").split(".") for address in (one, other))
    return first == second or (len(first) > 1 and len(second) > 1 and first[-2:] == second[-2:])


def conventional(address: str, language: str, wanted: str) -> Iterator[str]:
    """Addresses that sites give the other version of a page, by how this one's names its language.

    >>> list(conventional("https://example.org/en/a?x=1", "en", "es"))[:2]
    ['https://example.org/es/a?x=1', 'https://example.org/a?x=1']
    >>> next(conventional("https://en.example.org/a", "en", "es")), next(conventional("https://example.org/a", "en", "es"))
    ('https://es.example.org/a', 'https://example.org/es/a')
    """
    parts = urlsplit(address)
    steps = parts.path.split("/")
    is_marked = False
    for at, step in enumerate(steps):
        if re.fullmatch(rf"{language}{_REGION}", step, re.IGNORECASE):
            is_marked = True
            yield parts._replace(path="/".join([*steps[:at], wanted, *steps[at + 1 :]])).geturl()
            yield parts._replace(path="/".join([*steps[:at], *steps[at + 1 :]]) or "/").geturl()
    first, _, rest = parts.netloc.partition(".")
    if first.lower() == language and "." in rest:
        is_marked = True
        yield parts._replace(netloc=f"{wanted}.{rest}").geturl()
    marked = re.sub(rf"(?<=[._-]){language}(?=\.\w+$|/?$)", wanted, parts.path)
    if marked != parts.path:
        is_marked = True
        yield parts._replace(path=marked).geturl()
    query = [(name, wanted if value.lower() == language else value) for name, value in parse_qsl(parts.query)]
    if query and query != parse_qsl(parts.query):
        is_marked = True
        yield parts._replace(query=urlencode(query)).geturl()
    if not is_marked:
        yield parts._replace(path=f"/{wanted}{parts.path}").geturl()
        host = parts.netloc.removeprefix("www.")
        yield parts._replace(netloc=f"{wanted}.{host}").geturl()
