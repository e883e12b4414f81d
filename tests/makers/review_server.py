"""The review server as a user starts it, in a process of its own, and a browser that asks what it is told to."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import urllib.parse
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

_START = "from aligner.cli import main; main()"


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Browser:
    """Asks one server, with the cookies it has; what a page would send is sent unless said otherwise."""

    port: int
    cookie: str = ""
    _connection: http.client.HTTPConnection | None = field(default=None, repr=False)

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def ask(
        self,
        address: str,
        body: object = None,
        headers: Mapping[str, str | None] | None = None,
        method: str | None = None,
    ) -> Answer:
        """Ask, with a body as POST; headers with None are left out."""
        sent: dict[str, str | None] = {"Host": self.host, "Cookie": self.cookie or None}
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        method = method or ("GET" if body is None else "POST")
        if method == "POST":
            sent |= {"Content-Type": "application/json", "X-Aligner": "1", "Origin": f"http://{self.host}"}
            sent |= {"Content-Length": str(len(data))}
        sent |= headers or {}
        if self._connection is None:
            self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
            self._connection.connect()
            self._connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # as browsers do
        connection = self._connection
        try:
            connection.putrequest(method, address, skip_host=True, skip_accept_encoding=True)
            for name, value in sent.items():
                if value is not None:
                    connection.putheader(name, value)
            connection.endheaders(data if method == "POST" else None)
            response = connection.getresponse()
            answer = Answer(
                response.status, {name.lower(): cell for name, cell in response.getheaders()}, response.read()
            )
        except BaseException:
            self.close()
            raise
        if "set-cookie" in answer.headers:
            self.cookie = answer.headers["set-cookie"].partition(";")[0]
        return answer

    def change(self, kind: str, seen: Mapping[int, int] | None = None, **values: object) -> Answer:
        """Ask for a change."""
        told = {str(bead): version for bead, version in (seen or {}).items()}
        return self.ask("/api/changes", {"kind": kind, "seen": told, **values})

    def beads(self, **query: object) -> list[Any]:
        """Beads of the first pair."""
        beads: list[Any] = self.ask(f"/api/pairs/1/beads?{urllib.parse.urlencode(query)}").json["beads"]
        return beads

    def close(self) -> None:
        """Hang up."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None


@dataclass
class Server:
    """A server that runs: its process, its port, the token it told, and all it says on stderr in the end."""

    process: subprocess.Popen[str]
    port: int
    token: str
    lines: list[str]
    browsers: list[Browser] = field(default_factory=list)

    def browser(self) -> Browser:
        """A browser that has not come in."""
        self.browsers.append(Browser(self.port))
        return self.browsers[-1]

    def entered(self) -> Browser:
        """The browser that the token is for."""
        browser = self.browser()
        assert browser.ask(f"/?token={self.token}").status == 303
        return browser

    def logged_in(self, name: str, passphrase: str) -> Browser:
        """A browser of somebody who knows the passphrase."""
        browser = self.browser()
        form = urllib.parse.urlencode({"author": name, "passphrase": passphrase}).encode()
        answer = browser.ask("/login", form, {"Content-Type": "application/x-www-form-urlencoded", "X-Aligner": None})
        assert answer.status == 303, answer.body
        return browser

    def end(self, number: int = signal.SIGTERM) -> tuple[int, str]:
        """End it by a signal; its exit status, and what it said since it started."""
        self.process.send_signal(number)
        _, said = self.process.communicate(timeout=30)
        return self.process.returncode, said


@contextlib.contextmanager
def served(path: str, *options: str, passphrase: str | None = None) -> Iterator[Server]:
    """`aligner review PATH` until the block ends."""
    environment = {**os.environ, "PYTHONWARNINGS": "error::ResourceWarning", "PYTHONDEVMODE": ""}
    if passphrase is not None:
        environment["ALIGNER_PASSPHRASE"] = passphrase
        options = (*options, "--lan")
    process = subprocess.Popen(
        [sys.executable, "-c", _START, "review", path, "--no-browser", "--author", "Ana", *options],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, encoding="utf-8",
        env=environment,
    )  # fmt: skip
    assert process.stderr is not None
    lines = []
    try:
        while "token=" not in (line := process.stderr.readline()):
            lines.append(line)
            assert line, "".join(lines)
        lines.append(line)
        if passphrase is not None:
            lines.append(process.stderr.readline())
        address = urllib.parse.urlsplit(next(word for word in line.split() if word.startswith("http://")))
        assert address.port is not None
        server = Server(process, address.port, urllib.parse.parse_qs(address.query)["token"][0], lines)
        try:
            yield server
        finally:
            for browser in server.browsers:
                browser.close()
    finally:
        process.kill()
        process.wait()
        process.stderr.close()
