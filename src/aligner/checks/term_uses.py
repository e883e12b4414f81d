"""Whether a word of a text that is spelled like a term is the term, or part of a name, or a verb."""

from __future__ import annotations

from collections.abc import Sequence

from aligner.checks.term_search import Place, Token


def _each(words: str) -> frozenset[str]:
    return frozenset(words.split())


# What an English noun has before it hardly ever, and after it hardly ever.
_BEFORE_VERBS = _each("to will would can could may might must should shall not t they we you i who")
_BEFORE_NOUNS = _each("the a an this that these those his her its our their my your of in on by for from with no")
_AFTER_VERBS = _each("the a an this these his her its our their my your it them him us me")
_HEADING = 0.6  # share of words with capitals from which on capitals tell of no name


def is_term(tokens: Sequence[Token], place: Place, term: str, language: str) -> bool:
    """Whether the words at a place are a use of a term that is a noun.

    >>> words = [Token(0, 0, word, word.lower()) for word in "Humans contract the virus at Deutsche Bank".split()]
    >>> [is_term(words, Place(0, at, at, 0, 0), words[at].plain, "en") for at in (1, 3, 6)]
    [False, True, False]
    """
    return not (_is_named(tokens, place, term) or (language == "en" and _is_verb(tokens, place)))


def _is_named(tokens: Sequence[Token], place: Place, term: str) -> bool:
    """Whether a term in small letters has a capital here, and a word with a capital beside it, in no heading."""
    if not term.islower() or not tokens[place.first].text[0].isupper() or place.first == 0:
        return False
    beside = [tokens[at] for at in (place.first - 1, place.last + 1) if 0 < at < len(tokens)]
    if not any(token.text[0].isupper() for token in beside):
        return False
    capitals = sum(token.text[0].isupper() for token in tokens)
    return capitals < _HEADING * len(tokens)


def _is_verb(tokens: Sequence[Token], place: Place) -> bool:
    """Whether the words around ask for a verb: they contract the virus."""
    if place.first != place.last or place.first + 1 >= len(tokens) or place.first == 0:
        return False
    before, after = tokens[place.first - 1].plain, tokens[place.first + 1].plain
    if after not in _AFTER_VERBS:
        return False
    return before in _BEFORE_VERBS or (before not in _BEFORE_NOUNS and before.endswith("s"))
