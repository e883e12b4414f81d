"""What a number found in a text is: its values, its kind, and how much it means that the other side lacks it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from aligner.checks.quantities_digits import Value
from aligner.checks.quantities_measures import Measure


class Kind(StrEnum):
    """What a number counts or orders."""

    CARDINAL = "cardinal"
    ORDINAL = "ordinal"
    ROMAN = "roman"
    DECADE = "decade"
    CENTURY = "century"
    FRACTION = "fraction"
    TIME = "time"
    CODE = "code"
    WORD = "word"


class Weight(IntEnum):
    """How much it means that the other side lacks a number: nothing, for words that only may stand for one."""

    WEAK = 0  # week, year, March
    OPTIONAL = 1  # both, doble, half, one, G20
    SOFT = 2  # two to twelve: translators write "both", "a pair", "several"
    FIRM = 3


class Percent(IntEnum):
    """Whether a number is a percentage; `SHARED` for the 10 of "10 to 20 %"."""

    NO = 0
    SHARED = 1
    YES = 2


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number at `[start, end)` of a text, with every value it can have, the likeliest first."""

    start: int
    end: int
    text: str
    values: tuple[Value, ...]
    kind: Kind
    weight: Weight
    percent: Percent = Percent.NO
    scale: int = 1  # of the scale word it ends in
    counted: tuple[Value, ...] = ()  # in a smaller unit: three decades are 30 years
    rank: int = 0  # of the unit of time it counts, from small to large
    unit: Measure | None = None  # of those that are converted
    is_gloss: bool = False  # it stands in brackets after another number, or such brackets follow it

    @property
    def value(self) -> Value:
        """The likeliest value."""
        return self.values[0]
