"""Manifests of document pairs."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.corpus import read_manifest
from aligner.errors import InputError


def written(folder: Path, text: str) -> str:
    path = folder / "pairs.tsv"
    path.write_bytes(text.encode())
    return str(path)


def test_columns_without_a_header(tmp_path: Path) -> None:
    read = read_manifest(written(tmp_path, "en/a.txt\tes/a.txt\r\n\n# a remark\nb.en.html\tb.es.html\tnews/b\n"))
    assert [(pair.source, pair.target, pair.name, pair.line) for pair in read.pairs] == [
        (str(tmp_path / "en/a.txt"), str(tmp_path / "es/a.txt"), "en/a", 1),
        (str(tmp_path / "b.en.html"), str(tmp_path / "b.es.html"), "news/b", 4),
    ]


def test_a_header_names_the_columns(tmp_path: Path) -> None:
    read = read_manifest(written(tmp_path, "score\tTarget\tSource\n0.9\ta.es.txt\ta.en.txt\n"))
    (pair,) = read.pairs
    assert (pair.source, pair.target, pair.name) == (str(tmp_path / "a.en.txt"), str(tmp_path / "a.es.txt"), "a")


def test_absolute_paths_stay(tmp_path: Path) -> None:
    (pair,) = read_manifest(written(tmp_path, "/texts/a.en.txt\t../a.es.txt\n")).pairs
    assert (pair.source, pair.target, pair.name) == ("/texts/a.en.txt", str(tmp_path / "../a.es.txt"), "a")


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a.txt\n", 1, "there is no target"),
        ("a.txt\tb.txt\n\tb.txt\n", 2, "there is no source"),
        ("-\tb.txt\n", 1, "is not a file"),
        ("a.txt\tb.txt\t../../x\n", 1, "leads out"),
        ("a.txt\tb.txt\t/etc/x\n", 1, "leads out"),
        ("a.txt\tb.txt\t.\n", 1, "leads out"),
        ("a.txt\tb.txt\ta\\..\\b\n", 1, "has the character"),
        ("a.txt\tb.txt\tC:x\n", 1, "has the character"),
        ("a.en.txt\tb.txt\na.es.txt\tc.txt\n", 2, "is that of line 1 too"),
        ("a.txt\tb.txt\tnews\nc.txt\td.txt\tNews\n", 2, "is that of line 1 too"),
        ("source\ttarget\n", None, "no pairs"),
        ("# nothing\n", None, "no pairs"),
    ],
)
def test_what_names_no_pair(text: str, line: int | None, words: str, tmp_path: Path) -> None:
    path = written(tmp_path, text)
    with pytest.raises(InputError, match=words) as caught:
        read_manifest(path)
    assert (caught.value.path, caught.value.place) == (path, line)


@given(st.text(max_size=30), st.text(max_size=20))
@settings(deadline=None, max_examples=200)
def test_no_name_leaves_the_folder(tmp_path_factory: pytest.TempPathFactory, source: str, name: str) -> None:
    folder = tmp_path_factory.mktemp("manifest")
    text = f"{source}\tb.txt\t{name}\n".encode("utf-8", "replace").decode()
    try:
        read = read_manifest(written(folder, text))
    except InputError:
        return
    for pair in read.pairs:
        parts = PurePosixPath(pair.name).parts
        assert parts
        assert ".." not in parts
        assert not PurePosixPath(pair.name).is_absolute()
        assert "\\" not in pair.name
