"""Who may ask what: the same machine's browser, with a cookie it got for a token that works once; and nobody else.

A page that somebody opens elsewhere in the browser can send requests here, under the name of this server if a name server lies
(DNS rebinding). So every request has to name this server as its host, and one that changes something has to come from a page
of this server (Origin), in a form that a foreign page cannot send without asking first.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import ipaddress
import json
import secrets
import socket
import time
from collections import deque
from dataclasses import dataclass, field

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from aligner.errors import OptionError

MOST_BYTES = 1_000_000  # of a body
_MOST_READ = 16 * MOST_BYTES  # of one that is too large
_BODY_SECONDS = 20.0  # for all of it
_MOST_SESSIONS = 1000
_LOGIN_SECONDS, _LOGINS = 60.0, 10  # wrong passphrases within a time, of everybody together
LEAST_PASSPHRASE = 8
_LONGEST_PASSPHRASE = 1000
_METHODS = frozenset({"GET", "HEAD", "POST"})

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; font-src 'self';"
    " base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


@dataclass(slots=True)
class Session:
    """Somebody who came in: the name that changes are made under."""

    author: str


@dataclass(slots=True)
class Doors:
    """The ways in: a token that works once, and, on a network, a passphrase. Sessions last as long as the server."""

    author: str
    port: int
    passphrase: str | None = None
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    _is_used: bool = False
    _sessions: dict[str, Session] = field(default_factory=dict)
    _failed: deque[float] = field(default_factory=deque)

    @property
    def cookie(self) -> str:
        """The name of the cookie: cookies go to all ports of a machine."""
        return f"aligner-{self.port}"

    def by_token(self, token: str) -> str | None:
        """A new session for the token, its key; None for a wrong one, and for the second who has it."""
        is_right = hmac.compare_digest(_digested(token), _digested(self.token))
        if not is_right or self._is_used:
            return None
        self._is_used = True
        return self._admit(self.author)

    def by_passphrase(self, passphrase: str, author: str) -> str | None:
        """A new session for who knows the passphrase; None for a wrong one, and for anybody while many were wrong."""
        now = time.monotonic()
        while self._failed and self._failed[0] < now - _LOGIN_SECONDS:
            self._failed.popleft()
        if self.passphrase is None or len(passphrase) > _LONGEST_PASSPHRASE or len(self._failed) >= _LOGINS:
            return None
        if not hmac.compare_digest(_digested(passphrase), _digested(self.passphrase)):
            self._failed.append(now)
            return None
        return self._admit(author)

    def session(self, key: str | None) -> Session | None:
        """Who has this key."""
        return None if key is None else self._sessions.get(_digested(key))

    def _admit(self, author: str) -> str:
        key = secrets.token_urlsafe(32)
        while len(self._sessions) >= _MOST_SESSIONS:
            self._sessions.pop(next(iter(self._sessions)))
        self._sessions[_digested(key)] = Session(author)
        return key

    def is_host(self, told: str | None) -> bool:
        """Whether a Host header names this server.

        On a network any address in numbers does, which no name server can make up, and the name of this machine.
        """
        if told is None:
            return False
        name, port = _host_and_port(told.lower())
        if port != self.port:
            return False
        if self.passphrase is None:
            return name in {"127.0.0.1", "localhost"}
        own = socket.gethostname().lower()
        return name in {"localhost", own, f"{own}.local"} or _is_address(name)


def require_passphrase(passphrase: str) -> None:
    """Raise `OptionError` for a passphrase that is soon guessed."""
    if not LEAST_PASSPHRASE <= len(passphrase) <= _LONGEST_PASSPHRASE:
        raise OptionError(f"the passphrase has to have at least {LEAST_PASSPHRASE} characters")


def _digested(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _host_and_port(told: str) -> tuple[str, int]:
    """The two parts of a Host header; browsers leave out port 80."""
    name, colon, port = told.rpartition(":")
    if not colon or told.endswith("]"):
        return told.strip("[]"), 80
    if not (port.isascii() and port.isdigit() and len(port) <= 5):
        return told, -1
    return name.strip("[]"), int(port)


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class _Refusal:
    """Why a request is not answered."""

    status: int
    message: str


@dataclass(slots=True)
class Guard:
    """Stands before the application: refuses what may not come in, bounds what does, and puts headers on what goes out."""

    app: ASGIApp
    doors: Doors

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return
        headers = Headers(scope=scope)
        session = self.doors.session(cookie_parser(headers.get("cookie", "")).get(self.doors.cookie))
        scope["session"] = session
        guarded = _with_headers(send)
        refusal = self._refusal(scope["method"], scope["path"], headers, session)
        if refusal is not None:
            await _refuse(guarded, refusal)
            return
        body = b""
        if scope["method"] == "POST":
            try:
                async with asyncio.timeout(_BODY_SECONDS):
                    sent = await _body(headers, receive)
            except TimeoutError:
                await _refuse(guarded, _Refusal(408, "what was sent came too slowly"))
                return
            if sent is None:
                await _refuse(guarded, _Refusal(413, f"what was sent is larger than {MOST_BYTES:,} bytes"))
                return
            body = sent
        await self.app(scope, _received(body, receive), guarded)

    def _refusal(self, method: str, path: str, headers: Headers, session: Session | None) -> _Refusal | None:
        host = headers.get("host")
        if len(headers.getlist("host")) != 1 or not self.doors.is_host(host):
            return _Refusal(403, "this is not the name of this server")
        if method not in _METHODS:
            return _Refusal(405, "this is not done here")
        origin = headers.get("origin")
        if origin is not None and origin.lower() != f"http://{(host or '').lower()}":
            return _Refusal(403, "this comes from a page of another server")
        is_open = path in {"/", "/login"} or path.startswith("/static/")
        if not is_open and headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
            return _Refusal(403, "this comes from a page of another server")
        if session is None and not is_open:
            return _Refusal(403, "this browser has not come in here; use the address that aligner told when it started")
        return _post_refusal(path, headers, origin) if method == "POST" else None


def _post_refusal(path: str, headers: Headers, origin: str | None) -> _Refusal | None:
    """Why something that changes is not done: a foreign page could send it."""
    if origin is None:
        return _Refusal(403, "the request does not say which page it comes from")
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if path == "/login":
        return None if kind == "application/x-www-form-urlencoded" else _Refusal(415, "what was sent is no form")
    if headers.get("x-aligner") != "1":
        return _Refusal(403, "the request does not come from the page")
    return None if kind == "application/json" else _Refusal(415, "what was sent is no JSON")


async def _body(headers: Headers, receive: Receive) -> bytes | None:
    """All that was sent; None for too much.

    That is read too, but not kept, and not for ever: who is sending sees no answer before the end.
    """
    told = headers.get("content-length", "0")
    if not (told.isascii() and told.isdigit()) or int(told[:20]) > _MOST_READ:
        return None
    parts: list[bytes] = []
    size = 0
    while size <= _MOST_READ:
        message = await receive()
        if message["type"] == "http.disconnect":
            return b""
        size += len(message.get("body", b""))
        if size <= MOST_BYTES:
            parts.append(message.get("body", b""))
        if not message.get("more_body", False):
            return b"".join(parts) if size <= MOST_BYTES else None
    return None


def _received(body: bytes, receive: Receive) -> Receive:
    """Gives a body that was read already, then whatever comes."""
    waiting = [body]

    async def given() -> Message:
        if waiting:
            return {"type": "http.request", "body": waiting.pop(), "more_body": False}
        return await receive()

    return given


def _with_headers(send: Send) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers[name] = value
            headers.setdefault("Cache-Control", "no-store")
        await send(message)

    return sent


async def _refuse(send: Send, refusal: _Refusal) -> None:
    body = json.dumps({"message": refusal.message}).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    if refusal.status in {408, 413}:
        headers.append((b"connection", b"close"))
    await send({"type": "http.response.start", "status": refusal.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


__all__ = ["LEAST_PASSPHRASE", "MOST_BYTES", "Doors", "Guard", "Session", "require_passphrase"]
