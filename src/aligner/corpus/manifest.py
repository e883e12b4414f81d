r"""Manifests: tables of document pairs, one a line: source, tab, target, and if wanted tab, name.

A first line that has the cells `source` and `target` is a header, in whose order the columns then stand; other columns
than these two and `name` are for somebody else, such as `score` and `reason` of `aligner corpus pair`. Blank lines and lines that begin with `#` are skipped. Paths start from
the manifest's folder. The name is where the result goes below the folder of results; without one it is the path of the
source, without its suffix and language: `news/article.en.html` is `news/article`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath, PurePosixPath

from aligner.errors import InputError
from aligner.formats import decode, load_bytes

_COLUMNS = ("source", "target", "name")
_REMEDY = "write source, tab, target, and if wanted tab, name"
# What some system does not allow in a name, or reads as a way to another place.
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\]')
_LANGUAGE = re.compile(r"(?<=.)[._-][a-z]{2,3}(?:[-_][A-Za-z]{2,4})?$")


@dataclass(frozen=True, slots=True)
class ManifestPair:
    """A pair of documents: paths as they can be opened, `name` of the result, the manifest's line (from 1)."""

    source: str
    target: str
    name: str
    line: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """The pairs of a manifest, in its order, and the path it was read from."""

    path: str
    pairs: tuple[ManifestPair, ...]

    def __len__(self) -> int:
        return len(self.pairs)


def read_manifest(path: str) -> Manifest:
    """The manifest in a file; "-" reads standard input, whose paths start from the working directory.

    Raises `InputError` with the line that names no pair, whose name would lead out of the folder of results, or is that
    of another line.
    """
    text = decode(load_bytes(path), path)
    folder = Path() if path == "-" else Path(path).parent
    pairs = tuple(_pairs(text, path, folder))
    if not pairs:
        raise InputError(path, "there are no pairs in it", _REMEDY)
    _refuse_doubles(pairs, path)
    return Manifest(path, pairs)


def _pairs(text: str, path: str, folder: Path) -> Iterator[ManifestPair]:
    places: dict[str, int] | None = None
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.removesuffix("\r").split("\t")]
        if places is None:
            header = _header(cells)
            places = header or {name: place for place, name in enumerate(_COLUMNS)}
            if header:
                continue
        yield _pair(cells, places, path, folder, number)


def _header(cells: list[str]) -> dict[str, int] | None:
    """The places of the columns when these cells are their names."""
    names = [cell.casefold() for cell in cells]
    if not {"source", "target"} <= set(names):
        return None
    return {name: names.index(name) for name in _COLUMNS if name in names}


def _pair(cells: list[str], places: dict[str, int], path: str, folder: Path, number: int) -> ManifestPair:
    of_columns = {name: cells[place] for name, place in places.items() if place < len(cells)}
    for side in ("source", "target"):
        cell = of_columns.get(side, "")
        if not cell:
            raise InputError(path, f"there is no {side}", _REMEDY, number)
        if cell == "-" or "\0" in cell or not PurePath(cell).name:
            raise InputError(path, f"the {side} {cell!r} is not a file", "give the path of a file", number)
    source, target = of_columns["source"], of_columns["target"]
    name = _checked_name(of_columns["name"], path, number) if of_columns.get("name") else _name_of(source)
    return ManifestPair(str(folder / source), str(folder / target), name, number)


def _checked_name(name: str, path: str, number: int) -> str:
    parts = PurePosixPath(name).parts
    if name.startswith("/") or ".." in parts or not parts:
        problem = f"the name {name!r} leads out of the folder of results"
        raise InputError(path, problem, "give a name without .. and a first /", number)
    bad = _NOT_IN_NAMES.search(name)
    if bad:
        raise InputError(path, f"the name {name!r} has the character {bad.group()!r}", "leave it out", number)
    return "/".join(parts)


def _name_of(source: str) -> str:
    """The path of a source without suffix and language, its file alone when it lies outside the manifest's folder.

    >>> _name_of("news/article.en.html"), _name_of("../elsewhere/a.txt"), _name_of("en/story_es-MX.md")
    ('news/article', 'a', 'en/story')
    """
    place = PurePath(source)
    stem = _NOT_IN_NAMES.sub("_", _LANGUAGE.sub("", place.stem))
    if place.is_absolute() or ".." in place.parts:
        return stem
    return "/".join([*(_NOT_IN_NAMES.sub("_", part) for part in place.parts[:-1]), stem])


def unique_names(sources: Iterable[str]) -> list[str]:
    """Names of results for sources as a manifest has them, no two alike.

    >>> unique_names(["a.en.html", "a.en.txt", "A.txt", "b/en.txt"])
    ['a', 'a-2', 'A-3', 'b/en']
    """
    seen: set[str] = set()
    names = []
    for source in sources:
        first = name = _name_of(source)
        number = 1
        while unicodedata.normalize("NFC", name).casefold() in seen:
            number += 1
            name = f"{first}-{number}"
        seen.add(unicodedata.normalize("NFC", name).casefold())
        names.append(name)
    return names


def _refuse_doubles(pairs: tuple[ManifestPair, ...], path: str) -> None:
    """Raise when two results would be one file, be it only where capitals do not count."""
    seen: dict[str, int] = {}
    for pair in pairs:
        key = unicodedata.normalize("NFC", pair.name).casefold()
        if key in seen:
            problem = f"the name {pair.name!r} is that of line {seen[key]} too"
            raise InputError(path, problem, "give each pair a name of its own in a third column", pair.line)
        seen[key] = pair.line
