"""Fetches one page over HTTP (RFC 9110): no cookies, no credentials, no proxies, nothing of it run."""

from __future__ import annotations

import http.client
import re
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from urllib.parse import quote, urldefrag, urljoin, urlsplit, urlunsplit

from aligner.errors import InputError
from aligner.fetching.addresses import public_addresses
from aligner.version import VERSION

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_FORMATS = {"text/html": "html", "application/xhtml+xml": "html", "text/plain": "text", "text/markdown": "markdown"}
_HEADERS = {
    "User-Agent": f"aligner/{VERSION} (checks translations)",
    "Accept": "text/html, application/xhtml+xml;q=0.9, text/plain;q=0.5",
    "Accept-Encoding": "gzip, deflate",
    "Connection": "close",
}
_PIECE = 65_536
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_CHECK = "check the address in a browser"


@dataclass(frozen=True, slots=True)
class FetchOptions:
    """How much may be fetched: bytes of a page (packed or not), seconds for it with all redirects, and how many of those.

    `allow_private` also asks machines that are not on the public internet.
    """

    most_bytes: int = 10_000_000
    seconds: float = 20.0
    redirects: int = 5
    allow_private: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it came: the address it was found at in the end, its bytes, and the format they are in.

    Where only the answer's head tells the encoding, `data` is UTF-8 with a byte order mark.
    """

    address: str
    data: bytes
    format_name: str


def is_address(text: str) -> bool:
    """Whether a text is meant as an address of the web rather than as a path.

    >>> is_address("https://example.org/es"), is_address("ftp://example.org"), is_address("es/index.html")
    (True, True, False)
    """
    scheme, found, _ = text.partition("://")
    return bool(found) and scheme.isascii() and scheme.replace("+", "").isalnum()


def fetch(address: str, options: FetchOptions | None = None) -> Page:
    """The page at an address.

    Raises `InputError` for an address that cannot or must not be asked, an answer that is no page, and one that is too
    large, too slow, or leads from one address to the next without end.
    """
    options = options or FetchOptions()
    deadline = time.monotonic() + options.seconds
    here = _normal(address, address)
    for _ in range(options.redirects + 1):
        with _answer(here, options, deadline) as answer:
            if answer.status not in _REDIRECTS:
                return _page(answer, here, options)
            there = answer.getheader("Location")
            if not there:
                raise InputError(here, f"it answers {answer.status} without saying where to", _CHECK)
            here = _normal(urljoin(here, there), here)
    raise InputError(address, f"it leads on more than {options.redirects} times", _CHECK)


def _normal(address: str, known: str) -> str:
    """An address as it can be asked for: without a place in the page, in ASCII; `known` is what errors name."""
    try:
        parts = urlsplit(urldefrag(address.strip()).url)
        port = parts.port
        host = (parts.hostname or "").encode("idna").decode("ascii")
    except ValueError as error:
        raise InputError(known, f"it is no address ({error})", "give one such as https://example.org/es") from error
    if parts.scheme not in {"http", "https"}:
        raise InputError(known, f"{parts.scheme}: is not fetched", "give an address with http: or https:")
    if "@" in parts.netloc:
        hidden = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
        raise InputError(hidden, "it has a name or a password in it", "give the address without them")
    if not host:
        raise InputError(known, "it names no host", "give an address such as https://example.org/es")
    host = f"[{host}]" if ":" in host else host
    path, query = (quote(part, safe="/%:@!$&'()*+,;=~-._?[]|") for part in (parts.path or "/", parts.query))
    return urlunsplit((parts.scheme, f"{host}:{port}" if port else host, path, query, ""))


@contextmanager
def _answer(address: str, options: FetchOptions, deadline: float) -> Iterator[http.client.HTTPResponse]:
    """The answer of an address; whatever goes wrong until it is read is told in one line."""
    sockets: list[socket.socket] = []
    is_late = threading.Event()

    def end() -> None:
        # A host that sends a byte now and then would hold up any limit on single reads.
        is_late.set()
        for one in sockets:
            try:
                one.shutdown(socket.SHUT_RDWR)
            except OSError:
                one.close()

    left = deadline - time.monotonic()
    timer = threading.Timer(max(left, 0.001), end)
    timer.daemon = True
    timer.start()
    try:
        connection = _connected(address, options, left, sockets)
        parts = urlsplit(address)
        target = urlunsplit(("", "", parts.path, parts.query, ""))
        connection.request("GET", target, headers=_HEADERS)
        yield connection.getresponse()
        if is_late.is_set():
            raise TimeoutError
    except InputError as error:
        raise _late(address, options) if is_late.is_set() else error from None
    except PermissionError as error:
        problem = f"{urlsplit(address).hostname} is at {error}, which is not on the public internet"
        raise InputError(address, problem, "give --allow-private if that is meant") from error
    except (OSError, http.client.HTTPException, zlib.error, EOFError) as error:
        if is_late.is_set() or isinstance(error, TimeoutError):
            raise _late(address, options) from error
        raise InputError(address, f"it cannot be fetched ({_told(error)})", _CHECK) from error
    finally:
        timer.cancel()
        for one in sockets:
            one.close()


def _late(address: str, options: FetchOptions) -> InputError:
    return InputError(address, f"there was no whole answer within {options.seconds:g} seconds", "try again later")


def _told(error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not valid: {error.verify_message}"
    if isinstance(error, socket.gaierror):
        return "there is no such host"
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return " ".join(reason.split()) or type(error).__name__


def _connected(
    address: str, options: FetchOptions, left: float, sockets: list[socket.socket]
) -> http.client.HTTPConnection:
    """A connection to a checked address; its socket is put into `sockets` as soon as there is one."""
    if left <= 0:
        raise TimeoutError
    parts = urlsplit(address)
    host, is_secure = parts.hostname or "", parts.scheme == "https"
    port = parts.port or (443 if is_secure else 80)
    problem: OSError | None = None
    for number in public_addresses(host, port, allow_private=options.allow_private):
        try:
            plain = socket.create_connection((number, port), timeout=left)
            break
        except OSError as error:
            problem = error
    else:
        raise problem or OSError("there is no such host")
    sockets.append(plain)
    connection = http.client.HTTPConnection(host, port)
    connection.sock = plain
    if is_secure:
        connection.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=host)
        sockets.append(connection.sock)
    # The head of the request names the port only where it is not the usual one.
    connection.default_port = 443 if is_secure else 80
    return connection


def _page(answer: http.client.HTTPResponse, address: str, options: FetchOptions) -> Page:
    if not 200 <= answer.status < 300:
        reason = " ".join(answer.reason.split())[:60]
        raise InputError(address, f"it answers {answer.status} {reason}".rstrip(), _CHECK)
    head = Message()
    head["Content-Type"] = answer.getheader("Content-Type") or "text/html"
    kind = head.get_content_type()
    if kind not in _FORMATS:
        raise InputError(address, f"it is {kind}, not a page", "give the address of a web page")
    data = _body(answer, address, options)
    if not data.strip():
        raise InputError(address, "the page is empty", _CHECK)
    return Page(address, in_known_encoding(data, head.get_content_charset()), _FORMATS[kind])


def _body(answer: http.client.HTTPResponse, address: str, options: FetchOptions) -> bytes:
    """The content, unpacked, both of it and of what was sent no more than allowed."""
    told = answer.getheader("Content-Length") or ""
    announced = int(told) if re.fullmatch("[0-9]{1,18}", told) else 0
    if announced > options.most_bytes:
        raise _too_large(address, options)
    coding = (answer.getheader("Content-Encoding") or "identity").strip().lower()
    unpacker = _unpacker(coding, address)
    sent, size = 0, 0
    pieces = []
    while piece := answer.read1(_PIECE):
        sent += len(piece)
        pieces.append(piece if unpacker is None else unpacker.decompress(piece, options.most_bytes + 1 - size))
        size += len(pieces[-1])
        if max(sent, size) > options.most_bytes:
            raise _too_large(address, options)
    if unpacker is not None and not unpacker.eof:
        raise InputError(address, "the answer ends too early", "try again later")
    if sent < announced:
        raise http.client.IncompleteRead(b"", announced - sent)
    return b"".join(pieces)


def _unpacker(coding: str, address: str) -> zlib._Decompress | None:
    if coding in {"identity", ""}:
        return None
    if coding in {"gzip", "x-gzip", "deflate"}:
        return zlib.decompressobj(zlib.MAX_WBITS | 32)
    raise InputError(address, f"it is packed as {coding[:40]}, which was not asked for", _CHECK)


def _too_large(address: str, options: FetchOptions) -> InputError:
    return InputError(
        address, f"the page is larger than {options.most_bytes / 1_000_000:g} MB", "save it, and check the file"
    )


def in_known_encoding(data: bytes, charset: str | None) -> bytes:
    """Bytes whose encoding the page itself tells, or UTF-8: that of the answer's head goes before what the page says.

    It yields to UTF-8, as in files, where the bytes beyond ASCII are well-formed.
    """
    if charset is None or data.startswith((_BYTE_ORDER_MARK, b"\xff\xfe", b"\xfe\xff")):
        return data
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        try:
            # As browsers do, who take the one for the other (Encoding Standard).
            return _BYTE_ORDER_MARK + data.decode("cp1252" if charset == "iso-8859-1" else charset).encode("utf-8")
        except (LookupError, ValueError):
            return data
    return data
