"""The rule about quotation marks and brackets that do not pair, over the whole document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from aligner.checks.gates import blocks_with
from aligner.checks.marks import NOTHING, SIGNS, Mark, Pairing, pair
from aligner.checks.registry import Fault, rule
from aligner.checks.subject import Subject, Version
from aligner.model import NOT_PROSE, Severity, Side

# A quotation may go on over so many paragraphs (or rows) in which its mark is not seen, an aside in brackets over fewer.
_REACH, _REACH_OF_BRACKETS = 16, 3
_NAMES = {"(": "bracket", "[": "square bracket"}


@dataclass(slots=True)
class _Open:
    """A mark that waits for its partner in a later paragraph; `block` is the last paragraph that repeated it."""

    mark: Mark
    block: int


@dataclass(slots=True)
class _Search:
    """The marks of one version that found no partner anywhere.

    `certain` have none; `repeated` were opened again at the start of the next paragraph, as long quotations are, or
    lost their end. `left` are all that found none in their own paragraph.
    """

    certain: list[Mark] = field(default_factory=list)
    repeated: list[Mark] = field(default_factory=list)
    left: list[Mark] = field(default_factory=list)
    waiting: list[_Open] = field(default_factory=list)

    def add(self, number: int, pairing: Pairing) -> None:
        """Take up the next paragraph."""
        if pairing is NOTHING and not self.waiting:
            return
        closing = [mark for mark in pairing.left if not mark.opens]
        opening = [mark for mark in pairing.left if mark.opens]
        self.left.extend(pairing.left)
        for mark in closing:
            opened = next((entry for entry in reversed(self.waiting) if entry.mark.kind == mark.kind), None)
            if opened is None:
                self.certain.append(mark)
            else:
                self.waiting.remove(opened)
        if pairing.head == "»":
            for entry in self.waiting:
                entry.block = number
        for entry in [entry for entry in self.waiting if entry.block < number]:
            is_again = bool(opening) and opening[0].kind == entry.mark.kind
            self._settle(entry, number, pairing, opened_again=is_again)
        self.waiting.extend(_Open(mark, number) for mark in opening)

    def _settle(self, entry: _Open, number: int, pairing: Pairing, *, opened_again: bool) -> None:
        """What this paragraph tells about a quotation that an earlier one left open."""
        kind = entry.mark.kind
        reach = _REACH_OF_BRACKETS if entry.mark.is_bracket else _REACH
        if pairing.head == kind and (opened_again or kind in pairing.paired):
            self.repeated.append(entry.mark)
        elif opened_again or kind in pairing.paired or number - entry.block > reach:
            self.certain.append(entry.mark)
        else:
            return
        self.waiting.remove(entry)

    def close(self) -> None:
        """The document ends: what waits has no partner."""
        self.certain.extend(entry.mark for entry in self.waiting)
        self.waiting.clear()


@rule("PUN701", "unpaired-mark", Severity.WARNING, one_sided=True)
def unpaired_mark(subject: Subject) -> Iterator[Fault]:
    """A quotation mark or bracket has no partner.

    Where a quotation does not close, the reader cannot tell who is speaking. Pairs are sought over the whole
    document: a quotation may go on over several paragraphs, each opened anew. Apostrophes, inches, list markers
    such as `a)` and faces are no marks, and what stands alone in both versions is left alone.

    >>> from aligner.model import Block, Document, Sentence
    >>> text = "«Hace frío, dijo Ana."
    >>> document = Document(text, (Block(0, 21),), "es", sentences=(Sentence(0, 21),))
    >>> [fault.message for fault in unpaired_mark(Subject.alone(document, "en"))]
    ['« opens a quotation that is not closed']
    """
    searches = {version.side: _search(version) for version in subject.versions}
    beads = {side: _by_bead(subject, version, searches[side]) for side, version in _versions(subject).items()}
    for side, version in _versions(subject).items():
        search, others = searches[side], beads.get(side.other)
        for mark in search.certain:
            bead = subject.bead_of(side, version.sentence_at(mark.start))
            if others is None or bead is None or not _is_mirrored(mark, others[bead]):
                yield _fault(version, mark, bead, _severity(version, mark))
        if others is None:
            continue
        for mark in search.repeated:
            bead = subject.bead_of(side, version.sentence_at(mark.start))
            if bead is not None and not others[bead] and _is_closed_opposite(subject, version, mark):
                yield _fault(version, mark, bead, Severity.INFO)


def _severity(version: Version, mark: Mark) -> Severity | None:
    """Where a whole sentence is quoted the end is a guess: it matters less."""
    number = version.sentence_at(mark.start)
    if number is None or mark.is_bracket or not mark.opens:
        return None
    before = version.prose.text[version.document.sentences[number].start : mark.start]
    return None if before.strip(" -—–•*>¿¡") else Severity.INFO


def _versions(subject: Subject) -> dict[Side, Version]:
    return {version.side: version for version in subject.versions}


def _search(version: Version) -> _Search:
    """Go through the paragraphs of a version."""
    search, text = _Search(), version.prose.text
    marked = blocks_with(version, SIGNS)
    for number, block in enumerate(version.document.blocks):
        if (number in marked or search.waiting) and block.role not in NOT_PROSE:
            search.add(number, pair(text, block.start, block.end, version.language))
    search.close()
    return search


def _by_bead(subject: Subject, version: Version, search: _Search) -> dict[int, list[Mark]]:
    """The marks without a partner in their own paragraph, by the number of their bead."""
    found: dict[int, list[Mark]] = defaultdict(list)
    for mark in search.left:
        bead = subject.bead_of(version.side, version.sentence_at(mark.start))
        if bead is not None:
            found[bead].append(mark)
    return found


def _is_mirrored(mark: Mark, others: list[Mark]) -> bool:
    """Whether the other version has a mark of the same direction alone in the same place."""
    return any(other.opens == mark.opens and other.is_bracket == mark.is_bracket for other in others)


def _is_closed_opposite(subject: Subject, version: Version, mark: Mark) -> bool:
    """Whether the aligned sentences open and close a quotation, all in themselves."""
    opposite, sentence = subject.opposite(version), version.sentence_at(mark.start)
    if opposite is None or sentence is None:
        return False
    document = opposite.document
    for number in subject.opposite_sentences(version.side, sentence):
        other = document.sentences[number]
        pairing = pair(document.text, other.start, other.end, opposite.language)
        if any(kind not in "([" for kind in pairing.paired) and not pairing.left:
            return True
    return False


def _fault(version: Version, mark: Mark, bead: int | None, severity: Severity | None = None) -> Fault:
    span = version.span(mark.start, mark.end)
    what = _NAMES.get(mark.kind, "quotation")
    if mark.opens:
        return Fault(f"{span.text} opens a {what} that is not closed", (span,), bead, severity=severity)
    return Fault(f"{span.text} closes a {what} that was not opened", (span,), bead, severity=severity)
