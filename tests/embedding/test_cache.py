"""The cache of vectors: what is remembered is what would be worked out, and whatever is wrong with it harms nobody."""

from __future__ import annotations

import logging
import os
import sqlite3
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.contracts import AdditiveEmbedder, FloatArray, Progress
from aligner.embedding import EmbedderOptions, StaticModel, load_embedder, with_progress
from aligner.embedding import cache as caching
from aligner.embedding.cache import FILE, CachedEmbedder, VectorCache, cache_folder
from aligner.errors import InputError

TEXTS = ["The bridge is old.", "", "El puente", "half \ud800", "El puente", "a\0b", "😀"]


class Slow:
    """Vectors drawn by text, and a list of what had to be encoded."""

    def __init__(self, signature: str = "slow@1", dimensions: int = 5) -> None:
        self.signature, self.dimensions = signature, dimensions
        self.encoded: list[str] = []
        self.progress: Progress | None = None

    def reporting(self, progress: Progress) -> Slow:
        other = Slow(self.signature, self.dimensions)
        other.encoded, other.progress = self.encoded, progress
        return other

    def encode(self, texts: Sequence[str]) -> FloatArray:
        self.encoded += texts
        rows = [self._row(text) for text in texts]
        if self.progress is not None:
            self.progress(0, len(texts))
            self.progress(len(texts), len(texts))
        return np.array(rows, np.float32).reshape(len(texts), self.dimensions)

    def _row(self, text: str) -> FloatArray:
        seed = zlib.crc32(f"{self.signature} {text}".encode("utf-8", "surrogatepass"))
        drawn = np.random.default_rng(seed).normal(size=self.dimensions)
        return (drawn / np.linalg.norm(drawn)).astype(np.float32)


@pytest.fixture
def cache(tmp_path: Path) -> VectorCache:
    return VectorCache(tmp_path / "cache")


def test_a_text_is_encoded_once(cache: VectorCache) -> None:
    slow = Slow()
    expected = Slow().encode(TEXTS)
    for _ in range(2):
        found = CachedEmbedder(slow, cache).encode(TEXTS)
        assert found.dtype == np.float32
        np.testing.assert_array_equal(found, expected)
    assert slow.encoded == list(dict.fromkeys(TEXTS))
    again = CachedEmbedder(slow, VectorCache(cache.path.parent)).encode(["new", *TEXTS])
    np.testing.assert_array_equal(again, Slow().encode(["new", *TEXTS]))
    assert slow.encoded[-1] == "new"


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(st.text(st.characters(), max_size=4), max_size=6), max_size=4))
def test_the_cache_changes_no_vector(tmp_path_factory: pytest.TempPathFactory, batches: list[list[str]]) -> None:
    embedder = CachedEmbedder(Slow(), VectorCache(tmp_path_factory.mktemp("cache")))
    for texts in batches:
        np.testing.assert_array_equal(embedder.encode(texts), Slow().encode(texts))


def test_models_do_not_share_vectors(cache: VectorCache) -> None:
    for slow in (Slow("one@1"), Slow("one@2"), Slow("one@1", dimensions=7)):
        np.testing.assert_array_equal(CachedEmbedder(slow, cache).encode(TEXTS), slow.encode(TEXTS))


def test_it_is_the_embedder_it_holds(cache: VectorCache) -> None:
    embedder = CachedEmbedder(Slow(), cache)
    assert (embedder.signature, embedder.dimensions) == ("slow@1", 5)
    assert not isinstance(embedder, AdditiveEmbedder)
    assert embedder.encode([]).shape == (0, 5)


