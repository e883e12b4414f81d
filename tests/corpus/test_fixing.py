"""Many texts fixed in one go, and when a spelling that most texts have is written into another."""

from __future__ import annotations

from pathlib import Path

import pytest

from aligner.checks import rules
from aligner.corpus import CheckCache, ManyOptions, MemoryCache, Task, check_many, fix_many, listed, paired
from aligner.errors import OptionError
from aligner.fixes import Spellings, edits_of
from aligner.model import Document, Finding, Report, Severity, Side, Span
from aligner.pipeline import CheckOptions

TEXT = "Fue Salleh. Y Salleh, y SALLEH, con Saleh."


def report(text: str, source: str = "", found: str = "Salleh", suggestion: str = "Saleh") -> Report:
    """A text in which a name stands in another spelling, in as many places as it does."""
    at = [start for start in range(len(text)) if text[start:].casefold().startswith(found.casefold())]
    spans = tuple(Span(Side.TARGET, start, start + len(found), text[start : start + len(found)]) for start in at)
    finding = Finding("NAM401", "name-drift", Severity.WARNING, "", spans, suggestion=suggestion)
    documents = [(Side.TARGET, Document(text, (), "es", "es.txt"))]
    if source:
        documents.insert(0, (Side.SOURCE, Document(source, (), "en", "en.txt")))
    return Report(tuple(documents), (finding,), "")


ALONE = "Fue Salleh."
OTHERS = ("Vino Saleh.", "Era Saleh.", "Dijo Saleh.")


@pytest.mark.parametrize(
    ("of", "others", "count"),
    [
        pytest.param(report("Fue Salleh. Y Saleh, y Saleh."), None, 1, id="most in its text"),
        pytest.param(report(TEXT), None, 0, id="fewest in its text"),
        pytest.param(
            report("Fue Salleh. Y Saleh, y Saleh."), ("Salleh y Salleh", "Salleh"), 0, id="against the others"
        ),
        pytest.param(report(ALONE), None, 0, id="not in its text"),
        pytest.param(report(ALONE), OTHERS, 1, id="in several others"),
        pytest.param(report("Fue Salleh, y SALLEH."), OTHERS, 2, id="in several others, and here more than once"),
        pytest.param(report(ALONE), OTHERS[:2], 0, id="in two others"),
        pytest.param(report(ALONE), (*OTHERS, "Salleh"), 0, id="the found one in another, too"),
        pytest.param(report(ALONE, "It was Salleh."), OTHERS, 0, id="so in its source"),
        pytest.param(report(ALONE, "It was Saleh."), OTHERS, 1, id="otherwise in its source"),
        pytest.param(report("Fue Pérez.", found="Pérez", suggestion="Perez"), ("Perez",) * 4, 0, id="marks would go"),
    ],
)
def test_when_a_spelling_is_written(of: Report, others: tuple[str, ...] | None, count: int) -> None:
    text = dict(of.documents)[Side.TARGET].text
    spellings = None if others is None else Spellings((text, *others))
    edits = edits_of(of, rules(), spellings=spellings)
    assert len(edits) == count
    assert all(edit.replacement in {"Saleh", "SALEH"} for edit in edits)


def texts(folder: Path) -> tuple[Task, ...]:
    for number in range(4):
        name = "Salleh" if number == 3 else "Saleh"
        (folder / f"t{number}.es.txt").write_text(
            f"Amrullah {name} dejó el puerto con {number + 20} hombres.\n", "utf-8"
        )
    return paired(listed([str(folder)]), "en", "es").tasks


@pytest.mark.parametrize("cached", ["none", "disk", "memory"])
def test_only_what_changed_is_checked_again(cached: str, tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    tasks = texts(tmp_path / "texts")
    caches = {"none": None, "disk": CheckCache(tmp_path / "cache"), "memory": MemoryCache()}
    options = ManyOptions(check=CheckOptions(select=("NAM401",)), cache=caches[cached])
    found, _ = check_many(tasks, options)
    assert [len(one.findings) for one in found] == [0, 0, 0, 1]
    fixed = fix_many(tasks, options)
    assert fixed.reports.findings == ()
    assert [Path(one.path).name for one in fixed.fixings] == ["t3.es.txt"]
    assert b"Salleh" in Path(tasks[3].target).read_bytes()
    for one in fixed.fixings:
        one.write()
    assert Path(tasks[3].target).read_text("utf-8") == "Amrullah Saleh dejó el puerto con 23 hombres.\n"
    again, done = check_many(tasks, options)
    assert again == fixed.reports
    assert [one.is_kept for one in done] == [cached != "none"] * 4


def test_published_pages_are_refused() -> None:
    with pytest.raises(OptionError, match="is a published page"):
        fix_many([Task("https://example.org/a")])


def test_memory_keeps_to_its_limit() -> None:
    cache = MemoryCache(limit=400)
    for number in range(50):
        cache.keep(str(number), [number])
        cache.find("0")
    cache.make_room()
    assert cache.find("0") == [0]
    assert cache.find("49") == [49]
    assert cache.find("1") is None
