"""The rule about how the two sides of a bead end."""

from __future__ import annotations

import re
from collections.abc import Iterator

from aligner.checks.registry import Fault, rule
from aligner.checks.run_on import run_on
from aligner.checks.subject import Subject, Version
from aligner.model import FURNITURE, Bead, Role, Severity, Span

_TAIL = re.compile(r"[\s.,;:!?…。？！：；，\"'”’»)\]}*_>—–-]+$")
_LONGEST_TAIL = 40
_ENTITY = re.compile(r"(?:&\w+;\s*)+$")
_SIGNS = {
    "?": "question mark", "？": "question mark", "!": "exclamation mark", "！": "exclamation mark",
    ".": "full stop", "。": "full stop", "…": "ellipsis", ":": "colon", "：": "colon",
    ";": "semicolon", "；": "semicolon", ",": "comma", "，": "comma",
}  # fmt: skip
_QUESTIONS = ("question mark", "exclamation mark")
_ABBREVIATION = re.compile(
    r"(?:\b(?:\w\.\s?)+\w|\b(?:etc|Inc|Ltd|Co|Corp|Jr|Sr|Sra|Dr|Dra|St|vs|al|No|núm|pág|págs|art|cía|EE|UU|ee|uu|ca|approx|Mr|Mrs|Ms|Prof|Ph\.?D))\.$"
)
# Blocks whose full stop is a matter of style.
_STOPLESS = FURNITURE | {
    Role.HEADING, Role.LIST_ITEM, Role.TABLE_CELL, Role.CAPTION, Role.ALT_TEXT, Role.BYLINE, Role.BIO, Role.CODE,
}  # fmt: skip
# Ends that translators exchange freely: a dash of style, no fault.
_EXCHANGED = frozenset({
    frozenset({"full stop", "ellipsis"}), frozenset({"full stop", "semicolon"}), frozenset({"comma", "semicolon"}),
    frozenset({"none", "ellipsis"}),
})  # fmt: skip
# A line of fewer words without a stop reads as a heading.
_SENTENCE = 6


@rule("PUN703", "end-punctuation", Severity.INFO, needs_pair=True)
def end_punctuation(subject: Subject) -> Iterator[Fault]:
    """A sentence ends otherwise than its translation.

    A question that became a statement says something else; a lost full stop is a slip. Closing quotation
    marks and brackets are looked through, the point of an abbreviation is a full stop, and headings, list items
    and captions may go without one. Where two sentences of the source stand as one, because the mark between them is lost,
    the place where the second begins is told.

    >>> from aligner.model import Bead, Bitext, Block, Document, Sentence
    >>> source = Document("Is it cold?", (Block(0, 11),), "en", sentences=(Sentence(0, 11),))
    >>> target = Document("Hace frío.", (Block(0, 10),), "es", sentences=(Sentence(0, 10),))
    >>> bitext = Bitext(source, target, (Bead((0,), (0,)),))
    >>> [fault.message for fault in end_punctuation(Subject.pair(bitext))]
    ['question mark at the end of the source, full stop in the target']
    """
    assert subject.source is not None
    source, target = subject.source, subject.target
    stopless: dict[int, tuple[str, str]] = {}
    for number, bead in subject.pairs:
        if len(bead.source) > len(bead.target):
            yield from _run_on(source, target, number, bead)
        if len(bead.source) != 1 or len(bead.target) != 1:
            continue
        ends = source.document.sentence_text(bead.source[0]), target.document.sentence_text(bead.target[0])
        if ends[0][-1:] == ends[1][-1:]:
            continue
        classes = closing_class(ends[0]), closing_class(ends[1])
        if classes[0] == classes[1] or frozenset(classes) in _EXCHANGED:
            continue
        if "none" not in classes:
            yield _fault(subject, number, classes)
        elif _needs_stop(source, target, bead.source[0], bead.target[0], ends):
            stopless[number] = classes
    for number, classes in stopless.items():
        # Where the next line differs in the same way, one version sets its list with stops and the other without.
        if stopless.get(number - 1) != classes and stopless.get(number + 1) != classes:
            yield _fault(subject, number, classes)


def _run_on(source: Version, target: Version, number: int, bead: Bead) -> Iterator[Fault]:
    """Two sentences of the source that stand as one in the target, because the mark between them is lost."""
    lengths = [end - start for start, end in source.document.spans_of(bead.source)]
    span = run_on(target, bead.target, lengths)
    if span is not None:
        yield Fault("no mark between two sentences that are two in the source", (span,), number)


def _fault(subject: Subject, number: int, classes: tuple[str, str]) -> Fault:
    assert subject.source is not None
    bead = subject.beads[number]
    message = f"{_said(classes[0])} at the end of the source, {_said(classes[1])} in the target"
    return Fault(message, (_end(subject.source, bead.source[0]), _end(subject.target, bead.target[0])), number)


def closing_class(text: str) -> str:
    """The sign that closes a sentence, seen through quotation marks and brackets; "none" where there is none.

    >>> [closing_class(text) for text in ("He asked “Why?”.", "In the U.S.", "A list:", "News")]
    ['question mark', 'full stop', 'colon', 'none']
    """
    text = text[-_LONGEST_TAIL:]
    tail = _TAIL.search(_ENTITY.sub("", text) if text.endswith(";") else text)
    if not tail:
        return "none"
    found = [_SIGNS[sign] for sign in tail.group() if sign in _SIGNS]
    if not found:
        return "none"
    for wanted in _QUESTIONS:
        if wanted in found:
            return wanted
    if "..." in tail.group() or "ellipsis" in found:
        return "ellipsis"
    return found[-1]


def _said(name: str) -> str:
    return "no mark" if name == "none" else name


def _needs_stop(source: Version, target: Version, one: int, other: int, ends: tuple[str, str]) -> bool:
    """Whether a missing sign is a fault: a sentence in running text, whose other side does not end in an abbreviation."""
    if any(version.block_of(number).role in _STOPLESS for version, number in ((source, one), (target, other))):
        return False
    if any(_ABBREVIATION.search(text.rstrip("\"'”’»)] ")) for text in ends):
        return False
    return min(len(source.sentence_words.texts[one]), len(target.sentence_words.texts[other])) >= _SENTENCE


def _end(version: Version, number: int) -> Span:
    """The last character or mark of a sentence."""
    sentence = version.document.sentences[number]
    return version.span(max(sentence.start, sentence.end - 1), sentence.end)
