"""Sentences that stand elsewhere in the other version: what a monotone path leaves over, paired out of order."""

from __future__ import annotations

from bisect import bisect_left

import numpy as np

from aligner.alignment.evidence import Evidence, Path, Scorer
from aligner.alignment.overlaps import Floats

# A pair out of order needs more than one in its place: this much log-likelihood ratio, and as much more than the
# next best of either sentence as `_MARGIN`.
_LEAST, _MARGIN = 5.0, 2.0
# Candidates of a sentence: so many left-over sentences of the other side, the nearest.
_REACH = 400


def with_moves(scorer: Scorer, evidence: Evidence, path: Path) -> Path:
    """The path with those of its nulls paired that are translations of each other; a pair stands at its source."""
    sources = [rows[0] for rows, columns in path if not columns]
    targets = [columns[0] for rows, columns in path if not rows]
    if not sources or not targets:
        return path
    partner = _mutual(_ratios(scorer, evidence, path, sources, targets), sources, targets)
    taken = set(partner.values())
    return [
        (rows, (partner[rows[0]],)) if not columns and rows[0] in partner else (rows, columns)
        for rows, columns in path
        if rows or columns[0] not in taken
    ]


def _ratios(
    scorer: Scorer, evidence: Evidence, path: Path, sources: list[int], targets: list[int]
) -> list[tuple[int, Floats]]:
    """For each source: the place of its first candidate in `targets`, and the ratios of its candidates."""
    block = scorer.overlaps.scattered()
    ends = np.array(targets, np.intp) + 1
    column_at = _columns_at(path)
    found = []
    for source in sources:
        middle = bisect_left(targets, column_at[source])
        first = max(0, min(middle - _REACH // 2, len(targets) - _REACH))
        candidates = ends[first : first + _REACH]
        rows = np.full(len(candidates), source + 1)
        found.append((first, scorer.ratio(block, evidence, (1, 1), rows, candidates)))
    return found


def _columns_at(path: Path) -> dict[int, int]:
    """How many target sentences the path has passed at each source null."""
    column, found = 0, {}
    for rows, columns in path:
        if not columns:
            found[rows[0]] = column
        else:
            column = max(column, columns[-1] + 1)
    return found


def _mutual(ratios: list[tuple[int, Floats]], sources: list[int], targets: list[int]) -> dict[int, int]:
    """Pairs in which each is by far the best of the other."""
    best_of_target: dict[int, list[tuple[float, int]]] = {}
    for number, (first, row) in enumerate(ratios):
        for offset in map(int, np.flatnonzero(row > 0.0)):
            best_of_target.setdefault(first + offset, []).append((float(row[offset]), number))
    pairs = {}
    for number, (first, row) in enumerate(ratios):
        place = first + int(row.argmax())
        best = float(row.max())
        rivals = [value for value, other in best_of_target.get(place, []) if other != number]
        second = max([*np.delete(row, place - first), *rivals], default=-np.inf)
        if best >= _LEAST and best - second >= _MARGIN:
            pairs[sources[number]] = targets[place]
    return pairs
