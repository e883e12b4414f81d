"""Two sentences that read as one, because the mark between them was lost."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate

from aligner.checks.expansions import STOP_WORDS
from aligner.checks.lexicon import has_list, zipf
from aligner.checks.subject import Version
from aligner.model import NOT_PROSE, Span

# A word in small letters, and one with a capital with nothing but a blank, and perhaps a closing mark, between.
_PLACE = re.compile(
    r"(?P<last>[^\W\d_]*[a-záéíóúüñ])(?P<mark>[»”\"’)]?) (?P<next>[¿¡«“\"‘(]{0,2}[A-ZÁÉÍÓÚÑ][a-záéíóúüñ]*)(?=[ ,])"
)
# Zipf from which a word opens sentences rather than being a name; and where the sentence of the source ends just there.
_OPENS, _OPENS_THERE = 6.0, 4.8
_NO_NAME = 0.8  # Zipf units by which it is commoner in its language than in the other
_THERE = 0.1  # share of the text by which the two places are apart, at most
_TITLE = 0.5  # share of words with capitals from which on they tell nothing
# What titles and places begin with: El Salvador, The Hague, La Paz, New York.
_ARTICLES = frozenset({"the", "el", "la", "los", "las"})
_IN_NAMES = frozenset({"san", "santa", "new", "de", "del", "don"})


def run_on(version: Version, sentences: tuple[int, ...], lengths: Sequence[int]) -> Span | None:
    """Where a sentence of some goes on with a word that can only begin one: the last word of the first; None for nowhere.

    `lengths`: characters of the sentences of the other version for which they stand.

    >>> from aligner.checks.subject import Subject
    >>> from aligner.model import Block, Document, Sentence
    >>> text = "He preferred buses In winter he walked."
    >>> page = Document(text, (Block(0, 39),), "en", sentences=(Sentence(0, 39),))
    >>> run_on(Subject.alone(page, "es").target, (0,), (21, 23)).text
    'buses'
    """
    if not (has_list(version.language) and has_list(version.other_language)):
        return None
    texts = [version.document.sentences[number] for number in sentences]
    whole, before = sum(one.end - one.start for one in texts), 0
    borders = [at / sum(lengths) for at in accumulate(lengths)][:-1]
    for number, sentence in zip(sentences, texts, strict=True):
        if version.block_of(number).role not in NOT_PROSE and not _is_title(version, number):
            for found in _PLACE.finditer(version.prose.text, sentence.start, sentence.end):
                place = (before + found.end("mark") - sentence.start) / whole
                is_there = any(abs(place - border) < _THERE for border in borders)
                word = found.group("next").lstrip('¿¡«“"‘(').lower()
                ends = found.group("last").lower() not in STOP_WORDS.get(version.language, ())
                if ends and _begins_sentence(version, word, is_there=is_there):
                    return version.span(found.start("last"), found.end("mark"))
        before += sentence.end - sentence.start
    return None


def _begins_sentence(version: Version, word: str, *, is_there: bool) -> bool:
    """Whether a word is so common in its language alone that a capital makes no name of it."""
    here = zipf(word, version.language)
    if len(word) == 1 or word in _IN_NAMES or here < (_OPENS_THERE if is_there else _OPENS):
        return False
    return is_there if word in _ARTICLES else here - zipf(word, version.other_language) >= _NO_NAME


def _is_title(version: Version, number: int) -> bool:
    """Whether most words have a capital."""
    texts = version.sentence_words.texts[number]
    return sum(not text[0].islower() for text in texts) > _TITLE * len(texts)
