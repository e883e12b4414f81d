"""F1 as texts get dirtier: newstest2011 with lines deleted, inserted or swapped, made when it is measured."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence

from tools.bench.aligning import measured, tools
from tools.bench.baselines import Numbers
from tools.bench.table import Row
from tools.bench.texts import BENCH, Lines, documents

LEVELS = (0, 5, 10, 15, 20, 25, 30)  # per cent
# A bead as the sentences of its two sides.
Pair = tuple[tuple[str, ...], tuple[str, ...]]
# Beads in the source's order, and in which order the target has them.
Damaged = tuple[list[Pair], list[int]]
# The lines that strangers may come from: source, target.
Strangers = tuple[Sequence[str], Sequence[str]]


def deleted(pairs: list[Pair], share: float, _strangers: Strangers, draw: random.Random) -> Damaged:
    """One side of so many beads is gone."""
    result: list[Pair] = []
    for source, target in pairs:
        gone, of_source = draw.random() < share, draw.random() < 0.5
        result.append((() if gone and of_source else source, () if gone and not of_source else target))
    return result, list(range(len(result)))


def inserted(pairs: list[Pair], share: float, strangers: Strangers, draw: random.Random) -> Damaged:
    """After so many beads one side has a line of another document."""
    result: list[Pair] = []
    for pair in pairs:
        result.append(pair)
        if draw.random() < share:
            of_source, of_target = ((draw.choice(lines),) for lines in strangers)
            result.append((of_source, ()) if draw.random() < 0.5 else ((), of_target))
    return result, list(range(len(result)))


def swapped(pairs: list[Pair], share: float, _strangers: Strangers, draw: random.Random) -> Damaged:
    """So many beads have changed places with a neighbour on the target side."""
    order, number = list(range(len(pairs))), 0
    while number + 1 < len(order):
        if draw.random() < share / 2:  # a swap displaces two
            order[number : number + 2] = [number + 1, number]
            number += 1
        number += 1
    return pairs, order


DAMAGES: dict[str, Callable[[list[Pair], float, Strangers, random.Random], Damaged]] = {
    "deleted": deleted,
    "inserted": inserted,
    "swapped": swapped,
}


def damaged(text: Lines, kind: str, share: float, strangers: Strangers, seed: int = 0) -> Lines:
    """The text with a share of its beads damaged; the same arguments give the same text."""
    draw = random.Random(f"{seed} {text.name} {kind} {share}")
    pairs: list[Pair] = [
        (tuple(text.source[n] for n in source), tuple(text.target[n] for n in target)) for source, target in text.gold
    ]
    return laid_out(text.name, *DAMAGES[kind](pairs, share, strangers, draw))


def laid_out(name: str, pairs: list[Pair], target_order: list[int]) -> Lines:
    """The pairs as lines, the target's in another order; nulls are beads of one sentence."""
    starts: dict[int, int] = {}
    target: list[str] = []
    for number in target_order:
        starts[number] = len(target)
        target += pairs[number][1]
    source: list[str] = []
    gold: list[tuple[Numbers, Numbers]] = []
    for number, (of_source, of_target) in enumerate(pairs):
        sources = tuple(range(len(source), len(source) + len(of_source)))
        targets = tuple(range(starts[number], starts[number] + len(of_target)))
        source += of_source
        if sources and targets:
            gold.append((sources, targets))
        else:
            gold += [((one,), ()) for one in sources] + [((), (one,)) for one in targets]
    return Lines(name, tuple(source), tuple(target), tuple(gold))


def noise(limit: int | None, levels: Sequence[int] = LEVELS, seed: int = 0) -> Iterator[Row]:
    """Every kind of damage at every level, by every tool, over the documents whose gold knows every sentence."""
    texts = [text for text in documents(BENCH / "alignment" / "newstest2011" / "clean") if not any(text.neutral)]
    texts = texts[:limit] if limit else texts
    # A document gets the lines of the next one, which is about something else.
    others = [(text.source, text.target) for text in [*texts[1:], texts[0]]]
    for kind in DAMAGES:
        for level in levels:
            dirty = [damaged(text, kind, level / 100, other, seed) for text, other in zip(texts, others, strict=True)]
            for tool in tools():
                found = measured(tool, dirty)
                if found is not None:
                    yield Row("noise", f"{level} % {kind}", tool.name, found)
