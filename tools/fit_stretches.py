"""Fit the weights by which a stretch of words is judged to be left out; prints the table for `aligner.alignment.coverage`.

    python tools/fit_stretches.py news.en-es.tsv health.en-es.tsv

The files hold sound pairs, source<TAB>target. Each pair is looked at from both sides as it stands, and once more with
one of the other side's clauses taken out, where that leaves the side long enough to be looked at. Of every pair the
likeliest stretch counts, so the weights and the stretches they choose are found in turns.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from aligner.alignment.coverage import is_long, usual_log_ratio
from aligner.alignment.pairing import pairings_of
from aligner.alignment.stretches import MEASURES, candidates, measures
from aligner.alignment.words import Texts, Vocabulary
from aligner.contracts import AdditiveEmbedder
from aligner.embedding import load_embedder

_CLAUSE = re.compile(r"(?<=,) [^,()]{20,140}(?=[,.])|\([^()]{15,140}\)")
_LEAST_WORDS, _ROUNDS, _STEPS, _RIDGE = 4, 7, 25, 2.0
# Where the turns begin: what a person would look at first.
_FIRST = {
    "missing": 2.5, "evidence": 0.5, "length gain": 1.0, "mark before": 0.8, "mark after": 0.8, "bracketed": 3.0,
}  # fmt: skip

Floats = NDArray[np.float64]
Item = tuple[str, str, float]


def items(pairs: list[tuple[str, str]], draw: np.random.Generator) -> Iterator[tuple[bool, Item]]:
    """Whether a clause was taken out, and the two texts with their usual ratio, the one that may lack nothing first."""
    usual = usual_log_ratio(pairs)
    for source, target in pairs:
        for here, there, ratio in ((source, target, usual), (target, source, -usual)):
            if is_long(here, there, ratio):
                yield False, (here, there, ratio)
            clauses = [found for found in _CLAUSE.finditer(there) if len(found.group().split()) >= _LEAST_WORDS]
            if clauses:
                clause = clauses[int(draw.integers(len(clauses)))]
                cut = (there[: clause.start()] + there[clause.end() :]).replace(",,", ",")
                if is_long(here, cut, ratio):
                    yield True, (here, cut, ratio)


def tables(found: list[Item], embedder: AdditiveEmbedder) -> list[Floats]:
    """The measures of every stretch of every item."""
    vocabulary = Vocabulary(embedder, (text for item in found for text in item[:2]))
    measured = []
    for here, there, ratio in found:
        both = vocabulary.words(here), vocabulary.words(there)
        if min(map(len, both)) > 1:
            sides = [Texts.of(vocabulary, [words]) for words in both]
            pairings = pairings_of(sides[0], sides[1], np.array([ratio]))
            table = measures(pairings, candidates(pairings.here))
            if len(table):
                measured.append(table)
    return measured


def fit(sound: list[Floats], cut: list[Floats]) -> tuple[Floats, float]:
    """Weights of the measures and the constant, by ridge logistic regression over the stretches chosen in turns."""
    weights = np.array([_FIRST.get(name, 0.0) for name in MEASURES])
    bias = 0.0
    truth = np.concatenate([np.zeros(len(sound)), np.ones(len(cut))])
    for _ in range(_ROUNDS):
        chosen = np.array([table[int((table @ weights).argmax())] for table in (*sound, *cut)])
        centre, spread = chosen.mean(axis=0), chosen.std(axis=0) + 1e-6
        design = np.column_stack([(chosen - centre) / spread, np.ones(len(chosen))])
        solved = np.zeros(design.shape[1])
        for _ in range(_STEPS):
            likely = 1 / (1 + np.exp(-design @ solved))
            curvature = (design * (likely * (1 - likely))[:, None]).T @ design + _RIDGE * np.eye(len(solved))
            solved += np.linalg.solve(curvature, design.T @ (truth - likely) - _RIDGE * solved)
        weights = solved[:-1] / spread
        bias = float(solved[-1] - weights @ centre)
        print(f"{-np.log(np.where(truth > 0, likely, 1 - likely)).mean():.4f}", file=sys.stderr)  # noqa: T201
    return weights, bias


def main(paths: list[str]) -> None:
    """Print the table."""
    draw, embedder = np.random.default_rng(0), load_embedder()
    assert isinstance(embedder, AdditiveEmbedder)
    found: list[tuple[bool, Item]] = []
    for path in paths:
        rows = (line.split("\t") for line in Path(path).read_text("utf-8").splitlines())
        found += items([(row[0], row[1]) for row in rows if len(row) > 1], draw)
    groups = [tables([item for is_cut, item in found if is_cut is wanted], embedder) for wanted in (False, True)]
    weights, bias = fit(*groups)
    print("_WEIGHTS = {")  # noqa: T201
    for name, weight in zip(MEASURES, weights, strict=True):
        print(f'    "{name}": {weight:.3f},')  # noqa: T201
    print(f"}}\n_BIAS = {bias:.3f}")  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
