"""Which texts are encoded together: those of like length, and no more than memory has room for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence


def batches(lengths: Sequence[int], most: int, characters: int) -> Iterator[list[int]]:
    """Numbers of the texts of each batch, the longest first, so that what does not fit shows at once.

    A batch has at most `most` texts; padded to the longest of them they come to at most `characters`, a longer text
    stands alone. Every number comes once, and the same lengths give the same batches.

    >>> list(batches([3, 900, 4, 5], most=2, characters=100))
    [[1], [3, 2], [0]]
    """
    batch: list[int] = []
    for number in sorted(range(len(lengths)), key=lambda number: (-lengths[number], number)):
        if batch and (len(batch) == most or (len(batch) + 1) * lengths[batch[0]] > characters):
            yield batch
            batch = []
        batch.append(number)
    if batch:
        yield batch
