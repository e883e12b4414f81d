"""Aligns two documents: band, search, estimate, search again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from aligner.alignment.beads import Kind, kinds_up_to
from aligner.alignment.coarse import band_for, corners, is_small, widened
from aligner.alignment.evidence import Evidence, Scorer, estimate, probabilities
from aligner.alignment.moves import with_moves
from aligner.alignment.options import AlignmentOptions
from aligner.alignment.overlaps import overlaps_of
from aligner.alignment.search import Band, best_path
from aligner.contracts import Embedder
from aligner.model import Bead, Document

_FIRST_KINDS = (Kind(1, 1), Kind(1, 2), Kind(2, 1), Kind(2, 2))
_ROUNDS = 2
_FINAL_RADIUS = 6
_NULL_COST = 0.5


def align(
    source: Document, target: Document, embedder: Embedder, options: AlignmentOptions | None = None
) -> tuple[Bead, ...]:
    """The beads of two segmented documents, in document order, each null sentence in a bead of its own."""
    source_texts = [source.sentence_text(number) for number in range(len(source.sentences))]
    target_texts = [target.sentence_text(number) for number in range(len(target.sentences))]
    return align_sentences(source_texts, target_texts, embedder, options)


def align_sentences(
    source: Sequence[str], target: Sequence[str], embedder: Embedder, options: AlignmentOptions | None = None
) -> tuple[Bead, ...]:
    """The beads of two lists of sentences, in document order; a blank sentence is always a null.

    A bead's score is the probability of its being a pair of translations rather than so many nulls, its cost
    one minus that. Where both are as probable the cost is one half, which therefore is the cost of a null.
    """
    kept = [[number for number, text in enumerate(side) if text.strip()] for side in (source, target)]
    texts = [[side[number] for number in numbers] for side, numbers in zip((source, target), kept, strict=True)]
    beads = _aligned(texts[0], texts[1], embedder, options or AlignmentOptions()) if all(kept) else ()
    renumbered = [
        replace(bead, source=tuple(kept[0][n] for n in bead.source), target=tuple(kept[1][n] for n in bead.target))
        for bead in beads
    ]
    return tuple(_completed(renumbered, (len(source), len(target))))


def _aligned(source: list[str], target: list[str], embedder: Embedder, options: AlignmentOptions) -> Iterator[Bead]:
    lengths = ([len(text) for text in source], [len(text) for text in target])
    scorer = Scorer(overlaps_of(source, target, embedder, options.max_size), lengths, options.max_size)
    kinds = kinds_up_to(options.max_size)
    band, first_kinds = Band.full(len(source), len(target)), kinds
    is_long = not is_small(len(source), len(target))
    if is_long:
        band = band_for(scorer.overlaps.sentences(), lengths)
        first_kinds = tuple(kind for kind in _FIRST_KINDS if kind in kinds)
    evidence = Evidence()
    path = best_path(scorer, evidence, band, first_kinds)
    for _ in range(_ROUNDS):
        evidence = estimate(scorer, path, evidence)
        if is_long:
            band = widened(corners(path), (len(source), len(target)), _FINAL_RADIUS)
        path = best_path(scorer, evidence, band, kinds)
    path = with_moves(scorer, evidence, path)
    for (rows, columns), score in zip(path, probabilities(scorer, evidence, path), strict=True):
        score = None if score is None else round(score, 6)
        yield Bead(rows, columns, score, _NULL_COST if score is None else round(1.0 - score, 6))


def _completed(beads: list[Bead], counts: tuple[int, int]) -> Iterator[Bead]:
    """The beads with nulls for the sentences that stand in none, each before the first bead that follows it."""
    missing = [
        sorted(set(range(count)).difference(*(numbers(bead) for bead in beads)))
        for count, numbers in zip(counts, (_source_of, _target_of), strict=True)
    ]
    for bead in beads:
        for side, numbers in enumerate((bead.source, bead.target)):
            while numbers and missing[side] and missing[side][0] < numbers[0]:
                yield _null(side, missing[side].pop(0))
        yield bead
    for side in (0, 1):
        yield from (_null(side, number) for number in missing[side])


def _null(side: int, number: int) -> Bead:
    return Bead((number,), (), cost=_NULL_COST) if side == 0 else Bead((), (number,), cost=_NULL_COST)


def _source_of(bead: Bead) -> tuple[int, ...]:
    return bead.source


def _target_of(bead: Bead) -> tuple[int, ...]:
    return bead.target
