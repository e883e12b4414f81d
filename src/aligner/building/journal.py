"""The journal of a build: what is finished, a line each, on the disk before anything builds on it."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, Any

from aligner.building.jobs import ShardDone, UnitDone
from aligner.errors import InputError

WORK = ".build"
COMPLETE = "SHA256SUMS"
_JOURNAL = "journal.jsonl"
_BEGUN = "build"


@dataclass(slots=True)
class Journal:
    """What is known to be finished: units by number, shards by name with the digest of the plan they are of."""

    folder: Path
    units: dict[int, UnitDone] = field(default_factory=dict)
    shards: dict[tuple[str, str], ShardDone] = field(default_factory=dict)
    _file: IO[bytes] | None = None

    def add_unit(self, done: UnitDone) -> None:
        """A unit is finished."""
        self.units[done.number] = done
        self._write({"unit": _plain(done)})

    def add_shard(self, plan: str, done: ShardDone) -> None:
        """A shard of a plan is finished."""
        self.shards[plan, done.name] = done
        self._write({"shard": _plain(done), "plan": plan})

    def _write(self, line: dict[str, Any]) -> None:
        assert self._file is not None
        try:
            self._file.write(json.dumps(line, ensure_ascii=True).encode("ascii") + b"\n")
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as error:
            problem = f"it cannot be written ({error.strerror})"
            raise InputError(str(self.folder / _JOURNAL), problem, "make room, and go on with --resume") from error


def _plain(done: UnitDone | ShardDone) -> list[Any]:
    return [getattr(done, name) for name in done.__slots__]


def is_complete(folder: str) -> bool:
    """Whether a folder has a whole corpus."""
    return (Path(folder) / COMPLETE).is_file()


def is_begun(folder: str) -> bool:
    """Whether a build was begun in a folder, and has not ended."""
    return (Path(folder) / WORK / _JOURNAL).is_file()


def forget(folder: str) -> None:
    """Take away what was needed only while the corpus was built."""
    shutil.rmtree(Path(folder) / WORK, ignore_errors=True)


@contextmanager
def opened(folder: str, key: str, *, resumes: bool) -> Iterator[Journal]:
    """The journal of a build of this `key` in a folder; no other process may have it meanwhile.

    Raises `InputError` for a folder that has something else, a build that was begun otherwise or may not go on, one that
    another process is at.
    """
    work = Path(folder) / WORK
    _require_room(folder, resumes=resumes)
    try:
        work.mkdir(parents=True, exist_ok=True)
        with (work / "lock").open("wb") as lock:
            _lock(lock, folder)
            journal = Journal(work)
            end = _read(journal, folder, key)
            with (work / _JOURNAL).open("ab") as file:
                file.truncate(end)  # what was cut off in the middle of a line
                journal._file = file
                if not end:
                    journal._write({_BEGUN: key})
                yield journal
    except OSError as error:
        problem = f"it cannot be a folder of a corpus ({error.strerror})"
        raise InputError(folder, problem, "check it and the room there is, and go on with --resume") from error


def _require_room(folder: str, *, resumes: bool) -> None:
    place = Path(folder)
    if is_begun(folder):
        if not resumes:
            raise InputError(folder, "a build was begun here and has not ended", "go on with --resume, or remove it")
        return
    if place.exists() and (not place.is_dir() or any(one.name != WORK for one in place.iterdir())):
        raise InputError(folder, "there is something else in it", "give a folder that is empty or not there yet")


def _lock(file: IO[bytes], folder: str) -> None:
    """Hold the lock as long as the file is open, however the process ends."""
    try:
        import fcntl
    except ImportError:  # a system that has other locks
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise InputError(folder, "another process builds here", "wait for it, or give another folder") from error


def _read(journal: Journal, folder: str, key: str) -> int:
    """Read what is finished; gives the length of the lines that are whole."""
    path = journal.folder / _JOURNAL
    data = path.read_bytes() if path.exists() else b""
    end = data.rfind(b"\n") + 1
    for number, line in enumerate(data[:end].splitlines()):
        try:
            said = json.loads(line)
            if number == 0:
                if said[_BEGUN] != key:
                    problem = "the build here was begun with another manifest, other options or another version"
                    raise InputError(folder, problem, "give the same again, or another folder")
            elif "unit" in said:
                done = UnitDone(*said["unit"])
                done = replace(done, stamps=tuple((size, time) for size, time in done.stamps))
                journal.units[done.number] = done
            else:
                name, part, pairs, size, sha256, findings = said["shard"]
                found = tuple((code, count) for code, count in findings)
                journal.shards[said["plan"], name] = ShardDone(name, part, pairs, size, sha256, found)
        except (ValueError, KeyError, TypeError) as error:
            raise InputError(str(path), "it is damaged", "remove the folder, and build anew", number + 1) from error
    return end
