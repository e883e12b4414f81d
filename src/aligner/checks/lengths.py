"""ALN104: pairs whose lengths do not go together."""

from __future__ import annotations

import math
from collections.abc import Iterator
from statistics import median

from aligner.checks.registry import Fault, rule
from aligner.checks.sides import bead_spans
from aligner.checks.subject import Subject
from aligner.model import Severity

# Characters added to both lengths, so that very short texts say little.
_PAD = 8.0
_LEAST_CHARACTERS = 20
# The spread of good translations, in units of `_expected_spread`; a document's own counts where it is wider.
_USUAL_SPREAD, _FARTHEST = 0.5, 6.0
_PRIOR_PAIRS = 4


@rule("ALN104", "length-ratio", Severity.WARNING, needs_pair=True)
def length_ratio(subject: Subject) -> Iterator[Fault]:
    r"""A length ratio far outside what is usual between these two texts.

    One side is so much longer than the other that something must be missing from it or have been added. Lengths are
    compared on a logarithmic scale around the texts' own usual ratio, with a spread that narrows as texts grow longer
    (Gale & Church 1993), and is measured so that a few faulty pairs do not change it.

    >>> from aligner.model import Bead, Bitext, Document, Sentence
    >>> text = "The council met on Monday. It heard the mayor, two engineers and a judge, and then voted twice."
    >>> source = Document(text, (), "en", sentences=(Sentence(0, len(text)),))
    >>> target = Document("Se reunió.", (), "es", sentences=(Sentence(0, 10),))
    >>> [fault.message for fault in length_ratio(Subject.pair(Bitext(source, target, (Bead((0,), (0,)),))))]
    ['95 characters stand against 10']
    """
    assert subject.bitext is not None
    every = list(_lengths(subject))
    ratios = {number: _ratio(*lengths) for number, lengths in every}
    if not ratios:
        return
    # Few pairs are drawn to equal lengths: one faulty pair alone is not the rule.
    centre = median(ratios.values()) * len(ratios) / (len(ratios) + _PRIOR_PAIRS)
    far = {number: (ratios[number] - centre) / _expected_spread(min(lengths)) for number, lengths in every}
    spread = max(_USUAL_SPREAD, 1.4826 * median(abs(value) for value in far.values()) if len(far) > _PRIOR_PAIRS else 0)
    for number, lengths in every:
        if abs(far[number]) > _FARTHEST * spread and max(lengths) >= _LEAST_CHARACTERS:
            message = f"{lengths[0]} characters stand against {lengths[1]}"
            yield Fault(message, bead_spans(subject, subject.beads[number]), number)


def _lengths(subject: Subject) -> Iterator[tuple[int, tuple[int, int]]]:
    """Number and characters of both sides of every pair with text on both."""
    for number, _ in subject.pairs:
        source, target = subject.texts[number]
        lengths = len(source), len(target)
        if all(lengths):
            yield number, lengths


def _ratio(source: int, target: int) -> float:
    return math.log((source + _PAD) / (target + _PAD))


def _expected_spread(length: int) -> float:
    return 0.10 + 1.2 / math.sqrt(length + _PAD)
