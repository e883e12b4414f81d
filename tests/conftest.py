"""What holds for every test."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

# As the command line has it, see `aligner.cli`.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
# A shell that starts tests in the background lets them ignore interruptions, and so all that they start.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True, scope="session")
def cache_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Tests neither read nor fill the cache of whoever runs them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ALIGNER_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


Answer = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Site:
    """A web server on this machine: the pages of a server by path, and what it was asked for; `address` is where it is."""

    address: str
    pages: dict[str, Answer] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    heads: list[dict[str, str]] = field(default_factory=list)

    def page(self, path: str, body: str | bytes, headers: Mapping[str, str] | None = None, status: int = 200) -> str:
        """Put a page at a path; its whole address."""
        data = body.encode() if isinstance(body, str) else body

        def answer(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(status)
            for name, value in {
                "Content-Type": "text/html",
                "Content-Length": str(len(data)),
                **(headers or {}),
            }.items():
                handler.send_header(name, value)
            handler.end_headers()
            handler.wfile.write(data)

        self.pages[path] = answer
        return self.address + path

    def redirect(self, path: str, target: str, status: int = 302) -> str:
        """Let a path lead to another address."""
        return self.page(path, b"", {"Location": target}, status)


@pytest.fixture
def site() -> Iterator[Site]:
    """A server; it answers 404 to what it was not given."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            made.asked.append(self.path)
            made.heads.append({name.lower(): value for name, value in self.headers.items()})
            answer = made.pages.get(self.path)
            if answer is None:
                self.send_error(404)
            else:
                try:
                    answer(self)
                except (BrokenPipeError, ConnectionResetError):
                    self.close_connection = True

        def log_message(self, *_arguments: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    made = Site(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield made
    server.shutdown()
    thread.join()
    server.server_close()
