"""UNT202, UNT205, UNT206: sentences, captions and halves of a block that are in the other language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from aligner.checks.bilingual import bilingual_span
from aligner.checks.chrome import INTERFACE_ROLES, checked, find_phrase, interface_spans
from aligner.checks.language import NOTHING, Leaning, has_lists, is_name, known_share, lean, odds_between
from aligner.checks.quotation import is_verse, outside_quotations
from aligner.checks.registry import Fault, rule
from aligner.checks.subject import Subject, Version
from aligner.languages import language_name
from aligner.model import Block, Role, Severity, Side

CAPTION_ROLES = frozenset({Role.CAPTION, Role.ALT_TEXT, Role.TITLE, Role.DESCRIPTION})
# Signs that stand between the halves of a bilingual block.
_SIGN = re.compile(r"\s(?:/{1,2}|\|{1,2}|[—–*•·])\s")
# Roles whose texts are too short to be passed over at a glance.
_ALWAYS_LOOKED_AT = CAPTION_ROLES | {Role.BIO}
# Sums of odds: two strong words and a half decide for a sentence, less for a text that stands alone or twice.
SENTENCE, STANDING_ALONE, COPIED = 4.0, 3.0, 2.0
# At least this share of the lower-case words must be common in the other language; a third language has fewer.
KNOWN_SHARE = 0.6
_CREDIT = re.compile(
    r"(?<!\w)(?:(photo|photos|picture|image|courtesy)|(foto|fotos|fotografía|imagen|cortesía))(?=\s*:\s*\S)",
    re.IGNORECASE,
)
_CREDIT_GROUP = {"en": 1, "es": 2}
# A stand-alone line reads like a caption when it ends in a credit or starts with the word for a picture.
_CAPTION_LIKE = re.compile(
    r"\((?:photo|picture|image|foto|fotografía|imagen)\b[^()]*\)\s*$|^(?:photo|foto|imagen|image)\s*:", re.IGNORECASE
)
# Characters: shorter texts are units, codes and abbreviations.
_SHORTEST = 4
_TITLE_PARTS = re.compile(r"\s[|–—·»-]\s")
# A quotation of this many words that is a whole sentence should have been translated; below, it may be a motto.
_WHOLE_QUOTATION = 5


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch in the other language: where, in which block, and under which rule it is reported."""

    code: str
    start: int
    end: int
    block: int
    sentences: tuple[int, ...]


def wrong_stretches(subject: Subject, version: Version) -> tuple[Stretch, ...]:
    """Every stretch of a version that is in the other language, in text order, each under one code only.

    Interface text (UNT207) is left out here.
    """
    return subject.once(_all_stretches)[version.side]


def _all_stretches(subject: Subject) -> dict[Side, tuple[Stretch, ...]]:
    return {version.side: tuple(_stretches(subject, version)) for version in subject.versions}


def _stretches(subject: Subject, version: Version) -> Iterator[Stretch]:
    if not has_lists(version.language, version.other_language):
        return
    sentences, looked_at = version.document.sentences, _worth_a_look(version)
    if not looked_at:
        return
    for block, group in groupby(range(len(sentences)), key=lambda number: sentences[number].block):
        if block in looked_at:
            yield from _block_stretches(subject, version, block, list(group))


def _worth_a_look(version: Version) -> set[int]:
    """The blocks with a word that speaks for the other language: nearly every block is left here."""
    document, leanings = version.document, version.leanings
    speaks = (leanings.other >= COPIED) & (leanings.other > leanings.own / 3)
    found = {document.sentences[number].block for number in np.flatnonzero(speaks).tolist()}
    found |= {number for number, block in enumerate(document.blocks) if block.role in _ALWAYS_LOOKED_AT}
    votes = {document.sentences[number].block for number in np.flatnonzero(leanings.votes).tolist()}
    blocks = ((number, document.blocks[number]) for number in votes - found)
    return found | {number for number, block in blocks if _SIGN.search(document.text, block.start, block.end)}


