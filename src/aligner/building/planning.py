"""Which pairs of all units the corpus has, and in which files: decided when all units are there, by nothing but them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from aligner.building.jobs import ShardJob, UnitDone
from aligner.building.kept import Kept
from aligner.building.options import BuildOptions
from aligner.building.units import UnitDocument
from aligner.contracts import Heading
from aligner.exporting.candidates import Candidate
from aligner.exporting.choosing import Selected, selected
from aligner.exporting.collecting import OriginState, Ready, Run
from aligner.exporting.options import PARTS
from aligner.exporting.reading import InputFile
from aligner.exporting.report import StepCount, Tally
from aligner.exporting.selecting import Numbers

DATA = "data"
# What others call the parts, and a corpus that is not divided.
PART_NAMES = {"": "train", "train": "train", "dev": "validation", "test": "test"}


@dataclass(frozen=True, slots=True)
class Plan:
    """The files of a corpus, what every step did, and how many pairs of each document are in it."""

    shards: tuple[ShardJob, ...]
    steps: tuple[StepCount, ...]
    documents: tuple[UnitDocument, ...]
    written: tuple[int, ...]

    @property
    def pairs(self) -> int:
        """How many pairs the corpus has."""
        return sum(self.written)


def plan_key(key: str, units: Sequence[UnitDone]) -> str:
    """A digest of all that a plan depends on."""
    return hashlib.sha256(" ".join([key, *(unit.sha256 for unit in units)]).encode()).hexdigest()


def planned(kept: Kept, names: Sequence[str], steps: list[Ready], options: BuildOptions, heading: Heading) -> Plan:
    """What of all that was kept the corpus has: no duplicates, parts, files of so many pairs.

    Raises `OptionError` where there are fewer documents than parts.
    """
    documents = tuple(one for place in range(len(kept.units)) for one in kept.file(place).documents)
    run = _run(kept, documents, names, options)
    numbers = None
    if options.filters.unique is not None:
        numbers = kept.without_duplicates()
        _count_gone(run, numbers, "duplicates")
    chosen, counts = selected(run, steps, numbers)
    shards = tuple(_shards(kept, chosen, options, heading))
    return Plan(shards, tuple(counts), documents, tuple(run.written_of(chosen.numbers)))


def _run(kept: Kept, documents: Sequence[UnitDocument], names: Sequence[str], options: BuildOptions) -> Run:
    """The units as an export knows what it read; every document is a group."""
    origins = [
        OriginState(names[one.number], tuple(InputFile(*file) for file in one.files), read=one.read)
        for one in documents
    ]
    run = Run(options.export, kept, origins)
    for one in documents:
        run.group(Candidate("", "", one.number))
    for place in range(len(kept.units)):
        for name, tally in kept.file(place).tallies.items():
            run.tally(name).add(Tally.restored(tally))
    return run


def _count_gone(run: Run, numbers: Numbers, name: str) -> None:
    """Count what is not among the numbers."""
    tally = run.tally(name)
    is_gone = np.ones(len(run.spool), dtype=np.bool_)
    is_gone[numbers] = False
    gone = np.flatnonzero(is_gone)
    if not run.options.samples:
        tally.dropped += len(gone)
        return
    for number in gone.tolist():
        tally.drop(run.spool[number])


def _shards(kept: Kept, chosen: Selected, options: BuildOptions, heading: Heading) -> Iterator[ShardJob]:
    """The files: each part in the order of the manifest, so many pairs in one."""
    parts: list[tuple[str, Numbers]] = [("", chosen.numbers)]
    if chosen.parts is not None:
        parts = [(name, chosen.numbers[chosen.parts == number]) for number, name in enumerate(PARTS)]
    for name, numbers in parts:
        count = -(-len(numbers) // options.shard_size)
        for shard in range(count):
            some = numbers[shard * options.shard_size : (shard + 1) * options.shard_size]
            file = f"{DATA}/{PART_NAMES[name]}-{shard:05}-of-{count:05}.{options.format_name}"
            places = tuple((kept.units[place], inside.tobytes()) for place, _, inside in kept.by_unit(some))
            yield ShardJob(file, name, places, heading)
