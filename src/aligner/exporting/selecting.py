"""What is taken of the pairs that are left, in which order, and into which part of the corpus each one goes."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from aligner.errors import OptionError
from aligner.exporting.keys import text_key
from aligner.exporting.near import near_duplicates, shingled
from aligner.exporting.options import ExportOptions, Split
from aligner.exporting.spool import Spool

Numbers = NDArray[np.intp]
TRAIN, DEV, TEST = range(3)
# Where nobody says how alike near duplicates are, this is how alike two pairs of different parts may not be.
LEAK_SIMILARITY = 0.8
# What is in the test part may be in no other, and so on down: the first part of a text keeps it.
_PRECEDENCE = (TEST, DEV, TRAIN)


def sampled(numbers: Numbers, options: ExportOptions) -> Numbers:
    """So many of the pairs as `--limit` allows, drawn by the seed, in their order."""
    limit = options.limit
    if limit is None or limit >= len(numbers):
        return numbers
    drawn = _random(options.seed, "limit").permutation(len(numbers))[:limit]
    return numbers[np.sort(drawn)]


def ordered(numbers: Numbers, options: ExportOptions) -> Numbers:
    """The pairs as they came, or in an order drawn by the seed."""
    return _random(options.seed, "order").permutation(numbers) if options.shuffles else numbers


def _random(seed: int, what: str) -> np.random.Generator:
    """A generator of numbers (PCG64) for one purpose, so that no choice depends on another."""
    digest = hashlib.sha256(f"{seed} {what}".encode()).digest()
    return np.random.Generator(np.random.PCG64(int.from_bytes(digest[:16], "big")))


def near_pairs(
    spool: Spool, numbers: Numbers, similarity: float, parts: NDArray[np.int8] | None = None
) -> dict[int, int]:
    """Which pairs are near one that stands before them in `numbers`, and which that is; by number in the spool.

    With `parts`, int8 by place in `numbers`, only pairs of different parts count.
    """
    made = spool.signatures(numbers)

    def text_of(place: int) -> str:
        candidate = spool[int(numbers[place])]
        return shingled(candidate.source, candidate.target)

    found = near_duplicates(made, similarity, text_of, parts)
    return {int(numbers[one]): int(numbers[other]) for one, other in found.items()}


def parted(spool: Spool, numbers: Numbers, split: Split, seed: int, keys: Sequence[str]) -> NDArray[np.int8]:
    """int8 by place in `numbers`: the part (0 train, 1 dev, 2 test) that each pair goes to.

    Groups stay whole. They are drawn in an order of the seed and their `keys`, so that paths do not matter; test takes
    groups until it has its share, then dev, and train has the rest. Raises `OptionError` where there are fewer groups
    than parts.
    """
    groups = np.arange(len(numbers)) if split.group == "pair" else spool.all_groups()[numbers]
    names, index, sizes = np.unique(groups, return_inverse=True, return_counts=True)
    wanted = [part for part in (TEST, DEV) if split.shares[part]]
    if len(names) < len(wanted) + bool(split.shares[TRAIN]):
        what = "pair" if split.group == "pair" else "document"
        told = f"there {'is' if len(names) == 1 else 'are'} {len(names)} {what}{'' if len(names) == 1 else 's'}"
        hint = "give more" if what == "pair" else "give more, or --split-by pair"
        raise OptionError(f"--split: {told}, fewer than parts; {hint}")
    if split.group == "pair":
        drawn = [int(one) for one in _random(seed, "split").permutation(len(names))]
    else:
        drawn = sorted(range(len(names)), key=lambda place: _drawn(seed, keys[int(names[place])]))
    part_of_group = np.full(len(names), TRAIN, dtype=np.int8)
    for part in wanted:
        for place in _share(drawn, sizes, split.shares[part] / 100 * len(numbers)):
            part_of_group[place] = part
            drawn.remove(place)
    return part_of_group[index]


def _drawn(seed: int, key: str) -> bytes:
    return hashlib.sha256(f"{seed} {key}".encode()).digest()


def _share(drawn: list[int], sizes: NDArray[np.intp], quota: float) -> list[int]:
    """Groups that together have about as many pairs as the quota, at least one: the first drawn that do not go far beyond."""
    taken: list[int] = []
    filled = 0
    for place in drawn:
        if filled + sizes[place] / 2 <= quota:
            taken.append(place)
            filled += int(sizes[place])
        if filled >= quota:
            break
    return taken or [min(drawn, key=lambda place: (sizes[place], drawn.index(place)))]


def leaks(spool: Spool, numbers: Numbers, parts: NDArray[np.int8], similarity: float) -> dict[int, int]:
    """Pairs that another part has too, and where it has them: by number in the spool.

    A pair leaks when its source, or its target, is that of a pair of a part that goes before (test, dev, train), or when
    both together are near to one of another part.
    """
    order = np.concatenate([np.flatnonzero(parts == part) for part in _PRECEDENCE]).astype(np.intp)
    found = _shared_sides(spool, numbers[order], parts[order])
    left = np.array([number not in found for number in map(int, numbers[order])], dtype=bool)
    return {**found, **near_pairs(spool, numbers[order][left], similarity, parts[order][left])}


def _shared_sides(spool: Spool, numbers: Numbers, parts: NDArray[np.int8]) -> dict[int, int]:
    """Pairs with a side that one of an earlier part has."""
    found: dict[int, int] = {}
    seen: tuple[dict[int, int], dict[int, int]] = ({}, {})
    part_at: dict[int, int] = {}
    last = TRAIN if TRAIN in parts else DEV
    for number, part, candidate in zip(map(int, numbers), map(int, parts), spool.read(map(int, numbers)), strict=True):
        keys = [text_key(text) if text.strip() else None for text in (candidate.source, candidate.target)]
        for key, before in zip(keys, seen, strict=True):
            other = None if key is None else before.get(key)
            if other is not None and part_at[other] != part:
                found[number] = other
                break
        else:
            if part == last:
                continue  # nothing comes after it that could have the same
            part_at[number] = part
            for key, before in zip(keys, seen, strict=True):
                if key is not None:
                    before.setdefault(key, number)
    return found