def _block_stretches(subject: Subject, version: Version, block: int, numbers: Sequence[int]) -> Iterator[Stretch]:
    found = version.document.blocks[block]
    if found.role in INTERFACE_ROLES or not _should_be_translated(subject, version, found, numbers):
        return
    phrases = interface_spans(version, block)
    if any(phrase is None or not phrase.is_credit for _, _, phrase in phrases):
        return
    if found.role in CAPTION_ROLES:
        yield from _caption_stretches(version, block, numbers)
        return
    if span := bilingual_span(version, block, numbers):
        inside = tuple(number for number in numbers if _touches(version, number, span))
        yield Stretch("UNT206", *span, block, inside)
        return
    alone = len(numbers) == 1
    code = "UNT205" if phrases or _CAPTION_LIKE.search(version.prose.block_text(found)) else "UNT202"
    wrong = (number for number in numbers if is_wrong(subject, version, number, alone=alone))
    for _, run in groupby(enumerate(wrong), key=lambda item: item[1] - item[0]):
        sentences = tuple(number for _, number in run)
        first, last = version.document.sentences[sentences[0]], version.document.sentences[sentences[-1]]
        yield Stretch(code, first.start, last.end, block, sentences)


def _touches(version: Version, number: int, span: tuple[int, int]) -> bool:
    sentence = version.document.sentences[number]
    return sentence.start < span[1] and span[0] < sentence.end


def _should_be_translated(subject: Subject, version: Version, block: Block, numbers: Sequence[int]) -> bool:
    """Whether a block should be in the language of its document.

    What the mark-up declares to be in the other language is right (a quotation, a title, a link), unless it is a
    paragraph whose very words stand in the other version: then the translation has copied it, declaration and all.
    """
    if checked(version, block):
        return True
    if block.language != version.other_language or block.role not in (Role.PARAGRAPH, Role.LIST_ITEM, Role.HEADING):
        return False
    return version.side is Side.TARGET and all(is_copied(subject, version, number) for number in numbers)


def is_copied(subject: Subject, version: Version, number: int) -> bool:
    """Whether the sentence's very words stand in the sentences it is aligned with."""
    opposite = subject.opposite(version) if subject.bitext else None
    if opposite is None:
        return False
    others = subject.opposite_sentences(version.side, number)
    text = " ".join(opposite.document.sentence_text(other) for other in others)
    return _plain(version.document.sentence_text(number)) in _plain(text)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def is_wrong(subject: Subject, version: Version, number: int, *, alone: bool) -> bool:
    """Whether a sentence is in the other language; `alone`: it is all of its block, as a heading is."""
    leaning = version.leanings[number]
    if not leaning.other > leaning.own:
        return False
    text = version.prose.sentence_text(number)
    if is_verse(text):
        return False
    odds = odds_between(version.language, version.other_language)
    outside = outside_quotations(text)
    if outside != text:
        leaning = _beside_quotations(leaning, lean(outside, odds))
    if known_share(text, version.other_language) < KNOWN_SHARE or is_name(text, odds):
        return False
    if leaning.is_other(SENTENCE):
        return True
    if not alone or leaning.own or not leaning.strongest or len(text) < _SHORTEST:
        return False
    least = COPIED if is_copied(subject, version, number) else STANDING_ALONE
    return leaning.other >= least and (leaning.votes >= 2 or leaning.words <= 3)


def _beside_quotations(whole: Leaning, outside: Leaning) -> Leaning:
    """What decides for a sentence with quotations: what stands outside, unless that is too little and not against it."""
    if outside.words >= 3 or outside.own > outside.other:
        return outside
    quoted = whole.words - outside.words
    return whole if outside.other >= COPIED or quoted >= _WHOLE_QUOTATION else NOTHING


def _caption_stretches(version: Version, block: int, numbers: Sequence[int]) -> Iterator[Stretch]:
    """Captions are short: each sentence, and in a page's title each part, decides with little evidence."""
    document = version.prose
    for number in numbers:
        sentence = document.sentences[number]
        start, end = sentence.start, sentence.end
        if document.blocks[block].role is Role.TITLE:
            start, end = _longest_part(document.text, start, end)
        if _is_wrong_caption(version, document.text[start:end]):
            yield Stretch("UNT205", start, end, block, (number,))
        elif credit := _CREDIT.search(document.text, start, end):
            group = _CREDIT_GROUP.get(version.other_language)
            if group and credit.group(group):
                yield Stretch("UNT205", *credit.span(), block, (number,))


