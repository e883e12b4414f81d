"""Measure everything the benchmarks beside the repository can measure, in one run on one machine: `make bench`.

    python -m tools.bench                                     everything; one table, and bench-results/*.json
    python -m tools.bench --parts lines,book --limit 4        only these parts, only the first so many documents
    python -m tools.bench --figures docs/figures --page docs/benchmarks.md docs/comparison.md      draw, and write them

Parts: start, lines, running, book, length, noise, reliability, splitting, checks, rules. Baselines run in the same process on the
same sentences; seconds are wall time with the model loaded, those of `length` and `checks` whole runs of the command, those of
`speed` processor time.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from pathlib import Path

from aligner.version import VERSION
from tools.bench import aligning, checking, figures, growth, noise, rules, speed, splitting, starting
from tools.bench.page import with_tables
from tools.bench.reliability import Bin, reliability
from tools.bench.table import Row, heading, line_of
from tools.bench.texts import BENCH


class Bench:
    """One run: what was asked for, and where its results go."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.limit: int | None = options.limit
        self.sizes: list[int] = options.sizes
        self.sample: int = options.sample
        self.results: Path = options.out
        self.figures: Path | None = options.figures
        self.parts: dict[str, Callable[[], Iterable[Row]]] = {
            "start": starting.starting,
            "lines": lambda: aligning.sets(self.limit),
            "running": lambda: aligning.running_text(self.limit),
            "book": lambda: aligning.novels(self.limit),
            "length": self._length,
            "noise": self._noise,
            "reliability": self._reliability,
            "splitting": splitting.splitting,
            "checks": lambda: checking.checks(self.results / "checks", self.sample),
            "speed": lambda: speed.rows(self.limit),
            "rules": self._rules,
        }

    def run(self, names: list[str]) -> None:
        """Measure these parts, print their rows as they come, keep each part in a file of its own."""
        self.results.mkdir(parents=True, exist_ok=True)
        print(heading(), flush=True)
        for name in names:
            rows = []
            for row in self.parts[name]():
                print(line_of(row), flush=True)
                rows.append(row)
            self._keep(name, [row.as_object() for row in rows])

    def _keep(self, name: str, found: object) -> None:
        machine = {"aligner": VERSION, "python": platform.python_version(), "machine": platform.machine()}
        machine["processors"] = str(os.cpu_count())
        text = json.dumps({"made_by": machine, "results": found}, indent=1)
        (self.results / f"{name}.json").write_text(f"{text}\n", encoding="utf-8")

    def _length(self) -> Iterator[Row]:
        rows = []
        with tempfile.TemporaryDirectory() as folder:
            for row in growth.growth(Path(folder), self.sizes):
                rows.append(row)
                yield row
        if self.figures:
            figures.draw_growth(rows, self.figures / "time.svg")

    def _noise(self) -> Iterator[Row]:
        rows = []
        for row in noise.noise(self.limit):
            rows.append(row)
            yield row
        if self.figures:
            figures.draw_noise(rows, self.figures / "noise.svg")

    def _reliability(self) -> Iterator[Row]:
        conditions: list[tuple[Row, list[Bin]]] = []
        for row, bins in reliability(self.limit):
            conditions.append((row, bins))
            yield row
        self._keep("reliability-bins", {row.text: [asdict(one) for one in bins] for row, bins in conditions})
        if self.figures:
            figures.draw_reliability(conditions, self.figures / "reliability.svg")

    def _rules(self) -> Iterator[Row]:
        folder = self.results / "rules"
        found = rules.figures(folder, rules.check_texts(folder, self.sample))
        if self.figures:
            (self.figures / "rules.json").write_text(f"{json.dumps(found, indent=1)}\n", encoding="utf-8")
        yield from rules.rows(found)


def main() -> int:
    """Parse, measure; 1 where there is nothing to measure with."""
    parser = argparse.ArgumentParser(prog="tools.bench", description=str(__doc__).splitlines()[0])
    parser.add_argument("--parts", help="names with commas between them; without it, every part there is data for")
    parser.add_argument("--limit", type=int, help="only the first so many documents of a set")
    parser.add_argument("--sizes", type=int, nargs="+", default=list(growth.SIZES), help="lines of the long pairs")
    parser.add_argument("--sample", type=int, default=1, help="only every Nth run of the checks")
    parser.add_argument("--out", type=Path, default=Path("bench-results"))
    parser.add_argument("--figures", type=Path, help="draw the figures into this folder")
    parser.add_argument("--page", type=Path, nargs="+", default=[], help="write the tables of what --out holds here")
    options = parser.parse_args()
    if not BENCH.is_dir():
        print(f"there are no benchmarks at {BENCH}", file=sys.stderr)
        return 1
    bench = Bench(options)
    names = options.parts.split(",") if options.parts else [name for name in bench.parts if _has_data(name)]
    unknown = [name for name in names if name not in bench.parts]
    if unknown:
        parser.error(f"no part is called {unknown[0]!r}; there are {', '.join(bench.parts)}")
    if options.figures:
        options.figures.mkdir(parents=True, exist_ok=True)
    bench.run(names)
    for page in options.page:
        page.write_text(with_tables(page.read_text("utf-8"), options.out), encoding="utf-8")
    return 0


def _has_data(part: str) -> bool:
    """Whether the benchmark of a part is there."""
    folders = {"book": "books", "splitting": "segmentation", "checks": "checks", "rules": "checks"}
    return (BENCH / folders.get(part, "alignment")).is_dir()


if __name__ == "__main__":
    sys.exit(main())
