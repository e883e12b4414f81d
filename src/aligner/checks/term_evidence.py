"""What in a target stands for a source term, where the glossary's own term is not there."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from aligner.checks.lexicon import commonness
from aligner.checks.subject import Subject
from aligner.checks.term_search import Token

# Endings of nouns, with which the words made from the same root do without.
_NOUN_ENDINGS = {
    "es": re.compile(r"(?:amiento|imiento|aciones|ación|ición|ción|sión|dor|dora|eza|idad|edad|ancia|encia|[aeo]s?|)$"),
    "en": re.compile(r"(?:ation|ition|tion|sion|ment|ness|ity|ance|ence|ing|[ey]|)$"),
}
_DERIVING = {
    "es": re.compile(
        r"(?:ari[oa]s?|(?:ari)?al(?:es)?|ic[oa]s?|os[oa]s?|ist[oa]s?|istas?|er[oa]s?|iv[oa]s?|ci(?:ón|ones)|[ae]d[oa]s?|[ai]r|[aeo]n?|ó)$"
    ),
    "en": re.compile(r"(?:al|ary|ic|ical|ing|ed|er|ers|or|ors|ist|ists|ive|ous|ly|s)$"),
}
_SHORTEST_ROOT = 4
# How near a word must be to the term, and how much nearer than to the rest of the source.
_LEAST_LIKENESS, _LEAST_LEAD = 0.1, -0.05
_FUNCTION_WORD = 6.0  # Zipf frequency of what is too common to be a term


def derived_word(word: str, term: str, language: str) -> bool:
    """Whether a word is made from the same root as a term of one word: bancario from banco, growing from growth.

    >>> derived_word("bancarios", "banco", "es"), derived_word("bandera", "banco", "es")
    (True, False)
    """
    lemma = term.lower()
    if " " in lemma or language not in _NOUN_ENDINGS:
        return False
    root = _NOUN_ENDINGS[language].sub("", lemma, count=1)
    if len(root) < _SHORTEST_ROOT:
        return False
    return word.startswith(root) and word != root and bool(_DERIVING[language].match(word, len(root)))


def standing_word(
    subject: Subject, source: Sequence[Token], target: Sequence[Token], term: str, translation: str
) -> Token | None:
    """The word of a bead's target that seems to stand for a source term, by the model's vectors; None where none is evident.

    `source`, `target`: the words of the bead, without those of the term. It is the word that is nearer to the term and
    its `translation` than to any other word of the source.
    """
    others = _telling(source, subject.bitext.source.language if subject.bitext else "")
    content = _telling(target, subject.target.language)
    if subject.embedder is None or not content:
        return None
    asked = [term.lower(), translation.lower()]
    vectors = subject.embedder.encode([*asked, *(token.plain for token in (*others, *content))])
    words, rest = vectors[2 + len(others) :], vectors[2 : 2 + len(others)]
    likeness = (words @ vectors[:2].T).mean(axis=1)
    explained = (words @ rest.T).max(axis=1) if len(rest) else likeness * 0
    lead = likeness - np.maximum(explained, 0)
    best = int(lead.argmax())
    return content[best] if likeness[best] >= _LEAST_LIKENESS and lead[best] >= _LEAST_LEAD else None


def _telling(tokens: Sequence[Token], language: str) -> list[Token]:
    """The words that say something."""
    return [token for token in tokens if len(token.plain) > 2 and commonness(token.plain, language) < _FUNCTION_WORD]
