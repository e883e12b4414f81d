"""Counts hits, by the definitions of vecalign's scorer (Thompson and Koehn 2019).

A test bead is a *strict* hit when the gold holds exactly that bead; it is a *lax* hit when it is a strict one, or when
the gold beads of its source sentences, taken together, share a target sentence with it. Precision judges all test
beads against all gold beads, nulls on both sides included: a right null is a hit, a wrong one an error. Recall is the
same with gold and test exchanged, and all nulls left out of both.

Test beads made of neutral sentences alone are left out. Figures of nulls are ours: single sentences without a
counterpart in the gold against those in the test.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from aligner.evaluation.numbering import Matched
from aligner.model import Bead, Side

# int64 [units, len(Column)]: what each unit of resampling adds to the counts.
CountArray = NDArray[np.int64]
_Key = tuple[tuple[int, ...], tuple[int, ...]]


class Column(IntEnum):
    """Columns of a `CountArray`: beads and hits of either side, then sentences that are null."""

    TEST = 0
    TEST_STRICT = 1
    TEST_LAX = 2
    GOLD = 3
    GOLD_STRICT = 4
    GOLD_LAX = 5
    NULL_TEST = 6
    NULL_GOLD = 7
    NULL_BOTH = 8


@dataclass(frozen=True, slots=True)
class KindCounts:
    """Beads of one type (1-1, 1-2 …): how many in the test and in the gold, and how many are the same in both."""

    test: int = 0
    gold: int = 0
    hits: int = 0

    def __add__(self, other: KindCounts) -> KindCounts:
        return KindCounts(self.test + other.test, self.gold + other.gold, self.hits + other.hits)


@dataclass(frozen=True, slots=True)
class DocumentCounts:
    """Counts of one document, by unit, and by bead type (no types where texts were compared: they have none)."""

    units: CountArray
    kinds: Mapping[str, KindCounts] = field(default_factory=dict)

    @property
    def total(self) -> CountArray:
        """int64 [len(Column)]: the sums over the units."""
        total: CountArray = self.units.sum(axis=0)
        return total


def count(tests: Sequence[Matched]) -> list[DocumentCounts]:
    """Counts of one document for each of several tests against its one gold.

    A unit is a group of gold and test beads that share sentences, directly or by way of others. Units add up to the
    whole, are the same for every test, and each can be drawn by itself: what a bootstrap over beads needs.
    """
    judged = [_judged(test) for test in tests]
    groups = _Groups(len(tests[0].gold))
    nodes = [groups.attach(test.gold, beads) for test, beads in zip(tests, judged, strict=True)]
    unit_of_root = {root: unit for unit, root in enumerate(sorted({groups.root(node) for node in groups.nodes}))}
    counted = []
    for test, beads, of_beads in zip(tests, judged, nodes, strict=True):
        units = np.zeros((len(unit_of_root), len(Column)), np.int64)
        test_units = [unit_of_root[groups.root(node)] for node in of_beads]
        gold_units = [unit_of_root[groups.root(node)] for node in range(len(test.gold))]
        _add_hits(units, test, beads, (test_units, gold_units))
        _add_nulls(units, test, beads, (test_units, gold_units))
        counted.append(DocumentCounts(units, _kinds(test.gold, beads) if test.counts_sentences else {}))
    return counted


def _judged(matched: Matched) -> tuple[Bead, ...]:
    """The test beads that have a sentence that is not neutral."""
    return tuple(
        bead
        for bead in matched.test
        if not (matched.neutral_source.issuperset(bead.source) and matched.neutral_target.issuperset(bead.target))
    )


def _key(bead: Bead) -> _Key:
    return bead.source, bead.target


def _add_hits(
    units: CountArray, matched: Matched, test: Sequence[Bead], bead_units: tuple[Sequence[int], Sequence[int]]
) -> None:
    test_units, gold_units = bead_units
    for unit, (strict, lax) in zip(test_units, _hits(test, matched.gold), strict=True):
        units[unit, Column.TEST : Column.TEST_LAX + 1] += (1, strict, lax)
    for unit, bead, (strict, lax) in zip(
        gold_units, matched.gold, _hits(matched.gold, [bead for bead in test if not bead.is_null]), strict=True
    ):
        if not bead.is_null:
            units[unit, Column.GOLD : Column.GOLD_LAX + 1] += (1, strict, lax)


def _hits(judged: Iterable[Bead], reference: Sequence[Bead]) -> list[tuple[bool, bool]]:
    """For each judged bead whether it is a strict hit and whether it is a lax one."""
    known = {_key(bead) for bead in reference}
    counterparts: dict[int, frozenset[int]] = {}
    for bead in reference:
        targets = frozenset(bead.target)
        for number in bead.source:
            counterparts[number] = targets
    found = []
    for bead in judged:
        strict = _key(bead) in known
        lax = strict or any(not counterparts.get(number, frozenset()).isdisjoint(bead.target) for number in bead.source)
        found.append((strict, lax))
    return found


def _add_nulls(
    units: CountArray, matched: Matched, test: Sequence[Bead], bead_units: tuple[Sequence[int], Sequence[int]]
) -> None:
    test_units, gold_units = bead_units
    neutral = {(Side.SOURCE, number) for number in matched.neutral_source}
    neutral |= {(Side.TARGET, number) for number in matched.neutral_target}
    of_test, of_gold = _null_sentences(test, test_units), _null_sentences(matched.gold, gold_units)
    for sentence, unit in of_test.items():
        if sentence not in neutral:
            units[unit, Column.NULL_TEST] += 1
            units[unit, Column.NULL_BOTH] += sentence in of_gold
    for unit in of_gold.values():
        units[unit, Column.NULL_GOLD] += 1


def _null_sentences(beads: Sequence[Bead], units: Sequence[int]) -> dict[tuple[Side, int], int]:
    """The unit of every sentence that has no counterpart."""
    found: dict[tuple[Side, int], int] = {}
    for bead, unit in zip(beads, units, strict=True):
        if bead.is_null:
            found |= {(Side.SOURCE, number): unit for number in bead.source}
            found |= {(Side.TARGET, number): unit for number in bead.target}
    return found


def _kinds(gold: Sequence[Bead], test: Sequence[Bead]) -> dict[str, KindCounts]:
    counts: dict[str, KindCounts] = defaultdict(KindCounts)
    known = {_key(bead) for bead in gold}
    for bead in gold:
        counts[bead.kind] += KindCounts(gold=1)
    for bead in test:
        counts[bead.kind] += KindCounts(test=1, hits=int(_key(bead) in known))
    return dict(counts)


class _Groups:
    """Which beads hang together: a disjoint-set forest (Galler and Fischer 1964) over gold beads, then test beads."""

    def __init__(self, gold: int) -> None:
        self._parents = list(range(gold))

    @property
    def nodes(self) -> range:
        return range(len(self._parents))

    def root(self, node: int) -> int:
        while self._parents[node] != node:
            self._parents[node] = self._parents[self._parents[node]]
            node = self._parents[node]
        return node

    def attach(self, gold: Sequence[Bead], test: Sequence[Bead]) -> list[int]:
        """Nodes of the test beads, each joined to the gold beads that it shares a sentence with."""
        owners = {(Side.SOURCE, number): node for node, bead in enumerate(gold) for number in bead.source}
        owners |= {(Side.TARGET, number): node for node, bead in enumerate(gold) for number in bead.target}
        nodes = []
        for bead in test:
            node = len(self._parents)
            self._parents.append(node)
            nodes.append(node)
            sentences = [(Side.SOURCE, number) for number in bead.source]
            sentences += [(Side.TARGET, number) for number in bead.target]
            for sentence in sentences:
                if sentence in owners:
                    self._parents[self.root(node)] = self.root(owners[sentence])
        return nodes
