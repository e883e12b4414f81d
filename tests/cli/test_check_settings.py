"""`aligner check` with settings, comments and known findings."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
TEXT = "Dijo que el el acuerdo estaba cerrado. ¿Qué hora es?\n\nOtra vez la la misma historia.\n"
SETTINGS = """
lang = "es"
select = ["PUN704", "USR"]

[[rule]]
code = "USR901"
name = "agreement"
message = "{target} is no word of ours"
target = '(?i)\\bacuerdo\\b'
suggestion = "pacto"
severity = "info"
"""


@pytest.fixture
def project(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a text and settings, which the command runs in."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "es.md").write_text(TEXT, encoding="utf-8")
    (tmp_path / "aligner.toml").write_text(SETTINGS, encoding="utf-8")
    return tmp_path


def codes(outcome: Any) -> list[str]:
    """The codes that count in a JSON report."""
    return [one["code"] for one in json.loads(outcome.stdout)["findings"] if "suppressed" not in one]


def in_json(run: Run, *arguments: str) -> list[str]:
    return codes(run("check", "es.md", *arguments, "--format", "json"))


def test_settings_are_found_named_or_left(run: Run, project: Path) -> None:
    assert sorted(in_json(run)) == ["PUN704", "PUN704", "USR901"]
    assert in_json(run, "--no-config", "--select", "PUN702") == []
    other = project / "other.toml"
    other.write_text('select = ["PUN704"]\nseverity = { PUN704 = "info" }\nfail-on = "error"\n', encoding="utf-8")
    outcome = run("check", "es.md", "--config", "other.toml", "--format", "json")
    assert (outcome.status, codes(outcome)) == (0, ["PUN704", "PUN704"])
    assert json.loads(outcome.stdout)["summary"] == {"error": 0, "warning": 0, "info": 2}
    assert run("check", "es.md", "--config", "other.toml", "--fail-on", "info").status == 1


def test_the_command_line_goes_before_settings(run: Run, project: Path) -> None:
    assert in_json(run, "--select", "USR") == ["USR901"]
    assert in_json(run, "--ignore", "PUN") == ["USR901"]
    assert in_json(run, "--extend-ignore", "agreement") == ["PUN704", "PUN704"]
    assert in_json(run, "--select", "PUN704", "--extend-select", "USR901") == in_json(run)


def test_settings_of_the_folder_of_the_text(run: Run, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "elsewhere").mkdir()
    monkeypatch.chdir(project / "elsewhere")
    outcome = run("check", "../es.md", "--format", "json")
    assert sorted(codes(outcome)) == ["PUN704", "PUN704", "USR901"]


def test_own_rules_are_listed_and_explained(run: Run, project: Path) -> None:
    last = run("rules").stdout.splitlines()[-1]
    assert last.split()[:3] == ["USR901", "agreement", "info"]
    assert last.endswith("{target} is no word of ours")
    assert "USR901" not in run("rules", "--no-config").stdout
    assert run("explain", "agreement").stdout.startswith("USR901 agreement\ninfo; ")
    assert run("explain", "USR901", "--no-config").status == 2
    assert run("check", "es.md", "--no-config", "--select", "USR901").status == 2


def test_files_have_their_own_exceptions_and_words(run: Run, project: Path) -> None:
    settings = SETTINGS.replace(
        "\n[[rule]]", 'accept = ["acuerdo"]\n[per-file-ignores]\n"*.md" = ["PUN704"]\n[[rule]]', 1
    )
    (project / "aligner.toml").write_text(settings, encoding="utf-8")
    assert in_json(run) == []
    (project / "es.txt").write_text(TEXT, encoding="utf-8")
    assert codes(run("check", "es.txt", "--format", "json")) == ["PUN704", "PUN704"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('selct = ["PUN"]', "aligner.toml:1: selct: there is no such setting; did you mean select?"),
        ('select = ["PUN999"]', "aligner.toml:1: select: no rule has the code"),
        ("select = [", "aligner.toml"),
        ('baseline = "none.json"', "none.json: there is no such file"),
    ],
)
def test_settings_that_are_no_good(text: str, said: str, run: Run, project: Path) -> None:
    (project / "aligner.toml").write_text(text, encoding="utf-8")
    outcome = run("check", "es.md")
    assert (outcome.status, outcome.stdout) == (2, "")
    assert outcome.stderr.startswith(f"aligner: error: {said}")
    assert len(outcome.stderr.splitlines()) == 1


def test_a_pattern_that_takes_too_long_is_an_error(run: Run, project: Path) -> None:
    slow = "code = 'USR901'\nmessage = 'x'\ntarget = '(?:a|a|ab?)+(?:b|c)+$'\n"
    (project / "slow.toml").write_text(f'select = ["USR"]\n[[rule]]\n{slow}', encoding="utf-8")
    (project / "slow.txt").write_text("a" * 3000 + "!", encoding="utf-8")
    outcome = run("check", "slow.txt", "--lang", "es", "--config", "slow.toml")
    assert outcome.status == 2
    assert "rule USR901" in outcome.stderr


def test_languages_of_settings(run: Run, project: Path) -> None:
    (project / "aligner.toml").write_text('from-lang = "es"\nto-lang = "en"\nselect = ["NUM501"]\n', encoding="utf-8")
    (project / "pairs.tsv").write_text("Había 150 gatos.\tThere were 105 cats.\n", encoding="utf-8")
    outcome = run("check", "pairs.tsv")
    assert "\n  es 1 │ Había 150" in outcome.stdout
    outcome = run("check", "pairs.tsv", "--from-lang", "fr", "--to-lang", "de")
    assert "\n  fr 1 │ Había 150" in outcome.stdout


def test_a_region_tells_how_numbers_are_written(run: Run, project: Path) -> None:
    text = "Subió a 1.234 dólares y un 2,5 % más. Luego bajó un 3,75 %.\n"
    (project / "numbers.txt").write_text(text, encoding="utf-8")
    (project / "pairs.tsv").write_text(f"It rose.\t{text}", encoding="utf-8")
    for language, found in (("es", 0), ("es-ES", 0), ("es-419", 2), ("es-MX", 2)):
        (project / "aligner.toml").write_text(
            f'lang = "{language}"\nto-lang = "{language}"\nselect = ["NUM502"]\n', encoding="utf-8"
        )
        for name in ("numbers.txt", "pairs.tsv"):
            assert len(codes(run("check", name, "--format", "json"))) == found
        assert len(codes(run("check", "numbers.txt", "--lang", "es", "--format", "json"))) == 0


def test_the_other_language_of_settings_is_not_that_of_the_text(run: Run, project: Path) -> None:
    (project / "aligner.toml").write_text('lang = "es"\nother-lang = "en"\nselect = ["UNT202"]\n', encoding="utf-8")
    (project / "en.txt").write_text("The deal was closed, and that is what the paper says.\n", encoding="utf-8")
    assert codes(run("check", "en.txt", "--format", "json")) == ["UNT202"]
    assert codes(run("check", "en.txt", "--lang", "en-GB", "--format", "json")) == []


def test_glossaries_of_settings(run: Run, project: Path) -> None:
    (project / "terms").mkdir()
    (project / "terms" / "house.tsv").write_text("source\ttarget\ntreaty\ttratado\n", encoding="utf-8")
    (project / "aligner.toml").write_text('glossaries = ["terms/house.tsv"]\nselect = ["TRM601"]\n', encoding="utf-8")
    (project / "pairs.tsv").write_text("The treaty was signed.\tSe firmó el acuerdo.\n", encoding="utf-8")
    assert codes(run("check", "pairs.tsv", "--format", "json")) == ["TRM601"]
    both = run("check", "pairs.tsv", "--glossary", "terms/house.tsv", "--format", "json")
    assert codes(both) == ["TRM601"]
    (project / "terms" / "house.tsv").unlink()
    assert run("check", "pairs.tsv").status == 2


def test_comments_keep_findings_from_counting(run: Run, project: Path) -> None:
    said = TEXT.replace("Otra vez", "<!-- aligner: ignore PUN704 -->\nOtra vez").replace(
        "hora", "hora <!-- aligner: ignore NAM403 -->"
    )
    (project / "es.md").write_text(said, encoding="utf-8")
    outcome = run("check", "es.md", "--extend-select", "NAM403")
    assert "1 finding left alone by comments not shown" in outcome.stdout
    assert outcome.stderr == "aligner: note: es.md:1: the comment “aligner: ignore NAM403” suppresses nothing\n"
    found = json.loads(run("check", "es.md", "--format", "json").stdout)
    assert [one.get("suppressed") for one in found["findings"]] == [None, None, "comment"]
    assert found["summary"] == {"error": 0, "warning": 1, "info": 1}


def test_known_findings(run: Run, project: Path) -> None:
    outcome = run("check", "es.md", "--write-baseline", "known.json")
    assert (outcome.status, outcome.stdout) == (0, "")
    assert outcome.stderr == "aligner: 3 findings written to known.json as known\n"
    outcome = run("check", "es.md", "--baseline", "known.json")
    assert outcome.status == 0
    assert outcome.stdout == "nothing found in es.md (3 sentences)\n3 known findings not shown\n"
    (project / "es.md").write_text(TEXT.replace("la la", "la") + "\nEra que que no.\n", encoding="utf-8")
    outcome = run("check", "es.md", "--baseline", "known.json", "--format", "json")
    assert outcome.status == 1
    assert codes(outcome) == ["PUN704"]
    suppressed = [one["suppressed"] for one in json.loads(outcome.stdout)["findings"] if "suppressed" in one]
    assert suppressed == ["baseline", "baseline"]
    assert "known.json: 1 known finding is no longer there" in outcome.stderr
    run("check", "es.md", "--baseline", "known.json", "--write-baseline", "known.json")
    outcome = run("check", "es.md", "--baseline", "known.json")
    assert (outcome.status, outcome.stderr) == (0, "")


def test_the_baseline_of_settings_is_written_before_it_is_there(run: Run, project: Path) -> None:
    (project / "aligner.toml").write_text('baseline = "known.json"\n' + SETTINGS, encoding="utf-8")
    assert run("check", "es.md", "--write-baseline", "known.json").status == 0
    assert run("check", "es.md").status == 0
    assert run("check", "es.md", "--write-baseline", "known.json").stderr.startswith("aligner: 3 findings")


def test_a_broken_baseline(run: Run, project: Path) -> None:
    (project / "known.json").write_text("{}", encoding="utf-8")
    for option in ("--baseline", "--write-baseline"):
        outcome = run("check", "es.md", option, "known.json")
        assert outcome.status == 2
        assert outcome.stderr.startswith("aligner: error: known.json: it is no baseline")


def test_statistics(run: Run, project: Path) -> None:
    outcome = run("check", "es.md", "--statistics")
    assert outcome.status == 1
    assert [line.split() for line in outcome.stdout.splitlines()] == [
        ["2", "PUN704", "doubled", "warning", "--fix"],
        ["1", "USR901", "agreement", "info"],
        ["3", "findings"],
    ]
    data = json.loads(run("check", "es.md", "--statistics", "--format", "json").stdout)
    assert [(row["code"], row["count"], row["fixable"]) for row in data["rules"]] == [
        ("PUN704", 2, True),
        ("USR901", 1, False),
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--config", "aligner.toml", "--no-config"), "exclude each other"),
        (("--config", "none.toml"), "none.toml: there is no such file"),
        (("--select", "PUN70X"), "did you mean PUN70"),
    ],
)
def test_options_that_make_no_sense(arguments: tuple[str, ...], said: str, run: Run, project: Path) -> None:
    outcome = run("check", "es.md", *arguments)
    assert (outcome.status, outcome.stdout) == (2, "")
    assert said in outcome.stderr
