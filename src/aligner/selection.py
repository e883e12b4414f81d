"""Which beads of an alignment are written, and in which order."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from aligner.errors import OptionError
from aligner.model import Bead, Bitext

# Formats that say of every sentence where it went: there, a pair that is not believed becomes its sentences alone.
_ACCOUNTING_FORMATS = frozenset({"jsonl", "ladder"})
# Formats whose pairs may stand in any order.
_ORDERED_FORMATS = ("jsonl", "tsv", "csv", "parquet", "side-by-side", "docx-table")
_EVEN = 0.5


class Order(StrEnum):
    """Document order, or what is most doubtful first."""

    DOCUMENT = "document"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Selection:
    """`least_score`: pairs with a lower score are not believed, None believes all; `order` of what is written.

    Raises `OptionError` for a score outside 0 to 1.
    """

    least_score: float | None = None
    order: Order = Order.DOCUMENT

    def __post_init__(self) -> None:
        score = self.least_score
        if score is not None and not (math.isfinite(score) and 0 <= score <= 1):
            raise OptionError(f"--min-score {score}: give a number from 0 to 1")

    def refuse_format(self, format_name: str) -> None:
        """Raise `OptionError` when a format cannot be written in this order."""
        if self.order is not Order.DOCUMENT and format_name not in _ORDERED_FORMATS:
            problem = f"--order {self.order} cannot be written as {format_name}"
            raise OptionError(f"{problem}; the formats that can: {', '.join(_ORDERED_FORMATS)}")


@dataclass(frozen=True, slots=True)
class Selected:
    """What is left to write; `below` says how many of the pairs scored too low, out of `pairs`."""

    bitext: Bitext
    below: int
    pairs: int


def selected(bitext: Bitext, selection: Selection, format_name: str) -> Selected:
    """The beads of `bitext` to write in a format.

    A pair below the least score is left out; where the format accounts for every sentence (jsonl, ladder) its sentences
    become nulls in their places. Raises `OptionError` when the format cannot be written in the order.
    """
    selection.refuse_format(format_name)
    pairs = [bead for bead in bitext.beads if not bead.is_null]
    low = {bead for bead in pairs if is_below(bead, selection.least_score)}
    beads: tuple[Bead, ...] = bitext.beads
    if low:
        accounts = format_name in _ACCOUNTING_FORMATS
        beads = tuple(one for bead in beads for one in _kept(bead, is_low=bead in low, accounts=accounts))
    if selection.order is Order.REVIEW:
        beads = review_first(beads)
    return Selected(replace(bitext, beads=beads), len(low), len(pairs))


def is_below(bead: Bead, least_score: float | None) -> bool:
    """Whether a pair's score is lower than the least; a pair without a score is never."""
    return least_score is not None and bead.score is not None and bead.score < least_score


def _kept(bead: Bead, *, is_low: bool, accounts: bool) -> Iterator[Bead]:
    if not is_low:
        yield bead
    elif accounts:
        # With the probability of the pair, one minus which was its cost, these nulls are a mistake.
        yield from (Bead((number,), (), cost=bead.score) for number in bead.source)
        yield from (Bead((), (number,), cost=bead.score) for number in bead.target)


def review_first(beads: tuple[Bead, ...]) -> tuple[Bead, ...]:
    """Beads by how sure the alignment is of them, the least sure first; as they stood where it is as sure.

    >>> [bead.source for bead in review_first((Bead((0,), (0,), 0.9), Bead((1,), (1,), 0.2), Bead((2,), (), None, 0.6)))]
    [(1,), (2,), (0,)]
    """
    return tuple(sorted(beads, key=_certainty))


def _certainty(bead: Bead) -> float:
    """The probability of a bead; of a null, which has no score, that of its evidence, or else one minus its cost."""
    if bead.score is not None:
        return bead.score
    if bead.evidence is not None:
        return bead.evidence.probability
    return _EVEN if bead.cost is None else 1.0 - bead.cost
