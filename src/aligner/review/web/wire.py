"""What goes over the wire: records of a project as JSON. Offsets count UTF-16 code units, as browsers do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from aligner.model import Side
from aligner.review.records import BeadView, Comment, Decision, FindingView, PairView, Progress, SentenceView

_LAST_OF_ONE_UNIT = "\uffff"
Json = dict[str, Any]
# For beads by their ids, the number of each in its pair; for findings, the bead where each begins and its version.
Numbers = Mapping[int, int]
Homes = Mapping[int, tuple[int, int]]


def code_units(text: str, offset: int) -> int:
    """How many UTF-16 code units the first `offset` characters of a text have.

    >>> code_units("a\N{GRINNING FACE}b", 2)
    3
    """
    return min(offset, len(text)) + sum(character > _LAST_OF_ONE_UNIT for character in text[:offset])


def bead_json(bead: BeadView, numbers: Numbers, homes: Homes) -> Json:
    """A bead with all that is its own; `homes` has the findings that begin in another bead."""
    texts = {sentence.id: sentence for side in Side for sentence in bead.side(side)}
    evidence = bead.evidence
    return {
        "id": bead.id,
        "pair": bead.pair,
        "number": numbers.get(bead.id),
        "version": bead.version,
        "status": bead.status.value,
        "locked": bead.is_locked,
        "judged": bead.is_judged,
        "score": bead.score,
        "evidence": None if evidence is None else {"reason": evidence.reason, "probability": evidence.probability},
        "source": [_sentence(sentence) for sentence in bead.source],
        "target": [_sentence(sentence) for sentence in bead.target],
        "findings": [
            _finding(finding, texts, homes.get(finding.id, (bead.id, bead.version))) for finding in bead.findings
        ],
        "comments": [_comment(comment) for comment in bead.comments],
    }


def _sentence(sentence: SentenceView) -> Json:
    return {
        "id": sentence.id,
        "text": sentence.text,
        "original": sentence.original,
        "block": sentence.block,
        "role": sentence.role.value,
    }


def _finding(finding: FindingView, texts: Mapping[int, SentenceView], home: tuple[int, int]) -> Json:
    marks = [
        {
            "side": texts[mark.sentence].side.value,
            "sentence": mark.sentence,
            "start": code_units(texts[mark.sentence].text, mark.start),
            "end": code_units(texts[mark.sentence].text, mark.end),
            "text": mark.text,
            "stale": mark.is_stale,
        }
        for mark in finding.marks
    ]
    return {
        "id": finding.id,
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity.value,
        "message": finding.message,
        "suggestion": finding.suggestion,
        "fixable": _is_fixable(finding, texts),
        "head": finding.is_head,
        "home": {"bead": home[0], "version": home[1]},
        "marks": marks,
        "decision": None if finding.decision is None else _decision(finding.decision),
    }


def _is_fixable(finding: FindingView, texts: Mapping[int, SentenceView]) -> bool:
    """Whether the suggestion can be written in the place of the first mark.

    What a glossary asks for, and nothing of the target is found to stand for, is marked in the source: it is no text of it.
    """
    if finding.suggestion is None or all(mark.is_stale for mark in finding.marks):
        return False
    is_of_target = texts[finding.marks[0].sentence].side is Side.TARGET
    return is_of_target or not finding.code.startswith("TRM")


def _decision(decision: Decision) -> Json:
    return {
        "verdict": decision.verdict.value,
        "reason": decision.reason,
        "author": decision.author,
        "at": decision.at,
    }


def _comment(comment: Comment) -> Json:
    return {"id": comment.id, "text": comment.text, "author": comment.author, "at": comment.at}


def pair_json(pair: PairView) -> Json:
    """A pair of documents, with how far its review is."""
    return {
        "id": pair.id,
        "name": pair.name,
        "source": pair.source,
        "target": pair.target,
        "source_language": pair.languages[0],
        "target_language": pair.languages[1],
        **progress_json(pair.progress),
    }


def progress_json(progress: Progress) -> Json:
    """How far the review of a pair is."""
    return {
        "beads": progress.beads,
        "done": progress.done,
        "findings": progress.findings,
        "decided": progress.decided,
    }


def beads_json(beads: Sequence[BeadView], numbers: Numbers, homes: Homes) -> list[Json]:
    """Beads in their order."""
    return [bead_json(bead, numbers, homes) for bead in beads]
