"""Bitexts of a few lines, and what one rule finds in them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from aligner.checks.registry import select
from aligner.checks.subject import Subject
from aligner.model import Bead, Bitext, Block, Document, Finding, Sentence

CheckPair = Callable[..., list[Finding]]


def document(cells: list[str], language: str) -> Document:
    """A document of one sentence a line."""
    text, sentences = "\n".join(cells), []
    start = 0
    for cell in cells:
        sentences.append(Sentence(start, start + len(cell)))
        start += len(cell) + 1
    return Document(text, (Block(0, len(text)),), language, sentences=tuple(sentences))


@pytest.fixture
def check_pair() -> CheckPair:
    """What the rule `code` finds in lines and their translations."""

    def check(
        code: str, source: str | list[str], target: str | list[str], languages: tuple[str, str] = ("en", "es")
    ) -> list[Finding]:
        sources, targets = ([text] if isinstance(text, str) else text for text in (source, target))
        beads = tuple(Bead((number,), (number,)) for number in range(len(sources)))
        bitext = Bitext(document(sources, languages[0]), document(targets, languages[1]), beads)
        (rule,) = select([code])
        return rule.findings(Subject.pair(bitext))

    return check


@pytest.fixture
def check_alone() -> CheckPair:
    """What the rule `code` finds in the lines of one document."""

    def check(code: str, lines: str | list[str], language: str) -> list[Finding]:
        cells = [lines] if isinstance(lines, str) else lines
        (rule,) = select([code])
        return rule.findings(Subject.alone(document(cells, language), "es" if language == "en" else "en"))

    return check
