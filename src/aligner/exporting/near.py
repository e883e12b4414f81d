"""Near duplicates: pairs of texts that share most of their stretches of characters.

Similarity is Jaccard's index of the sets of stretches (shingles) of five characters of both normal texts. Candidates for
it come from MinHash signatures (Broder 1997) of which eight bits of each value are kept (Li and König 2010), in bands of
locality-sensitive hashing (Indyk and Motwani 1998; Leskovec, Rajaraman and Ullman 2014, ch. 3); the texts of a candidate
are then compared exactly, so that what is called near is. What is kept of a pair is its signature, 64 bytes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from aligner.exporting.keys import normal

Signatures = NDArray[np.uint8]
Codes = NDArray[np.uint64]

SHINGLE = 5  # characters; words of news have about as many
VALUES = 64
_ROWS = 4  # values of a band: texts 0.8 alike have one band of 16 in common with a chance of 0.9998
_WIDE_ROWS = 3  # the same for lower similarities, 21 bands: texts 0.6 alike have one with a chance of 0.994
_NARROW_FROM = 0.75
_MOST_LEADERS = 512  # texts of one band whose signatures another's is compared with
_MOST_COMPARISONS = 16  # texts that one is compared with exactly, in vain
_SLACK = 0.22  # an estimate from 64 values is that much too low for hardly one text in ten thousand
_GOLDEN = 0x9E3779B97F4A7C15
_FINAL = (0xBF58476D1CE4E5B9, 0x94D049BB133111EB)
_TARGET_MARK = "\U0010fffe"  # a non-character: what follows it is the target

_SEEDS = np.random.default_rng(20_260_101).integers(1, 2**64, size=VALUES, dtype=np.uint64, endpoint=False) | np.uint64(
    1
)


def shingled(source: str, target: str) -> str:
    """What the shingles of a pair are taken of: both normal texts, with marks between them."""
    return f"{normal(source)}{_TARGET_MARK * SHINGLE}{normal(target)}"


def similarity(one: str, other: str) -> float:
    """Jaccard's index of the shingles of two texts of `shingled`, from 0 to 1.

    >>> similarity(shingled("abcdefgh", ""), shingled("abcdefgh", "")), similarity("abcdef", "ghijkl")
    (1.0, 0.0)
    """
    return _jaccard(_shingles(one), _shingles(other))


def _jaccard(ours: set[str], theirs: set[str]) -> float:
    shared = len(ours & theirs)
    return shared / (len(ours) + len(theirs) - shared)


def _shingles(text: str) -> set[str]:
    return {text[at : at + SHINGLE] for at in range(max(1, len(text) - SHINGLE + 1))}


def signatures(texts: Sequence[str]) -> Signatures:
    """uint8 [texts, 64]: the MinHash signatures of texts of `shingled`."""
    if not texts:
        return np.empty((0, VALUES), dtype=np.uint8)
    hashes, starts = _hashes(texts)
    made = np.empty((len(texts), VALUES), dtype=np.uint8)
    mixed = np.empty_like(hashes)
    for place, seed in enumerate(_SEEDS):
        np.multiply(hashes, seed, out=mixed)
        # The high half of a product by an odd number is as good as a random order (multiply-shift, Dietzfelbinger 1997).
        made[:, place] = (np.minimum.reduceat(mixed, starts) >> np.uint64(20)).astype(np.uint8)
    return made


def _hashes(texts: Sequence[str]) -> tuple[Codes, NDArray[np.intp]]:
    """The shingles of all texts as numbers, and where those of each text begin."""
    padded = [text.ljust(SHINGLE, "\0") for text in texts]
    codes = np.frombuffer("".join(padded).encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    lengths = np.fromiter(map(len, padded), dtype=np.intp, count=len(padded))
    ends = np.cumsum(lengths)
    with np.errstate(over="ignore"):
        rolled = np.zeros(len(codes) - SHINGLE + 1, dtype=np.uint64)
        for place in range(SHINGLE):
            rolled *= np.uint64(_GOLDEN)
            rolled += codes[place : len(codes) - SHINGLE + 1 + place]
        for factor in _FINAL:  # splitmix64's finish, so that every bit depends on every character
            rolled ^= rolled >> np.uint64(30)
            rolled *= np.uint64(factor)
        rolled ^= rolled >> np.uint64(31)
    # Shingles that reach into the next text are none.
    is_whole = np.ones(len(rolled), dtype=bool)
    for back in range(1, SHINGLE):
        places = ends[:-1] - back
        is_whole[places] = False
    counts = lengths - SHINGLE + 1
    return rolled[is_whole], np.concatenate(([0], np.cumsum(counts)[:-1])).astype(np.intp)


def near_duplicates(
    made: Signatures, threshold: float, text_of: Callable[[int], str], parts: NDArray[np.int8] | None = None
) -> dict[int, int]:
    """Which texts are near an earlier one, and which that is: number to number.

    `text_of` gives a text of `shingled` by number. With `parts`, int8 [texts], only texts of different parts count as
    near. No two texts that are left and have a band in common are similar, but where dozens are nearly so, as the lines of
    a list are: each is then compared with those that seem most like it.
    """
    search = _Search(made, threshold, text_of, parts)
    rows = _ROWS if threshold >= _NARROW_FROM else _WIDE_ROWS
    for first in range(0, VALUES - rows + 1, rows):
        for group in _groups(made[:, first : first + rows]):
            search.group(group)
    return search.gone


def _groups(band: Signatures) -> Iterator[NDArray[np.intp]]:
    """The numbers, ascending, of texts with the same values in a band, where there are several."""
    if len(band) < 2:
        return
    key = np.zeros(len(band), dtype=np.uint32)
    for column in band.T:
        key = (key << np.uint32(8)) | column
    order = np.argsort(key, kind="stable")
    key = key[order]
    edges = np.concatenate(([0], np.flatnonzero(key[1:] != key[:-1]) + 1, [len(key)]))
    for group in np.flatnonzero(np.diff(edges) > 1):
        yield order[edges[group] : edges[group + 1]]


@dataclass(slots=True)
class _Search:
    """Texts that are gone so far, and which ones a text was compared with in vain."""

    made: Signatures
    threshold: float
    text_of: Callable[[int], str]
    parts: NDArray[np.int8] | None
    gone: dict[int, int] = field(default_factory=dict)
    tried: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))

    def group(self, group: NDArray[np.intp]) -> None:
        """Compare the texts of a group in their order with those before that are left."""
        leaders = np.empty(min(len(group), _MOST_LEADERS), dtype=np.intp)
        count = 0
        for number in map(int, group):
            if number in self.gone:
                continue
            near = self._near(number, leaders[:count]) if count else None
            if near is not None:
                self.gone[number] = near
                self.tried.pop(number, None)
            elif count < len(leaders):
                leaders[count] = number
                count += 1

    def _near(self, number: int, leaders: NDArray[np.intp]) -> int | None:
        """One of the leaders that a text is near to, of the likeliest the first."""
        shares = (self.made[leaders] == self.made[number]).mean(axis=1)
        if self.parts is not None:
            shares[self.parts[leaders] == self.parts[number]] = -1
        likely = np.flatnonzero(shares >= self.threshold - _SLACK)
        if not len(likely):
            return None
        ours = None
        tried = self.tried[number]
        for leader in map(int, leaders[likely[np.argsort(-shares[likely], kind="stable")]]):
            if leader in tried:
                continue
            if len(tried) >= _MOST_COMPARISONS:
                break
            ours = ours if ours is not None else _shingles(self.text_of(number))
            if _jaccard(ours, _shingles(self.text_of(leader))) >= self.threshold:
                return leader
            tried.add(leader)
        return None
