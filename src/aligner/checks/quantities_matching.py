"""Which numbers of one side have no counterpart on the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from aligner.checks.quantities_digits import Value
from aligner.checks.quantities_kinds import Kind, Percent, Quantity, Weight
from aligner.checks.quantities_measures import is_conversion

_SMALLEST_SCALE = 1000
_MOST_COMPARED = 40_000  # pairs of numbers; segments with two hundred numbers on either side are no prose
_YEARS = (1000, 2100)
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
    except the weak ones. Of segments with hundreds of numbers nothing is said.
    """
    if len(source) * len(target) > _MOST_COMPARED:
        return [], []
    left_source, left_target = list(source), list(target)
    for accounts in (_is_same, _is_like, _is_equal, _is_same_code, _says_the_same, _stands_for):
        if not left_source or not left_target:
            break
        _pair(left_source, left_target, accounts)
    return left_source, left_target


def cross_out(one: list[Quantity], other: list[Quantity]) -> None:
    """Take equal numbers out of what is left of two neighbours, where a sentence border lies elsewhere."""
    for accounts in (_is_same, _is_equal):
        _pair(one, other, accounts)


def _pair(source: list[Quantity], target: list[Quantity], accounts: Callable[[Quantity, Quantity], bool]) -> None:
    """Take out of both lists what accounts for each other, in order."""
    for one in list(source):
        for other in target:
            if accounts(one, other):
                source.remove(one)
                target.remove(other)
                break


def _share_value(one: Quantity, other: Quantity) -> bool:
    if one.kind is other.kind is Kind.DECADE and min(one.value, other.value) >= _YEARS[0]:
        return one.value == other.value  # both say the century
    return not set(one.values).isdisjoint(other.values)


def _agree_on_percent(one: Quantity, other: Quantity) -> bool:
    return one.percent == other.percent or Percent.SHARED in {one.percent, other.percent}


def _is_same(one: Quantity, other: Quantity) -> bool:
    return one.value == other.value and _is_like(one, other)


def _is_like(one: Quantity, other: Quantity) -> bool:
    return (one.kind in _ORDERED) == (other.kind in _ORDERED) and _is_equal(one, other)


def _is_equal(one: Quantity, other: Quantity) -> bool:
    """Whether two numbers proper agree; a tenth may be 10 %."""
    if min(one.weight, other.weight) < Weight.SOFT or not _share_value(one, other):
        return False
    return _agree_on_percent(one, other) or _is_part(one) or _is_part(other)


def _is_part(quantity: Quantity) -> bool:
    return quantity.kind is Kind.FRACTION or (quantity.kind is Kind.ORDINAL and len(quantity.values) > 1)


def _is_same_code(one: Quantity, other: Quantity) -> bool:
    """SARS-CoV-2 on both sides, before ACE2 could account for one of them."""
    return one.kind is other.kind is Kind.CODE and one.values == other.values and _letters(one) == _letters(other)


def _says_the_same(one: Quantity, other: Quantity) -> bool:
    """Both and ambos: they account for each other, so neither is left to stand for a two. So do equal codes."""
    if one.weight is not Weight.OPTIONAL or other.weight is not Weight.OPTIONAL:
        return False
    if Kind.CODE in {one.kind, other.kind}:
        return one.values == other.values
    return _share_value(one, other)


def _stands_for(one: Quantity, other: Quantity) -> bool:
    weaker, stronger = sorted((one.weight, other.weight))
    return weaker is Weight.OPTIONAL and stronger >= Weight.SOFT and _share_value(one, other)


def _says_otherwise(one: Quantity, other: Quantity) -> bool:
    """Three decades and 30 years, 500 pounds and 227 kilos; but not three years and 30 decades."""
    if (
        one.unit
        and other.unit
        and any(is_conversion(value, one.unit, another, other.unit) for value in one.values for another in other.values)
    ):
        return True
    larger, smaller = (one, other) if one.rank > other.rank else (other, one)
    return larger.rank > smaller.rank and not set(larger.counted).isdisjoint(smaller.values)


