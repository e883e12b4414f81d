"""Texts that changed: what people did is carried over, and what cannot be is told; files with what people changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from aligner import formats
from aligner.configuration import Configuration
from aligner.errors import InputError, OptionError
from aligner.model import Side
from aligner.pipeline import CheckOptions, PairOptions, align_documents, embedder_for
from aligner.review import (
    Acceptable,
    Acceptance,
    BeadView,
    Judgement,
    PipelineJudge,
    Project,
    Question,
    Status,
    Verdict,
)
from aligner.review.creating import ProjectOptions, new_project, project_options, tasks_of
from aligner.review.rewriting import rewritings
from aligner.review.updating import Updated, update

ENGLISH = [
    "The harbour of the old town was closed on Monday.",
    "Nobody knows who paid 150 dollars for the new wall.",
    "The fishermen sold their boats in the spring.",
    "A storm destroyed the lighthouse two years ago.",
    "The mayor promised a new one before the elections.",
]
SPANISH = [
    "El puerto de la ciudad vieja se cerró el lunes.",
    "Nadie sabe quién pagó 105 dólares por el nuevo muro.",
    "Los pescadores vendieron sus barcos en primavera.",
    "Una tormenta destruyó el faro hace dos años.",
    "El alcalde prometió uno nuevo antes de las elecciones.",
]
OPTIONS = ProjectOptions(check=CheckOptions(select=("NUM501", "ALN101")))


def write(folder: Path, english: list[str], spanish: list[str]) -> list[str]:
    paths = []
    for name, texts in (("t.en.txt", english), ("t.es.txt", spanish)):
        (folder / name).write_text("\n\n".join(texts) + "\n", encoding="utf-8")
        paths.append(str(folder / name))
    return paths


@pytest.fixture
def project(tmp_path: Path) -> Path:
    tasks, left = tasks_of(write(tmp_path, ENGLISH, SPANISH), OPTIONS.pair)
    assert left == []
    made = new_project(str(tmp_path / "p.review"), tasks, OPTIONS)
    assert (made.pairs, made.beads, made.findings) == (1, 5, 1)
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]
    return tmp_path / "p.review"


def seen(*beads: BeadView) -> dict[int, int]:
    return {bead.id: bead.version for bead in beads}


def updated(project: Project) -> Updated:
    (one,) = update(project, OPTIONS)
    assert one.problem is None
    return one


def test_nothing_happens_where_nothing_changed(project: Path) -> None:
    with Project.open(str(project)) as opened:
        before = opened.page(1)
        assert not updated(opened).is_changed
        assert opened.page(1) == before


def test_what_people_did_is_carried_over(project: Path) -> None:
    with Project.open(str(project)) as opened:
        beads = opened.page(1)
        # A pairing that no program would make, a comment, an edit, a decision.
        opened.merge("Ana", beads[3].id, beads[4].id, seen(beads[3], beads[4]))
        opened.mark("Ana", beads[3].id, seen(opened.page(1)[3]), locked=True)
        opened.mark("Ana", beads[0].id, seen(beads[0]), status=Status.DONE)
        opened.comment("Eva", beads[2].id, "All boats?")
        bead = opened.page(1)[2]
        opened.edit("Ana", bead.target[0].id, "Los pescadores vendieron las barcas.", seen(bead))
        bead = opened.page(1)[1]
        opened.decide("Eva", bead.findings[0].id, Verdict.REJECTED, seen(bead), "the price fell")
        write(
            project.parent,
            [ENGLISH[0], "A sentence that is new.", *ENGLISH[1:]],
            [SPANISH[0], "Una frase que es nueva.", *SPANISH[1:]],
        )
        done = updated(opened)
        assert done.is_changed
        assert done.lost == ()
        after = opened.page(1)
        assert [bead.side_text(Side.SOURCE) for bead in after[:2]] == [ENGLISH[0], "A sentence that is new."]
        assert after[0].status is Status.DONE
        assert [len(bead.source) for bead in after] == [1, 1, 1, 1, 2]
        assert after[4].is_locked
        assert [one.text for one in after[3].comments] == ["All boats?"]
        assert after[3].side_text(Side.TARGET) == "Los pescadores vendieron las barcas."
        decision = after[2].findings[0].decision
        assert decision is not None
        assert (decision.author, decision.reason) == ("Eva", "the price fell")
        assert opened.unjudged(1) == ()
        assert opened.undo("Ana") is None
        kinds = [event.kind for event in opened.events_after(0)]
        assert kinds[0] == "new"
        assert {"merge", "mark", "comment", "edit", "decide", "update"} <= set(kinds)
    with Project.open(str(project), verify=True):
        pass


def test_what_cannot_be_carried_over_is_told(project: Path) -> None:
    with Project.open(str(project)) as opened:
        beads = opened.page(1)
        opened.mark("Ana", beads[0].id, seen(beads[0]), status=Status.DONE)
        opened.edit("Ana", beads[2].target[0].id, "Otra cosa.", seen(beads[2]))
        opened.decide("Ana", beads[1].findings[0].id, Verdict.ACCEPTED, seen(beads[1]))
        changed = [
            SPANISH[0].replace("lunes", "martes"),
            SPANISH[1].replace("105", "150"),
            SPANISH[2].replace("barcos", "botes"),
            *SPANISH[3:],
        ]
        write(project.parent, ENGLISH, changed)
        done = updated(opened)
        assert [line.split(":")[0] for line in done.lost] == [
            "edit of the target",
            "segment that was done",
            "decision (accepted) on NUM501",
        ]
        assert [bead.side_text(Side.TARGET) for bead in opened.page(1)] == changed
        assert opened.page(1)[0].status is Status.OPEN
        # The fault comes back, and with it what was said of it.
        write(project.parent, ENGLISH, SPANISH)
        assert updated(opened).lost == ()
        (found,) = opened.page(1)[1].findings
        assert found.decision is not None


def test_an_edit_that_was_written_back_needs_none(project: Path) -> None:
    with Project.open(str(project)) as opened:
        bead = opened.page(1)[1]
        opened.edit("Ana", bead.target[0].id, SPANISH[1].replace("105", "150"), seen(bead))
        bead = opened.page(1)[4]
        opened.write("Ana", bead.id, Side.TARGET, "Nadie le cree.", seen(bead))
        (made,) = rewritings(opened)
        assert made.left == ()
        wanted = [SPANISH[0], SPANISH[1].replace("105", "150"), *SPANISH[2:4], SPANISH[4] + " Nadie le cree."]
        assert made.after.decode() == "\n\n".join(wanted) + "\n"
        (project.parent / "t.es.txt").write_bytes(made.after)
        with pytest.raises(InputError, match="has changed since"):
            rewritings(opened)
        assert updated(opened).lost == ()
        assert opened.findings(1) == ()
        assert opened.page(1)[1].target[0].original == wanted[1]


def test_texts_are_read_in_the_folder_of_the_project_only(project: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    inside = tmp_path / "inside"
    inside.mkdir()
    tasks, _ = tasks_of(write(outside, ENGLISH, SPANISH), OPTIONS.pair)
    path = str(inside / "q.review")
    new_project(path, tasks, OPTIONS)
    (outside / "t.es.txt").write_text("Otra cosa.\n", encoding="utf-8")
    with Project.open(path) as opened:
        (one,) = update(opened, OPTIONS)
        assert one.problem is not None
        assert "outside the folder of the project" in one.problem
        (inside / "link.txt").symlink_to(outside / "t.es.txt")
        opened.connection.execute("UPDATE documents SET path = 'link.txt' WHERE side = 'target'")
        opened.connection.execute("UPDATE documents SET path = '../outside/t.en.txt' WHERE side = 'source'")
        (one,) = update(opened, OPTIONS)
        assert one.problem is not None
        assert "outside the folder of the project" in one.problem
        (one,) = update(opened, OPTIONS, [str(outside)])
        assert one.is_changed


def test_a_text_that_is_gone_leaves_its_pair_as_it_is(project: Path) -> None:
    (project.parent / "t.es.txt").unlink()
    with Project.open(str(project)) as opened:
        before = opened.page(1)
        (one,) = update(opened, OPTIONS)
        assert one.problem is not None
        assert opened.page(1) == before


def test_a_file_of_pairs_is_read_again(tmp_path: Path) -> None:
    table = tmp_path / "m.tsv"
    table.write_text("".join(f"{a}\t{b}\n" for a, b in zip(ENGLISH, SPANISH, strict=True)), encoding="utf-8")
    tasks, _ = tasks_of([str(table)], OPTIONS.pair)
    path = str(tmp_path / "m.review")
    new_project(path, tasks, OPTIONS)
    with Project.open(path) as opened:
        bead = opened.page(1)[4]
        opened.mark("Ana", bead.id, seen(bead), status=Status.DONE)
        table.write_text(
            "".join(f"{a}\t{b}\n" for a, b in zip(ENGLISH[1:], SPANISH[1:], strict=True)), encoding="utf-8"
        )
        assert updated(opened).is_changed
        after = opened.page(1)
        assert [bead.status for bead in after] == [Status.OPEN] * 3 + [Status.DONE]
        written = "".join(formats.render_bitext(opened.bitext(1), "tsv"))
        assert SPANISH[4] in written
        assert SPANISH[0] not in written


def test_changed_beads_are_judged_anew(project: Path) -> None:
    judge = PipelineJudge(embedder_for(PairOptions()), OPTIONS.check)
    with Project.open(str(project)) as opened:
        beads = opened.page(1)
        was = [bead.score for bead in beads]
        opened.merge("Ana", beads[3].id, beads[4].id, seen(beads[3], beads[4]))
        opened.edit("Ana", beads[1].target[0].id, SPANISH[1].replace("105", "150"), seen(beads[1]))
        waiting = opened.unjudged(1)
        assert waiting == (beads[1].id, beads[3].id)
        versions = [bead.version for bead in opened.beads(*waiting)]
        assert opened.judge(1, waiting, judge) == waiting
        assert opened.findings(1) == ()
        merged = opened.page(1)[3]
        assert merged.score is not None
        assert merged.score < 0.5
        assert [bead.version for bead in opened.beads(*waiting)] == versions
        opened.undo("Ana")
        opened.undo("Ana")
        opened.judge(1, opened.unjudged(1), judge)
        assert [finding.code for finding in opened.findings(1)] == ["NUM501"]
        assert [bead.score for bead in opened.page(1)] == pytest.approx(was, abs=0.05)


def test_what_changes_while_it_is_judged_stays_to_be_judged(project: Path) -> None:
    judge = PipelineJudge(None, OPTIONS.check)
    with Project.open(str(project)) as opened, Project.open(str(project)) as other:
        bead = opened.page(1)[1]
        opened.edit("Ana", bead.target[0].id, "Cuesta 99.", seen(bead))

        def slow(question: object) -> object:
            theirs = other.page(1)[1]
            other.edit("Eva", theirs.target[0].id, "Cuesta 150 dólares.", seen(theirs))
            return judge(question)  # type: ignore[arg-type]

        assert opened.judge(1, opened.unjudged(1), slow) == ()  # type: ignore[arg-type]
        assert opened.unjudged(1) == (bead.id,)
        assert opened.judge(1, opened.unjudged(1), judge) == (bead.id,)
        assert opened.findings(1) == ()


def test_settings_that_something_else_wrote() -> None:
    with pytest.raises(OptionError, match="settings of the project"):
        project_options({"select": "NUM"}, Configuration())
    assert project_options(OPTIONS.settings(), Configuration()).check.select == ("NUM501", "ALN101")


NAMED = ["Amrullah Saleh left the harbour with {} men.", "Nobody knows who paid 150 dollars."]
NOMBRADO = ["Amrullah Saleh dejó el puerto con {} hombres.", "Nadie sabe quién pagó 150 dólares."]


def test_what_comparing_texts_found_stays_until_its_words_change(tmp_path: Path) -> None:
    options = ProjectOptions(check=CheckOptions(select=("NUM501", "NAM401")))
    for number in range(4):
        for language, texts in (("en", NAMED), ("es", NOMBRADO)):
            text = "\n\n".join(texts).format(20 + number)
            text = text.replace("Saleh", "Salleh") if number == 3 else text
            (tmp_path / f"t{number}.{language}.txt").write_text(text + "\n", encoding="utf-8")
    tasks, _ = tasks_of([str(tmp_path)], options.pair)
    path = str(tmp_path / "p.review")
    new_project(path, tasks, options)
    judge = PipelineJudge(None, options.check)
    with Project.open(path) as opened:
        assert [finding.code for finding in opened.findings(4)] == ["NAM401", "NAM401"]
        other = opened.page(4)[1]
        opened.edit("Ana", other.target[0].id, "Nadie sabe quién pagó 105 dólares.", seen(other))
        merged = opened.page(1)
        opened.merge("Eva", merged[0].id, merged[1].id, seen(*merged))
        opened.judge(4, opened.unjudged(4), judge)
        assert [finding.code for finding in opened.findings(4)] == ["NAM401", "NAM401", "NUM501"]
        source = tmp_path / "t3.en.txt"
        source.write_text("A new beginning.\n\n" + source.read_text(encoding="utf-8"), encoding="utf-8")
        assert [one.is_changed for one in update(opened, options)] == [False, False, False, True]
        assert [finding.code for finding in opened.findings(4)] == ["NAM401", "NAM401", "NUM501"]
        named = next(bead for bead in opened.page(4) if "Salleh" in bead.side_text(Side.TARGET))
        opened.edit("Ana", named.target[0].id, named.target[0].text.replace("Salleh", "Saleh"), seen(named))
        opened.judge(4, opened.unjudged(4), judge)
        assert [finding.code for finding in opened.findings(4)].count("NAM401") == 1
        # What was done in other pairs can still be undone.
        assert opened.undo("Eva") is not None
        assert len(opened.page(1)) == 2


def test_what_somebody_changes_meanwhile_is_not_lost(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(project.parent, ENGLISH, [*SPANISH[:4], "Otra frase."])
    with Project.open(str(project)) as opened, Project.open(str(project)) as other:
        aligned = align_documents

        def slow(*arguments: Any, **others: Any) -> Any:
            bead = other.page(1)[0]
            other.edit("Eva", bead.target[0].id, "De Eva.", seen(bead))
            return aligned(*arguments, **others)

        with monkeypatch.context() as patch:
            patch.setattr("aligner.review.updating.align_documents", slow)
            (one,) = update(opened, OPTIONS)
        assert one.problem is not None
        assert "run `review update` again" in one.problem
        assert opened.page(1)[0].side_text(Side.TARGET) == "De Eva."
        assert updated(opened).lost == ()
        assert opened.page(1)[0].side_text(Side.TARGET) == "De Eva."


def test_what_is_accepted_no_longer_comes_back_when_judged_and_does_when_that_is_undone(tmp_path: Path) -> None:
    options = ProjectOptions(check=CheckOptions(select=("UNT203",)))
    tasks, _ = tasks_of(write(tmp_path, ENGLISH, [SPANISH[0].replace("puerto", "harbour"), *SPANISH[1:]]), options.pair)
    path = str(tmp_path / "p.review")
    new_project(path, tasks, options)
    judge = PipelineJudge(embedder_for(PairOptions()), options.check)
    with Project.open(path) as opened:
        bead = opened.page(1)[0]
        (found,) = bead.findings
        opened.accept_everywhere("Ana", found.id, Acceptable(Acceptance.WORD, "harbour"), seen(bead))
        opened.judge(1, [bead.id], judge)
        assert opened.page(1)[0].findings == ()
        opened.undo("Ana")
        opened.judge(1, opened.unjudged(1), judge)
        (again,) = opened.page(1)[0].findings
        assert (again.id, again.decision) == (found.id, None)
        opened.redo("Ana")
        opened.judge(1, opened.unjudged(1), judge)
        assert opened.page(1)[0].findings == ()


def test_a_long_text_is_judged_by_its_neighbourhood(tmp_path: Path) -> None:
    count = 450
    english = [f"The harbour number {at} of the old town was closed on Monday." for at in range(count)]
    spanish = [f"El puerto número {at} de la ciudad vieja se cerró el lunes." for at in range(count)]
    spanish[10] = spanish[10].replace("10", "11")
    tasks, _ = tasks_of(write(tmp_path, english, spanish), OPTIONS.pair)
    path = str(tmp_path / "p.review")
    new_project(path, tasks, OPTIONS)
    asked: list[Question] = []
    real = PipelineJudge(embedder_for(PairOptions()), OPTIONS.check)

    def judge(question: Question) -> Judgement:
        asked.append(question)
        return real(question)

    with Project.open(path) as opened:
        bead = opened.page(1, 300, 1)[0]
        opened.edit("Ana", bead.target[0].id, spanish[300].replace("300", "301"), seen(bead))
        assert opened.judge(1, opened.unjudged(1), judge) == (bead.id,)
        assert [len(question.bitext.beads) for question in asked] == [17]
        assert not asked[0].is_whole
        assert [(one.code, one.bead) for one in opened.findings(1)] == [("NUM501", 10), ("NUM501", 300)]


def test_a_translation_that_was_written_stays_though_no_file_has_it(tmp_path: Path) -> None:
    tasks, _ = tasks_of(write(tmp_path, ENGLISH, [*SPANISH[:2], *SPANISH[3:]]), OPTIONS.pair)
    path = str(tmp_path / "p.review")
    new_project(path, tasks, OPTIONS)
    with Project.open(path) as opened:
        missing = opened.page(1)[2]
        assert [finding.code for finding in opened.findings(1)] == ["NUM501", "ALN101"]
        opened.write("Ana", missing.id, Side.TARGET, SPANISH[2], seen(missing))
        missing = opened.page(1)[2]
        opened.mark("Ana", missing.id, seen(missing), status=Status.DONE)
        write(tmp_path, ["A new beginning.", *ENGLISH], ["Un nuevo comienzo.", *SPANISH[:2], *SPANISH[3:]])
        assert updated(opened).lost == ()
        after = opened.page(1)[3]
        assert (after.side_text(Side.SOURCE), after.side_text(Side.TARGET)) == (ENGLISH[2], SPANISH[2])
        assert after.status is Status.DONE
        assert [finding.code for finding in opened.findings(1)] == ["NUM501"]
        text = opened.text(1, Side.TARGET)
        assert text == "\n\n".join(["Un nuevo comienzo.", *SPANISH]) + "\n"
        # When a file has it, it is that of the file.
        write(tmp_path, ["A new beginning.", *ENGLISH], ["Un nuevo comienzo.", *SPANISH])
        assert updated(opened).lost == ()
        assert opened.text(1, Side.TARGET) == text
        assert opened.page(1)[3].target[0].original == SPANISH[2]
