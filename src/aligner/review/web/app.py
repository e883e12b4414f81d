"""The application: addresses and what answers them. Errors are lines of JSON, whatever happens."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sqlite3
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from aligner.errors import AlignerError, Conflict, InputError, OptionError
from aligner.review import results
from aligner.review.project import Project
from aligner.review.records import StaleBead
from aligner.review.web import changing, looking, pages
from aligner.review.web.asking import Body, NotHere, Query, person
from aligner.review.web.desk import Desk
from aligner.review.web.security import Doors, Guard, Session
from aligner.review.web.wire import Json

_LONGEST_WAIT = 25
# What is loaded for judging is loaded when the first page is out, or after so long.
_QUIET_SECONDS = 1.5


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that may be answered: its query, its body, the number in its address, and who asks."""

    query: Query
    body: Body
    pair: int
    session: Session


@dataclass(frozen=True, slots=True)
class File:
    """An answer that is a file to be kept."""

    data: bytes
    media_type: str
    name: str


Work = Callable[[Desk, Project, Asked], Json | File]


def _project(desk: Desk, project: Project, asked: Asked) -> Json:
    return looking.project_json(project, Path(desk.path).name, asked.session.author)


def _ids(_desk: Desk, project: Project, asked: Asked) -> Json:
    return looking.ids_json(project, asked.pair, asked.query)


def _page(_desk: Desk, project: Project, asked: Asked) -> Json:
    return looking.page_json(project, asked.pair, asked.query)


def _beads(_desk: Desk, project: Project, asked: Asked) -> Json:
    return looking.beads_by_id_json(project, asked.query)


def _coverage(desk: Desk, project: Project, asked: Asked) -> Json:
    return looking.coverage_json(project, desk, asked.query)


def _history(_desk: Desk, project: Project, asked: Asked) -> Json:
    return looking.history_json(project, asked.query)


def _export(_desk: Desk, project: Project, asked: Asked) -> File:
    told = asked.query.text("pair", "all")
    pair = None if told == "all" else looking.require_pair(project, asked.query.number("pair")).id
    return File(*results.export_bytes(project, pair, asked.query.text("format")))


def _report(_desk: Desk, project: Project, asked: Asked) -> File:
    return File(*results.report_bytes(project, asked.query.text("format")))


def _change(_desk: Desk, project: Project, asked: Asked) -> Json:
    return changing.change_json(project, asked.session.author, asked.body)


def _judge(desk: Desk, project: Project, asked: Asked) -> Json:
    return changing.judge_json(project, desk, asked.body)


def _author(_desk: Desk, _project: Project, asked: Asked) -> Json:
    asked.session.author = person(asked.body.text("author"))
    return {"author": asked.session.author}


LOOKS: Mapping[str, Work] = {
    "/api/project": _project,
    "/api/pairs/{pair:int}/ids": _ids,
    "/api/pairs/{pair:int}/beads": _page,
    "/api/beads": _beads,
    "/api/coverage": _coverage,
    "/api/history": _history,
    "/api/export": _export,
    "/api/report": _report,
}
POSTS: Mapping[str, Work] = {
    "/api/changes": _change,
    "/api/judge": _judge,
    "/api/author": _author,
}


def application(desk: Desk, doors: Doors) -> Guard:
    """The application for an open project."""
    first = asyncio.Event()  # the first page is out

    @contextlib.asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        warming = asyncio.create_task(_warm_up(desk, first))
        try:
            yield
        finally:
            warming.cancel()
            desk.stop_waiting()
            await asyncio.to_thread(desk.close)

    async def events(request: Request) -> Response:
        query = Query(request.query_params)
        after, seconds = query.number("after"), query.number("wait", 0, _LONGEST_WAIT)
        if seconds:
            await desk.wait(after, seconds)
        return _json(await desk.run(lambda project: looking.events_json(project, after)))

    async def shell(request: Request) -> Response:
        answer = await pages.shell(desk, doors, request)
        first.set()
        return answer

    async def login(request: Request) -> Response:
        return await pages.login(doors, request)

    routes = [
        Route("/", shell),
        Route("/login", login, methods=["GET", "POST"]),
        Route("/static/{name:path}", pages.static),
        Route("/api/events", _told(desk, events)),
        *(Route(address, _told(desk, _answers(desk, work))) for address, work in LOOKS.items()),
        *(
            Route(address, _told(desk, _answers(desk, work, is_change=True)), methods=["POST"])
            for address, work in POSTS.items()
        ),
    ]
    app = Starlette(routes=routes, lifespan=lifespan, exception_handlers={HTTPException: _not_here, Exception: _broken})
    app.router.redirect_slashes = False
    return Guard(app, doors)


async def _warm_up(desk: Desk, first: asyncio.Event) -> None:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(_QUIET_SECONDS):
            await first.wait()
    await asyncio.sleep(0.2)
    await desk.run(desk.warm_up)


Endpoint = Callable[[Request], Awaitable[Response]]


def _answers(desk: Desk, work: Work, *, is_change: bool = False) -> Endpoint:
    """Answers requests by work on the project, done outside of the loop."""

    async def endpoint(request: Request) -> Response:
        data = await request.body() if is_change else b""
        session: Session = request.scope["session"]
        pair = int(request.path_params.get("pair", 0))

        def answer(project: Project) -> Response:
            body = Body.read(data) if is_change else Body({})
            try:
                return _response(work(desk, project, Asked(Query(request.query_params), body, pair, session)))
            except StaleBead as error:
                return _json(changing.stale_json(project, error), 409)

        told = await desk.run(answer)
        if is_change:
            desk.tell()
        return told

    return endpoint


def _told(desk: Desk, endpoint: Endpoint) -> Endpoint:
    """Answers with what went wrong as a line of JSON."""

    async def told(request: Request) -> Response:
        try:
            return await endpoint(request)
        except Conflict as error:
            return _json({"message": str(error), "seen": None, "current": None}, 409)
        except NotHere as error:
            return _json({"message": str(error)}, 404)
        except (OptionError, InputError) as error:
            return _json({"message": str(error)}, 400)
        except AlignerError as error:
            return _json({"message": str(error)}, 503)
        except (sqlite3.Error, OSError) as error:
            return _json({"message": f"{Path(desk.path).name} cannot be used ({error}); nothing was changed"}, 503)

    return told


def _response(answer: Json | File) -> Response:
    if isinstance(answer, dict):
        return _json(answer)
    name = "".join(one if one.isascii() and (one.isalnum() or one in "-_. ") else "_" for one in answer.name)
    return Response(
        answer.data,
        media_type=answer.media_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _json(answer: Json, status: int = 200) -> Response:
    data = json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode()
    return Response(data, status, media_type="application/json")


async def _not_here(_request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 404
    return _json({"message": "there is nothing at this address" if status == 404 else "this is not done here"}, status)


async def _broken(_request: Request, error: Exception) -> Response:
    """A fault of ours: told here and to who started the server, without what is inside."""
    sys.stderr.write(f"aligner: error: a request failed inside ({type(error).__name__}); please report it\n")
    return _json({"message": "something went wrong inside; load the page again"}, 500)
