"""Two files with one text a line each, line n of one the translation of line n of the other, as Moses reads them.

They go by one name and the codes of their languages: `corpus.en` and `corpus.es`, both of them compressed or not. A line break
or control character inside a text is written as its Unicode picture, `␊`, and read back (see `aligner.formats.pictures`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path, PurePath

from aligner.contracts import FilePiece, Heading, Pair
from aligner.errors import InputError, UnknownLanguage
from aligner.formats.beads import heading_of, pairs_of
from aligner.formats.loading import LIMIT, decode, load_bytes
from aligner.formats.pairs import Row, pairs_bitext
from aligner.formats.pictures import has_pictures, line, original
from aligner.formats.tsv import one_line
from aligner.formats.unpacking import packed_suffix, unpack, unpacked_name
from aligner.languages import parse_language
from aligner.model import Bitext

_LINES_AT_A_TIME = 1000
_PACKED = ("", ".xz", ".gz", ".bz2")


def read_bitext(data: bytes, path: str, source_language: str, target_language: str) -> Bitext:
    """Row n is line n of both files; `data` is what is in the one of them at `path`, and the other lies beside it.

    Raises `InputError` when the name does not end in the code of a language, when there is no other file, and when it has
    another number of lines.
    """
    return pairs_bitext(read_rows(data, path, source_language, target_language), path, source_language, target_language)


def read_rows(data: bytes, path: str, source_language: str, target_language: str) -> Iterator[Row]:
    """The same, one after another."""
    both = moses_paths(path, source_language, target_language)
    if both is None:
        problem = f"its name ends neither in .{source_language} nor in .{target_language}"
        raise InputError(path, problem, "give one of two files such as corpus.en and corpus.es")
    contents = [unpack(data if file == path else load_bytes(file), file, LIMIT) for file in both]
    yield from moses_rows(contents[0], contents[1], *both)


def write_files(pairs: Iterable[Pair], heading: Heading, name: str) -> Iterator[FilePiece]:
    """`name.en` and `name.es`, by the languages; of a name that ends in one of the two only what is before it is taken."""
    stem = _stem(name, heading)
    names = f"{stem}.{heading.source_language}", f"{stem}.{heading.target_language}"
    yield from ((one, "") for one in names)
    pairs = iter(pairs)
    while some := list(islice(pairs, _LINES_AT_A_TIME)):
        yield names[0], "".join([f"{line(pair.source)}\n" for pair in some])
        yield names[1], "".join([f"{line(pair.target)}\n" for pair in some])


def write_bitext(bitext: Bitext, name: str) -> Iterator[FilePiece]:
    """The same of a bitext, one line a bead; the lines that the text of a document was filled into are joined."""
    pairs = pairs_of(bitext)
    return write_files(pairs if bitext.is_pairs else map(one_line, pairs), heading_of(bitext), name)


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
    lines = [found.removesuffix("\r") for found in text.removesuffix("\n").split("\n")]
    return [original(found) for found in lines] if has_pictures(text) else lines


def _stem(name: str, heading: Heading) -> str:
    stem, dot, suffix = name.rpartition(".")
    return stem if dot and stem and suffix in {heading.source_language, heading.target_language} else name


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
