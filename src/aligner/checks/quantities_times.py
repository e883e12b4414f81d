"""Clock times in words: half past six, twenty minutes to nine, las ocho y cuarenta y cinco."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from aligner.checks.quantities_digits import Value
from aligner.checks.quantities_grammar import run_from
from aligner.checks.quantities_tokens import Role, Token

HOURS_A_DAY = 24
_MINUTES_AN_HOUR = 60
_HALF_DAY = 12
_MINUTES = re.compile(r"\s?-?minutes?\b")
# Which way the minutes count, and whether a bare number before the word ("ten to one") needs its minutes named.
_RELATIONS = {"past": (1, False), "after": (1, True), "to": (-1, True), "before": (-1, True), "of": (-1, True),
              "till": (-1, True)}  # fmt: skip
_LEADS_TIME = re.compile(r"\b(?:at|by|until|till|around|about)[ \u00a0]$", re.IGNORECASE)
_LEADS_HOUR = re.compile(r"\blas?[ \u00a0]$", re.IGNORECASE)
_SIGNS = {" y ": 1, " menos ": -1}
_NUMBERS = frozenset({Role.UNIT, Role.TEEN, Role.TEN})
_LOOK_BACK = 8


@dataclass(frozen=True, slots=True)
class Time:
    """A clock time that takes `tokens` pieces and ends at `end`, with its hours on either half of the day."""

    tokens: int
    end: int
    hours: tuple[Value, ...]


def hours_of(hour: int, minute: int) -> tuple[Value, ...]:
    """A clock time in hours, on its own half of the day and on the other.

    >>> hours_of(3, 30)
    (Fraction(7, 2), Fraction(31, 2))
    """
    value: Value = Fraction(hour * _MINUTES_AN_HOUR + minute, _MINUTES_AN_HOUR)
    options = (value, value + _HALF_DAY, value - _HALF_DAY)
    return tuple(
        option.numerator if option.denominator == 1 else option for option in options if 0 <= option <= HOURS_A_DAY
    )


def time_in_words(text: str, tokens: list[Token], index: int, language: str) -> Time | None:
    """The clock time that begins with `tokens[index]`, None where none does."""
    if index + 1 >= len(tokens):
        return None
    if language == "es":
        return _hour_first(text, tokens, index)
    return _minutes_first(text, tokens, index) if language == "en" else None


def _minutes_first(text: str, tokens: list[Token], index: int) -> Time | None:
    """Half past six, quarter to six, twenty minutes before nine."""
    token = tokens[index]
    minutes, count, end, is_named = _MINUTES_AN_HOUR // 2, 1, token.end, True
    if token.role is Role.FRACTION and token.values[0] in {4, Fraction(1, 4)}:
        minutes = _MINUTES_AN_HOUR // 4
    elif token.role in _NUMBERS:
        run = run_from(tokens, index, text, "en", token.values)
        if any(part.role not in _NUMBERS for part in run.tokens):  # one and a half to two
            return None
        minutes, count, end = int(run.values[0]), len(run.tokens), run.tokens[-1].end
        named = _MINUTES.match(text, end)
        is_named = bool(named) or bool(_LEADS_TIME.search(text[max(0, token.start - _LOOK_BACK) : token.start]))
        end = named.end() if named else end
    elif token.role is not Role.HALF:
        return None
    # "Minute" itself is a weak piece.
    following = index + count + (index + count < len(tokens) and tokens[index + count].start < end)
    if following >= len(tokens) or not 0 < minutes < _MINUTES_AN_HOUR:
        return None
    hour = tokens[following]
    sign, needs_name = _RELATIONS.get(text[end : hour.start].strip(" -\u00a0").lower(), (0, False))
    number = int(hour.text) if hour.text.isdigit() else hour.values[0] if hour.role in _NUMBERS else 0
    if (
        not sign
        or (needs_name and not is_named)
        or (token.role is Role.HALF and sign < 0)
        or not 1 <= number <= _HALF_DAY
    ):
        return None
    return Time(following - index + 1, hour.end, _clock(int(number), sign * minutes))


def _hour_first(text: str, tokens: list[Token], index: int) -> Time | None:
    """Las ocho y cuarenta y cinco, la una menos diez; media and cuarto are fractions of the hour to the grammar."""
    token, following = tokens[index], tokens[index + 1]
    sign = _SIGNS.get(text[token.end : following.start].lower(), 0)
    if not sign or token.role not in _NUMBERS or following.role not in _NUMBERS:
        return None
    if not _LEADS_HOUR.search(text[max(0, token.start - _LOOK_BACK) : token.start]):
        return None
    run = run_from(tokens, index + 1, text, "es", following.values)
    minutes = run.values[0]
    if not 1 <= token.values[0] <= _HALF_DAY or not 0 < minutes < _MINUTES_AN_HOUR:
        return None
    return Time(1 + len(run.tokens), run.tokens[-1].end, _clock(int(token.values[0]), sign * int(minutes)))


def _clock(hour: int, minutes: int) -> tuple[Value, ...]:
    """Hours of a time so many minutes from the full hour; ten to one is past twelve."""
    return hours_of(0, (hour * _MINUTES_AN_HOUR + minutes) % (HOURS_A_DAY * _MINUTES_AN_HOUR))
