"""`aligner review` with a project or texts: opened in a server, made first where there is none."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest
from review_server import served

from aligner.cli.review_open import _name_beside, _open_browser, _passphrase
from aligner.errors import InputError
from aligner.review import Project
from aligner.review.web.server import Serving, serve

Run = Callable[..., Any]
ENGLISH = "Nobody knows who paid 150 dollars.\n\nThe fishermen sold their boats in the spring.\n"
SPANISH = "Nadie sabe quién pagó 105 dólares.\n\nLos pescadores vendieron sus barcos en primavera.\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ALIGNER_PASSPHRASE", raising=False)
    Path("a.en.txt").write_text(ENGLISH, encoding="utf-8")
    Path("a.es.txt").write_text(SPANISH, encoding="utf-8")
    return tmp_path


def test_texts_become_a_project_and_are_opened(folder: Path) -> None:
    with served("a.en.txt", "a.es.txt") as server:
        assert server.lines[0] == "aligner: made a.es.review\n"
        assert re.fullmatch(
            r"aligner: a\.es\.review is at http://127\.0\.0\.1:\d+/\?token=[\w-]{43} \(Ctrl-C ends it\)\n",
            server.lines[1],
        )
        browser = server.entered()
        assert len(browser.beads()) == 2
        bead = browser.beads()[0]
        browser.change("comment", bead=bead["id"], text="kept")
        assert server.end() == (0, "")
    # The second time it is there, with what was done.
    with served("a.en.txt", "a.es.txt") as server:
        assert server.lines[0].startswith("aligner: note: a.es.review is there already, and is opened")
        assert server.entered().beads()[0]["comments"][0]["author"] == "Ana"
    with served("a.es.review", "--port", "0") as server:
        assert len(server.lines) == 1
        with contextlib.ExitStack() as other, pytest.raises(AssertionError) as told:
            other.enter_context(served("a.es.review", "--port", str(server.port)))
        assert f"aligner: error: port {server.port} cannot be used" in str(told.value)


def test_the_name_of_a_project(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("site").mkdir()
    assert _name_beside("a.es.txt") == "a.es.review"
    assert _name_beside("site/") == "site.review"
    monkeypatch.chdir("site")
    assert _name_beside(".") == str(folder.resolve() / "site.review")
    assert _name_beside("..") == f"{folder.resolve()}.review"
    with pytest.raises(InputError, match="beside it"):
        _name_beside("/")


def test_a_file_of_pairs_is_opened_too(folder: Path) -> None:
    Path("t.tsv").write_text("Two.\tDos.\n", encoding="utf-8")
    with served("t.tsv") as server:
        assert server.lines[0] == "aligner: made t.review\n"
        assert server.entered().ask("/api/project").json["pairs"][0]["name"] == "t.tsv"


def test_the_network_is_told_with_its_risk(folder: Path) -> None:
    with served("a.en.txt", "a.es.txt", passphrase="four words nobody knows") as server:
        assert re.search(r"on the network at http://\S+/login, with the passphrase; .* not encrypted", server.lines[2])


REFUSED = {
    "there is no such project": ("p.review",),
    "did you mean stats?": ("stat", "p.review"),
    "it is one text": ("a.en.txt", "--no-browser"),
    "--lan needs a passphrase": ("p.review", "--lan"),
    "--passphrase goes with --lan": ("p.review", "--passphrase", "x"),
    "--severity goes with --terminal": ("p.review", "--severity", "error"),
    "--all goes with --terminal": ("p.review", "--all"),
    "--port goes with the browser": ("p.review", "--terminal", "--port", "7"),
    "70000 is not in the range": ("p.review", "--port", "70000"),
    "is no name of a person": ("t.tsv", "--author", " "),
    "take another name": ("t.tsv", "--author", "aligner"),
}


@pytest.mark.parametrize("said", REFUSED)
def test_what_cannot_be_opened(folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    monkeypatch.chdir(folder)
    Path("t.tsv").write_text("Two.\tDos.\n", encoding="utf-8")
    done = run("review", *REFUSED[said])
    assert (done.status, done.stdout) == (2, "")
    assert said in done.stderr
    assert done.stderr.splitlines()[-1].startswith("aligner: error: ")


def test_a_short_passphrase_is_refused(folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    monkeypatch.setenv("ALIGNER_PASSPHRASE", "short")
    done = run("review", "a.en.txt", "a.es.txt", "--lan")
    assert done.status == 2
    assert "at least 8 characters" in done.stderr
    assert not Path("a.es.review").exists()  # it is refused before anything is made


def test_a_passphrase_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALIGNER_PASSPHRASE", "from the environment")
    assert _passphrase(None, lan=True) == "from the environment"
    assert _passphrase("said here", lan=True) == "said here"
    assert _passphrase(None, lan=False) is None
    monkeypatch.setenv("ALIGNER_PASSPHRASE", "")
    with pytest.raises(click.UsageError):
        _passphrase(None, lan=True)


def test_a_browser_is_opened_where_there_is_a_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    import threading
    import webbrowser

    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", opened.append)
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    _open_browser("http://127.0.0.1:1/")
    assert opened == []
    monkeypatch.setenv("DISPLAY", ":0")
    _open_browser("http://127.0.0.1:1/")
    for thread in threading.enumerate():
        if thread is not threading.main_thread() and thread.daemon:
            thread.join(1)
    assert opened == ["http://127.0.0.1:1/"]


def test_help_tells_how_to_open(run: Run) -> None:
    told = run("review", "--help").stdout
    assert "aligner review article.en.html article.es.html" in told
    assert "open " in told
    assert "--lan" in run("review", "open", "--help").stdout


def test_a_damaged_project_is_refused_before_it_is_served(
    folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    run("review", "new", "p.review", "a.en.txt", "a.es.txt")
    data = bytearray(Path("p.review").read_bytes())
    data[8192:8292] = b"\xff" * 100
    Path("p.review").write_bytes(data)
    done = run("review", "p.review", "--no-browser")
    assert done.status == 2
    assert "damaged" in done.stderr


def test_python_serves_too(folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """One call; it says where when it answers, and what it is given by another thread ends it."""
    import os
    import signal
    import threading
    import urllib.request

    from aligner.review.creating import ProjectOptions

    monkeypatch.chdir(folder)
    run("review", "new", "p.review", "a.en.txt", "a.es.txt")
    told: list[int] = []

    def ready(addresses: Any) -> None:
        def look() -> None:
            opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
            with opener.open(addresses.own, timeout=10) as answer:
                told.append(answer.status)
            base = addresses.own.partition("?")[0]
            with opener.open(f"{base}api/project", timeout=10) as answer:
                told.append(len(json.load(answer)["pairs"]))
            os.kill(os.getpid(), signal.SIGTERM)

        threading.Thread(target=look).start()

    serve("p.review", ProjectOptions(), Serving("Ana"), ready)
    assert told == [200, 1]
    with Project.open("p.review", verify=True) as project:
        assert len(project.pairs()) == 1
