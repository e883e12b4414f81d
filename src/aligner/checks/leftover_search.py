"""Words and phrases of the other language inside a sentence, by their frequencies in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from aligner.checks.language import form_odds
from aligner.checks.leftover_context import ONE_LETTER_WORDS, stands
from aligner.checks.leftover_line import Line, Token, loanwords, read_line
from aligner.checks.lexicon import zipf
from aligner.checks.subject import Subject, Version


@dataclass(frozen=True, slots=True)
class _Thresholds:
    """What a word must show: `difference` of Zipf frequencies, frequency `there` at least, frequency `here` at most.

    `sure` is a difference from which `here` no longer matters.
    """

    difference: float
    there: float
    here: float
    sure: float


# The very word stands in the sentence it was translated from; no other side is known; another side has other words.
_COPIED = _Thresholds(difference=1.2, there=2.4, here=3.6, sure=1.5)
_ALONE = _Thresholds(difference=1.4, there=3.9, here=3.1, sure=1.75)
# Alone, words rarer than that need to be all but absent here: (difference, there, here).
_ALONE_AND_RARE = ((1.9, 2.4, 0.8), (1.5, 3.0, 2.0), (1.9, 3.1, 9.0))
_ABSENT = _Thresholds(difference=2.5, there=4.0, here=3.2, sure=2.7)

_TAKEN_IN = 3.5  # Zipf from which a word of another language has been taken into this one


def leftover_spans(subject: Subject, version: Version, number: int) -> list[tuple[int, int]]:
    """Where a sentence has words or phrases of the other language: spans in the document."""
    line = read_line(subject, version, number)
    marked = [_is_leftover(line, position) for position in range(len(line.tokens))]
    if not any(marked):
        return []
    return [
        (line.offset + line.tokens[first].start, line.offset + line.tokens[last].end)
        for first, last in _phrases(line, marked)
        if stands(line, first, last)
    ]


def _is_leftover(line: Line, position: int) -> bool:
    token = line.tokens[position]
    if line.expressions and line.is_in_expression(token) and not line.is_silent(token):
        return True
    if token.odds < 1.2 or line.is_silent(token) or _is_loanword(line, token):
        return False
    if _is_fragment(line.text, token):
        return False
    here, there = zipf(token.form, line.version.language), zipf(token.form, line.version.other_language)
    if token.is_lower:
        return _passes(line, token, here, there)
    if not token.is_first or token.text.isupper():
        return False
    follows = line.tokens[position + 1] if position + 1 < len(line.tokens) else None
    alone = follows is None or follows.is_lower
    return alone and there >= 4.5 and there - here >= 2.3 and here <= 3.3 and _is_copied(line, token) is not False


def _is_loanword(line: Line, token: Token) -> bool:
    singles = loanwords(line.version.language)[0]
    if token.form in singles:
        return True
    if not token.form.endswith("s"):
        return False
    singular, here, there = token.form[:-1], line.version.language, line.version.other_language
    # Lists have the plural of a loanword more seldom than the word itself (hall, halls), but no other one (factores).
    is_taken_in = (
        zipf(singular, here) >= _TAKEN_IN and zipf(singular, there) - zipf(singular, here) < _COPIED.difference
    )
    is_taken_in = is_taken_in and zipf(singular + "es", here) < zipf(singular, here) - 1
    return (singular in singles or is_taken_in) and zipf(token.form, there) < 5


def _is_fragment(text: str, token: Token) -> bool:
    """Whether it is an initial (y. pestis) or an ending after a slash (veteranos/as)."""
    before, after = text[token.start - 1 : token.start], text[token.end : token.end + 1]
    if len(token.text) == 1:
        return token.text not in ONE_LETTER_WORDS or after in (".", ")") or before == "."
    return len(token.text) <= 3 and "/" in (before, after)


def _is_copied(line: Line, token: Token) -> bool | None:
    """Whether the counterpart has the very word; None where there is no counterpart."""
    return None if line.counterpart is None else token.form in line.counterpart


def _thresholds(line: Line, token: Token) -> _Thresholds:
    return {True: _COPIED, None: _ALONE, False: _ABSENT}[_is_copied(line, token)]


def _passes(line: Line, token: Token, here: float, there: float) -> bool:
    least = _thresholds(line, token)
    if max(here, there) < 1.5:  # no list knows it: form alone, and only where the counterpart has it too
        return least is _COPIED and token.odds >= 1.8
    shape = form_odds(token.form, line.version.other_language) - form_odds(token.form, line.version.language)
    difference = there - here
    if there < least.there:
        if least is _COPIED:
            return here < 0.5 and shape > 0 and there >= 1.5
        return least is _ALONE and any(_between(rare, here, there) for rare in _ALONE_AND_RARE)
    if here >= 2.5 and difference < 2.6 and _is_verb_form(token.form, line.version.language):
        return False
    return difference >= least.difference and (
        here <= least.here + (0.3 if shape > 0 else 0) or difference >= least.sure
    )


def _between(rare: tuple[float, float, float], here: float, there: float) -> bool:
    difference, least_there, most_here = rare
    return there - here >= difference and there >= least_there and here <= most_here


def _is_verb_form(form: str, language: str) -> bool:
    """Whether a word that looks English is a subjunctive of a common Spanish verb (complete, capture, figure)."""
    stem = form.removesuffix("s").removesuffix("e")
    if language != "es" or not form.endswith(("e", "es")):
        return False
    return max(zipf(stem + "ar", "es"), zipf(stem[:-1] + "zar", "es") if stem.endswith("c") else 0) >= 3.5


def _phrases(line: Line, marked: list[bool]) -> Iterator[tuple[int, int]]:
    """Marked tokens in a row, first and last; up to two tokens that could be either language may stand between."""
    position, count = 0, len(marked)
    while position < count:
        if not marked[position]:
            position += 1
            continue
        last = probe = position
        while probe + 1 < count and probe + 1 - last <= 3 and _continues(line, probe, marked):
            probe += 1
            last = probe if marked[probe] else last
        yield position, last
        position = last + 1


def _continues(line: Line, position: int, marked: list[bool]) -> bool:
    """Whether the next token can belong to the same phrase."""
    here, following = line.tokens[position], line.tokens[position + 1]
    between = line.text[here.end : following.start]
    return between in (" ", "-") and (marked[position + 1] or (following.odds >= 0 and following.is_lower))
