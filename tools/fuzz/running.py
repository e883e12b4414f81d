"""Long runs: a process that tries one spoiled input after another, and one that watches it."""

from __future__ import annotations

import faulthandler
import json
import multiprocessing
import os
import resource
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from random import Random

from tools.fuzz.judging import Fate, Verdict, judged
from tools.fuzz.mutation import Spoiler
from tools.fuzz.targets import TARGETS, Target

MEMORY = 3 * 1024**3  # bytes of addresses that the process may have; the model and its libraries take a third of it
_STUCK_SECONDS = 60  # of the clock, for what no signal interrupts
_TURN_SECONDS = 1.0  # for a target, before the next has its turn
_SHARE_OF_SEEDS = 0.7  # what is refused already is mostly refused again
_MOST_KEPT = 500  # inputs of a target that came to something new


@dataclass(slots=True)
class Tally:
    """What became of the inputs of a target, and its faults: an input for each reason."""

    fates: Counter[Fate] = field(default_factory=Counter)
    faults: dict[str, bytes] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many inputs there were."""
        return sum(self.fates.values())


class Fuzzer:
    """Spoils inputs of one target. An input that ends in a way that is new is spoiled again."""

    def __init__(self, target: Target, seed: int | str, folder: Path) -> None:
        self.target, self.folder = target, folder
        self._seeds = target.seeds()
        self.inputs = list(self._seeds)
        self.spoiler = Spoiler(Random(f"{target.name} {seed}"), target.tokens, self.inputs)
        self._seen: set[str] = set()

    def next_input(self) -> bytes:
        """An input to try."""
        random = self.spoiler.random
        return self.spoiler.spoiled(random.choice(self._seeds if random.random() < _SHARE_OF_SEEDS else self.inputs))

    def tried(self, data: bytes) -> Verdict:
        """What becomes of an input."""
        verdict = judged(lambda some: self.target.run(some, self.folder), data)
        if verdict.fate is Fate.REFUSED and verdict.why not in self._seen and len(self.inputs) < _MOST_KEPT:
            self._seen.add(verdict.why)
            self.inputs.append(data)
        return verdict


def run(names: Sequence[str], seconds: float, seed: int, found: Path) -> Iterator[tuple[str, Tally]]:
    """Fuzz targets in turn for so many seconds of the clock; what fails is kept in `found`, a folder for each target.

    A process that dies, or takes what no process may, is another fault of the input that it had; another goes on.
    """
    until = time.monotonic() + seconds
    tallies = {name: Tally() for name in names}
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        start = 0
        while time.monotonic() < until:
            log = Path(folder) / "log"
            log.touch()
            worker = multiprocessing.get_context("spawn").Process(
                target=_work, args=(list(names), until, seed + start, folder)
            )
            worker.start()
            worker.join()
            _read(log, tallies, found)
            if worker.exitcode:
                _died(Path(folder), tallies, found, worker.exitcode)
            start += 1
    yield from tallies.items()


def _work(names: list[str], until: float, seed: int, folder: str) -> None:
    """The process that tries inputs; each is written down before it is tried."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    place = Path(folder)
    (place / "files").mkdir(exist_ok=True)
    fuzzers = [Fuzzer(target, seed, place / "files") for target in TARGETS if target.name in names]
    with (place / "log").open("a", encoding="utf-8") as log, (place / "stuck").open("w", encoding="utf-8") as stuck:
        for fuzzer in fuzzers:  # whatever is loaded once is loaded, and counts for nobody
            for data in fuzzer.target.seeds():
                _tried(fuzzer, data, place, _logging(log.write), stuck.fileno())
        while time.monotonic() < until:
            for fuzzer in fuzzers:
                turn = min(until, time.monotonic() + _TURN_SECONDS)
                while time.monotonic() < turn:
                    _tried(fuzzer, fuzzer.next_input(), place, _logging(log.write), stuck.fileno())
                log.flush()


def _logging(write: Callable[[str], object]) -> Callable[[str, Verdict, bytes], None]:
    def logged(name: str, verdict: Verdict, data: bytes) -> None:
        row = [name, verdict.fate, verdict.why, data.hex() if verdict.is_failure else ""]
        write(json.dumps(row) + "\n")

    return logged


def _tried(fuzzer: Fuzzer, data: bytes, place: Path, log: Callable[[str, Verdict, bytes], None], stuck: int) -> None:
    (place / "now").write_bytes(fuzzer.target.name.encode() + b"\n" + data)
    faulthandler.dump_traceback_later(_STUCK_SECONDS, exit=True, file=stuck)
    verdict = fuzzer.tried(data)
    faulthandler.cancel_dump_traceback_later()
    log(fuzzer.target.name, verdict, data)


def _read(log: Path, tallies: dict[str, Tally], found: Path) -> None:
    for line in log.read_text(encoding="utf-8").splitlines():
        try:
            name, fate, why, data = json.loads(line)
        except ValueError:  # the process died while it wrote
            continue
        tallies[name].fates[Fate(fate)] += 1
        if data and why not in tallies[name].faults:
            _keep(tallies[name], name, f"{fate} {why}", bytes.fromhex(data), found)
    log.unlink()


def _died(folder: Path, tallies: dict[str, Tally], found: Path, code: int) -> None:
    name, _, data = (folder / "now").read_bytes().partition(b"\n")
    stuck = (folder / "stuck").read_text(encoding="utf-8").splitlines()
    place = next((line.strip() for line in stuck if f"{os.sep}aligner{os.sep}" in line), f"exit {code}")
    tally = tallies[name.decode()]
    tally.fates[Fate.SLOW if stuck else Fate.CRASHED] += 1
    _keep(tally, name.decode(), f"died: {place}", data, found)


def _keep(tally: Tally, name: str, why: str, data: bytes, found: Path) -> None:
    """Keep an input of a fault that is new; the smallest of a fault is enough."""
    known = tally.faults.get(why)
    if known is not None and len(known) <= len(data):
        return
    tally.faults[why] = data
    folder = found / name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{sha256(why.encode()).hexdigest()[:12]}").write_bytes(data)
