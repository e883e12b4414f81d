"""The texts of files with tags: pages of HTML, and the segments of TMX and XLIFF."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from aligner.errors import UnknownLanguage
from aligner.formats.strings.pieces import Atom, FileString, atoms_of
from aligner.formats.tmx_codes import TMX
from aligner.formats.xliff_codes import XLIFF_1, XLIFF_2
from aligner.languages import parse_language

_TOKEN = re.compile(
    r"(?P<comment><!--.*?-->)|(?P<cdata><!\[CDATA\[.*?\]\]>)|(?P<other><[?!][^>]*>)"
    r"|<(?P<closes>/?)(?P<name>[A-Za-z_][^\s/>]*)(?P<attributes>(?:[^<>\"']|\"[^\"]*\"|'[^']*')*?)(?P<alone>/?)>",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"([^\s=\"'/<>]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'=<>`]+))")
_HTML_SPECIAL = re.compile(r"\r\n|&(?:#\d{1,7};?|#[xX][0-9a-fA-F]{1,6};?|[A-Za-z][A-Za-z0-9]{1,31};?)")
_XML_SPECIAL = re.compile(r"\r\n?|&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|lt|gt|amp|quot|apos);")
_NEW_LINE = re.compile(r"\r\n?")
_WITHOUT_TEXT = frozenset({"script", "style", "template"})
# Attributes that a reader of the page is shown, and those of machines; the reader of pages knows which count.
_SHOWN = frozenset({"alt", "title", "aria-label", "placeholder", "value", "content"})
_DECLARED = re.compile(
    rb"<\?xml[^>]{0,200}?\bencoding\s*=\s*[\"']([\w.:-]+)|\bcharset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE
)
_HEAD = 64 * 1024
_SEGMENTS = frozenset({"seg", "source", "seg-source", "target"})
_PAIRS = frozenset({"tu", "trans-unit", "unit"})
_LANGUAGES = (("source-language", "target-language"), ("srcLang", "trgLang"))
_ASIDE = frozenset({"alt-trans", "matches", "match", "note", "notes"})
_CODES = (frozenset(TMX.points) | frozenset(XLIFF_1.points) | frozenset(XLIFF_2.points) | {"sub"}) - {"sc", "ec"}


def declared_encoding(data: bytes) -> str | None:
    """The encoding that a page, an XML file or a catalogue says it is in.

    >>> declared_encoding(b'<?xml version="1.0" encoding="ISO-8859-15"?>'), declared_encoding(b"text")
    ('ISO-8859-15', None)
    """
    found = _DECLARED.search(data, 0, _HEAD)
    return (found[1] or found[2]).decode("ascii", "ignore") if found else None


def escape_text(text: str) -> str:
    """Text between tags."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")


def _escape_value(text: str) -> str:
    """Text as the value of an attribute, in either quotation marks."""
    return escape_text(text).replace('"', "&quot;").replace("'", "&#39;").replace("\n", "&#10;")


def html_strings(text: str) -> Iterator[FileString]:
    """The running text of a page, then the values of attributes that are shown.

    >>> [found.text for found in html_strings('<p title="One">Two &amp; <b>three</b></p>')]
    ['Two & three', 'One']
    """
    running: list[Atom] = []
    values: list[FileString] = []
    done, skipped = 0, ""
    for found in _TOKEN.finditer(text):
        name = (found["name"] or "").lower()
        if skipped:
            if not (found["closes"] and name == skipped):
                continue
        else:
            running += atoms_of(text, done, found.start(), _HTML_SPECIAL, _html_meaning)
        done, skipped = found.end(), ""
        if name and not found["closes"]:
            values += _shown_values(text, found)
            skipped = name if name in _WITHOUT_TEXT and not found["alone"] else ""
    if not skipped:
        running += atoms_of(text, done, len(text), _HTML_SPECIAL, _html_meaning)
    yield FileString(tuple(running), (escape_text,), is_running=True)
    yield from values


def _shown_values(text: str, tag: re.Match[str]) -> Iterator[FileString]:
    if "=" not in tag["attributes"]:
        return
    for found in _ATTRIBUTE.finditer(text, tag.start("attributes"), tag.end("attributes")):
        if found[1].lower() in _SHOWN:
            group = found.lastindex or 4
            atoms = tuple(atoms_of(text, found.start(group), found.end(group), _HTML_SPECIAL, _html_meaning))
            yield FileString(atoms, (_escape_value,))


def _html_meaning(said: str) -> str:
    return "\n" if said[0] == "\r" else html.unescape(said)


def _xml_meaning(said: str) -> str:
    return "\n" if said[0] == "\r" else html.unescape(said)


