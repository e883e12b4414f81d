"""What the words around a leftover tell: names, titles, glosses and third languages are right as they are."""

from __future__ import annotations

import re
from collections.abc import Sequence

from aligner.checks.language import FUNCTION
from aligner.checks.leftover_line import Line, Token
from aligner.checks.lexicon import zipf
from aligner.checks.word_data import data_words

_CUE = re.compile(
    r"(?:\b(?:llamad[oa]s?|denominad[oa]s?|conocid[oa]s? como|apodad[oa]|titulad[oa]|término|palabra|vocablo|expresión|lema|significa|en inglés|en español"
    r"|called|known as|named|dubbed|titled|entitled|nicknamed|the word|the term|the expression|the phrase|motto|means?|in Spanish|in English|Spanish for|English for|o sea)\W{0,3})$",
    re.IGNORECASE,
)
_GLOSS = re.compile(
    r"^\s*(?:\(|,? (?:que significa|which means|meaning|es decir|that is|en inglés|en español|in Spanish|in English)\b)|^\s*(?:means?|meant|signific\w+|quiere decir|stands for)\b|^\s*[:=]"
)
_CONJUNCTIONS = frozenset({"and", "or", "y", "e", "o"})
_AT_HOME = 2.5  # Zipf from which a word is one of its language
ONE_LETTER_WORDS = frozenset("aeoy")
_FOREIGN_LETTERS = re.compile(r"[àâäåãæçèêëìîïòôöõøœùûýßłšžčřěğışø]")


def stands(line: Line, first: int, last: int) -> bool:
    """Whether the words around leave it a leftover: not a name, a title, a gloss, or a third language."""
    start = line.tokens[first].start
    if _CUE.search(line.text, max(0, start - 40), start) or _is_gloss(line, start, _end_of_phrase(line, last)):
        return False
    if all(line.is_in_expression(token) for token in line.tokens[first : last + 1]):
        return True
    left = _neighbour(line, first, -1)
    right = _neighbour(line, last, 1)
    if any(_begins_title(line, token) for token in (left, right)) or _is_compound(line, first, last):
        return False
    if any(token and _is_foreign(line, token) for token in (left, right)):
        return False
    tokens = line.tokens[first : last + 1]
    if all(_is_function(line, token) for token in tokens):
        return not _joins_a_name(line, tokens, left, right)
    between_names = all(token and not token.is_lower and not token.is_first for token in (left, right))
    return not (between_names and all(zipf(token.form, line.version.other_language) >= 5 for token in tokens))


def _end_of_phrase(line: Line, last: int) -> int:
    """Where the words end that go on from a leftover and are no more at home here: rondas campesinas."""
    while last + 1 < len(line.tokens):
        here, following = line.tokens[last], line.tokens[last + 1]
        if line.text[here.end : following.start] != " " or not following.is_lower or following.odds < 0:
            break
        if zipf(following.form, line.version.language) >= _AT_HOME:
            break
        last += 1
    return line.tokens[last].end


def _is_compound(line: Line, first: int, last: int) -> bool:
    """Whether it is part of a hyphenated word that is a loanword as a whole (drive-thru) or starts with a prefix."""
    for here, other in ((first, first - 1), (last, last + 1)):
        if 0 <= other < len(line.tokens):
            low, high = min(here, other), max(here, other)
            joined = line.text[line.tokens[low].end : line.tokens[high].start] == "-"
            if joined and (line.tokens[other].odds >= 0 or len(line.tokens[here].text) < 4):
                return True
    return False


def _joins_a_name(line: Line, tokens: Sequence[Token], left: Token | None, right: Token | None) -> bool:
    """Whether function words stand in a name (Castilla y León, el Prado), in a formula (x y z), or in a third language."""
    sides = [token for token in (left, right) if token]
    if any(len(token.text) == 1 and token.form not in ONE_LETTER_WORDS for token in sides):
        return True
    if any(token.is_lower and token.odds >= 0 and zipf(token.form, line.version.language) < 2.5 for token in sides):
        return True
    # Two adjectives are joined by a leftover (Italian y Spanish), two names by their own.
    least = -1.0 if all(token.form in _CONJUNCTIONS for token in tokens) else -9.0
    names = [token for token in sides if _is_name(token) and token.odds > least]
    if len(names) == 2:
        return True
    if names and names[0] is right:
        return all(token.form in data_words("name_particles.txt") for token in tokens)
    return bool(names) and (right is None or right.odds >= 0)


def _is_name(token: Token) -> bool:
    """Whether it is capitalised inside the sentence, and no acronym."""
    return not token.is_lower and not token.is_first and not (len(token.text) > 1 and token.text.isupper())


def _is_gloss(line: Line, start: int, end: int) -> bool:
    """Whether it stands alone in brackets, or its explanation follows."""
    before, after = line.text[:start].rstrip(), line.text[end:].lstrip()
    opening, closing = before.rfind("("), after.find(")")
    if opening > before.rfind(")") and closing >= 0 and "(" not in after[:closing]:
        inside = before[opening + 1 :] + line.text[start:end] + after[:closing]
        if len(inside.split()) <= 3 and opening > 0:
            return True
    return bool(_GLOSS.search(line.text[end : end + 40])) and not after.startswith(("(http", "(20", "(19"))


def _neighbour(line: Line, position: int, step: int) -> Token | None:
    """The next token on one side, if only a blank, a hyphen or an apostrophe stands between."""
    other = position + step
    if not 0 <= other < len(line.tokens):
        return None
    here, there = line.tokens[min(position, other)], line.tokens[max(position, other)]
    return line.tokens[other] if line.text[here.end : there.start] in (" ", "-", "’", "'", " & ") else None


def _begins_title(line: Line, token: Token | None) -> bool:
    """A capitalised common word of the other language inside the sentence: part of a name or a title (Mar adentro)."""
    if token is None or token.is_lower or token.text.isupper() or token.is_first or token.odds < 1.3:
        return False
    return zipf(token.form, line.version.other_language) >= 4.2


def _is_foreign(line: Line, token: Token) -> bool:
    """A lower-case neighbour that neither language knows: the stretch is in a third one."""
    if not token.is_lower or len(token.text) < 3:
        return False
    if _FOREIGN_LETTERS.search(token.text):
        return True
    return max(zipf(token.form, line.version.language), zipf(token.form, line.version.other_language)) < 1.5


def _is_function(line: Line, token: Token) -> bool:
    return zipf(token.form, line.version.other_language) >= FUNCTION or token.form in data_words("name_particles.txt")
