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


@pytest.fixture
def one_report() -> Report:
    """A document alone: a finding with a suggestion that stands three times, characters beyond the first plane before it."""
    text = "El 🙂 FNR ganó.\n\nLa FNR y la FNR, y otra  vez.\n"
    findings = (
        Finding(
            "ACR301", "acronym-wrong-language", Severity.ERROR, "FNR for NRF", found_spans(text, "FNR"), None, "NRF"
        ),
        Finding("PUN704", "doubled", Severity.INFO, "two spaces between words", found_spans(text, "  "), None, " "),
    )
    return Report(((Side.TARGET, made_document(text, "es", "textos/uno.es.txt")),), findings, "aligner:1|x:y")


@pytest.fixture
def page_report() -> Report:
    """A web page alone: its text was taken out of mark-up, so that there are lines and addresses but no columns."""
    text = "Título\n\nEl padre vino."
    blocks = (Block(0, 6, address="/html/body/h1"), Block(8, 22, address="/html/body/p[2]"))
    page = Document(text, blocks, "es", "es.html", (Sentence(0, 6), Sentence(8, 22, 1)), ((0, 12), (8, 57), (17, 58)))
    spans = found_spans(text, "padre vino")
    return Report(((Side.TARGET, page),), (Finding("NUM502", "x", Severity.INFO, "m", spans, None, "s"),), "")


# What a text must not do to a report: end a string, a cell, a line or an element, run as a script or a formula, be half
# a character, ring a bell, or turn the direction of writing.
HOSTILE = (
    "</script><script>document.title='gone'</script>",
    "<img src=x onerror=\"document.title='gone'\">",
    "]]> &amp; \"'` --> <!-- {0} [x](0)",
    '=HYPERLINK("http://x")',
    "::error file=a::b %0A",
    "half \ud800 pair, \udfff",
    "bell \x07 escape \x1b[31m nul \x00 end \x85 \u2028 \ufffe",
    "over \u202e turned",
    "\tone\\two\\n",
)


@pytest.fixture(params=HOSTILE, ids=range(len(HOSTILE)))
def hostile(request: pytest.FixtureRequest) -> str:
    """A text that some format has to be careful with."""
    text = request.param
    assert isinstance(text, str)
    return text


@pytest.fixture
def hostile_report(hostile: str) -> Report:
    """The same text wherever a report has one."""
    before = "x "
    document = made_document(before + hostile, "es", f"a {hostile} b".replace("/", "-"))
    span = Span(Side.TARGET, len(before), len(before + hostile), hostile)
    other = Span(Side.SOURCE, len(before), len(before + hostile), hostile)
    finding = Finding("UNT203", "leftover-word", Severity.ERROR, hostile, (span, other), 0, hostile)
    sentences = (Sentence(0, len(document.text)),)
    whole = Document(document.text, (Block(0, len(document.text)),), "es", document.path, sentences)
    source = Document(whole.text, whole.blocks, "en", whole.path, sentences)
    bitext = Bitext(source, whole, (Bead((0,), (0,), 0.5),))
    return Report(((Side.SOURCE, source), (Side.TARGET, whole)), (finding,), hostile, bitext)
