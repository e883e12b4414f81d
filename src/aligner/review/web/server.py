"""Serves a project: a socket on this machine, the application behind it, and an end that leaves everything in order."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from types import FrameType
from typing import Any

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from aligner.errors import OptionError
from aligner.review.creating import ProjectOptions
from aligner.review.project import Project
from aligner.review.web.app import application
from aligner.review.web.asking import person
from aligner.review.web.desk import Desk
from aligner.review.web.security import Doors, require_passphrase

_LOOPBACK, _EVERYWHERE = "127.0.0.1", "0.0.0.0"  # noqa: S104 - asked for by name, with a passphrase
_HEAD_SECONDS = 5  # for the head of a request
_CONNECTIONS = 256
_LARGEST_HEAD = 64 * 1024
# An address that nobody has (RFC 5737): to connect to it without sending tells which of ours would be used.
_NOWHERE = ("192.0.2.1", 9)


@dataclass(frozen=True, slots=True)
class Serving:
    """How a project is served: port 0 is any that is free; a passphrase opens it to the network."""

    author: str
    port: int = 0
    passphrase: str | None = None


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where a project is served: `own` lets one browser in, once; `network` is for those who have the passphrase."""

    own: str
    network: str | None


def serve(path: str, options: ProjectOptions, serving: Serving, ready: Callable[[Addresses], None]) -> None:
    """Serve a project until a signal ends it (SIGINT, SIGTERM); `ready` is told the addresses when they answer.

    Raises `InputError` for a file that is no project, `OptionError` for a port that is taken or a passphrase that is short.
    """
    author = person(serving.author)
    if serving.passphrase is not None:
        require_passphrase(serving.passphrase)
    with Project.open(path, verify=True):  # a damaged file is refused before anybody sees it
        pass
    with _listening(serving) as listener:
        asyncio.run(_served(Desk(path, options), replace(serving, author=author), listener, ready))


async def _served(
    desk: Desk,
    serving: Serving,
    listener: socket.socket,
    ready: Callable[[Addresses], None],
) -> None:
    port = listener.getsockname()[1]
    doors = Doors(serving.author, port, serving.passphrase)
    network = None if serving.passphrase is None else f"http://{_own_address()}:{port}/login"
    told = Addresses(f"http://{_LOOPBACK}:{port}/?token={doors.token}", network)
    server = _Server(_configured(desk, doors), desk, lambda: ready(told))
    await server.serve(sockets=[listener])


def _configured(desk: Desk, doors: Doors) -> uvicorn.Config:
    return uvicorn.Config(
        application(desk, doors),
        http=_Protocol,
        ws="none",
        loop="asyncio",
        lifespan="on",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        date_header=False,
        limit_concurrency=_CONNECTIONS,
        h11_max_incomplete_event_size=_LARGEST_HEAD,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=3,
    )


@contextlib.contextmanager
def _listening(serving: Serving) -> Iterator[socket.socket]:
    # Named by its protocol, or asyncio would not see that it is TCP, and answers would wait 40 ms for company.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    with contextlib.closing(listener):
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((_LOOPBACK if serving.passphrase is None else _EVERYWHERE, serving.port))
        except (OSError, OverflowError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise OptionError(f"port {serving.port} cannot be used ({reason}); give another, or none") from error
        listener.setblocking(False)  # noqa: FBT003 - its only parameter
        yield listener


def _own_address() -> str:
    with contextlib.closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as probe:
        try:
            probe.connect(_NOWHERE)
        except OSError:
            return socket.gethostname()
        return str(probe.getsockname()[0])


class _Server(uvicorn.Server):
    """Says when it answers, and ends in peace: who waits for news is let go, and a signal is no error."""

    def __init__(self, config: uvicorn.Config, desk: Desk, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._desk, self._ready = desk, ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer."""
        await super().startup(sockets)
        if self.started:
            self._ready()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Signals end the server, and are not raised again."""
        loop = asyncio.get_running_loop()

        def end(number: int, frame: FrameType | None) -> None:
            self.handle_exit(number, frame)
            loop.call_soon_threadsafe(self._desk.stop_waiting)

        try:
            before = {number: signal.signal(number, end) for number in (signal.SIGINT, signal.SIGTERM)}
        except ValueError:  # not the main thread, which alone has signals
            before = {}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


class _Protocol(H11Protocol):
    """Does not wait for ever for the head of a request that has begun, or never begins."""

    def __init__(self, *arguments: Any, **others: Any) -> None:
        super().__init__(*arguments, **others)
        self._impatience: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Somebody has come; wait for a request."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Something has come; wait for the rest of a head."""
        super().data_received(data)
        is_begun = self.conn.their_state is h11.IDLE and self.conn.trailing_data[0]
        if self.conn.their_state is not h11.IDLE:
            self._stop_waiting()
        elif is_begun and self._impatience is None:
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Somebody has gone."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._impatience = self.loop.call_later(_HEAD_SECONDS, self._lose_patience)

    def _stop_waiting(self) -> None:
        if self._impatience is not None:
            self._impatience.cancel()
            self._impatience = None

    def _lose_patience(self) -> None:
        self._impatience = None
        if self.conn.their_state is h11.IDLE and not self.transport.is_closing():
            self.transport.close()
