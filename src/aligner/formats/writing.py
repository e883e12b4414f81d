"""Files are written whole or not at all: one file, or several that belong together."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import IO

from aligner.contracts import FilePiece
from aligner.errors import InputError

_MOST_OPEN = 32  # files of an output that are open at a time


def write_whole(path: str, pieces: Iterable[str] | Iterable[bytes]) -> None:
    """Write text as UTF-8, or bytes, to a temporary file beside `path`, flush it to the disk, then rename it.

    When anything goes wrong, `path` is as it was and no temporary file is left. A path that is no ordinary
    file (`/dev/stdout`, a pipe) is written directly. Raises `InputError` when it cannot be written.
    """
    with _told(path):
        real = Path(path).resolve()
        if real.is_dir():
            raise InputError(path, "it is a directory", "give the name of a file")
        if real.exists() and not real.is_file():
            with real.open("wb") as file:
                file.writelines(_encoded(piece) for piece in pieces)
            return
        _replace(real, pieces)


def write_whole_bytes(path: str, data: bytes) -> None:
    """The same of bytes, for a file that keeps the encoding it has."""
    with _told(path):
        _replace(Path(path).resolve(), (data,))


def write_files(path: str, pieces: Iterable[FilePiece]) -> None:
    """Write several files that belong together, whole or not at all: they appear only when the last piece is written.

    The names of `pieces` are taken from the folder of `path`; folders that are wanted are made. When anything goes wrong,
    what was there is there again and nothing else is. Raises `InputError` when a file cannot be written.
    """
    with _told(path):
        staged = _Staged(Path(path).resolve().parent)
        try:
            for name, piece in pieces:
                staged.add(name, piece)
            staged.publish()
        except BaseException:
            staged.discard()
            raise


def output_name(path: str) -> str:
    """The name of an output, without its folder, as `write_files` takes it; that of the folder itself for ".".

    Raises `InputError` for a path without a name.
    """
    with _told(path):
        name = Path(path).resolve().name
    if not name:
        raise InputError(path, "it is no name for an output", "give the name of a file or a folder")
    return name


@contextlib.contextmanager
def _told(path: str) -> Iterator[None]:
    """What goes wrong while writing, as a line for a person."""
    try:
        yield
    except UnicodeEncodeError as error:
        problem = f"the text has a half of a character pair (U+{ord(error.object[error.start]):04X})"
        raise InputError(path, problem, "mend the text it comes from") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(path, f"it cannot be written ({reason})", "check the folder and its permissions") from error


def _encoded(piece: str | bytes) -> bytes:
    return piece.encode() if isinstance(piece, str) else piece


def _replace(path: Path, pieces: Iterable[str] | Iterable[bytes]) -> None:
    with _replaced(path) as descriptor, open(descriptor, "wb") as file:  # noqa: PTH123 - a descriptor, not a path
        file.writelines(_encoded(piece) for piece in pieces)
        file.flush()
        os.fsync(file.fileno())


@contextlib.contextmanager
def _replaced(path: Path) -> Iterator[int]:
    """A descriptor of a new file beside `path`, which takes its place and its permissions when all went well."""
    temporary = _beside(path, "tmp")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        yield descriptor
        _take_place(temporary, path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(f".{path.name[:100]}.{secrets.token_hex(8)}.{ending}")


def _take_place(temporary: Path, path: Path) -> None:
    if path.exists():
        temporary.chmod(path.stat().st_mode & 0o7777)
    temporary.replace(path)


@dataclass(slots=True)
class _Staged:
    """Files on their way: written under temporary names in their folders, then all given their own."""

    folder: Path
    temporary: dict[str, Path] = field(default_factory=dict)
    open: dict[str, IO[bytes]] = field(default_factory=dict)
    made: list[Path] = field(default_factory=list)

    def add(self, name: str, piece: str | bytes) -> None:
        """The next piece of a file."""
        file = self.open.get(name)
        if file is None:
            file = self._opened(name)
        file.write(_encoded(piece))

    def _opened(self, name: str) -> IO[bytes]:
        if len(self.open) >= _MOST_OPEN:
            self._close(next(iter(self.open)))
        if name not in self.temporary:
            path = self._path(name)
            if path.is_dir():
                raise InputError(str(path), "it is a directory", "give another name, or remove it")
            self._make(path.parent)
            self.temporary[name] = _beside(path, "tmp")
        self.open[name] = self.temporary[name].open("ab")
        return self.open[name]

    def _path(self, name: str) -> Path:
        path = PurePath(name)
        if path.is_absolute() or ".." in path.parts or not path.parts:
            raise InputError(name, "it lies outside of the folder of the output", "give the output another name")
        return (self.folder / path).resolve()

    def _make(self, folder: Path) -> None:
        missing = []
        while not folder.exists():
            missing.append(folder)
            folder = folder.parent
        for one in reversed(missing):
            one.mkdir()
            self.made.append(one)

    def _close(self, name: str) -> None:
        with self.open.pop(name) as file:
            file.flush()
            os.fsync(file.fileno())

    def publish(self) -> None:
        """Give every file its name, the first one last: it is the one that names the others."""
        for name in list(self.open):
            self._close(name)
        kept: list[tuple[Path, Path | None]] = []
        try:
            for name, temporary in reversed(self.temporary.items()):
                path = self._path(name)
                kept.append((path, _kept(path)))
                _take_place(temporary, path)
        except BaseException:
            for path, copy in kept:
                with contextlib.suppress(OSError):
                    _restore(path, copy)
            raise
        for _, copy in kept:
            if copy is not None:
                copy.unlink(missing_ok=True)

    def discard(self) -> None:
        """Leave nothing behind."""
        for file in self.open.values():
            with contextlib.suppress(OSError):
                file.close()
        for path in self.temporary.values():
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
        for folder in reversed(self.made):
            with contextlib.suppress(OSError):
                folder.rmdir()


def _kept(path: Path) -> Path | None:
    """A second name for the file that is there, so that it can come back; the first name stays, whatever happens."""
    if not path.exists():
        return None
    copy = _beside(path, "old")
    try:
        copy.hardlink_to(path)
    except OSError:  # a file system without links
        shutil.copy2(path, copy)
    return copy


def _restore(path: Path, copy: Path | None) -> None:
    if copy is None:
        path.unlink(missing_ok=True)
        return
    copy.replace(path)
    # Where both names are still those of one file, renaming has done nothing (POSIX).
    copy.unlink(missing_ok=True)
