"""ACR304: two acronyms for one expansion."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from aligner.checks.acronym_texts import AcronymText, acronym_texts
from aligner.checks.expansions import Definition, is_glossed, without_marks
from aligner.checks.registry import Fault, rule
from aligner.checks.subject import Subject
from aligner.model import Severity

_SHORTEST = 2  # words of an expansion that names one thing


@rule("ACR304", "acronym-inconsistent", Severity.WARNING)
def acronym_inconsistent(subject: Subject) -> Iterator[Fault]:
    """One expansion stands beside two acronyms: the Federal Land Registry is the FLR here and the FRL there.

    Readers, and everything that searches the text, take them for two bodies. Each text is held to the acronym that fits
    the words, or else to the one it uses most; an acronym that is said to be another language's is a gloss.

    >>> from aligner.model import Block, Document, Sentence
    >>> text = "The Federal Land Registry (FLR) has moved. The Federal Land Registry (FRL) is open."
    >>> document = Document(text, (Block(0, 83),), "en", sentences=(Sentence(0, 42), Sentence(43, 83)))
    >>> [(fault.spans[0].text, fault.suggestion) for fault in acronym_inconsistent(Subject.alone(document, "es"))]
    [('FRL', 'FLR')]
    """
    for text in subject.once(acronym_texts):
        version = text.version
        for definition, right in _second_acronyms(text):
            acronym, usual = definition.acronym, right.acronym
            expansion = version.document.text[right.start : right.end]
            spans = (version.span(acronym.start, acronym.end), version.span(usual.start, usual.end))
            message = f"“{expansion}” is {spans[0].text} here and {spans[1].text} elsewhere"
            yield Fault(message, spans, subject.bead_of(version.side, acronym.sentence), spans[1].text)


def _second_acronyms(text: AcronymText) -> Iterator[tuple[Definition, Definition]]:
    """Definitions of an expansion that another acronym stands for, each with a definition of that one."""
    groups: dict[tuple[str, ...], list[Definition]] = defaultdict(list)
    for definition in text.definitions:
        if len(definition.words) >= _SHORTEST and not is_glossed(text.version, definition.acronym):
            groups[_bare(definition.words)[-_SHORTEST:]].append(definition)
    for group in groups.values():
        if len({definition.acronym.key for definition in group}) > 1:
            yield from _odd_ones(text, group)


def _odd_ones(text: AcronymText, group: list[Definition]) -> Iterator[tuple[Definition, Definition]]:
    """Definitions of a group that have another acronym than the best of their expansion nearby."""
    for definition in group:
        rivals = [
            other
            for other in group
            if _is_same(definition, other) and text.is_near(definition.acronym.sentence, other.acronym.sentence)
        ]
        best = max(rivals, key=lambda one: (_standing(text, one), -one.start))
        if best.acronym.key != definition.acronym.key and _standing(text, best) >= _standing(text, definition):
            yield definition, best


def _is_same(one: Definition, other: Definition) -> bool:
    """Whether two expansions are the same words; what stands before a name whose letters do not fit may be no part."""
    first, second = _bare(one.words), _bare(other.words)
    length = min(len(first), len(second))
    return first[-length:] == second[-length:] and not (one.fits and other.fits and len(first) != len(second))


def _standing(text: AcronymText, definition: Definition) -> tuple[bool, int]:
    return definition.fits, len(text.by_key[definition.acronym.key])


def _bare(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(without_marks(word).lower() for word in words)
