"""Pages fetched from a server on this machine: what comes back, and what is refused."""

from __future__ import annotations

import gzip
import shutil
import socket
import ssl
import subprocess
import threading
import time
import zlib
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from aligner.errors import InputError
from aligner.fetching import FetchOptions, fetch, is_address
from aligner.fetching.addresses import is_public, public_addresses
from aligner.formats import parse_document

LOCAL = FetchOptions(allow_private=True)


def test_a_page(site: Any) -> None:
    page = fetch(site.page("/a?b=c", "<p>Hello") + "#place", LOCAL)
    assert (page.address, page.data, page.format_name) == (f"{site.address}/a?b=c", b"<p>Hello", "html")
    head = site.heads[0]
    assert head["host"] == site.address.removeprefix("http://")
    assert head["user-agent"].startswith("aligner/")
    assert not {"cookie", "authorization", "referer"} & set(head)


def test_letters_of_addresses_are_encoded(site: Any) -> None:
    site.page("/a%C3%B1o%20nuevo?q=%C3%B1", "<p>Hola")
    assert fetch(f"{site.address}/año nuevo?q=ñ", LOCAL).data == b"<p>Hola"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed(status: int, site: Any) -> None:
    site.page("/es/b", "<p>Hola")
    site.redirect("/es/a", "b", status)
    assert fetch(site.redirect("/", "/es/a", status), LOCAL).address == f"{site.address}/es/b"


def test_five_redirects_and_no_more(site: Any) -> None:
    site.page("/0", "<p>Hello")
    for number in range(1, 7):
        site.redirect(f"/{number}", f"/{number - 1}")
    assert fetch(f"{site.address}/5", LOCAL).address.endswith("/0")
    with pytest.raises(InputError, match="leads on more than 5 times"):
        fetch(f"{site.address}/6", LOCAL)


def test_a_loop_ends(site: Any) -> None:
    site.redirect("/a", "/b")
    with pytest.raises(InputError, match="leads on more than 5 times"):
        fetch(site.redirect("/b", "/a"), LOCAL)
    assert len(site.asked) == 6


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://example.org/", "gopher://x/", "javascript:alert(1)"])
def test_redirects_to_elsewhere_are_refused(target: str, site: Any) -> None:
    with pytest.raises(InputError, match="is not fetched"):
        fetch(site.redirect("/a", target), LOCAL)


@pytest.mark.parametrize(
    "address",
    [
        "ftp://example.org/",
        "file:///etc/passwd",
        "https://",
        "http://user:secret@example.org/",
        "http://[::1",
        "http://a:99999/",
    ],
)
def test_addresses_that_are_not_asked(address: str) -> None:
    with pytest.raises(InputError) as caught:
        fetch(address)
    assert "secret" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_machines_that_are_not_public_are_refused(site: Any) -> None:
    with pytest.raises(InputError, match="not on the public internet; give --allow-private"):
        fetch(site.page("/a", "<p>Hello"))
    assert site.asked == []


