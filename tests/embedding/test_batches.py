"""Which texts are encoded together."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.embedding.batches import batches


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(0, 500), max_size=60), st.integers(1, 9), st.integers(1, 1500))
def test_every_text_once_and_no_batch_too_large(lengths: list[int], most: int, characters: int) -> None:
    made = list(batches(lengths, most, characters))
    assert sorted(number for batch in made for number in batch) == list(range(len(lengths)))
    for batch in made:
        assert 1 <= len(batch) <= most
        padded = len(batch) * max(lengths[number] for number in batch)
        assert padded <= characters or len(batch) == 1
    ordered = [lengths[number] for batch in made for number in batch]
    assert ordered == sorted(lengths, reverse=True)
    assert made == list(batches(lengths, most, characters))


def test_batches_are_as_full_as_they_may_be() -> None:
    assert list(batches([10] * 7, most=3, characters=1000)) == [[0, 1, 2], [3, 4, 5], [6]]
    assert list(batches([10] * 4, most=9, characters=20)) == [[0, 1], [2, 3]]
    assert list(batches([], most=3, characters=10)) == []
