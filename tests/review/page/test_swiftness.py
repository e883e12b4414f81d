"""Fifty thousand segments in the page: painted at once, scrolled anywhere, and no key that has to be waited for."""

from __future__ import annotations

import itertools
import json
import statistics
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from review_page import Open

from aligner.model import Bead, Bitext, Block, Document, Finding, Sentence, Severity, Side, Span
from aligner.review import database
from aligner.review.creating import ProjectOptions, add_findings
from aligner.review.database import writing
from aligner.review.events import Recorder, now, write_event
from aligner.review.importing import Origin, add_pair

COUNT = 50_000
SLOW = 3  # a loaded machine; the figures themselves are printed
FIRST_PAINT_MS = 1000
KEY_MS = 50
# From a key to the frame in which what it did is painted: the row that is looked at, or its state.
_WATCH = """
() => {
  window.taken = [];
  let started = null;
  addEventListener("keydown", (event) => (started = event.timeStamp), true);
  new MutationObserver(() => {
    if (started === null) return;
    const from = started;
    started = null;
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => window.taken.push(performance.now() - from);
      channel.port2.postMessage(0);
    });
  }).observe(document.getElementById("window"), { subtree: true, attributes: true, attributeFilter: ["class"] });
}
"""


def document(language: str) -> Document:
    texts = [
        f"{number} {language} " + "The keeper of the lighthouse slept through the storm. " * (1 + number * 7 % 5)
        for number in range(COUNT)
    ]
    sentences, at = [], 0
    for number, text in enumerate(texts):
        sentences.append(Sentence(at, at + len(text) - 1, number // 5))
        at += len(text)
    blocks = tuple(Block(sentences[at].start, sentences[at + 4].end) for at in range(0, COUNT, 5))
    return Document("".join(texts), blocks, language, f"{language}.txt", tuple(sentences))


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    source, target = document("en"), document("es")
    bitext = Bitext(source, target, tuple(Bead((at,), (at,), 0.9) for at in range(COUNT)))
    findings = []
    for at in range(0, COUNT, 40):
        start = target.sentences[at].start
        end = start + len(str(at))
        span = Span(Side.TARGET, start, end, target.text[start:end])
        findings.append(Finding("NUM501", "number-value", Severity.ERROR, "differs", (span,), at))
    path = tmp_path_factory.mktemp("large") / "large.review"
    connection = database.create(str(path))
    with writing(connection):
        rows = [(name, json.dumps(value)) for name, value in ProjectOptions().settings().items()]
        connection.executemany("INSERT INTO settings VALUES (?, ?)", rows)
        add_pair(connection, "p", bitext, (Origin("en.txt", "-"), Origin("es.txt", "-")), 1)
        add_findings(connection, 1, findings)
        write_event(Recorder(connection, 1, now(), "aligner"), "new", {})
    connection.close()
    return path


def median_of(page: Page, key: str, times: int = 15) -> float:
    """Milliseconds from a key to what it paints."""
    page.evaluate("() => (window.taken.length = 0)")
    for number in range(times):
        page.keyboard.press(key)
        while page.evaluate("window.taken.length") <= number:
            page.wait_for_timeout(5)
    taken: list[float] = page.evaluate("window.taken")
    print(f"{key}: {statistics.median(taken):.0f} ms, most {max(taken):.0f}")  # noqa: T201
    return statistics.median(taken)


def test_fifty_thousand_segments(open_desk: Open, large: Path) -> None:
    desk = open_desk(large)
    page = desk.page
    page.reload()
    page.locator("html[data-ready]").wait_for(state="attached")
    painted = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    listed = float(page.locator("html").get_attribute("data-painted") or "inf")
    print(f"\nfirst paint {painted:.0f} ms, segments {listed:.0f} ms")  # noqa: T201
    assert max(painted, listed) < FIRST_PAINT_MS * SLOW
    page.evaluate(_WATCH)
    assert median_of(page, "j") < KEY_MS * SLOW
    assert median_of(page, "d") < KEY_MS * SLOW
    assert median_of(page, "n") < KEY_MS * SLOW
    # To the end and to the middle: what is there is what has that number, and never more than a few rows.
    desk.press("End")
    expect(page.locator(".bead.current .number")).to_have_text("50,000")
    expect(page.locator(".bead.current .source")).to_contain_text("49999 en")
    expect(page.locator(".bead.current")).to_be_in_viewport()
    desk.press("g")
    page.keyboard.type("25000")
    desk.press("Enter")
    expect(page.locator(".bead.current .source")).to_contain_text("24999 en")
    assert page.locator(".bead").count() < 80


def test_rows_of_all_heights_follow_each_other(open_desk: Open, large: Path) -> None:
    """Wherever one scrolls, rows lie one below the other without gaps, and fill the view."""
    desk = open_desk(large)
    page = desk.page
    for place in (0.2, 0.2001, 0.9, 0.5, 0.4999, 1.0):
        page.evaluate(
            f"() => {{ const s = document.getElementById('scroller'); s.scrollTop = {place} * s.scrollHeight; }}"
        )
        page.wait_for_timeout(350)
        rows = page.locator(".bead").evaluate_all(
            "(all) => all.map((one) => { const r = one.getBoundingClientRect(); return [r.top, r.bottom, one.classList.contains('unread')]; })"
        )
        assert not any(unread for *_, unread in rows)
        assert all(abs(before[1] - after[0]) < 1 for before, after in itertools.pairwise(rows))
        view = page.locator("#scroller").bounding_box()
        assert view is not None
        assert rows[0][0] <= view["y"] + 40
        assert rows[-1][1] >= view["y"] + view["height"] - 1
    # A reader at rest stays at rest while rows above them are measured.
    before = page.locator("#scroller").evaluate("(one) => one.scrollTop")
    page.wait_for_timeout(100)
    assert page.locator("#scroller").evaluate("(one) => one.scrollTop") == before
