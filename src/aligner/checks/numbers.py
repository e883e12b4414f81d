"""The rule about values of numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from aligner.checks.quantities import Quantity, quantities
from aligner.checks.quantities_digits import Convention, convention_of
from aligner.checks.quantities_matching import Difference, cross_out, differences, unmatched
from aligner.checks.registry import Fault, rule
from aligner.checks.subject import Subject, Version
from aligner.model import Severity


@rule("NUM501", "number-value", Severity.ERROR, needs_pair=True)
def number_value(subject: Subject) -> Iterator[Fault]:
    """A number of one side has another value on the other.

    Figures are what readers take from a text and what a translator's eye slides over: digits swapped,
    a decade off, a separator that makes thousands a decimal. Values are compared, however they are
    written: `6,000`, `6.000` and `six thousand` are equal, as are `19th century` and `siglo XIX`.

    >>> from aligner.model import Bead, Bitext, Block, Document, Sentence
    >>> source, target = "It cost 150 euros.", "Costó 105 euros."
    >>> documents = [
    ...     Document(text, (Block(0, len(text)),), language, sentences=(Sentence(0, len(text)),))
    ...     for text, language in ((source, "en"), (target, "es"))
    ... ]
    >>> [fault.message for fault in number_value(Subject.pair(Bitext(*documents, (Bead((0,), (0,)),))))]
    ['150 in the source, 105 in the target']
    """
    assert subject.source is not None
    source, target = subject.source, subject.target
    conventions = tuple(convention_of([version.document.text], version.language) for version in (source, target))
    left = {
        number: unmatched(_numbers(source, bead.source, conventions[0]), _numbers(target, bead.target, conventions[1]))
        for number, bead in subject.pairs
    }
    for number, (left_source, left_target) in left.items():
        for neighbour in (number - 1, number + 1):
            if neighbour in left:
                cross_out(left_source, left[neighbour][1])
                cross_out(left[neighbour][0], left_target)
        for difference in differences(left_source, left_target):
            yield _fault(source, target, difference, number)


def _numbers(version: Version, sentences: tuple[int, ...], convention: Convention) -> list[Quantity]:
    """The numbers of some sentences, at their places in the document."""
    found: list[Quantity] = []
    for number in sentences:
        sentence = version.document.sentences[number]
        text = version.document.text[sentence.start : sentence.end]
        found.extend(
            replace(quantity, start=quantity.start + sentence.start, end=quantity.end + sentence.start)
            for quantity in quantities(text, version.language, convention)
        )
    return found


def _fault(source: Version, target: Version, difference: Difference, bead: int) -> Fault:
    one, other = difference.source, difference.target
    spans = tuple(
        version.span(quantity.start, quantity.end)
        for version, quantity in ((source, one), (target, other))
        if quantity is not None
    )
    if one and other:
        message = f"{one.text} in the source, {other.text} in the target"
    elif one:
        message = f"{one.text} in the source has no counterpart in the target"
    else:
        assert other is not None
        message = f"{other.text} in the target has no counterpart in the source"
    return Fault(message, spans, bead)
