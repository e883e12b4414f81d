"""Aligns two documents: band, search, estimate, search again, and the probability of everything found."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from aligner.alignment.band import TILE_ROWS, Band, Field, Tile, fields
from aligner.alignment.beads import Kind, kinds_up_to
from aligner.alignment.coarse import band_for, is_small, widened
from aligner.alignment.evidence import Counts, Evidence, fitted, weighed
from aligner.alignment.locks import LockedPlaces
from aligner.alignment.moves import with_moves
from aligner.alignment.nulls import explained
from aligner.alignment.options import AlignmentOptions
from aligner.alignment.overlaps import Overlaps, all_overlaps
from aligner.alignment.path import Path, joined
from aligner.alignment.posterior import judged
from aligner.alignment.scoring import Scorer, observed_of
from aligner.alignment.search import Search, best_path, best_paths
from aligner.contracts import Embedder
from aligner.model import Bead, Document, NullEvidence

_FIRST_KINDS = (Kind(1, 1), Kind(1, 2), Kind(2, 1), Kind(2, 2))
_ROUNDS = 2
# Cells of short texts that are searched together: what is known of each beside its scores takes half a kilobyte.
_CELLS_TOGETHER = 40_000
_RADIUS, _WIDENINGS = 8, 3
# Further cells beside a path that are looked at where passages were exchanged.
_MOST_BESIDE = 64
# Tiles that are enough to learn from.
_SAMPLE_TILES = 24
_NULL_COST = 0.5
_BLANK = NullEvidence("blank", 1.0)


def align(
    source: Document,
    target: Document,
    embedder: Embedder,
    options: AlignmentOptions | None = None,
    locks: Sequence[Bead] = (),
) -> tuple[Bead, ...]:
    """The beads of two segmented documents, in document order, each null sentence in a bead of its own."""
    (beads,) = _align([_task(source, target, locks)], embedder, options or AlignmentOptions())
    return beads


def align_many(
    documents: Sequence[tuple[Document, Document]], embedder: Embedder, options: AlignmentOptions | None = None
) -> list[tuple[Bead, ...]]:
    """The beads of each pair of segmented documents, those that `align` gives; short ones are aligned together, in less time."""
    return _align([_task(*pair) for pair in documents], embedder, options or AlignmentOptions())


def align_sentences(
    source: Sequence[str],
    target: Sequence[str],
    embedder: Embedder,
    options: AlignmentOptions | None = None,
    locks: Sequence[Bead] = (),
) -> tuple[Bead, ...]:
    """The beads of two lists of sentences, in document order; a blank sentence is always a null.

    A bead's score is the probability of its being right: all of it, and nothing more. A null has no score, but the
    probability of its having no counterpart. The cost of a bead is one minus its score, that of a null one half.

    `locks` are beads that a person fixed; they are kept as they are, with score 1, and no other bead reaches over
    them. A lock with one side only keeps its sentences without a counterpart. No sentence may be in two of them.
    """
    (beads,) = _align([_Task((source, target), locks)], embedder, options or AlignmentOptions())
    return beads


def _task(source: Document, target: Document, locks: Sequence[Bead] = ()) -> _Task:
    texts = [
        [document.sentence_text(number) for number in range(len(document.sentences))] for document in (source, target)
    ]
    return _Task((texts[0], texts[1]), locks, (_breaks(source), _breaks(target)))


def _breaks(document: Document) -> list[bool]:
    """Which sentences begin a block."""
    return [True, *(before.block != after.block for before, after in pairwise(document.sentences))]


@dataclass(frozen=True)
class _Task:
    """Two texts to align, source and target: their sentences, what is fixed already, and which sentences begin a block."""

    sides: tuple[Sequence[str], Sequence[str]]
    locks: Sequence[Bead] = ()
    breaks: tuple[Sequence[bool], Sequence[bool]] = ((), ())

    @cached_property
    def taken(self) -> tuple[set[int], set[int]]:
        """The sentences of either side that are fixed."""
        return (
            {number for lock in self.locks for number in lock.source},
            {number for lock in self.locks for number in lock.target},
        )

    @cached_property
    def kept(self) -> list[list[int]]:
        """The numbers of the sentences of either side that are to be aligned."""
        return [
            [number for number, text in enumerate(side) if text.strip() and number not in fixed]
            for side, fixed in zip(self.sides, self.taken, strict=True)
        ]

    @cached_property
    def texts(self) -> list[list[str]]:
        """The sentences to be aligned."""
        return [[side[number] for number in numbers] for side, numbers in zip(self.sides, self.kept, strict=True)]

    @cached_property
    def places(self) -> LockedPlaces | None:
        """Where among them the locks stand."""
        return LockedPlaces(self.locks, self.kept) if self.locks else None

    @property
    def corners(self) -> Sequence[tuple[int, int]]:
        """The places that every path goes through."""
        return self.places.corners if self.places else ()

    @property
    def counts(self) -> tuple[int, int]:
        """How many sentences of either side are to be aligned."""
        return len(self.kept[0]), len(self.kept[1])

    @property
    def is_small(self) -> bool:
        """Whether there is time to look at all cells."""
        return is_small(*self.counts)

    def scorer(self, overlaps: Overlaps, largest: int) -> Scorer:
        """What scores beads of the sentences to be aligned."""
        source, target = self.texts
        lengths = ([len(text) for text in source], [len(text) for text in target])
        breaks = [
            [side[number] for number in numbers if side] for side, numbers in zip(self.breaks, self.kept, strict=True)
        ]
        return Scorer(overlaps, lengths, largest, (breaks[0], breaks[1]), self.places)

    def beads(self, found: Iterable[Bead]) -> tuple[Bead, ...]:
        """The beads of all sentences, of those of the sentences to be aligned."""
        kept = self.kept
        beads = [
            Bead(
                tuple(kept[0][number] for number in bead.source),
                tuple(kept[1][number] for number in bead.target),
                bead.score,
                bead.cost,
                _renumbered(bead, kept),
            )
            for bead in found
        ]
        fixed = [bead for lock in self.locks for bead in _fixed(lock)]
        blanks = [
            _null(side, number, _BLANK)
            for side, of_side in enumerate(self.sides)
            for number, text in enumerate(of_side)
            if not text.strip() and number not in self.taken[side]
        ]
        return tuple(_in_order(beads, [*fixed, *blanks]))


def _align(tasks: Sequence[_Task], embedder: Embedder, options: AlignmentOptions) -> list[tuple[Bead, ...]]:
    """The beads of each task; what is found of one does not depend on the others."""
    found: dict[int, tuple[Bead, ...]] = {}
    small = []
    for number, task in enumerate(tasks):
        if not all(task.kept):
            found[number] = task.beads(_alone(task.texts))
        elif task.is_small:
            small.append(number)
        else:
            found[number] = task.beads(_banded(task, embedder, options.max_size))
    for numbers in _together(small, tasks):
        group = [tasks[number] for number in numbers]
        for number, task, beads in zip(numbers, group, _searched(group, embedder, options.max_size), strict=True):
            found[number] = task.beads(beads)
    return [found[number] for number in range(len(tasks))]


def _together(numbers: Iterable[int], tasks: Sequence[_Task]) -> Iterator[list[int]]:
    """Short texts in groups of about one size, as many as are searched at a time."""
    sizes = {number: tuple(len(side) + 1 for side in tasks[number].kept) for number in numbers}
    group: list[int] = []
    cells = 0
    for number, (rows, columns) in sorted(sizes.items(), key=lambda item: item[1]):
        if group and cells + rows * columns > _CELLS_TOGETHER:
            yield group
            group, cells = [], 0
        group.append(number)
        cells += rows * columns
    if group:
        yield group


def _searched(tasks: Sequence[_Task], embedder: Embedder, largest: int) -> Iterator[list[Bead]]:
    """The beads of short texts; all of them are searched together.

    First among all cells for the best path of small beads, then near that path.
    """
    kinds = kinds_up_to(largest)
    scorers = _scorers(tasks, embedder, largest)
    bands = [Band.full(*task.counts).through(task.corners, 0) for task in tasks]
    tiles = [Tile(0, band.row_count - 1, number) for number, band in enumerate(bands)]
    evidences = [Evidence()] * len(tasks)

    def learned(paths: dict[Tile, Path], *, has_large: bool) -> list[Evidence]:
        return _shown(scorers, evidences, [paths[tile] for tile in tiles], has_large=has_large)

    paths = best_paths(scorers, evidences, fields(bands, tiles), _first_of(kinds))
    bands = [_near(paths[tile], task) for task, tile in zip(tasks, tiles, strict=True)]
    evidences = learned(paths, has_large=False)
    near = list(fields(bands, tiles, keep=True))
    for _ in range(_ROUNDS - 1):
        evidences = learned(best_paths(scorers, evidences, near, kinds), has_large=True)
    paths = best_paths(scorers, evidences, near, kinds, judged(kinds))
    for task, scorer, evidence, band, tile in zip(tasks, scorers, evidences, bands, tiles, strict=True):
        path = paths[tile]
        if len(band.touched(path)):
            path = _widening(Search(scorer, evidence, kinds, judged(kinds)), task, band, path)
        yield _beads(scorer, evidence, path)


def _shown(
    scorers: Sequence[Scorer], evidences: Sequence[Evidence], paths: Sequence[Path], *, has_large: bool
) -> list[Evidence]:
    """What the path of each document shows, by the evidence that it was searched with."""
    return [
        weighed(Counts.of_path(path, has_large=has_large), fitted(observed, evidence))
        for observed, evidence, path in zip(observed_of(scorers, paths), evidences, paths, strict=True)
    ]


def _banded(task: _Task, embedder: Embedder, largest: int) -> list[Bead]:
    """The beads of long texts, of the best path through a band that is widened where the path needs it.

    What makes a bead likely is learned from some tiles.
    """
    kinds, (scorer,) = kinds_up_to(largest), _scorers([task], embedder, largest)
    lengths = ([len(text) for text in task.texts[0]], [len(text) for text in task.texts[1]])
    band = band_for(scorer.overlaps.sentences(), lengths).through(task.corners, _RADIUS)
    path = best_path(scorer, Evidence(), band, _first_of(kinds))
    band = _near(path, task)
    sample = list(fields([band], _sample(band.tiles(TILE_ROWS)), keep=True))
    evidence = _learned(scorer, sample, kinds, path)
    search = Search(scorer, evidence, kinds, judged(kinds))
    return _beads(scorer, evidence, _widening(search, task, band, search.path(band)))


def _scorers(tasks: Sequence[_Task], embedder: Embedder, largest: int) -> list[Scorer]:
    """What scores beads, for each task."""
    found = all_overlaps([(task.texts[0], task.texts[1]) for task in tasks], embedder, largest)
    return [task.scorer(overlaps, largest) for task, overlaps in zip(tasks, found, strict=True)]


def _first_of(kinds: tuple[Kind, ...]) -> tuple[Kind, ...]:
    """The small ones of these kinds of beads."""
    return tuple(kind for kind in _FIRST_KINDS if kind in kinds)


def _near(path: Path, task: _Task) -> Band:
    """The cells near a path.

    Where sentences of both sides are left out, one passage stands in place of another, and the path goes around what lies
    between them: so far the cells beside it are looked at.
    """
    radius = np.full(len(path) + 1, _RADIUS, np.intp)
    is_null = np.concatenate([[False], (path.rows == 0) | (path.columns == 0), [False]])
    bounds = np.flatnonzero(np.diff(is_null.astype(np.int8)))
    for first, last in zip(bounds[::2].tolist(), bounds[1::2].tolist(), strict=True):
        beside = min(int(path.rows[first:last].sum()), int(path.columns[first:last].sum()), _MOST_BESIDE)
        radius[first : last + 1] += beside
    return widened(path.corners(), task.counts, radius).through(task.corners, _RADIUS)


def _widening(search: Search, task: _Task, band: Band, path: Path) -> Path:
    """The best path through a band, given its own, once the band is wider where the path touches its edge."""
    for attempt in range(_WIDENINGS):
        touched = band.touched(path)
        if not len(touched):
            break
        radius = np.zeros(len(path) + 1, np.intp)
        radius[touched] = _RADIUS * 4 ** (attempt + 1)
        band = band.including(widened(path.corners(), task.counts, radius)).through(task.corners, _RADIUS)
        path = search.path(band)
    return path


def _learned(scorer: Scorer, sample: list[Field], kinds: tuple[Kind, ...], path: Path) -> Evidence:
    """What the document itself shows, by rounds of estimating and searching that begin with a path of small beads.

    The hard form of expectation and maximisation: in the soft one the many ways through repeated lines outweigh the
    right one.
    """
    evidence = Evidence()
    for number in range(_ROUNDS):
        if number:
            path = joined(list(best_paths([scorer], [evidence], sample, kinds).values()))
        (evidence,) = _shown([scorer], [evidence], [path], has_large=number > 0)
    return evidence


def _sample(tiles: list[Tile]) -> list[Tile]:
    """So many tiles as tell enough, evenly spread."""
    if len(tiles) <= _SAMPLE_TILES:
        return tiles
    return [tiles[int(number)] for number in np.linspace(0, len(tiles) - 1, _SAMPLE_TILES)]


def _beads(scorer: Scorer, evidence: Evidence, path: Path) -> list[Bead]:
    """The beads of a path, those paired out of order included, with scores and what makes nulls null."""
    groups = with_moves(scorer, evidence, path)
    reasons = explained(scorer, evidence, groups)
    beads = []
    for group in groups:
        probability = round(min(1.0, group.probability), 6)
        if group.source and group.target:
            beads.append(Bead(group.source, group.target, probability, round(1.0 - probability, 6)))
        else:
            reason, nearest = reasons[group.source, group.target]
            evidence_of = NullEvidence(reason, probability, nearest)
            beads.append(Bead(group.source, group.target, cost=_NULL_COST, evidence=evidence_of))
    return beads


def _alone(texts: list[list[str]]) -> Iterator[Bead]:
    """The sentences of documents of which one has none."""
    for side, of_side in enumerate(texts):
        for number in range(len(of_side)):
            yield _null(side, number, NullEvidence("unlike", 1.0))


def _fixed(lock: Bead) -> Iterator[Bead]:
    """A lock as beads of the result."""
    if not lock.is_null:
        yield Bead(lock.source, lock.target, 1.0, 0.0)
        return
    for side, numbers in enumerate((lock.source, lock.target)):
        for number in numbers:
            yield _null(side, number, NullEvidence("locked", 1.0))


def _null(side: int, number: int, evidence: NullEvidence) -> Bead:
    source, target = ((number,), ()) if side == 0 else ((), (number,))
    return Bead(source, target, cost=_NULL_COST, evidence=evidence)


def _renumbered(bead: Bead, kept: list[list[int]]) -> NullEvidence | None:
    evidence = bead.evidence
    if evidence is None or evidence.nearest is None:
        return evidence
    return NullEvidence(evidence.reason, evidence.probability, kept[1 if bead.source else 0][evidence.nearest])


def _in_order(found: list[Bead], more: list[Bead]) -> Iterator[Bead]:
    """The beads of a path, and more, each before the first bead of the path that follows it in its document."""
    waiting = (
        deque(sorted((bead for bead in more if bead.source), key=lambda bead: bead.source)),
        deque(sorted((bead for bead in more if not bead.source), key=lambda bead: bead.target)),
    )

    def before(bead: Bead) -> Iterator[Bead]:
        while bead.source and waiting[0] and waiting[0][0].source < bead.source:
            earlier = waiting[0].popleft()
            yield from before_target(earlier)
            yield earlier
        yield from before_target(bead)

    def before_target(bead: Bead) -> Iterator[Bead]:
        while bead.target and waiting[1] and waiting[1][0].target < bead.target:
            yield waiting[1].popleft()

    for bead in found:
        yield from before(bead)
        yield bead
    for bead in waiting[0]:
        yield from before_target(bead)
        yield bead
    yield from waiting[1]
