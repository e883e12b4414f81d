"""The rule about the Spanish marks that open questions and exclamations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from aligner.checks.gates import blocks_with
from aligner.checks.language import has_lists, lean, mask_codes, odds_between
from aligner.checks.lexicon import zipf
from aligner.checks.registry import Fault, Fix, rule
from aligner.checks.subject import Subject, Version
from aligner.model import NOT_PROSE, Severity

# The languages that open a question: Spanish, Asturian, Galician (where it may).
_LANGUAGES = frozenset({"es", "ast"})
_SIGN = re.compile(r"[¿¡]+|[?!]+")
# What a question or exclamation begins after.
_EDGE = re.compile(r"[.!?…]+[)»”\"']*\s+|[«“(\[¿¡:;—–]\s*|(?<!\S)\"|\n")
_CLOSERS = {"«": "»", "“": "”", "(": ")", "[": "]", '"': '"'}
_OPENING = frozenset("¿¡")
_ASKING = re.compile(
    r"\b(?:(?:a|con|de|desde|en|hacia|hasta|para|por|sobre|tras|según|y|pero|entonces)\s+)*"
    r"(?:qué|quién(?:es)?|cómo|cuándo|dónde|adónde|cuál(?:es)?|cuánt[oa]s?|acaso)\b",
    re.IGNORECASE,
)
_TAG = re.compile(
    r",\s+((?:no|verdad|cierto|vale|eh|sí|no es (?:así|cierto|verdad)|de acuerdo|no crees?|no te parece)[?!]+)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Lone:
    """A sign without its partner: the stretch it marks, and how far into it the missing one belongs (None: not evident)."""

    start: int
    end: int
    sign: str
    shift: int | None


@rule("PUN702", "inverted-mark", Severity.WARNING, fix=Fix.SAFE, one_sided=True)
def inverted_mark(subject: Subject) -> Iterator[Fault]:
    """A Spanish question or exclamation lacks its opening or its closing mark.

    Spanish opens what it closes, also where the question begins in mid-sentence: the reader needs to hear it
    coming. Writing from English keyboards loses the first mark.

    >>> from aligner.model import Block, Document, Sentence
    >>> document = Document("Qué hora es?", (Block(0, 12),), "es", sentences=(Sentence(0, 12),))
    >>> [(fault.message, fault.suggestion) for fault in inverted_mark(Subject.alone(document, "en"))]
    [('? without ¿', '¿Qué hora es?')]
    """
    for version in subject.versions:
        if version.language not in _LANGUAGES:
            continue
        for lone in _lone_signs(version):
            bead = subject.bead_of(version.side, version.sentence_at(lone.start))
            yield _fault(version, lone, bead)


def _fault(version: Version, lone: _Lone, bead: int | None) -> Fault:
    text = version.prose.text
    if lone.sign in _OPENING:
        span, other = version.span(lone.start, lone.end), "?" if lone.sign == "¿" else "!"
        return Fault(f"{lone.sign} without {other}", (span,), bead)
    other = "¿" if lone.sign == "?" else "¡"
    start = lone.start + (lone.shift or 0)
    suggestion = None if lone.shift is None else other + text[start : lone.end]
    return Fault(f"{lone.sign} without {other}", (version.span(start, lone.end),), bead, suggestion)


def _lone_signs(version: Version) -> Iterator[_Lone]:
    """The signs of a version without a partner; a question may end in the next row."""
    waiting: _Lone | None = None
    text = version.prose.text
    for number in sorted(blocks_with(version, "¿¡?!")):
        block = version.document.blocks[number]
        if block.role in NOT_PROSE:
            continue
        part = text[block.start : block.end]
        masked = mask_codes(part)
        signs = list(_SIGN.finditer(masked))
        if waiting and signs:
            if signs[0].group()[0] in "?!":
                signs.pop(0)
            else:
                yield waiting
            waiting = None
        for lone in _lone_in(part, signs):
            # A mark written into an address would break it, and would not be seen there the next time.
            shift = None if masked[lone.start + (lone.shift or 0)].isspace() else lone.shift
            moved = _Lone(lone.start + block.start, lone.end + block.start, lone.sign, shift)
            if lone.sign in _OPENING and lone.end == signs[-1].end():
                waiting = moved
            elif lone.sign in _OPENING or not _is_foreign(version, part[lone.start : lone.end]):
                yield moved
    if waiting:
        yield waiting


def _lone_in(part: str, signs: Sequence[re.Match[str]]) -> Iterator[_Lone]:
    """The signs of a paragraph without a partner in it."""
    opened, since = None, 0
    for found in signs:
        if found.group()[0] in _OPENING:
            if opened is not None and part[opened.end() : found.start()].strip():
                yield _Lone(opened.start(), opened.end(), opened.group()[0], None)
            opened = found
        elif opened is not None:
            opened, since = None, found.end()
        elif _ends_clause(part, found):
            yield _stretch(part, since, found)
            since = found.end()
    if opened is not None:
        yield _Lone(opened.start(), opened.end(), opened.group()[0], None)


def _ends_clause(part: str, found: re.Match[str]) -> bool:
    """Whether a closing sign ends words: not a lone (?), a name such as Yahoo!, or a sign of a program."""
    before, after = part[: found.start()].rstrip(), part[found.end() : found.end() + 2]
    if not before or not (before[-1].isalnum() or before[-1] in "».”\"'’)…%€*_"):
        return False
    if after[:1].isalnum() or after[:1] in {"=", "/", "&"}:
        return False
    return not (found.group() == "!" and _is_brand(before, after))


def _is_brand(before: str, after: str) -> bool:
    """Whether the sign belongs to a name, such as Yahoo!: capitalised, and the sentence goes on after it."""
    word = re.search(r"[^\W\d_][\w&-]*$", before)
    if word is None or not word.group()[0].isupper():
        return False
    goes_on = len(after) == 2 and (after[0] == "," or (after[0] == " " and after[1].islower()))
    starts_sentence = not before[: word.start()].strip(" ¿¡«“\"'(—–-")
    return goes_on and (not starts_sentence or zipf(word.group(), "en") >= zipf(word.group(), "es"))


def _stretch(part: str, since: int, found: re.Match[str]) -> _Lone:
    """The stretch that a closing sign ends, from the last edge before it, and where its opening mark belongs."""
    start = since
    for edge in _EDGE.finditer(part, since, found.start()):
        closing = _CLOSERS.get(edge.group()[0])
        if edge.end() < found.start() and not (closing and closing in part[edge.end() : found.start()]):
            start = edge.end()
    while start < found.start() and not part[start].isalnum():
        start += 1
    clause = part[start : found.end()]
    shift: int | None = 0
    tag = _TAG.search(clause)
    if tag:
        shift = tag.start(1)
    elif "," in clause:
        asking = [match.start() for match in _ASKING.finditer(clause)]
        shift = asking[0] if len(asking) == 1 else None
    return _Lone(start, found.end(), found.group()[0], shift)


def _is_foreign(version: Version, clause: str) -> bool:
    """Whether the words are in the other language: a title or a quotation that was left as it is."""
    if not has_lists(version.language, version.other_language):
        return False
    # Of a title of one or two words the capitals tell nothing.
    leaning = lean(
        clause.lower() if clause.count(" ") < 2 else clause, odds_between(version.language, version.other_language)
    )
    return leaning.other > leaning.own + 1
