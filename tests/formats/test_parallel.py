"""Parallel text to train on: many formats, packed or not, and pairs of files."""

from __future__ import annotations

import bz2
import gzip
import hashlib
import lzma
from collections.abc import Callable
from pathlib import Path

import pytest

from aligner.errors import InputError, UnknownFormat
from aligner.formats import write_bitext
from aligner.formats.pairs import Row, pairs_bitext
from aligner.formats.parallel import ParallelText, read_parallel

LINES = "One.\tUno.\nTwo,  three.\t Dos, tres. \textra\n\tno source\nno target\t\nno tab\n\nOne.\tUno.\nΑθήνα 😀\tAtenas 😀\r\n"
PAIRS = [("One.", "Uno."), ("Two,  three.", "Dos, tres."), ("Αθήνα 😀", "Atenas 😀")]
PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "": bytes, ".gz": gzip.compress, ".xz": lzma.compress, ".bz2": bz2.compress,
}  # fmt: skip
PACKED = pytest.mark.parametrize("packed", PACKERS)


def read(*paths: Path) -> ParallelText:
    return read_parallel([str(path) for path in paths], "en", "es")


@PACKED
def test_pairs_of_a_file(packed: str, tmp_path: Path) -> None:
    path = tmp_path / f"pairs.tsv{packed}"
    path.write_bytes(PACKERS[packed](LINES.encode()))
    found = read(path)
    assert found.pairs == PAIRS
    assert found.rows == 8
    (file,) = found.files
    assert (file.path, file.pairs) == (str(path), 4)
    assert (file.size, file.sha256) == (path.stat().st_size, hashlib.sha256(path.read_bytes()).hexdigest())


@pytest.mark.parametrize("suffix", ["tmx", "jsonl", "csv", "po"])
@PACKED
def test_any_bitext_format(suffix: str, packed: str, tmp_path: Path) -> None:
    plain = tmp_path / f"pairs.{suffix}"
    if suffix in {"tmx", "jsonl"}:
        rows = (Row(source, target, number) for number, (source, target) in enumerate(PAIRS, 1))
        write_bitext(pairs_bitext(rows, "", "en", "es"), str(plain))
    elif suffix == "csv":
        plain.write_text("".join(f'"{source}","{target}"\n' for source, target in PAIRS), "utf-8")
    else:
        plain.write_text("".join(f'msgid "{source}"\nmsgstr "{target}"\n\n' for source, target in PAIRS), "utf-8")
    path = tmp_path / f"packed.{suffix}{packed}"
    path.write_bytes(PACKERS[packed](plain.read_bytes()))
    assert read(path).pairs == PAIRS


def test_pairs_of_several_files_are_there_once(tmp_path: Path) -> None:
    first, second = tmp_path / "first.tsv", tmp_path / "second.tsv"
    first.write_text("a\tb\nc\td\n", "utf-8")
    second.write_text("e\tf\na\tb\n", "utf-8")
    found = read(first, second)
    assert found.pairs == [("a", "b"), ("c", "d"), ("e", "f")]
    assert [(file.path, file.pairs) for file in found.files] == [(str(first), 2), (str(second), 2)]
    assert read().pairs == []


@pytest.fixture
def moses(tmp_path: Path) -> Path:
    (tmp_path / "corpus.en").write_text("One.\nTwo.\u2028Three.\n\nFour.\n", "utf-8")
    (tmp_path / "corpus.es").write_text("Uno.\r\nDos. Tres.\r\nNada.\r\nCuatro.\r\n", "utf-8", newline="")
    return tmp_path / "corpus"


MOSES = [("One.", "Uno."), ("Two.\u2028Three.", "Dos. Tres."), ("Four.", "Cuatro.")]


@pytest.mark.parametrize("given", ["corpus", "corpus.en", "corpus.es"])
@pytest.mark.parametrize("packed", ["", ".gz"])
def test_two_files_by_their_common_name_or_either(given: str, packed: str, moses: Path) -> None:
    if packed:
        for path in list(moses.parent.iterdir()):
            path.with_name(path.name + packed).write_bytes(gzip.compress(path.read_bytes()))
            path.unlink()
    found = read(moses.with_name(given + (packed if "." in given else "")))
    assert found.pairs == MOSES
    assert [Path(file.path).name for file in found.files] == [f"corpus.en{packed}", f"corpus.es{packed}"]
    assert [file.pairs for file in found.files] == [3, 3]


def test_two_files_packed_differently_and_with_regions(moses: Path) -> None:
    english, spanish = moses.with_name("corpus.en"), moses.with_name("corpus.es")
    moses.with_name("corpus.es_MX.xz").write_bytes(lzma.compress(spanish.read_bytes()))
    spanish.unlink()
    assert read(english).pairs == read(moses).pairs == MOSES
    assert read(moses.with_name("corpus.es_MX.xz")).pairs == MOSES


@pytest.mark.parametrize("given", ["corpus", "corpus.en"])
def test_one_of_two_files_is_missing(given: str, moses: Path) -> None:
    moses.with_name("corpus.es").unlink()
    with pytest.raises(InputError, match=r"there is no \S*corpus\.es.*; give two files with a line for each pair"):
        read(moses.with_name(given))


def test_two_files_of_different_length(moses: Path) -> None:
    moses.with_name("corpus.es").write_text("Uno.\n", "utf-8")
    with pytest.raises(InputError, match=r"corpus\.es: it has 1 lines, and \S+corpus\.en has 4"):
        read(moses)


def test_names_with_signs_that_mean_something_elsewhere(tmp_path: Path) -> None:
    for language in ("en", "es"):
        (tmp_path / f"[a]*.{language}").write_text("x\n", "utf-8")
    assert read(tmp_path / "[a]*").pairs == [("x", "x")]


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("nowhere.tsv", None, "there is no such file"),
        ("nowhere", None, "there is no such file"),
        ("a" * 5000, None, "cannot be opened|no such file"),
        ("a\0b", None, "cannot be opened|no such file"),
        ("a.txt", b"One\tUno\n", r"text cannot be read as pairs"),
        ("a.xyz.gz", gzip.compress(b"a"), r"no format goes with the suffix \.xyz"),
        ("a.tsv.xz", lzma.compress(b"a\tb\n")[:-20], "it cannot be unpacked"),
        ("a.tsv", b"\x00\x01", "it is a binary file"),
        ("a.tsv", b"", "the file is empty"),
        ("a.tsv", b"One.\nTwo.\n", "no line has a tab"),
        ("a.tsv", b"One.\t\n\tDos.\n", r"a\.tsv: it has no pair with text on both sides"),
        ("a.jsonl", b'{"source": "\\ud800", "target": "b"}', r"a\.jsonl:1: half of a character pair"),
    ],
)
def test_files_that_cannot_be_used(name: str, data: bytes | None, words: str, tmp_path: Path) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    with pytest.raises(InputError, match=words):
        read(tmp_path / name)


def test_more_than_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "a.tsv.xz"
    path.write_bytes(lzma.compress(b"a\tb\n" * 1_000_000))
    with pytest.raises(InputError, match="unpacked it is larger than 2 MB"):
        read_parallel([str(path)], "en", "es", limit=2 << 20)
    with pytest.raises(InputError, match="it is larger than 0 MB"):
        read_parallel([str(path)], "en", "es", limit=10)


def test_a_folder(tmp_path: Path) -> None:
    with pytest.raises((InputError, UnknownFormat), match="directory"):
        read(tmp_path)
