"""What cannot be used: one clear line on stderr, exit status 2, nothing on stdout, never a traceback."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]

ENGLISH = (
    "The town hall opened the bridge to the public on Monday. They said that it was the work of many hands and that "
    "the people of the valley had waited for it. It is not the first bridge, but they are proud of it. "
)
SPANISH = (
    "El ayuntamiento abrió el puente al público el lunes. Dijo que fue una obra de muchas manos y que los vecinos del "
    "valle la esperaban. No es el primer puente, pero el valle está orgulloso de las obras y de su alcaldesa. "
)
FILES: dict[str, bytes] = {
    "en.txt": ENGLISH.encode(),
    "es.txt": SPANISH.encode(),
    "en2.txt": (ENGLISH * 2).encode(),
    "empty.txt": b"",
    "blank.txt": b" \n\n\t\n",
    "binary.txt": bytes(range(256)) * 40,
    "page.txt": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
    "truncated.txt": SPANISH.encode("utf-16")[:-1],
    "text.xyz": SPANISH.encode(),
    "nosuffix": SPANISH.encode(),
    "broken.jsonl": b'{"source": "a"',
    "entities.tmx": b'<!DOCTYPE tmx [<!ENTITY a "b">]><tmx version="1.4"><body/></tmx>',
}

# Arguments, and words the line must have: which file, what is wrong with it.
CASES: dict[str, tuple[tuple[str, ...], str]] = {
    "missing": (("check", "nowhere.txt"), r"nowhere\.txt: .*no such file"),
    "missing target": (("align", "en.txt", "nowhere.txt"), r"nowhere\.txt: .*no such file"),
    "folder without texts": (("check", "folder"), r"folder: it is a folder with no texts"),
    "empty": (("check", "empty.txt"), r"empty\.txt: .*(empty|no text)"),
    "blank": (("check", "blank.txt"), r"blank\.txt: .*no text"),
    "empty source": (("align", "empty.txt", "es.txt"), r"empty\.txt: .*(empty|no text)"),
    "empty target": (("check", "en.txt", "empty.txt"), r"empty\.txt: .*(empty|no text)"),
    "blank, pre-segmented": (("align", "blank.txt", "es.txt", "--pre-segmented"), r"blank\.txt: .*no text"),
    "binary": (("check", "binary.txt"), r"binary\.txt.*: .*binary"),
    "pdf": (("check", "page.txt"), r"page\.txt.*: .*PDF"),
    "encoding": (("check", "truncated.txt"), r"truncated\.txt.*: "),
    "unknown suffix": (("check", "text.xyz"), r"text\.xyz: .*\.xyz"),
    "no suffix": (("align", "en.txt", "nosuffix"), r"nosuffix: .*suffix"),
    "unknown format": (("check", "es.txt", "--from", "rtf"), r"--from.*rtf"),
    "unknown output format": (("align", "en.txt", "es.txt", "--to", "xml"), r"--to.*xml"),
    "output suffix": (("align", "en.txt", "es.txt", "-o", "out.xyz"), r"out\.xyz: .*\.xyz"),
    "output folder": (("align", "en.txt", "es.txt", "-o", "nowhere/out.tsv"), r"nowhere/out\.tsv: .*cannot be written"),
    "output is a folder": (("check", "es.txt", "-o", "folder"), r"folder: .*directory"),
    "same file twice": (("align", "en.txt", "en.txt"), r"en\.txt: .*same file"),
    "same file by another name": (("align", "en.txt", "./en.txt"), r"en\.txt: .*same file"),
    "one language": (("align", "en.txt", "en2.txt"), r"en2\.txt: .*both in English"),
    "exchanged": (("check", "es.txt", "en.txt"), r"en\.txt: .*source is in Spanish.*exchange"),
    "one language by option": (("align", "en.txt", "es.txt", "--to-lang", "en"), r"both said to be English"),
    "not a language": (("check", "es.txt", "--lang", "español!"), r"'español!' is not a language"),
    "both standard input": (("align", "-", "-"), r"standard input"),
    "three texts, one missing": (
        ("check", "en.txt", "es.txt", "en3.txt"),
        r"en3\.txt: there is no such file or folder",
    ),
    "no text": (("check",), r"Missing argument"),
    "bad jsonl": (("check", "broken.jsonl"), r"broken\.jsonl:1: "),
    "entities": (("check", "entities.tmx"), r"entities\.tmx.*: "),
    "bitext as text": (("align", "broken.jsonl", "es.txt"), r"broken\.jsonl: .*jsonl"),
    "unknown rule": (("check", "es.txt", "--select", "XYZ1"), r"'XYZ1'.*aligner rules"),
    "unknown rule to explain": (("explain", "ALN10"), r"'ALN10'.*ALN10\d"),
    "no such model": (("align", "en.txt", "es.txt", "--model", "./nowhere"), r"\./nowhere: "),
    "one text, languages of two": (("check", "es.txt", "--from-lang", "es"), r"--from-lang goes with two texts"),
    "two texts, language of one": (("check", "en.txt", "es.txt", "--lang", "es"), r"--lang goes with one text"),
    "one text, a model": (("check", "es.txt", "--model", "x"), r"--model goes with two texts"),
    "a bitext, a model": (("check", "broken.jsonl", "--model", "x"), r"--model goes with two texts"),
    "a bitext, language of one": (("check", "broken.jsonl", "--lang", "es"), r"--lang goes with one text"),
    "size": (("align", "en.txt", "es.txt", "--max-size", "0"), r"--max-size.*0"),
}


@pytest.fixture
def folder(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, data in FILES.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "folder").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", CASES)
def test_one_clear_line(name: str, run: Run, folder: Path) -> None:
    arguments, words = CASES[name]
    outcome = run(*arguments)
    assert outcome.status == 2, outcome
    assert outcome.stdout == ""
    assert re.fullmatch(r"aligner: error: [^\n]+\n", outcome.stderr)
    assert re.search(words, outcome.stderr), outcome.stderr
    assert {path.name for path in folder.iterdir()} == {*FILES, "folder"}


def test_the_files_are_good_otherwise(run: Run, folder: Path) -> None:
    """What the cases above call wrong is not wrong by accident."""
    assert run("align", "en.txt", "es.txt", "--to", "tsv").status == 0
    assert run("check", "es.txt", "--fail-on", "never").status == 0


def test_standard_input_that_is_empty(run: Run) -> None:
    outcome = run("check", "-")
    assert outcome.status == 2
    assert re.match(r"aligner: error: -: [^\n]+\n$", outcome.stderr)


def test_an_old_output_survives_a_failure(run: Run, folder: Path) -> None:
    (folder / "out.tsv").write_text("old", encoding="utf-8")
    assert run("align", "en.txt", "empty.txt", "-o", "out.tsv").status == 2
    assert (folder / "out.tsv").read_text(encoding="utf-8") == "old"


@pytest.mark.parametrize(("filler", "size"), [(b"x", 50_000_000), (b"palabra ", 5_000_000)], ids=["word", "words"])
def test_a_very_long_line(filler: bytes, size: int, tmp_path: Path) -> None:
    """An honest result or one clear line, in bounded time and memory."""
    file = tmp_path / "long.txt"
    file.write_bytes(filler * (size // len(filler)))
    done = subprocess.run(
        [sys.executable, "-m", "aligner", "check", str(file), "--lang", "es", "--fail-on", "never"],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert "Traceback" not in done.stderr
    if done.returncode == 2:
        assert re.fullmatch(r"aligner: error: [^\n]+\n", done.stderr)
    else:
        assert done.returncode == 0
        assert "long.txt" in done.stdout
