"""How far a review is: by pair, by rule and by person."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from aligner.model import Side
from aligner.review.database import reading
from aligner.review.project import Project
from aligner.review.records import Verdict
from aligner.review.results_collection import Person, Reviewed, collected, decided
from aligner.review.results_report import RuleCount, rule_counts

_WORD = re.compile(r"\w+(?:['’\-]\w+)*")


@dataclass(frozen=True, slots=True)
class PairCount:
    """How far one pair is: segments, words of the source and of the target, findings there are by what was said of them."""

    pair: str
    segments: int
    done: int
    source_words: int
    target_words: int
    source_words_done: int
    target_words_done: int
    findings: int
    accepted: int
    rejected: int
    everywhere: int
    edits: int
    comments: int

    @property
    def decided(self) -> int:
        """The findings that somebody decided on."""
        return self.accepted + self.rejected + self.everywhere

    def as_data(self) -> dict[str, Any]:
        """The counts by name, for JSON."""
        return {**asdict(self), "decided": self.decided}


@dataclass(frozen=True, slots=True)
class Statistics:
    """The counts of a project."""

    pairs: tuple[PairCount, ...]
    rules: tuple[RuleCount, ...]
    people: tuple[Person, ...]

    def as_data(self) -> dict[str, Any]:
        """All of them by name, for JSON."""
        return {
            "pairs": [pair.as_data() for pair in self.pairs],
            "rules": [asdict(rule) for rule in self.rules],
            "people": [_person(person) for person in self.people],
        }


def statistics(project: Project) -> Statistics:
    """Count what was done in a project. Findings that are not there any more count for people, not for pairs and rules."""
    with reading(project.connection):
        found = collected(project)
        words = _words(project)
    there = [finding for pair in found.pairs for finding in pair.findings if not finding.is_gone]
    return Statistics(tuple(_pair(pair, words) for pair in found.pairs), rule_counts(there), found.people)


def _words(project: Project) -> Counter[tuple[int, str, str]]:
    """Words by pair, side and status of the segment."""
    words: Counter[tuple[int, str, str]] = Counter()
    rows = project.connection.execute(
        "SELECT beads.pair, sentences.side, beads.status, sentences.text FROM sentences"
        " JOIN beads ON beads.id = sentences.bead"
    )
    for row in rows:
        words[row["pair"], row["side"], row["status"]] += len(_WORD.findall(row["text"]))
    return words


def _pair(reviewed: Reviewed, words: Mapping[tuple[int, str, str], int]) -> PairCount:
    view = reviewed.view
    there = [finding for finding in reviewed.findings if not finding.is_gone]
    done = {side: words.get((view.id, side.value, "done"), 0) for side in Side}
    every = {side: done[side] + words.get((view.id, side.value, "open"), 0) for side in Side}
    accepted, rejected, everywhere = (decided(there, verdict) for verdict in Verdict)
    return PairCount(
        view.name, view.progress.beads, view.progress.done, every[Side.SOURCE], every[Side.TARGET], done[Side.SOURCE],
        done[Side.TARGET], len(there), accepted, rejected, everywhere, len(reviewed.edits), len(reviewed.comments),
    )  # fmt: skip


def _person(person: Person) -> dict[str, Any]:
    told = asdict(person)
    verdicts = told.pop("verdicts")
    return {**told, **{verdict.value: count for verdict, count in verdicts.items()}}
