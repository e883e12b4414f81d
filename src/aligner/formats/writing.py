"""Files are written whole or not at all."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path

from aligner.errors import InputError


def write_whole(path: str, pieces: Iterable[str]) -> None:
    """Write text as UTF-8 to a temporary file beside `path`, flush it to the disk, then rename it.

    When anything goes wrong, `path` is as it was and no temporary file is left. A path that is no ordinary
    file (`/dev/stdout`, a pipe) is written directly. Raises `InputError` when it cannot be written.
    """
    try:
        real = Path(path).resolve()
        if real.is_dir():
            raise InputError(path, "it is a directory", "give the name of a file")
        if real.exists() and not real.is_file():
            with real.open("w", encoding="utf-8", newline="") as file:
                file.writelines(pieces)
            return
        _replace(real, pieces)
    except UnicodeEncodeError as error:
        problem = f"the text has a half of a character pair (U+{ord(error.object[error.start]):04X})"
        raise InputError(path, problem, "mend the text it comes from") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(path, f"it cannot be written ({reason})", "check the folder and its permissions") from error


def write_whole_bytes(path: str, data: bytes) -> None:
    """The same of bytes, for a file that keeps the encoding it has."""
    try:
        real = Path(path).resolve()
        with _replaced(real) as descriptor, open(descriptor, "wb") as file:  # noqa: PTH123 - a descriptor, not a path
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(path, f"it cannot be written ({reason})", "check the folder and its permissions") from error


def _replace(path: Path, pieces: Iterable[str]) -> None:
    with _replaced(path) as descriptor, open(descriptor, "w", encoding="utf-8", newline="") as file:  # noqa: PTH123
        file.writelines(pieces)
        file.flush()
        os.fsync(file.fileno())


@contextlib.contextmanager
def _replaced(path: Path) -> Iterator[int]:
    """A descriptor of a new file beside `path`, which takes its place and its permissions when all went well."""
    temporary = path.with_name(f".{path.name[:100]}.{secrets.token_hex(8)}.tmp")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        yield descriptor
        if path.exists():
            temporary.chmod(path.stat().st_mode & 0o7777)
        temporary.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
