"""Samples, orders, and parts that have no text in common."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from aligner.errors import OptionError
from aligner.exporting import ExportOptions, Split
from aligner.exporting.candidates import Candidate
from aligner.exporting.selecting import LEAK_SIMILARITY, leaks, ordered, parted, sampled
from aligner.exporting.spool import Spool

EVERY = np.arange(100, dtype=np.intp)


@pytest.fixture
def spool() -> Iterator[Spool]:
    """Twenty documents of five pairs, no two alike."""
    with Spool() as made:
        for document in range(20):
            for row in range(5):
                text = f"{document * 7919 + row * 104_729:x} " * 6
                made.add(Candidate(f"source {text}", f"target {text[::-1]}", document, row), document)
        yield made


KEYS = [f"digest {document}" for document in range(20)]


def test_spooled_candidates_come_back(spool: Spool) -> None:
    assert len(spool) == 100
    assert [candidate.document for candidate in spool.read()] == [number // 5 for number in range(100)]
    assert [spool[number] for number in (7, 3, 99)] == list(spool.read([7, 3, 99]))


def test_samples_are_of_the_seed_and_in_order() -> None:
    drawn = sampled(EVERY, ExportOptions(limit=10, seed=1))
    assert len(set(drawn)) == 10
    assert list(drawn) == sorted(drawn)
    assert (drawn == sampled(EVERY, ExportOptions(limit=10, seed=1))).all()
    assert (drawn != sampled(EVERY, ExportOptions(limit=10, seed=2))).any()
    assert (sampled(EVERY, ExportOptions(limit=1000)) == EVERY).all()


def test_orders_are_of_the_seed() -> None:
    shuffled = ordered(EVERY, ExportOptions(shuffles=True, seed=1))
    assert sorted(shuffled) == list(EVERY)
    assert list(shuffled) != list(EVERY)
    assert (shuffled == ordered(EVERY, ExportOptions(shuffles=True, seed=1))).all()
    assert (ordered(EVERY, ExportOptions()) == EVERY).all()


def test_documents_stay_whole_and_shares_are_kept(spool: Spool) -> None:
    parts = parted(spool, EVERY, Split((80, 10, 10)), 1, KEYS)
    assert [int(count) for count in np.bincount(parts)] == [80, 10, 10]
    for document in range(20):
        assert len(set(parts[document * 5 : document * 5 + 5])) == 1


def test_parts_go_by_what_is_in_the_files(spool: Spool) -> None:
    """Other numbers of the same documents, which another order of the inputs gives, change nothing."""
    parts = parted(spool, EVERY, Split((80, 10, 10)), 1, KEYS)
    with Spool() as other:
        for candidate in reversed(list(spool.read())):
            other.add(candidate, 19 - candidate.document)
        others = parted(other, EVERY, Split((80, 10, 10)), 1, KEYS[::-1])
    assert (parts == others[::-1]).all()
    assert (parts != parted(spool, EVERY, Split((80, 10, 10)), 2, KEYS)).any()


def test_pairs_may_be_divided_by_themselves(spool: Spool) -> None:
    parts = parted(spool, EVERY[:50], Split((50, 30, 20), "pair"), 1, KEYS)
    assert [int(count) for count in np.bincount(parts)] == [25, 15, 10]


def test_a_large_document_does_not_take_the_place_of_a_small_part() -> None:
    with Spool() as spool:
        for number in range(1000):
            spool.add(Candidate(str(number), str(number)), 0 if number < 900 else 1 + number % 20)
        keys = [f"document {number}" for number in range(21)]
        for seed in range(10):
            parts = parted(spool, np.arange(1000, dtype=np.intp), Split((90, 5, 5)), seed, keys)
            counts = [int(count) for count in np.bincount(parts)]
            assert counts[1] <= 100
            assert counts[2] <= 100
            assert min(counts) > 0


def test_too_few_documents(spool: Spool) -> None:
    with pytest.raises(OptionError, match="there is 1 document, fewer than parts; give more, or --split-by pair"):
        parted(spool, EVERY[:5], Split((90, 5, 5)), 0, KEYS)
    assert set(parted(spool, EVERY[:10], Split((50, 50, 0)), 0, KEYS)) == {0, 1}


@pytest.mark.parametrize("said", ["90/5", "90/5/6", "a/b/c", "-10/60/50", "nan/50/50", "110/-5/-5"])
def test_splits_that_are_none(said: str) -> None:
    with pytest.raises(OptionError, match=r"--split .*add up to 100"):
        Split.parse(said)


def test_what_test_has_no_other_part_has() -> None:
    sentence = "The keeper of the lighthouse lit the lamp at dusk, as he did every evening of the year."
    near = sentence.replace("evening", "evenin")
    pairs = [
        (sentence, "El farero encendió la lámpara al anochecer."),  # train: source of test
        ("A sentence of its own.", "Una frase suya."),  # train
        (sentence, "Otra traducción de la misma frase."),  # test
        ("Another one.", "UNA FRASE SUYA."),  # dev: target of train, which goes after it
        (near, "Otra traducción de la misma frase, casi."),  # train: near to test
        (sentence, "Otra traducción de la misma frase."),  # test: its own part may repeat it
    ]
    parts = np.array([0, 0, 2, 1, 0, 2], dtype=np.int8)
    with Spool() as spool:
        for row, (source, target) in enumerate(pairs):
            spool.add(Candidate(source, target, 0, row), 0)
        assert leaks(spool, np.arange(6, dtype=np.intp), parts, LEAK_SIMILARITY) == {0: 2, 1: 3, 4: 2}
