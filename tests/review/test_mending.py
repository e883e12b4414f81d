"""What a finding suggests is written in the place of what it points at, as one change."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from aligner.errors import Conflict, OptionError
from aligner.model import Bitext, Finding, Severity, Side, Span
from aligner.review import Project, StaleBead, Verdict

Make = Callable[..., Project]


def finding(made: Bitext, *numbers: int, suggestion: str | None = "Texto", word: str = "Español") -> Finding:
    spans = []
    for number in numbers:
        start = made.target.sentences[number].start + made.target.sentence_text(number).index(word)
        spans.append(Span(Side.TARGET, start, start + len(word), word))
    return Finding("UNT203", "leftover-word", Severity.WARNING, "left", tuple(spans), numbers[0], suggestion)


def versions(project: Project, *numbers: int) -> dict[int, int]:
    beads = project.page(1)
    return {beads[number].id: beads[number].version for number in numbers}


def texts(project: Project) -> list[str]:
    return [bead.side_text(Side.TARGET) for bead in project.page(1)]


def made(make: Make, *numbers: int, **values: Any) -> Project:
    project = make(4)
    bitext = project.bitext(1)
    project.close()
    return make(bitext, [finding(bitext, *numbers, **values)], name="q.review")


def test_it_is_written_accepted_and_undone_at_once(make: Make) -> None:
    project = made(make, 1)
    event = project.fix("Ana", 1, versions(project, 1))
    assert texts(project)[1] == "Texto 1."
    bead = project.page(1)[1]
    assert (event.kind, event.beads, bead.is_judged) == ("fix", (bead.id,), False)
    decision = bead.findings[0].decision
    assert decision is not None
    assert (decision.verdict, decision.author) == (Verdict.ACCEPTED, "Ana")
    assert bead.target[0].original == "Español 1."
    project.undo("Ana")
    (mark,) = project.page(1)[1].findings[0].marks
    assert (texts(project)[1], mark.is_stale, project.page(1)[1].findings[0].decision) == ("Español 1.", False, None)
    project.redo("Ana")
    assert texts(project)[1] == "Texto 1."


def test_every_place_with_that_text_is_mended(make: Make) -> None:
    project = made(make, 0, 1, 3)
    event = project.fix("Ana", 1, versions(project, 3))  # from any of its segments
    assert texts(project) == ["Texto 0.", "Texto 1.", "Español 2.", "Texto 3."]
    assert len(event.beads) == 3


def test_words_that_are_not_there_any_more_are_left(make: Make) -> None:
    project = made(make, 0, 1)
    bead = project.page(1)[1]
    project.edit("Eva", bead.target[0].id, "Otro.", {bead.id: bead.version})
    project.fix("Ana", 1, versions(project, 0))
    assert texts(project)[:2] == ["Texto 0.", "Otro."]
    with pytest.raises(Conflict, match="not there any more"):
        project.fix("Ana", 1, versions(project, 0))


def test_somebody_was_faster(make: Make) -> None:
    project = made(make, 0, 1)
    seen = versions(project, 0)
    bead = project.page(1)[0]
    project.edit("Eva", bead.target[0].id, "Español, pero otro.", seen)
    with pytest.raises(StaleBead, match="by Eva"):
        project.fix("Ana", 1, seen)
    with pytest.raises(Conflict, match="look at it first"):
        project.fix("Ana", 1, {})
    assert texts(project)[1] == "Español 1."


def test_a_locked_segment_is_left(make: Make) -> None:
    project = made(make, 0, 1)
    project.mark("Eva", project.page(1)[1].id, versions(project, 1), locked=True)
    with pytest.raises(Conflict, match="locked"):
        project.fix("Ana", 1, versions(project, 0))
    assert texts(project)[0] == "Español 0."


@pytest.mark.parametrize(
    ("values", "said"), [({"suggestion": None}, "nothing is suggested"), ({"suggestion": "x"}, "several sentences")]
)
def test_what_cannot_be_written(make: Make, values: Mapping[str, Any], said: str) -> None:
    project = make(4)
    bitext = project.bitext(1)
    project.close()
    found = finding(bitext, 0, **values)
    if found.suggestion is not None:  # from the first sentence into the next one
        start, end = bitext.target.sentences[0].start, bitext.target.sentences[1].end
        found = replace(found, spans=(Span(Side.TARGET, start, end, bitext.target.text[start:end]),))
    project = make(bitext, [found], name="q.review")
    with pytest.raises(OptionError, match=said):
        project.fix("Ana", 1, versions(project, 0, 1))


def test_a_finding_that_is_gone(make: Make) -> None:
    with pytest.raises(Conflict, match="gone"):
        make(2).fix("Ana", 7, {})
