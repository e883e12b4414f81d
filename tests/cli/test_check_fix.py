"""`aligner check --fix`, `--diff` and `--watch`: what is written, what is told, and when it ends."""

from __future__ import annotations

import shutil
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from watching import lines_until, watching

import aligner
from aligner import formats

Run = Callable[..., Any]
BEFORE = "Dijo que el el acuerdo llegó.\r\n\r\nQué hora es? Era la la paz de la  tarde.\r\n"
AFTER = "Dijo que el acuerdo llegó.\r\n\r\n¿Qué hora es? Era la paz de la tarde.\r\n"
ONLY = ("--select", "PUN")


@pytest.fixture
def folder(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a text, which the command runs in."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "es.txt").write_bytes(BEFORE.encode("utf-8-sig"))
    return tmp_path


def test_a_file_is_fixed_and_checked_again(run: Run, folder: Path) -> None:
    (folder / "es.txt").chmod(0o640)
    outcome = run("check", "es.txt", *ONLY, "--fix")
    assert outcome.status == 0
    assert outcome.stdout.startswith("nothing found in es.txt")
    assert outcome.stderr == "aligner: fixed 4 in es.txt (PUN702, PUN704 ×3)\n"
    assert (folder / "es.txt").read_bytes() == AFTER.encode("utf-8-sig")
    assert (folder / "es.txt").stat().st_mode & 0o777 == 0o640
    assert [file.name for file in folder.iterdir()] == ["es.txt"]
    stamp = (folder / "es.txt").stat().st_mtime_ns
    assert run("check", "es.txt", *ONLY, "--fix").stderr == "aligner: fixed 0 in es.txt\n"
    assert (folder / "es.txt").stat().st_mtime_ns == stamp


@pytest.mark.skipif(shutil.which("patch") is None, reason="there is no patch")
def test_a_diff_writes_nothing_and_says_what_fix_does(run: Run, folder: Path) -> None:
    outcome = run("check", "es.txt", *ONLY, "--diff")
    assert outcome.status == 1
    assert (folder / "es.txt").read_bytes() == BEFORE.encode("utf-8-sig")
    removed = [line for line in outcome.stdout.splitlines() if line.startswith("-")]
    assert removed == [
        "--- es.txt",
        "-\ufeffDijo que el el acuerdo llegó.",
        "-Qué hora es? Era la la paz de la  tarde.",
    ]
    run("check", "es.txt", *ONLY, "--diff", "-o", "es.patch")
    done = subprocess.run(["patch", "--binary", "-s", "-i", "es.patch"], check=False, cwd=folder, capture_output=True)
    assert done.returncode == 0, done.stdout
    assert (folder / "es.txt").read_bytes() == AFTER.encode("utf-8-sig")
    assert (outcome.stderr, run("check", "es.txt", *ONLY, "--diff").status) == (
        "aligner: would fix 4 in es.txt (PUN702, PUN704 ×3)\n",
        0,
    )


def test_fixes_that_meet_are_made_one_after_the_other(run: Run, folder: Path) -> None:
    (folder / "es.txt").write_text(
        "Era que que que no, dijo. Sí que que NATO y la OTAN, dijo el el señor.\n", encoding="utf-8"
    )
    run("check", "es.txt", "--lang", "es", "--select", "PUN704,ACR301", "--fix")
    once = (folder / "es.txt").read_text(encoding="utf-8")
    assert "el señor" in once
    assert "el el" not in once
    run("check", "es.txt", "--lang", "es", "--select", "PUN704,ACR301", "--fix")
    assert (folder / "es.txt").read_text(encoding="utf-8") == once


def test_what_is_known_or_left_alone_is_not_fixed(run: Run, folder: Path) -> None:
    text = "Era el el acuerdo.\n\n<!-- aligner: ignore PUN704 -->\nEra la la paz.\n\nEra un un día.\n"
    (folder / "es.md").write_text(text.replace("un un", "un"), encoding="utf-8")
    run("check", "es.md", *ONLY, "--write-baseline", "known.json")
    (folder / "es.md").write_text(text, encoding="utf-8")
    outcome = run("check", "es.md", *ONLY, "--baseline", "known.json", "--fix")
    assert outcome.status == 0
    assert (folder / "es.md").read_text(encoding="utf-8") == text.replace("un un", "un")


def test_only_the_target_of_a_pair_is_written(run: Run, folder: Path) -> None:
    english = "He said the the deal was near.\n\nThey met on Monday.\n"
    (folder / "en.txt").write_text(english, encoding="utf-8")
    (folder / "es.txt").write_text("Dijo que el acuerdo estaba cerca.\n\nSe se reunieron el lunes.\n", encoding="utf-8")
    outcome = run("check", "en.txt", "es.txt", "--select", "PUN704", "--fix")
    assert (folder / "en.txt").read_text(encoding="utf-8") == english
    assert "Se reunieron el lunes." in (folder / "es.txt").read_text(encoding="utf-8")
    assert outcome.stderr == "aligner: fixed 1 in es.txt (PUN704)\n"
    assert "the stands twice" in outcome.stdout


def test_what_has_no_way_back_is_told(run: Run, folder: Path) -> None:
    page = "<p>Dijo que <b>el</b> <i>el</i> acuerdo lleg&oacute; y la la paz.</p>\n"
    (folder / "es.html").write_text(page, encoding="utf-8")
    outcome = run("check", "es.html", "--lang", "es", *ONLY, "--fix")
    assert outcome.status == 1
    assert (folder / "es.html").read_text(encoding="utf-8") == page.replace("la la", "la")
    assert "aligner: note: 1 suggestion has no exact way back into es.html" in outcome.stderr


def test_what_somebody_else_wrote_is_not_lost(folder: Path) -> None:
    done = aligner.fix(lambda options: aligner.check_document("es.txt", options=options), aligner.CheckOptions())
    assert done.done
    (folder / "es.txt").write_text("Otro texto.\n", encoding="utf-8")
    with pytest.raises(aligner.AlignerError, match="changed while it was checked"):
        done.write()
    assert (folder / "es.txt").read_text(encoding="utf-8") == "Otro texto.\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("-", "--fix"), "in place of standard input"),
        (("-", "--diff"), "in place of standard input"),
        (("pairs.parquet", "--fix"), "pairs.parquet is parquet, into which fixes cannot be written"),
        (("-", "--watch"), "--watch needs files"),
    ],
)
def test_what_cannot_be_written_back(arguments: tuple[str, ...], said: str, run: Run, folder: Path) -> None:
    pairs = formats.parse_bitext(b"The cat.\tEl el gato.\n", "pairs.tsv", "en", "es", "tsv")
    formats.write_bitext(pairs, str(folder / "pairs.parquet"))
    outcome = run("check", *arguments, stdin="El el gato.\n")
    assert (outcome.status, outcome.stdout) == (2, "")
    assert said in outcome.stderr


