"""The rule about dates."""

from __future__ import annotations

from collections.abc import Iterator

from aligner.checks.number_readings import Comparison, comparisons
from aligner.checks.numbers import differences_of
from aligner.checks.quantities_dates import Date, Weekday
from aligner.checks.quantities_sorting import Sort, date_of
from aligner.checks.registry import Fault, rule
from aligner.checks.subject import Subject
from aligner.model import Severity


@rule("NUM504", "date-value", Severity.ERROR, needs_pair=True)
def date_value(subject: Subject) -> Iterator[Fault]:
    """A date of one side is another date on the other: its day, month, year or day of the week.

    Readers come on the wrong day. Dates are compared in both orders and with words: `May 3, 2010`, `3 May 2010`,
    `el 3 de mayo de 2010` and `03/05/2010` are equal; a side may say less (`en mayo`) or say it relatively
    (`last Tuesday`, `ayer`).

    >>> from aligner.model import Bead, Bitext, Block, Document, Sentence
    >>> source, target = "It opens on Tuesday, May 3.", "Abre el martes 3 de junio."
    >>> documents = [
    ...     Document(text, (Block(0, len(text)),), language, sentences=(Sentence(0, len(text)),))
    ...     for text, language in ((source, "en"), (target, "es"))
    ... ]
    >>> [fault.message for fault in date_value(Subject.pair(Bitext(*documents, (Bead((0,), (0,)),))))]
    ['May 3 in the source, 3 de junio in the target']
    """
    told: set[tuple[int, int, int]] = set()
    for comparison in subject.once(comparisons).beads:
        pairs: list[tuple[Date | Weekday, Date | Weekday]] = [*comparison.dates, *comparison.weekdays]
        for one, other in pairs:
            told.update({(comparison.bead, 0, one.start), (comparison.bead, 1, other.start)})
            yield _fault(subject, comparison, one, other)
    for comparison, difference in differences_of(subject, Sort.DATE):
        assert difference.source
        assert difference.target
        date = date_of(difference.source, comparison.source.dates)
        another = date_of(difference.target, comparison.target.dates)
        assert date
        assert another
        places = {(comparison.bead, 0, date.start), (comparison.bead, 1, another.start)}
        if not told & places:
            told |= places
            yield _fault(subject, comparison, date, another)


def _fault(subject: Subject, comparison: Comparison, one: Date | Weekday, other: Date | Weekday) -> Fault:
    assert subject.source is not None
    spans = (
        subject.source.span(one.start + comparison.source.shift, one.end + comparison.source.shift),
        subject.target.span(other.start + comparison.target.shift, other.end + comparison.target.shift),
    )
    return Fault(f"{one.text} in the source, {other.text} in the target", spans, comparison.bead)
