"""Message catalogues of GNU gettext: each message with its translation is a pair."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from aligner.contracts import Heading, Pair
from aligner.errors import InputError, UnknownLanguage
from aligner.formats import po_writing as writing
from aligner.formats.beads import heading_of, pairs_of
from aligner.formats.loading import decode
from aligner.formats.pairs import Row, pairs_bitext, parsed_score
from aligner.formats.remarks import line_remarks
from aligner.languages import language_name, parse_language
from aligner.model import Bitext, Details, Document

_CHARSET = re.compile(rb"charset=([\w.:-]+)")
_LINE = re.compile(r"\(line (\d+)\)(?:: )?")
_HEAD = 64 * 1024
_MEND = "mend it; `msgfmt --check` says what is wrong"
# A string that polib reads, though its line ends before it does.
_OPEN = re.compile(r'^[ \t]*(?:msg\w+(?:\[\d+\])?[ \t]*)?"(?!(?:[^"\\\n]|\\.)*+"[ \t\r]*$)', re.MULTILINE)
# Line ends to polib, though not to gettext; they can stand only inside messages.
_LINE_ENDS = "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
# Characters that no text has (Unicode, 23.7), in their place while polib reads.
_NONCHARACTERS = [chr(code) for code in range(0xFDD0, 0xFDF0)]


def read_bitext(data: bytes, path: str, source_language: str, target_language: str) -> Bitext:
    """One pair a message that is translated: fuzzy, obsolete and untranslated ones are left out.

    A message with a plural gives the pair of the singulars, then those of the plural with each further form; a language
    with one form for all has the plural's pair only. Where the head of the file says that the translations are in the
    source language, the pairs are turned round. Raises `InputError` for what is no catalogue, is in another language, or
    has nothing translated.
    """
    return pairs_bitext(read_rows(data, path, source_language, target_language), path, source_language, target_language)


def read_rows(data: bytes, path: str, source_language: str, target_language: str) -> Iterator[Row]:
    """The same, one after another."""
    catalogue, lines = _parsed(data, path)
    is_turned = _is_turned(catalogue.metadata.get("Language", ""), path, source_language, target_language)
    count = 0
    # What stands above the head of a file is about all of it; without a head polib takes the first message's for that.
    above = line_remarks(catalogue.header)
    for entry in catalogue:
        if entry.obsolete or entry.fuzzy:
            continue
        for message, translation in _pairs(entry):
            if message and translation:
                count += 1
                yield _row(entry, (lines.back(message), lines.back(translation)), is_turned, above, lines)
                above = ()
    if len(catalogue) and not count:
        problem = f"none of its {len(catalogue):,} messages is translated, fuzzy ones left out"
        raise InputError(path, problem, "give a catalogue with translations")


def write_bitext(bitext: Bitext) -> Iterable[str]:
    """One message a bead, with file and line of its source text where that is plain text; see `write_pairs`."""
    pairs: Iterable[Pair] = pairs_of(bitext)
    document = bitext.source
    is_plain = not bitext.is_pairs and not any(block.address for block in document.blocks)
    if is_plain and document.path not in {"", "-"}:
        pairs = _placed(pairs, document)
    return write_pairs(pairs, heading_of(bitext))


def _placed(pairs: Iterable[Pair], document: Document) -> Iterator[Pair]:
    """The pairs with the line of the document that each begins in."""
    starts = [0, *(found.end() for found in re.finditer("\n", document.text))]
    for pair in pairs:
        if not pair.source_spans:
            yield pair
            continue
        reference = f"{document.path}:{bisect_right(starts, pair.source_spans[0][0])}"
        yield replace(pair, details=replace(pair.details, references=(reference, *pair.details.references)))


def write_pairs(pairs: Iterable[Pair], heading: Heading) -> Iterator[str]:
    """One message a pair, fuzzy where its translation needs review; see `aligner.formats.po_writing`."""
    return writing.write_pairs(pairs, heading)


@dataclass(frozen=True, slots=True)
class _Lines:
    """Characters that polib would take for line ends, and what stands for them while it reads."""

    there: dict[int, str]
    again: dict[int, str]

    def back(self, text: str) -> str:
        """Text with its own characters."""
        return text.translate(self.again) if self.again and not text.isascii() else text


def _lines_of(text: str) -> _Lines:
    """What stands for the line ends of a text: characters it does not have."""
    used = [end for end in _LINE_ENDS if end in text]
    free = [character for character in _NONCHARACTERS if used and character not in text]
    if len(free) < len(used):
        return _Lines(str.maketrans(dict.fromkeys(used, " ")), {})
    pairs = list(zip(used, free, strict=False))
    return _Lines(str.maketrans(dict(pairs)), str.maketrans({free: end for end, free in pairs}))


def _row(entry: Any, pair: tuple[str, str], is_turned: bool, above: tuple[str, ...], lines: _Lines) -> Row:  # noqa: FBT001
    source, target = reversed(pair) if is_turned else pair
    remarks = line_remarks(f"{entry.tcomment}\n{entry.comment}")
    details, score = _details(entry, lines)
    return Row(source, target, entry.linenum or 1, score, (*above, *remarks), details)


def _details(entry: Any, lines: _Lines) -> tuple[Details, float | None]:
    """What a message says besides its texts, and its score."""
    ours = {writing.SCORE: "", writing.BEAD: "", writing.DOCUMENT: "", writing.STATE: ""}
    properties = [(writing.FLAG, flag) for flag in entry.flags]
    comments: list[str] = []
    for line in lines.back(entry.comment).split("\n") if entry.comment else ():
        known = next((name for name in ours if line.startswith(name)), None)
        if known:
            ours[known] = line.removeprefix(known)
        elif line.startswith(writing.PROPERTY):
            name, _, value = line.removeprefix(writing.PROPERTY).partition("=")
            properties.append((name, value))
        else:
            comments.append(line)
    if comments:
        properties.append((writing.COMMENT, "\n".join(comments)))
    references = tuple(f"{file}:{line}" if line else file for file, line in entry.occurrences)
    details = Details(
        document=ours[writing.DOCUMENT], bead=ours[writing.BEAD], context=lines.back(entry.msgctxt or ""),
        state=ours[writing.STATE], references=references,
        notes=(lines.back(entry.tcomment),) if entry.tcomment else (), properties=tuple(properties),
    )  # fmt: skip
    return details, parsed_score(ours[writing.SCORE])


def _pairs(entry: Any) -> Iterator[tuple[str, str]]:
    if not entry.msgid_plural:
        yield entry.msgid, entry.msgstr
        return
    forms = [entry.msgstr_plural[number] for number in sorted(entry.msgstr_plural)]
    if len(forms) > 1:
        yield entry.msgid, forms.pop(0)
    for form in forms:
        yield entry.msgid_plural, form


def _parsed(data: bytes, path: str) -> tuple[Any, _Lines]:
    """The catalogue of polib, and what stands in it for line ends; raises `InputError` where it is no catalogue."""
    import polib

    charset = _CHARSET.search(data[:_HEAD])
    declared = charset.group(1).decode("ascii") if charset else None
    # polib takes a text for the name of a file where there is one of that name, and no name ends with a line.
    text = decode(data, path, declared) + "\n"
    lines = _lines_of(text)
    try:
        catalogue = polib.pofile(text.translate(lines.there))
    except (OSError, ValueError, IndexError, KeyError, AttributeError) as error:
        said = str(error).removeprefix("Syntax error in po file ")
        line = _LINE.search(said)
        problem = f"it is no message catalogue ({_LINE.sub('', said).strip(': ') or 'its syntax is wrong'})"
        place = int(line.group(1)) if line else None
        raise InputError(path, problem, _MEND, place) from error
    is_open = _OPEN.search(text)
    if is_open:
        line_number = text.count("\n", 0, is_open.start()) + 1
        raise InputError(path, "it is no message catalogue (a string has no end in its line)", _MEND, line_number)
    return catalogue, lines


def _is_turned(declared: str, path: str, source_language: str, target_language: str) -> bool:
    """Whether the translations are in the source language, by what the file declares; "" declares nothing."""
    try:
        language = parse_language(declared)
    except UnknownLanguage:
        return False
    if language in (source_language, target_language):
        return language == source_language
    problem = f"its translations are in {language_name(language)}, by its head"
    raise InputError(path, problem, "say with --from-lang and --to-lang which languages it has")
