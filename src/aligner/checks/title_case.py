"""Spanish headings with a capital on every word, as in English."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from aligner.checks.lexicon import zipf
from aligner.checks.subject import Version
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
_PROSE = frozenset({Role.HEADING, Role.TITLE, Role.PARAGRAPH})
_ENDS = frozenset('.;,:…»”"')
_LONGEST = 25


def title_case_headings(version: Version) -> Iterator[int]:
    """The numbers of sentences that are headings in title case, where the document's other headings are not."""
    found, others = [], 0
    for number, texts in enumerate(version.sentence_words.texts):
        if not 3 <= len(texts) <= _LONGEST or not _is_heading(version, number):
            continue
        words = version.sentence_words[number]
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


def _is_heading(version: Version, number: int) -> bool:
    """Whether a sentence is a heading, by its role or because it is a block that does not end as a sentence does."""
    block, sentence = version.block_of(number), version.document.sentences[number]
    if block.role not in _PROSE:
        return False
    alone = block.start == sentence.start or version.prose.text[block.start : sentence.start].isspace()
    if block.role is Role.PARAGRAPH:
        return alone and version.prose.text[sentence.end - 1] not in '.;,:…»”"'
    return True


def _is_title_case(words: Sequence[Word], other_language: str) -> bool:
    """Whether the words that carry meaning are capitalised, and enough of them are no names."""
    content = [word for word in words[1:] if zipf(word.text, "es") < _SMALL]
    capitalised = [word for word in content if word.text[0].isupper() and not word.is_upper]
    if len(capitalised) < _LEAST or len(capitalised) < _SHARE * len(content):
        return False
    common = [word for word in capitalised if _is_common(word.text, other_language)]
    if len(common) < _LEAST:
        return False
    small = {word.text for word in words if word.text[0].islower()}
    return bool(small - _IN_NAMES) or len(common) > _LEAST + 1


def _is_common(text: str, other_language: str) -> bool:
    """Whether a capitalised word is an everyday word of Spanish."""
    here = zipf(text, "es")
    try:
        return here >= _COMMON and here >= zipf(text, other_language)
    except LookupError:
        return here >= _COMMON
