"""What a project shows: segments with their sentences, findings, decisions and comments, and how far the work is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from aligner.errors import Conflict
from aligner.model import NullEvidence, Role, Severity, Side


class Status(StrEnum):
    """How far a reviewer is with a bead."""

    OPEN = "open"
    DONE = "done"


class Verdict(StrEnum):
    """What a reviewer says of a finding."""

    ACCEPTED = "accepted"  # it is a fault, to be mended or mended already
    REJECTED = "rejected"  # it is none here, for a reason
    EVERYWHERE = "everywhere"  # it is none here or anywhere: a name, a word, a term


class Acceptance(StrEnum):
    """What something becomes that is accepted everywhere."""

    NAME = "name"
    WORD = "word"
    TERM = "term"  # an entry of the glossary


@dataclass(frozen=True, slots=True)
class SentenceView:
    """A sentence as it reads now; `original` is what the file had, None for one that a reviewer wrote."""

    id: int
    side: Side
    text: str
    original: str | None
    block: int
    role: Role


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters `[start, end)` of a sentence that a finding points at; stale where the text has changed since."""

    sentence: int
    start: int
    end: int
    text: str
    is_stale: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody said of a finding, why, and when."""

    verdict: Verdict
    reason: str
    author: str
    at: str


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding, with those of its marks that lie in the beads asked for, and the decision on it, if any.

    `is_head` tells the bead where it is first pointed at from others that it also has marks in.
    """

    id: int
    fingerprint: str
    code: str
    name: str
    severity: Severity
    message: str
    suggestion: str | None
    marks: tuple[Mark, ...]
    decision: Decision | None = None
    is_head: bool = True


@dataclass(frozen=True, slots=True)
class Comment:
    """A remark of a reviewer on a bead."""

    id: int
    text: str
    author: str
    at: str


@dataclass(frozen=True, slots=True)
class BeadView:
    """A bead as a page shows it. `version` is what a change of it has to name; `number` its place in the pair, from 0.

    A bead that was changed and not yet judged again has `is_judged` false.
    """

    id: int
    pair: int
    version: int
    status: Status
    is_locked: bool
    is_judged: bool
    score: float | None
    evidence: NullEvidence | None
    source: tuple[SentenceView, ...]
    target: tuple[SentenceView, ...]
    findings: tuple[FindingView, ...] = ()
    comments: tuple[Comment, ...] = ()
    number: int | None = None

    def side(self, side: Side) -> tuple[SentenceView, ...]:
        """The sentences of one side."""
        return self.source if side is Side.SOURCE else self.target

    def side_text(self, side: Side) -> str:
        """The sentences of one side, joined by one space."""
        return " ".join(sentence.text for sentence in self.side(side) if sentence.text)


@dataclass(frozen=True, slots=True)
class PairView:
    """Two documents of a project: their paths and languages, and how far the review is."""

    id: int
    name: str
    source: str
    target: str
    languages: tuple[str, str]
    is_pairs: bool
    progress: Progress


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the review of a pair is: beads, those done, findings that are there, and those decided."""

    beads: int
    done: int
    findings: int
    decided: int


class StaleBead(Conflict):
    """Somebody else changed a bead that a change was meant for.

    `seen` is the bead as who asked saw it, None where that cannot be told; `current` as it is now, None where it is gone.
    `by` tells who did what since.
    """

    def __init__(self, seen: BeadView | None, current: BeadView | None, by: str) -> None:
        self.seen, self.current, self.by = seen, current, by
        what = "is gone" if current is None else "was changed"
        super().__init__(f"the segment {what} in the meantime{by}; look at it again")
