"""Which files are judged together: two of them, or two folders whose files go together by name."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from aligner.errors import InputError, OptionError
from aligner.evaluation.listing import Label
from aligner.evaluation.numbering import Neutral

# Endings of the files of a folder that are alignments, longest first; the rest of the name is the document's.
ENDINGS = (
    ".ladder.gold",
    ".ladder",
    ".gold",
    ".jsonl",
    ".tmx",
    ".tsv",
    ".csv",
    ".xliff2",
    ".xliff",
    ".xlf",
    ".po",
    ".xces",
    ".ces",
    ".xml",
)
_NEUTRAL = ".neutral.json"
_NEUTRAL_REMEDY = 'give an object such as {"source": [3], "target": [4, 5]}'


@dataclass(frozen=True, slots=True)
class JudgedFiles:
    """The files of one document: its gold, each test's, and the one of its neutral sentences, if any."""

    name: str
    gold: str
    tests: tuple[str, ...]
    neutral: str | None = None


def judged_files(gold: str, tests: tuple[str, ...], neutral: str | None = None) -> list[JudgedFiles]:
    """Pair gold and tests: files as they are, folders by the names of their files without what ENDINGS lists.

    `neutral` goes with one gold file; without it NAME.neutral.json beside NAME.ladder.gold is taken.
    Raises `InputError` for a folder beside a file, a document that one folder lacks, or one that it has twice.
    """
    are_folders = [Path(path).is_dir() for path in (gold, *tests)]
    if not any(are_folders):
        return [JudgedFiles(_stem(Path(gold).name), gold, tests, neutral or _neutral_beside(Path(gold)))]
    if not all(are_folders):
        single = (gold, *tests)[are_folders.index(False)]
        raise InputError(single, "it is a file, and what it goes with is a folder", "give two files, or two folders")
    if neutral:
        raise OptionError("--neutral goes with one gold file; in a folder, put NAME.neutral.json beside each")
    golds = _documents(gold)
    others = [_documents(test) for test in tests]
    for folder, documents in zip(tests, others, strict=True):
        _refuse_mismatch((gold, golds), (folder, documents))
    return [
        JudgedFiles(name, str(path), tuple(str(documents[name]) for documents in others), _neutral_beside(path))
        for name, path in golds.items()
    ]


def _stem(name: str) -> str:
    ending = next((ending for ending in ENDINGS if name.lower().endswith(ending)), "")
    return name[: len(name) - len(ending)]


def _documents(folder: str) -> dict[str, Path]:
    """The alignment files of a folder by the name of their document, in order of name."""
    found: dict[str, Path] = {}
    for path in sorted(Path(folder).iterdir()):
        name = _stem(path.name)
        if not path.is_file() or name == path.name or not name:
            continue
        if name in found:
            problem = f"two files for the document {name}: {found[name].name} and {path.name}"
            raise InputError(folder, problem, "keep one of them in the folder")
        found[name] = path
    if not found:
        raise InputError(folder, "there are no alignments in it", f"give files that end in {', '.join(ENDINGS)}")
    return found


def _refuse_mismatch(gold: tuple[str, dict[str, Path]], test: tuple[str, dict[str, Path]]) -> None:
    for (folder, documents), (other, others) in ((test, gold), (gold, test)):
        missing = [name for name in others if name not in documents]
        if missing:
            problem = f"{len(others)} documents in {other}, {len(documents)} here; there is no {_first(missing)}"
            raise InputError(folder, problem, "give folders with the same documents")


def _first(names: list[str]) -> str:
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")


def _neutral_beside(gold: Path) -> str | None:
    path = gold.with_name(f"{_stem(gold.name)}{_NEUTRAL}") if gold.name else None
    return str(path) if path is not None and path.is_file() else None


def parse_neutral(text: str, path: str) -> Neutral:
    """The neutral sentences of a JSON object with lists `source` and `target`.

    Raises `InputError` when it is not one.
    """
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(path, f"it is not JSON ({error})", _NEUTRAL_REMEDY) from error
    if not isinstance(value, dict):
        raise InputError(path, "it is not a JSON object", _NEUTRAL_REMEDY)
    source, target = (frozenset(_labels(value, key, path)) for key in ("source", "target"))
    return Neutral(source, target, path)


def _labels(value: dict[str, object], key: str, path: str) -> Iterator[Label]:
    labels = value.get(key, [])
    if not isinstance(labels, list):
        raise InputError(path, f"{key!r} is not a list", _NEUTRAL_REMEDY)
    for label in labels:
        if isinstance(label, str) or (type(label) is int and label >= 0):
            yield label
        else:
            raise InputError(path, f"{label!r} in {key!r} is not a sentence", _NEUTRAL_REMEDY)
