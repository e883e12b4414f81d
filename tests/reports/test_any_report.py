"""Whatever a report holds, every format tells it: spans between sentences, across them, empty; beads of any kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.model import Bead, Bitext, Block, Document, Finding, Report, Sentence, Severity, Side, Span
from aligner.reports import REPORTS, render
from aligner.reports.places import Places
from aligner.reports.reading import Reading, first_span

LINES = st.lists(st.text(st.sampled_from("aé語🙂 ,\x07\u0301"), max_size=12), min_size=1, max_size=6)


@st.composite
def documents(draw: st.DrawFn, language: str) -> Document:
    """Lines as blocks; some are sentences, and the text may have been taken out of mark-up."""
    text = "\n".join(draw(LINES))
    blocks = tuple(Block(*found.span()) for found in re.finditer(r"[^\n]+", text))
    kept = [number for number in range(len(blocks)) if draw(st.booleans())]
    sentences = tuple(Sentence(blocks[number].start, blocks[number].end, number) for number in kept)
    places = tuple((block.start, 10 + number) for number, block in enumerate(blocks)) if draw(st.booleans()) else ()
    return Document(text, blocks, language, f"{language}.txt", sentences, places)


@st.composite
def spans(draw: st.DrawFn, side: Side, document: Document) -> Span:
    start = draw(st.integers(0, len(document.text)))
    end = draw(st.integers(start, len(document.text)))
    return Span(side, start, end, document.text[start:end])


@st.composite
def reports(draw: st.DrawFn) -> Report:
    source, target = draw(documents("en")), draw(documents("es"))
    beads: list[Bead] = []
    sources, targets = list(range(len(source.sentences))), list(range(len(target.sentences)))
    while sources or targets:
        of_source = [sources.pop(0) for _ in range(min(len(sources), draw(st.integers(0, 2))))]
        of_target = [targets.pop(0) for _ in range(min(len(targets), draw(st.integers(0, 2))))]
        if of_source or of_target:
            beads.append(Bead(tuple(of_source), tuple(of_target)))
    is_pair = draw(st.booleans())
    sides = ((Side.SOURCE, source), (Side.TARGET, target)) if is_pair else ((Side.TARGET, target),)
    some_spans = st.one_of([spans(side, document) for side, document in sides])
    numbers = st.one_of(st.none(), st.integers(0, len(beads) - 1)) if is_pair and beads else st.none()
    found = draw(st.lists(st.tuples(st.lists(some_spans, max_size=5), numbers, st.sampled_from(Severity)), max_size=4))
    findings = tuple(
        Finding("UNT203", "leftover-word", severity, "m", tuple(where), bead, draw(st.sampled_from([None, "s"])))
        for where, bead, severity in found
    )
    bitext = Bitext(source, target, tuple(beads), is_pairs=draw(st.booleans())) if is_pair else None
    return Report(sides, findings, "", bitext)


@settings(max_examples=120, deadline=None)
@given(reports())
def test_every_format_tells_it(report: Report) -> None:
    for row in REPORTS:
        if not row.needs_pairs or report.bitext is not None:
            "".join(render(report, row.name)).encode()


@settings(max_examples=120, deadline=None)
@given(reports())
def test_findings_are_sorted_and_none_is_lost(report: Report) -> None:
    reading = Reading(report)
    assert sorted(map(id, reading.findings)) == sorted(map(id, report.findings))
    firsts = [first_span(finding) for finding in reading.findings]
    starts = [span.start for span in firsts if span is not None and span.side is Side.TARGET]
    assert starts == sorted(starts)


@settings(max_examples=120, deadline=None)
@given(documents("es"), st.data())
def test_regions(document: Document, data: st.DataObject) -> None:
    """Lines never go back, and columns are those of the file or not told."""
    span = data.draw(spans(Side.TARGET, document))
    region = Places(document).region(span.start, span.end)
    assert 1 <= region.line <= region.end_line
    assert (region.column is None) is (region.end_column is None) is bool(document.places)
    if region.column is not None and region.end_column is not None:
        lines = document.text.split("\n")
        assert region.line == document.text.count("\n", 0, span.start) + 1
        assert lines[region.line - 1][region.column - 1 :].startswith(span.text.split("\n")[0])


@pytest.mark.parametrize("offset", [0, 3, 4, 9])
def test_columns_without_a_unit_are_characters(offset: int) -> None:
    assert Places(Document("🙂bc\ndé🙂g\nh", (), "es")).column(offset) == {0: 1, 3: 4, 4: 1, 9: 1}[offset]


class _Counted(tuple[Span, ...]):
    """Spans that count how often somebody goes through all of them."""

    times: list[int]

    def __iter__(self) -> Iterator[Span]:
        self.times[0] += 1
        return super().__iter__()


def _times_gone_through(form: str, pairs: int, document_of: Callable[[str, str, str], Document]) -> int:
    source, target = document_of("One\n" * pairs, "en", "en.txt"), document_of("Uno\n" * pairs, "es", "es.txt")
    spans = [
        Span(side, sentence.start, sentence.end, "x")
        for side, document in ((Side.SOURCE, source), (Side.TARGET, target))
        for sentence in document.sentences
    ]
    counted = _Counted(spans)
    counted.times = [0]
    finding = Finding("NAM401", "name-drift", Severity.WARNING, "m", counted)
    bitext = Bitext(source, target, tuple(Bead((number,), (number,)) for number in range(pairs)))
    counted.times[0] = 0
    "".join(render(Report(((Side.SOURCE, source), (Side.TARGET, target)), (finding,), "", bitext), form))
    return counted.times[0]


@pytest.mark.parametrize("form", [row.name for row in REPORTS])
def test_a_finding_of_many_places_takes_time_in_their_number(
    form: str, document_of: Callable[[str, str, str], Document]
) -> None:
    """Whatever goes through all places of a finding for each of its pairs takes the square of their number."""
    assert _times_gone_through(form, 60, document_of) == _times_gone_through(form, 20, document_of) > 0
