"""Places: in order, with room between any two, however often a stretch is divided."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.review.places import first_places, place_between


@given(st.integers(0, 5000))
@settings(max_examples=20, deadline=None)
def test_the_first_places_ascend(count: int) -> None:
    places = list(first_places(count))
    assert len(places) == count
    assert places == sorted(set(places))


@given(st.integers(0, 40), st.lists(st.floats(0, 1), max_size=60))
@settings(max_examples=60, deadline=None)
def test_there_is_always_room(count: int, where: list[float]) -> None:
    places = list(first_places(count))
    for fraction in where:
        at = round(fraction * len(places))
        place = place_between(places[at - 1] if at else None, places[at] if at < len(places) else None)
        assert not place.endswith("0")
        places.insert(at, place)
        assert places == sorted(set(places))


def test_places_stay_short() -> None:
    low, high = "0V", "1V"
    for _ in range(200):
        high = place_between(low, high)
    assert len(high) < 50


def test_what_is_out_of_order_is_refused() -> None:
    with pytest.raises(ValueError, match="does not come before"):
        place_between("1V", "1V")
