"""ALN105: passages that stand elsewhere in the other version."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

from aligner.checks.registry import Fault, rule
from aligner.checks.subject import Subject, Version
from aligner.model import Bead, Severity, Span


@rule("ALN105", "moved-block", Severity.INFO, needs_pair=True)
def moved_block(subject: Subject) -> Iterator[Fault]:
    """A passage stands in another place of the other version.

    Paragraphs were put in another order on purpose, or a passage slipped while the page was laid out. What is moved is
    what has to be taken out, as few characters as can be, for the rest to stand in the same order. Aligned documents
    only: the rows of a bitext file stand in whatever order they were put.

    >>> from aligner.model import Bitext, Document, Sentence
    >>> numbered = [Sentence(0, 4), Sentence(5, 9), Sentence(10, 16)]
    >>> source = Document("One. Two. Three.", (), "en", sentences=tuple(numbered))
    >>> target = Document("Tres. Uno. Dos. ", (), "es", sentences=(Sentence(0, 5), Sentence(6, 10), Sentence(11, 15)))
    >>> beads = (Bead((0,), (1,)), Bead((1,), (2,)), Bead((2,), (0,)))
    >>> [[span.text for span in fault.spans] for fault in moved_block(Subject.pair(Bitext(source, target, beads)))]
    [['Three.', 'Tres.']]
    """
    assert subject.bitext is not None
    assert subject.source is not None
    if subject.bitext.is_pairs:
        return
    paired = sorted(subject.pairs, key=lambda pair: pair[1].source)
    for block in _blocks([paired[place] for place in _moved(subject, [bead for _, bead in paired])]):
        source = [sentence for _, bead in block for sentence in bead.source]
        target = [sentence for _, bead in block for sentence in bead.target]
        spans = _covering(subject.source, source), _covering(subject.target, target)
        yield Fault("this passage stands elsewhere in the other version", spans, block[0][0])


def _covering(version: Version, sentences: Sequence[int]) -> Span:
    first, last = (version.document.sentences[number] for number in (min(sentences), max(sentences)))
    return version.span(first.start, last.end)


def _moved(subject: Subject, beads: Sequence[Bead]) -> list[int]:
    """Places of the beads that do not stand in order: all but the increasing run with the most target characters."""
    sentences = subject.target.document.sentences
    starts = [min(bead.target) for bead in beads]
    if all(first < second for first, second in pairwise(starts)):
        return []
    weights = [sum(sentences[number].end - sentences[number].start for number in bead.target) for bead in beads]
    kept = _heaviest_increasing(starts, weights)
    return [place for place in range(len(beads)) if place not in kept]


def _heaviest_increasing(values: Sequence[int], weights: Sequence[int]) -> set[int]:
    """Places of the increasing subsequence of distinct values whose weights sum to the most.

    >>> sorted(_heaviest_increasing([2, 0, 1, 3], [1, 1, 1, 1])), sorted(_heaviest_increasing([2, 0, 1, 3], [9, 1, 1, 1]))
    ([1, 2, 3], [0, 3])
    """
    # Runs by the value they end with, heavier as it grows: a run that ends later and weighs less leads nowhere.
    ends: list[int] = []
    runs: list[tuple[int, int]] = []  # weight, place
    before: list[int | None] = []
    for place, (value, weight) in enumerate(zip(values, weights, strict=True)):
        at = bisect_left(ends, value)
        previous = runs[at - 1] if at else None
        before.append(previous[1] if previous else None)
        total = weight + (previous[0] if previous else 0)
        if at < len(ends) and ends[at] == value and runs[at][0] >= total:
            continue
        last = at
        while last < len(ends) and runs[last][0] <= total:
            last += 1
        ends[at:last], runs[at:last] = [value], [(total, place)]
    kept: set[int] = set()
    step = runs[-1][1] if runs else None
    while step is not None:
        kept.add(step)
        step = before[step]
    return kept


def _blocks(moved: Sequence[tuple[int, Bead]]) -> Iterator[list[tuple[int, Bead]]]:
    """Moved beads in groups that stand together on both sides."""
    group: list[tuple[int, Bead]] = []
    for number, bead in moved:
        if group and not (
            min(bead.source) == max(group[-1][1].source) + 1 and min(bead.target) == max(group[-1][1].target) + 1
        ):
            yield group
            group = []
        group.append((number, bead))
    if group:
        yield group
