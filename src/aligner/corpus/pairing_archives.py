"""Archives of the web: the pages of a crawl, taken out of WARC (ISO 28500) and WACZ files into a folder."""

from __future__ import annotations

import hashlib
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from pathlib import Path, PurePath
from typing import IO, Any
from urllib.parse import unquote, urlsplit

from aligner.corpus.files import Skipped
from aligner.corpus.pairing_addresses import same_address
from aligner.errors import InputError, MissingExtra, OptionError
from aligner.fetching import in_known_encoding
from aligner.formats.writing import write_whole_bytes

_SUFFIXES = (".warc", ".warc.gz", ".wacz")
_PAGES = frozenset({"text/html", "application/xhtml+xml"})
_LONGEST_NAME, _MOST_FOLDERS = 80, 12
_NOT_IN_NAMES = re.compile(r"[^\w.,=+@~()!$' -]")
_NOT_UNPACKED = frozenset({"br", "zstd"})  # unless a library for them is there
_START = 2_000  # bytes in which every page has a tag
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ArchiveLimits:
    """How much is taken out of archives: bytes of one page, pages in all, bytes in all."""

    page_bytes: int = 10_000_000
    pages: int = 1_000_000
    all_bytes: int = 50_000_000_000

    def __post_init__(self) -> None:
        if self.pages < 1:
            raise OptionError(f"--max-pages {self.pages}: give a number from 1")


@dataclass(slots=True)
class Extraction:
    """The pages that were taken out, with their addresses in order, and what was left out."""

    addresses: dict[str, str] = field(default_factory=dict)
    skipped: list[Skipped] = field(default_factory=list)
    size: int = 0


def is_archive(path: str) -> bool:
    """Whether a file has the name of an archive of the web.

    >>> is_archive("crawl.warc.gz"), is_archive("site.WACZ"), is_archive("a.gz")
    (True, True, False)
    """
    return path.lower().endswith(_SUFFIXES)


def extract(archives: list[str], folder: str, limits: ArchiveLimits | None = None) -> Extraction:
    """Write the pages of archives into a folder, one file each, named by their addresses; of one address the first.

    A damaged archive gives the pages before the damage, which is told. Raises `MissingExtra` without warcio, `InputError`
    for a folder that cannot be written.
    """
    limits = limits or ArchiveLimits()
    found = Extraction()
    seen: set[str] = set()
    names: set[str] = set()
    for archive in archives:
        before = len(found.addresses)
        try:
            for address, data in _pages(archive, limits, found, seen):
                path = str(Path(folder, _name(address, names)))
                _write(path, data)
                found.addresses[path] = address
                found.size += len(data)
                if len(found.addresses) >= limits.pages or found.size >= limits.all_bytes:
                    found.skipped.append(
                        Skipped(archive, f"not read further: the limit of {_told(limits, found)} is reached")
                    )
                    return found
        except _Damage as error:
            reason = f"damaged after {len(found.addresses) - before:,} pages ({error})"
            found.skipped.append(Skipped(archive, reason))
    return found


class _Damage(Exception):
    """What cannot be read any further."""


def _told(limits: ArchiveLimits, found: Extraction) -> str:
    is_pages = len(found.addresses) >= limits.pages
    return f"{limits.pages:,} pages" if is_pages else f"{limits.all_bytes / 1e9:,.0f} GB"


def _write(path: str, data: bytes) -> None:
    try:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(
            path, f"it cannot be written ({error.strerror})", "give another folder with --pages"
        ) from error
    write_whole_bytes(path, data)


def _pages(archive: str, limits: ArchiveLimits, found: Extraction, seen: set[str]) -> Iterator[tuple[str, bytes]]:
    """Addresses and bytes of the pages of an archive that were not seen before."""
    iterator, failures = _warcio()
    for name, stream in _streams(archive, found):
        try:
            for record in iterator(stream):
                page = _page(record, name, limits, found, seen)
                if page is not None:
                    yield page
        except failures as error:
            raise _Damage(" ".join(str(error).split())[:100] or type(error).__name__) from error


