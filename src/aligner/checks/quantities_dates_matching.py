"""Which dates of one side contradict a date of the other."""

from __future__ import annotations

from collections.abc import Sequence

from aligner.checks.quantities_dates import Date, Weekday

_MOST_COMPARED = 40_000  # pairs of dates; segments with two hundred dates on either side are no prose


def agree(one: Date, other: Date) -> bool:
    """Whether two dates can be the same: in everything that both of them say."""
    return _same_year(one, other) and any(
        month == another and (not days or not others or not days.isdisjoint(others))
        for days, month in one.readings
        for others, another in other.readings
    )


def shared_parts(one: Date, other: Date) -> int:
    """How many of day, month and year two dates have in common."""
    most = max(
        (month == another) + bool(days & others) for days, month in one.readings for others, another in other.readings
    )
    return most + (one.year is not None and one.year == other.year)


def _same_year(one: Date, other: Date) -> bool:
    return None in {one.year, other.year} or one.year == other.year


def left_over(source: Sequence[Date], target: Sequence[Date]) -> tuple[list[Date], list[Date]]:
    """The dates of both sides that no date of the other side agrees with.

    Where one side repeats a date that the other says once, the repetition is not left over. Of segments with hundreds of
    dates nothing is said.
    """
    if len(source) * len(target) > _MOST_COMPARED:
        return [], []
    ours, theirs = list(source), list(target)
    for least in (3, 2, 1):
        for one in list(ours):
            for other in theirs:
                if agree(one, other) and shared_parts(one, other) >= least:
                    ours.remove(one)
                    theirs.remove(other)
                    break
    if len(source) != len(target):
        ours = [one for one in ours if not any(agree(one, other) for other in target)]
        theirs = [other for other in theirs if not any(agree(other, one) for one in source)]
    return ours, theirs


def contradictions(source: Sequence[Date], target: Sequence[Date]) -> list[tuple[Date, Date]]:
    """Pairs out of what is left over, those with most in common first.

    Dates that have nothing in common are a pair only where as many are left over on both sides.
    """
    ours, theirs = list(source), list(target)
    least = 0 if len(ours) == len(theirs) else 1
    found = []
    for common in (2, 1, 0):
        for one in list(ours):
            other = next((other for other in theirs if shared_parts(one, other) >= max(common, least)), None)
            if other:
                found.append((one, other))
                ours.remove(one)
                theirs.remove(other)
    return found


def weekdays_left_over(source: Sequence[Weekday], target: Sequence[Weekday]) -> tuple[list[Weekday], list[Weekday]]:
    """The days of the week that only one side has; a repetition counts where both sides name as many days."""
    if len(source) != len(target):
        ours, theirs = {day.number for day in source}, {day.number for day in target}
        return [day for day in source if day.number not in theirs], [day for day in target if day.number not in ours]
    left_source, left_target = list(source), list(target)
    for one in source:
        other = next((other for other in left_target if other.number == one.number), None)
        if other:
            left_source.remove(one)
            left_target.remove(other)
    return left_source, left_target
