"""Writes safe suggestions into the files that findings point at.

A file is changed only where a suggestion says so: line ends, byte order mark and encoding stay. Where the text was taken
out of mark-up, the place in the file is looked for, and the change is kept only if the file, read again, has the
text that was meant and no other.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from aligner.checks import Fix, Rule
from aligner.checks.lexicon import commonness
from aligner.errors import InputError
from aligner.formats import decode
from aligner.formats.encodings import Encoding, encoding_of
from aligner.model import Document, Finding, Report, Side

Read = Callable[[bytes], Document]


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """Characters `[start, end)` of a document's text, what comes in their place, and the rule that says so."""

    start: int
    end: int
    replacement: str
    code: str

    def overlaps(self, other: Edit) -> bool:
        """Whether both change the same characters, or touch."""
        return self.start <= other.end and other.start <= self.end


@dataclass(frozen=True, slots=True)
class Fixed:
    """A file after its edits: its bytes, what was done, and what has no exact way back into the file."""

    data: bytes
    done: tuple[Edit, ...] = ()
    left: tuple[Edit, ...] = ()


def edits_of(report: Report, rules: Iterable[Rule], side: Side = Side.TARGET) -> tuple[Edit, ...]:
    """The edits that the findings of a report ask for on one side, in text order, none overlapping another.

    Of edits that overlap the first is given; the others come again when the changed text is checked.
    """
    document = dict(report.documents)[side]
    fixes: Mapping[str, Fix] = {rule.code: rule.fix for rule in rules if rule.fix is not None}
    wanted = sorted(
        edit
        for finding in report.findings
        if finding.code in fixes and finding.suggestion is not None
        for edit in _edits(finding, fixes[finding.code], document, side)
    )
    chosen: list[Edit] = []
    for edit in wanted:
        if not chosen or not edit.overlaps(chosen[-1]):
            chosen.append(edit)
    return tuple(chosen)


def _edits(finding: Finding, fix: Fix, document: Document, side: Side) -> Iterable[Edit]:
    """One edit for every place that has the text of the finding's first span, where that is on this side."""
    first, suggestion = finding.spans[0], finding.suggestion
    assert suggestion is not None
    if first.side is not side:
        return
    if fix is Fix.MAJORITY and not _is_surely_better(document, suggestion, first.text):
        return
    for span in finding.spans:
        if span.side is side and span.text.casefold() == first.text.casefold():
            replacement = suggestion.upper() if _is_shouted(span.text, suggestion) else suggestion
            if replacement != span.text:
                yield Edit(span.start, span.end, replacement, finding.code)


def _is_shouted(text: str, suggestion: str) -> bool:
    """Whether a text is in capitals, and what is suggested for it is not."""
    return len(text) > 1 and text.isupper() and not suggestion.isupper()


def _is_surely_better(document: Document, suggestion: str, found: str) -> bool:
    """Whether a spelling stands in the text more often than the one it would replace, and nothing speaks against it.

    Taking marks away loses what somebody knew, and a majority can spell a known name wrong.
    """
    if _marks(suggestion) < _marks(found):
        return False
    if _familiarity(found, document.language) > _familiarity(suggestion, document.language):
        return False
    return _times(document.text, suggestion) > _times(document.text, found)


def _familiarity(name: str, language: str) -> float:
    """How well known the least known word of a name is (Zipf)."""
    return min((commonness(word, language) for word in re.findall(r"\w+", name)), default=0.0)


def _times(text: str, words: str) -> int:
    return len(re.findall(rf"(?<!\w){re.escape(words)}(?!\w)", text, re.IGNORECASE))


def _marks(text: str) -> int:
    """How many letters of a text have marks."""
    return sum(unicodedata.combining(letter) > 0 for letter in unicodedata.normalize("NFD", text))


