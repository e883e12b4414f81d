"""ALN101 and ALN102: sentences that stand alone."""

from __future__ import annotations

import pytest

from aligner.checks import Subject
from aligner.checks.alignment import added_target, missing_target
from aligner.model import Bead, Bitext, Block, Document, Role, Sentence, Side


def document(language: str, *sentences: str) -> Document:
    spans, offset = [], 0
    for number, text in enumerate(sentences):
        spans.append(Sentence(offset, offset + len(text), number))
        offset += len(text) + 1
    blocks = tuple(Block(span.start, span.end) for span in spans)
    return Document("\n".join(sentences), blocks, language, sentences=tuple(spans))


SOURCE = document("en", "One.", "Two.", "", "Three.")
TARGET = document("es", "Uno.", "Dos.", "Nota.", "Fin.")


def found(*beads: Bead) -> dict[str, list[tuple[int | None, list[tuple[Side, str]]]]]:
    subject = Subject.pair(Bitext(SOURCE, TARGET, beads))
    return {
        name: [(fault.bead, [(span.side, span.text) for span in fault.spans]) for fault in rule(subject)]
        for name, rule in (("missing", missing_target), ("added", added_target))
    }


def test_a_sentence_alone_is_found_on_its_side() -> None:
    beads = Bead((0,), (0,)), Bead((1,), ()), Bead((3,), (1,)), Bead((), (2, 3))
    assert found(*beads) == {
        "missing": [(1, [(Side.SOURCE, "Two.")])],
        "added": [(3, [(Side.TARGET, "Nota."), (Side.TARGET, "Fin.")])],
    }


def test_the_other_half_of_a_bilingual_block_is_not_added() -> None:
    source = Document(
        "Ana Ruiz es periodista y escribe sobre ríos.", (Block(0, 44),), "es", sentences=(Sentence(0, 44),)
    )
    text = "Ana Ruiz es periodista y escribe sobre ríos. Ana Ruiz is a journalist and writes about rivers."
    sentences = (Sentence(0, 44), Sentence(45, len(text)))
    target = Document(text, (Block(0, len(text), Role.BIO),), "en", sentences=sentences)
    beads = Bead((0,), (0,)), Bead((), (1,))
    assert list(added_target(Subject.pair(Bitext(source, target, beads)))) == []
    apart = (Block(0, 44), Block(45, len(text)))
    divided = Document(text, apart, "en", sentences=(Sentence(0, 44, 0), Sentence(45, len(text), 1)))
    assert len(list(added_target(Subject.pair(Bitext(source, divided, beads))))) == 1


@pytest.mark.parametrize(
    "beads",
    [
        (Bead((0, 1), (0,)), Bead((3,), (1, 2, 3))),  # merged and divided sentences are not missing
        (Bead((2,), ()),),  # an empty line says nothing
        (Bead((), ()),),  # an empty row of a table
    ],
)
def test_what_is_not_missing(beads: tuple[Bead, ...]) -> None:
    assert found(*beads) == {"missing": [], "added": []}
