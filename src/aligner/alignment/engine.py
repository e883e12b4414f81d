"""Aligns two documents: band, search, estimate, search again."""

from __future__ import annotations

from collections.abc import Sequence

from aligner.alignment.beads import Kind, kinds_up_to
from aligner.alignment.coarse import band_for, is_small
from aligner.alignment.evidence import Evidence, Scorer, estimate, probabilities
from aligner.alignment.options import AlignmentOptions
from aligner.alignment.overlaps import overlaps_of
from aligner.alignment.search import Band, best_path
from aligner.contracts import AdditiveEmbedder, Embedder, FloatArray
from aligner.model import Bead, Document

_FIRST_KINDS = (Kind(1, 1), Kind(1, 2), Kind(2, 1), Kind(2, 2))
_ROUNDS = 2


def align(
    source: Document, target: Document, embedder: Embedder, options: AlignmentOptions | None = None
) -> tuple[Bead, ...]:
    """The beads of two segmented documents, in document order, each null sentence in a bead of its own."""
    options = options or AlignmentOptions()
    source_texts = [source.sentence_text(number) for number in range(len(source.sentences))]
    target_texts = [target.sentence_text(number) for number in range(len(target.sentences))]
    return align_sentences(source_texts, target_texts, embedder, options)


def align_sentences(
    source: Sequence[str], target: Sequence[str], embedder: Embedder, options: AlignmentOptions
) -> tuple[Bead, ...]:
    """The beads of two lists of sentences; see `align`."""
    if not source or not target:
        nulls = [Bead((number,), ()) for number in range(len(source))]
        return (*nulls, *(Bead((), (number,)) for number in range(len(target))))
    lengths = ([len(text) for text in source], [len(text) for text in target])
    scorer = Scorer(overlaps_of(source, target, embedder, options.max_size), lengths, options.max_size)
    kinds = kinds_up_to(options.max_size)
    band, first_kinds = Band.full(len(source), len(target)), kinds
    if not is_small(len(source), len(target)):
        band = band_for((_sums(embedder, source), _sums(embedder, target)), lengths)
        first_kinds = tuple(kind for kind in _FIRST_KINDS if kind in kinds)
    evidence = Evidence()
    path = best_path(scorer, evidence, band, first_kinds)
    for _ in range(_ROUNDS):
        evidence = estimate(scorer, path, evidence)
        path = best_path(scorer, evidence, band, kinds)
    scores = probabilities(scorer, evidence, path)
    return tuple(Bead(*sentences, score) for sentences, score in zip(path, scores, strict=True))


def _sums(embedder: Embedder, texts: Sequence[str]) -> FloatArray:
    """Vectors that may be added up: plain sums where the model has them, unit vectors else."""
    return embedder.sums(texts) if isinstance(embedder, AdditiveEmbedder) else embedder.encode(texts)
