"""Small projects, made without a model."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from aligner.model import Bead, Bitext, Block, Document, Finding, Sentence, Severity, Side, Span
from aligner.review import Project, database
from aligner.review.creating import add_findings
from aligner.review.database import writing
from aligner.review.events import Recorder, now, write_event
from aligner.review.importing import Origin, add_pair

Make = Callable[..., Project]


def document(side: Side, paragraphs: Sequence[Sequence[str]]) -> Document:
    """Sentences in paragraphs, with blanks between them and empty lines between paragraphs."""
    text, blocks, sentences = "", [], []
    for number, paragraph in enumerate(paragraphs):
        text += "\n\n" if text else ""
        start = len(text)
        for at, said in enumerate(paragraph):
            text += " " if at else ""
            sentences.append(Sentence(len(text), len(text) + len(said), number))
            text += said
        blocks.append(Block(start, len(text)))
    language = "en" if side is Side.SOURCE else "es"
    return Document(text + "\n", tuple(blocks), language, f"{language}.txt", tuple(sentences))


def bitext(count: int) -> Bitext:
    """So many beads of one sentence each, two a paragraph."""
    said = [[f"{word} {number}." for number in range(count)] for word in ("English", "Español")]
    source, target = (
        document(side, [texts[at : at + 2] for at in range(0, count, 2)])
        for side, texts in zip(Side, said, strict=True)
    )
    return Bitext(source, target, tuple(Bead((at,), (at,), 0.9) for at in range(count)), "made for a test")


def finding(made: Bitext, number: int, word: str = "Español", code: str = "UNT203") -> Finding:
    """A finding at the first occurrence of a word in a target sentence."""
    sentence = made.target.sentences[number]
    start = sentence.start + made.target.sentence_text(number).index(word)
    span = Span(Side.TARGET, start, start + len(word), word)
    return Finding(code, "leftover-word", Severity.WARNING, f"{word} is left over", (span,), number)


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    """Makes a project of a bitext and findings, or of so many beads; what it opened is closed in the end."""
    with contextlib.ExitStack() as stack:

        def made(of: Bitext | int = 6, findings: Sequence[Finding] = (), name: str = "p.review") -> Project:
            path = str(tmp_path / name)
            text = bitext(of) if isinstance(of, int) else of
            with contextlib.closing(database.create(path)) as connection, writing(connection):
                pair = add_pair(connection, "en.txt + es.txt", text, (Origin("en.txt", "-"), Origin("es.txt", "-")), 1)
                add_findings(connection, pair, findings)
                write_event(Recorder(connection, 1, now(), "aligner"), "new", {})
            return stack.enter_context(Project.open(path))

        yield made
