"""The hard cases of our own writing: sentence ends found, and floors under their F1."""

from __future__ import annotations

import pytest
from hard_cases import read_cases

from aligner.segmentation import split

LANGUAGES = ("en", "es")


def found_ends(text: str, language: str) -> set[int]:
    return {end for _, end in split(text, language)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_many_cases_with_and_without_borders(language: str) -> None:
    cases = read_cases(language)
    assert len(cases) >= 260
    assert sum(len(ends) > 1 for _, ends in cases) > 150
    assert any(len(ends) == 1 for _, ends in cases)


@pytest.mark.parametrize("language", LANGUAGES)
def test_f1_of_sentence_ends_is_at_its_floor(language: str) -> None:
    cases = read_cases(language)
    wrong = [(text, ends ^ found_ends(text, language)) for text, ends in cases]
    right = sum(len(ends & found_ends(text, language)) for text, ends in cases)
    f1 = 2 * right / (2 * right + sum(len(ends) for _, ends in wrong))
    assert f1 >= 0.97, [(text, sorted(ends)) for text, ends in wrong if ends]


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentencex_alone_misses_three_times_as_many(language: str) -> None:
    """The layer earns its place: sentencex by itself misses many more borders."""
    sentencex = pytest.importorskip("sentencex")
    ours = theirs = 0
    for text, ends in read_cases(language):
        ours += len(ends ^ found_ends(text, language))
        pieces = sentencex.get_sentence_boundaries(language, text)
        theirs += len(ends ^ {len(text[: piece["end_index"]].rstrip()) for piece in pieces})
    assert ours * 3 < theirs
