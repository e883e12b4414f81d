"""What the numbers, dates and units of two versions come to, read once for all rules about them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from string import digits
from typing import TypeVar

from aligner.checks.gates import sentences_with, sentences_with_signs
from aligner.checks.quantities import Quantity, quantities
from aligner.checks.quantities_dates import Date, Weekday, dates_of, telling_names, weekdays_of
from aligner.checks.quantities_dates_matching import agree, contradictions, left_over, weekdays_left_over
from aligner.checks.quantities_digits import Convention, convention_of
from aligner.checks.quantities_matching import Difference, cross_out, differences, unmatched
from aligner.checks.quantities_spellings import VULGAR, Forms
from aligner.checks.quantities_telephones import same_telephones
from aligner.checks.quantities_tokens import strong_words
from aligner.checks.subject import Subject, Version


@dataclass(frozen=True, slots=True)
class Reading:
    """The numbers and dates of one side of a bead; their places count from `shift` in the document."""

    shift: int
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


def comparisons(subject: Subject) -> Comparisons:
    """The comparison of every bead with text on both sides, in order; rules ask for it with `subject.once`."""
    assert subject.source is not None
    source, target = _Reader(subject.source), _Reader(subject.target)
    sides = {
        number: (source.read(bead.source), target.read(bead.target))
        for number, bead in subject.pairs
        if source.is_telling(bead.source) or target.is_telling(bead.target)
    }
    return Comparisons(tuple(_compare(sides, source.text, target.text)), source.convention, target.convention)


class _Reader:
    """Reads the sentences of one version."""

    def __init__(self, version: Version) -> None:
        document, self.language = version.document, version.language
        self.text, self.sentences = document.text, document.sentences
        self.convention = convention_of([document.text], document.locale or self.language)
        self.forms = Forms.of(document.text)
        telling = strong_words(self.language) | telling_names(self.language)
        words = [word for word in version.sentence_words.distinct if not telling.isdisjoint(_letters_of(word))]
        self.telling = sentences_with_signs(version, f"{digits}{VULGAR}").union(sentences_with(version, words))

    def is_telling(self, sentences: tuple[int, ...]) -> bool:
        """Whether digits, words of numbers or names of months and days stand in a text: else nothing can differ."""
        return not self.telling.isdisjoint(sentences)

    def read(self, sentences: tuple[int, ...]) -> Reading:
        """The numbers and dates of some sentences."""
        found = [self._read(number) for number in sentences]
        if len(found) == 1:
            return found[0]
        shift = found[0].shift
        return Reading(
            shift,
            tuple(_moved_quantity(item, part.shift - shift) for part in found for item in part.quantities),
            tuple(_moved(item, part.shift - shift) for part in found for item in part.dates),
            tuple(_moved(item, part.shift - shift) for part in found for item in part.weekdays),
        )

    def _read(self, number: int) -> Reading:
        """The numbers and dates of a sentence."""
        start, end = self.sentences[number].start, self.sentences[number].end
        text, forms = self.text[start:end], self.forms.part(start, end)
        return Reading(
            start,
            tuple(quantities(text, self.language, self.convention, forms)),
            tuple(dates_of(text, self.language, forms.words)),
            tuple(weekdays_of(text, self.language, forms.words)),
        )


def _letters_of(word: str) -> list[str]:
    """What stands in a word in small letters, apart from digits, hyphens and apostrophes."""
    if word.isalpha():
        return [word.lower()]
    return "".join([letter if letter.isalpha() else " " for letter in word.lower()]).split()


Dated = TypeVar("Dated", Date, Weekday)


def _moved(item: Dated, shift: int) -> Dated:
    return replace(item, start=item.start + shift, end=item.end + shift)


def _moved_quantity(item: Quantity, shift: int) -> Quantity:
    unit = item.unit
    if unit:
        unit = replace(unit, start=unit.start + shift, end=unit.end + shift)
    return replace(item, start=item.start + shift, end=item.end + shift, unit=unit)


def _unmatched(ours: Reading, theirs: Reading, source: str, target: str) -> tuple[list[Quantity], list[Quantity]]:
    """The numbers of a bead that the other side does not have; telephone numbers may be in other groups of digits there."""
    left = unmatched(ours.quantities, theirs.quantities)
    if not any(quantity.text[-1].isdigit() for lone in left for quantity in lone):
        return left
    texts = [
        text[reading.shift : reading.shift + max((item.end for item in reading.quantities), default=0)]
        for reading, text in ((ours, source), (theirs, target))
    ]
    same = same_telephones(*texts)
    if not same[0]:
        return left
    others = (
        [item for item in reading.quantities if not any(item.start in place for place in places)]
        for reading, places in zip((ours, theirs), same, strict=True)
    )
    return unmatched(*others)


def _compare(sides: dict[int, tuple[Reading, Reading]], source: str, target: str) -> Iterator[Comparison]:
    """Compare bead by bead; what stands beyond the border of a bead is found with its neighbours."""
    numbers = {bead: _unmatched(*readings, source, target) for bead, readings in sides.items()}
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
