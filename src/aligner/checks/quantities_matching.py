"""Which numbers of one side have no counterpart on the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from aligner.checks.quantities import Kind, Percent, Quantity, Weight

_ORDERED = frozenset({Kind.ORDINAL, Kind.ROMAN, Kind.CENTURY})


@dataclass(frozen=True, slots=True)
class Difference:
    """Numbers that contradict each other, or a number without counterpart (the other one None)."""

    source: Quantity | None
    target: Quantity | None


def unmatched(source: Sequence[Quantity], target: Sequence[Quantity]) -> tuple[list[Quantity], list[Quantity]]:
    """The numbers of both sides that nothing on the other side accounts for.

    Numbers proper pair first, those of one kind before others; then words that may stand for a number
    ("both" for two). Each number accounts for one other. Words left over are not among what is returned,
    except the weak ones.
    """
    left_source, left_target = list(source), list(target)
    for accounts in (_is_like, _is_equal, _stands_for):
        if not left_source or not left_target:
            break
        _pair(left_source, left_target, accounts)
    return left_source, left_target


def _pair(source: list[Quantity], target: list[Quantity], accounts: Callable[[Quantity, Quantity], bool]) -> None:
    """Take out of both lists what accounts for each other, in order."""
    for one in list(source):
        for other in target:
            if accounts(one, other):
                source.remove(one)
                target.remove(other)
                break


def _share_value(one: Quantity, other: Quantity) -> bool:
    return not set(one.values).isdisjoint(other.values)


def _agree_on_percent(one: Quantity, other: Quantity) -> bool:
    return one.percent == other.percent or Percent.SHARED in {one.percent, other.percent}


def _is_like(one: Quantity, other: Quantity) -> bool:
    return (one.kind in _ORDERED) == (other.kind in _ORDERED) and _is_equal(one, other)


def _is_equal(one: Quantity, other: Quantity) -> bool:
    proper = min(one.weight, other.weight) >= Weight.SOFT
    return (
        proper
        and _share_value(one, other)
        and (_agree_on_percent(one, other) or Kind.FRACTION in {one.kind, other.kind})
    )


def _stands_for(one: Quantity, other: Quantity) -> bool:
    return min(one.weight, other.weight) == Weight.OPTIONAL and _share_value(one, other)


def differences(source: Sequence[Quantity], target: Sequence[Quantity]) -> list[Difference]:
    """What translators would call wrong among the numbers left over on both sides (see `unmatched`)."""
    found: list[Difference] = []
    wanting_source = [quantity for quantity in source if quantity.weight >= Weight.SOFT]
    wanting_target = [quantity for quantity in target if quantity.weight >= Weight.SOFT]
    for contradict in (_lost_percent, _same_sort, _firm_both):
        for one in list(wanting_source):
            other = next((other for other in wanting_target if contradict(one, other)), None)
            if other:
                found.append(Difference(one, other))
                wanting_source.remove(one)
                wanting_target.remove(other)
    found.extend(Difference(one, None) for one in wanting_source if one.weight is Weight.FIRM)
    found.extend(Difference(None, other) for other in wanting_target if other.weight is Weight.FIRM)
    return found


def _lost_percent(one: Quantity, other: Quantity) -> bool:
    return _share_value(one, other)


def _same_sort(one: Quantity, other: Quantity) -> bool:
    return (one.kind in _ORDERED) == (other.kind in _ORDERED) and bool(one.percent) == bool(other.percent)


def _firm_both(one: Quantity, other: Quantity) -> bool:
    return Weight.FIRM in {one.weight, other.weight}
