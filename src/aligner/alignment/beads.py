"""Kinds of beads an alignment may use."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of bead: `rows` source with `columns` target sentences; `crossed` is a 2-2 whose two pairs are exchanged."""

    rows: int
    columns: int
    crossed: bool = False


@cache
def kinds_up_to(max_size: int) -> tuple[Kind, ...]:
    """1-1, then 1-k and k-1 for k up to `max_size`, 2-2 to 3-3, and the crossed pair.

    >>> [(kind.rows, kind.columns) for kind in kinds_up_to(2)]
    [(1, 1), (1, 2), (2, 1), (2, 2), (2, 2)]
    """
    found = [Kind(1, 1)]
    for size in range(2, max_size + 1):
        found += [Kind(1, size), Kind(size, 1)]
    small = [size for size in (2, 3) if size <= max_size]
    found += [Kind(rows, columns) for rows in small for columns in small]
    if max_size >= 2:
        found.append(Kind(2, 2, crossed=True))
    return tuple(found)
