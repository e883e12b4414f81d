"""How fast files of pairs are written and read: pairs a second of processor time, and the most memory, format by format.

    python -m tools.bench.writing                          a million pairs, every format
    python -m tools.bench.writing --pairs 100000 tmx po    so many, only these formats

translate-toolkit writes its TMX in the same run, of fewer pairs, for it keeps all of them in memory; and Word opens no
table of a million. Every writer has a
process of its own, and what making the pairs takes is not counted. The texts are those of the clean bitexts, over and over.
"""

from __future__ import annotations

import argparse
import itertools
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from aligner.contracts import Heading, Pair
from aligner.formats import FORMATS, write_pairs
from aligner.formats.table import named_format
from aligner.model import Bead
from tools.bench.texts import BENCH

TOOLKIT = "translate-toolkit tmx"
MOST_PAIRS = {TOOLKIT: 50_000, "docx-table": 100_000}
HEADING = Heading("en", "es", "en.txt", "es.txt", "aligner")
BEAD = Bead((0,), (0,), 0.9)


def pairs(count: int) -> Iterator[Pair]:
    """So many pairs, each with a number in its texts so that no two are alike."""
    path = BENCH / "checks" / "clean" / "newstest2012.en-es.tsv"
    rows = [line.split("\t")[:2] for line in path.read_text("utf-8").splitlines()]
    for number, (source, target) in enumerate(itertools.islice(itertools.cycle(rows), count)):
        yield Pair(f"{source} {number}", f"{target} {number}", number % 1000 / 1000, BEAD, document="news")


def writers() -> list[str]:
    """Formats that are written one pair after another, and the one to compare with."""
    return [row.name for row in FORMATS if row.writes_bitext and writes_pairs(row.name)] + [TOOLKIT]


def writes_pairs(name: str) -> bool:
    """Whether a format is written one pair after another."""
    module = named_format(name).load()
    return hasattr(module, "write_pairs") or hasattr(module, "write_files")


def write(name: str, count: int, path: Path) -> None:
    """Write so many pairs to a file."""
    if name == TOOLKIT:
        from translate.storage import tmx

        library: Any = tmx.tmxfile
        store = library(sourcelanguage="en", targetlanguage="es")
        for pair in pairs(count):
            store.addtranslation(pair.source, "en", pair.target, "es")
        store.savefile(str(path))
        return
    write_pairs(pairs(count), HEADING, str(path), name)


def seconds_of(work: Callable[[], object]) -> float:
    """Processor time of some work."""
    began = time.process_time()
    work()
    return time.process_time() - began


def measure(name: str, count: int) -> str:
    """One line of the table; meant for a process of its own."""
    for_pairs = seconds_of(lambda: sum(1 for _ in pairs(count)))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "out"
        writing = seconds_of(lambda: write(name, count, path)) - for_pairs
        megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        size = sum(file.stat().st_size for file in Path(folder).rglob("*") if file.is_file())
        return f"{name:24} {count:>9,} {count / writing:>10,.0f} {megabytes:>8,.0f} {size / 2**20:>8,.0f}"


def main() -> int:
    """Measure, one process after another."""
    parser = argparse.ArgumentParser(prog="tools.bench.writing", description=str(__doc__).splitlines()[0])
    parser.add_argument("formats", nargs="*", help="only these")
    parser.add_argument("--pairs", type=int, default=1_000_000)
    parser.add_argument("--alone", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.alone:
        print(measure(options.formats[0], options.pairs))
        return 0
    print(f"{'format':24} {'pairs':>9} {'pairs/s':>10} {'peak MB':>8} {'file MB':>8}", flush=True)
    for name in options.formats or writers():
        count = min(options.pairs, MOST_PAIRS.get(name, options.pairs))
        command = [sys.executable, "-m", "tools.bench.writing", "--alone", "--pairs", str(count), name]
        subprocess.run(command, check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
