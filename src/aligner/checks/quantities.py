"""Numbers of a text by value: digits, words, Roman numerals, decades, fractions, clock times, percentages.

One pass finds number-like pieces (`quantities_tokens`), a small grammar puts neighbours together
(`quantities_grammar`: "dos mil millones", "one and a half million"), and what stands around says the kind
(`quantities_reader`, `quantities_context`).
"""

from __future__ import annotations

from dataclasses import replace

from aligner.checks.quantities_context import is_in_range
from aligner.checks.quantities_digits import Convention, usual_decimal
from aligner.checks.quantities_kinds import Kind, Percent, Quantity, Weight
from aligner.checks.quantities_measures import parts_in
from aligner.checks.quantities_reader import Reader
from aligner.checks.quantities_spellings import Forms
from aligner.checks.quantities_tokens import tokens_of

__all__ = ["Kind", "Percent", "Quantity", "Weight", "quantities"]

_LARGEST_SHARED = 1000
_LONGEST_GLOSS = 40
_TOGETHER = frozenset({" ", " and ", " y ", ", ", " con "})


def quantities(
    text: str, language: str, convention: Convention | None = None, forms: Forms | None = None
) -> list[Quantity]:
    """The numbers of a text, in order. Words are known for English and Spanish; elsewhere only digits are read.

    Among them are words that only may stand for a number ("both", "week"), of weight optional or weak.
    `convention` says which separators the document uses; without it the language's own decides.
    `forms` are those of the text, where they are at hand.

    >>> [(found.text, found.value) for found in quantities("Dos mil millones y medio, el 3,5 % en los años 90", "es")]
    [('Dos mil millones y medio', 2000500000), ('3,5 %', Fraction(7, 2)), ('años 90', 1990)]
    >>> [found.value for found in quantities("a million and a half people under Louis XIV", "en")]
    [1500000, 14]
    """
    tokens = tokens_of(text, language, forms)
    if not tokens:
        return []
    reader = Reader(text, language, convention or Convention(usual_decimal(language)), tokens)
    found = reader.read()
    if len(found) > 1:
        _share(text, found)
        _share_age(text, found)
        _add_up(text, found)
        _mark_glosses(text, found)
    return found


def _share(text: str, found: list[Quantity]) -> None:
    """The 10 of "10 to 20 %" may be a percentage too, the 2 of "2 to 3 million" two million."""
    for index in range(len(found) - 2, -1, -1):
        this, following = found[index], found[index + 1]
        if not following.percent and following.scale == 1:
            continue
        if this.kind is not Kind.CARDINAL or this.scale != 1 or not is_in_range(text[this.end : following.start]):
            continue
        if following.percent and not this.percent and this.value <= _LARGEST_SHARED:
            found[index] = replace(this, percent=Percent.SHARED)
        elif following.scale != 1 and this.value < following.value:
            scaled = tuple(value * following.scale for value in this.values)
            found[index] = replace(this, values=(*this.values, *scaled))


def _share_age(text: str, found: list[Quantity]) -> None:
    """The 13 of "aged between 9 and 13" counts years too."""
    for index in range(1, len(found)):
        before, this = found[index - 1], found[index]
        if not before.unit or before.unit.end > before.unit.start or this.unit:
            continue
        if is_in_range(text[before.end : this.start]):
            found[index] = replace(this, unit=replace(before.unit, start=this.end, end=this.end))


def _add_up(text: str, found: list[Quantity]) -> None:
    """5 feet 10 inches, 2 hours and 30 minutes: the first may be both together, and the second need not be said."""
    for index in range(len(found) - 1):
        this, following = found[index], found[index + 1]
        if not this.unit or not following.unit or text[this.unit.end : following.start] not in _TOGETHER:
            continue
        part = parts_in(this.unit, following.unit)
        if part and following.value * part < 1:
            found[index] = replace(this, values=(*this.values, this.value + following.value * part))
            found[index + 1] = replace(following, is_gloss=True)


def _mark_glosses(text: str, found: list[Quantity]) -> None:
    """300 feet (91 metres): either may be alone on the other side."""
    for index in range(len(found) - 1):
        this, following = found[index], found[index + 1]
        gap = text[this.end : following.start]
        if len(gap) <= _LONGEST_GLOSS and gap.count("(") - gap.count(")") == 1 and following.weight >= Weight.SOFT:
            found[index] = replace(this, is_gloss=True)
            found[index + 1] = replace(following, is_gloss=True)
        elif this.is_gloss and "(" in text[max(0, this.start - _LONGEST_GLOSS) : this.start] and ")" not in gap:
            found[index + 1] = replace(following, is_gloss=True)
