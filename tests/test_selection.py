"""Which beads are written, and in which order."""

from __future__ import annotations

import math
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.errors import OptionError
from aligner.model import Bead, Bitext, Document, NullEvidence, Sentence
from aligner.selection import Order, Selection, review_first, selected

SCORES = st.floats(0, 1, allow_nan=False)


def bitext(*beads: Bead) -> Bitext:
    document = Document("a b c d", (), "en", sentences=tuple(Sentence(start, start + 1) for start in (0, 2, 4, 6)))
    return Bitext(document, document, beads, "signature")


SOME = bitext(
    Bead((0,), (0,), 0.9, 0.1), Bead((1,), (1, 2), 0.3, 0.7), Bead((2,), (), None, 0.5), Bead((3,), (3,), 0.6, 0.4)
)


def test_everything_is_written_unless_asked() -> None:
    assert selected(SOME, Selection(), "tmx").bitext == SOME
    assert selected(SOME, Selection(0.0), "jsonl").bitext == SOME


@pytest.mark.parametrize("form", ["tsv", "tmx"])
def test_pair_formats_leave_low_pairs_out(form: str) -> None:
    kept = selected(SOME, Selection(0.6), form)
    assert [bead.source for bead in kept.bitext.beads] == [(0,), (2,), (3,)]
    assert (kept.below, kept.pairs) == (1, 3)
    assert kept.bitext.signature == "signature"


@pytest.mark.parametrize("form", ["jsonl", "ladder"])
def test_accounting_formats_make_nulls_of_low_pairs(form: str) -> None:
    kept = selected(SOME, Selection(0.6), form)
    assert [(bead.source, bead.target) for bead in kept.bitext.beads] == [
        ((0,), (0,)),
        ((1,), ()),
        ((), (1,)),
        ((), (2,)),
        ((2,), ()),
        ((3,), (3,)),
    ]
    assert kept.bitext.beads[1] == Bead((1,), (), None, 0.3)


def test_a_pair_without_a_score_is_kept() -> None:
    assert selected(bitext(Bead((0,), (0,))), Selection(1.0), "tsv").below == 0


def test_review_begins_with_what_is_most_doubtful() -> None:
    kept = selected(SOME, Selection(order=Order.REVIEW), "jsonl")
    assert [bead.source for bead in kept.bitext.beads] == [(1,), (2,), (3,), (0,)]


def test_a_null_is_as_sure_as_its_evidence() -> None:
    sure, unsure = (Bead((n,), (), cost=0.5, evidence=NullEvidence("unlike", n / 10)) for n in (9, 1))
    pair = Bead((0,), (0,), 0.5)
    assert review_first((sure, pair, unsure)) == (unsure, pair, sure)


@given(st.lists(SCORES, max_size=12))
@settings(deadline=None, max_examples=50)
def test_review_order_is_stable(scores: list[float]) -> None:
    beads = tuple(Bead((number,), (number,), score) for number, score in enumerate(scores))
    ordered = review_first(beads)
    assert sorted(ordered, key=lambda bead: bead.source) == list(beads)
    keys = [(bead.score, bead.source) for bead in ordered]
    assert keys == sorted(keys, key=lambda key: (key[0] or 0.0, key[1]))


@pytest.mark.parametrize("form", ["tmx", "ladder"])
def test_formats_in_document_order_refuse_another(form: str) -> None:
    with pytest.raises(OptionError, match="--order review cannot be written as"):
        selected(SOME, Selection(order=Order.REVIEW), form)


@pytest.mark.parametrize("score", [-0.1, 1.1, math.nan, math.inf])
def test_scores_are_probabilities(score: float) -> None:
    with pytest.raises(OptionError, match=re.escape("--min-score")):
        Selection(score)
