"""A headless browser, and the review desk open in it. Where there is no browser a user's run skips, continuous integration fails."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright
from review_page import PATIENCE_MS, Desk, Open, made, ready, watched
from review_server import served

CORPORA = Path(__file__).parents[3] / "corpora"
ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        if os.environ.get("CI", "").lower() in {"1", "true"}:
            pytest.fail("continuous integration needs Chromium; install it, or say where it is in CHROMIUM")
        pytest.skip("no Chromium here (CHROMIUM says where one is)")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of an article with planted faults, Spanish in English; to be copied."""
    folder = CORPORA / "panjshir-resistance"
    path = tmp_path_factory.mktemp("faulty") / "panjshir.review"
    return made(path, folder / "article.es.txt", folder / "article.en.txt", languages=("es", "en"))


@contextlib.contextmanager
def opening(browser: Browser, folder: Path) -> Iterator[Open]:
    """Opens copies of projects, each in a window of its own; whatever a page complained about fails in the end."""
    with contextlib.ExitStack() as stack:
        desks: list[Desk] = []

        def opened(project: Path, *, width: int = 1280, height: int = 800, **context_options: Any) -> Desk:
            path = str(shutil.copy(project, folder / f"open-{project.name}"))
            server = stack.enter_context(served(path))
            context: BrowserContext = browser.new_context(
                viewport={"width": width, "height": height}, **{"locale": "en-GB", **context_options}
            )
            stack.callback(context.close)
            desk = Desk(context.new_page(), path)
            watched(desk.page, desk.faults)
            desk.page.goto(f"http://127.0.0.1:{server.port}/?token={server.token}")
            ready(desk.page)
            desks.append(desk)
            return desk

        yield opened
        for desk in desks:
            assert not desk.faults


@pytest.fixture
def open_desk(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """Opens projects that the test may change."""
    with opening(browser, tmp_path) as opened:
        yield opened


@pytest.fixture(scope="session")
def looked_at(browser: Browser, faulty: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The faulty article, for tests that look at the page in this state and that."""
    with opening(browser, tmp_path_factory.mktemp("looked-at")) as opened:
        desk = opened(faulty)
        desk.page.evaluate((files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
        yield desk


@pytest.fixture
def another_window(browser: Browser, looked_at: Desk) -> Iterator[Callable[..., Desk]]:
    """Opens the faulty article in windows of other sizes and languages, for tests that change nothing."""
    with contextlib.ExitStack() as stack:
        desks: list[Desk] = []

        def opened(*, width: int = 1280, height: int = 800, locale: str = "en-GB") -> Desk:
            state = looked_at.page.context.storage_state()
            context = browser.new_context(
                viewport={"width": width, "height": height}, locale=locale, storage_state=state
            )
            stack.callback(context.close)
            desk = Desk(context.new_page(), looked_at.path)
            watched(desk.page, desk.faults)
            desk.page.goto(looked_at.page.url.partition("#")[0])
            ready(desk.page)
            desks.append(desk)
            return desk

        yield opened
        for desk in desks:
            assert not desk.faults
