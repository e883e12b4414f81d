"""A server that is killed has lost nothing it acknowledged, and a crowd that edits loses no step."""

from __future__ import annotations

import http.client
import random
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from review_server import Browser, served

from aligner.model import Side
from aligner.review import Project

Make = Callable[..., Project]
PASSPHRASE = "four words nobody knows"
_EDITS, _KILLS, _CLIENTS, _STEPS = 500, 8, 20, 6


def edit_until_it_breaks(
    browser: Browser, draw: random.Random, kept: dict[int, str], count: list[int], most: int
) -> None:
    """Edit at random; what was acknowledged goes to `kept`, the last text of each sentence."""
    beads = browser.beads()
    while count[0] < most:
        at = draw.randrange(len(beads))
        sentence, text = beads[at]["target"][0]["id"], f"Texto {count[0]}."
        answer = browser.change("edit", {beads[at]["id"]: beads[at]["version"]}, sentence=sentence, text=text)
        assert answer.status == 200, answer.body
        (beads[at],) = answer.json["changed"]
        kept[sentence] = text
        count[0] += 1


def test_a_killed_server_loses_nothing_it_acknowledged(make: Make, tmp_path: Path) -> None:
    make(12).close()
    path = str(tmp_path / "p.review")
    draw = random.Random(11)
    kept: dict[int, str] = {}
    count, kills = [0], 0
    while count[0] < _EDITS or kills < _KILLS:
        with served(path) as server:
            browser = server.entered()
            if kills < _KILLS:  # at any moment, in the middle of an edit as between two
                kills += 1
                threading.Timer(draw.uniform(0.01, 0.2), server.process.kill).start()
                with pytest.raises((OSError, http.client.HTTPException)):
                    edit_until_it_breaks(browser, draw, kept, count, 100_000)
                assert server.process.wait(10) == -9
            else:
                edit_until_it_breaks(browser, draw, kept, count, _EDITS)
                assert server.end() == (0, "")
        with Project.open(path, verify=True) as project:  # the integrity check is in there
            texts = {bead.target[0].id: bead.target[0].text for bead in project.page(1)}
            # One edit may be on the disk whose answer was on its way.
            assert sum(texts[sentence] != text for sentence, text in kept.items()) <= 1
            kept.update((sentence, texts[sentence]) for sentence in kept)
            edits = sum(event.kind == "edit" for event in project.events_after(0, 100_000))
            assert count[0] <= edits <= count[0] + kills
            assert len(project.page(1)) == 12
    assert kills == _KILLS


def test_a_crowd_loses_no_step(make: Make, tmp_path: Path) -> None:
    """Twenty people add one to one number, looking again whenever somebody was faster."""
    project = make(3)
    bead = project.page(1)[0]
    project.edit("Ana", bead.target[0].id, "0", {bead.id: bead.version})
    path = str(tmp_path / "p.review")
    refused: list[int] = []

    def add(browser: Browser) -> None:
        done = 0
        (mine,) = browser.beads(count=1)
        while done < _STEPS:
            sentence = mine["target"][0]
            text = str(int(sentence["text"]) + 1)
            answer = browser.change("edit", {mine["id"]: mine["version"]}, sentence=sentence["id"], text=text)
            if answer.status == 200:
                done += 1
                (mine,) = answer.json["changed"]
            else:
                assert answer.status == 409, answer.body
                assert answer.json["seen"]["target"][0]["text"] == sentence["text"]
                refused.append(mine["id"])
                mine = answer.json["current"]
            time.sleep(0.001)

    with served(path, passphrase=PASSPHRASE) as server:
        browsers = [server.logged_in(f"Reviewer {number}", PASSPHRASE) for number in range(_CLIENTS)]
        threads = [threading.Thread(target=add, args=(browser,)) for browser in browsers]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        assert server.end() == (0, "")
    assert refused  # they did get into each other's way
    assert project.page(1)[0].side_text(Side.TARGET) == str(_CLIENTS * _STEPS)
    authors = {event.author for event in project.events_after(0, 10_000) if event.kind == "edit"}
    assert len(authors) == _CLIENTS + 1
