"""Which files addresses lead to: below a folder, from a page, and addresses that lead nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from aligner.corpus.pairing_addresses import Addresses


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("/", "index.html"),
        ("", None),
        (".", "index.html"),
        ("/es/", "es/index.html"),
        ("/es/puente", "es/puente.html"),
        ("/es/puente.html?print=1#top", "es/puente.html"),
        ("/es/./puente.html", "es/puente.html"),
        ("/none", None),
        ("/..", None),
        ("/%00", None),
        ("http://[", None),
    ],
)
def test_addresses_below_a_folder(
    href: str, expected: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    files = ["index.html", "es/index.html", "es/puente.html"]
    # The folder that one stands in, and the root of a file system, have no name.
    for folder in (".", str(tmp_path)):
        found = Addresses([str(Path(folder, file)) for file in files], [folder], {}).file_at(href)
        assert found == (None if expected is None else str(Path(folder, expected)))
    assert Addresses(files, ["/"], {}).file_at(href) is None


def test_addresses_from_a_page_and_those_that_pages_have() -> None:
    addresses = Addresses(["en/a.html", "es/a.html"], [], {"es/a.html": "https://a.example/es/a"})
    assert addresses.file_at("../es/a.html", "en/a.html") == "es/a.html"
    assert addresses.file_at("https://a.example/es/a") == "es/a.html"
    addresses.add("https://a.example/en/a", "en/a.html")
    assert addresses.file_at("/en/a", "es/a.html") == "en/a.html"
    assert addresses.file_at("/en/b", "es/a.html") is None