def test_progress_counts_what_is_encoded(cache: VectorCache, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(caching, "_TEXTS_AT_ONCE", 2)
    CachedEmbedder(Slow(), cache).encode(["a", "b"])
    told: list[tuple[int, int]] = []
    reporting = CachedEmbedder(Slow(), cache).reporting(lambda done, total: told.append((done, total)))
    reporting.encode(["a", "b", "c", "d", "e"])
    assert told == [(0, 3), (2, 3), (2, 3), (3, 3)]


def test_what_was_done_before_an_interruption_is_kept(cache: VectorCache, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(caching, "_TEXTS_AT_ONCE", 2)

    class Interrupted(Slow):
        def encode(self, texts: Sequence[str]) -> FloatArray:
            if "c" in texts:
                raise KeyboardInterrupt
            return super().encode(texts)

    with pytest.raises(KeyboardInterrupt):
        CachedEmbedder(Interrupted(), cache).encode(["a", "b", "c"])
    slow = Slow()
    CachedEmbedder(slow, cache).encode(["a", "b", "c"])
    assert slow.encoded == ["c"]


def test_how_full_it_is_and_clearing(cache: VectorCache) -> None:
    assert (cache.facts().entries, cache.facts().size, cache.clear()) == (0, 0, 0)
    assert not cache.path.exists()
    CachedEmbedder(Slow(), cache).encode(TEXTS)
    facts = cache.facts()
    assert (facts.path, facts.entries, facts.limit) == (cache.path, 6, caching.LIMIT)
    assert facts.size > 6 * 5 * 4
    assert cache.clear() == 6
    assert cache.facts().entries == 0
    slow = Slow()
    CachedEmbedder(slow, cache).encode(["a"])
    assert slow.encoded == ["a"]


def test_what_was_not_used_for_longest_goes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    limit = 300_000
    cache = VectorCache(tmp_path, limit)
    now = [1_700_000_000.0]
    monkeypatch.setattr("time.time", lambda: now[0])
    for number in range(40):
        now[0] += 4000
        texts = [f"{number} {text}" for text in range(10)]
        CachedEmbedder(Slow(dimensions=500), cache).encode([*texts, "always"])
        assert cache.facts().size < limit * 1.5 + 200_000  # with the log beside it
    assert 60 < cache.facts().entries < 150
    slow = Slow(dimensions=500)
    CachedEmbedder(slow, cache).encode(["39 0", "0 0", "always"])
    assert slow.encoded == ["0 0"]


def _changed(cache: VectorCache, statement: str) -> None:
    with sqlite3.connect(cache.path) as database:
        database.execute(statement)
    database.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE vectors SET vector = zeroblob(20)",
        "UPDATE vectors SET vector = zeroblob(3)",
        "UPDATE vectors SET vector = 'text'",
        "UPDATE vectors SET checksum = checksum + 1",
        "UPDATE vectors SET checksum = 'x', used = 'never'",
        "UPDATE vectors SET key = zeroblob(32) WHERE rowid = 1",
    ],
)
def test_a_damaged_entry_is_worked_out_anew(statement: str, cache: VectorCache) -> None:
    CachedEmbedder(Slow(), cache).encode(TEXTS)
    _changed(cache, statement)
    slow = Slow()
    np.testing.assert_array_equal(CachedEmbedder(slow, cache).encode(TEXTS), Slow().encode(TEXTS))
    assert slow.encoded
    slow.encoded.clear()
    CachedEmbedder(slow, cache).encode(TEXTS)
    assert not slow.encoded


def _foreign(path: Path) -> None:
    path.write_bytes(b"<html>Not found</html>" * 100)


