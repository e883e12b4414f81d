"""`aligner check`: what is checked, what is reported, and the exit status."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
PAIR = ("bridge.en.txt", "bridge.es.txt")
ONLY = ("--select", "ALN101,NUM501")


def found(outcome: Any) -> list[str]:
    """The codes of a JSON report."""
    return [finding["code"] for finding in json.loads(outcome.stdout)["findings"]]


@pytest.mark.parametrize(("fail_on", "status"), [(None, 1), ("info", 1), ("warning", 1), ("error", 1), ("never", 0)])
def test_status_with_an_error(fail_on: str | None, status: int, run: Run) -> None:
    options = () if fail_on is None else ("--fail-on", fail_on)
    assert run("check", *PAIR, *ONLY, *options).status == status


@pytest.mark.parametrize(("fail_on", "status"), [("info", 1), ("warning", 1), ("error", 0), ("never", 0)])
def test_status_with_a_warning(fail_on: str, status: int, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from aligner.model import Finding, Report, Severity, Side, Span
    from aligner.reading import read_segmented

    def with_a_warning(*arguments: object) -> Report:
        document = read_segmented("bridge.es.txt", "es", None, pre_segmented=False)
        finding = Finding("UNT203", "leftover-word", Severity.WARNING, "x", (Span(Side.TARGET, 0, 2, "El"),))
        return Report(((Side.TARGET, document),), (finding,), "")

    monkeypatch.setattr("aligner.pipeline.check_document", with_a_warning)
    assert run("check", "bridge.es.txt", "--fail-on", fail_on).status == status


def test_status_when_clean(run: Run) -> None:
    outcome = run("check", "bridge.es.txt", "--select", "UNT", "--fail-on", "info")
    assert outcome.status == 0
    assert outcome.stdout.startswith("nothing found in bridge.es.txt")


@pytest.mark.parametrize(
    ("options", "codes"),
    [
        (("--select", "ALN101", "--select", "num501"), ["NUM501", "ALN101"]),
        (("--select", " ALN101 , NUM501 "), ["NUM501", "ALN101"]),
        (("--select", "ALN,NUM", "--ignore", "NUM"), ["ALN101"]),
        (("--select", "NUM501"), ["NUM501"]),
    ],
)
def test_rules_are_chosen(options: tuple[str, ...], codes: list[str], run: Run) -> None:
    reported = found(run("check", *PAIR, *options, "--format", "json"))
    assert [code for code in reported if code in {"ALN101", "NUM501"}] == codes


def test_beads_are_rows_of_a_bitext(run: Run) -> None:
    data = json.loads(run("check", "bridge.en-es.tsv", *ONLY, "--format", "json").stdout)
    assert [(finding["code"], finding["bead"]) for finding in data["findings"]] == [("NUM501", 0), ("ALN101", 2)]
    assert [document["side"] for document in data["documents"]] == ["source", "target"]


def test_one_text_is_the_target(run: Run) -> None:
    data = json.loads(run("check", "leftover.es.txt", "--select", "UNT202", "--format", "json").stdout)
    assert data["documents"] == [{"side": "target", "path": "leftover.es.txt"}]
    assert data["summary"] == {"error": 1, "warning": 0, "info": 0}
    text = Path("leftover.es.txt").read_text(encoding="utf-8")
    (span,) = data["findings"][0]["spans"]
    assert text[span["start"] : span["end"]] == span["text"] == text.split("\n")[2]


def test_the_language_of_one_text_is_seen(run: Run) -> None:
    """English text without a word about languages is checked as English."""
    assert run("check", "bridge.en.txt", "--select", "UNT202").status == 0
    assert run("check", "bridge.en.txt", "--select", "UNT202", "--lang", "es").status == 1
    assert run("check", "bridge.en.txt", "--select", "UNT202", "--other-lang", "en").status == 1


def test_texts_from_standard_input(run: Run) -> None:
    source, target = (Path(name).read_text(encoding="utf-8") for name in PAIR)
    both = found(run("check", *PAIR, *ONLY, "--format", "json"))
    assert found(run("check", "-", PAIR[1], *ONLY, "--format", "json", stdin=source)) == both
    assert found(run("check", PAIR[0], "-", *ONLY, "--format", "json", stdin=target)) == both
    assert run("check", "-", "--select", "UNT202", stdin=target).status == 0
    rows = Path("bridge.en-es.tsv").read_text(encoding="utf-8")
    assert found(run("check", "-", "--from", "tsv", *ONLY, "--format", "json", stdin=rows)) == both


def test_the_report_goes_to_a_file(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "report.json"
    outcome = run("check", *PAIR, *ONLY, "--format", "json", "-o", str(file))
    assert (outcome.status, outcome.stdout, outcome.stderr) == (1, "", "")
    assert json.loads(file.read_text(encoding="utf-8"))["summary"]["error"] == 2
    assert run("check", *PAIR, *ONLY, "-o", "-").stdout == run("check", *PAIR, *ONLY).stdout


def test_the_same_call_prints_the_same_bytes(run: Run) -> None:
    assert run("check", *PAIR, "--format", "json") == run("check", *PAIR, "--format", "json")
