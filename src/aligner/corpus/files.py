"""The texts in folders: which files are looked at, and what is left out and why."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath

from aligner.errors import InputError
from aligner.formats.table import suffix_format

# What tools keep for themselves in a folder of texts; names that begin with a dot are hidden already.
_TOOLS = frozenset({"node_modules", "__pycache__", "bower_components"})
# Pairs that are nothing else; tables and JSON may be anybody's data, and are checked when they are named.
_PAIRS_IN_FOLDERS = frozenset({"tmx", "po", "xliff", "xliff2"})


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file or folder that is not looked at, and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Listing:
    """The files to check, each once, in order; what was left out; the folders they come from."""

    files: tuple[str, ...]
    skipped: tuple[Skipped, ...]
    folders: tuple[str, ...]


def listed(paths: Iterable[str]) -> Listing:
    """The files that paths name, and those in the folders among them, at any depth.

    In folders, links are not followed, and what is hidden or a tool's own is not entered. Raises `InputError` for a path
    that is not there, or a folder that cannot be read.
    """
    files: dict[str, None] = {}
    skipped: list[Skipped] = []
    folders: list[str] = []
    for path in paths:
        if _is_folder(path):
            folders.append(path)
            for found in _walk(path):
                if isinstance(found, Skipped):
                    skipped.append(found)
                else:
                    files[found] = None
        else:
            files[path] = None
    return Listing(tuple(_once(files, skipped)), tuple(skipped), tuple(folders))


def _is_folder(path: str) -> bool:
    try:
        if Path(path).is_dir():
            return True
        if not Path(path).exists():
            raise InputError(path, "there is no such file or folder", "check the name")
    except (OSError, ValueError) as error:
        raise InputError(path, f"it cannot be opened ({error})", "check the name") from error
    return False


def _once(files: Iterable[str], skipped: list[Skipped]) -> Iterator[str]:
    """Each file once, by whatever names it was given."""
    seen: dict[tuple[int, int], str] = {}
    for path in files:
        try:
            status = Path(path).stat()
        except OSError:  # it is gone, or not ours to look at: reading it will tell
            yield path
            continue
        name = seen.setdefault((status.st_dev, status.st_ino), path)
        if name == path or not status.st_ino:
            yield path
        else:
            skipped.append(Skipped(path, f"it is {name}"))


def _walk(folder: str) -> Iterator[str | Skipped]:
    """Files below a folder, folder by folder in order of name."""

    def fail(error: OSError) -> None:
        if Path(error.filename) == Path(folder):
            raise InputError(folder, f"it cannot be read ({error.strerror})", "check its permissions") from error
        unreadable.append(Skipped(str(error.filename), f"it cannot be read ({error.strerror})"))

    unreadable: list[Skipped] = []
    for here, folders, names in os.walk(folder, onerror=fail):
        yield from unreadable
        unreadable.clear()
        for name in sorted(folders):
            reason = _left_out(PurePath(here, name))
            if reason:
                yield Skipped(str(PurePath(here, name)), reason)
        folders[:] = sorted(name for name in folders if not _left_out(PurePath(here, name)))
        for name in sorted(names):
            path = str(PurePath(here, name))
            reason = _no_text(path)
            yield Skipped(path, reason) if reason else path
    yield from unreadable


def _left_out(folder: PurePath) -> str | None:
    if folder.name.startswith("."):
        return "hidden"
    if folder.name in _TOOLS:
        return "a tool's own"
    return "a link" if Path(folder).is_symlink() else None


def _no_text(path: str) -> str | None:
    """Why a file of a folder is not looked at, None for one that is."""
    name = PurePath(path).name
    if name.startswith("."):
        return "hidden"
    if Path(path).is_symlink():
        return "a link"
    row = suffix_format(path)
    if row is None or not (row.reads_document or row.name in _PAIRS_IN_FOLDERS):
        return f"no text ({PurePath(path).suffix.lower() or 'no suffix'})"
    try:
        status = Path(path).stat()
    except OSError as error:
        return f"it cannot be read ({error.strerror})"
    if not os.path.isfile(path):  # noqa: PTH113 - a pipe or a device, which reading would wait for
        return "no ordinary file"
    return None if status.st_size else "empty"