def _longest_part(text: str, start: int, end: int) -> tuple[int, int]:
    """The part of a page title that is the article's, without the name of the site."""
    cuts = [start, *(cut for found in _TITLE_PARTS.finditer(text, start, end) for cut in found.span()), end]
    return max(zip(cuts[::2], cuts[1::2], strict=True), key=lambda part: part[1] - part[0])


def _is_wrong_caption(version: Version, text: str) -> bool:
    if find_phrase(text, version.other_language, version.language):
        return True
    odds = odds_between(version.language, version.other_language)
    if is_name(text, odds):
        return False
    outside = outside_quotations(text)
    leaning = lean(outside if outside.strip() else text, odds)
    if known_share(text, version.other_language) < KNOWN_SHARE and leaning.strongest:
        return False
    return leaning.is_other(STANDING_ALONE if leaning.strongest else SENTENCE) or (
        leaning.own == 0 and leaning.words <= 3 and leaning.strongest >= COPIED
    )


def _faults(subject: Subject, code: str, message: str) -> Iterator[Fault]:
    for version in subject.versions:
        said = message.format(other=language_name(version.other_language), own=language_name(version.language))
        for stretch in wrong_stretches(subject, version):
            if stretch.code == code:
                bead = subject.bead_of(version.side, version.sentence_at(stretch.start))
                yield Fault(said, (version.span(stretch.start, stretch.end),), bead)


@rule("UNT202", "wrong-language", Severity.ERROR)
def wrong_language(subject: Subject) -> Iterator[Fault]:
    """A block or sentence is in the other language.

    A sentence that was never translated is the worst a translation can leave behind: half of the readers cannot read
    it. Three clear words are enough; quotations, titles and mottos between quotation marks, and text whose mark-up
    declares its language, are right. Sentences in a row are one finding.

    >>> from aligner.checks.subject import Subject
    >>> from aligner.model import Block, Document, Sentence
    >>> text = "The rain went on. Nadie quiso salir de casa."
    >>> page = Document(text, (Block(0, 44),), "en", sentences=(Sentence(0, 17), Sentence(18, 44)))
    >>> [fault.spans[0].text for fault in wrong_language(Subject.alone(page, "es"))]
    ['Nadie quiso salir de casa.']
    """
    yield from _faults(subject, "UNT202", "this is {other} in a text that should be {own}")


@rule("UNT205", "untranslated-caption", Severity.ERROR)
def untranslated_caption(subject: Subject) -> Iterator[Fault]:
    """A caption, an alternative text, a title or a description is in the other language.

    What stands beside pictures and in the head of a page is edited elsewhere than the article, and is forgotten when
    the article is translated; search engines and screen readers show it first.

    >>> from aligner.checks.subject import Subject
    >>> from aligner.model import Block, Document, Role, Sentence
    >>> text = "Vista del puerto al amanecer"
    >>> page = Document(text, (Block(0, 28, Role.CAPTION),), "en", sentences=(Sentence(0, 28),))
    >>> [fault.spans[0].text for fault in untranslated_caption(Subject.alone(page, "es"))]
    ['Vista del puerto al amanecer']
    """
    yield from _faults(subject, "UNT205", "a caption or title in {other}")


@rule("UNT206", "bilingual-block", Severity.WARNING)
def bilingual_block(subject: Subject) -> Iterator[Fault]:
    """The same block says it in both languages, as author bios and notes do.

    One field of the page serves both versions, so that each reader gets the other half too. The half in the other
    language is reported.

    >>> from aligner.checks.subject import Subject
    >>> from aligner.model import Block, Document, Role, Sentence
    >>> text = "She teaches law in Quito. / Enseña derecho en Quito."
    >>> page = Document(text, (Block(0, 52, Role.BIO),), "en", sentences=(Sentence(0, 25), Sentence(26, 52)))
    >>> [fault.spans[0].text for fault in bilingual_block(Subject.alone(page, "es"))]
    ['Enseña derecho en Quito.']
    """
    yield from _faults(subject, "UNT206", "the same is said in {other} and in {own}")
