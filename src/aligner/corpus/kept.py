"""What checks found, kept on disk: texts that did not change since are not checked again.

One file an entry, named by what it depends on. It is a convenience: an entry that is damaged counts as none, and a folder
that cannot be written means that nothing is kept, which is said once. Entries are written whole, so that any number of
processes may use one folder.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import secrets
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aligner.embedding.cache import cache_folder

FOLDER = "checks"
LIMIT = 200_000_000
_SUFFIX = ".check"
_KEPT = 0.8  # room is made for more than the next entry
_HOUR = 3600
_LARGEST = 100_000_000  # bytes of an entry when unpacked
_CHECKSUM = 4
_LOG = logging.getLogger(__name__)


def default_check_folder() -> Path:
    """Where it is kept without a word about it: in the folder of everything that can be worked out again."""
    return cache_folder() / FOLDER


@dataclass(slots=True)
class CheckCache:
    """Entries in `folder`; of more than `limit` bytes those go first that were not used for longest."""

    folder: Path
    limit: int = LIMIT
    _is_silent: bool = field(default=False, init=False)
    _is_changed: bool = field(default=False, init=False)

    def find(self, key: str) -> Any:
        """The plain data kept under a key, None where there is none, or none that is sound."""
        path = self._path(key)
        try:
            data = path.read_bytes()
            unpacked = _unpacked(data)
        except (OSError, ValueError, zlib.error, RecursionError):
            return None
        with contextlib.suppress(OSError):  # a folder that is only read
            if not 0 <= time.time() - path.stat().st_mtime < _HOUR:
                os.utime(path)
        return unpacked

    def keep(self, key: str, value: Any) -> None:
        """Keep plain data under a key."""
        entry, path = _entry(value), self._path(key)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            temporary = path.with_name(f".{path.name}.{secrets.token_hex(8)}.tmp")
            temporary.write_bytes(entry)
            temporary.replace(path)
            self._is_changed = True
        except OSError as error:
            if not self._is_silent:
                self._is_silent = True
                _LOG.warning("aligner: warning: %s: the cache cannot be used (%s)", self.folder, error.strerror)

    def make_room(self) -> None:
        """Take away what was not used for longest, where entries were added and there are too many bytes."""
        if not self._is_changed:
            return
        self._is_changed = False
        entries = sorted(self._entries(), reverse=True)
        if sum(size for _, size, _ in entries) <= self.limit:
            return
        total = 0
        for _, size, path in entries:
            total += size
            if total > _KEPT * self.limit:
                with contextlib.suppress(OSError):  # another process was quicker
                    path.unlink()

    def _entries(self) -> Iterator[tuple[float, int, Path]]:
        """When each entry was used last, how large it is, and where; what an interruption left counts too."""
        for path in self.folder.glob("*/*"):
            with contextlib.suppress(OSError):
                status = path.stat()
                yield status.st_mtime, status.st_size, path

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}{_SUFFIX}"


@dataclass(slots=True)
class MemoryCache:
    """The same in the memory of this process, for one that goes through the same texts again and again."""

    limit: int = LIMIT
    _packed: dict[str, bytes] = field(default_factory=dict, init=False)

    def find(self, key: str) -> Any:
        """The plain data kept under a key, None where there is none."""
        packed = self._packed.pop(key, None)
        if packed is None:
            return None
        self._packed[key] = packed  # what was used last stands last
        return _unpacked(packed)

    def keep(self, key: str, value: Any) -> None:
        """Keep plain data under a key."""
        self._packed[key] = _entry(value)

    def make_room(self) -> None:
        """Take away what was not used for longest, where there are too many bytes."""
        total = sum(map(len, self._packed.values()))
        while total > self.limit:
            total -= len(self._packed.pop(next(iter(self._packed))))


def _entry(value: Any) -> bytes:
    """Plain data as an entry has it, with what tells a damaged one."""
    packed = zlib.compress(json.dumps(value, ensure_ascii=True, separators=(",", ":")).encode("ascii"), 1)
    return zlib.crc32(packed).to_bytes(_CHECKSUM, "big") + packed


def _unpacked(data: bytes) -> Any:
    """The content of an entry; raises `ValueError` or `zlib.error` for a damaged one."""
    packed = data[_CHECKSUM:]
    if zlib.crc32(packed).to_bytes(_CHECKSUM, "big") != data[:_CHECKSUM]:
        raise ValueError("the checksum is another")
    unpacker = zlib.decompressobj()
    text = unpacker.decompress(packed, _LARGEST)
    if not unpacker.eof:
        raise ValueError("it does not end")
    return json.loads(text)
