"""Leanings worked out for all sentences at once are those of each sentence."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.checks.language import lean, odds_between
from aligner.checks.leanings import Leanings
from aligner.checks.subject import Subject
from aligner.checks.words import SentenceWords
from aligner.model import Block, Document, Sentence

_PIECES = (
    "The", "house", "casa", "El", "también", "well-known", "isn’t", "O''Neil", "l'\u0301a", "a@b.org", "--file", "-n", "3.5", "v2.0",
    "iPhone", "x_y", "f()", "<b>", "{name}", "[[link]]", "and/or/not", "CO2", "3rd", "cafe\u0301", "«Sí»", "LAS", "www.a.org", "-", "…",
)  # fmt: skip
_SENTENCES = st.lists(st.sampled_from(_PIECES), max_size=7).map(" ".join)


def document_of(texts: list[str], between: str) -> Document:
    text, sentences = "", []
    for one in texts:
        sentences.append(Sentence(len(text), len(text) + len(one)))
        text += one + between
    return Document(text, (Block(0, len(text)),), "en", sentences=tuple(sentences))


@given(st.lists(_SENTENCES, max_size=4), st.sampled_from(["\n", " ", "", "x"]))
@settings(deadline=None)
def test_all_sentences_at_once_lean_as_each_does(texts: list[str], between: str) -> None:
    document, odds = document_of(texts, between), odds_between("en", "es")
    leanings = Leanings.of(document, SentenceWords(document), odds)
    assert list(leanings) == [lean(text, odds) for text in texts]
    assert leanings[1:] == [lean(text, odds) for text in texts[1:]]


def test_a_language_without_a_list_says_nothing() -> None:
    subject = Subject.alone(Document("Ab.", (Block(0, 3),), "xx", sentences=(Sentence(0, 3),)), "en")
    (leaning,) = subject.target.leanings
    assert (leaning.other, leaning.own, leaning.votes, leaning.words) == (0.0, 0.0, 0, 0)


@pytest.mark.parametrize("text", ["", "…"])
def test_no_words_are_no_leaning(text: str) -> None:
    document, odds = document_of([text], "\n"), odds_between("es", "en")
    assert list(Leanings.of(document, SentenceWords(document), odds)) == [lean(text, odds)]
