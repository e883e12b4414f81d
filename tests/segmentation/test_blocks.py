"""A document's sentences lie in its blocks."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.model import Block, Document, Role, Sentence
from aligner.segmentation import segment


def document(*blocks: tuple[str, Role, str | None], language: str = "en") -> Document:
    """Blocks one after the other, a line break between."""
    text, made = "", []
    for piece, role, code in blocks:
        made.append(Block(len(text), len(text) + len(piece), role, code))
        text += piece + "\n"
    return Document(text, tuple(made), language, path="a.html", places=((0, 1),))


def sentences(subject: Document) -> list[tuple[str, int]]:
    segmented = segment(subject)
    return [(segmented.sentence_text(number), one.block) for number, one in enumerate(segmented.sentences)]


def test_every_sentence_knows_its_block() -> None:
    subject = document(("A heading", Role.HEADING, None), (" One. Two. ", Role.PARAGRAPH, None), ("   ", Role.PARAGRAPH, None), ("End", Role.FOOTER, None))  # fmt: skip
    assert sentences(subject) == [("A heading", 0), ("One.", 1), ("Two.", 1), ("End", 3)]


def test_no_sentence_crosses_a_block_without_a_stop() -> None:
    assert sentences(document(("the first", Role.LIST_ITEM, None), ("the second.", Role.LIST_ITEM, None))) == [
        ("the first", 0),
        ("the second.", 1),
    ]


def test_a_block_goes_by_its_declared_language() -> None:
    spanish = "Vino de EE. UU. El lunes se fue. ¿Y la Dra. Paz?"
    assert [text for text, _ in sentences(document((spanish, Role.PARAGRAPH, "es-MX")))] == [
        "Vino de EE. UU.",
        "El lunes se fue.",
        "¿Y la Dra. Paz?",
    ]


def test_code_is_not_split_at_stops() -> None:
    code = "x = y. Z()\n\nprint(x). Q"
    assert sentences(document((code, Role.CODE, None))) == [("x = y. Z()", 0), ("print(x). Q", 0)]


def test_the_rest_of_the_document_stays() -> None:
    subject = document(("One. Two.", Role.PARAGRAPH, None))
    segmented = segment(subject)
    assert (segmented.text, segmented.blocks, segmented.path, segmented.places) == (
        subject.text, subject.blocks, subject.path, subject.places,
    )  # fmt: skip
    assert segment(segmented) == segmented
    assert subject.sentences == ()


def test_a_document_without_blocks_has_no_sentences() -> None:
    assert segment(Document("Text outside. Blocks.", (), "en")).sentences == ()


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(max_size=30), max_size=6), st.sampled_from(["en", "es", "it"]))
def test_sentences_are_in_order_inside_their_blocks(texts: list[str], language: str) -> None:
    segmented = segment(document(*((text, Role.PARAGRAPH, None) for text in texts), language=language))
    last = 0
    for one in segmented.sentences:
        block = segmented.blocks[one.block]
        assert block.start <= one.start < one.end <= block.end
        assert one.start >= last
        last = one.end
    assert segmented.sentences == tuple(sorted(segmented.sentences, key=lambda one: (one.start, one.block)))
    assert isinstance(segmented.sentences, tuple)
    assert all(isinstance(one, Sentence) for one in segmented.sentences)


def test_comments_of_reviewers_have_no_sentences() -> None:
    document = Document("Text.\n\nIs it?", (Block(0, 5), Block(7, 13, Role.COMMENT)), "en")
    assert [sentence.block for sentence in segment(document).sentences] == [0]
