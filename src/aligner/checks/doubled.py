"""The rule about words and spaces that stand twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import chain, pairwise

from aligner.checks.lexicon import zipf
from aligner.checks.registry import Fault, Fix, rule
from aligner.checks.subject import Subject, Version
from aligner.checks.word_data import data_lines
from aligner.model import NOT_PROSE, Block, Role, Severity, Span

_BLANKS = re.compile(r"(?<=\S)[ \u00a0]{2,}(?=\S)")
_DOUBLED_SPACE = re.compile(r"(?<=[^\s|])  (?=[^\s|])")
_SENTENCE_END = re.compile(r"[.!?…:][)»”\"’]*( +)(?=\S)")
# Twice after so large a share of sentence ends is a habit; so many others in a hundred sentences are a layout.
_HABIT = 0.3
_LAYOUT = 10
# Words nobody knows, twice, are mostly names and sounds (tuk tuk, dik dik).
_KNOWN = 3.0
_EVERYDAY = 5.0
# A word twice; one line of text may end in it and the next begin with it.
_PAIR = r"(\w++)\s++(\1)(?![\w'’\-/@]|\.\w|,?\s+\1\b)"
_FIRST, _TWICE = re.compile(_PAIR, re.IGNORECASE), re.compile(r"[\s\"'(«“‘¿¡—]" + _PAIR, re.IGNORECASE)
# Three times is a rhythm (cha cha cha).
_REPEATED = re.compile(r"(?<!\w)(\w+),?\s+\1$", re.IGNORECASE)
_FARTHEST = 200  # characters before a word, in which it is looked for
# After a comparison the second "que" opens a clause: "prefiere que llueva que que nieve".
_COMPARING = re.compile(
    r"\b(?:más|menos|mejor|peor|antes|mayor|menor|igual|distint[oa]s?|diferentes?|prefer\w+|prefier\w+)\b",
    re.IGNORECASE,
)


@rule("PUN704", "doubled", Severity.WARNING, fix=Fix.SAFE, one_sided=True)
def doubled(subject: Subject) -> Iterator[Fault]:
    """A word or a space stands twice.

    The eye skips a doubled word, most of all where a line ends between the two. What a language doubles
    rightly stays quiet (`that that`, `muy muy`, `Bora Bora`), as does what is doubled in both versions, and
    two spaces where the document has them after every sentence.

    >>> from aligner.model import Block, Document, Sentence
    >>> document = Document("Paris in the the spring.", (Block(0, 24),), "en", sentences=(Sentence(0, 24),))
    >>> [(fault.message, fault.suggestion) for fault in doubled(Subject.alone(document, "es"))]
    [('the stands twice', 'the')]
    """
    for version in subject.versions:
        for sentence, span in _doubled_words(version):
            if not _is_doubled_opposite(subject, version, sentence):
                first, second = span.text.split()
                yield Fault(
                    f"{second} stands twice",
                    (span,),
                    subject.bead_of(version.side, sentence),
                    first,
                    _severity(version),
                )
        for start, end in _doubled_spaces(version):
            bead = subject.bead_of(version.side, version.sentence_at(start))
            yield Fault("two spaces between words", (version.span(start, end),), bead, " ", _severity(version))


def _severity(version: Version) -> Severity | None:
    """Of languages without a list less is known: there it matters less."""
    return None if _doubles(version.language) else Severity.INFO


def _doubled_words(version: Version) -> Iterator[tuple[int, Span]]:
    """Sentence and place of every word that stands twice by mistake."""
    text = version.document.text
    first = _FIRST.match(text)
    for found in chain([first] if first else [], _TWICE.finditer(text)):
        sentence = version.sentence_at(found.start(1))
        if sentence is None or version.sentence_at(found.end() - 1) != sentence:
            continue
        if version.prose.text[found.start(1)].isspace():  # code
            continue
        start = version.document.sentences[sentence].start
        if _is_mistake(version, found, text[start : found.start(1)], version.block_of(sentence).role):
            yield sentence, version.span(found.start(1), found.end())


def _is_mistake(version: Version, found: re.Match[str], before: str, role: Role) -> bool:
    """Whether a doubled word is none of those a language doubles, and no name, sound or label."""
    first, low = found.group(1), found.group(2).lower()
    if not first.isalpha() or found.string.count("\n", found.end(1), found.start(2)) > 1:
        return False
    if found.group(2)[0].isupper() and not _is_everyday(low, version.language):
        return False
    if role is Role.CODE or _REPEATED.search(before[-_FARTHEST:] + first):
        return False
    if low in _doubles(version.language):
        return False
    if low == "que" and version.language == "es" and _COMPARING.search(before):
        return False
    try:
        return zipf(low, version.language) >= _KNOWN
    except LookupError:
        return True


def _is_everyday(low: str, language: str) -> bool:
    """Whether a word is so common that twice with a capital it is no name (The The is a band, National National is none)."""
    try:
        return zipf(low, language) >= _EVERYDAY and low != "the"
    except LookupError:
        return False


@cache
def _doubles(language: str) -> frozenset[str]:
    """Words that a language rightly doubles, or doubles for emphasis."""
    rows = (line.split("\t") for line in data_lines("doubles.tsv"))
    return frozenset(word for code, words in rows if code == language for word in words.split())


def _is_doubled_opposite(subject: Subject, version: Version, sentence: int) -> bool:
    """Whether the other version doubles a word in the same place."""
    opposite = subject.opposite(version)
    if opposite is None:
        return False
    for number in subject.opposite_sentences(version.side, sentence):
        texts = [text.lower() for text in opposite.sentence_words.texts[number]]
        if any(one == other for one, other in pairwise(texts)):
            return True
    return False


def _doubled_spaces(version: Version) -> list[tuple[int, int]]:
    """Stretches of two spaces, none where they are the document's habit or its layout."""
    text = version.document.text
    if "  " not in text:
        return []
    ends = [len(found.group(1)) for found in _SENTENCE_END.finditer(text)]
    if sum(length > 1 for length in ends) > _HABIT * len(ends):
        return []
    found = [
        (match.start(), match.end())
        for block in version.document.blocks
        if _is_prose(text, block)
        for match in _DOUBLED_SPACE.finditer(text, block.start, block.end)
    ]
    return [] if len(found) * 100 > _LAYOUT * max(len(version.document.sentences), 20) else found


def _is_prose(text: str, block: Block) -> bool:
    """Whether blanks in a block are between words: no code, and no columns of a table set with blanks."""
    if block.role in NOT_PROSE:
        return False
    return not any(len(found.group()) > 2 for found in _BLANKS.finditer(text, block.start, block.end))