def differences(source: Sequence[Quantity], target: Sequence[Quantity]) -> list[Difference]:
    """What translators would call wrong among the numbers left over on both sides (see `unmatched`).

    Numbers of the same sort contradict each other; of others one at least must be firm. A firm number
    alone is a fault unless people drop such numbers: years, and those that brackets convert.
    """
    wanting_source = [quantity for quantity in source if quantity.weight >= Weight.SOFT]
    wanting_target = [quantity for quantity in target if quantity.weight >= Weight.SOFT]
    found = _changed_codes(source, target)
    if not wanting_source and not wanting_target:
        return found
    _pair(wanting_source, wanting_target, _says_otherwise)
    # 2.2 pounds are 1 kilo, and the 1 may be an article.
    _pair(wanting_source, [quantity for quantity in target if quantity.weight is Weight.OPTIONAL], _says_otherwise)
    _pair([quantity for quantity in source if quantity.weight is Weight.OPTIONAL], wanting_target, _says_otherwise)
    weak_source = [quantity for quantity in source if quantity.weight is Weight.WEAK]
    weak_target = [quantity for quantity in target if quantity.weight is Weight.WEAK]
    contradictions: list[Difference] = []
    for contradict in (_share_value, _same_sort, _firm_both):
        for one in list(wanting_source):
            other = next((other for other in wanting_target if contradict(one, other)), None)
            if other:
                contradictions.append(Difference(one, other))
                wanting_source.remove(one)
                wanting_target.remove(other)
    found += [difference for difference in contradictions if not _is_scaled_apart(difference, weak_source, weak_target)]
    found.extend(Difference(one, None) for one in wanting_source if _is_missed(one, weak_target))
    found.extend(Difference(None, other) for other in wanting_target if _is_missed(other, weak_source))
    return found


def _changed_codes(source: Sequence[Quantity], target: Sequence[Quantity]) -> list[Difference]:
    """H5N1 and H5N5: the same letters with other digits, neither of them on both sides."""
    codes = [quantity for quantity in source if quantity.kind is Kind.CODE]
    others = [quantity for quantity in target if quantity.kind is Kind.CODE]
    for accounts in (_is_same_code, lambda one, other: one.values == other.values):
        _pair(codes, others, accounts)
    found = []
    for one in codes:
        other = next((other for other in others if _letters(one) == _letters(other)), None)
        if other:
            found.append(Difference(one, other))
            others.remove(other)
    return found


def _letters(code: Quantity) -> str:
    return "".join(character for character in code.text if character.isalpha()).casefold()


def _same_sort(one: Quantity, other: Quantity) -> bool:
    return (one.kind in _ORDERED) == (other.kind in _ORDERED) and bool(one.percent) == bool(other.percent)


def _firm_both(one: Quantity, other: Quantity) -> bool:
    return Weight.FIRM in {one.weight, other.weight}


def _is_scaled_apart(difference: Difference, weak_source: list[Quantity], weak_target: list[Quantity]) -> bool:
    """175 million, "175 los millones": the scale word stands apart."""
    one, other = difference.source, difference.target
    assert one
    assert other
    return any(one.value == other.value * scale for scale in _scales(weak_target)) or any(
        other.value == one.value * scale for scale in _scales(weak_source)
    )


def _scales(weak: list[Quantity]) -> list[Value]:
    return [word.value for word in weak if word.value >= _SMALLEST_SCALE]


def _is_missed(quantity: Quantity, weak: list[Quantity]) -> bool:
    """Whether it is a fault that a number has no counterpart."""
    if quantity.weight is not Weight.FIRM or quantity.is_gloss or _is_year(quantity):
        return False
    return not any(_share_value(quantity, word) for word in weak)


def _is_year(quantity: Quantity) -> bool:
    plain = quantity.kind is Kind.CARDINAL and not quantity.percent and quantity.text.isdigit()
    return plain and _YEARS[0] <= quantity.value <= _YEARS[1] and len(quantity.text) == len("2000")
