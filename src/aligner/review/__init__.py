"""The review desk: a project in one file, where people settle what was flagged, and nothing is ever lost."""

from __future__ import annotations

from aligner.review.decisions import Acceptable
from aligner.review.events import Event
from aligner.review.judging import Judge, Judgement, PipelineJudge, Question, Score
from aligner.review.project import Project
from aligner.review.reading import Filter
from aligner.review.records import (
    Acceptance,
    BeadView,
    Comment,
    Decision,
    FindingView,
    Mark,
    PairView,
    Progress,
    SentenceView,
    StaleBead,
    Status,
    Verdict,
)

__all__ = [
    "Acceptable", "Acceptance", "BeadView", "Comment", "Decision", "Event", "Filter", "FindingView", "Judge", "Judgement",
    "Mark", "PairView", "PipelineJudge", "Progress", "Project", "Question", "Score", "SentenceView", "StaleBead", "Status",
    "Verdict",
]  # fmt: skip
