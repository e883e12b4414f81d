"""What an alignment promises, with vectors made up here, and what it reaches with the bundled model."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.alignment import AlignmentOptions, align, align_many, align_sentences, coarse, engine
from aligner.alignment.band import Band
from aligner.alignment.beads import Kind, kinds_up_to
from aligner.alignment.coarse import band_for, widened
from aligner.alignment.evidence import Evidence
from aligner.alignment.overlaps import AdditiveOverlaps, EncodedOverlaps, Run, overlaps_of
from aligner.alignment.path import Path
from aligner.alignment.scoring import Scorer
from aligner.alignment.search import best_path
from aligner.contracts import AdditiveEmbedder, Embedder, FloatArray
from aligner.embedding import load_embedder
from aligner.errors import AlignerError, OptionError
from aligner.model import Bead, Block, Document, Sentence


class WordEmbedder:
    """Every word has a random direction, the same in both languages; additive."""

    signature = "words"
    dimensions = 64

    def __init__(self) -> None:
        self._known: dict[str, FloatArray] = {}

    def _vector(self, word: str) -> FloatArray:
        if word not in self._known:
            seed = int.from_bytes(word.encode()[:8].ljust(8, b"\0"), "little")
            self._known[word] = np.random.default_rng(seed).standard_normal(self.dimensions).astype(np.float32)
        return self._known[word]

    def sums(self, texts: Sequence[str]) -> FloatArray:
        zero = np.zeros(self.dimensions, np.float32)
        return np.array([sum((self._vector(word) for word in text.split()), zero) for text in texts], np.float32)

    def encode(self, texts: Sequence[str]) -> FloatArray:
        sums = self.sums(texts)
        scaled: FloatArray = sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)
        return scaled


class OneByOne:
    """The same vectors from an embedder that is not additive."""

    signature = "one by one"
    dimensions = WordEmbedder.dimensions

    def __init__(self) -> None:
        self._words = WordEmbedder()

    def encode(self, texts: Sequence[str]) -> FloatArray:
        return self._words.encode(texts)


def sentences(count: int, seed: int = 0, words: int = 8) -> list[str]:
    """Sentences of invented words, no two alike."""
    draw = np.random.default_rng(seed)
    return [" ".join(f"w{number}" for number in draw.integers(0, 10**6, words)) for _ in range(count)]


def numbers(beads: Sequence[Bead]) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    return [(bead.source, bead.target) for bead in beads]


def test_the_fakes_are_what_they_say() -> None:
    assert isinstance(WordEmbedder(), AdditiveEmbedder)
    assert not isinstance(OneByOne(), AdditiveEmbedder)


@pytest.mark.parametrize("embedder", [WordEmbedder(), OneByOne()], ids=["additive", "encoded"])
def test_merged_dropped_and_added_sentences_are_found(embedder: Embedder) -> None:
    source = sentences(14)
    target = [*source[:3], f"{source[3]} {source[4]}", *source[5:8], *source[9:12], sentences(1, 9)[0], *source[12:]]
    first, second = source[1].split()[:4], source[1].split()[4:]
    target[1:2] = [" ".join(first), " ".join(second)]
    beads = numbers(align_sentences(source, target, embedder))
    expected = [((0,), (0,)), ((1,), (1, 2)), ((2,), (3,)), ((3, 4), (4,)), ((5,), (5,)), ((6,), (6,)), ((7,), (7,))]
    expected += [((8,), ()), ((9,), (8,)), ((10,), (9,)), ((11,), (10,)), ((), (11,)), ((12,), (12,)), ((13,), (13,))]
    assert beads == expected


@pytest.mark.parametrize("embedder", [WordEmbedder(), OneByOne()], ids=["additive", "encoded"])
@pytest.mark.parametrize("count", [1, 2, 3])
def test_documents_shorter_than_the_largest_bead(embedder: Embedder, count: int) -> None:
    texts = sentences(count)
    assert numbers(align_sentences(texts, texts, embedder)) == [((number,), (number,)) for number in range(count)]


def test_exchanged_neighbours_are_paired_crosswise() -> None:
    source = sentences(9)
    target = [*source[:4], source[5], source[4], *source[6:]]
    beads = numbers(align_sentences(source, target, WordEmbedder()))
    assert ((4,), (5,)) in beads
    assert ((5,), (4,)) in beads
    assert len(beads) == 9


def test_a_moved_passage_is_paired_where_it_went() -> None:
    source = sentences(30)
    target = [*source[:5], *source[9:25], *source[5:9], *source[25:]]
    beads = align_sentences(source, target, WordEmbedder())
    assert not any(bead.is_null for bead in beads)
    assert [bead.target for bead in beads[5:9]] == [(21,), (22,), (23,), (24,)]
    assert [bead.source for bead in beads] == [(number,) for number in range(30)]


def test_strangers_that_both_sides_lack_are_not_paired() -> None:
    source, target = sentences(20), sentences(20)
    source[4:4], target[15:15] = sentences(2, 50), sentences(2, 60)
    beads = align_sentences(source, target, WordEmbedder())
    assert [bead.source + bead.target for bead in beads if bead.is_null] == [(4,), (5,), (15,), (16,)]


@pytest.mark.parametrize(("source", "target"), [(0, 0), (0, 3), (2, 0)])
def test_an_empty_side_gives_nulls(source: int, target: int) -> None:
    beads = align_sentences(sentences(source), sentences(target, 1), WordEmbedder())
    assert len(beads) == source + target
    assert all(bead.is_null and bead.score is None for bead in beads)


def test_blank_sentences_are_nulls_in_their_place() -> None:
    source = sentences(4)
    beads = numbers(align_sentences(["", *source[:2], " ", *source[2:], ""], [*source, "\t"], WordEmbedder()))
    assert beads == [
        ((0,), ()), ((1,), (0,)), ((2,), (1,)), ((3,), ()), ((4,), (2,)), ((5,), (3,)), ((6,), ()), ((), (4,)),
    ]  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(
    st.integers(0, 12),
    st.integers(0, 12),
    st.integers(0, 1000),
    st.integers(1, 8),
    st.lists(st.integers(0, 11), max_size=6),
)
def test_every_sentence_stands_in_one_bead_in_order(
    source: int, target: int, seed: int, max_size: int, shared: list[int]
) -> None:
    left, right = sentences(source, seed), sentences(target, seed + 1)
    for place in shared:
        if place < min(source, target):
            right[place] = left[place]
    beads = align_sentences(left, right, WordEmbedder(), AlignmentOptions(max_size))
    assert sorted(number for bead in beads for number in bead.source) == list(range(source))
    assert sorted(number for bead in beads for number in bead.target) == list(range(target))
    for bead in beads:
        assert max(len(bead.source), len(bead.target)) <= max_size
        assert len(bead.source) + len(bead.target) == 1 or not bead.is_null
        assert bead.is_null == (bead.score is None)
        assert bead.score is None or 0 <= bead.score <= 1
        for run in (bead.source, bead.target):
            assert all(after == before + 1 for before, after in pairwise(run))


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 5), st.integers(1, 5), st.integers(0, 1000))
def test_the_search_is_as_good_as_trying_everything(source: int, target: int, seed: int) -> None:
    left = sentences(source, seed)
    right = (left[1:] + sentences(target, seed + 1))[:target]
    scorer = Scorer(overlaps_of(left, right, WordEmbedder(), 3), ([40] * source, [40] * target), 3)
    evidence, kinds = Evidence(), kinds_up_to(3)

    def weight(kind: Kind, row: int, column: int) -> float:
        return float(scorer.cells(np.array([row]), np.array([column])).score(evidence, kind)[0])

    @cache
    def best(row: int, column: int, layer: int) -> float:
        """Exhaustive recursion: the best score of a path to a cell that ends in a layer (bead, source gap, target gap)."""
        if (row, column) == (0, 0):
            return 0.0 if layer == 0 else -np.inf
        if layer == 0:
            options = [
                max(best(row - kind.rows, column - kind.columns, before) for before in range(3))
                + weight(kind, row, column)
                for kind in kinds
                if kind.rows <= row and kind.columns <= column
            ]
            return max(options, default=-np.inf)
        earlier = (row - 1, column) if layer == 1 else (row, column - 1)
        if min(earlier) < 0:
            return -np.inf
        return max(
            best(*earlier, before) + (evidence.longer if before == layer else evidence.gap) for before in range(3)
        )

    def score(path: Path) -> float:
        total, before = 0.0, 0
        steps = zip(path.row_ends, path.rows, path.column_ends, path.columns, path.crossed, strict=True)
        for row, rows, column, columns, crossed in steps:
            layer = 1 if columns == 0 else 2 if rows == 0 else 0
            if layer:
                total += evidence.longer if before == layer else evidence.gap
            else:
                total += weight(Kind(int(rows), int(columns), bool(crossed)), row, column)
            before = layer
        return total

    path = best_path(scorer, evidence, Band.full(source, target), kinds)
    assert score(path) == pytest.approx(max(best(source, target, layer) for layer in range(3)))


def test_a_band_gives_what_the_exact_search_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    draw = np.random.default_rng(5)
    source = sentences(300)
    target = [text for text in source if draw.random() > 0.08]
    target[100:100] = sentences(25, 77)
    exact = align_sentences(source, target, WordEmbedder())
    monkeypatch.setattr(coarse, "_EXACT_CELLS", 400)
    assert align_sentences(source, target, WordEmbedder()) == exact


def test_a_long_dropped_passage_stays_inside_the_band(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coarse, "_EXACT_CELLS", 400)
    source = sentences(500)
    target = [*source[:120], *source[330:]]
    beads = align_sentences(source, target, WordEmbedder())
    assert [bead.source for bead in beads if bead.is_null] == [(number,) for number in range(120, 330)]


def test_bands_hold_their_path_and_overlap() -> None:
    steps = np.array([(1, 1), (1, 0), (1, 0), *[(0, 1)] * 8, (1, 1)], np.intp)
    ends = steps.cumsum(axis=0)
    crossed, probability = np.zeros(len(steps), np.bool_), np.ones(len(steps))
    path = Path(ends[:, 0], steps[:, 0], ends[:, 1], steps[:, 1], crossed, probability)
    band = widened(path.corners(), (4, 10), 1)
    rows, columns = path.corners()
    assert ((band.low[rows] <= columns) & (columns < band.high[rows])).all()
    assert (band.high[:-1] > band.low[1:]).all()
    assert band.low[0] == 0
    assert band.high[-1] == 11


def test_small_documents_are_searched_whole() -> None:
    vectors = np.ones((4, 3), np.float32)
    assert band_for((vectors, vectors), ([1] * 4, [1] * 4)).cells == 25


def test_additive_and_encoded_runs_agree() -> None:
    left, right = sentences(6), sentences(5, 1)
    additive = overlaps_of(left, right, WordEmbedder(), 3)
    encoded = overlaps_of(left, right, OneByOne(), 3)
    assert isinstance(additive, AdditiveOverlaps)
    assert isinstance(encoded, EncodedOverlaps)
    rows, columns = np.array([3, 4, 6]), np.array([2, 5, 4])
    for height, width in [(1, 1), (1, 2), (3, 2)]:
        ends = (rows, np.maximum(columns, width))
        runs = (Run(height, height), Run(width, width))
        values = [overlaps.window(*ends, 3).similarity(*runs) for overlaps in (additive, encoded)]
        np.testing.assert_allclose(values[0], values[1], atol=1e-5)
        np.testing.assert_allclose(
            additive.expected(0)[height, : 7 - height], encoded.expected(0)[height, : 7 - height], atol=1e-5
        )


def test_one_sentence_against_a_thousand() -> None:
    many = sentences(1000)
    beads = align_sentences([many[700]], many, WordEmbedder())
    assert ((0,), (700,)) in numbers(beads)
    assert len(beads) == 1000


def test_identical_lines_are_paired_in_order() -> None:
    beads = align_sentences(["lo mismo otra vez"] * 400, ["lo mismo otra vez"] * 400, WordEmbedder())
    assert numbers(beads) == [((number,), (number,)) for number in range(400)]


def test_broken_vectors_are_refused() -> None:
    class Broken(WordEmbedder):
        def sums(self, texts: Sequence[str]) -> FloatArray:
            return super().sums(texts) * np.float32("nan")

    with pytest.raises(AlignerError, match="words: the model gives vectors that are not finite"):
        align_sentences(sentences(3), sentences(3), Broken())


@pytest.mark.parametrize("size", [0, 13])
def test_sizes_out_of_range_are_refused(size: int) -> None:
    with pytest.raises(OptionError, match="from 1 to 12"):
        AlignmentOptions(size)


def test_the_bundled_model_pairs_real_sentences() -> None:
    source = [
        "The council met on Monday behind closed doors.",
        "Nobody knew what had been decided.",
        "Rain had fallen all night, and the river was rising.",
        "By morning the bridge was closed.",
    ]
    target = [
        "El consejo se reunió el lunes a puerta cerrada. Nadie sabía qué se había decidido.",
        "Había llovido toda la noche.",
        "El río estaba creciendo.",
        "Los bomberos pidieron calma.",
        "Por la mañana el puente estaba cerrado.",
    ]
    beads = align_sentences(source, target, load_embedder())
    assert numbers(beads) == [((0, 1), (0,)), ((2,), (1, 2)), ((), (3,)), ((3,), (4,))]
    assert all(bead.score is None or bead.score > 0.5 for bead in beads)


def documents(sizes: Sequence[int]) -> tuple[Document, list[str]]:
    """A document of paragraphs with so many sentences each."""
    texts = sentences(sum(sizes))
    blocks, spans, start = [], [], 0
    numbered = iter(texts)
    for block, size in enumerate(sizes):
        first = start
        for _ in range(size):
            text = next(numbered)
            spans.append(Sentence(start, start + len(text), block))
            start += len(text) + 1
        blocks.append(Block(first, start - 1))
    return Document(" ".join(texts), tuple(blocks), "en", sentences=tuple(spans)), texts


@settings(max_examples=40, deadline=None)
@given(
    st.integers(0, 1000),
    st.lists(
        st.tuples(st.sampled_from(["kept", "joined"]), st.integers(10, 30))
        | st.tuples(st.sampled_from(["dropped", "added"]), st.integers(1, 6)),
        max_size=6,
    ),
)
def test_the_search_near_the_first_path_is_as_good_as_among_all_cells(
    seed: int, changes: list[tuple[str, int]]
) -> None:
    """Of two versions in which sentences are dropped, added and joined two by two."""
    source: list[str] = []
    target: list[str] = []
    for number, (change, count) in enumerate(changes):
        here = sentences(count, seed + number)
        source += here if change != "added" else []
        if change == "joined":
            target += [" ".join(here[first : first + 2]) for first in range(0, count, 2)]
        elif change != "dropped":
            target += here
    near = align_sentences(source, target, WordEmbedder())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "_RADIUS", 1000)
        everywhere = align_sentences(source, target, WordEmbedder())
    assert numbers(near) == numbers(everywhere)
    assert [bead.score for bead in near] == pytest.approx([bead.score for bead in everywhere], abs=5e-3)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 14), st.integers(0, 14), st.integers(0, 1000)), min_size=1, max_size=9))
def test_documents_aligned_together_are_aligned_as_each_alone(sizes: list[tuple[int, int, int]]) -> None:
    pairs = []
    for source, target, seed in sizes:
        texts = sentences(source, seed)
        other = [*texts[1 : target + 1], *sentences(max(0, target - len(texts[1 : target + 1])), seed + 1)]
        pairs.append((in_one_block(texts), in_one_block(other)))
    embedder = WordEmbedder()
    assert align_many(pairs, embedder) == [align(*pair, embedder) for pair in pairs]


def test_long_documents_among_short_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coarse, "_EXACT_CELLS", 1_000)
    texts = sentences(60)
    pairs = [(in_one_block(texts[:count]), in_one_block(texts[2:count])) for count in (9, 60, 20, 30, 5)]
    assert align_many(pairs, WordEmbedder()) == [align(*pair, WordEmbedder()) for pair in pairs]


def in_one_block(texts: Sequence[str]) -> Document:
    """Sentences, one after the other."""
    spans, start = [], 0
    for text in texts:
        spans.append(Sentence(start, start + len(text)))
        start += len(text) + 1
    return Document(" ".join(texts), (Block(0, max(0, start - 1)),), "en", sentences=tuple(spans))


def test_sentences_of_two_paragraphs_are_less_likely_one_bead() -> None:
    source, texts = documents([3, 3, 3, 3])
    scorer = Scorer(
        overlaps_of(texts, texts, WordEmbedder(), 2), ([40] * 12, [40] * 12), 2, ([n % 3 == 0 for n in range(12)], ())
    )
    cells = scorer.cells(np.array([2, 4]), np.array([1, 3]))
    plain = Scorer(overlaps_of(texts, texts, WordEmbedder(), 2), ([40] * 12, [40] * 12), 2)
    difference = cells.score(Evidence(), Kind(2, 1)) - plain.cells(np.array([2, 4]), np.array([1, 3])).score(
        Evidence(), Kind(2, 1)
    )
    assert difference[0] > 0 > difference[1]  # sentences 0 and 1 stand in one paragraph, 2 and 3 in two
    beads = align(source, source, WordEmbedder())
    assert numbers(beads) == [((number,), (number,)) for number in range(12)]


def test_lines_are_no_paragraphs() -> None:
    scorer = Scorer(
        overlaps_of(sentences(4), sentences(4), WordEmbedder(), 2), ([40] * 4, [40] * 4), 2, ([True] * 4, [True] * 4)
    )
    assert scorer.has_joints == [False, False]
