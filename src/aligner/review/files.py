"""Files of a project: where its texts lie, and which of them may be read again.

A project keeps paths from its own folder. It may come from somebody else, so that texts are only ever read inside this
folder, or inside folders that were named on the command line, with links followed to where they end.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from aligner.errors import InputError


def stored_path(project: str, path: str) -> str:
    """The path of a text as the project keeps it: from the project's folder if it lies in there, or else in full."""
    folder, real = _folder(project), Path(path).resolve()
    return real.relative_to(folder).as_posix() if real.is_relative_to(folder) else str(real)


def opened_path(project: str, stored: str, allowed: Sequence[str] = ()) -> str:
    """A path that can be opened, from the working directory where it lies in there.

    Raises `InputError` for a text outside the folders that may be read.
    """
    folder = _folder(project)
    try:
        real = (folder / stored).resolve()
        folders = (folder, *(Path(one).resolve() for one in allowed))
    except (OSError, ValueError, RuntimeError) as error:
        raise InputError(stored, "it is no path that can be opened", "check the project") from error
    if not any(real.is_relative_to(one) for one in folders):
        raise InputError(stored, "it lies outside the folder of the project", "say --allow FOLDER to have it read")
    return os.path.relpath(real) if real.is_relative_to(Path.cwd()) else str(real)


def _folder(project: str) -> Path:
    return Path(project).resolve().parent
