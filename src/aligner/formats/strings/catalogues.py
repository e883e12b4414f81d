"""The strings of message catalogues (manual of gettext, "The Format of PO Files")."""

from __future__ import annotations

import re
from collections.abc import Iterator

from aligner.errors import UnknownLanguage
from aligner.formats.strings.pieces import Atom, FileString, atoms_of
from aligner.languages import parse_language

_LINE = re.compile(r"^[ \t]*(?:(msgctxt|msgid_plural|msgid|msgstr)(?:\[\d+\])?[ \t]*)?\"(.*)\"[ \t]*\r?$", re.MULTILINE)
_ESCAPED = re.compile(r"\\.")
_MEANING = {"\\": "\\", '"': '"', "t": "\t", "r": "\r", "n": "\n", "v": "\v", "b": "\b", "f": "\f"}
_ESCAPES = {**{ord(meant): f"\\{letter}" for letter, meant in _MEANING.items()}}
_LANGUAGE = re.compile(r"(?:\"|\\n)Language: *([\w@.-]+)")
_HEAD = 64 * 1024
_LABELS = {"msgid": "source", "msgid_plural": "source", "msgstr": "target"}


def catalogue_strings(text: str) -> Iterator[FileString]:
    r"""The messages and their translations, those in several lines as one; contexts are none of them.

    Translations are labelled with the language that the head of the file says they are in, if it says so.

    >>> [(found.label, found.text) for found in catalogue_strings('msgid "One\\n"\nmsgstr ""\n"Uno"\n"\\n"\n')]
    [('source', 'One\n'), ('target', 'Uno\n')]
    """
    labels = _labels(text)
    keyword, atoms = "", list[Atom]()
    for found in _LINE.finditer(text.replace("\r", "\n") if "\n" not in text else text):
        if found[1]:
            if keyword in labels:
                yield _string(labels[keyword], atoms)
            keyword, atoms = found[1], []
        atoms += atoms_of(text, found.start(2), found.end(2), _ESCAPED, _meaning)
    if keyword in labels:
        yield _string(labels[keyword], atoms)


def _labels(text: str) -> dict[str, str]:
    said = _LANGUAGE.search(text, 0, _HEAD)
    try:
        return {**_LABELS, "msgstr": parse_language(said[1])} if said else _LABELS
    except UnknownLanguage:
        return _LABELS


def _string(label: str, atoms: list[Atom]) -> FileString:
    return FileString(tuple(atoms), (lambda said: said.translate(_ESCAPES),), label)


def _meaning(said: str) -> str:
    return _MEANING.get(said[1], said)
