"""A training that can be gone on with: everything it depends on, in one file beside the model's folder.

The file is an uncompressed archive of arrays in numpy's own format, which is read without running anything in it.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from aligner.contracts import FloatArray
from aligner.errors import InputError, OptionError

_LAYOUT = 1
_HEAD = "head"
_ANEW = "remove it and train anew without --resume"
# What two trainings must have in common to be one, and how that is said.
_COMMON = {"pairs": "other pairs", "recipe": "another recipe", "device": "another device"}


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """`facts` (of JSON) and `arrays` (float32) that say all of where a training stood; `identity` says which it is of."""

    identity: Mapping[str, object]
    facts: Mapping[str, Any]
    arrays: Mapping[str, FloatArray]


def checkpoint_path(folder: Path) -> Path:
    """Where the checkpoint of the training of a model stands.

    >>> checkpoint_path(Path("models/en-de")).as_posix()
    'models/en-de.checkpoint'
    """
    folder = folder.absolute() if folder.name in {"", ".."} else folder
    return folder.with_name(f"{folder.name}.checkpoint")


def pairs_digest(pairs: Iterable[tuple[str, str]]) -> str:
    """SHA-256 of pairs in their order."""
    digest = hashlib.sha256()
    for pair in pairs:
        digest.update(json.dumps(pair).encode())
    return digest.hexdigest()


def refuse_place(folder: Path) -> None:
    """Raise `OptionError` when no folder can be made there, before the work and not after it."""
    above = next(parent for parent in folder.absolute().parents if parent.exists())
    if not above.is_dir():
        raise OptionError(f"{folder}: cannot be made ({above.name} is no folder); give a folder elsewhere")
    if not os.access(above, os.W_OK | os.X_OK):
        raise OptionError(f"{folder}: cannot be made (no permission); give a folder elsewhere")


def write_checkpoint(path: Path, checkpoint: Checkpoint) -> None:
    """Write it whole, in place of the one before; raises `InputError` when it cannot be written."""
    head = {"layout": _LAYOUT, "identity": checkpoint.identity, "facts": checkpoint.facts}
    arrays: dict[str, Any] = {_HEAD: np.frombuffer(json.dumps(head).encode(), np.uint8), **checkpoint.arrays}
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(8)}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("xb") as file:
            np.savez(file, allow_pickle=False, **arrays)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(str(path), f"the checkpoint cannot be written ({reason})", "make room for it") from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def read_checkpoint(path: Path, identity: Mapping[str, object]) -> Checkpoint:
    """The checkpoint of the training of this identity.

    Raises `InputError` when there is none, it is damaged or no checkpoint, or of another training.
    """
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as archive:
            arrays = {name: archive[name] for name in archive.files}
        head = json.loads(bytes(arrays.pop(_HEAD)))
        layout, found, facts = head["layout"], dict(head["identity"]), dict(head["facts"])
    except FileNotFoundError as error:
        raise InputError(str(path), "there is no checkpoint", "train without --resume") from error
    except (OSError, EOFError, ValueError, KeyError, TypeError, zipfile.BadZipFile) as error:
        raise InputError(str(path), "it is no checkpoint, or damaged", _ANEW) from error
    if layout != _LAYOUT:
        raise InputError(str(path), "it is the checkpoint of another version of aligner", _ANEW)
    for key, other in _COMMON.items():
        if found.get(key) != _as_read(identity[key]):
            problem = f"it is the checkpoint of a training with {other}{_difference(found.get(key), identity[key])}"
            raise InputError(str(path), problem, f"give what it was begun with, or {_ANEW}")
    if any(array.dtype != np.float32 or not np.isfinite(array).all() for array in arrays.values()):
        raise InputError(str(path), "it has numbers that are none, so it is damaged", _ANEW)
    return Checkpoint(identity, facts, arrays)


def _as_read(value: object) -> object:
    return json.loads(json.dumps(value))


def _difference(found: object, wanted: object) -> str:
    """What differs, where it can be told in a few words."""
    if isinstance(found, dict) and isinstance(wanted, dict):
        names = [name for name in wanted if found.get(name) != wanted[name]]
        return f" ({', '.join(f'{name} {found.get(name)}' for name in names)})"
    return ""
