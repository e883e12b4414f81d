"""Words found in whole texts at once are those that a pattern finds sentence by sentence."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.checks.characters import Characters
from aligner.checks.words import SentenceWords
from aligner.model import Block, Document, Sentence

_WORD = re.compile(r"[^\W\d_]\w*(?:['’\-]\w+|[\u0300-\u036f]+\w*)*")
# What words are made of and what divides them, each in every place that it can have.
_TEXTS = st.text(st.sampled_from("aÉß3٣_-'’\u0301 .\n€字\ud800\U0001f600"), max_size=24) | st.text(max_size=12)


def cut_into_sentences(pieces: list[str], gaps: list[str]) -> tuple[str, tuple[Sentence, ...]]:
    text, sentences = "", []
    for piece, gap in zip(pieces, gaps, strict=True):
        sentences.append(Sentence(len(text) + len(gap), len(text) + len(gap) + len(piece)))
        text += gap + piece
    return text, tuple(sentences)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Documents whose sentences touch, or have something between that is in none of them."""
    pieces = draw(st.lists(_TEXTS, max_size=4))
    text, sentences = cut_into_sentences(pieces, [draw(st.sampled_from(["", " ", "x", "-"])) for _ in pieces])
    text += draw(st.sampled_from(["", "y", " "]))
    return Document(text, (Block(0, len(text)),), "en", sentences=sentences)


@given(documents())
@settings(deadline=None)
def test_words_are_those_of_the_pattern(document: Document) -> None:
    words = SentenceWords(document)
    for number, sentence in enumerate(document.sentences):
        found = list(_WORD.finditer(document.text, sentence.start, sentence.end))
        assert list(words.texts[number]) == [one.group() for one in found]
        assert words.starts(number) == [one.start() for one in found]
        assert [(word.start, word.end, word.text, word.position) for word in words[number]] == [
            (*one.span(), one.group(), at) for at, one in enumerate(found)
        ]
    assert words.vocabulary == {word for texts in words.texts for word in texts}


@given(documents(), st.integers(0, 3))
@settings(deadline=None)
def test_listed_words_are_found_where_they_stand(document: Document, every: int) -> None:
    words = SentenceWords(document)
    listed = sorted(words.vocabulary)[: every + 1]
    every_word = [word for number in range(len(words)) for word in words[number]]
    assert list(words.among(listed)) == [word for word in every_word if word.text in listed]
    for number in range(len(words)):
        assert list(words.among(listed, number)) == [word for word in words[number] if word.text in listed]


def test_what_stands_between_words() -> None:
    text = "One, two – three"
    words = SentenceWords(Document(text, (Block(0, len(text)),), "en", sentences=(Sentence(0, len(text)),)))
    assert [words.between(0, at) for at in (0, 1)] == [", ", " – "]


def test_an_empty_text_has_no_words() -> None:
    starts, ends = Characters("").words(())
    assert (starts.tolist(), ends.tolist(), Characters("").cut(starts, ends)) == ([], [], [])
