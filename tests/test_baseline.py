"""Known findings: what is new beside them, what is gone, and the file they stand in."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner import checks
from aligner.baseline import Baseline, read_baseline, write_baseline
from aligner.errors import InputError
from aligner.model import Block, Document, Finding, Report, Severity, Side, Span

RULES = checks.rules()


def finding(text: str, code: str = "ACR301", places: int = 1) -> Finding:
    spans = tuple(Span(Side.TARGET, 10 * number, 10 * number + len(text), text) for number in range(places))
    return Finding(code, "x", Severity.ERROR, f"{text} is wrong", spans)


def report(*findings: Finding, path: str = "es.md") -> Report:
    return Report(((Side.TARGET, Document("x" * 99, (Block(0, 99),), "es", path)),), findings, "")


def known(*findings: Finding, folder: Path = Path()) -> Baseline:
    return Baseline(str(folder / "known.json")).renewed(report(*findings))


def test_what_is_known_does_not_count() -> None:
    settled = known(finding("FNR", places=2)).applied(report(finding("FNR", places=2), finding("OTAN")), RULES)
    assert [one.spans[0].text for one in settled.findings] == ["OTAN"]
    assert [(one.spans[0].text, one.suppressed) for one in settled.suppressed] == [("FNR", "baseline")]
    assert settled.notes == ()


def test_another_place_of_a_known_fault_is_new() -> None:
    baseline = known(finding("FNR", places=2))
    assert len(baseline.applied(report(finding("FNR", places=3)), RULES).findings) == 1
    assert baseline.applied(report(finding("FNR", places=1)), RULES).findings == ()


def test_of_equal_findings_so_many_are_known() -> None:
    same = finding("FNR")
    settled = known(same, same).applied(report(same, same, same), RULES)
    assert (len(settled.findings), len(settled.suppressed)) == (1, 2)


def test_what_is_gone_is_told_for_rules_that_ran() -> None:
    baseline = known(finding("FNR"), finding("150", "NUM501"))
    assert "2 known findings are no longer there" in baseline.applied(report(), RULES).notes[0]
    assert "1 known finding is" in baseline.applied(report(finding("FNR")), RULES).notes[0]
    assert baseline.applied(report(finding("FNR")), checks.select(["ACR"])).notes == ()
    assert baseline.applied(report(path="other.md"), RULES).notes == ()


def test_texts_are_known_apart() -> None:
    baseline = known(finding("FNR")).renewed(report(finding("OTAN"), path="other.md"))
    assert len(baseline.applied(report(finding("OTAN")), RULES).findings) == 1
    assert baseline.applied(report(finding("FNR")), RULES).findings == ()
    assert baseline.applied(report(finding("OTAN"), path="other.md"), RULES).findings == ()


def test_renewing_keeps_what_is_still_known_and_forgets_the_rest() -> None:
    baseline = known(finding("FNR"), finding("OTAN"))
    again = baseline.renewed(baseline.applied(report(finding("FNR")), RULES))
    assert again == known(finding("FNR"))
    assert again.renewed(report()).texts == {}


def test_what_a_comment_suppresses_is_not_known() -> None:
    silent = replace(report(), suppressed=(replace(finding("FNR"), suppressed="comment"),))
    assert Baseline("known.json").renewed(silent).texts == {}


def test_the_file_lies_where_it_likes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "deep").mkdir()
    write_baseline(known(finding("FNR"), folder=tmp_path / "deep"))
    read = read_baseline("deep/known.json")
    assert list(read.texts) == [("../es.md",)]
    monkeypatch.chdir(tmp_path / "deep")
    read = read_baseline("known.json")
    assert read.applied(report(finding("FNR"), path="../es.md"), RULES).findings == ()


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(max_size=8), max_size=5))
def test_a_file_is_read_as_it_was_written(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    folder = tmp_path_factory.mktemp("baseline")
    baseline = known(*(finding(text) for text in texts), folder=folder)
    write_baseline(baseline)
    assert read_baseline(baseline.path).texts == baseline.texts
    first = Path(baseline.path).read_bytes()
    write_baseline(read_baseline(baseline.path))
    assert Path(baseline.path).read_bytes() == first


def test_half_of_a_character_pair_can_be_known(tmp_path: Path) -> None:
    baseline = known(finding("\ud800"), folder=tmp_path)
    write_baseline(baseline)
    assert read_baseline(baseline.path).texts == baseline.texts


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("{", 1),
        ("[]", None),
        ('{"baseline": 2, "texts": []}', None),
        ('{"baseline": 1, "texts": [{}]}', None),
        ('{"baseline": 1, "texts": [3]}', None),
        (json.dumps({"baseline": 1, "texts": [{"paths": ["a"], "findings": [{"code": "A"}]}]}), None),
        ("[" * 100_000, None),
    ],
)
def test_what_is_no_baseline(text: str, place: int | None, tmp_path: Path) -> None:
    file = tmp_path / "known.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="--write-baseline") as caught:
        read_baseline(str(file))
    assert caught.value.place == place


def test_a_file_that_is_not_there_is_one_to_be_written() -> None:
    with pytest.raises(InputError, match="no such file") as raised:
        read_baseline("nowhere/known.json")
    assert "--write-baseline nowhere/known.json" in str(raised.value)
