"""The pairs of all units as one list, read from the disk when they are asked for."""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from aligner.building.jobs import UnitDone, unit_path
from aligner.building.units import Keys, UnitFile
from aligner.exporting.candidates import Candidate
from aligner.exporting.near import VALUES, Signatures
from aligner.exporting.spool import Spool

_MOST_OPEN = 64
_BUCKET = 4_000_000  # keys that are sorted at a time


class Kept(Spool):
    """The pairs of units in their order: numbers run through all of them, and nothing is copied."""

    def __init__(self, work_folder: str, units: Sequence[UnitDone]) -> None:
        """`units` in the order of their numbers."""
        super().__init__()
        self._work_folder = work_folder
        self.units = [unit.number for unit in units]
        self.starts = [0, *accumulate(unit.kept for unit in units)]
        self._open: OrderedDict[int, UnitFile] = OrderedDict()

    def __len__(self) -> int:
        return self.starts[-1]

    def file(self, place: int) -> UnitFile:
        """The file of the unit at a place."""
        found = self._open.pop(place, None) or UnitFile(unit_path(self._work_folder, self.units[place]))
        self._open[place] = found
        if len(self._open) > _MOST_OPEN:
            self._open.popitem(last=False)
        return found

    def __getitem__(self, number: int) -> Candidate:
        place = bisect_right(self.starts, number) - 1
        return self.file(place)[number - self.starts[place]]

    def read(self, numbers: Iterable[int] | None = None) -> Iterator[Candidate]:
        """The pairs of these numbers, or all; in the order given."""
        yield from map(self.__getitem__, range(len(self)) if numbers is None else numbers)

    def all_groups(self) -> NDArray[np.int64]:
        """int64 [pairs]: the number of the document of each."""
        documents = [one for place in range(len(self.units)) for one in self.file(place).documents]
        numbers = np.array([one.number for one in documents], dtype=np.int64)
        return np.repeat(numbers, [one.kept for one in documents])

    def signatures(self, numbers: NDArray[np.intp]) -> Signatures:
        """uint8 [numbers, 64]: MinHash signatures, as the units have them; numbers ascend or not."""
        made = np.empty((len(numbers), VALUES), dtype=np.uint8)
        for place, chosen, inside in self.by_unit(numbers):
            made[chosen] = self.file(place).signatures[inside]
        return made

    def by_unit(self, numbers: NDArray[np.intp]) -> Iterator[tuple[int, NDArray[np.intp], NDArray[np.int64]]]:
        """Places of the units of some pairs, which of these lie there, and where in it."""
        of = np.searchsorted(self.starts, numbers, "right") - 1
        order = np.argsort(of, kind="stable")
        edges = np.flatnonzero(np.diff(of[order])) + 1
        for chosen in np.split(order, edges):
            if len(chosen):
                place = int(of[chosen[0]])
                yield place, chosen, (numbers[chosen] - self.starts[place]).astype(np.int64)

    def without_duplicates(self) -> NDArray[np.intp]:
        """intp: the numbers of the pairs whose key none before them has, ascending.

        Keys are sorted a part at a time, the parts by their first bits lying on the disk meanwhile, so that memory does not
        grow with the pairs but for a byte of each.
        """
        is_first = np.ones(len(self), dtype=np.bool_)
        buckets = max(1, -(-len(self) // _BUCKET))
        if buckets == 1:
            every = [self.file(place).keys for place in range(len(self.units))]
            _mark(is_first, np.concatenate(every) if every else np.empty(0, np.uint64), None)
            return np.flatnonzero(is_first)
        folder = Path(self._work_folder) / "keys"
        folder.mkdir(exist_ok=True)
        paths = [folder / str(bucket) for bucket in range(buckets)]
        self._divide(paths)
        for path in paths:
            rows = np.fromfile(path, dtype="<u8").reshape(-1, 2)
            _mark(is_first, rows[:, 0], rows[:, 1].astype(np.intp))
            path.unlink()
        return np.flatnonzero(is_first)

    def _divide(self, paths: Sequence[Path]) -> None:
        """Write every key and its number into the file of its bucket."""
        for path in paths:
            path.write_bytes(b"")
        width = np.uint64(2**64 // len(paths) + 1)
        for place in range(len(self.units)):
            keys = self.file(place).keys
            numbers = np.arange(self.starts[place], self.starts[place + 1], dtype=np.uint64)
            of = keys // width
            for bucket in np.unique(of).tolist():
                rows = np.stack((keys[of == bucket], numbers[of == bucket]), axis=1)
                with paths[bucket].open("ab") as file:
                    file.write(rows.astype("<u8").tobytes())


def _mark(is_first: NDArray[np.bool_], keys: Keys, numbers: NDArray[np.intp] | None) -> None:
    """Say of the pairs of these numbers (None: all) whether their key is there before, numbers ascending."""
    order = np.argsort(keys, kind="stable")
    repeated = order[1:][keys[order[1:]] == keys[order[:-1]]]
    is_first[repeated if numbers is None else numbers[repeated]] = False
