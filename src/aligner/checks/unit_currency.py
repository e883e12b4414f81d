"""The rule about units of measure, units of time and currencies."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from aligner.checks.number_readings import Reading, comparisons
from aligner.checks.quantities import Quantity
from aligner.checks.quantities_measures import is_conversion
from aligner.checks.quantities_sorting import is_written_otherwise
from aligner.checks.registry import Fault, rule
from aligner.checks.subject import Subject, Version
from aligner.model import Severity, Span


@rule("NUM505", "unit-currency", Severity.WARNING, needs_pair=True)
def unit_currency(subject: Subject) -> Iterator[Fault]:
    """The same figure has another unit or currency on the other side.

    Six feet are not six metres, and a dollar is not a euro. Amounts that are converted are accepted (`6 feet`,
    `1,8 metros`), as is the conversion in brackets; a name of several countries (`dollars`, `pesos`, `$`) fits
    any of them.

    >>> from aligner.model import Bead, Bitext, Block, Document, Sentence
    >>> source, target = "Stay 6 feet apart.", "Guarde 6 metros de distancia."
    >>> documents = [
    ...     Document(text, (Block(0, len(text)),), language, sentences=(Sentence(0, len(text)),))
    ...     for text, language in ((source, "en"), (target, "es"))
    ... ]
    >>> [fault.message for fault in unit_currency(Subject.pair(Bitext(*documents, (Bead((0,), (0,)),))))]
    ['6 feet in the source, 6 metros in the target']
    """
    assert subject.source is not None
    for comparison in subject.once(comparisons).beads:
        for one, other in _contradictions(comparison.source.quantities, comparison.target.quantities):
            spans = (_span(subject.source, comparison.source, one), _span(subject.target, comparison.target, other))
            yield Fault(f"{spans[0].text} in the source, {spans[1].text} in the target", spans, comparison.bead)


def _contradictions(source: Sequence[Quantity], target: Sequence[Quantity]) -> list[tuple[Quantity, Quantity]]:
    """Equal numbers whose units exclude each other, once everything that fits is paired."""
    if not any(one.unit for one in source) or not any(other.unit for other in target):
        return []
    ours, theirs = list(source), list(target)
    for fits in (_is_same, _is_converted):
        _pair(ours, theirs, fits)
    return _pair(ours, theirs, _contradict)


def _pair(
    ours: list[Quantity], theirs: list[Quantity], fits: Callable[[Quantity, Quantity], bool]
) -> list[tuple[Quantity, Quantity]]:
    """Take out of both lists what fits together, in order."""
    found = []
    for one in list(ours):
        other = next((other for other in theirs if fits(one, other)), None)
        if other:
            found.append((one, other))
            ours.remove(one)
            theirs.remove(other)
    return found


def _is_same(one: Quantity, other: Quantity) -> bool:
    if set(one.values).isdisjoint(other.values):
        return False
    if not one.unit or not other.unit:
        return one.unit is other.unit
    return not one.unit.meanings.isdisjoint(other.unit.meanings)


def _is_converted(one: Quantity, other: Quantity) -> bool:
    return is_conversion(one.value, one.unit, other.value, other.unit)


def _contradict(one: Quantity, other: Quantity) -> bool:
    if not one.unit or not other.unit or not one.unit.meanings.isdisjoint(other.unit.meanings):
        return False
    return one.value == other.value or is_written_otherwise(one, other)


def _span(version: Version, reading: Reading, quantity: Quantity) -> Span:
    """A number with its unit, in the order they are written."""
    assert quantity.unit
    start, end = min(quantity.start, quantity.unit.start), max(quantity.end, quantity.unit.end)
    return version.span(start + reading.shift, end + reading.shift)
