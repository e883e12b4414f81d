"""Reads the numbers of one text, piece by piece."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from math import prod

from aligner.checks.quantities_context import (
    AMBIGUOUS_SUFFIXES,
    HALF_AFTER_NOUN,
    ORDINAL_SUFFIXES,
    SCALE_SUFFIXES,
    is_decade,
    is_money,
    is_percent,
    is_time,
    says_century,
    smaller_units,
)
from aligner.checks.quantities_digits import LONGEST, Convention, Value, readings
from aligner.checks.quantities_grammar import Run, run_from
from aligner.checks.quantities_kinds import Kind, Percent, Quantity, Weight
from aligner.checks.quantities_measures import Measure, age_of, currency_before, together, unit_after
from aligner.checks.quantities_times import HOURS_A_DAY, hours_of, time_in_words
from aligner.checks.quantities_tokens import Role, Token

_SMALL = 12
_OPTIONAL = {
    Role.OPTIONAL: Weight.OPTIONAL,
    Role.WEAK: Weight.WEAK,
    Role.SCALES: Weight.WEAK,
    Role.DOZENS: Weight.WEAK,
    Role.VAGUE: Weight.WEAK,
    Role.CODE: Weight.OPTIONAL,
}
_BARE = frozenset({Role.SCALE, Role.DOZEN, Role.HUNDRED})
_SCALED = frozenset({Role.SCALE, Role.SCALES})
# Spanish counts a week as eight days and two as fifteen, in words.
_WEEKS = {8: 7, 15: 14}
_SPLIT = re.compile(r"[0-9]+")
_CLAUSE = re.compile(r"([0-9]{1,3})\(([0-9]{1,2})\)")
_CLOCK = re.compile(r"([0-2]?[0-9])[.:h]([0-5][0-9])")


class Reader:
    """Goes through the pieces of one text."""

    def __init__(self, text: str, language: str, convention: Convention, tokens: list[Token]) -> None:
        self.text, self.language, self.convention, self.tokens = text, language, convention, tokens
        self.index = 0
        has_half = any(token.role is Role.HALF for token in tokens)
        self.half = HALF_AFTER_NOUN.get(language) if has_half else None

    def read(self) -> list[Quantity]:
        """Every number of the text, in order."""
        found: list[Quantity] = []
        while self.index < len(self.tokens):
            token = self.tokens[self.index]
            if token.role in _OPTIONAL:
                self.index += 1
                kind = Kind.CODE if token.role is Role.CODE else Kind.WORD
                found.append(Quantity(token.start, token.end, token.text, token.values, kind, _OPTIONAL[token.role]))
            elif token.role is Role.DECADE:
                self.index += 1
                found.append(self._decade(token.start, token.end, token.values, Weight.SOFT))
            elif token.role is Role.DIGITS:
                found.extend(self._digits(token))
            else:
                found.extend(self._words(token))
        return found

    def _take(self, count: int) -> None:
        self.index += count

    def _skip_to(self, end: int) -> None:
        """Pass over the pieces inside what has been read."""
        while self.index < len(self.tokens) and self.tokens[self.index].start < end:
            self.index += 1

    def _quantity(
        self, start: int, end: int, values: tuple[Value, ...], kind: Kind, weight: Weight, percent: Percent = Percent.NO
    ) -> Quantity:
        return Quantity(start, end, self.text[start:end], values, kind, weight, percent)

    def _decade(self, start: int, end: int, values: tuple[Value, ...], weight: Weight) -> Quantity:
        """A decade; one of two digits may lie in any recent century, 1900s may be the century."""
        value = values[0]
        if value < 100:
            values = (value + 1900, value, value + 1800, value + 2000)
        elif value % 100 == 0:
            values = (value, value // 100 + 1)
        else:
            values = (value, value % 100)
        return self._quantity(start, end, values, Kind.DECADE, weight)

    def _digits(self, token: Token) -> list[Quantity]:
        """A number that starts with digits."""
        clock = self._clock(token)
        if clock:
            return [clock]
        first = readings(token.text, self.convention)
        if not first:
            self._take(1)
            return self._parts(token)
        fraction = self._slash(token, first)
        if fraction:
            return [fraction]
        clause = self._clause(token)
        if clause:
            return clause
        run = run_from(self.tokens, self.index, self.text, self.language, first)
        self._take(len(run.tokens))
        if len(run.tokens) == 1 and self.index < len(self.tokens):
            part = self._part_after(token)
            if part:
                values = tuple(value + part.value for value in first)
                return [self._quantity(token.start, part.end, values, Kind.FRACTION, Weight.SOFT)]
        return [self._finish(run)]

    def _clause(self, token: Token) -> list[Quantity]:
        """14(2), which Spanish laws write 14.2 or name as apartado 2 of 14."""
        found = _CLAUSE.match(self.text, token.start)
        if not found:
            return []
        self._skip_to(found.end())
        together = Fraction(f"{found[1]}.{found[2]}")
        return [
            self._quantity(token.start, token.end, (int(found[1]), together), Kind.CARDINAL, Weight.SOFT),
            self._quantity(found.start(2), found.end(2), (int(found[2]),), Kind.CARDINAL, Weight.OPTIONAL),
        ]

    def _part_after(self, token: Token) -> Quantity | None:
        """The 1/2 of 5 1/2."""
        following = self.tokens[self.index]
        if following.role is not Role.DIGITS or self.text[token.end : following.start] not in {" ", "-", "\u00a0"}:
            return None
        return self._slash(following, readings(following.text, self.convention))

    def _parts(self, token: Token) -> list[Quantity]:
        """3.4.2012, 2.6.32: the numbers between the dots, which may be a date or a version."""
        return [
            self._quantity(
                token.start + part.start(), token.start + part.end(), (int(part[0]),), Kind.CARDINAL, Weight.OPTIONAL
            )
            for part in _SPLIT.finditer(token.text)
            if len(part[0]) <= LONGEST
        ]

    def _clock(self, token: Token) -> Quantity | None:
        """15:30, 15h30, 8:45 p.m.: hours as a number, on either half of the day."""
        if self.index + 1 >= len(self.tokens) or len(token.text) > 2:
            return None
        minutes = self.tokens[self.index + 1]
        after = self.tokens[self.index + 2] if self.index + 2 < len(self.tokens) else None
        written = self.text[token.start : minutes.end]
        found = _CLOCK.fullmatch(written)
        if not found or (after and self.text[minutes.end : after.start] == ":") or int(found[1]) > HOURS_A_DAY:
            return None
        if self.text[token.start - 1 : token.start] == ":":
            return None
        self._take(2)
        return self._quantity(token.start, minutes.end, hours_of(int(found[1]), int(found[2])), Kind.TIME, Weight.FIRM)

    def _slash(self, token: Token, first: tuple[Value, ...]) -> Quantity | None:
        """1/2, and 2 1/2 from its second piece on."""
        if self.index + 1 >= len(self.tokens) or self.text[token.end : token.end + 1] != "/":
            return None
        below = self.tokens[self.index + 1]
        outside = self.text[token.start - 1 : token.start] + self.text[below.end : below.end + 1]
        if below.start != token.end + 1 or "/" in outside or below.text not in {"2", "3", "4", "5", "8", "10"}:
            return None
        if not first or not 0 < first[0] < int(below.text):
            return None
        self._take(2)
        return self._quantity(
            token.start, below.end, (Fraction(first[0]) / int(below.text),), Kind.FRACTION, Weight.SOFT
        )

    def _words(self, token: Token) -> list[Quantity]:
        """A number that starts with a word."""
        time = time_in_words(self.text, self.tokens, self.index, self.language)
        if time:
            self._take(time.tokens)
            return [self._quantity(token.start, time.end, time.hours, Kind.TIME, Weight.SOFT)]
        first: tuple[Value, ...] = token.values
        if token.role is Role.HALF or (token.role is Role.FRACTION and isinstance(first[0], int)):
            first = (Fraction(1, int(first[0])),)
        run = run_from(self.tokens, self.index, self.text, self.language, first)
        self._take(len(run.tokens))
        if token.role is Role.HALF and len(run.tokens) == 1:
            half = (Fraction(1, 2), 50, Fraction(3, 2), 30, 2, 6, 18)
            return [self._quantity(token.start, token.end, half, Kind.WORD, Weight.OPTIONAL)]
        if len(run.tokens) == 1 and token.values == (1,) and not self._says_more_than_one(token.end):
            return []
        decade = self._spelt_decade(token, run)
        if decade:
            return [decade]
        finished = self._finish(run)
        if token.role is Role.FRACTION and len(run.tokens) == 1 and self._follows_ordinal(token):
            return [replace(finished, kind=Kind.WORD, weight=Weight.WEAK)]
        if len(run.tokens) == 1 and finished.value == 1 and finished.percent is not Percent.YES:
            return []
        return [finished]

    def _says_more_than_one(self, end: int) -> bool:
        """Whether "one" is a percentage or has a half after its noun; else it is as good as an article."""
        return bool(self._half_after(end) or is_percent(self.text, end, self.language))

    def _half_after(self, end: int) -> re.Match[str] | None:
        """The "years and a half" after a number."""
        return self.half.match(self.text, end) if self.half else None

    def _spelt_decade(self, token: Token, run: Run) -> Quantity | None:
        """Nineteen seventies."""
        following = self.tokens[self.index] if self.index < len(self.tokens) else None
        if token.role is not Role.TEEN or len(run.tokens) > 1 or not following or following.role is not Role.DECADE:
            return None
        if not self.text[token.end : following.start].strip(" -"):
            self._take(1)
            return self._decade(token.start, following.end, (token.values[0] * 100 + following.values[0],), Weight.FIRM)
        return None

    def _follows_ordinal(self, token: Token) -> bool:
        """Whether a word is the quarter of "third quarter"."""
        before = self.tokens[self.index - 2] if self.index >= 2 else None
        return bool(before and before.role is Role.ORDINAL and self.text[before.end : token.start].isspace())

    def _finish(self, run: Run) -> Quantity:
        """Kind, weight and extent of a number whose pieces are together."""
        first, last = run.tokens[0], run.tokens[-1]
        start, end, values = first.start, last.end, run.values
        suffix = last.suffix.lower() if last.role is Role.DIGITS else ""
        after = end + len(suffix)
        values = self._scaled(values, suffix, start)
        noun = after
        if match := self._half_after(after):
            values = tuple(value + Fraction(1, 2) for value in values)
            end = after = match.end()
            self._skip_to(end)
        lead = is_decade(self.text, start, after, values[0], suffix, self.language)
        if lead:
            weight = Weight.FIRM if values[0] >= 1000 or self.language == "es" else Weight.SOFT
            return self._decade(start - lead[0], after + lead[1], values, weight)
        percent = is_percent(self.text, after, self.language)
        if percent:
            self._skip_to(after + percent[0])
            # "one hundred percent sure", "one point" are turns of phrase.
            firm = first.role is Role.DIGITS or (percent[1] and values[0] not in {1, 100})
            weight = Weight.FIRM if firm else self._weight(run, Kind.CARDINAL, values[0])
            status = Percent.YES if percent[1] else Percent.SHARED
            return self._quantity(start, after + percent[0], values, Kind.CARDINAL, weight, status)
        kind = self._kind(run, suffix, after)
        if suffix in ORDINAL_SUFFIXES or suffix in SCALE_SUFFIXES:
            end = after
        more = self._more_readings(run, kind, values, after)
        units, rank = smaller_units(self.text, noun, self.language) or (0, 0)
        return Quantity(
            start,
            end,
            self.text[start:end],
            more,
            kind,
            self._weight(run, kind, more[0]),
            scale=prod(int(token.values[0]) for token in run.tokens if token.role in _SCALED),
            counted=tuple(value * units for value in values) if units else (),
            rank=rank,
            unit=self._unit(start, after, last.end),
        )

    def _unit(self, start: int, noun: int, end: int) -> Measure | None:
        """The unit after the number or written onto its digits (70km), with a currency before them; years of an age."""
        after = unit_after(self.text, noun, self.language)
        if not after and end < noun:
            after = unit_after(self.text, end, self.language)
        return together(currency_before(self.text, start, self.language), after) or age_of(
            self.text, start, noun, self.language
        )

    def _scaled(self, values: tuple[Value, ...], suffix: str, start: int) -> tuple[Value, ...]:
        """5m, 5bn, 10k: scaled, unless the letter can be a unit and no currency says otherwise."""
        scale = SCALE_SUFFIXES.get(suffix)
        if not scale:
            return values
        scaled = tuple(value * scale for value in values)
        return scaled if suffix not in AMBIGUOUS_SUFFIXES or is_money(self.text, start) else (*values, *scaled)

    def _kind(self, run: Run, suffix: str, after: int) -> Kind:
        first, last = run.tokens[0], run.tokens[-1]
        if last.role is Role.FRACTION:
            return Kind.FRACTION
        ordinal = last.role is Role.ORDINAL or suffix in ORDINAL_SUFFIXES
        if (ordinal or last.role in {Role.ROMAN, Role.DIGITS}) and says_century(
            self.text, first.start, after, self.language
        ):
            return Kind.CENTURY
        if ordinal:
            return Kind.ORDINAL
        return Kind.ROMAN if last.role is Role.ROMAN else Kind.CARDINAL

    def _weight(self, run: Run, kind: Kind, value: Value) -> Weight:
        first, last = run.tokens[0], run.tokens[-1]
        alone = len(run.tokens) == 1
        if kind is Kind.CENTURY:
            return Weight.FIRM
        is_written = first.role is Role.DIGITS and alone
        if (value in {0, 1} and kind is not Kind.FRACTION and not is_written) or (alone and last.role in _BARE):
            return Weight.OPTIONAL
        if kind in {Kind.FRACTION, Kind.ROMAN} or (kind is Kind.ORDINAL and first.role is not Role.DIGITS):
            return Weight.SOFT
        if all(token.role in _BARE for token in run.tokens):
            return Weight.SOFT
        if first.role is Role.DIGITS:
            small = isinstance(value, int) and (value < 10 or (alone and value < 100 and self._is_short_year(first)))
            return Weight.SOFT if small else Weight.FIRM
        return Weight.SOFT if value <= _SMALL or value in {100, 1000, 10**6} else Weight.FIRM

    def _is_short_year(self, token: Token) -> bool:
        """Whether two digits may be a year, which people leave out: the crash of '29, la crisis del 29."""
        before = self.text[max(0, token.start - 4) : token.start]
        return len(token.text) == len("29") and (before == "del " or before[-1:] in {"'", "’"})

    def _more_readings(self, run: Run, kind: Kind, values: tuple[Value, ...], after: int) -> tuple[Value, ...]:
        """Other values the number may be meant for: fractions of ordinals, clock times, years of two digits."""
        first, last = run.tokens[0], run.tokens[-1]
        value = values[0]
        if last.role is Role.FRACTION and len(run.tokens) == 1:
            return (value, 1 / Fraction(value), *((3, 25) if value == Fraction(1, 4) else ()))
        if kind is Kind.ORDINAL and last.role is Role.ORDINAL and isinstance(value, int) and 2 < value <= 10:
            return (*values, Fraction(1, value), *((100 // value,) if 100 % value == 0 else ()))
        if first.role is Role.DIGITS and len(run.tokens) == 1:
            clock = _CLOCK.fullmatch(first.text)
            if clock and int(clock[1]) <= HOURS_A_DAY:
                return (*values, *hours_of(int(clock[1]), int(clock[2])))
            if (
                len(first.text) == 4
                and first.text.isdigit()
                and (first.text[0] == "0" or is_time(self.text, first.start, after, self.language))
            ):
                return (*values, *hours_of(int(first.text[:2]), int(first.text[2:])))
            if len(first.text) == 2 and self.text[first.start - 1 : first.start] in {"'", "’", "-", "–", "/"}:
                return (value, value + 1900, value + 2000)
        if self.language == "es" and len(run.tokens) == 1 and value in _WEEKS and self.text.startswith(" días", after):
            return (value, _WEEKS[int(value)]) if first.role is not Role.DIGITS else values
        if isinstance(value, int) and value <= HOURS_A_DAY and is_time(self.text, first.start, after, self.language):
            return tuple(dict.fromkeys((*values, *hours_of(value, 0))))
        if not isinstance(value, int) and value < 13 and value * 4 % 1 == 0:
            return (*values, *hours_of(int(value), int(value % 1 * 60)))
        return values
