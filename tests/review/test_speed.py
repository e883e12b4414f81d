"""Fifty thousand segments: opened, paged and changed as fast as a few; the limits leave a slow machine some room."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from aligner.model import Bead, Bitext, Block, Document, Finding, Sentence, Severity, Side, Span
from aligner.review import Filter, Judgement, Project, Question, Score, Verdict, database
from aligner.review.creating import add_findings
from aligner.review.database import writing
from aligner.review.events import Recorder, now, write_event
from aligner.review.importing import Origin, add_pair

COUNT = 50_000
SLOW = 3  # a loaded machine


def document(language: str) -> Document:
    width = 100
    text = "".join(f"{number:06} {language} ".ljust(width - 2, "x") + ".\n" for number in range(COUNT))
    sentences = tuple(Sentence(at * width, at * width + width - 1, at // 5) for at in range(COUNT))
    blocks = tuple(Block(at * width * 5, (at + 1) * width * 5 - 1) for at in range(COUNT // 5))
    return Document(text, blocks, language, f"{language}.txt", sentences)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> str:
    source, target = document("en"), document("es")
    bitext = Bitext(source, target, tuple(Bead((at,), (at,), 0.9) for at in range(COUNT)))
    findings = [
        Finding("NUM501", "number-value", Severity.ERROR, "differs", (
            Span(Side.SOURCE, at * 100, at * 100 + 6, f"{at:06}"), Span(Side.TARGET, at * 100, at * 100 + 6, f"{at:06}"),
        ), at)
        for at in range(0, COUNT, 4)
    ]  # fmt: skip
    made = str(tmp_path_factory.mktemp("speed") / "p.review")
    connection = database.create(made)
    with writing(connection):
        add_pair(connection, "p", bitext, (Origin("en.txt", "-"), Origin("es.txt", "-")), 1)
        assert add_findings(connection, 1, findings) == len(findings)
        write_event(Recorder(connection, 1, now(), "aligner"), "new", {})
    connection.close()
    return made


@pytest.fixture
def project(path: str) -> Iterator[Project]:
    with Project.open(path) as opened:
        yield opened


def median(work: Callable[[int], object], times: int = 15) -> float:
    """Seconds that a call takes; it is given a number from 0."""
    taken = []
    for number in range(times):
        started = time.perf_counter()
        work(number)
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)


def test_opening(path: str) -> None:
    assert median(lambda _: Project.open(path).close(), 5) < 0.3
    assert median(lambda _: Project.open(path, verify=True).close(), 3) < 0.3 * SLOW
    assert Path(path).stat().st_size < COUNT * 1500


def test_a_page_with_findings(project: Project) -> None:
    assert len(project.page(1, 30_000)) == 100
    assert sum(len(bead.findings) for bead in project.page(1, 30_000)) == 25
    assert median(lambda number: project.page(1, number * 3_000)) < 0.010 * SLOW
    assert median(lambda number: project.page(1, number * 500, 100, Filter(flagged=True)), 5) < 0.1 * SLOW


def test_changes(project: Project) -> None:
    ids = project.ids(1)

    def edit(number: int) -> None:
        (bead,) = project.beads(ids[number * 3_001])
        project.edit("Ana", bead.target[0].id, f"Otra {number}.", {bead.id: bead.version})

    def merge(number: int) -> None:
        beads = project.beads(*ids[number * 3_001 + 7 : number * 3_001 + 9])
        project.merge("Ana", beads[0].id, beads[1].id, {bead.id: bead.version for bead in beads})

    def decide(number: int) -> None:
        (bead,) = project.beads(ids[number * 3_000])
        project.decide("Ana", bead.findings[0].id, Verdict.REJECTED, {bead.id: bead.version}, "no")

    for work in (edit, merge, decide, lambda _: project.undo("Ana"), lambda _: project.redo("Ana")):
        assert median(work) < 0.005 * SLOW

    def judge(question: Question) -> Judgement:
        return Judgement(dict.fromkeys(question.judged, Score(0.5)))

    waiting = project.unjudged(1)
    assert median(lambda number: project.judge(1, waiting[number : number + 1], judge), 10) < 0.02 * SLOW