def _warcio() -> tuple[Any, tuple[type[Exception], ...]]:
    try:
        from warcio.archiveiterator import ArchiveIterator
        from warcio.exceptions import ArchiveLoadFailed
        from warcio.statusandheaders import StatusAndHeadersParserException
    except ImportError as error:
        raise MissingExtra("archives of the web", "crawl") from error
    damage = (OSError, EOFError, ValueError, zlib.error, zipfile.BadZipFile)
    return ArchiveIterator, (ArchiveLoadFailed, StatusAndHeadersParserException, *damage)


def _streams(archive: str, found: Extraction) -> Iterator[tuple[str, IO[bytes]]]:
    """The WARC files in an archive; nothing of a WACZ is unpacked under a name of its own."""
    with _opened(archive) as file:
        if not archive.lower().endswith(".wacz"):
            yield archive, file
            return
        try:
            with zipfile.ZipFile(file) as package:
                members = [one for one in package.namelist() if one.lower().endswith((".warc", ".warc.gz"))]
                if not members:
                    found.skipped.append(Skipped(archive, "there is no WARC file in it"))
                for member in members:
                    with package.open(member) as stream:
                        yield f"{archive}#{member}", stream
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
            raise _Damage(str(error)) from error


@contextmanager
def _opened(archive: str) -> Iterator[IO[bytes]]:
    try:
        file = Path(archive).open("rb")  # noqa: SIM115 - what is read later may fail otherwise
    except OSError as error:
        raise InputError(archive, f"it cannot be read ({error.strerror})", "check its permissions") from error
    with file:
        yield file


def _page(record: Any, name: str, limits: ArchiveLimits, found: Extraction, seen: set[str]) -> tuple[str, bytes] | None:
    """The address and the bytes of a record that is a page."""
    head = record.http_headers
    if record.rec_type != "response" or head is None or head.get_statuscode() != "200":
        return None
    message = Message()
    message["Content-Type"] = head.get_header("Content-Type") or ""
    address = record.rec_headers.get_header("WARC-Target-URI") or ""
    if message.get_content_type() not in _PAGES or not address.startswith(("http://", "https://")):
        return None
    key = same_address(address)
    if key in seen:
        return None
    seen.add(key)
    data = record.content_stream().read(limits.page_bytes + 1)
    if len(data) > limits.page_bytes:
        problem = f"larger than {limits.page_bytes / 1e6:g} MB"
        found.skipped.append(Skipped(f"{name}#{address}", problem))
        return None
    is_packed = (head.get_header("Content-Encoding") or "").lower() in _NOT_UNPACKED and b"<" not in data[:_START]
    if is_packed or not data.strip():
        reason = "packed in a way that is not read" if is_packed else "empty"
        found.skipped.append(Skipped(f"{name}#{address}", reason))
        return None
    charset = message.get_content_charset()
    return address, in_known_encoding(data, str(charset) if charset else None)


def _name(address: str, names: set[str]) -> str:
    """A path for the page of an address, as no other has it, that every system allows and that leads nowhere else."""
    parts = urlsplit(address)
    steps = [step for step in unquote(parts.path, errors="replace").split("/") if step]
    *folders, last = [_step(step) for step in (parts.netloc.lower(), *steps)]
    if len(steps) == 0 or parts.path.endswith("/"):
        folders, last = [*folders, last], "index"
    stem = re.sub(r"\.x?html?$", "", last, flags=re.IGNORECASE) or "index"
    if parts.query:
        stem = f"{stem}@{_step(unquote(parts.query, errors='replace'))}"
    shortened = len(stem) > _LONGEST_NAME or len(folders) > _MOST_FOLDERS
    folders, stem = folders[:_MOST_FOLDERS], stem[:_LONGEST_NAME]
    name = str(PurePath(*folders, f"{stem}.html"))
    if shortened or name.casefold() in names:
        digest = hashlib.sha256(address.encode("utf-8", "replace")).hexdigest()[:10]
        name = str(PurePath(*folders, f"{stem}~{digest}.html"))
    names.add(name.casefold())
    return name


def _step(text: str) -> str:
    """One part of a path.

    >>> _step("a:80"), _step(".."), _step("con.txt")
    ('a_80', '_', '_con.txt')
    """
    clean = _NOT_IN_NAMES.sub("_", text).strip(" .")[:_LONGEST_NAME].rstrip(" .")
    return f"_{clean}" if not clean or _RESERVED.match(clean) else clean
