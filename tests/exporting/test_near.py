"""Near duplicates, beside comparing every text with every other, on copies with planted changes."""

from __future__ import annotations

import random
import time
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.exporting.near import SHINGLE, VALUES, near_duplicates, shingled, signatures, similarity

LETTERS = "abcdefghijklmnopqrstuvwxyzáéíóúñ"


def sentence(draw: random.Random, words: int) -> str:
    return " ".join("".join(draw.choices(LETTERS, k=draw.randint(2, 9))) for _ in range(words))


def near_copy(draw: random.Random, text: str) -> str:
    """The text with a few letters or one word changed, added or lost."""
    letters = list(text)
    for _ in range(draw.randint(1, max(1, len(letters) // 60))):
        place = draw.randrange(len(letters))
        letters[place : place + draw.choice((0, 1))] = draw.choice(("", "x", "yz"))
    words = "".join(letters).split()
    if draw.random() < 0.3:
        words.insert(draw.randrange(len(words) + 1), sentence(draw, 1))
    return " ".join(words)


def stretches(text: str) -> set[str]:
    return {text[at : at + SHINGLE] for at in range(len(text) - SHINGLE + 1)}


def jaccard(ours: set[str], theirs: set[str]) -> float:
    """Jaccard's index, restated."""
    shared = len(ours & theirs)
    return shared / (len(ours) + len(theirs) - shared)


@pytest.mark.parametrize("threshold", [0.6, 0.8, 0.9])
def test_as_comparing_all_with_all(threshold: float) -> None:
    """Every pair of texts that is near is found, but for one in a hundred; nothing else is."""
    draw = random.Random(7)
    originals = [(sentence(draw, draw.randint(5, 20)), sentence(draw, draw.randint(5, 20))) for _ in range(120)]
    copies = [(near_copy(draw, source), near_copy(draw, target)) for source, target in originals for _ in range(3)]
    pairs = [*originals, *copies]
    draw.shuffle(pairs)
    texts = [shingled(*pair) for pair in pairs]
    found = near_duplicates(signatures(texts), threshold, texts.__getitem__)
    sets = [stretches(text) for text in texts]
    near = [pair for pair in combinations(range(len(texts)), 2) if jaccard(sets[pair[0]], sets[pair[1]]) >= threshold]
    assert len(near) > 50
    for number, like in found.items():
        assert like < number
        assert jaccard(sets[number], sets[like]) >= threshold
    missed = [pair for pair in near if pair[0] not in found and pair[1] not in found]
    assert len(missed) <= len(near) / 100


def test_estimates_are_as_good_as_theory_has_them() -> None:
    """The share of equal values is Jaccard's index on average, with the deviation of a binomial of 64."""
    draw = random.Random(3)
    errors = []
    for _ in range(300):
        text = sentence(draw, 20)
        other = near_copy(draw, near_copy(draw, text))
        made = signatures([text, other])
        errors.append(float((made[0] == made[1]).mean()) - similarity(text, other))
    assert abs(np.mean(errors)) < 0.02
    assert np.std(errors) < 1.2 * 0.5 / VALUES**0.5


@given(st.lists(st.text(max_size=30), max_size=8))
@settings(max_examples=100, deadline=None)
def test_signatures_do_not_depend_on_the_company(texts: list[str]) -> None:
    together = signatures(texts)
    assert together.shape == (len(texts), VALUES)
    for number, text in enumerate(texts):
        assert (signatures([text])[0] == together[number]).all()


@given(st.lists(st.sampled_from(["uno dos tres", "uno dos tres!", "four five six", "", "a"]), max_size=12))
@settings(max_examples=100, deadline=None)
def test_what_is_left_is_left_again(texts: list[str]) -> None:
    made = signatures(texts)
    gone = near_duplicates(made, 0.8, texts.__getitem__)
    left = [text for number, text in enumerate(texts) if number not in gone]
    assert near_duplicates(signatures(left), 0.8, left.__getitem__) == {}
    assert len(set(left)) == len(left)
    assert set(left) <= set(texts)


def test_only_other_parts_count() -> None:
    texts = ["the same text here"] * 4
    parts = np.array([0, 0, 1, 1], dtype=np.int8)
    assert near_duplicates(signatures(texts), 0.8, texts.__getitem__, parts) == {2: 0, 3: 0}


def test_sides_are_not_taken_for_each_other() -> None:
    assert similarity(shingled("one sentence of a kind", ""), shingled("", "one sentence of a kind")) < 0.8


def test_thousands_of_like_texts_take_little_time() -> None:
    texts = [f"Article {number} of the general terms and conditions of the contract" for number in range(2000)]
    before = time.process_time()
    near_duplicates(signatures(texts), 0.95, texts.__getitem__)
    assert time.process_time() - before < 20
