"""A project: one file, opened by as many windows and people as want to."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from aligner.errors import InputError
from aligner.model import Bitext, Finding, Side, Term
from aligner.review import changes, database, decisions, events, judging, mending, reading, rebuilding
from aligner.review.changes import Seen
from aligner.review.decisions import Acceptable
from aligner.review.events import Event
from aligner.review.judging import Judge
from aligner.review.reading import NO_FILTER, Filter
from aligner.review.records import BeadView, PairView, Progress, Status, Verdict


@dataclass(slots=True)
class Project:
    """An open project. Everything it gives is a copy; every change is on the disk when its call returns.

    A change names the author and, in `seen`, the version of every bead it is meant for. One thread at a time uses a
    `Project`; each window or process opens its own.
    """

    path: str
    connection: sqlite3.Connection

    @classmethod
    def open(cls, path: str, *, verify: bool = False) -> Project:
        """Open a project; `verify` reads all of it for damage first.

        Raises `InputError` for a file that is none, is damaged, a link, or was written by a newer version.
        """
        return cls(path, database.connect(path, verify=verify))

    def close(self) -> None:
        """Close the file; what was changed is there already."""
        self.connection.close()

    def __enter__(self) -> Project:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def settings(self) -> Mapping[str, Any]:
        """What was said when the project was made: languages, model, rules."""
        rows = self.connection.execute("SELECT name, value FROM settings").fetchall()
        with contextlib.suppress(ValueError, RecursionError):
            return {row["name"]: json.loads(row["value"]) for row in rows}
        raise InputError(self.path, "its settings were not written by aligner", "make it anew")

    # What there is

    def pairs(self) -> tuple[PairView, ...]:
        """The pairs of documents, with how far the review of each is."""
        return reading.pairs(self.connection)

    def progress(self, pair: int) -> Progress:
        """How far the review of a pair is."""
        return reading.progress(self.connection, pair)

    def count(self, pair: int, chosen: Filter = NO_FILTER) -> int:
        """How many beads of a pair go through a filter."""
        return reading.count_beads(self.connection, pair, chosen)

    def ids(self, pair: int, chosen: Filter = NO_FILTER) -> tuple[int, ...]:
        """All beads of a pair that go through a filter, in order."""
        return reading.bead_ids(self.connection, pair, chosen)

    def page(self, pair: int, first: int = 0, count: int = 100, chosen: Filter = NO_FILTER) -> tuple[BeadView, ...]:
        """At most `count` beads that go through a filter, from number `first` of them, with all that is theirs."""
        return reading.page(self.connection, pair, first, count, chosen)

    def beads(self, *ids: int) -> tuple[BeadView, ...]:
        """These beads, with all that is theirs; those that are gone are left out."""
        with database.reading(self.connection):
            return reading.beads_by_id(self.connection, ids)

    def bitext(self, pair: int) -> Bitext:
        """A pair as it reads now, for every writer of bitexts."""
        return rebuilding.rebuilt(self.connection, pair).bitext

    def findings(self, pair: int) -> tuple[Finding, ...]:
        """What is found in a pair as it reads now, without what was rejected; bead numbers are those of `bitext`."""
        with database.reading(self.connection):
            built = rebuilding.rebuilt(self.connection, pair)
            return rebuilding.pair_findings(self.connection, pair, built)

    def text(self, pair: int, side: Side) -> str:
        """The text of one document as it reads now."""
        return self.bitext(pair).document(side).text

    def accepted(self) -> tuple[str, ...]:
        """Names and words that are accepted in the whole project."""
        return decisions.accepted(self.connection)

    def glossary(self) -> tuple[Term, ...]:
        """Terms that were accepted in the whole project."""
        return decisions.glossary(self.connection)

    def last_event(self) -> int:
        """The number of the last event, to ask `events_after` later."""
        return events.last_event(self.connection)

    def events_after(self, number: int, limit: int = 1000) -> tuple[Event, ...]:
        """What happened after an event, with the beads that have to be shown anew."""
        return events.events_after(self.connection, number, limit)

    # Changes

    def merge(self, author: str, first: int, second: int, seen: Seen) -> Event:
        """Put a bead and the next one together."""
        return changes.merge(self.connection, author, first, second, seen)

    def split(self, author: str, bead: int, at: tuple[int, int], seen: Seen) -> Event:
        """Divide a bead behind so many source and target sentences."""
        return changes.split(self.connection, author, bead, at, seen)

    def unlink(self, author: str, bead: int, seen: Seen) -> Event:
        """Take the two sides of a bead apart."""
        return changes.unlink(self.connection, author, bead, seen)

    def move(self, author: str, sentence: int, *, forward: bool, seen: Seen) -> Event:
        """Move a sentence to the next bead or the one before."""
        return changes.move(self.connection, author, sentence, forward=forward, seen=seen)

    def edit(self, author: str, sentence: int, text: str, seen: Seen) -> Event:
        """Change the text of a sentence."""
        return changes.edit(self.connection, author, sentence, text, seen)

    def write(self, author: str, bead: int, side: Side, text: str, seen: Seen) -> Event:
        """Add a sentence to one side of a bead."""
        return changes.write(self.connection, author, bead, side, text, seen)

    def mark(
        self, author: str, bead: int, seen: Seen, *, status: Status | None = None, locked: bool | None = None
    ) -> Event:
        """Say how far a bead is, or lock or unlock it."""
        return changes.mark(self.connection, author, bead, seen, status=status, locked=locked)

    def comment(self, author: str, bead: int, text: str) -> Event:
        """Add a remark to a bead."""
        return changes.comment(self.connection, author, bead, text)

    def decide(self, author: str, finding: int, verdict: Verdict, seen: Seen, reason: str = "") -> Event:
        """Accept a finding as a fault, or reject it for a reason."""
        return decisions.decide(self.connection, author, finding, verdict, reason, seen)

    def withdraw(self, author: str, finding: int, seen: Seen) -> Event:
        """Take a decision back."""
        return decisions.withdraw(self.connection, author, finding, seen)

    def accept_everywhere(self, author: str, finding: int, acceptable: Acceptable, seen: Seen) -> Event:
        """Accept what a finding points at in the whole project."""
        return decisions.accept_everywhere(self.connection, author, finding, acceptable, seen)

    def fix(self, author: str, finding: int, seen: Seen) -> Event:
        """Write what a finding suggests in the place of what it points at, and accept it."""
        return mending.fix(self.connection, author, finding, seen)

    def undo(self, author: str, event: int | None = None) -> Event | None:
        """Take back the author's last change, or the change named; None where there is nothing to take back."""
        return events.undo(self.connection, author, event)

    def redo(self, author: str) -> Event | None:
        """Make the change again that the author took back last; None where there is none."""
        return events.redo(self.connection, author)

    # What programs say

    def unjudged(self, pair: int) -> tuple[int, ...]:
        """Beads that were changed and not judged since."""
        return judging.unjudged(self.connection, pair)

    def judge(self, pair: int, beads: Sequence[int], judge: Judge) -> tuple[int, ...]:
        """Have beads judged and keep what is said; the beads that were judged."""
        return judging.judge_beads(self.connection, pair, beads, judge)
