"""Parallel text for training: files that can be read, and lines about those that cannot."""

from __future__ import annotations

import bz2
import gzip
import lzma
from collections.abc import Callable
from pathlib import Path

import pytest

from aligner.embedding.pairs import read_pairs
from aligner.errors import InputError

LINES = "One.\tUno.\nTwo,  three.\t Dos, tres. \textra\n\tno source\nno target\t\nOne.\tUno.\nΑθήνα 😀\tAtenas 😀\r\n"
PAIRS = [("One.", "Uno."), ("Two,  three.", "Dos, tres."), ("Αθήνα 😀", "Atenas 😀")]
PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "tsv": bytes,
    "tsv.gz": gzip.compress,
    "tsv.xz": lzma.compress,
    "tsv.bz2": bz2.compress,
}


@pytest.mark.parametrize("suffix", PACKERS)
def test_pairs_of_a_file(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"pairs.{suffix}"
    path.write_bytes(PACKERS[suffix](LINES.encode()))
    assert read_pairs([path]) == PAIRS


def test_pairs_of_several_files_are_there_once(tmp_path: Path) -> None:
    first, second = tmp_path / "first.tsv", tmp_path / "second.tsv"
    first.write_text("a\tb\nc\td\n", "utf-8")
    second.write_text("e\tf\na\tb\n", "utf-8")
    assert read_pairs([first, second]) == [("a", "b"), ("c", "d"), ("e", "f")]
    assert read_pairs([]) == []


@pytest.mark.parametrize("suffix", [suffix for suffix in PACKERS if "." in suffix])
@pytest.mark.parametrize("damage", ["truncated", "flipped", "foreign"])
def test_a_damaged_archive(suffix: str, damage: str, tmp_path: Path) -> None:
    path = tmp_path / f"pairs.{suffix}"
    packed = PACKERS[suffix](LINES.encode())
    middle = len(packed) // 2
    flipped = packed[:middle] + bytes(255 - byte for byte in packed[middle : middle + 8]) + packed[middle + 8 :]
    path.write_bytes({"truncated": packed[:middle], "flipped": flipped, "foreign": LINES.encode()}[damage])
    with pytest.raises(InputError, match=r"pairs\.tsv\.\w+: cannot be read \(.+\); give a UTF-8 file"):
        read_pairs([path])


@pytest.mark.parametrize(
    ("data", "place", "problem"),
    [
        (b"a\tb\nno tab here\n", 2, "no tab"),
        (b"a\tb\n\n", 2, "no tab"),
        (b"a\tb\nc\td\ncaf\xe9\tcaf\xe9\n", 3, "not UTF-8"),
    ],
)
def test_a_bad_line(data: bytes, place: int, problem: str, tmp_path: Path) -> None:
    path = tmp_path / "pairs.tsv"
    path.write_bytes(data)
    with pytest.raises(InputError, match=problem) as raised:
        read_pairs([path])
    assert raised.value.place == place


def test_no_such_file(tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere.tsv", tmp_path / "nowhere.xz", tmp_path):
        with pytest.raises(InputError, match="cannot be read"):
            read_pairs([path])
