"""Many texts checked in one go: in order, whatever the workers, whatever the cache knows already."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from aligner.baseline import Baseline
from aligner.corpus import CheckCache, Checked, ManyOptions, Task, check_many, listed, paired
from aligner.errors import ModelError, OptionError
from aligner.model import Reports
from aligner.pipeline import CheckOptions, PairOptions, check_pair

ENGLISH = "Amrullah Saleh left the harbour town with {} men.\n\nNobody knows who paid for the new wall.\n"
SPANISH = "Amrullah Saleh dejó la ciudad del puerto con {} hombres.\n\nNadie sabe quién pagó el nuevo muro.\n"


def tasks(folder: Path, pairs: int = 3) -> tuple[Task, ...]:
    """Pairs of small texts; in the second the numbers differ, and in the last a name is spelled another way."""
    for number in range(pairs):
        english, spanish = ENGLISH.format(number + 20), SPANISH.format(number + 20 + 7 * (number == 1))
        if number == pairs - 1:
            english, spanish = (text.replace("Saleh", "Salleh") for text in (english, spanish))
        (folder / f"t{number}.en.txt").write_text(english, encoding="utf-8")
        (folder / f"t{number}.es.txt").write_text(spanish, encoding="utf-8")
    return paired(listed([str(folder)]), "en", "es").tasks


def codes(reports: Reports) -> list[list[str]]:
    return [[finding.code for finding in report.findings] for report in reports]


CHOSEN = CheckOptions(select=("NUM501", "NAM401"))


@pytest.mark.parametrize("workers", [1, 2])
def test_every_text_has_the_report_of_a_single_check_and_what_comparing_finds(workers: int, tmp_path: Path) -> None:
    made = tasks(tmp_path, 4)
    told: list[Checked] = []
    reports, done = check_many(made, ManyOptions(check=CHOSEN, workers=workers), told.append)
    assert told == list(done)
    assert [one.task for one in done] == list(made)
    assert codes(reports) == [[], ["NUM501"], [], ["NAM401", "NAM401"]]
    for task, report in zip(made[:3], reports, strict=False):
        assert task.source is not None
        assert report == check_pair(task.source, task.target, options=CHOSEN)
    across = reports.reports[3].findings
    assert {finding.suggestion for finding in across} == {"Saleh"}
    assert all("t0.e" in finding.message for finding in across)


def test_what_did_not_change_comes_from_the_cache(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    made = tasks(tmp_path / "texts")
    options = ManyOptions(check=CHOSEN, cache=CheckCache(tmp_path / "cache"))
    first, done = check_many(made, options)
    assert not any(one.is_kept for one in done)
    again, done = check_many(made, options)
    assert all(one.is_kept for one in done)
    assert again == first
    changed = tmp_path / "texts" / "t1.es.txt"
    changed.write_text(SPANISH.format(21), encoding="utf-8")
    mended, done = check_many(made, options)
    assert [one.is_kept for one in done] == [True, False, True]
    assert codes(mended) == [[], [], codes(first)[2]]
    # Other rules are another check.
    _, done = check_many(made, replace(options, check=replace(CHOSEN, ignore=("NUM",))))
    assert not any(one.is_kept for one in done)


def test_a_text_that_changes_changes_what_comparing_finds(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    made = tasks(tmp_path / "texts")
    options = ManyOptions(check=CHOSEN, cache=CheckCache(tmp_path / "cache"))
    assert len(check_many(made, options)[0].reports[2].findings) == 2
    for number in range(2):
        for language, text in (("en", ENGLISH), ("es", SPANISH)):
            changed = text.format(number + 20).replace("Amrullah Saleh", "A man")
            (tmp_path / "texts" / f"t{number}.{language}.txt").write_text(changed, encoding="utf-8")
    assert check_many(made, options)[0].reports[2].findings == ()


def test_damaged_entries_are_worked_out_anew(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    made = tasks(tmp_path / "texts")
    options = ManyOptions(check=CHOSEN, cache=CheckCache(tmp_path / "cache"))
    first, _ = check_many(made, options)
    for path in (tmp_path / "cache").glob("*/*"):
        path.write_bytes(path.read_bytes()[:100])
    again, done = check_many(made, options)
    assert again == first
    assert not any(one.is_kept for one in done)
    assert all(one.is_kept for one in check_many(made, options)[1])


@pytest.mark.parametrize("workers", [1, 2])
def test_what_cannot_be_read_stops_nothing(workers: int, tmp_path: Path) -> None:
    made = tasks(tmp_path, 4)
    (tmp_path / "t1.es.txt").write_bytes(b"\x00\x01\x02binary")
    (tmp_path / "t2.en.txt").unlink()
    (tmp_path / "t2.es.txt").unlink()
    reports, done = check_many(made, ManyOptions(check=CHOSEN, workers=workers))
    assert [len(one.problems) for one in done] == [0, 1, 2, 0]
    assert "binary file" in done[1].problems[0]
    # The version that can be read is checked by itself.
    assert [len(one.reports) for one in done] == [1, 1, 0, 1]
    assert len(reports) == 3


def test_versions_in_one_language_are_checked_each_by_itself(tmp_path: Path) -> None:
    text = "The harbour wall of the town was built by hand, and it is the oldest of all that are in the country. " * 3
    (tmp_path / "a.en.txt").write_text(text, encoding="utf-8")
    (tmp_path / "a.es.txt").write_text(text, encoding="utf-8")
    made = paired(listed([str(tmp_path)]), "en", "es").tasks
    options = ManyOptions(check=CheckOptions(select=("UNT202",)), cache=CheckCache(tmp_path / "cache"))
    for is_kept in (False, True):
        reports, (done,) = check_many(made, options)
        assert done.is_kept is is_kept
        assert done.problems == ()
        assert "both in English" in str(done.remark)
        assert [report.bitext for report in reports] == [None, None]
        assert [bool(report.findings) for report in reports] == [False, True]


def test_known_findings_are_known_whatever_found_them(tmp_path: Path) -> None:
    made = tasks(tmp_path)
    found, _ = check_many(made, ManyOptions(check=CHOSEN))
    assert len(found.findings) == 3
    baseline = Baseline(str(tmp_path / "known.json"))
    for report in found:
        baseline = baseline.renewed(report)
    again, _ = check_many(made, ManyOptions(check=replace(CHOSEN, baseline=baseline)))
    assert again.findings == ()
    assert len(again.suppressed) == 3
    assert [report.notes for report in again] == [(), (), ()]


def test_comments_and_accepted_names_hold_for_what_comparing_finds(tmp_path: Path) -> None:
    made = tasks(tmp_path)
    accepting = replace(CHOSEN, configuration=replace(CHOSEN.configuration, accept=("Salleh",)))
    assert codes(check_many(made, ManyOptions(check=accepting))[0]) == [[], ["NUM501"], []]


def test_comments_leave_alone_what_comparing_finds(tmp_path: Path) -> None:
    page = "<!DOCTYPE html>\n<html lang=en>\n<p>{}Amrullah {} left the harbour town.</p>\n<p>Nobody knows who paid for it.</p>"
    for number in range(2):
        (tmp_path / f"{number}.html").write_text(page.format("", "Saleh"), encoding="utf-8")
    comments = "<!-- aligner: ignore NAM401 --><!-- aligner: ignore NUM501 -->"
    (tmp_path / "2.html").write_text(page.format(comments, "Salleh"), encoding="utf-8")
    reports, _ = check_many(
        paired(listed([str(tmp_path)]), "en", "es").tasks, ManyOptions(check=CheckOptions(select=("NAM401",)))
    )
    assert reports.findings == ()
    assert [finding.code for finding in reports.suppressed] == ["NAM401"]
    assert [note for report in reports for note in report.notes] == []


def test_what_a_text_shows_by_itself_is_not_told_again(tmp_path: Path) -> None:
    for number, name in enumerate(("Saleh", "Saleh", "Salleh")):
        text = ENGLISH.format(20).replace("Saleh", name)
        (tmp_path / f"{number}.en.txt").write_text(text, encoding="utf-8")
        (tmp_path / f"{number}.es.txt").write_text(SPANISH.format(20), encoding="utf-8")
    made = paired(listed([str(tmp_path)]), "en", "es").tasks
    chosen = CheckOptions(select=("NAM401",))
    alone = check_pair(str(tmp_path / "2.en.txt"), str(tmp_path / "2.es.txt"), options=chosen)
    reports, _ = check_many(made, ManyOptions(check=chosen))
    assert len(reports.reports[2].findings) == max(1, len(alone.findings)) == 1


def test_the_region_of_a_language_holds_for_texts_alone(tmp_path: Path) -> None:
    (tmp_path / "a.es.txt").write_text("Nadie sabe quién pagó el muro, que costó 1,234.50 pesos.", encoding="utf-8")
    made = paired(listed([str(tmp_path)]), "en-US", "es-MX").tasks
    assert made[0].languages == ("es", "en")
    reports, _ = check_many(made, ManyOptions(PairOptions("en-US", "es-MX"), CHOSEN))
    assert [document.locale for _, document in reports.reports[0].documents] == ["es-MX"]


def test_one_language_is_no_pair(tmp_path: Path) -> None:
    with pytest.raises(OptionError, match="both said to be English"):
        paired(listed([str(tmp_path)]), "en-GB", "en")


def test_a_file_of_pairs_among_texts(tmp_path: Path) -> None:
    (tmp_path / "m.tmx").write_text(
        '<tmx version="1.4"><header/><body><tu><tuv xml:lang="en"><seg>It has 20 towers.</seg></tuv>'
        '<tuv xml:lang="es"><seg>Tiene 30 torres.</seg></tuv></tu></body></tmx>',
        encoding="utf-8",
    )
    reports, _ = check_many(paired(listed([str(tmp_path)]), "en", "es").tasks, ManyOptions(check=CHOSEN))
    assert codes(reports) == [["NUM501"]]


def test_options_are_checked_before_any_work(tmp_path: Path) -> None:
    with pytest.raises(OptionError, match="--workers 0"):
        ManyOptions(workers=0)
    with pytest.raises(OptionError, match="XYZ"):
        check_many(tasks(tmp_path), ManyOptions(check=CheckOptions(select=("XYZ",))))
    with pytest.raises(ModelError):
        check_many(tasks(tmp_path), ManyOptions(pair=PairOptions(model="./no")))
