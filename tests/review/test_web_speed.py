"""The server with fifty thousand segments: a first page, changes, judging; the limits leave a slow machine some room."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from review_server import Browser, served

from aligner.model import Bead, Bitext, Block, Document, Finding, Sentence, Severity, Side, Span
from aligner.review import database
from aligner.review.creating import ProjectOptions, add_findings
from aligner.review.database import writing
from aligner.review.events import Recorder, now, write_event
from aligner.review.importing import Origin, add_pair

COUNT = 50_000
SLOW = 8  # a machine that has ten other things to do
_WORDS = {
    "en": [
        "harbour",
        "boat",
        "spring",
        "keeper",
        "lighthouse",
        "storm",
        "village",
        "letter",
        "bridge",
        "winter",
        "teacher",
        "market",
        "garden",
        "river",
    ],
    "es": [
        "puerto",
        "barco",
        "primavera",
        "guardián",
        "faro",
        "tormenta",
        "pueblo",
        "carta",
        "puente",
        "invierno",
        "maestra",
        "mercado",
        "jardín",
        "río",
    ],
}
_FRAMES = {
    "en": "The {} near the {} was painted in {}.",
    "es": "El {} cerca del {} fue pintado en {}.",
}


def document(language: str) -> Document:
    words, frame = _WORDS[language], _FRAMES[language]
    texts = [frame.format(words[at % len(words)], words[at * 5 % len(words)], 1900 + at % 100) for at in range(COUNT)]
    sentences, at = [], 0
    for number, text in enumerate(texts):
        sentences.append(Sentence(at, at + len(text), number // 5))
        at += len(text) + 1
    blocks = tuple(
        Block(sentences[first].start, sentences[min(first + 4, COUNT - 1)].end) for first in range(0, COUNT, 5)
    )
    return Document("\n".join(texts) + "\n", blocks, language, f"{language}.txt", tuple(sentences))


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    source, target = document("en"), document("es")
    bitext = Bitext(source, target, tuple(Bead((at,), (at,), 0.9) for at in range(COUNT)))
    findings = []
    for at in range(0, COUNT, 4):
        end = target.sentences[at].end
        span = Span(Side.TARGET, end - 5, end - 1, target.text[end - 5 : end - 1])
        findings.append(Finding("NUM501", "number-value", Severity.ERROR, "differs", (span,), at, "1950"))
    path = str(tmp_path_factory.mktemp("speed") / "p.review")
    connection = database.create(path)
    with writing(connection):
        rows = [(name, json.dumps(value)) for name, value in ProjectOptions().settings().items()]
        connection.executemany("INSERT INTO settings VALUES (?, ?)", rows)
        add_pair(connection, "p", bitext, (Origin("en.txt", "-"), Origin("es.txt", "-")), 1)
        add_findings(connection, 1, findings)
        write_event(Recorder(connection, 1, now(), "aligner"), "new", {})
    connection.close()
    with served(path) as server:
        browser = server.browser()
        started = time.perf_counter()
        browser.ask(f"/?token={server.token}")
        page = browser.ask("/")
        print(f"\nfirst page {1000 * (time.perf_counter() - started):.1f} ms")  # noqa: T201
        assert page.status == 200
        assert time.perf_counter() - started < 0.25 * SLOW  # of the second that a browser has to paint it
        yield browser


def quickest(name: str, work: Callable[[int], object], times: int = 15) -> float:
    """Seconds that a call takes when the machine has nothing else to do; it is given a number from 0."""
    taken = []
    for number in range(times):
        started = time.perf_counter()
        work(number)
        taken.append(time.perf_counter() - started)
    print(f"{name} {1000 * statistics.median(taken):.1f} ms, most {1000 * max(taken):.1f}")  # noqa: T201
    return min(taken)


def seen(*beads: Any) -> dict[int, int]:
    return {bead["id"]: bead["version"] for bead in beads}


def test_looking(browser: Browser) -> None:
    ids = browser.ask("/api/pairs/1/ids").json["ids"]
    assert len(ids) == COUNT
    assert quickest("all ids", lambda _: browser.ask("/api/pairs/1/ids"), 5) < 0.08 * SLOW
    assert quickest("a page", lambda number: browser.beads(first=number * 3_000, count=100)) < 0.03 * SLOW

    def some(number: int) -> None:
        few = ",".join(map(str, ids[number * 3_000 : number * 3_000 + 60]))
        assert len(browser.ask(f"/api/beads?ids={few}").json["beads"]) == 60

    assert quickest("sixty beads", some) < 0.03 * SLOW
    assert quickest("flagged", lambda _: browser.ask("/api/pairs/1/ids?flagged=1"), 5) < 0.15 * SLOW
    assert quickest("search", lambda _: browser.ask("/api/pairs/1/ids?text=lighthouse"), 5) < 0.2 * SLOW


def test_changes(browser: Browser) -> None:
    ids = browser.ask("/api/pairs/1/ids").json["ids"]
    beads = {
        number: browser.ask(f"/api/beads?ids={ids[number * 3_001]},{ids[number * 3_001 + 1]}").json["beads"]
        for number in range(15)
    }

    def edit(number: int) -> None:
        (bead, _) = beads[number]
        text = f"El puente fue pintado en {number}."
        answer = browser.change("edit", seen(bead), sentence=bead["target"][0]["id"], text=text)
        (beads[number][0],) = answer.json["changed"]

    def merge(number: int) -> None:
        first, second = beads[number]
        answer = browser.change("merge", seen(first, second), first=first["id"], second=second["id"])
        assert answer.json["removed"] == [second["id"]]

    assert quickest("an edit", edit) < 0.02 * SLOW
    assert quickest("a merge", merge) < 0.02 * SLOW
    assert quickest("an undo", lambda _: browser.change("undo")) < 0.02 * SLOW


def test_judging(browser: Browser) -> None:
    beads = browser.beads(first=20_000, count=12)
    browser.ask("/api/judge", {"beads": [beads[0]["id"]]})  # all that is loaded is loaded

    def judge(number: int) -> None:
        bead = beads[number]
        browser.change("edit", seen(bead), sentence=bead["target"][0]["id"], text="El faro fue pintado en 1900.")
        started = time.perf_counter()
        answer = browser.ask("/api/judge", {"beads": [bead["id"]]})
        taken.append(time.perf_counter() - started)
        assert all(one["judged"] for one in answer.json["changed"])

    taken: list[float] = []
    quickest("an edit, judged", judge, 10)
    assert min(taken) < 0.1 * SLOW