@dataclass(slots=True)
class _Open:
    """A segment that has begun: its name and label, how many elements of its name are open, and its text so far."""

    name: str
    label: str
    depth: int = 0
    atoms: list[Atom] = field(default_factory=list)
    sections: list[tuple[int, int]] = field(default_factory=list)

    def string(self) -> FileString:
        return FileString(tuple(self.atoms), (escape_text,), self.label, sections=tuple(self.sections))


def segment_strings(text: str) -> Iterator[FileString]:
    """The segments of TMX and XLIFF without their codes, each labelled with its side or its language.

    >>> memory = '<tu><tuv xml:lang="es"><seg>Uno <ph>{0}</ph>&gt; dos</seg></tuv></tu>'
    >>> [(found.label, found.text) for found in segment_strings(memory)]
    [('es', 'Uno > dos')]
    """
    walk = _Segments(text)
    done = 0
    for found in _TOKEN.finditer(text):
        if walk.is_open:
            walk.add(atoms_of(text, done, found.start(), _XML_SPECIAL, _xml_meaning))
        done = found.end()
        if found["cdata"] is not None and walk.is_open:
            walk.add_section(found.start() + len("<![CDATA["), found.end() - len("]]>"))
        elif found["name"] is not None:
            yield from walk.tag(found)


class _Segments:
    """Goes through the tags of a file of pairs."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._language = ""
        self._declared: dict[str, str] = {}  # the languages of sources and targets, where the file says both
        self._open: list[_Open] = []
        self._code: tuple[str, int] = ("", 0)  # a native code that is open, and how many of its name
        self._aside: list[str] = []

    @property
    def is_open(self) -> bool:
        """Whether text is that of a segment."""
        return bool(self._open) and not self._code[1]

    def add(self, atoms: Iterator[Atom]) -> None:
        """Text of the segments that are open, a `mrk` inside a `source` being one of its own."""
        found = list(atoms)
        for segment in self._open:
            segment.atoms += found

    def add_section(self, start: int, end: int) -> None:
        """Text in a CDATA section."""
        self.add(atoms_of(self._text, start, end, _NEW_LINE, _xml_meaning))
        for segment in self._open:
            segment.sections.append((start, end))

    def tag(self, tag: re.Match[str]) -> Iterator[FileString]:
        """Take a tag; gives the segment that it ends."""
        name = tag["name"].rpartition(":")[2]
        if tag["closes"]:
            yield from self._end(name)
        elif tag["alone"]:
            if name == "cp" and self.is_open:
                self.add(iter([_control(tag)]))
        else:
            self._begin(name, tag)

    def _begin(self, name: str, tag: re.Match[str]) -> None:
        for segment in self._open:
            segment.depth += segment.name == name
        if self._code[1]:
            self._code = self._code[0], self._code[1] + (name == self._code[0])
        elif self._open and name in _CODES:
            self._code = name, 1
        elif self._open:
            if name == "mrk" and _value(tag, "mtype") == "seg":
                self._open.append(_Open(name, self._open[-1].label, 1))
        elif name in _ASIDE:
            self._aside.append(name)
        elif name in {"file", "xliff"}:
            self._declare(tag)
        elif name == "tuv":
            self._language = _code(_value(tag, "xml:lang") or _value(tag, "lang"))
        elif name in _SEGMENTS and not self._aside:
            side = name.removeprefix("seg-")
            label = self._language if name == "seg" else self._declared.get(side, side)
            self._open.append(_Open(name, label, 1))

    def _declare(self, tag: re.Match[str]) -> None:
        """Take the languages that a file says it is in; pairs may be asked for the other way round."""
        for names in _LANGUAGES:
            said = {side: _code(_value(tag, name)) for side, name in zip(("source", "target"), names, strict=True)}
            if all(said.values()):
                self._declared = said

    def _end(self, name: str) -> Iterator[FileString]:
        if self._code[1]:
            self._code = self._code[0], self._code[1] - (name == self._code[0])
        for segment in self._open:
            segment.depth -= segment.name == name
        while self._open and self._open[-1].depth <= 0:
            yield self._open.pop().string()
        if not self._open and self._aside and self._aside[-1] == name:
            self._aside.pop()
        if name in _PAIRS:
            self._aside.clear()


def _value(tag: re.Match[str], name: str) -> str:
    for found in _ATTRIBUTE.finditer(tag["attributes"]):
        if found[1] == name:
            return next((value for value in found.groups()[1:] if value is not None), "")
    return ""


def _code(language: str) -> str:
    try:
        return parse_language(language)
    except UnknownLanguage:
        return language


def _control(tag: re.Match[str]) -> Atom:
    """A control character of XLIFF 2, which stands as an element."""
    try:
        meant = chr(int(_value(tag, "hex"), 16))
    except (ValueError, OverflowError):
        meant = ""
    return Atom(tag.start(), tag.end(), meant)
