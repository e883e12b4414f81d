"""Names of popes and monarchs in the other language: León XIV in an English text, Henry VIII in a Spanish one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from aligner.checks.roles import RoleInName
from aligner.checks.titles import titles
from aligner.checks.word_data import data_lines

_WORD_BEHIND = re.compile(r"([^\W\d_][\w'’-]*)\.?\s+$")
_FARTHEST = 40  # characters; a word behind is looked for no farther


@cache
def _names(language: str, other: str) -> dict[str, str]:
    """The names of `other` that are wrong in a text in `language`, with what is right."""
    if {language, other} != {"en", "es"}:
        return {}
    found = {}
    for line in data_lines("regnal_names.tsv"):
        english, spanish, *pope = line.split("\t")
        here, there = (english, spanish) if language == "en" else (spanish, english)
        if here != there and (language == "es" or pope):
            found[there] = here
    return found


@cache
def _pattern(language: str, other: str) -> re.Pattern[str] | None:
    names = sorted(_names(language, other), key=len, reverse=True)
    if not names:
        return None
    # A name goes on behind a number in words with capitals: the Pío XII Institute, Carlos III University.
    roman = r"(?=[IVX])X{0,3}(?:IX|IV|V?I{0,3})"
    return re.compile(rf"(?<![\w'’-])({'|'.join(map(re.escape, names))}) {roman}(?![\w'’-])(?!\.? [^\W\d_a-z])")


def regnal_firsts(language: str, other: str) -> frozenset[str]:
    """The first words of such names.

    >>> "León" in regnal_firsts("en", "es"), "Leo" in regnal_firsts("en", "es")
    (True, False)
    """
    return frozenset(name.split()[0] for name in _names(language, other))


def regnal_names(text: str, start: int, end: int, language: str, other: str) -> Iterator[RoleInName]:
    """Every name of a pope or monarch that is as `other` has it, in the stretch `[start, end)` of a text in `language`.

    Behind another name, as in one of a street or a school, it is part of that.

    >>> [name.suggestion for name in regnal_names("when Pope León XIV met us", 0, 25, "en", "es")]
    ['Leo']
    >>> list(regnal_names("at Colegio Pío XII", 0, 18, "en", "es"))
    []
    """
    pattern = _pattern(language, other)
    for found in pattern.finditer(text, start, end) if pattern is not None else ():
        before = _WORD_BEHIND.search(text, max(start, found.start() - _FARTHEST), found.start())
        if before is None or before.group(1)[0].islower() or _is_title(before.group(1)) or before.start() == start:
            yield RoleInName(found.start(), found.end(), found.group(1), _names(language, other)[found.group(1)])


def _is_title(word: str) -> bool:
    return word.lower() in titles()
