"""After all pairs are known: which of them are written, into which part and in which order."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from aligner.exporting.candidates import Candidate
from aligner.exporting.collecting import Ready, Run
from aligner.exporting.report import StepCount
from aligner.exporting.selecting import LEAK_SIMILARITY, Numbers, leaks, near_pairs, ordered, parted, sampled

LATER_STEPS = {
    "near-duplicates": "Pairs that share most of their stretches of characters with one before, in any document.",
    "limit": "Pairs beyond the number that was asked for, drawn by the seed.",
    "leakage": "Pairs a side of which, or the like of which, is in a part that goes before: test, then dev, then train.",
}


@dataclass(slots=True)
class Selected:
    """Numbers of the spool in the order of the output, and the part of each."""

    numbers: Numbers
    parts: NDArray[np.int8] | None = None


def selected(run: Run, steps: list[Ready], numbers: Numbers | None = None) -> tuple[Selected, list[StepCount]]:
    """What is written of all that was kept: near duplicates, sample, parts, leakage, order; and what every step did.

    `numbers` are those of the spool that the steps left, None for all.
    """
    options, spool = run.options, run.spool
    numbers = np.arange(len(spool), dtype=np.intp) if numbers is None else numbers
    later: list[str] = []
    if options.filters.near is not None:
        gone = near_pairs(spool, numbers, options.filters.near)
        numbers = _without(run, numbers, gone, "near-duplicates", later)
    if options.limit is not None:
        drawn = sampled(numbers, options)
        gone = dict.fromkeys(map(int, np.setdiff1d(numbers, drawn)), -1)
        numbers = _without(run, numbers, gone, "limit", later)
    parts = None
    if options.split is not None:
        parts = parted(spool, numbers, options.split, options.seed, run.group_keys)
        gone = leaks(spool, numbers, parts, options.filters.near or LEAK_SIMILARITY)
        is_left = np.isin(numbers, np.fromiter(gone, dtype=np.intp, count=len(gone)), invert=True)
        numbers, parts = _without(run, numbers, gone, "leakage", later), parts[is_left]
    places = ordered(np.arange(len(numbers), dtype=np.intp), options)
    counts = _counts(run, [(step.name, step.summary) for step, _ in steps], later)
    return Selected(numbers[places], None if parts is None else parts[places]), counts


def _without(run: Run, numbers: Numbers, gone: dict[int, int], name: str, later: list[str]) -> Numbers:
    """The numbers that are left, what is gone being counted."""
    later.append(name)
    tally = run.tally(name)
    for number, like in gone.items():
        reason = ""
        if like >= 0 and tally.most:
            other = run.spool[like]
            reason = f"{other.source} / {other.target}"
        tally.drop(run.spool[number] if tally.most else Candidate("", ""), reason)
    return numbers[np.isin(numbers, np.fromiter(gone, dtype=np.intp, count=len(gone)), invert=True)]


def _counts(run: Run, steps: list[tuple[str, str]], later: list[str]) -> list[StepCount]:
    names = [origin.name for origin in run.origins]
    before = sum(origin.read for origin in run.origins)
    counts = []
    for name, summary in (*steps, *((name, LATER_STEPS[name]) for name in later)):
        tally = run.tally(name)
        kept = before - tally.dropped
        counts.append(StepCount(name, summary, before, kept, tally.changed, tally.samples(names)))
        before = kept
    return counts
