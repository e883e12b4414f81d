"""A small report with everything a renderer has to deal with."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from aligner.model import Bead, Bitext, Block, Document, Finding, Report, Sentence, Severity, Side, Span

SOURCE = "Valley news\n\nThe governor counted 150 men of the NRF.\nHis father stayed.\n"
TARGET = (
    "Noticias del valle\n\nEl gobernador contó 105 hombres de la FNR.\nLa FNR y otra vez la FNR: 語 cafe\u0301 padre.\n"
)


def made_document(text: str, language: str, path: str) -> Document:
    blocks = tuple(Block(*found.span()) for found in re.finditer(r"[^\n]+", text))
    sentences = tuple(Sentence(block.start, block.end, number) for number, block in enumerate(blocks))
    return Document(text, blocks, language, path, sentences)


def found_spans(text: str, words: str, side: Side = Side.TARGET) -> tuple[Span, ...]:
    return tuple(Span(side, *found.span(), found.group()) for found in re.finditer(words, text))


@pytest.fixture
def document_of() -> Callable[[str, str, str], Document]:
    """Makes a document of text, language and path, each line a block and a sentence."""
    return made_document


@pytest.fixture
def spans_of() -> Callable[..., tuple[Span, ...]]:
    """Makes the spans of what a pattern finds in a text."""
    return found_spans


@pytest.fixture
def pair_report() -> Report:
    source, target = made_document(SOURCE, "en", "en.txt"), made_document(TARGET, "es", "es.txt")
    beads = (Bead((0,), (0,), 0.9), Bead((1,), (1,), 0.8), Bead((2,), ()), Bead((), (2,)))
    acronym = found_spans(SOURCE, "NRF", Side.SOURCE) + found_spans(TARGET, "FNR")
    numbers = found_spans(SOURCE, "150", Side.SOURCE) + found_spans(TARGET, "105")
    findings = (
        Finding("ACR301", "acronym-wrong-language", Severity.ERROR, "FNR for NRF", acronym, suggestion="NRF"),
        Finding("UNT203", "leftover-word", Severity.INFO, "“padre” is Spanish", found_spans(TARGET, "padre"), 3),
        Finding(
            "ALN101", "missing-target", Severity.ERROR, "no counterpart", found_spans(SOURCE, "His.*", Side.SOURCE), 2
        ),
        Finding("NUM501", "number-value", Severity.WARNING, "150 in the source, 105 in the target", numbers, 1),
    )
    return Report(
        ((Side.SOURCE, source), (Side.TARGET, target)), findings, "aligner:1|x:y", Bitext(source, target, beads)
    )


@pytest.fixture
def one_text() -> Callable[..., Report]:
    """Makes the report of one text in which the words of a pattern are findings of one rule."""

    def report(text: str, words: str, document: Document | None = None) -> Report:
        finding = Finding("UNT203", "leftover-word", Severity.WARNING, "left over", found_spans(text, words))
        known = document or made_document(text, "es", "es.txt")
        return Report(((Side.TARGET, known),), (finding,) if finding.spans else (), "aligner:1")

    return report
