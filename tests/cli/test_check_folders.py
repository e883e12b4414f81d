"""`aligner check FOLDER` with `--fix`, `--diff` and `--watch`: what is written, where, and what is told of it."""

from __future__ import annotations

import json
import re
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from watching import lines_until, watching

Run = Callable[..., Any]
ENGLISH = "Amrullah Saleh left the harbour with {} men.\n\nWhat time was it? Nobody knows who paid for the wall.\n"
SPANISH = "Amrullah Saleh dejó el puerto con {} hombres.\n\n¿Qué hora era? Nadie sabe quién pagó el muro.\n"
ONLY = ("--select", "PUN702,PUN704,NAM401,NUM501")


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Four pairs, in which the command runs: in the third a word stands twice and a mark is missing, in the fourth a name drifts."""
    monkeypatch.setenv("ALIGNER_CACHE", str(tmp_path / "cache"))
    folder = tmp_path / "site"
    for number in range(4):
        write(folder, f"en/a{number}.txt", ENGLISH.format(20 + number))
        spanish = SPANISH.format(20 + number)
        if number == 2:
            spanish = spanish.replace("¿", "").replace("dejó el", "dejó el el")
        write(folder, f"es/a{number}.txt", spanish.replace("Saleh", "Salleh") if number == 3 else spanish)
    monkeypatch.chdir(folder)
    return folder


def write(folder: Path, name: str, text: str) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(text.encode())


def contents(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): path.read_text("utf-8") for path in sorted(folder.rglob("*.*"))}


def test_every_file_is_fixed_in_its_place(run: Run, site: Path) -> None:
    before = contents(site)
    outcome = run("check", ".", *ONLY, "--fix")
    assert (outcome.status, outcome.stdout.splitlines()[0]) == (0, "nothing found in 4 texts (8 files)")
    assert outcome.stderr.splitlines()[1:] == [
        "aligner: fixed 2 in es/a2.txt (PUN702, PUN704)",
        "aligner: fixed 1 in es/a3.txt (NAM401)",
        "aligner: fixed 3 in 2 of 4 texts (NAM401, PUN702, PUN704)",
    ]
    expected = {name: before[name] for name in before if name not in {"es/a2.txt", "es/a3.txt"}}
    assert contents(site) == {**expected, **{f"es/a{at}.txt": SPANISH.format(20 + at) for at in (2, 3)}}


def test_what_was_fixed_is_known_to_the_cache_as_it_is_now(run: Run, site: Path) -> None:
    found = run("check", ".", *ONLY)
    assert found.status == 1
    assert "4 of 4" in run("check", ".", *ONLY).stderr
    run("check", ".", *ONLY, "--fix")
    again = run("check", ".", *ONLY)
    assert "4 of 4 as they were" in again.stderr
    assert again.stdout == run("check", ".", *ONLY, "--no-cache").stdout
    # What is put back is found again.
    write(site, "es/a2.txt", SPANISH.format(22).replace("¿", ""))
    later = run("check", ".", *ONLY)
    assert "3 of 4 as they were" in later.stderr
    assert re.findall(r"^(\S+?):[\d:]+ (PUN\d+)", later.stdout, re.MULTILINE) == [("es/a2.txt", "PUN702")]


@pytest.mark.skipif(shutil.which("patch") is None, reason="there is no patch")
@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_diff_writes_nothing_and_says_what_fix_does(workers: str, run: Run, site: Path) -> None:
    before = contents(site)
    shown = run("check", ".", *ONLY, "--diff", "--workers", workers)
    assert (shown.status, contents(site)) == (1, before)
    assert re.findall(r"^--- (.+)$", shown.stdout, re.MULTILINE) == ["es/a2.txt", "es/a3.txt"]
    assert shown.stderr.splitlines()[-1] == "aligner: would fix 3 in 2 of 4 texts (NAM401, PUN702, PUN704)"
    copy = site.parent / "copy"
    shutil.copytree(site, copy)
    subprocess.run(["patch", "-s", "-p0"], input=shown.stdout.encode(), check=True, cwd=copy)
    run("check", ".", *ONLY, "--fix", "--no-cache")
    assert contents(site) == contents(copy)
    clean = run("check", ".", *ONLY, "--diff")
    assert (clean.status, clean.stdout) == (0, "")
    assert clean.stderr.splitlines()[-1] == "aligner: would fix 0 in 0 of 4 texts"


def test_one_spelling_over_the_texts_is_written_only_where_that_is_safe(run: Run, site: Path) -> None:
    # The source has the spelling, too: it may be another man.
    write(site, "en/a3.txt", ENGLISH.format(23).replace("Saleh", "Salleh"))
    outcome = run("check", ".", "--select", "NAM401", "--fix")
    assert outcome.status == 1
    assert "Salleh" in (site / "es/a3.txt").read_text("utf-8")
    assert "fixed 0 in 0 of 4 texts" in outcome.stderr
    # Two texts against one are no majority.
    write(site, "en/a3.txt", ENGLISH.format(23))
    for name in ("en/a0.txt", "es/a0.txt"):
        (site / name).unlink()
    assert "fixed 0 in 0 of 3 texts" in run("check", ".", "--select", "NAM401", "--fix").stderr


def test_what_is_known_or_left_alone_is_not_fixed(run: Run, site: Path) -> None:
    run("check", ".", *ONLY, "--write-baseline", "known.json")
    before = contents(site)
    outcome = run("check", ".", *ONLY, "--baseline", "known.json", "--fix")
    assert outcome.status == 0
    assert contents(site) == before
    (site / "aligner.toml").write_text('[per-file-ignores]\n"es/*" = ["PUN702"]\n', encoding="utf-8")
    assert "fixed 1 in es/a2.txt (PUN704)" in run("check", ".", *ONLY, "--fix").stderr
    assert "22 hombres.\n\nQué hora" in (site / "es/a2.txt").read_text("utf-8")


def test_a_file_that_cannot_be_read_or_written_stops_no_other(run: Run, site: Path, monkeypatch: Any) -> None:
    write(site, "es/broken.txt", "\0\1\2")
    outcome = run("check", ".", *ONLY, "--fix")
    assert outcome.status == 2
    assert "error: es/broken.txt: it is a binary file" in outcome.stderr
    assert "fixed 3 in 2 of 5 texts" in outcome.stderr


def test_a_file_that_somebody_wrote_meanwhile_is_left(run: Run, site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from aligner import fixing

    first = (site / "es/a2.txt").read_bytes()
    written = fixing.Fixing.write

    def late(of: fixing.Fixing) -> None:
        if of.path.endswith("a2.txt"):
            write(site, "es/a2.txt", "Otro texto.\n")
        written(of)

    monkeypatch.setattr(fixing.Fixing, "write", late)
    outcome = run("check", ".", *ONLY, "--fix")
    assert outcome.status == 2
    assert "error: es/a2.txt: it was changed while it was checked; run --fix again" in outcome.stderr
    assert "fixed 1 in 1 of 4 texts (NAM401)" in outcome.stderr
    assert (site / "es/a2.txt").read_bytes() == b"Otro texto.\n" != first


def test_files_of_pairs_in_a_folder_are_fixed_too(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "site/a.po", 'msgid "What time is it?"\nmsgstr "Qué hora es?"\n')
    write(tmp_path, "site/b.md", "# El puente\n\nEra el el puente de la ciudad que todos conocen.\n")
    outcome = run("check", "site", "--no-cache", "--select", "PUN", "--fix")
    assert outcome.status == 0
    assert (tmp_path / "site/a.po").read_text("utf-8") == 'msgid "What time is it?"\nmsgstr "¿Qué hora es?"\n'
    assert "Era el puente" in (tmp_path / "site/b.md").read_text("utf-8")


def test_the_report_in_the_folder_is_no_text_of_it(run: Run, site: Path) -> None:
    for _ in range(2):
        outcome = run("check", ".", *ONLY, "--format", "html", "-o", "report.html")
        assert outcome.status == 1
        assert outcome.stderr.startswith("aligner: 4 pairs")
        assert "alone" not in outcome.stderr


@pytest.mark.parametrize("settings", ['glossaries = ["none.csv"]', '[segmentation]\nrules = "none.srx"'])
def test_what_all_texts_need_and_is_not_there_is_told_once(settings: str, run: Run, site: Path) -> None:
    (site / "aligner.toml").write_text(settings, encoding="utf-8")
    outcome = run("check", ".", *ONLY)
    assert (outcome.status, outcome.stdout) == (2, "")
    assert outcome.stderr.count("error:") == 1
    assert "there is no such file" in outcome.stderr


def test_settings_below_the_folder_are_told(run: Run, site: Path) -> None:
    (site / "aligner.toml").write_text('ignore = ["PUN"]\n', encoding="utf-8")
    (site / "es" / "aligner.toml").write_text('ignore = ["NAM"]\n', encoding="utf-8")
    told = "note: es/aligner.toml is not read: all texts of a call have the settings of aligner.toml\n"
    assert told in run("check", ".", *ONLY).stderr
    assert "not read" not in run("check", ".", *ONLY, "--no-config").stderr
    (site / "aligner.toml").unlink()
    told = "note: es/aligner.toml is not read: settings are those beside the texts that were named, or above them\n"
    assert told in run("check", ".", *ONLY).stderr


def test_what_is_known_and_gone_is_told_once(run: Run, site: Path) -> None:
    run("check", ".", *ONLY, "--write-baseline", "known.json")
    for number in (2, 3):
        write(site, f"es/a{number}.txt", SPANISH.format(20 + number))
    outcome = run("check", ".", *ONLY, "--baseline", "known.json")
    told = "aligner: note: known.json: 3 known findings are no longer there; --write-baseline known.json takes the old"
    assert outcome.status == 0
    assert [line for line in outcome.stderr.splitlines() if "no longer there" in line] == [f"{told} entries out"]


NUMBERS = "Salieron 1.234,5 kilos del puerto y volvieron 7.500,25 kilos con los barcos de la ciudad.\n"


@pytest.mark.parametrize(
    ("name", "settings", "options", "told"),
    [
        ("a.txt", "", (), False),
        ("a.txt", 'lang = "es-MX"', (), True),
        ("a.txt", 'to-lang = "es-MX"', (), True),
        ("a.txt", "", ("--to-lang", "es-MX"), True),
        ("a.es.txt", 'lang = "es-MX"', (), True),
        ("a.es-MX.txt", "", (), True),
        ("es-mx/a.txt", "", (), True),
        ("es-mx/a.txt", 'lang = "es-ES"', (), True),
        ("es-ES/a.txt", 'to-lang = "es-MX"', (), False),
        ("es_la_plata.txt", "", (), False),
    ],
)
def test_texts_alone_are_held_to_their_region(
    name: str, settings: str, options: tuple[str, ...], told: bool, run: Run, tmp_path: Path
) -> None:
    write(tmp_path, f"site/{name}", NUMBERS)
    (tmp_path / "aligner.toml").write_text(settings, encoding="utf-8")
    outcome = run("check", str(tmp_path / "site"), "--no-cache", "--select", "NUM502", *options)
    assert ("NUM502" in outcome.stdout) is told


@pytest.mark.parametrize(("name", "told"), [("es", False), ("es-MX", True)])
def test_pairs_are_held_to_the_region_of_their_names(name: str, told: bool, run: Run, tmp_path: Path) -> None:
    write(tmp_path, "site/a.en.txt", "1,234.5 kilos left the harbour and 7,500.25 kilos came back with the boats.\n")
    write(tmp_path, f"site/a.{name}.txt", NUMBERS)
    outcome = run("check", str(tmp_path / "site"), "--no-cache", "--select", "NUM502")
    assert outcome.stderr.startswith("aligner: 1 pair\n")
    assert ("NUM502" in outcome.stdout) is told


@pytest.fixture
def watched(site: Path) -> Iterator[subprocess.Popen[str]]:
    """The command, watching the folder without a cache on the disk."""
    with watching(site, ".", *ONLY, "--fix", "--no-cache") as process:
        yield process


def test_a_folder_is_watched(watched: subprocess.Popen[str], site: Path) -> None:
    """What changed is checked again, new texts and settings too; its own fixes start nothing; Ctrl-C ends with status 0."""
    told = lines_until(watched, "Ctrl-C")
    assert "aligner: fixed 3 in 2 of 4 texts (NAM401, PUN702, PUN704)" in told
    write(site, "es/a1.txt", SPANISH.format(91))
    told = lines_until(watched, "Ctrl-C")
    assert told[0] == "aligner: changed: es/a1.txt"
    assert "aligner: 3 of 4 as they were: taken from the cache" in told
    assert any("NUM501" in line for line in told)
    write(site, "en/a4.txt", ENGLISH.format(4))
    write(site, "es/a4.txt", SPANISH.format(4))
    told = lines_until(watched, "Ctrl-C")
    assert told[:2] == ["aligner: changed: en/a4.txt, es/a4.txt", "aligner: 5 pairs"]
    write(site, "aligner.toml", "ignroe = 1\n")
    told = lines_until(watched, "Ctrl-C")
    assert told[0] == "aligner: changed: aligner.toml"
    assert "did you mean ignore?" in told[1]
    write(site, "aligner.toml", 'ignore = ["NUM"]\n')
    assert any("fixed 0" in line for line in lines_until(watched, "Ctrl-C"))
    watched.send_signal(signal.SIGINT)
    assert watched.wait(timeout=20) == 0
    assert watched.stdout is not None
    assert watched.stdout.read() == ""


def test_every_finding_of_every_report_names_its_file(run: Run, site: Path) -> None:
    """All ten formats, two of which have room for one pair only and say so."""
    paths = {"es/a2.txt", "es/a3.txt"}
    for form in ("text", "github", "junit", "csv", "html", "sarif", "json", "jsonl"):
        told = run("check", ".", *ONLY, "--format", form)
        assert told.status == 1
        assert all(path in told.stdout for path in paths), form
        assert "es/a0.txt:" not in told.stdout, form
    for form in ("po", "xliff"):
        refused = run("check", ".", *ONLY, "--format", form)
        assert (refused.status, refused.stdout) == (2, "")
        assert "is of one pair" in refused.stderr
    rows = [json.loads(line) for line in run("check", ".", *ONLY, "--format", "jsonl").stdout.splitlines()]
    assert {row["code"] for row in rows} == {"PUN702", "PUN704", "NAM401"}
