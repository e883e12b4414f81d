"""What has become of a corpus since it was built."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from small_corpora import quick

from aligner.building import build, verify
from aligner.building.card import hash_lines
from aligner.corpus import read_manifest
from aligner.errors import InputError

Corpus = Callable[..., Path]


@pytest.fixture
def built(tmp_path: Path, corpus: Corpus) -> Path:
    build(read_manifest(str(corpus(20))), str(tmp_path / "corpus"), quick(check=None))
    return tmp_path / "corpus"


def test_a_whole_corpus(built: Path) -> None:
    found = verify(str(built))
    assert (found.problems, found.files) == ((), len((built / "SHA256SUMS").read_text().splitlines()))
    assert found.pairs == json.loads((built / "corpus.json").read_text())["written"]


def test_every_fault_is_told(built: Path) -> None:
    first, *_ = shards = sorted((built / "data").iterdir())
    first.write_bytes(first.read_bytes().replace(b"a", b"b", 1))
    (built / "report.html").unlink()
    (built / "data" / "more.jsonl").write_text("{}\n")
    assert shards
    assert set(verify(str(built)).problems) == {
        f"{first}: it has been changed",
        f"{built}/report.html: it is not there",
        f"{built}/data/more.jsonl: it is not of this corpus",
    }


def test_counts_and_form_are_held_though_hashes_agree(built: Path) -> None:
    first = min((built / "data").iterdir())
    lines = first.read_text(encoding="utf-8").splitlines(keepends=True)
    names = [line.split("  ")[1] for line in (built / "SHA256SUMS").read_text().splitlines()]
    for text, problem in (
        ("".join(lines[1:]), f"{first}: it has {len(lines) - 1} pairs, and should have {len(lines)}"),
        ('{"source": 1}\n', f"{first}:1: 'source' is not a text; write one object a line"),
    ):
        first.write_text(text, encoding="utf-8")
        (built / "SHA256SUMS").write_text("".join(hash_lines(str(built), {}, names)))
        (found,) = verify(str(built)).problems
        assert found.startswith(problem)


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("SHA256SUMS", f"{'0' * 64}  ../secret\n", "lies outside of the corpus"),
        ("SHA256SUMS", "nonsense\n", "it is no list of hashes"),
        ("corpus.json", "[]", "it does not tell of a corpus"),
        ("corpus.json", "{", "it does not tell of a corpus"),
    ],
)
def test_what_is_no_corpus(built: Path, name: str, text: str, problem: str) -> None:
    (built / name).write_text(text)
    with pytest.raises(InputError, match=problem):
        verify(str(built))


def test_no_corpus_and_half_a_one(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no corpus in it"):
        verify(str(tmp_path))
    (tmp_path / ".build").mkdir()
    (tmp_path / ".build" / "journal.jsonl").write_text('{"build": "a"}\n')
    with pytest.raises(InputError, match="its build has not ended; go on with aligner corpus build --resume"):
        verify(str(tmp_path))
