"""How fast checks are: segments a second of processor time, beside translate-toolkit's pofilter on the same bitexts.

    python -m tools.bench.speed                    all clean bitexts, both ways; one table, then every rule
    python -m tools.bench.speed --limit 500        only the first so many segments of each

Both are warm: a first round, not counted, loads models and word lists. Rounds of the two alternate and the median counts.
A rule's share is what it costs where it stands; work that several rules share counts for the first of them.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from types import SimpleNamespace
from typing import Any

from aligner import checks, pipeline
from aligner.contracts import Embedder
from aligner.embedding import load_embedder
from aligner.formats import read_bitext
from aligner.model import Bitext
from tools.bench.table import Row
from tools.bench.texts import BENCH

CLEAN = ("newstest2012.en-es.tsv", "flores.en-es.tsv", "tico19.en-es.tsv")


def bitexts(limit: int | None = None) -> list[Bitext]:
    """The clean bitexts, from English and from Spanish, at most `limit` segments of each."""
    found = []
    for name in CLEAN:
        path = BENCH / "checks" / "clean" / name
        rows = [line.split("\t") for line in path.read_text("utf-8").splitlines()[:limit]]
        found += [bitext_of(rows, ("en", "es")), bitext_of([row[::-1] for row in rows], ("es", "en"))]
    return found


def bitext_of(rows: Sequence[Sequence[str]], languages: tuple[str, str]) -> Bitext:
    """Rows of two texts as a bitext, by way of a file, as a user's come in."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.tsv"
        path.write_text("".join(f"{row[0]}\t{row[1]}\n" for row in rows), "utf-8")
        return read_bitext(str(path), *languages)


def pofilter(language: str) -> Callable[[Bitext], None]:
    """translate-toolkit's pofilter, all its default tests, for translations into this language."""
    from translate.filters import checks as filters
    from translate.filters.pofilter import pocheckfilter
    from translate.storage.base import TranslationUnit

    options = SimpleNamespace(
        excludefilters={}, limitfilters=None, includefuzzy=True, includereview=True, autocorrect=False, addnotes=True
    )
    checker: Any = pocheckfilter(options, checkerconfig=filters.CheckerConfig(targetlanguage=language))

    def run(bitext: Bitext) -> None:
        for source, target in bitext:
            unit = TranslationUnit(source)
            unit.target = target
            checker.filterunit(unit)

    return run


def seconds_of(work: Callable[[], object]) -> float:
    """Processor time of some work, all threads together."""
    began = time.process_time()
    work()
    return time.process_time() - began


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds of processor time of every round, for the same segments, and those of each rule by its code."""

    segments: int
    checking: list[float] = field(default_factory=list)
    filtering: list[float] = field(default_factory=list)
    by_rule: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    @property
    def ratio(self) -> float:
        """How many times as many segments aligner checks in the same processor time."""
        return median(self.filtering) / median(self.checking)


def measured(texts: Sequence[Bitext], rounds: int, embedder: Embedder | None = None) -> Measured:
    """Check these texts and filter them, in turn."""
    model, rules = embedder or load_embedder(), checks.rules()
    filters = {language: pofilter(language) for language in {text.target.language for text in texts}}
    found = Measured(sum(len(text) for text in texts))
    for number in range(rounds + 1):
        checking = sum(seconds_of(lambda: pipeline.check_bitext(text, rules, model)) for text in texts)  # noqa: B023
        filtering = sum(seconds_of(lambda: filters[text.target.language](text)) for text in texts)  # noqa: B023
        if number:
            found.checking.append(checking)
            found.filtering.append(filtering)
    for _ in range(rounds):
        for code, seconds in _of_rules(texts, model).items():
            found.by_rule[code].append(seconds)
    return found


def _of_rules(texts: Sequence[Bitext], model: Embedder) -> dict[str, float]:
    """Seconds of each rule, one after another over the same subject, as a check runs them."""
    taken: dict[str, float] = defaultdict(float)
    for text in texts:
        subject = pipeline.subject_of(text, model)
        for rule in checks.rules():
            taken[rule.code] += seconds_of(lambda: rule.findings(subject))  # noqa: B023
    return taken


def rows(limit: int | None) -> Iterator[Row]:
    """Both tools on the clean bitexts, for the table of all benchmarks; seconds are processor time."""
    found = measured(bitexts(limit), rounds=2)
    for tool, taken in (("aligner", found.checking), ("pofilter", found.filtering)):
        figures: dict[str, float | None] = {"seconds": median(taken), "sentences": float(found.segments)}
        yield Row("speed", "segments checked, clean bitexts", tool, figures)


def main() -> int:
    """Parse, measure, print."""
    parser = argparse.ArgumentParser(prog="tools.bench.speed", description=str(__doc__).splitlines()[0])
    parser.add_argument("--limit", type=int, help="only the first so many segments of each text")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    if not BENCH.is_dir():
        print(f"there are no benchmarks at {BENCH}", file=sys.stderr)
        return 1
    found = measured(bitexts(options.limit), options.rounds)
    for name, rounds in (("aligner", found.checking), ("pofilter", found.filtering)):
        each = 1e6 * median(rounds) / found.segments
        print(f"{name:10} {found.segments / median(rounds):8,.0f} segments/s {each:8.1f} µs a segment")
    print(f"{'ratio':10} {found.ratio:8.2f}\n")
    names = {rule.code: rule.name for rule in checks.rules()}
    for code, rounds in sorted(found.by_rule.items(), key=lambda item: -median(item[1])):
        print(f"{code} {names[code]:24} {1e6 * median(rounds) / found.segments:8.1f} µs a segment")
    return 0


if __name__ == "__main__":
    sys.exit(main())
