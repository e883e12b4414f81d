"""Pairs of short texts, and files of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

Write = Callable[[str, Iterable[tuple[str, str]]], str]


@pytest.fixture
def write_pairs(tmp_path: Path) -> Write:
    """Writes a file of tab-separated pairs and says where it is."""

    def write(name: str, pairs: Iterable[tuple[str, str]]) -> str:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(f"{source}\t{target}\n" for source, target in pairs), encoding="utf-8")
        return str(path)

    return write
