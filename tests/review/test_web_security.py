"""The review server lets in whom it should, and nobody else; what comes in is bounded, and what goes out is inert."""

from __future__ import annotations

import contextlib
import json
import signal
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from review_server import Browser, Server, served

from aligner.model import Bead, Bitext, Block, Document, Sentence
from aligner.review import Project

Make = Callable[..., Project]
PASSPHRASE = "four words nobody knows"
HOSTILE = "</script><script>alert(1)</script> <img src=x onerror=alert(2)> &amp; \u2028 {{ 7*7 }}"


def hostile() -> Bitext:
    def document(language: str) -> Document:
        sentences = (Sentence(0, len(HOSTILE), 0),)
        return Document(HOSTILE, (Block(0, len(HOSTILE)),), language, f"{language}.txt", sentences)

    return Bitext(document("en"), document("es"), (Bead((0,), (0,), 0.5),))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for what is refused anyway, open to the network as well."""
    from aligner.review import database
    from aligner.review.database import writing
    from aligner.review.events import Recorder, now, write_event
    from aligner.review.importing import Origin, add_pair

    path = str(tmp_path_factory.mktemp("web") / "p.review")
    connection = database.create(path)
    with writing(connection):
        add_pair(connection, HOSTILE, hostile(), (Origin("en.txt", "-"), Origin("es.txt", "-")), 1)
        write_event(Recorder(connection, 1, now(), "aligner"), "new", {})
    connection.close()
    with served(path, passphrase=PASSPHRASE) as running:
        yield running


@pytest.fixture(scope="module")
def browser(server: Server) -> Browser:
    return server.logged_in("Eva", PASSPHRASE)


def test_the_token_lets_one_browser_in_once(make: Make, tmp_path: Path) -> None:
    make(2)
    with served(str(tmp_path / "p.review")) as server:
        stranger = server.browser()
        assert stranger.ask("/?token=" + "x" * 43).status == 403
        assert stranger.ask("/?token=%ff%00").status == 403
        browser = server.browser()
        answer = browser.ask(f"/?token={server.token}")
        assert (answer.status, answer.headers["location"]) == (303, "/")
        cookie = answer.headers["set-cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=strict" in cookie
        assert browser.ask("/api/project").json["author"] == "Ana"
        # Who came in may load that address again; nobody else may.
        assert browser.ask(f"/?token={server.token}").status == 303
        again = server.browser().ask(f"/?token={server.token}")
        assert again.status == 403
        assert "set-cookie" not in again.headers
        assert server.browser().ask("/").status == 403
        assert server.browser().ask("/login").status == 403
        assert server.browser().ask("/api/project").status == 403
        for other in ("127.0.0.2", "aligner.example", "192.168.1.7"):
            assert browser.ask("/api/project", headers={"Host": f"{other}:{server.port}"}).status == 403
        assert browser.ask("/api/project", headers={"Host": f"localhost:{server.port}"}).status == 200


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_in_order(make: Make, tmp_path: Path, number: int) -> None:
    make(2).close()
    path = tmp_path / "p.review"
    with served(str(path)) as server:
        browser = server.entered()
        (bead, _) = browser.beads()
        assert browser.change("comment", bead=bead["id"], text="kept").status == 200
        waiting = server.browser()
        waiting.cookie = browser.cookie
        started = time.monotonic()
        assert server.end(number) == (0, "")
        assert time.monotonic() - started < 15
    assert [file.name for file in tmp_path.iterdir()] == ["p.review"]  # the log of writes is in the file
    with Project.open(str(path), verify=True) as project:
        assert project.page(1)[0].comments[0].text == "kept"


def test_ending_lets_those_go_who_wait_for_news(make: Make, tmp_path: Path) -> None:
    make(1).close()
    with served(str(tmp_path / "p.review")) as server:
        browser = server.entered()
        event = browser.ask("/api/project").json["event"]
        with socket.create_connection(("127.0.0.1", server.port)) as waiting:
            asked = f"GET /api/events?after={event}&wait=25 HTTP/1.1\r\nHost: {browser.host}\r\nCookie: {browser.cookie}\r\n\r\n"
            waiting.sendall(asked.encode())
            time.sleep(0.3)
            started = time.monotonic()
            assert server.end() == (0, "")
            assert time.monotonic() - started < 15  # of the 25 it would wait
            assert waiting.recv(1000).startswith(b"HTTP/1.1 200")


HOSTS = [
    None,
    "",
    "evil.example",
    "evil.example:{port}",
    "127.0.0.1",
    "127.0.0.1:1",
    "localhost:{port}.evil",
    "127.0.0.1:{port}@e",
]


@pytest.mark.parametrize("host", HOSTS)
def test_another_host_is_refused(server: Server, browser: Browser, host: str | None) -> None:
    told = None if host is None else host.format(port=server.port)
    for address in ("/", "/api/project", "/static/api.js", "/login", f"/?token={server.token}"):
        assert browser.ask(address, headers={"Host": told}).status in {400, 403}
    browser.close()


def test_on_a_network_any_address_in_numbers_names_it(server: Server, browser: Browser) -> None:
    for host in (f"192.168.1.7:{server.port}", f"[fe80::1]:{server.port}", f"{socket.gethostname()}:{server.port}"):
        assert browser.ask("/api/project", headers={"Host": host}).status == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": None}, {"Origin": "null"}, {"Origin": "http://evil.example"}, {"Origin": "https://127.0.0.1"},
        {"Origin": "http://127.0.0.1:1"}, {"X-Aligner": None}, {"X-Aligner": "0"}, {"Content-Type": None},
        {"Content-Type": "text/plain"}, {"Content-Type": "application/x-www-form-urlencoded"}, {"Cookie": None},
        {"Cookie": "aligner-1=x"}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"},
    ],
)  # fmt: skip
def test_a_change_from_elsewhere_is_refused(browser: Browser, headers: dict[str, str | None]) -> None:
    (bead,) = browser.beads()
    body = {"kind": "comment", "bead": bead["id"], "text": "not to be kept"}
    answer = browser.ask("/api/changes", body, headers)
    assert answer.status in {403, 415}
    assert answer.json["message"]
    assert browser.beads() == [bead]


def test_looking_from_elsewhere_is_refused(browser: Browser) -> None:
    assert browser.ask("/api/project", headers={"Sec-Fetch-Site": "cross-site"}).status == 403
    assert browser.ask("/api/project", headers={"Origin": "http://evil.example"}).status == 403
    answer = browser.ask("/api/project")
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "PROPFIND"])
def test_other_methods_are_refused(browser: Browser, method: str) -> None:
    assert browser.ask("/api/project", method=method).status == 405


@pytest.mark.parametrize(
    "address",
    [
        "/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py", "/static/%2e%2e%5capp.py", "/static//etc/passwd",
        "/static/", "/static", "/static/.", "/static/api.js/", "/static/api.js%00.js", "/static/API.JS", "//etc/passwd",
        "/static/....//app.py", "/../../etc/passwd", "/api", "/api/", "/api/pairs/1/beads/", "/templates/page.html.j2",
        "/static/%C0%AE%C0%AE/app.py", "/static/C:%5cwindows", "/favicon.ico", "/p.review", "/static/" + "a" * 3000 + ".js",
    ],
)  # fmt: skip
def test_paths_lead_nowhere(browser: Browser, address: str) -> None:
    answer = browser.ask(address)
    assert answer.status == 404
    assert set(answer.json) == {"message"}


def test_a_style_comes_with_its_tag(browser: Browser) -> None:
    answer = browser.ask("/static/api.js")
    assert (answer.status, answer.headers["content-type"]) == (200, "text/javascript; charset=utf-8")
    again = browser.ask("/static/api.js", headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status, again.body) == (304, b"")


def test_what_is_sent_is_bounded(server: Server, browser: Browser) -> None:
    large = b'{"kind": "comment", "text": "' + b"x" * 1_000_001 + b'"}'
    answer = browser.ask("/api/changes", large)
    assert answer.status == 413
    browser.close()
    head = f"POST /api/changes HTTP/1.1\r\nHost: {browser.host}\r\nCookie: {browser.cookie}\r\nX-Aligner: 1\r\n"
    head += f"Origin: http://{browser.host}\r\nContent-Type: application/json\r\n"
    with socket.create_connection(("127.0.0.1", server.port), 10) as unending:
        unending.sendall(f"{head}Transfer-Encoding: chunked\r\n\r\n".encode())
        piece = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
        sent = 0
        with contextlib.suppress(OSError):  # it hangs up on who goes on after a megabyte
            for sent in range(1000):  # noqa: B007
                unending.sendall(piece)
        assert sent < 999
    for length in ("-1", "1e3", "99999999999999999999999"):
        with socket.create_connection(("127.0.0.1", server.port), 10) as lying:
            lying.sendall(f"{head}Content-Length: {length}\r\n\r\n".encode())
            assert lying.recv(12) in {b"HTTP/1.1 400", b"HTTP/1.1 413"}
    with socket.create_connection(("127.0.0.1", server.port), 10) as long:
        long.sendall(f"GET / HTTP/1.1\r\nHost: {browser.host}\r\nX: {'x' * 200_000}\r\n\r\n".encode())
        assert long.recv(12) == b"HTTP/1.1 400"
    assert browser.ask("/api/project").status == 200


BODIES = [
    b"", b"{", b"[]", b"null", b"1e999", b"\xff\xfe", b"[" * 100_000, b'{"kind": "' + b"9" * 5000, b'{"kind": 1}', b'{"kind": "drop"}',
    b'{"kind": "merge"}', b'{"kind": "merge", "first": 1, "second": true}', b'{"kind": "edit", "sentence": 1.5, "text": ""}',
    b'{"kind": "edit", "sentence": 99999999999999999999999, "text": ""}', b'{"kind": "edit", "sentence": -1, "text": ""}',
    b'{"kind": "comment", "bead": 1, "text": "\\ud800"}', b'{"kind": "comment", "bead": 1, "text": "\\u0000"}',
    b'{"kind": "comment", "bead": 1, "text": null}', b'{"kind": "comment", "bead": 1, "text": " "}',
    b'{"kind": "mark", "bead": 1, "status": "nonsense"}', b'{"kind": "mark", "bead": 1, "locked": 1}',
    b'{"kind": "mark", "bead": 1, "status": "done", "seen": {"1": "1"}}', b'{"kind": "mark", "bead": 1, "seen": []}',
    b'{"kind": "write", "bead": 1, "side": "middle", "text": "x"}', b'{"kind": "split", "bead": 1, "source": 9, "target": 9, "seen": {"1": 1}}',
]  # fmt: skip


@pytest.mark.parametrize("body", BODIES, ids=range(len(BODIES)))
def test_nonsense_is_told_in_one_line(browser: Browser, body: bytes) -> None:
    answer = browser.ask("/api/changes", body)
    assert answer.status == 400
    assert set(answer.json) == {"message"}
    assert "Traceback" not in answer.json["message"]
    assert "\n" not in answer.json["message"]


QUERIES = [
    "/api/pairs/1/beads?first=-1", "/api/pairs/1/beads?count=x", "/api/pairs/1/beads?severity=loud", "/api/pairs/1/ids?status=x",
    "/api/pairs/1/ids?text=(&pattern=1", "/api/pairs/1/ids?decided=2", "/api/beads?ids=1,x", "/api/beads?ids=" + "1," * 501,
    "/api/coverage", "/api/events", "/api/history?before=now", "/api/pairs/1/ids?text=" + "a" * 2000,
]  # fmt: skip


@pytest.mark.parametrize("address", QUERIES)
def test_a_question_that_makes_no_sense_is_told(browser: Browser, address: str) -> None:
    answer = browser.ask(address)
    assert answer.status == 400
    assert answer.json["message"]


def test_what_is_not_there_is_told(browser: Browser) -> None:
    for address in ("/api/pairs/7/ids", "/api/pairs/7/beads", "/api/coverage?bead=999", "/api/pairs/x/ids"):
        assert browser.ask(address).status == 404
    assert browser.change("comment", bead=999, text="x").status == 409
    assert browser.ask("/api/beads?ids=999").json["beads"] == []


def test_script_in_a_text_is_inert(browser: Browser) -> None:
    answer = browser.ask("/")
    page = answer.body.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "49 " not in page.replace(HOSTILE, "")
    start = page.partition('id="start">')[2].partition("</script>")[0]
    assert "<" not in start
    assert "\u2028" not in start
    told = json.loads(start)
    assert told["first"]["beads"][0]["source"][0]["text"] == HOSTILE
    assert told["project"]["pairs"][0]["name"] == HOSTILE
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert "onerror" not in page.replace(start, "")


def test_every_answer_has_the_headers(server: Server, browser: Browser) -> None:
    for address in ("/", "/static/api.js", "/api/project", "/nowhere", "/login"):
        headers = browser.ask(address).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert headers["content-security-policy"].startswith("default-src 'none'")
        assert headers["cache-control"] == ("no-cache" if "static" in address else "no-store")
        assert "server" not in headers
    assert server.browser().ask("/api/project").headers["x-frame-options"] == "DENY"


def test_the_passphrase(server: Server) -> None:
    assert server.browser().ask("/").headers["location"] == "/login"
    form = {"Content-Type": "application/x-www-form-urlencoded", "X-Aligner": None}
    page = server.browser().ask("/login")
    assert page.status == 200
    assert b'name="passphrase"' in page.body
    stranger = server.browser()
    for told in (b"author=Eva&passphrase=wrong", b"author=Eva", b"", b"\xff=%zz", b"passphrase=x&" * 100):
        assert stranger.ask("/login", told, form).status in {400, 403}
    right = b"author=%20&passphrase=four+words+nobody+knows"
    assert stranger.ask("/login", right, form).status == 400  # nobody is nameless, or the program
    assert stranger.ask("/login", right.replace(b"%20", b"aligner"), form).status == 400
    assert (
        stranger.ask("/login", right.replace(b"%20", b"Eva"), {**form, "Origin": "http://evil.example"}).status == 403
    )
    assert stranger.cookie == ""
    assert server.logged_in("Iva", PASSPHRASE).ask("/api/project").json["author"] == "Iva"


def test_a_slow_head_is_hung_up_on(server: Server) -> None:
    """Somebody who says nothing, and somebody who never comes to the end of a head, are not waited for."""
    with (
        socket.create_connection(("127.0.0.1", server.port), 20) as silent,
        socket.create_connection(("127.0.0.1", server.port), 20) as slow,
    ):
        slow.sendall(b"GET / HTTP/1.1\r\nHost: ")
        started = time.monotonic()
        assert silent.recv(1) == b""
        assert slow.recv(1) == b""
        assert time.monotonic() - started < 10


def test_guessing_is_stopped(make: Make, tmp_path: Path) -> None:
    make(1)
    form = {"Content-Type": "application/x-www-form-urlencoded", "X-Aligner": None}
    with served(str(tmp_path / "p.review"), passphrase=PASSPHRASE) as server:
        stranger = server.browser()
        for _ in range(10):
            assert stranger.ask("/login", b"author=Eva&passphrase=wrong", form).status == 403
        right = b"author=Eva&passphrase=four+words+nobody+knows"
        assert stranger.ask("/login", right, form).status == 403
        assert server.entered().ask("/api/project").status == 200  # the token is for who started it
