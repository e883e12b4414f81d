"""What is in a corpus: lengths, ratios, scores, bead types, languages, where pairs come from, duplicates, findings, samples."""

from __future__ import annotations

import heapq
import json
import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath
from typing import Any
from urllib.parse import urlsplit
from zlib import crc32

import numpy as np

from aligner.errors import InputError, OptionError
from aligner.exporting.candidates import Candidate
from aligner.exporting.inputs import Origin, Origins, find_origins
from aligner.exporting.keys import normal, text_key
from aligner.exporting.language import told_language
from aligner.exporting.options import ExportOptions, FilterOptions
from aligner.exporting.reading import read_origin
from aligner.formats.loading import load_bytes
from aligner.languages import parse_language
from aligner.pipeline import CheckOptions, PairOptions
from aligner.version import VERSION

LENGTH_STEP, LENGTHS = 5, 24  # words of a bar, bars; the last has all that is longer
RATIO_STEP, RATIOS = 0.25, 24  # of the binary logarithm of the ratio of lengths, from 1:8 to 8:1
SCORES = 20
_MOST_PLACES = 10_000  # hosts and folders that are counted each; more are counted as one
_LANGUAGES_OF = 2_000  # pairs, drawn by their texts, whose languages are told
_DUPLICATES_AT_ONCE = 1 << 16

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class StatisticsOptions:
    """How a corpus is looked at: `pair` has its languages; `checks` runs all rules on its pairs; `samples` of each kind."""

    pair: PairOptions = field(default_factory=PairOptions)
    checks: bool = False
    samples: int = 10

    def __post_init__(self) -> None:
        if self.samples < 0:
            raise OptionError(f"--samples {self.samples}: give a number from 0")


@dataclass(frozen=True, slots=True)
class Shown:
    """A pair of the corpus: its texts and score, the document it comes from, its row in the file it was read from (from 0)."""

    source: str
    target: str
    score: float | None
    document: str
    row: int


@dataclass(frozen=True, slots=True)
class SideStatistics:
    """One side: characters and words in all, how many texts are how long, which languages those drawn are in."""

    characters: int
    words: int
    lengths: tuple[int, ...]
    languages: tuple[tuple[str, int], ...]
    longest: int


@dataclass(frozen=True, slots=True)
class Statistics:
    """All of it.

    `lengths` of a side are counts of texts with so many words, five a bar; `ratios` of pairs by the binary logarithm of target
    characters for one of the source; `scores` of pairs from 0 to 1 in twenty bars, `unscored` the rest. `places` are hosts
    or folders with their pairs, `files` the inputs, `duplicates` pairs and texts that were there before. `findings` are pairs
    a rule finds something in, None where nobody looked. `best` and `worst` are by score, or else by ratio of lengths.
    """

    languages: tuple[str, str]
    pairs: int
    nulls: tuple[int, int]
    source: SideStatistics
    target: SideStatistics
    ratios: tuple[int, ...]
    scores: tuple[int, ...]
    unscored: int
    kinds: tuple[tuple[str, int], ...]
    places: tuple[tuple[str, int], ...]
    documents: int
    files: tuple[tuple[str, int], ...]
    duplicates: tuple[tuple[str, int], ...]
    findings: tuple[tuple[str, int], ...] | None
    best: tuple[Shown, ...]
    worst: tuple[Shown, ...]
    skipped: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class _Side:
    """What is counted of one side."""

    characters: int = 0
    words: int = 0
    longest: int = 0
    lengths: list[int] = field(default_factory=lambda: [0] * LENGTHS)

    def add(self, text: str) -> None:
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
class _Extremes:
    """The pairs with the highest values, of equals those that come first."""

    most: int
    _heap: list[tuple[float, int, str, Candidate]] = field(default_factory=list)
    _number: int = 0

    def offer(self, value: float, document: str, candidate: Candidate) -> None:
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
class _Count:
    """All that is counted while pairs are read, in memory that hardly grows with them."""

    samples: int
    names: list[str] = field(default_factory=list)
    pairs: int = 0
    nulls: list[int] = field(default_factory=lambda: [0, 0])
    sides: tuple[_Side, _Side] = field(default_factory=lambda: (_Side(), _Side()))
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
    best: _Extremes = field(init=False)
    worst: _Extremes = field(init=False)
    unlike: _Extremes = field(init=False)

    def __post_init__(self) -> None:
        self.best, self.worst, self.unlike = (_Extremes(self.samples) for _ in range(3))

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


def statistics(
    paths: Iterable[str], options: StatisticsOptions | None = None, progress: Progress | None = None
) -> Statistics:
    """What is in a corpus: files of pairs, folders of them, or the folder of `aligner corpus build`.

    Pairs are read one after another. Raises `InputError` for what cannot be read and when there are no pairs.
    """
    options = options or StatisticsOptions()
    paths = list(paths)
    built = [(path, _built(path)) for path in paths]
    export = _export_options(options, [said for _, said in built if said is not None])
    origins = _origins(built, export)
    count = _Count(options.samples)
    total = sum(Path(one.target).stat().st_size for one in origins.origins if Path(one.target).is_file())
    size = 0
    for number, origin in enumerate(origins.origins):
        count.names.append(origin.name)
        count.files.append(0)
        for candidate in read_origin(origin, number, export).candidates:
            count.add(candidate)
            size += len(candidate.source) + len(candidate.target)
            if progress is not None and not count.pairs % 1000:
                progress(count.pairs, max(count.pairs, round(count.pairs * total / max(1, size))), origin.name)
    if not count.pairs:
        raise InputError(paths[0] if paths else "-", "there are no pairs in it", "give a file of pairs or a corpus")
    return _made(count, origins, export, options, [said for _, said in built if said is not None])


