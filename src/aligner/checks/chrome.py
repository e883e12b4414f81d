"""UNT207: text of the page around the article (links, buttons, forms, footers) that stayed in the other language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, cached_property

from aligner.checks.cldr import Part, rows
from aligner.checks.language import CLIP, KNOWN, has_lists, is_name, lean, odds_between
from aligner.checks.lexicon import zipf
from aligner.checks.registry import Fault, rule
from aligner.checks.subject import Subject, Version
from aligner.checks.word_data import data_lines, data_words
from aligner.languages import language_name
from aligner.model import NOT_PROSE, Block, Role, Severity

# Roles whose text is interface; titles and descriptions are the article's own and go to UNT205.
INTERFACE_ROLES = frozenset({Role.LABEL, Role.NAVIGATION, Role.LANGUAGE_LINK, Role.FOOTER, Role.FORM, Role.BYLINE})
# Where one item of several in a block ends.
_ITEM_END = re.compile(r"\s*[\n|·•©]\s*|(?<=[.!?])\s+")
# Odds from which one word alone decides: English words have about a hundredth of their frequency in Spanish lists.
_ONE_WORD = 1.9
_LONGEST = 100  # characters: no interface phrase is longer
_COLUMNS = {"en": 0, "es": 1}
_SEPARATORS = re.compile(r"[^\w*]+|_+")
_FIRST_WORD = re.compile(r"(?:[^\W_]|\*)+")


@dataclass(frozen=True, slots=True)
class Phrase:
    """An interface phrase that was recognised: what to write instead, and whether it is a picture credit."""

    suggestion: str
    is_credit: bool


@dataclass(frozen=True)
class _Phrases:
    """The phrases of one language: whole ones by their normal form, and those with a filler by their first word."""

    whole: dict[str, Phrase]
    patterns: dict[str, list[tuple[str, Phrase]]]

    @cached_property
    def beginnings(self) -> frozenset[str]:
        """The first words of all but those that begin with a number."""
        return frozenset({*(form.split(" ", 1)[0] for form in self.whole), *self.patterns})


def normal_form(text: str) -> str:
    """A phrase as it is compared: words in lower case with one blank between.

    >>> normal_form("[Leer esto en español] →")
    'leer esto en español'
    """
    return _SEPARATORS.sub(" ", text).strip().casefold()


@cache
def _phrases(language: str, own: str) -> _Phrases:
    """The phrases of `language` that are not phrases of `own` too (Legal, Menu)."""
    found = _Phrases({}, {})
    if language not in _COLUMNS or own not in _COLUMNS:
        return found
    rows = [line.split("\t") for line in data_lines("interface.tsv")]
    kept = {normal_form(phrase) for row in rows for phrase in row[_COLUMNS[own]].split("|")}
    for row in rows:
        is_credit = len(row) > 2 and row[2] == "credit"
        suggestions = [variant.strip() for variant in row[_COLUMNS[own]].split("|")]
        filled = next((variant for variant in suggestions if "*" in variant), suggestions[0])
        for variant in row[_COLUMNS[language]].split("|"):
            suggestion = filled if "*" in variant else suggestions[0]
            form = normal_form(variant)
            if form not in kept and not _is_shared(form, language, own):
                _add(found, form, Phrase(suggestion, is_credit))
    return found


def _is_shared(form: str, language: str, own: str) -> bool:
    """Whether a phrase of one word is a word of both languages (Legal)."""
    return form.isalpha() and has_lists(own, language) and odds_between(own, language)[form] < 1


def _add(found: _Phrases, form: str, phrase: Phrase) -> None:
    if "*" not in form:
        found.whole.setdefault(form, phrase)
        return
    first = form.split(" ", 1)[0]
    found.patterns.setdefault(first, []).append((form, phrase))


@cache
def _pattern(form: str) -> re.Pattern[str]:
    """What a phrase with a filler fits; most texts have none, so that it is made when its first word stands there."""
    return re.compile("(.+)".join(re.escape(piece) for piece in form.split("*")), re.IGNORECASE)


def find_phrase(text: str, language: str, own: str) -> Phrase | None:
    """The interface phrase of `language` that a text consists of, if it is one.

    `own` is the language the text should be in: phrases alike in both are none. Names, dates and numbers may follow
    where the phrase has room for them.

    >>> phrase = find_phrase("Compartir en Facebook", "es", "en")
    >>> phrase and phrase.suggestion
    'Share on Facebook'
    >>> find_phrase("Share on Facebook", "es", "en") is None
    True
    """
    if len(text) > _LONGEST:
        return None
    phrases, first_word = _phrases(language, own), _FIRST_WORD.search(text)
    if not first_word or (first_word[0].casefold() not in phrases.beginnings and not first_word[0].isdigit()):
        return None
    form = normal_form(text)
    if form in phrases.whole:
        return phrases.whole[form]
    spaced = _SEPARATORS.sub(" ", text).strip()
    for first in (form.split(" ", 1)[0], "*"):
        for filled, phrase in phrases.patterns.get(first, ()):
            found = _pattern(filled).fullmatch(spaced)
            if found and _fills(found.group(1), number_only=first == "*"):
                return replace(phrase, suggestion=phrase.suggestion.replace("*", found.group(1).strip()))
    return None


def _fills(filler: str, *, number_only: bool) -> bool:
    words = filler.split()
    if number_only:
        return filler.strip().isdigit()
    return len(words) <= 8 and all(
        word[0].isupper() or word[0].isdigit() or word in data_words("interface_fillers.txt") for word in words
    )


def interface_spans(version: Version, number: int) -> list[tuple[int, int, Phrase | None]]:
    """Where a block has interface text of the other language: start, end, and the phrase if it is a known one.

    The whole block where it is a phrase or, in a role of the page around the text, leans to the other language; else
    each of its sentences that is a phrase in brackets.
    """
    document, block = version.prose, version.document.blocks[number]
    text = document.block_text(block)
    if not checked(version, block):
        return []
    if phrase := find_phrase(text, version.other_language, version.language):
        return [(block.start, block.end, phrase)]
    if block.role in INTERFACE_ROLES:
        return list(_gathered_spans(version, block, text)) or _furniture_spans(version, block, text)
    if "[" not in text:
        return []
    return [
        (block.start + found.start(), block.start + found.end(), phrase)
        for found in _BRACKETED.finditer(text)
        if (phrase := find_phrase(found.group(1), version.other_language, version.language)) and not phrase.is_credit
    ]


_BRACKETED = re.compile(r"\[([^\[\]\n]{4,100})\](?![(\[:])")


def checked(version: Version, block: Block) -> bool:
    """Whether a block should be in the language of its document: not code, not declared to be in another one."""
    declared = block.language
    return block.role not in NOT_PROSE and (declared is None or declared == version.language)


def _furniture_spans(version: Version, block: Block, text: str) -> list[tuple[int, int, Phrase | None]]:
    """The lines, items and sentences of a block of interface text that are in the other language."""
    spans: list[tuple[int, int, Phrase | None]] = []
    position = 0
    for start, end in [*(found.span() for found in _ITEM_END.finditer(text)), (len(text), len(text))]:
        line = text[position:start]
        phrase = find_phrase(line, version.other_language, version.language)
        if phrase or _speaks_other(version, line):
            begin = block.start + position + len(line) - len(line.lstrip())
            spans.append((begin, begin + len(line.strip()), phrase))
        position = end
    return spans


def _speaks_other(version: Version, line: str) -> bool:
    """Whether a short interface text is in the other language, by one clear word if need be."""
    odds = odds_between(version.language, version.other_language)
    leaning = lean(line, odds, first=1.0)
    if leaning.words == 1:
        word = normal_form(line)
        if word in _language_names(version.other_language):
            return False  # a link to the other version names its language in that language
        least = _ONE_WORD if zipf(word, version.language) <= KNOWN else CLIP
        return odds[word] >= least and len(word) >= 3
    speaks = leaning.other >= 2 and leaning.own == 0 and leaning.strongest > 0
    return (speaks or leaning.is_other(3.0)) and not is_name(line, odds)


@cache
def _language_names(language: str) -> frozenset[str]:
    """What a language calls languages, itself first (Unicode CLDR)."""
    return frozenset(name.casefold() for _, name in rows(language, Part.LANGUAGE)) | {"castellano"}


def _gathered_spans(version: Version, block: Block, text: str) -> Iterator[tuple[int, int, Phrase | None]]:
    """Phrases that stand in a row with other texts: of two words or more, or with a number, starting like an item."""
    phrases = _phrases(version.other_language, version.language).whole
    words = list(_ITEM_WORD.finditer(text))
    position = 0
    while position < len(words):
        length, phrase = 1, None
        if not words[position].group()[0].islower():
            length, phrase = _longest_phrase(text, words[position : position + 8], phrases)
        if phrase:
            yield block.start + words[position].start(), block.start + words[position + length - 1].end(), phrase
        position += length


def _longest_phrase(text: str, words: list[re.Match[str]], phrases: dict[str, Phrase]) -> tuple[int, Phrase | None]:
    for length in range(len(words), 1, -1):
        form = normal_form(text[words[0].start() : words[length - 1].end()])
        if words[0].group().isdigit():
            form = form.split(" ", 1)[-1]
        if form in phrases:
            return length, phrases[form]
    return 1, None


_ITEM_WORD = re.compile(r"\w+(?:['’]\w+)*")


@rule("UNT207", "page-chrome", Severity.INFO)
def page_chrome(subject: Subject) -> Iterator[Fault]:
    """Interface text is in the other language: a link, a button, a form, a footer.

    Pages are translated, the template around them is forgotten: readers meet "Leave a Reply" under a Spanish article
    and "Leer en español" where the link should speak to those who read English. A link that only names the other
    language ("Español"), and one whose mark-up declares the language it is written in, are right.

    >>> from aligner.checks.subject import Subject
    >>> from aligner.model import Block, Document, Role, Sentence
    >>> text = "Deja un comentario"
    >>> form = Document(text, (Block(0, 18, Role.FORM),), "en", sentences=(Sentence(0, 18),))
    >>> [fault.suggestion for fault in page_chrome(Subject.alone(form, "es"))]
    ['Leave a reply']
    """
    for version in subject.versions:
        if not has_lists(version.language, version.other_language):
            continue
        for number in range(len(version.document.blocks)):
            yield from _faults(subject, version, number)


def _faults(subject: Subject, version: Version, number: int) -> Iterator[Fault]:
    other = language_name(version.other_language)
    for start, end, phrase in interface_spans(version, number):
        if phrase and phrase.is_credit:
            continue
        bead = subject.bead_of(version.side, version.sentence_at(start))
        message = f"interface text in {other}"
        yield Fault(message, (version.span(start, end),), bead, phrase.suggestion if phrase else None)
