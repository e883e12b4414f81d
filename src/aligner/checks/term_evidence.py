"""What in a target stands for a source term, where the glossary's own term is not there."""

from __future__ import annotations

import re
from collections.abc import Sequence

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
_LEAST_LIKENESS, _LEAD = 0.3, 0.03
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


def standing_word(subject: Subject, tokens: Sequence[Token], source: str, targets: Sequence[str]) -> Token | None:
    """The word of the target that seems to stand for a source term, by the model's vectors; None where none is evident."""
    language = subject.target.language
    content = [token for token in tokens if len(token.plain) > 2 and commonness(token.plain, language) < _FUNCTION_WORD]
    if subject.embedder is None or not content:
        return None
    vectors = subject.embedder.encode([source.lower(), targets[0].lower(), *(token.plain for token in content)])
    likeness = (vectors[2:] @ vectors[:2].T).mean(axis=1)
    best = int(likeness.argmax())
    others = [float(one) for number, one in enumerate(likeness) if content[number].plain != content[best].plain]
    if likeness[best] < _LEAST_LIKENESS or (others and likeness[best] - max(others) < _LEAD):
        return None
    return content[best]
