"""Beads a person fixed, found again in documents."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.errors import InputError
from aligner.locks import Lock, LockedSide, json_locks, locked_beads
from aligner.model import Bead, Document, Sentence

FILE = "fixed.jsonl"


def document(*sentences: str, path: str = "text.txt") -> Document:
    """Sentences one after another, two blanks between them."""
    spans, offset = [], 0
    for sentence in sentences:
        spans.append(Sentence(offset, offset + len(sentence)))
        offset += len(sentence) + 2
    return Document("  ".join(sentences), (), "en", path, tuple(spans))


ENGLISH = document("One day.", "It rained.", "It rained.", "We left.", path="en.txt")
SPANISH = document("Un día.", "Llovía.", "Llovía.", "Nos fuimos.", path="es.txt")


def row(**more: Any) -> str:
    return json.dumps(more, ensure_ascii=False)


def found(*lines: str, source: Document = ENGLISH, target: Document = SPANISH) -> list[tuple[Any, Any]]:
    beads = locked_beads(json_locks("\n".join(lines), FILE), source, target, FILE)
    return [(bead.source, bead.target) for bead in beads]


def test_numbers() -> None:
    assert found(row(source_sentences=[2, 1], target_sentences=[1])) == [((1, 2), (1,))]


def test_spans() -> None:
    assert found(row(source_spans=[[10, 32]], target_spans=[[9, 16]])) == [((1, 2), (1,))]


def test_texts_in_order() -> None:
    same = row(source="It rained.", target="Llovía.")
    assert found(same, same) == [((1,), (1,)), ((2,), (2,))]


def test_texts_of_several_sentences_however_they_are_broken() -> None:
    assert found(row(source="It rained.\nWe  left.", target="Llovía. Nos fuimos.")) == [((2, 3), (2, 3))]


def test_texts_out_of_order() -> None:
    lines = row(source="We left.", target="Nos fuimos."), row(source="One day.", target="Un día.")
    assert found(*lines) == [((3,), (3,)), ((0,), (0,))]


def test_nulls_are_fixed_one_at_a_time() -> None:
    assert found(row(source_sentences=[1, 2], target_sentences=[])) == [((1,), ()), ((2,), ())]
    assert found(row(source="", target="Llovía.")) == [((), (1,))]


def test_only_marked_lines_where_some_are_marked() -> None:
    lines = (
        row(source_sentences=[0], target_sentences=[0]),
        row(source_sentences=[1], target_sentences=[1], locked=True),
        row(source_sentences=[2], target_sentences=[2], locked=False),
    )
    assert found(*lines) == [((1,), (1,))]
    assert found(lines[0], lines[2]) == []


def test_a_document_that_grew_is_found_by_its_texts() -> None:
    """Numbers and spans are those of the text before a sentence was put in front."""
    line = row(
        source="We left.", target="Nos fuimos.", source_sentences=[3], target_sentences=[3],
        source_spans=[[34, 42]], target_spans=[[27, 38]],
    )  # fmt: skip
    assert found(line) == [((3,), (3,))]
    grown = document("A title", "One day.", "It rained.", "It rained.", "We left.", path="en.txt")
    assert found(line, source=grown) == [((4,), (3,))]


def test_spans_win_over_numbers_that_have_another_text() -> None:
    line = row(source="It rained.", source_sentences=[0], source_spans=[[22, 32]], target_sentences=[2])
    assert found(line) == [((2,), (2,))]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (row(source_sentences=[9], target_sentences=[0]), "source sentence 9 is not in en.txt, which has 4 sentences"),
        (row(source_sentences=[0], target_sentences=[4]), "target sentence 4 is not in es.txt"),
        (row(source_spans=[[1, 8]], target_sentences=[0]), r"span \[1, 8\] is not whole sentences of en.txt"),
        (row(source_spans=[[90, 95]], target_sentences=[0]), "is not whole sentences of en.txt"),
        (row(source="It snowed.", target="Llovía."), "source “It snowed.” is not in en.txt"),
        (row(source="rained.", target="Llovía."), "no whole sentences"),
        (row(source_sentences=[1, 1], target_sentences=[0]), "source sentence 1 is in two places"),
        (row(source_sentences=[0], target_sentences=[0], locked="yes"), "neither true nor false"),
        (row(source_sentences=["0"], target_sentences=[0]), "not a list of numbers"),
        (row(source_spans=[[1]], target_sentences=[0]), "not a list of"),
        (row(source=3, target="x"), "is not a text"),
        (row(source="One day."), "nothing says which target"),
        ("[1]", "not a JSON object"),
        ("{", "not JSON"),
    ],
)
def test_what_cannot_be_locked(line: str, words: str) -> None:
    with pytest.raises(InputError, match=words) as caught:
        found("", line)
    assert (caught.value.path, caught.value.place) == (FILE, 2)


def test_a_sentence_is_locked_once() -> None:
    with pytest.raises(InputError, match="target sentence 1 is in line 1 too") as caught:
        found(row(source_sentences=[0], target_sentences=[1]), row(source_sentences=[1], target_sentences=[1]))
    assert caught.value.place == 2


def text_side(sentences: list[str], numbers: tuple[int, ...]) -> LockedSide:
    return LockedSide(text=" ".join(sentences[number] for number in numbers))


WORDS = st.lists(st.sampled_from(["yes", "no", "no no", "a b", "ab", "?"]), min_size=1, max_size=10)


@given(WORDS, WORDS, st.data())
@settings(deadline=None, max_examples=150)
def test_every_bead_is_found_by_its_text(source: list[str], target: list[str], data: st.DataObject) -> None:
    """Written as texts in order, beads come back with the same texts, every sentence once."""
    cuts = [
        sorted(data.draw(st.sets(st.integers(0, len(side)), min_size=2, max_size=4)) | {0, len(side)})
        for side in (source, target)
    ]
    groups = [[tuple(range(*pair)) for pair in pairwise(cut)] for cut in cuts]
    beads = [Bead(*sides) for sides in zip(*groups, strict=False)]
    documents = document(*source), document(*target)
    locks = [Lock(text_side(source, bead.source), text_side(target, bead.target)) for bead in beads]
    again = locked_beads(locks, *documents, FILE)
    assert [len(bead.source) > 0 and len(bead.target) > 0 for bead in again] == [True] * len(beads)
    for bead, lock in zip(again, locks, strict=True):
        for side, numbers, doc in ((lock.source, bead.source, documents[0]), (lock.target, bead.target, documents[1])):
            assert "".join((side.text or "").split()) == "".join(
                doc.sentence_text(number).replace(" ", "") for number in numbers
            )
