"""Rules about what the alignment leaves alone: sentences without a counterpart."""

from __future__ import annotations

from collections.abc import Iterator

from aligner.checks.bilingual import bilingual_span
from aligner.checks.language import has_lists
from aligner.checks.registry import Fault, rule
from aligner.checks.subject import Subject, Version
from aligner.model import Bead, Severity, Side


@rule("ALN101", "missing-target", Severity.ERROR, needs_pair=True)
def missing_target(subject: Subject) -> Iterator[Fault]:
    r"""A source sentence has no counterpart in the target.

    The translation left the sentence out, or the sentence was added to the source later. Readers of the
    two versions are told different things.

    >>> from aligner.model import Bitext, Document, Sentence
    >>> source = Document("It rains.\nBring a coat.", (), "en", sentences=(Sentence(0, 9), Sentence(10, 23)))
    >>> target = Document("Llueve.", (), "es", sentences=(Sentence(0, 7),))
    >>> bitext = Bitext(source, target, (Bead((0,), (0,)), Bead((1,), ())))
    >>> [fault.spans[0].text for fault in missing_target(Subject.pair(bitext))]
    ['Bring a coat.']
    """
    assert subject.source is not None
    yield from _alone(subject, subject.source, "this sentence has no counterpart in the target")


@rule("ALN102", "added-target", Severity.WARNING, needs_pair=True)
def added_target(subject: Subject) -> Iterator[Fault]:
    r"""A target sentence has no counterpart in the source.

    The translation says something that the source does not: a translator's addition, a note that was never
    taken out, or a sentence that the source lost later.

    >>> from aligner.model import Bitext, Document, Sentence
    >>> source = Document("It rains.", (), "en", sentences=(Sentence(0, 9),))
    >>> target = Document("Llueve.\nHace frío.", (), "es", sentences=(Sentence(0, 7), Sentence(8, 18)))
    >>> bitext = Bitext(source, target, (Bead((0,), (0,)), Bead((), (1,))))
    >>> [fault.spans[0].text for fault in added_target(Subject.pair(bitext))]
    ['Hace frío.']
    """
    yield from _alone(subject, subject.target, "this sentence has no counterpart in the source")


def _alone(subject: Subject, version: Version, message: str) -> Iterator[Fault]:
    """A fault for every bead that has sentences of this version only."""
    # The half of a bilingual block that is left over is the fault of its other half, which UNT206 reports.
    is_half = _Halves(version)
    for number, bead in enumerate(subject.beads):
        here, there = _numbers(bead, version.side)
        if there or not here:
            continue
        sentences = [version.document.sentences[index] for index in here if not is_half[_block(version, index)]]
        spans = tuple(
            version.span(sentence.start, sentence.end) for sentence in sentences if sentence.end > sentence.start
        )
        if spans:
            yield Fault(message, spans, number)


class _Halves(dict[int, bool]):
    """Which blocks say the same in both languages, by their numbers; looked at when first asked for."""

    def __init__(self, version: Version) -> None:
        super().__init__()
        self._version = version
        self._inside: dict[int, list[int]] = {}
        for number, sentence in enumerate(version.document.sentences):
            self._inside.setdefault(sentence.block, []).append(number)

    def __missing__(self, block: int) -> bool:
        version, inside = self._version, self._inside[block]
        can_tell = len(inside) > 1 and has_lists(version.language, version.other_language)
        self[block] = can_tell and bilingual_span(version, block, inside) is not None
        return self[block]


def _block(version: Version, number: int) -> int:
    return version.document.sentences[number].block


def _numbers(bead: Bead, side: Side) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The sentence numbers of a bead on this side, and on the other."""
    return bead.numbers(side), bead.numbers(side.other)