def _other_database(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE vectors (name TEXT)")
    database.close()


def _later_version(path: Path) -> None:
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA user_version = 99")
    database.close()


def _garbage_within(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[4096:] = os.urandom(len(data) - 4096)
    path.write_bytes(data)


def _truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


@pytest.mark.parametrize("damage", [_foreign, _other_database, _later_version, _garbage_within, _truncated])
def test_a_damaged_or_foreign_file_is_set_aside(
    damage: Callable[[Path], None], cache: VectorCache, caplog: pytest.LogCaptureFixture
) -> None:
    CachedEmbedder(Slow(), cache).encode(TEXTS)
    damage(cache.path)
    before = cache.path.read_bytes()
    for _ in range(2):
        np.testing.assert_array_equal(CachedEmbedder(Slow(), cache).encode(TEXTS), Slow().encode(TEXTS))
    slow = Slow()
    CachedEmbedder(slow, cache).encode(TEXTS)
    assert slow.encoded == []
    assert cache.path.with_name(f"{FILE}.damaged").read_bytes() == before
    assert [record.message for record in caplog.records if "vectors.sqlite.damaged" in record.message]
    assert not list(cache.path.parent.glob("*.moving"))


def test_an_empty_file_is_a_new_cache(cache: VectorCache) -> None:
    cache.path.parent.mkdir()
    cache.path.touch()
    CachedEmbedder(Slow(), cache).encode(TEXTS)
    assert cache.facts().entries == 6


def _a_file(folder: Path) -> None:
    folder.write_text("x", "utf-8")


def _a_folder_of_that_name(folder: Path) -> None:
    (folder / FILE).mkdir(parents=True)


@pytest.mark.parametrize("make", [_a_file, _a_folder_of_that_name])
def test_a_folder_that_cannot_be_used_is_told_once(
    make: Callable[[Path], None], cache: VectorCache, caplog: pytest.LogCaptureFixture
) -> None:
    make(cache.path.parent)
    embedder = CachedEmbedder(Slow(), cache)
    for _ in range(3):
        np.testing.assert_array_equal(embedder.encode(TEXTS), Slow().encode(TEXTS))
    assert [record.levelno for record in caplog.records] == [logging.WARNING]
    assert caplog.messages[0].startswith(f"aligner: warning: {cache.path.parent}: the cache cannot be used (")


def test_clearing_what_cannot_be_cleared(cache: VectorCache) -> None:
    (cache.path.parent / FILE).mkdir(parents=True)
    with pytest.raises(InputError, match="the cache cannot be cleared"):
        cache.clear()


def test_a_locked_cache_is_no_reason_to_wait_long(
    cache: VectorCache, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(caching, "_SECONDS_TO_WAIT", 0.05)
    CachedEmbedder(Slow(), cache).encode(["a"])
    with sqlite3.connect(cache.path, isolation_level=None) as other:
        other.execute("BEGIN EXCLUSIVE")
        np.testing.assert_array_equal(CachedEmbedder(Slow(), cache).encode(TEXTS), Slow().encode(TEXTS))
        other.execute("ROLLBACK")
    other.close()
    assert "locked" in caplog.text
    assert not cache.path.with_name(f"{FILE}.damaged").exists()


# What each process does: it asks for texts that others ask for too, and keeps what it did not find.
_PROCESS = """
import pathlib, sys
import numpy as np
from aligner.embedding.cache import VectorCache
first = int(sys.argv[2])
for number in range(first, first + 8):
    cache = VectorCache(pathlib.Path(sys.argv[1]))
    texts = {f"text {n}": np.full(3, n, np.float32) for n in range(number * 5, number * 5 + 20)}
    found = cache.find("model", list(texts), 3)
    assert all(np.array_equal(vector, texts[text]) for text, vector in found.items())
    lacking = [text for text in texts if text not in found]
    if lacking:
        cache.keep("model", lacking, np.array([texts[text] for text in lacking]))
    assert len(cache.find("model", list(texts), 3)) == 20
"""


def test_processes_share_one(tmp_path: Path) -> None:
    calls = [[sys.executable, "-c", _PROCESS, str(tmp_path), str(first)] for first in (0, 2, 4, 6)]
    workers = [subprocess.Popen(call, stderr=subprocess.PIPE, text=True) for call in calls]
    assert [worker.communicate()[1] for worker in workers] == [""] * 4
    assert [worker.returncode for worker in workers] == [0] * 4
    assert VectorCache(tmp_path).facts().entries == 85
    assert not tmp_path.joinpath(f"{FILE}.damaged").exists()


def test_threads_share_one(cache: VectorCache) -> None:
    embedder = CachedEmbedder(Slow(), cache)
    groups = [[f"text {number}" for number in range(first, first + 9)] for first in range(0, 40, 2)]
    with ThreadPoolExecutor(4) as pool:
        for found, texts in zip(pool.map(embedder.encode, groups), groups, strict=True):
            np.testing.assert_array_equal(found, Slow().encode(texts))
    assert cache.facts().entries == 47


PLACES: dict[str, tuple[dict[str, str], str, str]] = {
    "own": ({"ALIGNER_CACHE": "/c", "XDG_CACHE_HOME": "/x", "HOME": "/h"}, "linux", "/c"),
    "xdg": ({"XDG_CACHE_HOME": "/x", "HOME": "/h"}, "linux", "/x/aligner"),
    "relative is ignored": ({"XDG_CACHE_HOME": "x", "HOME": "/h"}, "linux", "/h/.cache/aligner"),
    "empty is none": ({"ALIGNER_CACHE": "", "XDG_CACHE_HOME": "", "HOME": "/h"}, "linux", "/h/.cache/aligner"),
    "mac": ({"HOME": "/h"}, "darwin", "/h/Library/Caches/aligner"),
    "windows": ({"LOCALAPPDATA": "/l"}, "win32", "/l/aligner/Cache"),
}


@pytest.mark.parametrize("name", PLACES)
def test_where_it_is(name: str) -> None:
    environment, platform, expected = PLACES[name]
    assert cache_folder(environment, platform).as_posix() == expected


def test_nobody_at_home(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    def nowhere() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", nowhere)
    embedder = CachedEmbedder(Slow(), VectorCache(cache_folder({}, "linux")))
    np.testing.assert_array_equal(embedder.encode(TEXTS), Slow().encode(TEXTS))
    assert "the cache cannot be used" in caplog.text


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Slow]:
    """The model that any name of sentence-transformers gives."""
    slow = Slow()
    monkeypatch.setattr("aligner.embedding.transformers.TransformerModel", lambda *_: slow)
    monkeypatch.setenv("ALIGNER_CACHE", str(tmp_path))
    load_embedder.cache_clear()
    yield slow
    load_embedder.cache_clear()


def test_models_of_sentence_transformers_have_a_cache(loaded: Slow, tmp_path: Path) -> None:
    np.testing.assert_array_equal(load_embedder("some/model").encode(TEXTS), Slow().encode(TEXTS))
    assert VectorCache(tmp_path).facts().entries == 6
    told: list[tuple[int, int]] = []
    with_progress(load_embedder("some/model"), lambda done, total: told.append((done, total))).encode(["a", "b"])
    assert told == [(0, 2), (2, 2)]


def test_and_can_go_without(loaded: Slow, tmp_path: Path) -> None:
    embedder = load_embedder("some/model", EmbedderOptions(cache=False))
    np.testing.assert_array_equal(embedder.encode(TEXTS), Slow().encode(TEXTS))
    assert not list(tmp_path.iterdir())


def test_static_models_have_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALIGNER_CACHE", str(tmp_path))
    for options in (EmbedderOptions(), EmbedderOptions(cache=False)):
        assert isinstance(load_embedder(None, options), StaticModel)
    load_embedder().encode(TEXTS)
    assert not list(tmp_path.iterdir())