def _built(path: str) -> dict[str, Any] | None:
    """What a folder of `aligner corpus build` says of itself, None for anything else."""
    place = Path(path) / "corpus.json"
    if path == "-" or not place.is_file():
        return None
    try:
        said = json.loads(load_bytes(str(place)))
        shards = [shard["path"] for shard in said["shards"]]
        return said if all(isinstance(one, str) for one in shards) else None
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def _export_options(options: StatisticsOptions, built: list[dict[str, Any]]) -> ExportOptions:
    pair = options.pair
    if built and isinstance(built[0].get("languages"), dict):
        languages = built[0]["languages"]
        pair = replace(
            pair,
            source_language=str(languages.get("source", pair.source_language)),
            target_language=str(languages.get("target", pair.target_language)),
        )
    filters = FilterOptions(keeps_nulls=True, excluded_findings=_every_rule() if options.checks else ())
    return ExportOptions(pair, filters)


def _every_rule() -> tuple[str, ...]:
    return tuple(rule.code for rule in CheckOptions().rules)


def _origins(built: list[tuple[str, dict[str, Any] | None]], export: ExportOptions) -> Origins:
    """The files of pairs, of a built corpus its shards."""
    found: list[Origin] = []
    others = []
    for path, said in built:
        if said is None:
            others.append(path)
        else:
            shards = [str(Path(path) / shard["path"]) for shard in said["shards"]]
            found += [Origin(shard, shard) for shard in shards]
    rest = find_origins(others, export) if others else Origins(())
    return Origins((*found, *rest.origins), rest.skipped)


def _made(
    count: _Count,
    origins: Origins,
    export: ExportOptions,
    options: StatisticsOptions,
    built: list[dict[str, Any]],
) -> Statistics:
    pair = export.pair
    drawn = sorted(count.drawn, reverse=True)
    source = _side(count.sides[0], (one[2] for one in drawn))
    target = _side(count.sides[1], (one[3] for one in drawn))
    names = count.names
    duplicates = zip(("pairs", "sources", "targets"), (keys.repeated for keys in count.keys), strict=True)
    return Statistics(
        (parse_language(pair.source_language), parse_language(pair.target_language)),
        count.pairs,
        (count.nulls[0], count.nulls[1]),
        source,
        target,
        tuple(count.ratios),
        tuple(count.scores),
        count.unscored,
        tuple(_counted(count.kinds)),
        tuple(_counted(count.places)),
        len(count.documents),
        tuple(zip(names, count.files, strict=True)),
        tuple(duplicates),
        _findings(count, options, built),
        count.best.shown(),
        count.worst.shown() or count.unlike.shown(),
        tuple((one.path, one.reason) for one in origins.skipped),
    )


def _side(side: _Side, drawn: Iterable[str]) -> SideStatistics:
    return SideStatistics(side.characters, side.words, tuple(side.lengths), _languages(drawn), side.longest)


def _counted(counts: Counter[str]) -> Iterator[tuple[str, int]]:
    return iter(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _languages(texts: Iterable[str]) -> tuple[tuple[str, int], ...]:
    """Languages of texts that are long enough to tell, the commonest first."""
    return tuple(_counted(Counter(told for text in texts if (told := told_language(text)))))


def _findings(
    count: _Count, options: StatisticsOptions, built: list[dict[str, Any]]
) -> tuple[tuple[str, int], ...] | None:
    """In how many pairs each rule finds something: what was found now, or else what a built corpus says."""
    if options.checks:
        return tuple(_counted(count.findings))
    said = Counter[str]()
    for one in built:
        if isinstance(one.get("findings"), dict):
            said.update({str(code): number for code, number in one["findings"].items() if isinstance(number, int)})
    return tuple(_counted(said)) if said else None


def as_json(made: Statistics) -> Iterator[str]:
    """All of it as one JSON object (RFC 8259)."""
    text = json.dumps(as_object(made), ensure_ascii=False, indent=1)
    yield text.encode("utf-8", "backslashreplace").decode() + "\n"


def as_object(made: Statistics) -> dict[str, object]:
    """The same as plain data."""
    return {
        "tool": "aligner",
        "version": VERSION,
        "languages": {"source": made.languages[0], "target": made.languages[1]},
        "pairs": made.pairs,
        "documents": made.documents,
        "nulls": {"source": made.nulls[0], "target": made.nulls[1]},
        **{
            name: {
                "characters": side.characters,
                "words": side.words,
                "longest": side.longest,
                "lengths": [
                    {"from": bar * LENGTH_STEP + 1, "texts": texts} for bar, texts in enumerate(side.lengths) if texts
                ],
                "languages": dict(side.languages),
            }
            for name, side in (("source", made.source), ("target", made.target))
        },
        "ratios": [
            {"from": round(2 ** ((bar - RATIOS / 2) * RATIO_STEP), 4), "pairs": pairs}
            for bar, pairs in enumerate(made.ratios)
            if pairs
        ],
        "scores": [{"from": bar / SCORES, "pairs": pairs} for bar, pairs in enumerate(made.scores) if pairs],
        "unscored": made.unscored,
        "beads": dict(made.kinds),
        "places": dict(made.places),
        "files": [{"path": path, "pairs": pairs} for path, pairs in made.files],
        "duplicates": dict(made.duplicates),
        "findings": None if made.findings is None else dict(made.findings),
        "best": [_shown(one) for one in made.best],
        "worst": [_shown(one) for one in made.worst],
        "skipped": [{"path": path, "reason": reason} for path, reason in made.skipped],
    }


def _shown(one: Shown) -> dict[str, object]:
    return {
        "source": one.source,
        "target": one.target,
        "score": one.score,
        "document": one.document,
        "row": one.row,
    }
