"""What a finding depends on, in one line of digits: the program, its data and libraries, options, settings, files."""

from __future__ import annotations

import dataclasses
import hashlib
import re
import sys
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import metadata
from pathlib import Path, PurePath
from typing import Any

from aligner import version
from aligner.pipeline import CheckOptions, PairOptions, embedder_for

# Libraries whose data or rules findings rest on.
_LIBRARIES = ("babel", "lxml", "numpy", "py3langid", "rapidfuzz", "regex", "sentencex", "tokenizers", "wordfreq")
# What lies beside the program without being of it.
_NO_PART = re.compile(r"(?:^|/)(?:\.|__pycache__/)")


def options_key(pair: PairOptions, check: CheckOptions, names: Iterable[object] = ()) -> str:
    """A digest of all that findings depend on beside the texts themselves.

    Raises `OptionError` for rules that are not there, `ModelError` for a model that cannot be loaded.
    """
    rules = [f"{rule.code} {rule.documentation}" for rule in check.rules]
    model = None if pair.model is None else embedder_for(pair).signature
    listed = (*check.glossaries, *filter(None, (pair.segmentation_rules, check.splitting_rules)))
    files = [(path, _file_digest(path)) for path in listed]
    return _digest([_program(), model, _told(pair), _told(check), rules, files, [str(name) for name in names]])


def texts_key(options: str, texts: Iterable[tuple[str, bytes]], parts: Iterable[object] = ()) -> str:
    """A digest of a check: the key of its options, and the paths and bytes of its texts."""
    return _digest([options, [(path, hashlib.sha256(data).hexdigest()) for path, data in texts], list(parts)])


def key_of(*values: object) -> str:
    """A digest of plain values and records of options."""
    return _digest([_told(value) for value in values])


@cache
def _program() -> tuple[object, ...]:
    """The version of the program, as it lies on the disk, and the libraries it rests on."""
    home = Path(version.__file__).parent
    stamps = []
    for path in sorted(home.rglob("*")):
        name = path.relative_to(home).as_posix()
        if path.is_file() and not _NO_PART.search(name):
            status = path.stat()
            stamps.append((name, status.st_size, status.st_mtime_ns))
    libraries = []
    for name in _LIBRARIES:
        try:
            libraries.append((name, metadata.version(name)))
        except metadata.PackageNotFoundError:
            libraries.append((name, ""))
    return version.VERSION, sys.version, _digest(stamps), libraries


def _file_digest(path: str) -> str:
    try:
        return hashlib.sha256(Path(path).read_bytes()).hexdigest()
    except OSError:
        return ""


def _told(value: Any) -> Any:
    """A value of options as what `repr` always tells alike, whatever the process."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = [(one.name, _told(getattr(value, one.name))) for one in dataclasses.fields(value)]
        return type(value).__name__, fields
    if isinstance(value, Mapping):
        return sorted((_told(key), _told(item)) for key, item in value.items())
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    if isinstance(value, (frozenset, set)):
        return sorted(map(_told, value))
    if isinstance(value, (tuple, list)):
        return [_told(item) for item in value]
    if isinstance(value, PurePath):
        return str(value)
    if value is None or isinstance(value, (str, int, float)):
        return value
    raise TypeError(f"an option of type {type(value).__name__} cannot be part of a key")


def _digest(value: object) -> str:
    return hashlib.sha256(repr(value).encode("utf-8", "surrogatepass")).hexdigest()
