"""What is in a corpus: lengths, ratios, scores, bead types, languages, where pairs come from, duplicates, findings, samples."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from aligner.errors import InputError, OptionError
from aligner.exporting.counting import LENGTH_STEP, RATIO_STEP, RATIOS, SCORES, Count, Shown, SideCount
from aligner.exporting.inputs import Origin, Origins, find_origins
from aligner.exporting.language import told_language
from aligner.exporting.options import ExportOptions, FilterOptions
from aligner.exporting.reading import read_origin
from aligner.formats.loading import load_bytes
from aligner.json_text import json_text
from aligner.languages import parse_language
from aligner.pipeline import CheckOptions, PairOptions
from aligner.version import VERSION

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
    count = Count(options.samples)
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
    count: Count,
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


def _side(side: SideCount, drawn: Iterable[str]) -> SideStatistics:
    return SideStatistics(side.characters, side.words, tuple(side.lengths), _languages(drawn), side.longest)


def _counted(counts: Counter[str]) -> Iterator[tuple[str, int]]:
    return iter(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _languages(texts: Iterable[str]) -> tuple[tuple[str, int], ...]:
    """Languages of texts that are long enough to tell, the commonest first."""
    return tuple(_counted(Counter(told for text in texts if (told := told_language(text)))))


def _findings(
    count: Count, options: StatisticsOptions, built: list[dict[str, Any]]
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
    yield json_text(as_object(made), 1) + "\n"


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
