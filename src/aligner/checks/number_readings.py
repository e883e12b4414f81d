"""What the numbers, dates and units of two versions come to, read once for all rules about them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from aligner.checks.quantities import Quantity, quantities
from aligner.checks.quantities_dates import Date, Weekday, dates_of, month_names, weekday_names, weekdays_of
from aligner.checks.quantities_dates_matching import agree, contradictions, left_over, weekdays_left_over
from aligner.checks.quantities_digits import Convention, convention_of
from aligner.checks.quantities_matching import Difference, cross_out, differences, unmatched
from aligner.checks.quantities_tokens import strong_words
from aligner.checks.subject import Subject, Version

_WORD = re.compile(r"[^\W\d_]+")
_DIGIT = re.compile(r"[0-9¼½¾⅓⅔⅛]")


@dataclass(frozen=True, slots=True)
class Reading:
    """The numbers and dates of one side of a bead, at their places in the document."""

    quantities: tuple[Quantity, ...]
    dates: tuple[Date, ...] = ()
    weekdays: tuple[Weekday, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """Both sides of a bead, and where their numbers, dates and days of the week contradict each other."""

    bead: int
    source: Reading
    target: Reading
    differences: tuple[Difference, ...]
    dates: tuple[tuple[Date, Date], ...] = ()
    weekdays: tuple[tuple[Weekday, Weekday], ...] = ()


@dataclass(frozen=True, slots=True)
class Comparisons:
    """Every bead in which numbers or dates stand, and which marks the two documents use in numbers."""

    beads: tuple[Comparison, ...]
    source: Convention
    target: Convention


_NOTHING = Reading(())


def comparisons(subject: Subject) -> Comparisons:
    """The comparison of every bead with text on both sides, in order; rules ask for it with `subject.once`."""
    assert subject.source is not None
    source, target = subject.source, subject.target
    readers = tuple(
        _Reader(version, convention_of([version.document.text], version.language)) for version in (source, target)
    )
    read = {number: (readers[0].words(bead.source), readers[1].words(bead.target)) for number, bead in subject.pairs}
    sides = {
        number: (readers[0].read(bead.source), readers[1].read(bead.target))
        for number, bead in subject.pairs
        if any(reader.is_telling(words) for reader, words in zip(readers, read[number], strict=True))
    }
    return Comparisons(tuple(_compare(sides)), readers[0].convention, readers[1].convention)


class _Reader:
    """Reads the sentences of one version."""

    def __init__(self, version: Version, convention: Convention) -> None:
        self.version, self.convention = version, convention
        language = version.language
        self.telling = strong_words(language) | month_names(language).keys() | weekday_names(language).keys()

    def words(self, sentences: tuple[int, ...]) -> list[tuple[str, set[str]]]:
        """The text of some sentences, and its words in lower case."""
        texts = [self.version.document.sentence_text(number) for number in sentences]
        return [(text, set(_WORD.findall(text.lower()))) for text in texts]

    def is_telling(self, sentences: list[tuple[str, set[str]]]) -> bool:
        """Whether digits, words of numbers or names of months and days stand in a text: else nothing can differ."""
        return any(_DIGIT.search(text) or not words.isdisjoint(self.telling) for text, words in sentences)

    def read(self, sentences: tuple[int, ...]) -> Reading:
        """The numbers and dates of some sentences."""
        found: list[Quantity] = []
        dates: list[Date] = []
        weekdays: list[Weekday] = []
        language = self.version.language
        for number, (text, words) in zip(sentences, self.words(sentences), strict=True):
            shift = self.version.document.sentences[number].start
            found += [_moved_quantity(item, shift) for item in quantities(text, language, self.convention)]
            dates += [
                replace(item, start=item.start + shift, end=item.end + shift)
                for item in dates_of(text, language, words)
            ]
            weekdays += [
                replace(item, start=item.start + shift, end=item.end + shift)
                for item in weekdays_of(text, language, words)
            ]
        return Reading(tuple(found), tuple(dates), tuple(weekdays))


def _moved_quantity(item: Quantity, shift: int) -> Quantity:
    unit = item.unit
    if unit:
        unit = replace(unit, start=unit.start + shift, end=unit.end + shift)
    return replace(item, start=item.start + shift, end=item.end + shift, unit=unit)


def _compare(sides: dict[int, tuple[Reading, Reading]]) -> Iterator[Comparison]:
    """Compare bead by bead; what stands beyond the border of a bead is found with its neighbours."""
    numbers = {bead: unmatched(ours.quantities, theirs.quantities) for bead, (ours, theirs) in sides.items()}
    dates = {bead: left_over(ours.dates, theirs.dates) for bead, (ours, theirs) in sides.items()}
    days = {bead: weekdays_left_over(ours.weekdays, theirs.weekdays) for bead, (ours, theirs) in sides.items()}
    for bead, (ours, theirs) in sides.items():
        for neighbour in (bead - 1, bead + 1):
            if neighbour in sides:
                cross_out(numbers[bead][0], numbers[neighbour][1])
                cross_out(numbers[neighbour][0], numbers[bead][1])
        left_dates, left_days = dates[bead], days[bead]
        around = [near for near in (bead - 1, bead + 1) if near in sides]
        lone = tuple(
            [date for date in left_dates[here] if not any(_is_said(date, dates[near][1 - here]) for near in around)]
            for here in (0, 1)
        )
        yield Comparison(
            bead,
            ours,
            theirs,
            tuple(differences(*numbers[bead])),
            tuple(contradictions(*lone)),
            tuple(zip(*left_days, strict=True)) if len(left_days[0]) == len(left_days[1]) else (),
        )


def _is_said(date: Date, others: list[Date]) -> bool:
    return any(agree(date, other) for other in others)


def in_date(quantity: Quantity, dates: tuple[Date, ...]) -> Date | None:
    """The date that a number is a part of."""
    return next((date for date in dates if date.start <= quantity.start and quantity.end <= date.end), None)
