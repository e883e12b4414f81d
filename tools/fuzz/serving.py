"""The review server, asked anything: paths, queries, headers and bodies, over its own interface, without a socket."""

from __future__ import annotations

import asyncio
import json
import shutil
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from aligner.model import Side
from aligner.pipeline import CheckOptions, PairOptions
from aligner.review.creating import ProjectOptions, new_project, tasks_of
from aligner.review.web.app import application
from aligner.review.web.desk import Desk
from aligner.review.web.security import Doors, Guard
from tools.fuzz import seeds
from tools.fuzz.reading import json_value

_HOST = "127.0.0.1:80"
_MOST_REQUESTS = 40
_LONGEST = 20_000  # characters of a path, a query or a header: uvicorn takes no more


@cache
def project() -> Path:
    """A small project with findings."""
    folder = Path(tempfile.mkdtemp(prefix="fuzz-"))
    for side, texts in zip(Side, (seeds.ENGLISH, seeds.SPANISH), strict=True):
        (folder / f"{side}.txt").write_text("\n\n".join(texts), encoding="utf-8")
    paths = [str(folder / f"{side}.txt") for side in Side]
    options = ProjectOptions(check=CheckOptions(select=("NUM", "PUN", "ACR", "NAM")))
    new_project(str(folder / "p.review"), tasks_of(paths, PairOptions())[0], options)
    return folder / "p.review"


def serve(data: bytes, folder: Path) -> None:
    """Ask what a list of requests says, of a fresh copy of the project.

    Raises `ValueError` for an answer that tells of a fault inside, or is not what the page expects.
    """
    requests = json_value(data)
    copied = folder / "p.review"
    for old in folder.glob("p.review*"):
        old.unlink()
    shutil.copy(project(), copied)
    asyncio.run(_asked(str(copied), requests if isinstance(requests, list) else [requests]))


async def _asked(path: str, requests: list[Any]) -> None:
    desk = Desk(path, ProjectOptions())
    doors = Doors("Ana", 80, passphrase="four words nobody knows")  # noqa: S106 - nobody listens
    key = doors.by_token(doors.token)
    app = application(desk, doors)
    try:
        for request in requests[:_MOST_REQUESTS]:
            if isinstance(request, dict):
                status, body = await _answer(app, _scope(request, f"{doors.cookie}={key}"), _body(request))
                _require_answered(request, status, body)
    finally:
        desk.close()


def _scope(request: Mapping[str, Any], cookie: str) -> dict[str, Any]:
    path = str(request.get("path", "/"))[:_LONGEST]
    query = str(request.get("query", ""))[:_LONGEST].replace("wait", "w")  # nobody has time to wait for news
    headers = {
        "host": _HOST,
        "cookie": cookie,
        "origin": f"http://{_HOST}",
        "x-aligner": "1",
        "content-type": str(request.get("type", "application/json")),
        "content-length": str(len(_body(request))),
    }
    told = request.get("headers")
    if isinstance(told, dict):
        headers |= {str(name).lower(): str(value) for name, value in told.items()}
    return {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "scheme": "http", "root_path": "",
        "method": str(request.get("method", "POST" if "body" in request else "GET")), "path": path.encode("utf-8", "replace").decode(),
        "raw_path": path.encode("utf-8", "replace"), "query_string": query.encode("utf-8", "replace"),
        "headers": [(_latin(name), _latin(value)) for name, value in headers.items()],
        "client": ("127.0.0.1", 9), "server": ("127.0.0.1", 80),
    }  # fmt: skip


def _latin(text: str) -> bytes:
    return text[:_LONGEST].encode("latin-1", "replace").replace(b"\n", b" ").replace(b"\r", b" ")


def _body(request: Mapping[str, Any]) -> bytes:
    told = request.get("body")
    if isinstance(told, str):
        return told.encode("utf-8", "surrogatepass")
    return b"" if told is None else json.dumps(told).encode()


async def _answer(app: Guard, scope: dict[str, Any], body: bytes) -> tuple[int, bytes]:
    waiting = [{"type": "http.request", "body": body, "more_body": False}]
    parts: list[bytes] = []
    statuses: list[int] = []

    async def receive() -> dict[str, Any]:
        return waiting.pop() if waiting else {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        statuses.extend([message["status"]] if "status" in message else [])
        parts.append(message.get("body", b""))

    await app(scope, receive, send)
    return statuses[0], b"".join(parts)


def _require_answered(request: Mapping[str, Any], status: int, body: bytes) -> None:
    if status >= 500:
        raise ValueError(f"answer {status}")
    if status >= 400 and str(request.get("path", "")).startswith("/api/") and "message" not in json.loads(body):
        raise ValueError(f"answer {status} says nothing")
