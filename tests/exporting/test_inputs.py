"""What inputs hold: files of pairs, folders, texts in two versions."""

from __future__ import annotations

from pathlib import Path

import pytest

from aligner.errors import InputError, OptionError
from aligner.exporting import ExportOptions
from aligner.exporting.inputs import find_origins

FILES = (
    "a.tsv",
    "sub/b.tmx",
    "sub/c.jsonl.gz",
    "en/x.html",
    "es/x.html",
    "y.en.md",
    "y.es.md",
    "z.txt",
    "data.bin",
    ".hidden.tsv",
)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    for name in FILES:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("text", encoding="utf-8")
    (tmp_path / "empty.tsv").write_text("", encoding="utf-8")
    (tmp_path / "link.tsv").symlink_to(tmp_path / "a.tsv")
    return tmp_path


def test_folders_give_all_that_is_pairs(home: Path) -> None:
    found = find_origins([str(home)], ExportOptions())
    told = [tuple(Path(path).relative_to(home).as_posix() for path in origin.paths) for origin in found.origins]
    assert told == [
        ("a.tsv",), ("sub/b.tmx",), ("sub/c.jsonl.gz",), ("y.en.md", "y.es.md"), ("en/x.html", "es/x.html"),
    ]  # fmt: skip
    assert [origin.is_aligned for origin in found.origins] == [False, False, False, True, True]
    skipped = {Path(one.path).name: one.reason for one in found.skipped}
    assert skipped == {"data.bin": "no text (.bin)", "z.txt": "a text without its other version"}


def test_two_folders_of_two_languages(home: Path) -> None:
    found = find_origins([str(home / "en"), str(home / "es")], ExportOptions())
    assert [origin.is_aligned for origin in found.origins] == [True]


def test_named_texts_are_paired_by_their_names(home: Path) -> None:
    found = find_origins([str(home / "y.es.md"), str(home / "y.en.md")], ExportOptions())
    assert [Path(path).name for path in found.origins[0].paths] == ["y.en.md", "y.es.md"]


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["z.txt"], r"z\.txt: .*other version"),
        (["data.bin"], r"data\.bin: "),
        (["nothing.tsv"], r"nothing\.tsv: there is no such file"),
        (["y.en.md"], r"y\.en\.md: .*--manifest"),
    ],
)
def test_what_is_no_pair(names: list[str], words: str, home: Path) -> None:
    with pytest.raises(InputError, match=words):
        find_origins([str(home / name) for name in names], ExportOptions())


def test_one_standard_input(home: Path) -> None:
    with pytest.raises(OptionError, match="standard input"):
        find_origins(["-"], ExportOptions(manifest="-"))
