"""Sentences that stand elsewhere in the other version: what a monotone path leaves over, paired out of order."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

import numpy as np

from aligner.alignment.evidence import Evidence
from aligner.alignment.path import Floats, Path
from aligner.alignment.scoring import Scorer

# A pair out of order needs more than one in its place: this much log-likelihood ratio, and as much more than the
# next best of either sentence as `_MARGIN`.
_LEAST, _MARGIN = 5.0, 2.0
# Candidates of a sentence: so many left-over sentences of the other side, the nearest.
_REACH = 400


@dataclass(frozen=True, slots=True)
class Group:
    """Sentence numbers of a bead, and the probability of its being right."""

    source: tuple[int, ...]
    target: tuple[int, ...]
    probability: float


def with_moves(scorer: Scorer, evidence: Evidence, path: Path) -> list[Group]:
    """The beads of a path, its nulls paired that are translations of each other; a pair stands at its source."""
    found = groups(path)
    sources = [group.source[0] for group in found if not group.target]
    targets = [group.target[0] for group in found if not group.source]
    if not sources or not targets:
        return found
    partner = _mutual(_ratios(scorer, evidence, found, sources, targets), sources, targets)
    taken = {target for target, _ in partner.values()}
    result = []
    for group in found:
        if not group.target and group.source[0] in partner:
            target, odds = partner[group.source[0]]
            result.append(Group(group.source, (target,), float(1.0 / (1.0 + np.exp(-odds)))))
        elif group.source or group.target[0] not in taken:
            result.append(group)
    return result


def groups(path: Path) -> list[Group]:
    """The beads of a path; crossed ones as two pairs."""
    beads = path.uncrossed()
    rows = zip((beads.row_ends - beads.rows).tolist(), beads.row_ends.tolist(), strict=True)
    columns = zip((beads.column_ends - beads.columns).tolist(), beads.column_ends.tolist(), strict=True)
    return [
        Group(tuple(range(*source)), tuple(range(*target)), probability)
        for source, target, probability in zip(rows, columns, beads.probability.tolist(), strict=True)
    ]


def columns_at_nulls(found: list[Group]) -> dict[int, int]:
    """How many target sentences have been passed at each source sentence without counterpart."""
    column, at = 0, {}
    for group in found:
        if not group.target:
            at[group.source[0]] = column
        else:
            column = max(column, group.target[-1] + 1)
    return at


def _ratios(
    scorer: Scorer, evidence: Evidence, found: list[Group], sources: list[int], targets: list[int]
) -> list[tuple[int, Floats]]:
    """For each source: the place of its first candidate in `targets`, and the ratios of its candidates."""
    ends = np.array(targets, np.intp) + 1
    column_at = columns_at_nulls(found)
    ratios = []
    for source in sources:
        middle = bisect_left(targets, column_at[source])
        first = max(0, min(middle - _REACH // 2, len(targets) - _REACH))
        candidates = ends[first : first + _REACH]
        ratios.append((first, scorer.pair_ratio(evidence, np.full(len(candidates), source + 1), candidates)))
    return ratios


def _mutual(ratios: list[tuple[int, Floats]], sources: list[int], targets: list[int]) -> dict[int, tuple[int, float]]:
    """Pairs in which each is by far the best of the other, by source: the target, and by how much it is the best."""
    best_of_target: dict[int, list[tuple[float, int]]] = {}
    for number, (first, row) in enumerate(ratios):
        for offset in map(int, np.flatnonzero(row > 0.0)):
            best_of_target.setdefault(first + offset, []).append((float(row[offset]), number))
    pairs = {}
    for number, (first, row) in enumerate(ratios):
        place = first + int(row.argmax())
        best = float(row.max())
        rivals = [value for value, other in best_of_target.get(place, []) if other != number]
        # What is not like any other is still to be weighed against being no pair at all.
        second = max([0.0, *np.delete(row, place - first).tolist(), *rivals])
        if best >= _LEAST and best - second >= _MARGIN:
            pairs[sources[number]] = (targets[place], best - second)
    return pairs
