"""The review page as a translator has it before them, in a browser that a test drives by keyboard."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import pytest
from playwright.sync_api import Page

from aligner.pipeline import CheckOptions, PairOptions
from aligner.review import BeadView, Project
from aligner.review.creating import ProjectOptions, new_project, tasks_of

PATIENCE_MS = 15_000


@dataclass
class Desk:
    """The page of one project, and what a translator does with it."""

    page: Page
    path: str
    faults: list[str] = field(default_factory=list)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def to_flag(self, code: str) -> None:
        """Go from flag to flag as far as one of a rule."""
        for _ in range(40):
            self.press("n")
            chosen = self.page.locator(".bead.current .flag.chosen .code")
            chosen.wait_for()
            self.page.wait_for_timeout(40)
            if chosen.inner_text() == code:
                return
        pytest.fail(f"no flag of {code} was reached")

    @property
    def current(self) -> int:
        """The segment that is looked at."""
        return int(self.page.locator(".bead.current").get_attribute("data-id") or 0)

    def text(self, selector: str) -> str:
        return self.page.locator(selector).first.inner_text()

    def field(self) -> Any:
        """The field somebody is typing in."""
        return self.page.locator("textarea:focus")

    def beads(self) -> tuple[BeadView, ...]:
        """All segments of the first pair, as the file has them now."""
        with Project.open(self.path) as project:
            return project.page(1, 0, 1000)

    def bead(self) -> BeadView:
        """The segment that is looked at, as the file has it now."""
        with Project.open(self.path) as project:
            return project.beads(self.current)[0]


class Open(Protocol):
    """Opens a copy of a project in a window of its own."""

    def __call__(self, project: Path, *, width: int = 1280, height: int = 800, **context_options: Any) -> Desk: ...


def made(path: Path, *texts: Path, languages: tuple[str, str] = ("en", "es")) -> Path:
    """A project of two texts, read, aligned and checked as users' are."""
    pair = PairOptions(*languages)
    tasks, left = tasks_of(tuple(str(text) for text in texts), pair, None)
    assert not left
    new_project(str(path), tasks, ProjectOptions(pair, CheckOptions()))
    return path


def ready(page: Page) -> Page:
    page.locator("html[data-ready]").wait_for(state="attached", timeout=PATIENCE_MS)
    return page


def watched(page: Page, faults: list[str]) -> None:
    """Keep what goes wrong in a page: errors, and what its policy refuses."""
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda line: faults.append(line.text) if _is_fault(line.type, line.text) else None)


def _is_fault(kind: str, text: str) -> bool:
    # That a request was refused or lost is what some tests are about; the page itself tells it.
    return kind == "error" and "Failed to load resource" not in text
