"""The rules about values of numbers: what they come to, and the words for large ones."""

from __future__ import annotations

from collections.abc import Iterator

from aligner.checks.number_readings import Comparison, comparisons
from aligner.checks.quantities_matching import Difference
from aligner.checks.quantities_scales import large_number, loose_scales
from aligner.checks.quantities_sorting import Sort, sort_of
from aligner.checks.registry import Fault, rule
from aligner.checks.subject import Subject
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
    for comparison, difference in differences_of(subject, Sort.VALUE):
        yield fault_of(subject, comparison, difference)


@rule("NUM503", "scale-word", Severity.ERROR, needs_pair=True)
def scale_word(subject: Subject) -> Iterator[Fault]:
    """A word for thousands, millions or billions makes the number a thousand times larger or smaller.

    English `billion` is Spanish `mil millones`; Spanish `billón` is English `trillion` (RAE, *Diccionario
    panhispánico de dudas*, "billón"). The words look alike, the figures before them agree, and a budget
    grows a thousandfold.

    >>> from aligner.model import Bead, Bitext, Block, Document, Sentence
    >>> source, target = "It cost 2 billion euros.", "Costó 2 billones de euros."
    >>> documents = [
    ...     Document(text, (Block(0, len(text)),), language, sentences=(Sentence(0, len(text)),))
    ...     for text, language in ((source, "en"), (target, "es"))
    ... ]
    >>> subject = Subject.pair(Bitext(*documents, (Bead((0,), (0,)),)))
    >>> [(fault.message, fault.suggestion) for fault in scale_word(subject)]
    [('2 billion in the source, 2 billones in the target', '2 mil millones')]
    """
    for comparison, difference in differences_of(subject, Sort.SCALE):
        assert difference.source
        yield fault_of(
            subject,
            comparison,
            difference,
            large_number(difference.source.value, subject.target.language, subject.once(comparisons).target),
        )
    source, target = subject.source, subject.target
    assert source is not None
    for comparison in subject.once(comparisons).beads:
        for one, other in loose_scales(comparison.source.quantities, comparison.target.quantities):
            spans = (
                source.span(one.start + comparison.source.shift, one.end + comparison.source.shift),
                target.span(other.start + comparison.target.shift, other.end + comparison.target.shift),
            )
            yield Fault(f"{spans[0].text} in the source, {spans[1].text} in the target", spans, comparison.bead)


def differences_of(subject: Subject, sort: Sort) -> Iterator[tuple[Comparison, Difference]]:
    """The differences of one sort, with the bead they stand in."""
    for comparison in subject.once(comparisons).beads:
        for difference in comparison.differences:
            if sort_of(difference, comparison.source.dates, comparison.target.dates) is sort:
                yield comparison, difference


def fault_of(subject: Subject, comparison: Comparison, difference: Difference, suggestion: str | None = None) -> Fault:
    """A difference as a rule reports it, with the number of each side that has one."""
    assert subject.source is not None
    one, other = difference.source, difference.target
    spans = tuple(
        version.span(quantity.start + reading.shift, quantity.end + reading.shift)
        for version, reading, quantity in (
            (subject.source, comparison.source, one),
            (subject.target, comparison.target, other),
        )
        if quantity is not None
    )
    if one and other:
        message = f"{one.text} in the source, {other.text} in the target"
    elif one:
        message = f"{one.text} in the source has no counterpart in the target"
    else:
        assert other is not None
        message = f"{other.text} in the target has no counterpart in the source"
    return Fault(message, spans, comparison.bead, suggestion)
