"""Why a sentence has no counterpart: what comes nearest to it, and what speaks against that."""

from __future__ import annotations

import numpy as np

from aligner.alignment.evidence import Evidence
from aligner.alignment.moves import Group
from aligner.alignment.path import Floats
from aligner.alignment.scoring import Scorer

# So many sentences of the other side are looked at before and after the place of a null.
_REACH = 10
_AT_ONCE = 2_000
Numbers = tuple[int, ...]


def explained(
    scorer: Scorer, evidence: Evidence, found: list[Group]
) -> dict[tuple[Numbers, Numbers], tuple[str, int | None]]:
    """The reason and the nearest sentence of each null; see `aligner.model.NullEvidence`."""
    paired = ({number for group in found if group.target for number in group.source},
              {number for group in found if group.source for number in group.target})  # fmt: skip
    reasons: dict[tuple[Numbers, Numbers], tuple[str, int | None]] = {}
    for side in (0, 1):
        nulls = _places(found, side)
        count = (scorer.overlaps.target_count, scorer.overlaps.source_count)[side]
        for first in range(0, len(nulls), _AT_ONCE):
            part = nulls[first : first + _AT_ONCE]
            for (number, _), reason in zip(
                part, _reasons(scorer, evidence, part, side, count, paired[1 - side]), strict=True
            ):
                reasons[((number,), ()) if side == 0 else ((), (number,))] = reason
    return reasons


def _places(found: list[Group], side: int) -> list[tuple[int, int]]:
    """Number of each null of a side, and how many sentences of the other side have been passed there."""
    passed, places = 0, []
    for group in found:
        here, there = (group.source, group.target) if side == 0 else (group.target, group.source)
        if there:
            passed = there[-1] + 1
        else:
            places.append((here[0], passed))
    return places


def _reasons(
    scorer: Scorer, evidence: Evidence, nulls: list[tuple[int, int]], side: int, count: int, paired: set[int]
) -> list[tuple[str, int | None]]:
    numbers, passed = np.array(nulls, np.intp).T
    near = passed[:, None] + np.arange(-_REACH, _REACH)
    inside = (near >= 0) & (near < count)
    ends = (np.repeat(numbers + 1, 2 * _REACH), np.clip(near, 0, count - 1).ravel() + 1)
    meaning, form = scorer.pair_ratios(evidence, ends[side], ends[1 - side])
    likeness: Floats = np.where(inside, meaning.reshape(near.shape), -np.inf)
    best = likeness.argmax(axis=1)
    rows = np.arange(len(best))
    return [
        _reason(likeness[row, place], form.reshape(near.shape)[row, place], int(near[row, place]), paired)
        for row, place in zip(rows, best, strict=True)
    ]


def _reason(meaning: float, form: float, nearest: int, paired: set[int]) -> tuple[str, int | None]:
    if meaning <= 0.0:
        return "unlike", nearest if np.isfinite(meaning) else None
    if nearest in paired:
        return "taken", nearest
    return ("length", nearest) if form < 0.0 else ("unlike", nearest)
