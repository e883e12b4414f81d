"""Beads of a bitext as pairs on their way to a file, and back."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from operator import attrgetter

from aligner.contracts import Heading, Pair
from aligner.formats.pairs import Row, pairs_bitext
from aligner.model import NO_DETAILS, Bitext, Code, Details, Document, Finding, Side
from aligner.provenance import source_date


def pairs_of(bitext: Bitext, findings: Iterable[Finding] = ()) -> Iterator[Pair]:
    """The beads in their order, each with those of the `findings` that name it; a null bead has no score.

    >>> from aligner.formats.pairs import Row, pairs_bitext
    >>> pair = next(pairs_of(pairs_bitext([Row("One.", "Uno.", 1, 0.5)], "a.tsv", "en", "es")))
    >>> pair.source, pair.target, pair.score, pair.source_spans
    ('One.', 'Uno.', 0.5, ((0, 4),))
    """
    of_bead: dict[int, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.bead is not None:
            of_bead[finding.bead].append(finding)
    for number, bead in enumerate(bitext.beads):
        yield Pair(
            bitext.side_text(bead, Side.SOURCE),
            bitext.side_text(bead, Side.TARGET),
            None if bead.is_null else bead.score,
            bead,
            _spans(bitext.source, bead.source),
            _spans(bitext.target, bead.target),
            findings=tuple(of_bead.get(number, ())),
            details=bitext.details[number] if bitext.details else NO_DETAILS,
            source_codes=_codes(bitext.source, bead.source),
            target_codes=_codes(bitext.target, bead.target),
        )


def heading_of(bitext: Bitext) -> Heading:
    """What a file of these beads says of itself; its date is that of `SOURCE_DATE_EPOCH`, if any."""
    source, target = bitext.source, bitext.target
    return Heading(
        source.language, target.language, source.path, target.path, bitext.signature, date=source_date()
    )  # fmt: skip


def bitext_of(pairs: Iterable[Pair], heading: Heading) -> Bitext:
    """The pairs in memory, as a file of them would be read; raises `InputError` when a side has no text at all."""
    rows = (
        Row(
            pair.source, pair.target, number, pair.score, (), pair.details, pair.source_codes, pair.target_codes
        )
        for number, pair in enumerate(pairs, start=1)
    )  # fmt: skip
    return pairs_bitext(rows, heading.source_path, heading.source_language, heading.target_language)


def document_of(pair: Pair) -> str:
    """The name of what a pair comes from, as it is known or as its file told; "" where nobody knows."""
    return pair.document or pair.details.document


def details_of(document: object, bead: object = "") -> Details:
    """What a row of a table tells of a pair, where it is text."""
    told = document if isinstance(document, str) else "", bead if isinstance(bead, str) else ""
    return Details(document=told[0], bead=told[1]) if any(told) else NO_DETAILS


def sentences_of(text: str, spans: Sequence[tuple[int, int]]) -> list[str]:
    """The sentences that are joined to the text of a side; one where the spans do not fit it, none for a null side.

    >>> sentences_of("Uno. Dos.", [(31, 35), (36, 40)]), sentences_of("Uno. Dos.", []), sentences_of("", [])
    (['Uno.', 'Dos.'], ['Uno. Dos.'], [])
    """
    if not text:
        return []
    starts = list(offsets_of(spans))
    if not spans or len(text) != starts[-1] + spans[-1][1] - spans[-1][0]:
        return [text]
    return [text[at : at + end - start] for at, (start, end) in zip(starts, spans, strict=True)]


def offsets_of(spans: Iterable[tuple[int, int]]) -> Iterator[int]:
    """Where each sentence of a bead begins in the text of its side, the sentences being joined by one space."""
    at = 0
    for start, end in spans:
        yield at
        at += end - start + 1


def _spans(document: Document, numbers: Sequence[int]) -> tuple[tuple[int, int], ...]:
    sentences = document.sentences
    return tuple((sentences[number].start, sentences[number].end) for number in numbers)


def _codes(document: Document, numbers: Sequence[int]) -> tuple[Code, ...]:
    """The in-line mark-up of some sentences, by offset in the text they are joined to."""
    every = document.codes
    if not every:
        return ()
    found: list[Code] = []
    before = 0
    for number in numbers:
        sentence = document.sentences[number]
        first = bisect_left(every, sentence.start, key=attrgetter("offset"))
        last = bisect_right(every, sentence.end, key=attrgetter("offset"))
        found += [replace(code, offset=before + code.offset - sentence.start) for code in every[first:last]]
        before += sentence.end - sentence.start + 1
    return tuple(found)
