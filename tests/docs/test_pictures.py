"""Pictures of the program: every one that a page names is taken, and a page without them says so."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parent.parent.parent
sys.path.append(str(REPOSITORY))

from tools import pictures, screenshots  # noqa: E402

DOCS = REPOSITORY / "docs"
NAMED = re.compile(r"figures/screens/([\w-]+)\.png")


def test_every_picture_that_is_named_is_taken() -> None:
    named = {name for page in DOCS.rglob("*.md") for name in NAMED.findall(page.read_text(encoding="utf-8"))}
    assert named == {picture.name for picture in screenshots.PICTURES}


def test_a_picture_that_is_not_there_is_told_of(tmp_path: Path) -> None:
    config = {"docs_dir": str(tmp_path)}
    text = "before ![The desk](../figures/screens/desk-light.png) after ![A plot](../figures/noise.svg)"
    told = "before *(Picture: The desk. `python tools/screenshots.py` takes it.)* after ![A plot](../figures/noise.svg)"
    assert pictures.on_page_markdown(text, config, page=None, files=None) == told
    (tmp_path / pictures.FOLDER).mkdir(parents=True)
    (tmp_path / pictures.FOLDER / "desk-light.png").write_bytes(b"")
    assert pictures.on_page_markdown(text, config) == text


def test_a_picture_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if screenshots.chromium() is None:
        pytest.skip("no Chromium here (CHROMIUM says where one is)")
    monkeypatch.setattr(screenshots, "PICTURES", screenshots.PICTURES[2:3])
    monkeypatch.setattr(sys, "argv", ["screenshots.py", str(tmp_path)])
    assert screenshots.main() == 0
    (taken,) = tmp_path.iterdir()
    assert taken.name == "report.png"
    assert taken.read_bytes().startswith(b"\x89PNG")
    assert taken.stat().st_size > 20_000


def test_without_a_browser_it_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(screenshots, "chromium", lambda: None)
    assert screenshots.main() == 1
    assert "no Chromium" in capsys.readouterr().err