PAIRS: dict[str, tuple[str, str]] = {
    "a.tsv": ("Peace\tQué hora es? Era la la paz.\n", "Peace\t¿Qué hora es? Era la paz.\n"),
    "a.csv": ('a,"Era, el el ""puente"""\r\n', 'a,"Era, el ""puente"""\r\n'),
    "a.jsonl": (
        '{"target": "Era la la \\u00fanica", "source": "It was"}\r\n',
        '{"target": "Era la \\u00fanica", "source": "It was"}\r\n',
    ),
    "a.po": (
        'msgid "The bridge"\nmsgstr ""\n"Vio el "\n"el puente"\n',
        'msgid "The bridge"\nmsgstr ""\n"Vio "\n"el puente"\n',
    ),
    "a.tmx": (
        "<tmx version='1.4'><body><tu><tuv xml:lang='es'><seg>Vio el &amp; <hi>la</hi> la paz</seg></tuv>"
        "<tuv xml:lang='en'><seg>He saw peace</seg></tuv></tu></body></tmx>",
        "<tmx version='1.4'><body><tu><tuv xml:lang='es'><seg>Vio el &amp; <hi>la</hi> paz</seg></tuv>"
        "<tuv xml:lang='en'><seg>He saw peace</seg></tuv></tu></body></tmx>",
    ),
    "a.xlf": (
        '<xliff version="1.2"><file source-language="en" target-language="es"><body><trans-unit id="1"><source>Peace.'
        "</source><target>Era la<x id='1'/> la paz.</target></trans-unit></body></file></xliff>",
        '<xliff version="1.2"><file source-language="en" target-language="es"><body><trans-unit id="1"><source>Peace.'
        "</source><target>Era la<x id='1'/> paz.</target></trans-unit></body></file></xliff>",
    ),
}


@pytest.mark.parametrize("name", PAIRS)
def test_the_targets_of_a_file_of_pairs_are_fixed(name: str, run: Run, folder: Path) -> None:
    before, after = PAIRS[name]
    (folder / name).write_bytes(before.encode())
    shown = run("check", name, "--select", "PUN702,PUN704", "--diff")
    assert (shown.status, (folder / name).read_bytes()) == (1, before.encode())
    outcome = run("check", name, "--select", "PUN702,PUN704", "--fix")
    assert outcome.stdout.startswith("nothing found")
    assert (folder / name).read_bytes() == after.encode()


def test_watching_ends_quietly(folder: Path) -> None:
    """Findings, then those of the changed file, an error while it is away, and status 0 for Ctrl-C."""
    with watching(folder, "es.txt", *ONLY) as process:
        told = lines_until(process, "Ctrl-C")
        assert any("el stands twice" in line for line in told), told
        (folder / "es.txt").write_text("Todo está bien.\n", encoding="utf-8")
        told = lines_until(process, "Ctrl-C")
        assert any("nothing found" in line for line in told), told
        (folder / "es.txt").unlink()
        told = lines_until(process, "Ctrl-C")
        assert any("there is no such file" in line for line in told), told
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=20) == 0
