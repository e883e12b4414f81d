"""ALN106: headings, list items and captions that the other version has not."""

from __future__ import annotations

from collections.abc import Iterator

from aligner.checks.registry import Fault, rule
from aligner.checks.subject import Subject, Version
from aligner.model import Role, Severity, Side

_NAMES = {Role.HEADING: "headings", Role.LIST_ITEM: "list items", Role.CAPTION: "captions"}


@rule("ALN106", "block-structure", Severity.INFO, needs_pair=True)
def block_structure(subject: Subject) -> Iterator[Fault]:
    r"""Headings, list items or captions differ in number.

    A list became a paragraph, a heading lost its mark-up, a caption was dropped: the text may be all there, but readers
    and screen readers find their way about it on one page only. Formats that know such blocks: HTML and Markdown.

    >>> from aligner.model import Bead, Bitext, Block, Document, Sentence
    >>> source = Document(
    ...     "Aims\nTo win.", (Block(0, 4, Role.HEADING), Block(5, 12)), "en", "a.md", (Sentence(0, 4), Sentence(5, 12, 1))
    ... )
    >>> target = Document(
    ...     "Fines\nGanar.", (Block(0, 5), Block(6, 12, Role.LIST_ITEM)), "es", "b.md", (Sentence(0, 5), Sentence(6, 12, 1))
    ... )
    >>> subject = Subject.pair(Bitext(source, target, (Bead((0,), (0,)), Bead((1,), (1,)))))
    >>> [(fault.message, [span.text for span in fault.spans]) for fault in block_structure(subject)]
    [('1 headings in the source, 0 in the target', ['Aims']), ('0 list items in the source, 1 in the target', ['Ganar.'])]
    """
    source, target = subject.source, subject.target
    assert source is not None
    if not (_has_structure(source) and _has_structure(target)):
        return
    for role, name in _NAMES.items():
        counts = {version.side: len(_blocks(version, role)) for version in (source, target)}
        if counts[Side.SOURCE] == counts[Side.TARGET]:
            continue
        longer, shorter = (source, target) if counts[Side.SOURCE] > counts[Side.TARGET] else (target, source)
        spans = tuple(
            longer.span(block.start, block.end)
            for block in (longer.document.blocks[number] for number in _unanswered(subject, longer, shorter, role))
        )
        if spans:
            message = f"{counts[Side.SOURCE]} {name} in the source, {counts[Side.TARGET]} in the target"
            yield Fault(message, spans)


def _has_structure(version: Version) -> bool:
    """Whether the format told blocks apart."""
    return any(block.role is not Role.PARAGRAPH for block in version.document.blocks)


def _blocks(version: Version, role: Role) -> list[int]:
    """Numbers of the visible blocks of a role that hold a sentence."""
    blocks = version.document.blocks
    spoken = sorted({sentence.block for sentence in version.document.sentences})
    return [number for number in spoken if blocks[number].role is role and not blocks[number].hidden]


def _unanswered(subject: Subject, longer: Version, shorter: Version, role: Role) -> Iterator[int]:
    """Blocks of a role none of whose sentences is paired with a sentence in such a block."""
    answers = set(_blocks(shorter, role))
    answered = set()
    for number, sentence in enumerate(longer.document.sentences):
        others = subject.opposite_sentences(longer.side, number)
        if any(shorter.document.sentences[other].block in answers for other in others):
            answered.add(sentence.block)
    return (number for number in _blocks(longer, role) if number not in answered)
