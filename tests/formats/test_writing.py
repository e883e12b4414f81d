"""Files that belong together: all of them or none, whatever interrupts."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from aligner.contracts import FilePiece, Heading, Pair
from aligner.errors import InputError
from aligner.formats import write_pairs, writing
from aligner.formats.table import named_format
from aligner.formats.writing import output_name, write_files, write_whole


def everything(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def pieces(*, broken: BaseException | None = None) -> Iterator[FilePiece]:
    yield "a", "head\n"
    yield "inner/deep/b", b"\x00\x01"
    yield "a", "señal\n"
    if broken is not None:
        raise broken


def test_pieces_of_files_come_in_any_order(tmp_path: Path) -> None:
    write_files(str(tmp_path / "a"), pieces())
    assert everything(tmp_path) == {"a": "head\nseñal\n".encode(), "inner/deep/b": b"\x00\x01"}


@pytest.mark.parametrize(
    "broken", [InputError("x", "it is bad", "mend it"), KeyboardInterrupt(), OSError(28, "No space left")]
)
def test_an_interruption_leaves_what_was_there(tmp_path: Path, broken: BaseException) -> None:
    (tmp_path / "a").write_text("old")
    with pytest.raises((InputError, KeyboardInterrupt)):
        write_files(str(tmp_path / "a"), pieces(broken=broken))
    assert everything(tmp_path) == {"a": b"old"}
    assert [entry.name for entry in tmp_path.iterdir()] == ["a"]


def test_a_failure_among_the_renames_brings_all_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "inner" / "deep").mkdir(parents=True)
    (tmp_path / "a").write_text("old a")
    (tmp_path / "inner" / "deep" / "b").write_text("old b")
    take_place = writing._take_place

    def failing(temporary: Path, path: Path) -> None:
        if path.name == "a":
            raise OSError(30, "Read-only file system")
        take_place(temporary, path)

    monkeypatch.setattr(writing, "_take_place", failing)
    with pytest.raises(InputError, match="Read-only"):
        write_files(str(tmp_path / "a"), pieces())
    assert everything(tmp_path) == {"a": b"old a", "inner/deep/b": b"old b"}


def test_the_first_file_is_named_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named: list[str] = []
    take_place = writing._take_place

    def noted(temporary: Path, path: Path) -> None:
        named.append(path.name)
        take_place(temporary, path)

    monkeypatch.setattr(writing, "_take_place", noted)
    write_files(str(tmp_path / "a"), pieces())
    assert named == ["b", "a"]


def test_more_files_than_may_be_open(tmp_path: Path) -> None:
    names = [f"f{number}" for number in range(100)]
    write_files(str(tmp_path / "x"), ((name, f"{name} {turn}\n") for turn in range(3) for name in names))
    assert everything(tmp_path) == {name: f"{name} 0\n{name} 1\n{name} 2\n".encode() for name in names}


def test_a_file_cannot_take_the_place_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    with pytest.raises(InputError, match="it is a directory"):
        write_files(str(tmp_path / "a"), pieces())
    assert everything(tmp_path) == {}
    (tmp_path / "inner").write_text("a file where a folder is wanted")
    with pytest.raises(InputError, match="cannot be written"):
        write_files(str(tmp_path / "b"), [("inner/b", "x")])


@pytest.mark.parametrize("name", ["/etc/b", "../b", "inner/../../b", "", "."])
def test_no_file_lies_outside(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="lies outside of the folder"):
        write_files(str(tmp_path / "a"), [("a", "x"), (name, "x")])
    assert everything(tmp_path) == {}


def test_the_name_of_an_output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert [output_name(path) for path in ("a.xces", "in/a", "in/a/", ".")] == ["a.xces", "a", "a", tmp_path.name]
    with pytest.raises(InputError, match="no name for an output"):
        output_name("/")


def test_the_folder_one_is_in_can_be_the_output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_pairs([Pair("One.", "Uno.")], Heading("en", "es"), ".", "huggingface")
    assert sorted(everything(tmp_path)) == ["README.md", "data/train.jsonl"]


def test_files_keep_their_modes(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("old")
    (tmp_path / "a").chmod(0o600)
    write_files(str(tmp_path / "a"), pieces())
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o600


def test_half_a_character_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"half of a character pair \(U\+D800\)"):
        write_files(str(tmp_path / "a"), [("a", "\ud800")])
    with pytest.raises(InputError, match=r"half of a character pair \(U\+D800\)"):
        write_whole(str(tmp_path / "a"), ["\ud800"])
    assert everything(tmp_path) == {}


def test_bytes_are_written_whole_too(tmp_path: Path) -> None:
    write_whole(str(tmp_path / "a"), [b"\x00", b"\xff"])
    assert everything(tmp_path) == {"a": b"\x00\xff"}


ENDLESS = """
import itertools, sys
from aligner.contracts import Heading, Pair
from aligner.formats import write_pairs

def pairs():
    for number in itertools.count():
        if number == 20_000:
            print("writing", flush=True)
        yield Pair(f"Text {number}.", f"Texto {number}.")

write_pairs(pairs(), Heading("en", "es"), sys.argv[1], sys.argv[2])
"""


@pytest.mark.parametrize("name", ["tsv", "moses", "xces", "huggingface", "parquet", "docx-table"])
def test_ctrl_c_leaves_nothing(tmp_path: Path, name: str) -> None:
    suffix = named_format(name).suffix
    process = subprocess.Popen(
        [sys.executable, "-c", ENDLESS, str(tmp_path / f"out{suffix}"), name],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == "writing\n"
        process.send_signal(signal.SIGINT)
        process.wait(60)
    assert process.returncode != 0
    assert list(tmp_path.iterdir()) == []
