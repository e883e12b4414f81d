"""What the review page asks its server, and what comes back."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from review_server import Browser, Server, served

from aligner.model import Side
from aligner.pipeline import PairOptions
from aligner.review import Project
from aligner.review.creating import ProjectOptions, new_project, tasks_of
from aligner.review.web.looking import KINDS

ENGLISH = """The harbour

Nobody knows who paid 150 dollars. The fishermen \N{FISH} sold their boats, all of them, in the spring of 1998.

The lighthouse was closed. It was raining when the keeper left.
"""
SPANISH = """El puerto

Nadie sabe quién pagó 105 dólares. Los pescadores \N{FISH} vendieron sus barcos en la primavera de 1998.

El faro se cerró. Llovía cuando se marchó the guardián.
"""
PASSPHRASE = "four words nobody knows"


@pytest.fixture
def path(tmp_path: Path) -> str:
    (tmp_path / "a.en.txt").write_text(ENGLISH, encoding="utf-8")
    (tmp_path / "a.es.txt").write_text(SPANISH, encoding="utf-8")
    paths = [str(tmp_path / "a.en.txt"), str(tmp_path / "a.es.txt")]
    made = str(tmp_path / "p.review")
    new_project(made, tasks_of(paths, PairOptions())[0], ProjectOptions())
    return made


@pytest.fixture
def server(path: str) -> Iterator[Server]:
    with served(path, passphrase=PASSPHRASE) as running:
        yield running


@pytest.fixture
def browser(server: Server) -> Browser:
    return server.entered()


def texts(browser: Browser, side: str = "target") -> list[str]:
    return [" ".join(one["text"] for one in bead[side]) for bead in browser.beads()]


def seen(*beads: Any) -> dict[int, int]:
    return {bead["id"]: bead["version"] for bead in beads}


def flagged(browser: Browser, code: str) -> tuple[Any, Any]:
    """A bead and its finding of a rule."""
    return next(
        (bead, finding) for bead in browser.beads() for finding in bead["findings"] if finding["code"].startswith(code)
    )


def test_looking(browser: Browser) -> None:
    project = browser.ask("/api/project").json
    (pair,) = project["pairs"]
    assert (project["name"], project["author"]) == ("p.review", "Ana")
    assert (pair["source_language"], pair["target_language"], pair["beads"]) == ("en", "es", 5)
    assert {"tmx", "xliff"} <= set(project["formats"])
    number = next(one for one in project["codes"] if one["code"] == "NUM501")
    assert number == {"code": "NUM501", "name": "number-value", "severity": "error", "count": 1, "open": 1}
    answer = browser.ask("/api/pairs/1/beads?first=1&count=2").json
    assert (answer["total"], answer["first"], answer["event"]) == (5, 1, project["event"])
    assert [bead["number"] for bead in answer["beads"]] == [1, 2]
    ids = browser.ask("/api/pairs/1/ids").json["ids"]
    backwards = browser.ask(f"/api/beads?ids={ids[4]},{ids[2]},999").json["beads"]
    assert [(bead["id"], bead["number"]) for bead in backwards] == [(ids[4], 4), (ids[2], 2)]
    assert browser.beads()[0]["source"][0]["role"] == "heading"


def test_filters(browser: Browser) -> None:
    def ids(query: str) -> list[int]:
        found: list[int] = browser.ask(f"/api/pairs/1/ids?{query}").json["ids"]
        return found

    every = ids("")
    number, _ = flagged(browser, "NUM501")
    assert ids("code=NUM") == ids("severity=error&code=num5") == [number["id"]]
    assert ids("text=FARO") == [every[3]]
    assert ids("text=raini?n|150&pattern=1") == [every[1], every[4]]
    assert ids("status=done") == ids("decided=1") == []
    assert set(ids("flagged=1")) == set(ids("decided=0")) < set(every)
    (bead,) = browser.beads(code="NUM")
    assert bead["number"] == 1


def test_marks_count_as_browsers_do(browser: Browser) -> None:
    """Offsets are UTF-16 code units: a fish counts two."""
    bead, _ = flagged(browser, "NUM501")
    sentence = bead["target"][0]
    answer = browser.change("edit", seen(bead), sentence=sentence["id"], text="\N{FISH}\N{FISH} " + sentence["text"])
    (bead,) = browser.ask("/api/judge", {"beads": [bead["id"]]}).json["changed"][:1]
    assert answer.json["changed"][0]["judged"] is False
    mark = next(
        mark for one in bead["findings"] if one["code"] == "NUM501" for mark in one["marks"] if mark["side"] == "target"
    )
    units = bead["target"][0]["text"].encode("utf-16-le")
    assert units[2 * mark["start"] : 2 * mark["end"]].decode("utf-16-le") == "105"


def test_regrouping_is_told_with_its_places(browser: Browser) -> None:
    beads = browser.beads()
    ids = [bead["id"] for bead in beads]
    merged = browser.change("merge", seen(*beads[1:3]), first=ids[1], second=ids[2]).json
    assert merged["removed"] == [ids[2]]
    assert merged["placed"] == [{"id": ids[1], "after": ids[0]}]
    (bead,) = merged["changed"]
    assert (len(bead["source"]), bead["status"], bead["judged"], bead["score"]) == (2, "open", False, None)
    assert merged["progress"]["1"]["beads"] == 4
    divided = browser.change("split", seen(bead), bead=ids[1], source=1, target=0).json
    new = next(one["id"] for one in divided["placed"] if one["id"] not in ids)
    assert divided["placed"] == [{"id": ids[1], "after": ids[0]}, {"id": new, "after": ids[1]}]
    undone = browser.change("undo").json
    assert (undone["undoes"], undone["removed"]) == (divided["event"], [new])
    undone = browser.change("undo").json
    assert undone["placed"] == [{"id": ids[1], "after": ids[0]}, {"id": ids[2], "after": ids[1]}]
    assert [bead["id"] for bead in browser.beads()] == ids
    nothing = browser.change("undo")
    assert (nothing.status, nothing.json["nothing"], nothing.json["changed"]) == (200, True, [])
    assert browser.change("redo").json["removed"] == [ids[2]]


def test_moving_writing_and_taking_apart(browser: Browser) -> None:
    beads = browser.beads()
    ids = [bead["id"] for bead in beads]
    moved = browser.change("move", seen(*beads[3:5]), sentence=beads[3]["target"][0]["id"], forward=True).json
    assert [len(bead["target"]) for bead in moved["changed"]] == [0, 2]
    browser.change("undo")
    (bead,) = browser.ask(f"/api/beads?ids={ids[3]}").json["beads"]
    written = browser.change("write", seen(bead), bead=ids[3], side="target", text="Hacía frío.").json
    assert [one["original"] for one in written["changed"][0]["target"]] == ["El faro se cerró.", None]
    apart = browser.change("unlink", seen(*written["changed"]), bead=ids[3]).json
    assert len(apart["placed"]) == 3


def test_decisions_comments_and_history(browser: Browser) -> None:
    bead, finding = flagged(browser, "NUM501")
    refused = browser.change("decide", seen(bead), finding=finding["id"], verdict="rejected")
    assert (refused.status, refused.json["message"]) == (400, "say why the finding is rejected")
    answer = browser.change("decide", seen(bead), finding=finding["id"], verdict="rejected", reason="as in the source")
    (bead,) = answer.json["changed"]
    decision = next(one["decision"] for one in bead["findings"] if one["id"] == finding["id"])
    assert (decision["verdict"], decision["reason"], decision["author"]) == ("rejected", "as in the source", "Ana")
    assert answer.json["progress"]["1"]["decided"] == 1
    answer = browser.change("withdraw", seen(bead), finding=finding["id"])
    assert answer.status == 200
    browser.change("comment", bead=bead["id"], text="ask the author")
    (bead,) = browser.ask(f"/api/beads?ids={bead['id']}").json["beads"]
    assert [one["text"] for one in bead["comments"]] == ["ask the author"]
    browser.change("mark", seen(bead), bead=bead["id"], status="done", locked=True)
    (bead,) = browser.ask(f"/api/beads?ids={bead['id']}").json["beads"]
    assert (bead["status"], bead["locked"]) == ("done", True)
    assert browser.change("edit", seen(bead), sentence=bead["target"][0]["id"], text="x").status == 409
    lines = browser.ask("/api/history?count=4").json["events"]
    assert [line["kind"] for line in lines] == ["mark", "comment", "withdraw", "decide"]
    assert [line["detail"] for line in lines] == ["done", "ask the author", "", "as in the source"]
    assert all(line["undoable"] and line["text"] == KINDS[line["kind"]] for line in lines)
    (rest,) = browser.ask(f"/api/history?before={lines[-1]['id']}").json["events"]
    assert (rest["kind"], rest["undoable"]) == ("new", False)


def test_accepting_everywhere_and_fixing(browser: Browser) -> None:
    bead, finding = flagged(browser, "UNT203")
    assert finding["marks"][0]["text"] == "the"
    accept = {"finding": finding["id"], "as": "word", "text": "the"}
    answer = browser.change("accept", seen(bead), **accept)
    assert answer.status == 200, answer.body
    assert browser.ask("/api/project").json["accepted"] == [{"id": 1, "kind": "word", "text": "the"}]
    fixable = [one for bead in browser.beads() for one in bead["findings"] if one["fixable"]]
    assert all(one["suggestion"] is not None for one in fixable)
    refused = browser.change("fix", seen(*browser.beads()), finding=finding["id"])
    assert (refused.status, "nothing is suggested" in refused.json["message"]) == (400, True)


def test_judging_follows_a_change(browser: Browser) -> None:
    bead, finding = flagged(browser, "NUM501")
    sentence = bead["target"][0]
    answer = browser.change("edit", seen(bead), sentence=sentence["id"], text=sentence["text"].replace("105", "150"))
    (bead,) = answer.json["changed"]
    assert bead["findings"][0]["marks"]
    answer = browser.ask("/api/judge", {"beads": [bead["id"]]}).json
    judged = next(one for one in answer["changed"] if one["id"] == bead["id"])
    assert judged["judged"]
    assert judged["score"] > 0.5
    assert finding["id"] not in [one["id"] for one in judged["findings"]]
    assert judged["version"] == bead["version"]
    assert browser.ask("/api/judge", {"beads": [999]}).json["changed"] == []


def test_words_without_a_counterpart(browser: Browser) -> None:
    bead = browser.beads()[2]
    told = browser.ask(f"/api/coverage?bead={bead['id']}").json
    assert told["known"]
    text = bead["source"][0]["text"].encode("utf-16-le")
    words = [text[2 * one["start"] : 2 * one["end"]].decode("utf-16-le") for one in told["source"]]
    assert {one["sentence"] for one in told["source"]} <= {bead["source"][0]["id"]}
    assert "all" in words or "them" in words
    assert not {"fishermen", "boats", "spring", "1998"} & set(words)


def test_two_windows_never_overwrite_each_other(server: Server, browser: Browser) -> None:
    other = server.logged_in("Eva", PASSPHRASE)
    bead = browser.beads()[1]
    sentence = bead["target"][0]["id"]
    assert other.change("edit", seen(bead), sentence=sentence, text="De Eva.").status == 200
    refused = browser.change("edit", seen(bead), sentence=sentence, text="De Ana.")
    assert refused.status == 409
    assert "by Eva" in refused.json["message"]
    assert refused.json["seen"]["target"][0]["text"] == bead["target"][0]["text"]
    current = refused.json["current"]
    assert (current["target"][0]["text"], current["number"]) == ("De Eva.", 1)
    assert browser.change("edit", seen(current), sentence=sentence, text="De Ana.").status == 200
    assert browser.change("edit", {}, sentence=sentence, text="x").status == 409
    (line, other_line) = browser.ask("/api/history?count=2").json["events"]
    assert (line["author"], other_line["author"]) == ("Ana", "Eva")


def test_news_comes_at_once(server: Server, browser: Browser, path: str) -> None:
    other = server.logged_in("Eva", PASSPHRASE)
    event = browser.ask("/api/project").json["event"]
    bead = browser.beads()[0]
    told: list[tuple[float, Any]] = []

    def wait() -> None:
        answer = browser.ask(f"/api/events?after={event}&wait=20").json
        told.append((time.monotonic(), answer))

    for change in (
        lambda: other.change("comment", bead=bead["id"], text="from another window"),
        lambda: _comment(path, bead["id"]),  # from another program
    ):
        waiting = threading.Thread(target=wait)
        waiting.start()
        time.sleep(0.3)
        assert told == []
        changed = time.monotonic()
        change()
        waiting.join(10)
        (at, answer) = told.pop()
        assert at - changed < 1.5
        (line,) = answer["events"]
        assert (line["author"], line["kind"], line["beads"], line["pair"]) == ("Eva", "comment", [bead["id"]], 1)
        assert line["id"] == answer["event"]
        event = answer["event"]
    started = time.monotonic()
    assert browser.ask(f"/api/events?after={event}&wait=1").json == {"event": event, "events": []}
    assert 0.9 < time.monotonic() - started < 5


def _comment(path: str, bead: int) -> None:
    with Project.open(path) as project:
        project.comment("Eva", bead, "from a script")


def test_results_are_files(browser: Browser) -> None:
    formats = browser.ask("/api/project").json["formats"]
    assert {"tmx", "xliff", "po", "jsonl"} <= set(formats)
    answer = browser.ask("/api/export?pair=1&format=tmx")
    assert answer.status == 200
    assert answer.headers["content-disposition"].startswith('attachment; filename="')
    assert "Nadie sabe quién pagó 105 dólares." in answer.body.decode()
    assert browser.ask("/api/export?format=jsonl").body.count(b"\n") == 5
    report = browser.ask("/api/report?format=html")
    assert (report.status, report.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "attachment" in report.headers["content-disposition"]
    for query in ("export?format=nonsense", "export", "report?format=pdf", "export?pair=x&format=tmx"):
        assert browser.ask(f"/api/{query}").status == 400
    assert browser.ask("/api/export?pair=7&format=tmx").status == 404


def test_names(server: Server, browser: Browser) -> None:
    assert browser.ask("/api/author", {"author": "  Ana   María "}).json == {"author": "Ana María"}
    for name in ("", " ", "x" * 300, "aligner", "a\nb\u0007"):
        assert browser.ask("/api/author", {"author": name}).status == 400
    bead = browser.beads()[0]
    browser.change("comment", bead=bead["id"], text="x")
    assert browser.beads()[0]["comments"][0]["author"] == "Ana María"
    assert server.logged_in("Eva", PASSPHRASE).ask("/api/project").json["author"] == "Eva"


def test_the_page_speaks_the_language_asked_for(browser: Browser) -> None:
    assert b'<html lang="en">' in browser.ask("/").body
    assert b'<html lang="es">' in browser.ask("/", headers={"Accept-Language": "es-AR,es;q=0.9,en;q=0.1"}).body
    answer = browser.ask("/?lang=es", headers={"Accept-Language": "en"})
    assert b'<html lang="es">' in answer.body
    assert answer.headers["set-cookie"].startswith("lang=es;")


def test_what_was_left_unjudged_is_judged_at_the_start(path: str) -> None:
    with Project.open(path) as project:
        bead = project.page(1)[1]
        text = bead.side_text(Side.TARGET).replace("105", "150")
        project.edit("Ana", bead.target[0].id, text, {bead.id: bead.version})
    with served(path) as server:
        browser = server.entered()
        deadline = time.monotonic() + 20
        while not browser.beads()[1]["judged"]:
            assert time.monotonic() < deadline
            time.sleep(0.1)
        assert not any(one["code"] == "NUM501" for one in browser.beads()[1]["findings"])
