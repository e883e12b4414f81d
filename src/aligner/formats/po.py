"""Message catalogues of GNU gettext: each message with its translation is a pair."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from aligner.errors import InputError, UnknownLanguage
from aligner.formats.loading import decode
from aligner.formats.pairs import Row, pairs_bitext
from aligner.formats.remarks import line_remarks
from aligner.languages import language_name, parse_language
from aligner.model import Bitext

_CHARSET = re.compile(rb"charset=([\w.:-]+)")
_LINE = re.compile(r"\(line (\d+)\)(?:: )?")
_HEAD = 64 * 1024
# Line ends to polib, though not to gettext; they can stand only inside messages.
_LINE_ENDS = str.maketrans(dict.fromkeys("\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029", " "))


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
    catalogue = _parsed(data, path)
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
                cells = (translation, message) if is_turned else (message, translation)
                remarks = line_remarks(f"{entry.tcomment}\n{entry.comment}")
                yield Row(*cells, entry.linenum or 0, remarks=(*above, *remarks))
                above = ()
    if len(catalogue) and not count:
        problem = f"none of its {len(catalogue):,} messages is translated, fuzzy ones left out"
        raise InputError(path, problem, "give a catalogue with translations")


def _pairs(entry: Any) -> Iterator[tuple[str, str]]:
    if not entry.msgid_plural:
        yield entry.msgid, entry.msgstr
        return
    forms = [entry.msgstr_plural[number] for number in sorted(entry.msgstr_plural)]
    if len(forms) > 1:
        yield entry.msgid, forms.pop(0)
    for form in forms:
        yield entry.msgid_plural, form


def _parsed(data: bytes, path: str) -> Any:
    """The catalogue of polib; raises `InputError` where it is none."""
    import polib

    charset = _CHARSET.search(data[:_HEAD])
    declared = charset.group(1).decode("ascii") if charset else None
    # polib takes a text for the name of a file where there is one of that name, and no name ends with a line.
    text = decode(data, path, declared) + "\n"
    try:
        return polib.pofile(text.translate(_LINE_ENDS))
    except (OSError, ValueError, IndexError, KeyError, AttributeError) as error:
        said = str(error).removeprefix("Syntax error in po file ")
        line = _LINE.search(said)
        problem = f"it is no message catalogue ({_LINE.sub('', said).strip(': ') or 'its syntax is wrong'})"
        place = int(line.group(1)) if line else None
        raise InputError(path, problem, "mend it; `msgfmt --check` says what is wrong", place) from error


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
