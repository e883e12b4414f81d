"""Whether a corpus is what its build wrote: every file, its hash, how many pairs it has, and their form."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from aligner.building import journal
from aligner.building.card import sha256_of
from aligner.building.planning import DATA
from aligner.errors import AlignerError, InputError
from aligner.formats import load_bytes
from aligner.formats.table import named_format

_LINE = re.compile(r"([0-9a-f]{64})  (\S.*)")
_CORPUS = "corpus.json"
_REMEDY = "build it anew, or take it again from where it comes from"
_LARGEST = 1 << 33  # bytes of a file


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found: files and pairs that were looked at, and a line for each thing that is not as it should be."""

    files: int
    pairs: int
    problems: tuple[str, ...]


def verify(folder: str, progress: Callable[[int, int, str], None] | None = None) -> Verified:
    """Check every file of a corpus against its hashes, and every file of pairs for its count and its form.

    Raises `InputError` for a folder that has no corpus, or one whose build has not ended.
    """
    said, hashes = read_corpus(folder), _hashes(folder)
    problems: list[str] = []
    pairs = 0
    counts = {shard["path"]: shard["pairs"] for shard in said["shards"]}
    for number, (name, sha256) in enumerate(hashes.items(), start=1):
        path = Path(folder) / name
        problem = _problem(path, sha256)
        if problem is None and name in counts:
            try:
                found = _count(path, said)
            except AlignerError as error:
                problem = str(error)
            else:
                pairs += found
                if found != counts[name]:
                    problem = f"it has {found:,} pairs, and should have {counts[name]:,}"
        if problem is not None:
            problems.append(problem if problem.startswith(str(path)) else f"{path}: {problem}")
        if progress is not None:
            progress(number, len(hashes), name)
    there = {f"{DATA}/{path.name}" for path in (Path(folder) / DATA).glob("*")}
    problems += [f"{Path(folder) / name}: it is not of this corpus" for name in sorted(there - set(hashes))]
    problems += [f"{Path(folder) / name}: it has no hash" for name in sorted(set(counts) - set(hashes))]
    if not problems and pairs != said["written"]:
        problems.append(f"{folder}: it has {pairs:,} pairs, and should have {said['written']:,}")
    return Verified(len(hashes), pairs, tuple(problems))


def read_corpus(folder: str) -> dict[str, Any]:
    """What a corpus says of itself; raises `InputError` where there is none that is whole."""
    if not journal.is_complete(folder):
        if journal.is_begun(folder):
            raise InputError(folder, "its build has not ended", "go on with aligner corpus build --resume")
        raise InputError(folder, "there is no corpus in it", "give the folder that aligner corpus build made")
    path = str(Path(folder) / _CORPUS)
    try:
        said = json.loads(load_bytes(path))
        is_sound = isinstance(said["written"], int) and all(
            isinstance(one["path"], str) and isinstance(one["pairs"], int) for one in said["shards"]
        )
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise InputError(path, "it does not tell of a corpus", _REMEDY) from error
    if not is_sound or said.get("format") not in ("parquet", "jsonl"):
        raise InputError(path, "it does not tell of a corpus", _REMEDY)
    found: dict[str, Any] = said
    return found


def read_documents(folder: str) -> Iterator[tuple[tuple[str, int, str], ...]]:
    """The files of each document as a corpus tells them: path, bytes, SHA-256."""
    path = Path(folder) / "documents.jsonl"
    try:
        with path.open(encoding="utf-8") as file:
            for line in file:
                files = json.loads(line)["files"]
                yield tuple((one["path"], one["bytes"], one["sha256"]) for one in files)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(str(path), "it does not tell of documents", _REMEDY) from error


def _hashes(folder: str) -> dict[str, str]:
    """The hash of every file, by name; raises `InputError` for a list that leads out of the folder or is none."""
    path = str(Path(folder) / journal.COMPLETE)
    found: dict[str, str] = {}
    for number, line in enumerate(load_bytes(path).decode("utf-8", "replace").splitlines(), start=1):
        match = _LINE.fullmatch(line)
        if match is None:
            raise InputError(path, "it is no list of hashes", _REMEDY, number)
        name = PurePosixPath(match[2])
        if name.is_absolute() or ".." in name.parts:
            raise InputError(path, f"{match[2]} lies outside of the corpus", _REMEDY, number)
        found[match[2]] = match[1]
    return found


def _problem(path: Path, sha256: str) -> str | None:
    try:
        return None if sha256_of(path) == sha256 else "it has been changed"
    except FileNotFoundError:
        return "it is not there"
    except OSError as error:
        return f"it cannot be read ({error.strerror})"


def _count(path: Path, said: dict[str, Any]) -> int:
    """How many pairs a file has; raises `AlignerError` when it is not one of pairs."""
    languages = said["languages"]
    rows = named_format(said["format"]).load().read_rows(
        load_bytes(str(path), _LARGEST), str(path), languages["source"], languages["target"]
    )  # fmt: skip
    return sum(1 for _ in rows)
