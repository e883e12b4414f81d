"""Take the pictures of the documentation anew: python tools/screenshots.py [FOLDER].

The review desk by day and by night, the report of a check, that of a corpus, and that of an export, each of the sample articles, in headless Chromium
(the one on the PATH, or that of the environment variable CHROMIUM). Pictures are made, not kept: `tools/pictures.py` puts a
note in the place of one that is not there.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

REPOSITORY = Path(__file__).resolve().parent.parent
FOLDER = REPOSITORY / "docs" / "figures" / "screens"
PAGES = ("panjshir-resistance/article.es.html", "panjshir-resistance/article.en.html")
SIZE = (1280, 760)
_ADDRESS = re.compile(r"http://\S+")
_PATIENCE_MS = 20_000


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: its name, whether the page is dark, and how a page comes to show what it is of."""

    name: str
    dark: bool
    shows: Callable[[Page, Path], contextlib.AbstractContextManager[None]]


@contextlib.contextmanager
def _desk(page: Page, folder: Path) -> Iterator[None]:
    """The review desk at an acronym that is wrong in seven places."""
    _run(folder, "review", "new", "panjshir.review", *PAGES, *_SPANISH_FIRST)
    command = [sys.executable, "-m", "aligner", "review", "panjshir.review", "--no-browser", "--author", "Ana"]
    server = subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, text=True, encoding="utf-8")  # noqa: S603
    try:
        assert server.stderr is not None
        address = next(filter(None, map(_ADDRESS.search, server.stderr)))
        page.goto(address.group())
        page.locator("html[data-ready]").wait_for(state="attached", timeout=_PATIENCE_MS)
        _to_flag(page, "ACR301")
        yield
    finally:
        server.terminate()
        server.wait()


def _to_flag(page: Page, code: str) -> None:
    """Go on from flag to flag as a translator does, as far as one of a rule."""
    chosen = page.locator(".bead.current .flag.chosen .code")
    for _ in range(40):
        page.keyboard.press("n")
        chosen.wait_for(timeout=_PATIENCE_MS)
        page.wait_for_timeout(60)
        if chosen.inner_text() == code:
            return
    raise LookupError(f"the desk has no flag of {code}")


@contextlib.contextmanager
def _report(page: Page, folder: Path) -> Iterator[None]:
    """The page of `aligner check --format html`."""
    _run(folder, "check", *PAGES, *_SPANISH_FIRST, "--fail-on", "never", "--format", "html", "-o", "report.html")
    page.goto((folder / "report.html").as_uri())
    yield


@contextlib.contextmanager
def _export_report(page: Page, folder: Path) -> Iterator[None]:
    """The report of an export of all articles."""
    _run(folder, "export", ".", "-o", "clean.tsv", "--clean", "--report", "export.html")
    page.goto((folder / "export.html").as_uri())
    yield


@contextlib.contextmanager
def _corpus_report(page: Page, folder: Path) -> Iterator[None]:
    """The page of `aligner corpus report`, with its plots."""
    _run(folder, "export", ".", "-o", "all.jsonl")
    _run(folder, "corpus", "report", "all.jsonl", "-o", "corpus.html")
    page.goto((folder / "corpus.html").as_uri())
    yield


_SPANISH_FIRST = ("--from-lang", "es", "--to-lang", "en")
PICTURES = (
    Picture("desk-light", dark=False, shows=_desk),
    Picture("desk-dark", dark=True, shows=_desk),
    Picture("report", dark=False, shows=_report),
    Picture("export-report", dark=False, shows=_export_report),
    Picture("corpus-report", dark=False, shows=_corpus_report),
)


def _run(folder: Path, *words: str) -> None:
    """Call aligner in a folder; it must succeed, and what it says is only shown where it does not."""
    done = subprocess.run(  # noqa: S603 - our own program, with words that stand above
        [sys.executable, "-m", "aligner", *words], cwd=folder, capture_output=True, encoding="utf-8", check=False
    )
    if done.returncode:
        raise RuntimeError(f"aligner {' '.join(words)}: {done.stderr}")


def take(browser: Browser, picture: Picture, folder: Path, working: Path) -> None:
    """Take one picture into a folder."""
    width, height = SIZE
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if picture.dark else "light",
        locale="en-GB",
        reduced_motion="reduce",
    )
    with contextlib.closing(context):
        page = context.new_page()
        with picture.shows(page, working):
            page.wait_for_timeout(300)
            page.screenshot(path=folder / f"{picture.name}.png")


def chromium() -> str | None:
    """Where Chromium is, if it is."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


def main() -> int:
    """Take all pictures; 1 where there is no browser."""
    path = chromium()
    if path is None:
        sys.stderr.write(
            "there is no Chromium here (CHROMIUM says where one is); the pages get notes in place of pictures\n"
        )
        return 1
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    left_out = shutil.ignore_patterns("*.py", "*.md", "*.json", "*.txt", "_*")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        with contextlib.closing(browser):
            for picture in PICTURES:
                with tempfile.TemporaryDirectory() as made:
                    working = Path(made) / "articles"
                    shutil.copytree(REPOSITORY / "corpora", working, ignore=left_out)
                    take(browser, picture, folder, working)
    return 0


if __name__ == "__main__":
    sys.exit(main())
