"""Spoil inputs of everything that reads, for as long as is asked, and tell what broke.

    python -m tools.fuzz --seconds 600                         everything in turn
    python -m tools.fuzz --seconds 60 --targets pairs,server   only targets whose names begin so
    python -m tools.fuzz --replay FILE --targets pairs-po      what becomes of one input, with the traceback

A fault is an exception that is no error for a person, more than five seconds, or more memory than half a gigabyte. Its input
lies in fuzz-found/ (--found), in a folder of its target; mended, it goes to tests/fuzz/found/ and is tried for ever.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tools.fuzz.judging import Fate
from tools.fuzz.running import Tally, run
from tools.fuzz.targets import TARGETS


def main() -> int:
    """Run what the command line asks for; 1 when there are faults."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60, help="of the clock, for all of it")
    parser.add_argument("--seed", type=int, default=1, help="another one gives other inputs")
    parser.add_argument("--targets", default="", help="beginnings of names, divided by commas")
    parser.add_argument("--found", type=Path, default=Path("fuzz-found"), help="where inputs of faults are put")
    parser.add_argument("--replay", type=Path, help="try this input and nothing else")
    options = parser.parse_args()
    beginnings = tuple(options.targets.split(","))
    chosen = [target for target in TARGETS if target.name.startswith(beginnings)]
    if not chosen:
        parser.error(f"there are {', '.join(target.name for target in TARGETS)}")
    if options.replay:
        with tempfile.TemporaryDirectory() as folder:
            for target in chosen:
                target.run(options.replay.read_bytes(), Path(folder))
        return 0
    tallies = dict(run([target.name for target in chosen], options.seconds, options.seed, options.found))
    for name, tally in tallies.items():
        print(_line(name, tally))
    print(
        f"{sum(tally.count for tally in tallies.values()):,} inputs, {sum(len(tally.faults) for tally in tallies.values())} faults"
    )
    return int(any(tally.faults for tally in tallies.values()))


def _line(name: str, tally: Tally) -> str:
    told = "".join(f"\n    {why} ({len(data):,} bytes)" for why, data in tally.faults.items())
    return f"{name:18} {tally.count:8,} inputs, {tally.fates[Fate.USED]:8,} used, {tally.fates[Fate.REFUSED]:8,} refused{told}"


if __name__ == "__main__":
    sys.exit(main())
