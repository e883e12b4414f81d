"""ALN107: a clause that one side of a pair has and the other has not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from aligner.checks.registry import Fault, rule
from aligner.checks.subject import Subject
from aligner.contracts import Stretch
from aligner.model import Severity, Side

# A stretch likelier than this is told. Translations rightly make explicit what their source leaves to its readers
# (Blum-Kulka 1986), so that what one adds must be surer.
_LEAST = {Side.SOURCE: 0.85, Side.TARGET: 0.95}
_SURE = 0.985  # a stretch likelier than this is told as a warning
_LEAST_WORDS = 3  # outside program code
_WORD = re.compile(r"[^\W_]+")
_MESSAGES = {
    Side.SOURCE: "the target seems to leave this out",
    Side.TARGET: "the target says this, the source does not seem to",
}


@rule("ALN107", "partial-translation", Severity.WARNING, needs_pair=True, needs_model=True)
def partial_translation(subject: Subject) -> Iterator[Fault]:
    """A stretch of words on one side has no counterpart on the other.

    A clause, a bracket or the end of a sentence was left out of the translation, or added to it. The sentence as a
    whole has its counterpart, so that nobody who looks at sentences sees it. The words of both sides are compared by
    the model's word vectors; what is probable but not sure is reported as information. What the translation adds must be
    surer than what it leaves out: translations rightly say what their source only implies.

    >>> from aligner.contracts import Stretch
    >>> from aligner.model import Bead, Bitext, Document, Sentence
    >>> source = Document("The bridge, which nobody had paid for, fell.", (), "en", sentences=(Sentence(0, 44),))
    >>> target = Document("El puente se cayó.", (), "es", sentences=(Sentence(0, 18),))
    >>> bitext = Bitext(source, target, (Bead((0,), (0,)),))
    >>> subject = Subject.pair(bitext, uncovered=lambda _: (Stretch(0, Side.SOURCE, 12, 37, 0.99),))
    >>> [fault.spans[0].text for fault in partial_translation(subject)]
    ['which nobody had paid for']
    """
    for stretch in subject.stretches:
        if stretch.probability >= _LEAST[stretch.side] and not _is_code(subject, stretch):
            version = subject.version(stretch.side)
            severity = None if stretch.probability >= _SURE else Severity.INFO
            span = version.span(stretch.start, stretch.end)
            yield Fault(_MESSAGES[stretch.side], (span,), stretch.bead, severity=severity)


def _is_code(subject: Subject, stretch: Stretch) -> bool:
    """Whether a stretch is program code, which programs and people say in their own words, but for a word or two."""
    version = subject.version(stretch.side)
    if version.prose is version.document:
        return False
    return len(_WORD.findall(version.prose.text, stretch.start, stretch.end)) < _LEAST_WORDS
