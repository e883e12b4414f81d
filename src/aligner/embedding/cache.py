"""Vectors of slow models on disk: a text that was encoded once, by the same model, is not encoded again.

One SQLite database with write-ahead logging, which several processes may use at once. It is a convenience: whatever is
wrong with it, texts get their vectors. A damaged entry is worked out anew, a damaged or foreign file is set aside, and a
folder that cannot be written means that nothing is remembered, which is said once.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import sqlite3
import sys
import time
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from aligner.contracts import Embedder, FloatArray, Progress, ReportingEmbedder
from aligner.errors import InputError

FILE = "vectors.sqlite"
LIMIT = 1_000_000_000
# Stands in the file's head (SQLite's application_id and user_version): "algn", and the layout below.
_OURS, _LAYOUT = 0x616C676E, 1
_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS vectors"
    " (key BLOB PRIMARY KEY, vector BLOB NOT NULL, checksum INTEGER NOT NULL, used INTEGER NOT NULL)",
    "CREATE INDEX IF NOT EXISTS by_use ON vectors (used)",
    f"PRAGMA application_id = {_OURS}",
    f"PRAGMA user_version = {_LAYOUT}",
)
_NUMBERS = np.dtype("<f4")
_KEYS_AT_ONCE = 500
_SECONDS_TO_WAIT = 10.0
# That an entry was used is written down once an hour, not at every use.
_HOUR = 3600
# Room is made for more than the next entry, so that it is not made at every turn.
_KEPT = 0.9
_ABANDONED = 60.0
_TEXTS_AT_ONCE = 4_096
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class CacheFacts:
    """How full a cache is: its file, how many vectors, bytes on disk, and the most bytes it may have."""

    path: Path
    entries: int
    size: int
    limit: int


def cache_folder(environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Path:
    """Where things are kept that can be worked out again: ALIGNER_CACHE, or what the system has for it.

    Follows the XDG base directory specification, which ignores relative paths.

    >>> cache_folder({"ALIGNER_CACHE": "/tmp/mine"}).as_posix()
    '/tmp/mine'
    >>> cache_folder({"XDG_CACHE_HOME": "/home/ana/.fast"}, "linux").as_posix()
    '/home/ana/.fast/aligner'
    """
    chosen = environment.get("ALIGNER_CACHE")
    if chosen:
        return Path(chosen)
    if platform == "win32" and environment.get("LOCALAPPDATA"):
        return Path(environment["LOCALAPPDATA"]) / "aligner" / "Cache"
    if platform == "darwin":
        return _home(environment) / "Library" / "Caches" / "aligner"
    base = Path(environment.get("XDG_CACHE_HOME", ""))
    return (base if base.is_absolute() else _home(environment) / ".cache") / "aligner"


def _home(environment: Mapping[str, str]) -> Path:
    if environment.get("HOME"):
        return Path(environment["HOME"])
    try:
        return Path.home()
    except RuntimeError:  # a user without a home, as in some containers: nothing can be kept, which will be said
        return Path(os.devnull)


class VectorCache:
    """The vectors in a folder; any number of processes and threads may use one."""

    def __init__(self, folder: Path, limit: int = LIMIT) -> None:
        """`limit`: most bytes on disk; what was not used for longest goes first."""
        self.path, self.limit = folder / FILE, limit
        self._is_silent = False

    def find(self, signature: str, texts: Sequence[str], dimensions: int) -> dict[str, FloatArray]:
        """The vectors of those of the texts that are known, float32 [dimensions] each."""
        keys = {_key(signature, text): text for text in texts}
        found: dict[str, FloatArray] = {}
        with self._trouble_told(), self._opened(is_made=False) as database:
            if database is None:
                return found
            stale = []
            now = int(time.time())
            for key, packed, checksum, used in _rows(database, list(keys)):
                vector = _unpacked(key, packed, checksum, dimensions)
                if vector is None:
                    continue
                found[keys[key]] = vector
                if not (isinstance(used, int) and now - _HOUR < used <= now):
                    stale.append((now, key))
            if stale:
                with contextlib.suppress(sqlite3.OperationalError):  # a folder that is only read
                    database.executemany("UPDATE vectors SET used = ? WHERE key = ?", stale)
        return found

    def keep(self, signature: str, texts: Sequence[str], vectors: FloatArray) -> None:
        """Remember float32 [texts, dimensions], a vector for each text, and make room where there is too little."""
        now = int(time.time())
        rows = []
        for text, vector in zip(texts, vectors, strict=True):
            key, packed = _key(signature, text), vector.astype(_NUMBERS).tobytes()
            rows.append((key, packed, zlib.crc32(packed, zlib.crc32(key)), now))
        with self._trouble_told(), self._opened(is_made=True) as database:
            if database is not None:
                database.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?, ?, ?)", rows)
                self._make_room(database)

    def facts(self) -> CacheFacts:
        """How full it is; nothing where there is no file yet."""
        with self._trouble_told(), self._opened(is_made=False) as database:
            if database is not None:
                entries = _entries(database)
                return CacheFacts(self.path, entries, _size(self.path), self.limit)
        return CacheFacts(self.path, 0, 0, self.limit)

    def clear(self) -> int:
        """Forget everything; how many vectors that were. Raises `InputError` when the file cannot be changed.

        The file is emptied and not removed: other processes may have it open.
        """
        try:
            with self._opened(is_made=False) as database:
                if database is None:
                    return 0
                entries = _entries(database)
                database.execute("DELETE FROM vectors")
                database.commit()
                database.execute("PRAGMA incremental_vacuum").fetchall()
                database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        except (sqlite3.Error, OSError) as error:
            problem = f"the cache cannot be cleared ({error})"
            raise InputError(str(self.path), problem, "check the folder and its permissions") from error
        return entries

    def _make_room(self, database: sqlite3.Connection) -> None:
        used = _pages(database)
        if used <= self.limit:
            return
        entries = _entries(database)
        excess = -(-entries * (used - int(_KEPT * self.limit)) // used)
        database.execute("DELETE FROM vectors WHERE key IN (SELECT key FROM vectors ORDER BY used LIMIT ?)", (excess,))
        database.commit()
        database.execute("PRAGMA incremental_vacuum").fetchall()

    @contextmanager
    def _opened(self, *, is_made: bool) -> Iterator[sqlite3.Connection | None]:
        """The database, committed and closed afterwards; None where there is no file and none `is_made`."""
        if not is_made and not self.path.exists():
            yield None
            return
        if is_made:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        try:
            database = self._connected()
        except sqlite3.OperationalError:  # locked, or not to be written: no reason to think it damaged
            raise
        except sqlite3.DatabaseError:
            self._set_aside()
            database = self._connected()
        try:
            yield database
            database.commit()
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:
            database.close()
            self._set_aside()
            raise
        finally:
            database.close()

    def _connected(self) -> sqlite3.Connection:
        """A connection to the file, laid out if it is new; raises `sqlite3.DatabaseError` for a foreign one."""
        database = sqlite3.connect(self.path, timeout=_SECONDS_TO_WAIT)
        try:
            # What is lost when the power goes is worked out again.
            database.execute("PRAGMA synchronous = NORMAL")
            if _is_laid_out(database):
                return database
            for statement in ("PRAGMA auto_vacuum = INCREMENTAL", "BEGIN IMMEDIATE", *_SCHEMA):
                database.execute(statement)
            database.commit()
            # Another process at the same point may hold it up; without the log it is slower, no more.
            with contextlib.suppress(sqlite3.OperationalError):
                database.execute("PRAGMA journal_mode = WAL")
        except BaseException:
            database.close()
            raise
        return database

    def _set_aside(self) -> None:
        """Move a damaged or foreign file out of the way, once, whoever else sees the damage too."""
        mutex = self.path.with_name(f"{FILE}.moving")
        with contextlib.suppress(OSError):
            if time.time() - mutex.stat().st_mtime > _ABANDONED:
                mutex.rmdir()
        try:
            mutex.mkdir()
        except FileExistsError:
            return
        try:
            if self._is_damaged():
                aside = self.path.with_name(f"{FILE}.damaged")
                for suffix in ("-wal", "-shm"):
                    self.path.with_name(FILE + suffix).unlink(missing_ok=True)
                self.path.replace(aside)
                _LOG.warning("aligner: warning: %s: no sound cache; it is %s now", self.path, aside.name)
        finally:
            mutex.rmdir()

    def _is_damaged(self) -> bool:
        """Whether the file is still no sound cache; another process may have made a new one since."""
        if not self.path.is_file():
            return False
        try:
            with contextlib.closing(self._connected()) as database:
                return bool(database.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok")
        except sqlite3.OperationalError:
            return False
        except sqlite3.DatabaseError:
            return True

    @contextmanager
    def _trouble_told(self) -> Iterator[None]:
        """Go on without the cache when it cannot be used, and say so once."""
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            if not self._is_silent:
                self._is_silent = True
                _LOG.warning("aligner: warning: %s: the cache cannot be used (%s)", self.path.parent, error)


class CachedEmbedder:
    """An embedder that encodes only what its cache does not know."""

    def __init__(self, embedder: Embedder, cache: VectorCache, progress: Progress | None = None) -> None:
        """`embedder`: one whose signature changes when its vectors do. `progress` is told of what is encoded."""
        self._embedder, self._cache, self._progress = embedder, cache, progress

    @property
    def signature(self) -> str:
        """That of the embedder: the cache changes no vector."""
        return self._embedder.signature

    @property
    def dimensions(self) -> int:
        """Length of a vector."""
        return self._embedder.dimensions

    def reporting(self, progress: Progress) -> CachedEmbedder:
        """The same embedder, which tells how far it is with what has to be encoded."""
        return CachedEmbedder(self._embedder, self._cache, progress)

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """float32 [texts, dimensions], unit rows."""
        known = self._cache.find(self.signature, texts, self.dimensions)
        lacking = [text for text in dict.fromkeys(texts) if text not in known]
        # What is done is kept, should the rest be interrupted.
        for first in range(0, len(lacking), _TEXTS_AT_ONCE):
            group = lacking[first : first + _TEXTS_AT_ONCE]
            vectors = self._encoded(group, first, len(lacking))
            self._cache.keep(self.signature, group, vectors)
            known.update(zip(group, vectors, strict=True))
        found = np.zeros((len(texts), self.dimensions), np.float32)
        for row, text in zip(found, texts, strict=True):
            row[:] = known[text]
        return found

    def _encoded(self, group: list[str], done: int, total: int) -> FloatArray:
        progress = self._progress
        if progress is None or not isinstance(self._embedder, ReportingEmbedder):
            return self._embedder.encode(group)
        return self._embedder.reporting(lambda more, _: progress(done + more, total)).encode(group)


def _rows(database: sqlite3.Connection, keys: list[bytes]) -> Iterable[tuple[bytes, object, object, object]]:
    for first in range(0, len(keys), _KEYS_AT_ONCE):
        some = keys[first : first + _KEYS_AT_ONCE]
        marks = ",".join("?" * len(some))
        # Nothing but question marks goes into the statement.
        yield from database.execute(f"SELECT key, vector, checksum, used FROM vectors WHERE key IN ({marks})", some)  # noqa: S608


def _key(signature: str, text: str) -> bytes:
    return hashlib.sha256(f"{signature}\0{text}".encode("utf-8", "surrogatepass")).digest()


def _unpacked(key: bytes, packed: object, checksum: object, dimensions: int) -> FloatArray | None:
    """The vector of an entry; None for one that is damaged."""
    if not isinstance(packed, bytes) or len(packed) != dimensions * _NUMBERS.itemsize:
        return None
    if zlib.crc32(packed, zlib.crc32(key)) != checksum:
        return None
    return np.frombuffer(packed, _NUMBERS).astype(np.float32)


def _is_laid_out(database: sqlite3.Connection) -> bool:
    """Whether it is a cache, not a new file; raises `sqlite3.DatabaseError` for anything else."""
    marks = tuple(_pragma(database, name) for name in ("application_id", "user_version"))
    is_new = marks == (0, 0) and not database.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if not is_new and marks != (_OURS, _LAYOUT):
        raise sqlite3.DatabaseError("not a cache of this version")
    return not is_new


def _pragma(database: sqlite3.Connection, name: str) -> int:
    return int(database.execute(f"PRAGMA {name}").fetchone()[0])


def _entries(database: sqlite3.Connection) -> int:
    return int(database.execute("SELECT count(*) FROM vectors").fetchone()[0])


def _pages(database: sqlite3.Connection) -> int:
    """Bytes of the pages that hold something."""
    count, free, size = (_pragma(database, name) for name in ("page_count", "freelist_count", "page_size"))
    return (count - free) * size


def _size(path: Path) -> int:
    """Bytes of the file and of what SQLite keeps beside it."""
    parts = (path.with_name(path.name + suffix) for suffix in ("", "-wal"))
    return sum(part.stat().st_size for part in parts if part.exists())
