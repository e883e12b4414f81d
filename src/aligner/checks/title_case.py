"""Spanish headings with a capital on every word, as in English."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from aligner.checks.lexicon import zipf
from aligner.checks.organisation_words import counterpart_initials
from aligner.checks.places import gazetteer
from aligner.checks.spellings import bare
from aligner.checks.subject import Version
from aligner.checks.word_data import data_words
from aligner.checks.words import Word
from aligner.model import Role

# Share of the words that carry meaning, and number of common ones among them, that make title case.
_SHARE, _LEAST = 0.7, 3
# A word this frequent, and no less so than in the other language, is a common word rather than a name.
_COMMON = 3.6
# Words of this frequency hold sentences together and have small letters in English titles too.
_SMALL = 5.9
# Names of institutions have these between their words; headings have others as well.
_IN_NAMES = frozenset({"de", "del", "la", "las", "los", "el", "y", "e", "para"})
# Prepositions that no Spanish heading writes with a capital; surnames have De.
_NEVER_CAPITAL = frozenset({"De", "Del", "Para", "Por", "Con", "En", "Sobre", "Sin", "Desde", "Y"})
_SELDOM = 2.3  # Zipf of the second word of a heading of two
_OTHERS = 2  # headings with small letters from which on one of two words with capitals is told
_PROSE = frozenset({Role.HEADING, Role.TITLE, Role.PARAGRAPH})
_ENDS = frozenset('.;,:…»”"')
_LONGEST = 25
# What a line has that is no heading: the end of a sentence, and what stands in brackets behind one (the credit of a picture).
_IN_PROSE = re.compile(r"[.;,:…»”\"]$|\w\w[.!?…] \(\w")


def title_case_headings(version: Version) -> Iterator[int]:
    """The numbers of sentences that are headings in title case, where the document's other headings are not."""
    found, others, pairs = [], 0, list[int]()
    for number, texts in enumerate(version.sentence_words.texts):
        if not 2 <= len(texts) <= _LONGEST or not _is_heading(version, number):
            continue
        words = version.sentence_words[number]
        if len(texts) == 2:
            is_heading = version.block_of(number).role is Role.HEADING
            if is_heading and version.other_language == "en" and _is_pair_of_words(version, words):
                pairs.append(number)
            else:
                others += is_heading and texts[1].islower()
            continue
        sentence = version.document.sentences[number]
        text = version.prose.text
        if text.count(",", sentence.start, sentence.end) > 1 or " | " in text[sentence.start : sentence.end]:
            continue  # a list of names, or a row of links
        if _is_title_case(words, version.other_language):
            found.append(number)
        elif any(word.text[0].islower() and zipf(word.text, "es") < _SMALL for word in words[1:]):
            others += 1
    if others >= len(found) or len(found) == 1:
        yield from found
    if others >= max(_OTHERS, len(pairs)):
        yield from pairs


def _is_heading(version: Version, number: int) -> bool:
    """Whether a sentence is a heading, by its role or because it is a block that does not end as a sentence does."""
    block, sentence = version.block_of(number), version.document.sentences[number]
    if block.role not in _PROSE:
        return False
    alone = block.start == sentence.start or version.prose.text[block.start : sentence.start].isspace()
    if block.role is Role.PARAGRAPH:
        return alone and not _IN_PROSE.search(version.prose.text, sentence.start, sentence.end)
    return True


def _is_title_case(words: Sequence[Word], other_language: str) -> bool:
    """Whether the words that carry meaning are capitalised, and enough of them are no names."""
    if _has_capital_on_small_word(words):
        return True
    content = [word for word in words[1:] if zipf(word.text, "es") < _SMALL]
    capitalised = [word for word in content if word.text[0].isupper() and not word.is_upper]
    if len(capitalised) < _LEAST or len(capitalised) < _SHARE * len(content):
        return False
    common = [word for word in capitalised if _is_common(word.text, other_language)]
    if len(common) < _LEAST:
        return False
    small = {word.text for word in words if word.text[0].islower()}
    return bool(small - _IN_NAMES) or len(common) > _LEAST + 1


def _has_capital_on_small_word(words: Sequence[Word]) -> bool:
    """Whether a preposition has a capital between common words with capitals (Contactos Para Medios), and none is small."""
    small = [at for at, word in enumerate(words[1:-1], start=1) if word.text in _NEVER_CAPITAL]
    if not small or any(word.is_upper or (word.text[0].islower() and word.text not in _IN_NAMES) for word in words):
        return False
    return all(_is_spanish(words[beside].text, _COMMON) for at in small for beside in (at - 1, at + 1))


def _is_pair_of_words(version: Version, words: Sequence[Word]) -> bool:
    """Whether a heading of two words has two capitals for no reason: common words, no name of somebody or something."""
    first, second = (word.text for word in words)
    if not (first[0].isupper() and second[0].isupper()) or words[0].is_upper or words[1].is_upper:
        return False
    if (
        not _is_spanish(first, _COMMON)
        or not _is_spanish(second, _SELDOM)
        or bare(first) in data_words("given_names.txt")
    ):
        return False
    name = re.escape(f"{first} {second}")
    is_elsewhere = re.search(rf"[^\W_],? {name}\b|\b{name},? [^\W_]", version.prose.text)
    places, both = gazetteer("es").counterparts, (first, second)
    is_place = all(bare(word) in places for word in both)
    is_body = all(counterpart_initials(word, "es")[1] for word in both)
    return not (is_place or is_body or is_elsewhere)


def _is_spanish(text: str, least: float) -> bool:
    """Whether a word is one of Spanish, of that frequency at least, and much rarer in English."""
    here = zipf(text, "es")
    return here >= least and here - zipf(text, "en") >= 1


def _is_common(text: str, other_language: str) -> bool:
    """Whether a capitalised word is an everyday word of Spanish."""
    here = zipf(text, "es")
    try:
        return here >= _COMMON and here >= zipf(text, other_language)
    except LookupError:
        return here >= _COMMON
