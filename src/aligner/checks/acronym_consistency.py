"""ACR304: two acronyms for one expansion."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from rapidfuzz.distance import OSA

from aligner.checks.acronym_texts import AcronymText, acronym_texts
from aligner.checks.expansions import Definition, is_glossed, without_marks
from aligner.checks.registry import Fault, Fix, rule
from aligner.checks.subject import Subject
from aligner.model import Severity

_USUAL = 2  # sentences from which an acronym is the usual one
_SHORTEST_KEY = 3  # letters from which a slip can be told from another acronym
_SHORTEST = 2  # words of an expansion that names one thing


@rule("ACR304", "acronym-inconsistent", Severity.WARNING, fix=Fix.MAJORITY, one_sided=True)
def acronym_inconsistent(subject: Subject) -> Iterator[Fault]:
    """One expansion stands beside two acronyms: the Federal Land Registry is the FLR here and the FRL there.

    Readers, and everything that searches the text, take them for two bodies. Each text is held to the acronym that fits
    the words, or else to the one it uses most; an acronym that is said to be another language's is a gloss. So is a
    translation held to the acronym it has most where the source has one, against another with its letters changed. When many
    texts are checked together, each is held to the acronym that most of them have.

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
    yield from _slips_opposite(subject)


def _slips_opposite(subject: Subject) -> Iterator[Fault]:
    """Acronyms of the translation that are a slip of the one that stands elsewhere for the same of the source."""
    if subject.source is None:
        return
    source, target = subject.once(acronym_texts)
    for key in source.by_key:
        stand_ins = Counter(own for _, own in target.stands_for(source, key))
        (usual, times), *others = stand_ins.most_common() or [("", 0)]
        for other in (rare for rare, _ in others if times >= _USUAL and _is_slip_of(rare, usual)):
            mention, right = target.by_key[other][0], target.by_key[usual][0]
            if not target.is_introduced(mention) and target.is_near(mention.sentence, right.sentence):
                spans = (target.version.span(mention.start, mention.end), target.version.span(right.start, right.end))
                message = f"{spans[0].text} stands for {key} of the source, which is {spans[1].text} elsewhere"
                yield Fault(message, spans, subject.bead_of(target.version.side, mention.sentence), usual)


def _is_slip_of(key: str, usual: str) -> bool:
    """Whether an acronym is another with its letters in another order, or one letter changed."""
    if min(len(key), len(usual)) < _SHORTEST_KEY:
        return False
    return sorted(key) == sorted(usual) or OSA.distance(key, usual, score_cutoff=1) == 1


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
