"""Rules about what the alignment leaves alone: sentences without a counterpart."""

from __future__ import annotations

from collections.abc import Iterator

from aligner.checks.registry import Fault, rule
from aligner.checks.subject import Subject
from aligner.model import Severity


@rule("ALN101", "missing-target", Severity.ERROR, needs_pair=True)
def missing_target(subject: Subject) -> Iterator[Fault]:
    """A source sentence has no counterpart in the target.

    The translation left the sentence out, or the sentence was added to the source later. Readers of the
    two versions are told different things.
    """
    source = subject.source
    assert source is not None
    for number, bead in enumerate(subject.beads):
        if bead.target or not bead.source:
            continue
        spans = tuple(
            source.span(sentence.start, sentence.end)
            for sentence in (source.document.sentences[index] for index in bead.source)
        )
        yield Fault("this sentence has no counterpart in the target", spans, number)
