"""Two files with one text a line each, line n of one the translation of line n of the other, as Moses reads them.

They go by one name and the codes of their languages: `corpus.en` and `corpus.es`, both of them compressed or not.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePath

from aligner.errors import InputError, UnknownLanguage
from aligner.formats.loading import decode
from aligner.formats.pairs import Row
from aligner.formats.unpacking import packed_suffix, unpacked_name
from aligner.languages import parse_language

_PACKED = ("", ".xz", ".gz", ".bz2")


def moses_paths(path: str, source_language: str, target_language: str) -> tuple[str, str] | None:
    """The source and the target file that `path` stands for: one of the two, or what their names begin with.

    None when it stands for none. Raises `InputError` when only one of the two is there.
    """
    try:
        return _paths(path, source_language, target_language)
    except OSError:  # a name that no file can have
        return None


def _paths(path: str, source_language: str, target_language: str) -> tuple[str, str] | None:
    name = unpacked_name(path)
    suffix = PurePath(name).suffix[1:]
    of_suffix = _language(suffix)
    languages = (source_language, target_language)
    if of_suffix in languages and Path(path).is_file():
        other = languages[1 - languages.index(of_suffix)]
        stem = name[: -len(suffix)]
        found = _found(stem, other, packed_suffix(path))
        if found is None:
            raise InputError(path, f"there is no {stem}{other} beside it", "give two files with a line for each pair")
        return (path, found) if of_suffix == source_language else (found, path)
    if Path(path).exists():
        return None
    both = [_found(f"{path}.", language, "") for language in languages]
    if both[0] is None and both[1] is None:
        return None
    for language, file in zip(languages, both, strict=True):
        if file is None:
            raise InputError(path, f"there is no {path}.{language}", "give two files with a line for each pair")
    return both[0] or "", both[1] or ""


def moses_rows(source: bytes, target: bytes, source_path: str, target_path: str) -> Iterator[Row]:
    """Row n is line n of both; blank lines give blank cells.

    Raises `InputError` when the files differ in their number of lines.
    """
    lines = [_lines(decode(data, path)) for data, path in ((source, source_path), (target, target_path))]
    if len(lines[0]) != len(lines[1]):
        problem = f"it has {len(lines[1]):,} lines, and {source_path} has {len(lines[0]):,}"
        raise InputError(target_path, problem, "give two files with a line for each pair")
    for number, (of_source, of_target) in enumerate(zip(*lines, strict=True), start=1):
        yield Row(of_source, of_target, number)


def _lines(text: str) -> list[str]:
    # Not splitlines(), which takes other characters for line ends too.
    return [line.removesuffix("\r") for line in text.removesuffix("\n").split("\n")]


def _language(suffix: str) -> str | None:
    try:
        return parse_language(suffix)
    except UnknownLanguage:
        return None


def _found(stem: str, language: str, packed: str) -> str | None:
    """The file of a language: its code may have a region, and first comes what is packed as its fellow is."""
    wanted = sorted(_PACKED, key=lambda suffix: suffix != packed)
    for suffix in wanted:
        if Path(f"{stem}{language}{suffix}").is_file():
            return f"{stem}{language}{suffix}"
    folder, start = Path(stem).parent, PurePath(stem + "x").name[:-1]
    for suffix in wanted:
        for file in sorted(folder.glob("*")) if folder.is_dir() else ():
            code = file.name.removeprefix(start).removesuffix(suffix)
            is_named = file.name.startswith(start) and file.name.endswith(suffix)
            if is_named and _language(code) == language and file.is_file():
                return str(file)
    return None
