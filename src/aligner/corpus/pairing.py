"""Which files are the two language versions of one text: by what pages declare, by names of files and of folders.

| convention | files |
|---|---|
| declared | a page that links to another with `hreflang`, or by its canonical address |
| file name | `x.en.html` and `x.es.html`; `x_en`, `x-en`, `x.en-GB`, `en.html`, `en_x.html` |
| folder | `en/x.html` and `es/x.html`, at any level |
| default language | `x.html` and `x.es.html`; `x.html` and `es/x.html` |

An earlier line goes before a later one, and a file is part of one pair only.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path, PurePath

from aligner.corpus.declared import declared_pairs
from aligner.corpus.files import Listing, Skipped
from aligner.errors import OptionError
from aligner.formats import is_bitext
from aligner.formats.table import suffix_format
from aligner.languages import language_name, parse_language

Languages = tuple[str, str]
_Key = tuple[str, ...]
_HOLE = "\0"  # stands in a key where a file or folder names its language
_REGION = r"(?:[-_](?:[A-Za-z]{2}|[A-Z][a-z]{3}|\d{3}))?"


@dataclass(frozen=True, slots=True)
class Task:
    """What is checked together: a text alone (`source` None), the two versions of a text, or a file of pairs.

    `languages` are those of a text alone and of what it must not be in, None where its words are to show it; `reason` is
    the convention two files were paired by; `format_name` None goes by the suffixes.
    """

    target: str
    source: str | None = None
    languages: Languages | None = None
    reason: str = ""
    is_bitext: bool = False
    format_name: str | None = None

    @property
    def paths(self) -> tuple[str, ...]:
        """The files, the source first."""
        return (self.target,) if self.source is None else (self.source, self.target)


@dataclass(frozen=True, slots=True)
class Pairing:
    """What there is to check, in order of the files, and the files that are left out."""

    tasks: tuple[Task, ...]
    skipped: tuple[Skipped, ...] = ()


@dataclass(frozen=True, slots=True)
class _Named:
    """A file as a convention reads it: its language, and what it has in common with its other version."""

    path: str
    language: str
    key: _Key


@dataclass(slots=True)
class _Pairs:
    """The pairs so far, and what each file was paired as."""

    source_language: str
    target_language: str
    reasons: dict[tuple[str, str], str] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)

    def add(self, source: str, target: str, reason: str) -> None:
        """Pair two files, unless one of them has its partner already."""
        if source != target and not {source, target} & self.taken:
            self.reasons[source, target] = reason
            self.taken |= {source, target}

    def of_language(self, path: str, other: str, language: str, reason: str) -> None:
        """Pair a file with one whose language is known."""
        pair = (other, path) if language == self.target_language else (path, other)
        self.add(*pair, reason)


def paired(
    listing: Listing, source_language: str, target_language: str, known: Iterable[tuple[str, str, str]] | None = None
) -> Pairing:
    """The files of a listing as they belong together; what has no other version is a text alone.

    `known` are pairs that are settled already, each with its reason, in place of what pages declare. Raises `OptionError` for languages that are one, and
    `UnknownLanguage`.
    """
    wanted = two_languages(source_language, target_language)
    texts = [path for path in listing.files if not is_bitext(path)]
    pairs = _Pairs(*wanted)
    if known is None:
        known = ((*pair, "declared") for pair in declared_pairs(texts, listing.folders, wanted))
    for source, target, reason in known:
        pairs.add(source, target, reason)
    readings = {path: list(_readings(path, wanted, _above(path, listing.folders))) for path in texts}
    for at, reason in ((0, "file name"), (1, "folder")):
        _pair_alike((named for path in texts for named in readings[path][at]), pairs, reason)
    _pair_with_default(texts, readings, pairs)
    return Pairing(*_tasks(listing, texts, readings, pairs))


def two_languages(source_language: str, target_language: str) -> Languages:
    """The primary languages of two tags; raises `OptionError` where they are one."""
    wanted = parse_language(source_language), parse_language(target_language)
    if wanted[0] == wanted[1]:
        raise OptionError(f"source and target are both said to be {language_name(wanted[0])}")
    return wanted


def _pair_alike(files: Iterable[_Named], pairs: _Pairs, reason: str) -> None:
    """Pair files that differ in nothing but the language they name."""
    groups: dict[_Key, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for named in files:
        groups[named.key][named.language].append(named.path)
    for group in groups.values():
        # Of several versions in one language, such as es and es-MX, the shortest name goes first.
        sources, targets = (
            sorted(group[language], key=lambda path: (len(path), path))
            for language in (pairs.source_language, pairs.target_language)
        )
        for source, target in zip(sources, targets, strict=False):
            pairs.add(source, target, reason)


def _pair_with_default(texts: list[str], readings: dict[str, list[list[_Named]]], pairs: _Pairs) -> None:
    """Pair a file that names its language with the one that has the name without it."""
    plain = {_parts(path): path for path in texts if path not in pairs.taken and not any(readings[path])}
    for path in texts:
        for named in chain(*readings[path]):
            other = plain.get(_without_hole(named.key))
            if other is not None:
                pairs.of_language(path, other, named.language, "default language")


def _without_hole(key: _Key) -> _Key:
    """A key as the file without a language has it.

    >>> _without_hole(("a", _HOLE, "b", "html")), _without_hole(("a", "x" + _HOLE, "html"))
    (('a', 'b', 'html'), ('a', 'x', 'html'))
    """
    return tuple(part.replace(_HOLE, "") for part in key if part != _HOLE)


def _above(path: str, folders: Iterable[str]) -> int:
    """How many folders of a path lie above what was named, and say nothing of the language of a text in it."""
    place = PurePath(path)
    roots = [PurePath(folder) for folder in folders if place.is_relative_to(folder)]
    if roots:
        return max(len(root.parent.parts) for root in roots)
    return len(place.parent.parts) if place.is_absolute() else 0


def _readings(path: str, wanted: Languages, above: int) -> Iterator[list[_Named]]:
    """How a file reads by its own name, then by its folders; nothing where it names no language."""
    *folders, stem, form = _parts(path)
    of_name = [_Named(path, language, (*folders, rest, form)) for language, rest in _marks(stem, wanted)]
    marked = [
        (at, language) for at, name in enumerate(folders) if at >= above and (language := _of_folder(name, wanted))
    ]
    rests = [stem, *(rest for _, rest in _marks(stem, wanted))]
    of_folders = [
        _Named(path, language, (*folders[:at], _HOLE, *folders[at + 1 :], rest, form))
        for at, language in marked
        for rest in rests
    ]
    if len(marked) > 1 and len({language for _, language in marked}) == 1:
        places = {at for at, _ in marked}
        bare = tuple(_HOLE if at in places else name for at, name in enumerate(folders))
        of_folders.append(_Named(path, marked[0][1], (*bare, stem, form)))
    yield of_name
    yield of_folders


def _parts(path: str) -> _Key:
    """Folders, name without suffix, and format, which two versions of a text have in common."""
    place = PurePath(path)
    row = suffix_format(path)
    return (*place.parent.parts, place.stem, row.name if row else place.suffix.lower())


def _marks(stem: str, wanted: Languages) -> list[tuple[str, str]]:
    """Languages that a name may be marked with, and the name with a hole there.

    >>> _marks("a.es", ("en", "es")) == [("es", "a" + _HOLE)], _marks("plan_en_es-MX", ("en", "es"))[0][0], _marks("lens", ("en", "es"))
    (True, 'es', [])
    """
    found = []
    for language in wanted:
        last = re.fullmatch(rf"(?:(.*?)[._-])?{language}{_REGION}", stem, re.IGNORECASE)
        first = re.fullmatch(rf"{language}{_REGION}[._-](.+)", stem, re.IGNORECASE)
        if last:
            found.append((len(last.group(1) or ""), language, f"{last.group(1) or ''}{_HOLE}"))
        elif first:
            found.append((0, language, f"{_HOLE}{first.group(1)}"))
    # A name such as `plan_en_es` says its language at its very end.
    return [(language, rest) for _, language, rest in sorted(found, reverse=True)[:1]]


def _of_folder(name: str, wanted: Languages) -> str | None:
    """The language a folder is of: its code, with or without a region, or its English name."""
    for language in wanted:
        if (
            re.fullmatch(rf"{language}{_REGION}", name, re.IGNORECASE)
            or name.lower() == language_name(language).lower()
        ):
            return language
    return None


def _tasks(
    listing: Listing, texts: list[str], readings: dict[str, list[list[_Named]]], pairs: _Pairs
) -> tuple[tuple[Task, ...], tuple[Skipped, ...]]:
    """Everything to check, in the order in which its first file was found, and what is in a third language."""
    partners = {path: pair for pair in pairs.reasons for path in pair}
    others = _other_languages(texts, readings, pairs)
    tasks: dict[Task, None] = {}
    skipped = list(listing.skipped)
    for path in listing.files:
        if path in partners:
            source, target = partners[path]
            tasks[Task(target, source, reason=pairs.reasons[source, target])] = None
        elif path in others:
            skipped.append(Skipped(path, f"in another language ({others[path]})"))
        else:
            tasks[Task(path, languages=_languages(path, readings, pairs), is_bitext=is_bitext(path))] = None
    return tuple(tasks), tuple(skipped)


def _languages(path: str, readings: dict[str, list[list[_Named]]], pairs: _Pairs) -> Languages | None:
    """What a text alone is in by its name, and what it must not be in."""
    said = {named.language for named in chain(*readings.get(path, []))}
    if len(said) != 1:
        return None
    language = said.pop()
    other = pairs.source_language if language == pairs.target_language else pairs.target_language
    return language, other


def _other_languages(texts: list[str], readings: dict[str, list[list[_Named]]], pairs: _Pairs) -> dict[str, str]:
    """Texts in languages that nobody asked for: marked as files beside them are that are in the asked ones."""
    keys = {named.key for path in texts for named in chain(*readings[path])}
    found = {}
    for path in texts:
        if path in pairs.taken or any(readings[path]):
            continue
        *folders, stem, form = _parts(path)
        marked = re.fullmatch(rf"(.+)[._-]([a-z]{{2}}){_REGION}", stem)
        if marked and (*folders, f"{marked.group(1)}{_HOLE}", form) in keys:
            found[path] = marked.group(2)
        for at, name in enumerate(folders):
            code = re.fullmatch(rf"([a-z]{{2}}){_REGION}", name)
            if code and (*folders[:at], _HOLE, *folders[at + 1 :], stem, form) in keys:
                found[path] = code.group(1)
    return found


def folder_of(paths: Iterable[str]) -> str:
    """A place in the first folder or file named, from where settings are looked for."""
    first = next(iter(paths))
    return str(Path(first) / "-") if Path(first).is_dir() else first
