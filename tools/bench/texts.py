"""The benchmark's texts, and the scorer that stands beside them."""

from __future__ import annotations

import importlib.util
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tools.bench.baselines import Beads, Numbers

REPOSITORY = Path(__file__).resolve().parent.parent.parent
BENCH = REPOSITORY.parent / "shared" / "bench"
SETS = ("newstest2011", "newstest2012", "opensource-guide", "python-tutorial")
CONDITIONS = ("clean", "deleted", "noisy")
BOOKS = ("verwandlung", "sense_and_sensibility", "tour_du_monde_en_80_jours", "adventures_of_sherlock_holmes")


@dataclass(frozen=True, slots=True)
class Lines:
    """A pair of texts of one sentence a line, the gold beads, and sentences whose pairing the gold does not know."""

    name: str
    source: tuple[str, ...]
    target: tuple[str, ...]
    gold: tuple[tuple[Numbers, Numbers], ...]
    neutral: tuple[frozenset[int], frozenset[int]] = (frozenset(), frozenset())

    @property
    def sentences(self) -> int:
        """How many there are on both sides."""
        return len(self.source) + len(self.target)


@cache
def scorer() -> Any:
    """The benchmark's own `score.py`, which knows nothing of aligner."""
    path = BENCH / "alignment" / "score.py"
    specification = importlib.util.spec_from_file_location("bench_alignment_score", path)
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    sys.modules[specification.name] = module  # its dataclasses look themselves up
    specification.loader.exec_module(module)
    return module


def lines_of(path: Path) -> tuple[str, ...]:
    """The lines of a file; only a line feed ends one."""
    return tuple(path.read_text("utf-8").removesuffix("\n").split("\n"))


def documents(folder: Path, limit: int | None = None) -> Iterator[Lines]:
    """The pre-segmented documents of one condition of a set, in order of name."""
    for gold in sorted(folder.glob("*.ladder.gold"))[:limit]:
        name = gold.name.removesuffix(".ladder.gold")
        source, target = (lines_of(folder / f"{name}.{language}.lines") for language in ("en", "es"))
        neutral = tuple(frozenset(side) for side in scorer().read_neutral(gold))
        yield Lines(name, source, target, tuple(scorer().read_ladder(gold)), (neutral[0], neutral[1]))


def book(name: str) -> Lines:
    """One of the four novels."""
    folder = BENCH / "books"
    source, target = (lines_of(folder / f"{name}.{language}") for language in ("en", "es"))
    return Lines(name, source, target, tuple(scorer().read_ladder(folder / f"{name}.gold")))


def counts(document: Lines, beads: Beads | Sequence[tuple[Numbers, Numbers]]) -> Counter[str]:
    """What vecalign's definitions count, for one document."""
    counted: Counter[str] = scorer().score_ladder(list(document.gold), list(beads), document.neutral)
    return counted


def figures(counted: Counter[str]) -> dict[str, float | None]:
    """Strict, lax and null F1 of summed counts."""
    rates = scorer().rates(counted)
    return {"strict": rates["strict"]["f1"], "lax": rates["lax"]["f1"], "nulls": rates["null"]["f1"]}
