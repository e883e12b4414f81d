"""What is said of findings, and what is accepted everywhere."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from aligner.errors import Conflict, OptionError
from aligner.model import Finding, Severity, Side, Span, Term
from aligner.review import Acceptable, Acceptance, BeadView, Filter, Project, StaleBead, Verdict
from aligner.review.reading import MOST_BEADS

Make = Callable[..., Project]


def spanning(number: int, word: str = "Español", code: str = "UNT203", of: int = 2) -> Finding:
    """A finding at a word of a target sentence, as `conftest.bitext` has them: two sentences a paragraph."""
    text, starts, at = "", [], 0
    for place in range(of):
        starts.append(at)
        text += f"Español {place}." + ("\n\n" if place % 2 else " ")
        at = len(text)
    start = starts[number] + f"Español {number}.".index(word)
    span = Span(Side.TARGET, start, start + len(word), word)
    return Finding(code, "leftover-word", Severity.WARNING, f"{word} is left over", (span,), number)


def first(project: Project) -> BeadView:
    return project.page(1)[0]


def test_a_finding_is_shown_where_it_points(make: Make) -> None:
    project = make(2, [spanning(1)])
    one, other = project.page(1)
    assert one.findings == ()
    (found,) = other.findings
    (mark,) = found.marks
    assert (other.target[0].text[mark.start : mark.end], mark.is_stale) == ("Español", False)
    project.edit("Ana", other.target[0].id, "Castellano 1.", {other.id: other.version})
    assert project.page(1)[1].findings[0].marks[0].is_stale


def test_deciding_and_taking_it_back(make: Make) -> None:
    project = make(2, [spanning(0)])
    bead = first(project)
    number = bead.findings[0].id
    with pytest.raises(OptionError, match="say why"):
        project.decide("Ana", number, Verdict.REJECTED, {bead.id: bead.version})
    project.decide("Ana", number, Verdict.REJECTED, {bead.id: bead.version}, "a name of a street")
    decision = first(project).findings[0].decision
    assert decision is not None
    assert (decision.verdict, decision.reason, decision.author) == (Verdict.REJECTED, "a name of a street", "Ana")
    assert project.findings(1) == ()
    assert project.progress(1).decided == 1
    with pytest.raises(StaleBead):
        project.decide("Eva", number, Verdict.ACCEPTED, {bead.id: bead.version})
    bead = first(project)
    project.decide("Eva", number, Verdict.ACCEPTED, {bead.id: bead.version})
    assert len(project.findings(1)) == 1
    project.undo("Eva")
    again = first(project).findings[0].decision
    assert again is not None
    assert again.author == "Ana"
    bead = first(project)
    project.withdraw("Eva", number, {bead.id: bead.version})
    assert first(project).findings[0].decision is None
    with pytest.raises(Conflict, match="no decision"):
        project.withdraw("Eva", number, {bead.id: first(project).version})


def test_accepting_everywhere_settles_all_that_are_alike(make: Make) -> None:
    project = make(4, [spanning(0, of=4), spanning(3, of=4), spanning(2, of=4, code="UNT204")])
    bead = first(project)
    acceptable = Acceptable(Acceptance.NAME, " Español ")
    project.accept_everywhere("Ana", bead.findings[0].id, acceptable, {bead.id: bead.version})
    assert project.accepted() == ("Español",)
    verdicts = [[one.decision and one.decision.verdict for one in bead.findings] for bead in project.page(1)]
    assert verdicts == [[Verdict.EVERYWHERE], [], [None], [Verdict.EVERYWHERE]]
    assert [found.code for found in project.findings(1)] == ["UNT204"]
    project.undo("Ana")
    assert project.accepted() == ()
    assert project.progress(1).decided == 0


def test_a_term_goes_to_the_glossary(make: Make) -> None:
    project = make(1, [spanning(0, of=1)])
    bead = first(project)
    seen = {bead.id: bead.version}
    with pytest.raises(OptionError, match="what stands for it"):
        project.accept_everywhere("Ana", bead.findings[0].id, Acceptable(Acceptance.TERM, "Spanish"), seen)
    project.accept_everywhere("Ana", bead.findings[0].id, Acceptable(Acceptance.TERM, "Spanish", "español"), seen)
    assert project.glossary() == (Term("Spanish", ("español",)),)


def test_a_finding_that_is_gone(make: Make) -> None:
    project = make(1)
    bead = first(project)
    with pytest.raises(Conflict, match="the finding is gone"):
        project.decide("Ana", 77, Verdict.ACCEPTED, {bead.id: bead.version})


def test_filters(make: Make) -> None:
    project = make(6, [spanning(1, of=6), spanning(4, of=6, code="NUM501")])

    def numbers(chosen: Filter) -> list[str]:
        shown = [bead.side_text(Side.SOURCE) for bead in project.page(1, chosen=chosen)]
        assert project.count(1, chosen) == len(shown) == len(project.ids(1, chosen))
        return [text.split()[1].rstrip(".") for text in shown]

    bead = project.page(1)[1]
    project.decide("Ana", bead.findings[0].id, Verdict.ACCEPTED, {bead.id: bead.version})
    assert numbers(Filter()) == ["0", "1", "2", "3", "4", "5"]
    assert numbers(Filter(flagged=True)) == ["1", "4"]
    assert numbers(Filter(codes=("NUM", "PUN"))) == ["4"]
    assert numbers(Filter(is_decided=True)) == ["1"]
    assert numbers(Filter(is_decided=False)) == ["4"]
    assert numbers(Filter(severities=(Severity.ERROR,))) == []
    assert numbers(Filter(text="ESPAÑOL 3")) == ["3"]
    assert numbers(Filter(text="h [24]", is_pattern=True)) == ["2", "4"]
    assert numbers(Filter(text="%", flagged=True)) == []
    assert numbers(Filter(text="' OR 1=1 --")) == []
    for hostile in ("(", "x" * 2000):
        with pytest.raises(OptionError, match="regular expression"):
            project.count(1, Filter(text=hostile, is_pattern=True))
    assert len(project.page(1, 2, 10**9)) == 4
    assert MOST_BEADS < 10**9
    assert [bead.number for bead in project.page(1, 2, 2)] == [2, 3]


def test_a_pattern_that_takes_for_ever_finds_nothing(make: Make) -> None:
    project = make(1)
    bead = first(project)
    project.edit("Ana", bead.target[0].id, "a" * 5000 + "!", {bead.id: bead.version})
    assert project.count(1, Filter(text="(a|aa)+$", is_pattern=True)) == 0
