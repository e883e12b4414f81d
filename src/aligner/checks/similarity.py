"""ALN103: pairs that do not seem to be about the same."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from aligner.checks.registry import Fault, rule
from aligner.checks.sides import bead_spans
from aligner.checks.subject import Subject
from aligner.contracts import FloatArray
from aligner.model import Severity

# Texts so short are often put freely, titles above all, and have few words to judge by.
_LEAST_CHARACTERS = 25
# Below so many pairs a document does not tell what is usual in it.
_LEAST_PAIRS = 20
# A pair is reported that is as little alike as strangers are, and so many spreads less than is usual.
_FARTHEST = 3.0
# Less alike than this part of all strangers.
_STRANGERS = 1 / 3
_NEIGHBOURS = (1, 2, 7)


@rule("ALN103", "low-similarity", Severity.WARNING, needs_pair=True, needs_model=True)
def low_similarity(subject: Subject) -> Iterator[Fault]:
    r"""A pair is no more alike than sentences that have nothing to do with each other.

    The wrong sentence stands there, rows of a table slipped, or the text was rewritten. How alike pairs are, and
    strangers, is measured on the texts themselves, with the model's sentence vectors; texts of a few pairs say too
    little about that and are left alone.

    >>> from types import SimpleNamespace
    >>> from aligner.model import Bead, Bitext, Document, Sentence
    >>> def numbered(numbers):
    ...     lines = [f"{number:02} is all that this line says" for number in numbers]
    ...     width = len(lines[0]) + 1
    ...     sentences = tuple(Sentence(width * n, width * n + width - 1) for n in range(len(lines)))
    ...     return Document("\n".join(lines), (), "en", sentences=sentences)
    >>> angle = lambda text: [np.cos(int(text[:2])), np.sin(int(text[:2]))]
    >>> model = SimpleNamespace(encode=lambda texts: np.array([angle(text) for text in texts]))
    >>> wrong = Bitext(
    ...     numbered(range(20)), numbered([*range(7), 10, *range(8, 20)]), tuple(Bead((n,), (n,)) for n in range(20))
    ... )
    >>> [fault.bead for fault in low_similarity(Subject.pair(wrong, model))]
    [7]
    """
    assert subject.bitext is not None
    if subject.embedder is None:
        return
    numbers, texts = [], []
    for number, _ in subject.pairs:
        sides = [text.strip() for text in subject.texts[number]]
        if min(map(len, sides)) >= _LEAST_CHARACTERS:
            numbers.append(number)
            texts.append(sides)
    if len(numbers) < _LEAST_PAIRS:
        return
    sources, targets = (subject.embedder.encode([sides[place] for sides in texts]) for place in (0, 1))
    likeness = np.einsum("ij,ij->i", sources, targets)
    strangers = _quantile(
        np.concatenate([np.einsum("ij,ij->i", sources[:-step], targets[step:]) for step in _NEIGHBOURS]), _STRANGERS
    )
    usual = _quantile(likeness, 0.5)
    spread = 1.4826 * _quantile(np.abs(likeness - usual), 0.5)
    for place in np.flatnonzero(likeness < min(strangers, usual - _FARTHEST * spread)):
        number = numbers[int(place)]
        yield Fault("the two sides do not seem to say the same", bead_spans(subject, subject.beads[number]), number)


def _quantile(numbers: FloatArray, share: float) -> float:
    """What `np.quantile` gives, which loads numpy's masked arrays: that takes longer than the rule.

    >>> _quantile(np.array([3, 1, 2, 4], np.float32), 0.5)
    2.5
    """
    return float(np.interp(share * (len(numbers) - 1), np.arange(len(numbers)), np.sort(numbers)))
