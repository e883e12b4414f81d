"""The strings of message catalogues (manual of gettext, "The Format of PO Files")."""

from __future__ import annotations

import re
from collections.abc import Iterator

from aligner.formats.strings.pieces import Atom, FileString, atoms_of

_LINE = re.compile(r"^[ \t]*(?:(msgctxt|msgid_plural|msgid|msgstr)(?:\[\d+\])?[ \t]*)?\"(.*)\"[ \t]*\r?$", re.MULTILINE)
_ESCAPED = re.compile(r"\\.")
_MEANING = {"\\": "\\", '"': '"', "t": "\t", "r": "\r", "n": "\n", "v": "\v", "b": "\b", "f": "\f"}
_ESCAPES = {**{ord(meant): f"\\{letter}" for letter, meant in _MEANING.items()}}
_LABELS = {"msgid": "source", "msgid_plural": "source", "msgstr": "target"}


def catalogue_strings(text: str) -> Iterator[FileString]:
    r"""The messages and their translations, those in several lines as one; contexts are none of them.

    >>> [(found.label, found.text) for found in catalogue_strings('msgid "One\\n"\nmsgstr ""\n"Uno"\n"\\n"\n')]
    [('source', 'One\n'), ('target', 'Uno\n')]
    """
    keyword, atoms = "", list[Atom]()
    for found in _LINE.finditer(text.replace("\r", "\n") if "\n" not in text else text):
        if found[1]:
            if keyword in _LABELS:
                yield _string(keyword, atoms)
            keyword, atoms = found[1], []
        atoms += atoms_of(text, found.start(2), found.end(2), _ESCAPED, _meaning)
    if keyword in _LABELS:
        yield _string(keyword, atoms)


def _string(keyword: str, atoms: list[Atom]) -> FileString:
    return FileString(tuple(atoms), (lambda said: said.translate(_ESCAPES),), _LABELS[keyword])


def _meaning(said: str) -> str:
    return _MEANING.get(said[1], said)
