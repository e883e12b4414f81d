"""ACR301: the other language's acronym in a text that has its own."""

from __future__ import annotations

from collections.abc import Iterator

from aligner.checks.acronym_texts import acronym_texts
from aligner.checks.derived_acronyms import derived_acronyms
from aligner.checks.international_acronyms import international_acronyms
from aligner.checks.registry import Fault, Fix, rule
from aligner.checks.subject import Subject
from aligner.model import Severity


@rule("ACR301", "acronym-wrong-language", Severity.ERROR, fix=Fix.SAFE, one_sided=True)
def acronym_wrong_language(subject: Subject) -> Iterator[Fault]:
    """The other language's acronym is used where the text has, or the language has, its own.

    "National Resistance Front (NRF)" is defined, and then the text says FNR, from *Frente Nacional de Resistencia*;
    or an English text says OTAN. A reader cannot know that both are one body. The acronym is read against the
    expansion word by word in translation (in either order of noun and adjective), or taken from the other version;
    international ones that differ (NATO, OTAN) are known. Acronyms that a text introduces itself, names, quotations,
    and parties or companies that keep their letters abroad stay quiet. All mentions are one finding.

    >>> from aligner.model import Block, Document, Sentence
    >>> text = "The Federal Land Registry (FLR) has moved. The RFT opens on Monday."
    >>> sentences = (Sentence(0, 42), Sentence(43, 67))
    >>> document = Document(text, (Block(0, 67),), "en", sentences=sentences)
    >>> [(fault.spans[0].text, fault.suggestion) for fault in acronym_wrong_language(Subject.alone(document, "es"))]
    [('RFT', 'FLR')]
    """
    yield from subject.once(foreign_acronyms)


def foreign_acronyms(subject: Subject) -> tuple[Fault, ...]:
    """Every acronym that is the other language's, for `Subject.once`."""
    return tuple(_foreign_acronyms(subject))


def _foreign_acronyms(subject: Subject) -> Iterator[Fault]:
    texts = subject.once(acronym_texts)
    for text in texts:
        other = next((one for one in texts if one is not text), None)
        taken: set[int] = set()
        for found in [*derived_acronyms(text, other), *international_acronyms(text, other)]:
            fresh = [mention for mention in found.mentions if mention.start not in taken]
            taken.update(mention.start for mention in fresh)
            for mentions in text.by_nearness(fresh):
                spans = tuple(text.version.span(mention.start, mention.end) for mention in mentions)
                bead = subject.bead_of(text.version.side, mentions[0].sentence)
                yield Fault(found.message, spans, bead, found.right, found.severity)
