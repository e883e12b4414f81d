"""Parallel sentences out of unordered text: neighbours in the space of sentence vectors, scored by their margin.

After Artetxe and Schwenk (2019), "Margin-based parallel corpus mining with multilingual sentence embeddings": how alike two
sentences are says little, how much more alike they are than either is to its other neighbours says a lot.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from aligner import formats, pipeline
from aligner.contracts import Embedder, FloatArray, Heading, Pair
from aligner.corpus.mining_evidence import WordVectors, features, likelihoods
from aligner.corpus.mining_lines import Lines, encoded, normal, read_lines, same_file
from aligner.corpus.neighbours import METHODS, Neighbours, Told, both_ways
from aligner.errors import InputError, OptionError
from aligner.formats.pictures import table_cell
from aligner.formats.table import format_for
from aligner.formats.writing import write_whole
from aligner.languages import parse_language
from aligner.model import Bead, Details
from aligner.provenance import digest, signature

SCORES = ("likelihood", "ratio", "distance", "absolute")
RETRIEVALS = ("max-score", "intersection", "forward", "backward")
# Where F1 was highest among medical texts and news of 2011 hidden among lines of novels.
THRESHOLDS = {"likelihood": 0.4, "ratio": 1.22, "distance": 0.1, "absolute": 0.56}
_CANDIDATES = 2  # neighbours of a line that may be its translation
# What neighbours are like on average at least: among a handful of lines there may be none that is like another.
_LEAST_AVERAGE = 0.25
_TINY = 1e-6

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class MiningOptions:
    """How pairs are mined.

    `score`: "likelihood" weighs the margin with words, numbers and lengths, and needs a model with word vectors; "ratio" and
    "distance" are margins, "absolute" is the similarity alone; None is likelihood where the model can. `threshold` None is
    the best of other texts. `neighbours` a side make the average that a margin is of. `retrieval`: which candidates count,
    those of sources ("forward"), of targets ("backward"), of both ("intersection"), or all, each line in one pair, the best
    first ("max-score"). `index`: see `aligner.corpus.neighbours`.
    """

    pair: pipeline.PairOptions = field(default_factory=pipeline.PairOptions)
    score: str | None = None
    retrieval: str = "max-score"
    threshold: float | None = None
    neighbours: int = 4
    index: str = "auto"

    def __post_init__(self) -> None:
        for name, value, choices in (
            ("margin", self.score, (None, *SCORES)),
            ("retrieval", self.retrieval, RETRIEVALS),
            ("index", self.index, METHODS),
        ):
            if value not in choices:
                raise OptionError(f"--{name} {value}: take one of {', '.join(filter(None, choices))}")
        if self.neighbours < 1:
            raise OptionError(f"--neighbours {self.neighbours}: give a number from 1")


@dataclass(frozen=True, slots=True)
class MinedPair:
    """Two lines, their numbers from 0, and their score."""

    source: str
    target: str
    source_line: int
    target_line: int
    score: float


@dataclass(frozen=True, slots=True)
class Mined:
    """The pairs, the best first; how they were scored; how many lines and texts there were, and copies of one another."""

    pairs: tuple[MinedPair, ...]
    score: str
    threshold: float
    lines: tuple[int, int]
    texts: tuple[int, int]
    copies: int
    heading: Heading


def mine(source: str, target: str, options: MiningOptions | None = None, progress: Progress | None = None) -> Mined:
    """The lines of two files that are translations of one another, wherever they stand.

    A text that stands in a file more than once is looked at once; lines that both files have alike are left out, unless
    there is no letter in them. The same files and options give the same pairs. Raises `InputError` for a file that cannot
    be used, `OptionError` for a score that the model cannot give, `MissingExtra` for an index that is not installed.
    """
    options = options or MiningOptions()
    if same_file(source, target):
        raise InputError(target, "source and target are the same file", "give a file of each language")
    embedder = pipeline.embedder_for(options.pair)
    score = _score_of(options, embedder)
    threshold = THRESHOLDS[score] if options.threshold is None else options.threshold
    read = read_lines(source), read_lines(target)
    copies = _letters(read[0]) & _letters(read[1])
    lines = read[0].without(copies), read[1].without(copies)
    scored = _scored(lines, embedder, score, options, progress)
    pairs = sorted(
        (_pair(lines, one, other, value) for one, other, value in scored if value >= threshold),
        key=lambda pair: (-pair.score, pair.source_line, pair.target_line),
    )
    languages = parse_language(options.pair.source_language), parse_language(options.pair.target_language)
    made_by = signature({
        "model": embedder.signature,
        **{side: digest("\n".join(one.texts).encode("utf-8", "replace")) for side, one in zip(("source", "target"), lines, strict=True)},
        "score": score, "retrieval": options.retrieval, "threshold": threshold, "neighbours": options.neighbours, "index": options.index,
    })  # fmt: skip
    return Mined(
        tuple(pairs), score, threshold, (read[0].total, read[1].total), (len(read[0].texts), len(read[1].texts)),
        len(copies), Heading(*languages, source, target, made_by),
    )  # fmt: skip


def _letters(lines: Lines) -> set[str]:
    return {normal(text) for text in lines.texts if any(map(str.isalpha, text))}


def _pair(lines: tuple[Lines, Lines], one: int, other: int, score: float) -> MinedPair:
    numbers = int(lines[0].numbers[one]), int(lines[1].numbers[other])
    return MinedPair(lines[0].texts[one], lines[1].texts[other], *numbers, score)


def _score_of(options: MiningOptions, embedder: Embedder) -> str:
    has_words = isinstance(embedder, WordVectors)
    if options.score == "likelihood" and not has_words:
        raise OptionError("--margin likelihood needs a model with word vectors; take ratio, or the bundled model")
    return options.score or ("likelihood" if has_words else "ratio")


def _scored(
    lines: tuple[Lines, Lines], embedder: Embedder, score: str, options: MiningOptions, progress: Progress | None
) -> Iterator[tuple[int, int, float]]:
    """Pairs of texts that are retrieved, with their scores."""
    if not lines[0].texts or not lines[1].texts:
        return
    vectors = [encoded(one, embedder, _told(progress, "texts encoded")) for one in lines]
    forward, backward = both_ways(
        vectors[0], vectors[1], options.neighbours, options.index, _told(progress, "texts compared")
    )
    candidates, similarities, averages = _candidates(forward, backward)
    if score == "likelihood":
        averages = np.maximum(averages, np.float32(_LEAST_AVERAGE))
    margins = _margin(similarities, averages, "distance" if score == "likelihood" else score)
    if score == "likelihood":
        assert isinstance(embedder, WordVectors)
        near = np.flatnonzero(margins > 0)  # others are hardly ever pairs; their words are not looked at
        known = features(lines[0].texts, lines[1].texts, candidates[near], similarities[near], margins[near], embedder)
        candidates, margins = candidates[near], likelihoods(known)
    kept = _RETRIEVED[options.retrieval](candidates, margins)
    for (one, other), value in zip(candidates[kept].tolist(), margins[kept].tolist(), strict=True):
        yield one, other, round(value, 4)


def _told(progress: Progress | None, what: str) -> Told | None:
    return None if progress is None else lambda done, total: progress(done, total, what)


def _candidates(forward: Neighbours, backward: Neighbours) -> tuple[NDArray[np.int64], FloatArray, FloatArray]:
    """Pairs of numbers, each once, their similarities, and the average similarity of both to their neighbours."""
    of_rows, of_columns = forward.numbers[:, :_CANDIDATES], backward.numbers[:, :_CANDIDATES]
    rows = np.repeat(np.arange(len(of_rows)), of_rows.shape[1])
    columns = np.repeat(np.arange(len(of_columns)), of_columns.shape[1])
    keys = np.concatenate([rows * len(of_columns) + of_rows.ravel(), of_columns.ravel() * len(of_columns) + columns])
    similarities = np.concatenate(
        [forward.similarities[:, :_CANDIDATES].ravel(), backward.similarities[:, :_CANDIDATES].ravel()]
    )
    keys, firsts = np.unique(keys, return_index=True)
    pairs = np.stack([keys // len(of_columns), keys % len(of_columns)], axis=1)
    means = forward.similarities.mean(axis=1), backward.similarities.mean(axis=1)
    averages = (means[0][pairs[:, 0]] + means[1][pairs[:, 1]]) / 2
    return pairs, similarities[firsts], np.asarray(averages, np.float32)


def _margin(similarities: FloatArray, averages: FloatArray, kind: str) -> FloatArray:
    if kind == "absolute":
        return similarities
    if kind == "distance":
        return similarities - averages
    return np.asarray(np.where(similarities > 0, similarities / np.maximum(averages, _TINY), 0), np.float32)


def _best_of(candidates: NDArray[np.int64], scores: FloatArray, side: int) -> NDArray[np.intp]:
    """Places of the best candidate of every text of a side."""
    order = np.lexsort((candidates[:, 1 - side], -scores, candidates[:, side]))
    _, firsts = np.unique(candidates[order, side], return_index=True)
    return np.sort(order[firsts])


def _forward(candidates: NDArray[np.int64], scores: FloatArray) -> NDArray[np.intp]:
    return _best_of(candidates, scores, 0)


def _backward(candidates: NDArray[np.int64], scores: FloatArray) -> NDArray[np.intp]:
    return _best_of(candidates, scores, 1)


def _intersection(candidates: NDArray[np.int64], scores: FloatArray) -> NDArray[np.intp]:
    return np.intersect1d(_forward(candidates, scores), _backward(candidates, scores))


def _max_score(candidates: NDArray[np.int64], scores: FloatArray) -> NDArray[np.intp]:
    taken: tuple[set[int], set[int]] = (set(), set())
    kept = []
    for place in np.lexsort((candidates[:, 1], candidates[:, 0], -scores)).tolist():
        one, other = candidates[place].tolist()
        if one not in taken[0] and other not in taken[1]:
            taken[0].add(one)
            taken[1].add(other)
            kept.append(place)
    return np.array(kept, np.intp)


_RETRIEVED: dict[str, Callable[[NDArray[np.int64], FloatArray], NDArray[np.intp]]] = {
    "max-score": _max_score,
    "intersection": _intersection,
    "forward": _forward,
    "backward": _backward,
}


def mined_table(mined: Mined) -> Iterator[str]:
    """Source, target, score and the numbers of both lines (from 1), tab-separated, below a line that names them."""
    yield "source\ttarget\tscore\tsource_line\ttarget_line\n"
    for pair in mined.pairs:
        cells = (table_cell(pair.source), table_cell(pair.target), f"{pair.score:.4f}")
        yield "\t".join((*cells, str(pair.source_line + 1), str(pair.target_line + 1))) + "\n"


def mined_pairs(mined: Mined) -> Iterator[Pair]:
    """The pairs as formats write them: numbers of lines, from 0, are those of the sentences of the bead."""
    for pair in mined.pairs:
        bead = Bead((pair.source_line,), (pair.target_line,), min(1.0, max(0.0, pair.score)))
        properties = (("x-source-line", str(pair.source_line + 1)), ("x-target-line", str(pair.target_line + 1)))
        yield Pair(pair.source, pair.target, bead.score, bead, details=Details(properties=properties))


def write_mined(mined: Mined, path: str, format_name: str | None = None) -> None:
    """Write the pairs to a file, in the named format or that of the suffix; see `aligner.formats`."""
    if format_for(path, format_name, "writes_bitext").name == "tsv":
        write_whole(path, mined_table(mined))
    else:
        formats.write_pairs(mined_pairs(mined), mined.heading, path, format_name)
