"""Every page of the documentation can be reached, and so can every how-to page from their table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

REPOSITORY = Path(__file__).parent.parent.parent
DOCS = REPOSITORY / "docs"


def pages_in(entry: Any) -> Iterator[str]:
    """The pages of a part of the navigation."""
    if isinstance(entry, str):
        yield entry
    for inner in entry.values() if isinstance(entry, dict) else entry if isinstance(entry, list) else ():
        yield from pages_in(inner)


def test_every_page_is_in_the_navigation_once() -> None:
    listed = list(pages_in(yaml.safe_load((REPOSITORY / "mkdocs.yml").read_text(encoding="utf-8"))["nav"]))
    assert sorted(listed) == sorted(page.relative_to(DOCS).as_posix() for page in DOCS.rglob("*.md"))


def test_the_parts_are_those_that_readers_need() -> None:
    """Learning, doing, looking up, understanding: https://diataxis.fr."""
    navigation = yaml.safe_load((REPOSITORY / "mkdocs.yml").read_text(encoding="utf-8"))["nav"]
    assert [name for entry in navigation for name in entry] == [
        "Start",
        "Tutorials",
        "How to",
        "Reference",
        "Explanation",
    ]


def test_how_to_pages_are_found_from_their_table() -> None:
    table = (DOCS / "how-to" / "index.md").read_text(encoding="utf-8")
    linked = set(re.findall(r"\]\(([\w-]+\.md)\)", table))
    assert linked == {page.name for page in (DOCS / "how-to").glob("*.md")} - {"index.md"}
