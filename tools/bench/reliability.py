"""Whether a score of 0.8 is right four times in five: scores against gold, in bins."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from aligner.alignment import align_sentences
from aligner.embedding import load_embedder
from tools.bench.table import Row
from tools.bench.texts import BENCH, BOOKS, CONDITIONS, SETS, Lines, book, documents

BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """Pairs whose scores lie together: how many, their mean score, the share that the gold has."""

    count: int
    score: float
    right: float


def scored_pairs(texts: Iterable[Lines]) -> list[tuple[float, bool]]:
    """(score, whether the gold has exactly this bead) of every pair found, but those the gold cannot judge."""
    found = []
    for text in texts:
        gold = set(text.gold)
        for bead in align_sentences(text.source, text.target, load_embedder()):
            unjudged = text.neutral[0].issuperset(bead.source) and text.neutral[1].issuperset(bead.target)
            if bead.score is not None and not unjudged:
                found.append((bead.score, (bead.source, bead.target) in gold))
    return found


def binned(pairs: Sequence[tuple[float, bool]], bins: int = BINS) -> list[Bin]:
    """Pairs in bins of equal width from 0 to 1, empty ones left out.

    >>> binned([(0.91, True), (0.95, False), (0.2, False)])
    [Bin(count=1, score=0.2, right=0.0), Bin(count=2, score=0.9299999999999999, right=0.5)]
    """
    members: list[list[tuple[float, bool]]] = [[] for _ in range(bins)]
    for score, right in pairs:
        members[min(int(score * bins), bins - 1)].append((score, right))
    return [
        Bin(len(some), sum(score for score, _ in some) / len(some), sum(right for _, right in some) / len(some))
        for some in members
        if some
    ]


def calibration_error(bins: Sequence[Bin]) -> float:
    """Expected calibration error (Naeini, Cooper & Hauskrecht 2015): the mean distance of score and share, by pairs.

    >>> calibration_error([Bin(1, 0.25, 0.0), Bin(3, 0.75, 1.0)])
    0.25
    """
    total = sum(one.count for one in bins)
    return sum(one.count * abs(one.score - one.right) for one in bins) / total


def reliability(limit: int | None) -> Iterator[tuple[Row, list[Bin]]]:
    """For every condition of the sets, and for the novels, the calibration error and the bins it comes from."""
    for name, texts in _texts(limit):
        pairs = scored_pairs(texts)
        bins = binned(pairs)
        right = sum(is_right for _, is_right in pairs) / len(pairs)
        figures: dict[str, float | None] = {"calibration error": calibration_error(bins), "right": right}
        yield Row("reliability", name, "aligner", figures), bins


def _texts(limit: int | None) -> Iterator[tuple[str, Iterable[Lines]]]:
    for condition in CONDITIONS:
        folders = [BENCH / "alignment" / name / condition for name in SETS]
        yield condition, (text for folder in folders for text in documents(folder, limit))
    if (BENCH / "books").is_dir():
        yield "novels", (book(name) for name in BOOKS[:limit])
