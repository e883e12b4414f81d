"""What is counted while the pairs of a corpus are read, in memory that hardly grows with them."""

from __future__ import annotations

import heapq
import math
from collections import Counter
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any
from urllib.parse import urlsplit
from zlib import crc32

import numpy as np

from aligner.exporting.candidates import Candidate
from aligner.exporting.keys import normal, text_key

LENGTH_STEP, LENGTHS = 5, 24  # words of a bar, bars; the last has all that is longer
RATIO_STEP, RATIOS = 0.25, 24  # of the binary logarithm of the ratio of lengths, from 1:8 to 8:1
SCORES = 20
_MOST_PLACES = 10_000  # hosts and folders that are counted each; more are counted as one
_LANGUAGES_OF = 2_000  # pairs, drawn by their texts, whose languages are told
_DUPLICATES_AT_ONCE = 1 << 16


@dataclass(frozen=True, slots=True)
class Shown:
    """A pair of the corpus: its texts and score, the document it comes from, its row in the file it was read from (from 0)."""

    source: str
    target: str
    score: float | None
    document: str
    row: int


@dataclass(slots=True)
class SideCount:
    """What is counted of one side."""

    characters: int = 0
    words: int = 0
    longest: int = 0
    lengths: list[int] = field(default_factory=lambda: [0] * LENGTHS)

    def add(self, text: str) -> None:
        """Count a text."""
        words = len(text.split())
        self.characters += len(text)
        self.words += words
        self.longest = max(self.longest, words)
        if words:
            self.lengths[min(LENGTHS - 1, (words - 1) // LENGTH_STEP)] += 1


@dataclass(slots=True)
class _Keys:
    """64 bits of every text, eight bytes each in memory."""

    ready: list[Any] = field(default_factory=list)
    fresh: list[int] = field(default_factory=list)

    def add(self, key: int) -> None:
        self.fresh.append(key)
        if len(self.fresh) == _DUPLICATES_AT_ONCE:
            self._settle()

    def _settle(self) -> None:
        self.ready.append(np.array(self.fresh, np.uint64))
        self.fresh = []

    @property
    def repeated(self) -> int:
        """How many keys were there before."""
        self._settle()
        keys = np.concatenate(self.ready)
        return len(keys) - len(np.unique(keys))


@dataclass(slots=True)
class Extremes:
    """The pairs with the highest values, of equals those that come first."""

    most: int
    _heap: list[tuple[float, int, str, Candidate]] = field(default_factory=list)
    _number: int = 0

    def offer(self, value: float, document: str, candidate: Candidate) -> None:
        """Keep a pair, if its value is among the highest."""
        self._number += 1
        if not self.most or (len(self._heap) == self.most and value <= self._heap[0][0]):
            return
        entry = (value, -self._number, document, candidate._replace(known=None))
        if len(self._heap) < self.most:
            heapq.heappush(self._heap, entry)
        else:
            heapq.heapreplace(self._heap, entry)

    def shown(self) -> tuple[Shown, ...]:
        """They, the highest first."""
        ordered = sorted(self._heap, key=lambda entry: (-entry[0], -entry[1]))
        return tuple(Shown(one.source, one.target, one.score, document, one.row) for _, _, document, one in ordered)


@dataclass(slots=True)
class Count:
    """All that is counted while pairs are read, in memory that hardly grows with them."""

    samples: int
    names: list[str] = field(default_factory=list)
    pairs: int = 0
    nulls: list[int] = field(default_factory=lambda: [0, 0])
    sides: tuple[SideCount, SideCount] = field(default_factory=lambda: (SideCount(), SideCount()))
    ratios: list[int] = field(default_factory=lambda: [0] * RATIOS)
    scores: list[int] = field(default_factory=lambda: [0] * SCORES)
    unscored: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    places: Counter[str] = field(default_factory=Counter)
    files: list[int] = field(default_factory=list)
    documents: set[int] = field(default_factory=set)
    findings: Counter[str] = field(default_factory=Counter)
    keys: tuple[_Keys, _Keys, _Keys] = field(default_factory=lambda: (_Keys(), _Keys(), _Keys()))
    drawn: list[tuple[int, int, str, str]] = field(default_factory=list)
    best: Extremes = field(init=False)
    worst: Extremes = field(init=False)
    unlike: Extremes = field(init=False)

    def __post_init__(self) -> None:
        self.best, self.worst, self.unlike = (Extremes(self.samples) for _ in range(3))

    def add(self, candidate: Candidate) -> None:
        """Count a pair."""
        self.pairs += 1
        self.files[candidate.document] += 1
        document = self._document(candidate)
        self.documents.add(text_key(document))
        place = place_of(document)
        self.places[place if place in self.places or len(self.places) < _MOST_PLACES else "others"] += 1
        self.kinds[self._kind(candidate)] += 1
        self.findings.update(candidate.findings)
        is_null = False
        for number, text in enumerate((candidate.source, candidate.target)):
            self.sides[number].add(text)
            if not text.strip():
                self.nulls[number] += 1
                is_null = True
        if not is_null:
            self._add_whole(candidate, document)

    def _document(self, candidate: Candidate) -> str:
        known = candidate.known
        return (known.details.document if known is not None else "") or self.names[candidate.document]

    def _kind(self, candidate: Candidate) -> str:
        known = candidate.known
        if known is not None and known.bead is not None and known.bead.source + known.bead.target:
            return known.bead.kind
        if known is not None and known.details.bead:
            return known.details.bead
        if not candidate.source.strip():
            return "0-1"
        return "1-1" if candidate.target.strip() else "1-0"

    def _add_whole(self, candidate: Candidate, document: str) -> None:
        """Count a pair with something on both sides."""
        ratio = math.log2((len(candidate.target) + 1) / (len(candidate.source) + 1))
        self.ratios[min(RATIOS - 1, max(0, math.floor(ratio / RATIO_STEP + RATIOS / 2)))] += 1
        if candidate.score is None:
            self.unscored += 1
            self.unlike.offer(abs(ratio), document, candidate)
        else:
            self.scores[min(SCORES - 1, max(0, int(candidate.score * SCORES)))] += 1
            self.best.offer(candidate.score, document, candidate)
            self.worst.offer(-candidate.score, document, candidate)
        both = f"{normal(candidate.source)}\0{normal(candidate.target)}"
        for keys, text in zip(self.keys, (both, candidate.source, candidate.target), strict=True):
            keys.add(text_key(text))
        self._draw(both, candidate)

    def _draw(self, both: str, candidate: Candidate) -> None:
        """Keep the pairs with the lowest hash, so that which are drawn depends on the texts alone."""
        value = -crc32(both.encode("utf-8", "replace"))
        if len(self.drawn) < _LANGUAGES_OF:
            heapq.heappush(self.drawn, (value, self.pairs, candidate.source, candidate.target))
        elif value > self.drawn[0][0]:
            heapq.heapreplace(self.drawn, (value, self.pairs, candidate.source, candidate.target))


def place_of(document: str) -> str:
    """Where a document comes from: the host of an address, or the folders of a file, the first three or the last two.

    >>> place_of("https://www.example.org/en/a.html"), place_of("site/news/2020/01/a.en.txt"), place_of("/data/x/y/a.tsv")
    ('www.example.org', 'site/news/2020', 'x/y')
    """
    if "://" in document:
        try:
            return urlsplit(document).netloc.lower() or "."
        except ValueError:
            return "."
    folder = PurePath(document.split(" + ")[0]).parent
    parts = folder.parts[-2:] if folder.is_absolute() else folder.parts[:3]
    return "/".join(part for part in parts if part != folder.anchor) or "."
