"""Pages and files that a browser loads: the shell of the review page, the way in, styles and scripts."""

from __future__ import annotations

import hashlib
import json
import re
from functools import cache
from pathlib import Path
from urllib.parse import parse_qs

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from aligner.errors import OptionError
from aligner.review.web import looking, wording
from aligner.review.web.asking import person
from aligner.review.web.desk import Desk
from aligner.review.web.security import Doors, Session
from aligner.review.web.wire import Json

_HERE = Path(__file__).parent
_STATIC = _HERE / "static"
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,60}\.(js|css|svg|woff2|png)")
_TYPES = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".png": "image/png",
}
_YEAR = 365 * 24 * 3600


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_HERE / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )


def _page(template: str, language: str, status: int = 200, **values: object) -> Response:
    said = wording.translator(language)
    text = _environment().get_template(template).render(language=language, _=said, **values)
    return Response(text, status, media_type="text/html")


def as_data(value: Json) -> Markup:
    r"""JSON that can stand in a `<script type="application/json">` of a page, whatever texts it has.

    >>> as_data({"text": "</script><b>"})
    Markup('{"text":"\\u003c/script\\u003e\\u003cb\\u003e"}')
    """
    told = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        told = told.replace(character, f"\\u{ord(character):04x}")
    return Markup(told)  # noqa: S704 - nothing is left in it that ends the element


def _language(request: Request) -> str:
    return wording.chosen(
        request.query_params.get("lang"), request.cookies.get("lang"), request.headers.get("accept-language")
    )


async def shell(desk: Desk, doors: Doors, request: Request) -> Response:
    """The page; for who brings the token, the way in; for anybody else, how to come in."""
    session: Session | None = request.scope["session"]
    token = request.query_params.get("token")
    if token is not None:
        key = None if session is not None else doors.by_token(token)
        if session is not None or key is not None:
            return _entered(doors, key)
    language = _language(request)
    if session is None:
        if doors.passphrase is not None and token is None:
            return RedirectResponse("/login", 303)
        return _refused(language)
    author = session.author
    start = await desk.run(lambda project: looking.start_json(project, Path(desk.path).name, author))
    start.update(language=language, catalogue=dict(wording.catalogue(language)))
    answer = _page("page.html.j2", language, project=Path(desk.path).name, start=as_data(start))
    if request.query_params.get("lang") in wording.LANGUAGES:
        answer.set_cookie("lang", language, max_age=_YEAR, httponly=True, samesite="strict")
    return answer


def _refused(language: str) -> Response:
    said = wording.translator(language)
    text = said(
        "The address that aligner told when it started lets one browser in, once. If it was you who used it, go on in that"
        " browser; if not, end aligner and start it again."
    )
    return _page("message.html.j2", language, 403, title=said("Not let in"), text=text)


def _entered(doors: Doors, key: str | None) -> Response:
    answer = RedirectResponse("/", 303)
    if key is not None:
        answer.set_cookie(doors.cookie, key, httponly=True, samesite="strict")
    return answer


async def login(doors: Doors, request: Request) -> Response:
    """The way in with a passphrase, where there is one."""
    language = _language(request)
    if doors.passphrase is None:
        return _refused(language)
    if request.method != "POST":
        return _page("login.html.j2", language, problem=None)
    said = wording.translator(language)
    try:
        told = parse_qs((await request.body()).decode("utf-8"), max_num_fields=10)
        name = person(told.get("author", [""])[0])
    except (ValueError, OptionError):
        name = ""
    if not name:
        return _page("login.html.j2", language, 400, problem=said("Say your name: changes are kept under it."))
    key = doors.by_passphrase(told.get("passphrase", [""])[0], name)
    if key is None:
        return _page(
            "login.html.j2",
            language,
            403,
            problem=said("The passphrase is wrong, or was wrong too often: then wait a minute."),
        )
    return _entered(doors, key)


async def static(request: Request) -> Response:
    """A style or a script, by its plain name."""
    name = str(request.path_params["name"])
    file = _STATIC / name
    if not _NAME.fullmatch(name) or file.is_symlink() or not file.is_file():
        return Response('{"message":"there is nothing at this address"}', 404, media_type="application/json")
    data = file.read_bytes()
    tag = f'"{hashlib.sha256(data).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(data, media_type=_TYPES[file.suffix], headers=headers)
