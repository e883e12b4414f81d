"""Aligns two documents: band, search, estimate, search again, and the probability of everything found."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
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
from aligner.alignment.overlaps import overlaps_of
from aligner.alignment.path import Path, joined
from aligner.alignment.posterior import judged
from aligner.alignment.scoring import Scorer
from aligner.alignment.search import Search, best_path, best_paths
from aligner.contracts import Embedder
from aligner.model import Bead, Document, NullEvidence

_FIRST_KINDS = (Kind(1, 1), Kind(1, 2), Kind(2, 1), Kind(2, 2))
_ROUNDS = 2
_RADIUS, _WIDENINGS = 8, 3
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
    source_texts = [source.sentence_text(number) for number in range(len(source.sentences))]
    target_texts = [target.sentence_text(number) for number in range(len(target.sentences))]
    breaks = (_breaks(source), _breaks(target))
    return _align(source_texts, target_texts, embedder, options or AlignmentOptions(), locks, breaks)


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
    return _align(source, target, embedder, options or AlignmentOptions(), locks, ((), ()))


def _breaks(document: Document) -> list[bool]:
    """Which sentences begin a block."""
    return [True, *(before.block != after.block for before, after in pairwise(document.sentences))]


def _align(
    source: Sequence[str],
    target: Sequence[str],
    embedder: Embedder,
    options: AlignmentOptions,
    locks: Sequence[Bead],
    breaks: tuple[Sequence[bool], Sequence[bool]],
) -> tuple[Bead, ...]:
    taken: tuple[set[int], set[int]] = (
        {number for lock in locks for number in lock.source},
        {number for lock in locks for number in lock.target},
    )
    kept = [
        [number for number, text in enumerate(side) if text.strip() and number not in fixed]
        for side, fixed in zip((source, target), taken, strict=True)
    ]
    texts = [[side[number] for number in numbers] for side, numbers in zip((source, target), kept, strict=True)]
    places = LockedPlaces(locks, kept) if locks else None
    chosen = ([side[number] for number in numbers if side] for side, numbers in zip(breaks, kept, strict=True))
    found = _aligned(texts, tuple(chosen), embedder, options, places) if all(kept) else _alone(texts)
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
    fixed = [bead for lock in locks for bead in _fixed(lock)]
    blanks = [
        _null(side, number, _BLANK)
        for side, of_side in enumerate((source, target))
        for number, text in enumerate(of_side)
        if not text.strip() and number not in taken[side]
    ]
    return tuple(_in_order(beads, [*fixed, *blanks]))


def _aligned(
    texts: list[list[str]],
    breaks: tuple[list[bool], ...],
    embedder: Embedder,
    options: AlignmentOptions,
    locks: LockedPlaces | None,
) -> list[Bead]:
    source, target = texts
    lengths = ([len(text) for text in source], [len(text) for text in target])
    overlaps = overlaps_of(source, target, embedder, options.max_size)
    scorer = Scorer(overlaps, lengths, options.max_size, (breaks[0], breaks[1]), locks)
    kinds = kinds_up_to(options.max_size)
    corners = locks.corners if locks else []
    if is_small(len(source), len(target)):
        return _beads(scorer, *_exact(scorer, Band.full(len(source), len(target)).through(corners, 0), kinds))
    band = band_for(scorer.overlaps.sentences(), lengths).through(corners, _RADIUS)
    return _beads(scorer, *_banded(scorer, band, kinds))


def _exact(scorer: Scorer, band: Band, kinds: tuple[Kind, ...]) -> tuple[Evidence, Path]:
    """What a short document shows, and its best path of all."""
    whole = list(fields(band, [Tile(0, band.row_count - 1)], keep=True))
    (path,) = best_paths(scorer, Evidence(), whole, kinds).values()
    evidence = _learned(scorer, whole, kinds, path, has_large=True)
    (path,) = best_paths(scorer, evidence, whole, kinds, judged(kinds)).values()
    return evidence, path


def _banded(scorer: Scorer, band: Band, kinds: tuple[Kind, ...]) -> tuple[Evidence, Path]:
    """What some tiles of a long document show, and its best path through a band that is widened where the path needs it."""
    counts = (scorer.overlaps.source_count, scorer.overlaps.target_count)
    path = best_path(scorer, Evidence(), band, tuple(kind for kind in _FIRST_KINDS if kind in kinds))
    band = widened(path.corners(), counts, _RADIUS).through(band.corners, _RADIUS)
    sample = list(fields(band, _sample(band.tiles(TILE_ROWS)), keep=True))
    evidence = _learned(scorer, sample, kinds, path, has_large=False)
    search = Search(scorer, evidence, kinds, judged(kinds))
    path = search.path(band)
    for attempt in range(_WIDENINGS):
        touched = band.touched(path)
        if not len(touched):
            break
        radius = np.zeros(len(path) + 1, np.intp)
        radius[touched] = _RADIUS * 4 ** (attempt + 1)
        band = band.including(widened(path.corners(), counts, radius)).through(band.corners, _RADIUS)
        path = search.path(band)
    return evidence, path


def _learned(scorer: Scorer, sample: list[Field], kinds: tuple[Kind, ...], path: Path, *, has_large: bool) -> Evidence:
    """What the document itself shows, by rounds of estimating and searching that begin with a path.

    The hard form of expectation and maximisation: in the soft one the many ways through repeated lines outweigh the
    right one. `has_large`: whether the path was searched with beads of more than two sentences on a side.
    """
    evidence = Evidence()
    for number in range(_ROUNDS):
        if number:
            path = joined(list(best_paths(scorer, evidence, sample, kinds).values()))
        counts = Counts.of_path(path, has_large=has_large or number > 0)
        evidence = weighed(counts, fitted(scorer.observed(path), evidence))
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