def test_a_redirect_to_a_machine_that_is_not_public_is_refused(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def public_first(host: str, port: int, *, allow_private: bool) -> list[str]:
        if host == "localhost":
            raise PermissionError("127.0.0.1")
        return [host]

    monkeypatch.setattr("aligner.fetching.pages.public_addresses", public_first)
    port = site.address.rpartition(":")[2]
    with pytest.raises(InputError, match="not on the public internet"):
        fetch(site.redirect("/a", f"http://localhost:{port}/secret"))
    assert site.asked == ["/a"]


def test_a_name_is_looked_up_once(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was checked is what is connected to: a second look-up may lead elsewhere."""
    known, looked_up = socket.getaddrinfo, []

    def counted(host: Any, *arguments: Any, **others: Any) -> Any:
        if host == "rebinding.example":
            looked_up.append(host)
            return known("127.0.0.1", *arguments, **others)
        return known(host, *arguments, **others)

    monkeypatch.setattr(socket, "getaddrinfo", counted)
    site.page("/a", "<p>Hello")
    port = site.address.rpartition(":")[2]
    assert fetch(f"http://rebinding.example:{port}/a", LOCAL).data == b"<p>Hello"
    assert looked_up == ["rebinding.example"]
    assert site.heads[0]["host"] == f"rebinding.example:{port}"


def test_one_private_number_among_several_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    entries = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, 80)) for number in ("93.184.215.14", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_arguments, **_others: entries)
    with pytest.raises(PermissionError, match=r"10\.0\.0\.1"):
        public_addresses("example.org", 80)
    assert public_addresses("example.org", 80, allow_private=True) == ["93.184.215.14", "10.0.0.1"]


@pytest.mark.parametrize(
    "number",
    [
        "127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "255.255.255.255", "::1", "::", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1",
        "2002:7f00:1::", "nonsense",
    ],
)  # fmt: skip
def test_numbers_that_are_not_public(number: str) -> None:
    assert not is_public(number)


@pytest.mark.parametrize("number", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "64:ff9b::5db8:d70e"])
def test_numbers_that_are_public(number: str) -> None:
    assert is_public(number)


@pytest.mark.parametrize(
    ("status", "told"),
    [(404, "answers 404 Not Found"), (500, "answers 500"), (204, "page is empty"), (302, "without saying where")],
)
def test_answers_that_are_no_page(status: int, told: str, site: Any) -> None:
    with pytest.raises(InputError, match=told):
        fetch(site.page("/a", b"", status=status), LOCAL)


def test_nobody_listens() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}/"
    with pytest.raises(InputError, match="cannot be fetched"):
        fetch(address, LOCAL)


def test_no_such_host(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_arguments: Any, **_others: Any) -> Any:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(InputError, match="there is no such host"):
        fetch("https://nowhere.invalid/")


def test_a_server_that_speaks_no_tls(site: Any) -> None:
    with pytest.raises(InputError, match="cannot be fetched") as caught:
        fetch(site.page("/a", "<p>Hello").replace("http:", "https:"), LOCAL)
    assert "\n" not in str(caught.value)
    assert site.asked == []


@pytest.mark.skipif(shutil.which("openssl") is None, reason="a certificate is made with openssl")
def test_a_certificate_that_nobody_vouches_for(site: Any, tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    command = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost"
    subprocess.run([*command.split(), "-keyout", key, "-out", certificate], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server = HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        with pytest.raises(InputError, match="its certificate is not valid: self-signed"):
            fetch(f"https://localhost:{server.server_port}/", LOCAL)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.parametrize("kind", ["image/png", "application/pdf", "application/octet-stream", "application/json"])
def test_what_is_no_page(kind: str, site: Any) -> None:
    with pytest.raises(InputError, match=f"it is {kind}, not a page"):
        fetch(site.page("/a", b"1", {"Content-Type": kind}), LOCAL)


@pytest.mark.parametrize("is_announced", [True, False])
def test_a_huge_body(is_announced: bool, site: Any) -> None:
    def pour(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        if is_announced:
            handler.send_header("Content-Length", "1000000000000")
        handler.end_headers()
        for _ in range(2_000):
            handler.wfile.write(b"x" * 10_000)

    site.pages["/a"] = pour
    started = time.monotonic()
    with pytest.raises(InputError, match="larger than 1 MB"):
        fetch(f"{site.address}/a", FetchOptions(most_bytes=1_000_000, allow_private=True))
    assert time.monotonic() - started < 5


def drip(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    for _ in range(200):
        handler.wfile.write(b"x")
        time.sleep(0.02)


def drip_head(handler: BaseHTTPRequestHandler) -> None:
    for letter in b"HTTP/1.0 200 OK\r\n" + b"X-A: b\r\n" * 200:
        handler.wfile.write(bytes([letter]))
        time.sleep(0.02)


def silence(_handler: BaseHTTPRequestHandler) -> None:
    time.sleep(2)


@pytest.mark.parametrize("slowly", [drip, drip_head, silence])
def test_a_slow_answer(slowly: Callable[[BaseHTTPRequestHandler], None], site: Any) -> None:
    """A byte now and then does not keep it waiting."""
    site.pages["/a"] = slowly
    started = time.monotonic()
    with pytest.raises(InputError, match=r"no whole answer within 0.5 seconds"):
        fetch(f"{site.address}/a", FetchOptions(seconds=0.5, allow_private=True))
    assert time.monotonic() - started < 1.5


@pytest.mark.parametrize(("coding", "pack"), [("gzip", gzip.compress), ("deflate", zlib.compress), ("identity", bytes)])
def test_packed_pages(coding: str, pack: Callable[[bytes], bytes], site: Any) -> None:
    body = b"<p>" + b"Hello " * 1000
    assert fetch(site.page("/a", pack(body), {"Content-Encoding": coding}), LOCAL).data == body


def test_a_bomb(site: Any) -> None:
    bomb = gzip.compress(b"\0" * 200_000_000, 9)
    assert len(bomb) < 1_000_000
    with pytest.raises(InputError, match="larger than 10 MB"):
        fetch(site.page("/a", bomb, {"Content-Encoding": "gzip"}), LOCAL)


@pytest.mark.parametrize(
    ("body", "coding", "told"),
    [
        (gzip.compress(b"<p>Hello" * 100)[:-12], "gzip", "ends too early"),
        (b"this was never packed", "gzip", "cannot be fetched"),
        (b"<p>Hello", "br", "packed as br"),
    ],
)
def test_packing_that_is_broken(body: bytes, coding: str, told: str, site: Any) -> None:
    with pytest.raises(InputError, match=told):
        fetch(site.page("/a", body, {"Content-Encoding": coding}), LOCAL)


def test_an_answer_that_ends_too_early(site: Any) -> None:
    with pytest.raises(InputError, match="cannot be fetched"):
        fetch(site.page("/a", b"<p>Hello", {"Content-Length": "100"}), LOCAL)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("<p>El año".encode("latin-1"), "text/html; charset=iso-8859-1"),
        ("<p>El año".encode("latin-1"), "text/html; charset=utf-8"),  # wrong: a guess is made, as of a file
        ("<p>El año".encode(), "text/html; charset=iso-8859-1"),  # wrong: it is well-formed UTF-8
        ("<p>El año".encode("utf-16"), "text/html"),
        ("<p>El año".encode(), "text/html; charset=no-such-thing"),
        ("<p>El año “x”".encode("cp1252"), "text/html; charset=ISO-8859-1"),
        ("<meta charset=utf-8><p>El año".encode("cp437"), "text/html; charset=cp437"),
    ],
)
def test_encodings(body: bytes, kind: str, site: Any) -> None:
    page = fetch(site.page("/a", body, {"Content-Type": kind}), LOCAL)
    assert "El año" in parse_document(page.data, page.address, "es", page.format_name).text


def test_plain_text_and_an_empty_page(site: Any) -> None:
    assert fetch(site.page("/a", "Hola", {"Content-Type": "text/plain"}), LOCAL).format_name == "text"
    with pytest.raises(InputError, match="the page is empty"):
        fetch(site.page("/b", "  \n"), LOCAL)


def test_heads_that_go_on_and_on(site: Any) -> None:
    site.page("/a", "<p>Hello", {f"X-{number}": "y" for number in range(300)})
    with pytest.raises(InputError, match="cannot be fetched"):
        fetch(f"{site.address}/a", LOCAL)


def test_what_is_meant_as_an_address() -> None:
    assert is_address("HTTPS://example.org")
    assert is_address("nonsense://x")
    assert not is_address("a/b.html")
    assert not is_address("a:b")