def fixed(document: Document, data: bytes, edits: tuple[Edit, ...], read: Read) -> Fixed:
    """The file `data`, from which `document` was read, after `edits`; `read` reads changed bytes as it was read."""
    text = _decoded(document, data)
    encoding = None if text is None else encoding_of(data, text)
    if text is None or encoding is None:
        return Fixed(data, left=edits)
    together = _tried(document, text, encoding, edits, read)
    if together is not None:
        return Fixed(together, edits)
    done: tuple[Edit, ...] = ()
    for edit in edits:
        tried = _tried(document, text, encoding, (*done, edit), read)
        if tried is not None:
            data, done = tried, (*done, edit)
    return Fixed(data, done, tuple(edit for edit in edits if edit not in done))


def _decoded(document: Document, data: bytes) -> str | None:
    """The text of the file, None where only its own mark-up tells how to read it."""
    try:
        return decode(data, document.path)
    except InputError:
        return None


def _tried(document: Document, text: str, encoding: Encoding, edits: tuple[Edit, ...], read: Read) -> bytes | None:
    """The bytes of the file after the edits; None where they do not come to what is meant."""
    places = [place_in_file(document, text, edit) for edit in edits]
    changed = list(zip(places, edits, strict=True))
    if any(place is None for place in places):
        return None
    pieces, done = [], 0
    for (start, end), edit in sorted((place, edit) for place, edit in changed if place is not None):
        if start < done:
            return None
        pieces += [text[done:start], edit.replacement]
        done = end
    try:
        data = encoding.encode("".join([*pieces, text[done:]]))
    except UnicodeEncodeError:
        return None
    return data if read(data).text == edited(document.text, edits) else None


def edited(text: str, edits: Iterable[Edit]) -> str:
    """A text after edits that do not overlap.

    >>> edited("a the the b", [Edit(2, 9, "the", "PUN704")])
    'a the b'
    """
    for edit in sorted(edits, reverse=True):
        text = text[: edit.start] + edit.replacement + text[edit.end :]
    return text


def place_in_file(document: Document, text: str, edit: Edit) -> tuple[int, int] | None:
    """Where the characters of an edit stand in the decoded file; None where that cannot be told.

    With mark-up around it, a place is sought in the lines it was taken from: what is to be replaced must stand there
    as often as in the text that came from them.
    """
    if not document.places and document.text == text:
        return edit.start, edit.end
    if not document.places:
        return None
    lines = _line_starts(text)
    first, last = (_place_number(document, offset) for offset in (edit.start, max(edit.start, edit.end - 1)))
    low = document.places[first][1] - 1
    high = document.places[last][1]
    if high > len(lines) or low >= high:
        return None
    here, there = lines[low], lines[high] if high < len(lines) else len(text)
    pattern = re.compile(r"\s+".join(re.escape(word) for word in document.text[edit.start : edit.end].split()))
    if not pattern.pattern:
        return None
    in_file = [(found.start(), found.end()) for found in pattern.finditer(text, here, there)]
    in_text = [
        found.start()
        for start, end in _stretches(document, low + 1, high)
        for found in pattern.finditer(document.text, start, end)
    ]
    if len(in_file) != len(in_text) or edit.start not in in_text:
        return None
    return in_file[in_text.index(edit.start)]


def _place_number(document: Document, offset: int) -> int:
    return max(0, bisect_right([start for start, _ in document.places], offset) - 1)


def _stretches(document: Document, first: int, last: int) -> Iterable[tuple[int, int]]:
    """The stretches of the text that came from lines `first` to `last` of the file, those that touch in one."""
    run: list[int] = []
    ends = [*(start for start, _ in document.places[1:]), len(document.text)]
    for (start, line), end in zip(document.places, ends, strict=True):
        if first <= line <= last:
            run = [run[0] if run else start, end]
        elif run:
            yield run[0], run[1]
            run = []
    if run:
        yield run[0], run[1]


def _line_starts(text: str) -> list[int]:
    """Where the lines of a file begin, as the readers count them."""
    end = "\r\n|\n" if "\n" in text else "\r"
    return [0, *(found.end() for found in re.finditer(end, text))]
