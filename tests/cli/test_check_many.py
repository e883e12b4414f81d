"""`aligner check` of folders, lists of files and addresses.

The outputs stand in golden_many/NAME.txt; `ALIGNER_WRITE_GOLDEN=1` writes them anew.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from aligner.version import VERSION

HERE = Path(__file__).parent
GOLDEN = HERE / "golden_many"
CHOSEN = ("--no-cache", "--select", "NUM501,NAM401,UNT202")
CASES: dict[str, tuple[str, ...]] = {
    "folder": ("check", "island", "--verbose", *CHOSEN),
    "folder-json": ("check", "island", "--format", "json", *CHOSEN),
    "files": ("check", "island/harbour.en.md", "island/tower.es.txt", "island/harbour.es.md", *CHOSEN),
    "github": ("check", "island", "--format", "github", *CHOSEN),
    "statistics": ("check", "island", "--statistics", *CHOSEN),
}
Run = Callable[..., Any]


@pytest.fixture
def here(run: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command, called beside the folder of a small site."""
    monkeypatch.chdir(HERE)
    return run


@pytest.mark.parametrize("name", CASES)
def test_golden(name: str, here: Run) -> None:
    done = here(*CASES[name])
    stdout = re.sub(r'("signature": ")[^"]*', r"\1SIGNATURE", done.stdout.replace(VERSION, "VERSION"))
    printed = f"exit status {done.status}\n{stdout}--- stderr\n{done.stderr}"
    file = GOLDEN / f"{name}.txt"
    if os.environ.get("ALIGNER_WRITE_GOLDEN"):
        file.write_text(printed, encoding="utf-8")
    assert printed == file.read_text(encoding="utf-8")


def test_every_golden_file_has_a_case() -> None:
    assert {file.stem for file in GOLDEN.iterdir()} == set(CASES)


@pytest.mark.parametrize("form", ["text", "json", "jsonl", "sarif", "github", "junit", "csv", "html"])
def test_every_format_has_all_findings(form: str, here: Run) -> None:
    done = here("check", "island", "--format", form, *CHOSEN)
    assert done.status == 1
    assert READ[form](done.stdout) == ["NAM401", "NUM501", "UNT202"]


def test_the_report_is_the_same_whatever_the_workers(here: Run) -> None:
    one, two = (here("check", "island", "--format", "json", "--workers", str(number), *CHOSEN) for number in (1, 2))
    assert one == two


READ: dict[str, Callable[[str], list[str]]] = {
    "text": lambda text: sorted(re.findall(r"^\S+:\d+: (\w+)", text, re.MULTILINE)),
    "json": lambda text: sorted(one["code"] for one in json.loads(text)["findings"]),
    "jsonl": lambda text: sorted(json.loads(line)["code"] for line in text.splitlines()),
    "sarif": lambda text: sorted(one["ruleId"] for one in json.loads(text)["runs"][0]["results"]),
    "github": lambda text: sorted(re.findall(r"title=(\w+)", text)),
    "junit": lambda text: sorted(
        str(case.get("name")).split()[0] for case in etree.fromstring(text.encode()).iter("testcase") if len(case)
    ),
    "csv": lambda text: sorted({row["code"] for row in csv.DictReader(io.StringIO(text.lstrip("\ufeff")))}),
    "html": lambda text: sorted(re.findall(r'<article [^>]*data-rule="(\w+)"', text)),
}


def test_spans_of_json_name_their_documents(here: Run) -> None:
    told = json.loads(here("check", "island", "--format", "json", *CHOSEN).stdout)
    documents = told["documents"]
    assert [one["index"] for one in documents] == list(range(len(documents)))
    places = {
        finding["code"]: {documents[span["document"]]["path"] for span in finding["spans"]}
        for finding in told["findings"]
    }
    assert places == {
        "NUM501": {"island/en/bridge.html", "island/es/puente.html"},
        "NAM401": {"island/mill.en.txt"},
        "UNT202": {"island/tower.es.txt"},
    }
    assert told["summary"] == {"error": 2, "warning": 1, "info": 0}


def test_the_status_is_that_of_the_worst(here: Run, tmp_path: Path) -> None:
    assert here("check", "island", *CHOSEN, "--fail-on", "never").status == 0
    assert here("check", "island", "--no-cache", "--select", "NAM401", "--fail-on", "error").status == 0
    shutil.copytree("island", tmp_path / "island")
    (tmp_path / "island" / "broken.txt").write_bytes(b"\0\1\2")
    done = here("check", str(tmp_path / "island"), *CHOSEN)
    assert done.status == 2
    assert "broken.txt: it is a binary file" in done.stderr
    assert "error: 1 of 5 could not be checked" in done.stderr
    assert READ["text"](done.stdout) == ["NAM401", "NUM501", "UNT202"]


def test_a_second_call_takes_from_the_cache(here: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ALIGNER_CACHE", str(tmp_path / "cache"))
    calls = [here("check", "island", "--select", "NUM501,NAM401,UNT202") for _ in range(2)]
    assert "cache" not in calls[0].stderr
    assert "aligner: 4 of 4 as they were: taken from the cache\n" in calls[1].stderr
    assert calls[0].stdout == calls[1].stdout
    assert "cache" not in here("check", "island", *CHOSEN).stderr


def test_settings_and_known_findings_hold(here: Run, tmp_path: Path) -> None:
    shutil.copytree("island", tmp_path / "island")
    known = str(tmp_path / "known.json")
    site = str(tmp_path / "island")
    written = here("check", site, *CHOSEN, "--write-baseline", known)
    assert (written.status, written.stdout) == (0, "")
    assert "3 findings written to" in written.stderr
    assert here("check", site, *CHOSEN, "--baseline", known).status == 0
    settings = 'accept = ["Karvvonen"]\nignore = ["UNT"]\n[per-file-ignores]\n"island/en/*" = ["NUM501"]\n'
    (tmp_path / "aligner.toml").write_text(settings, encoding="utf-8")
    done = here("check", site, "--no-cache", "--extend-select", "NUM501,NAM401")
    codes = READ["text"](done.stdout)
    assert not {"NUM501", "UNT202"} & set(codes)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("https://example.org/", "--fix"), "--fix goes with files, and a published page is none"),
        (("https://example.org/", "--diff"), "--diff goes with files"),
        (("https://example.org/", "--watch"), "--watch goes with files"),
        (("island", "--from", "text"), "--from goes with one text or two"),
        (("island", "--lang", "es"), "--lang goes with one text"),
        (("island", "--format", "po"), "a po report is of one pair"),
        (("island", "--to-lang", "en"), "both said to be English"),
        (("https://example.org/", "--to-lang", "en-GB"), "both said to be English"),
        (("island", "-"), "standard input is one text"),
        (("island", "https://example.org/"), "addresses and files do not go together"),
        (("ftp://example.org/a",), "ftp: is not fetched"),
        (("http://127.0.0.1:9/",), "give --allow-private"),
        (("island/harbour.en.md", "--workers", "2"), "--workers goes with folders"),
        (("island/harbour.en.md", "-v"), "--verbose goes with folders"),
        (("island", "nothing", "island"), "there is no such file or folder"),
        (("golden_many/../island/en", "--select", "XYZ"), "no rule has the code"),
    ],
)
def test_calls_that_make_no_sense(arguments: tuple[str, ...], told: str, here: Run) -> None:
    done = here("check", *arguments)
    assert (done.status, done.stdout) == (2, "")
    assert told in done.stderr
    assert done.stderr.splitlines()[-1].startswith("aligner: error: ")


def test_a_folder_without_texts(here: Run, tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"1")
    done = here("check", str(tmp_path))
    assert done.status == 2
    told = "it is a folder with no texts; 1 left out (1 no text); give files, or a folder with some"
    assert done.stderr == f"aligner: error: {tmp_path}: {told}\n"


def test_a_published_pair(here: Run, site: Any) -> None:
    for path, file in (("/en/bridge", "en/bridge.html"), ("/es/puente.html", "es/puente.html")):
        site.page(path, (HERE / "island" / file).read_bytes())
    done = here("check", f"{site.address}/en/bridge", "--allow-private", *CHOSEN)
    assert done.status == 1
    assert done.stderr == f"aligner: {site.address}/en/bridge + {site.address}/es/puente.html (hreflang)\n"
    assert re.search(rf"{re.escape(site.address)}/es/puente.html:6:\d+: NUM501 number-value \(error\)", done.stdout)
    pair = here("check", f"{site.address}/en/bridge", f"{site.address}/es/puente.html", "--allow-private", *CHOSEN)
    assert pair.stdout == done.stdout


def test_known_findings_of_published_pages_are_told_by_their_addresses(
    here: Run, site: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = site.page(
        "/torre", "<html lang=es><p>Nadie sabe quién pagó la torre.</p><p>There was no money left for it.</p>"
    )
    known = tmp_path / "known.json"
    assert here("check", address, "--allow-private", *CHOSEN, "--write-baseline", str(known)).status == 0
    assert json.loads(known.read_text(encoding="utf-8"))["texts"][0]["paths"] == [address]
    monkeypatch.chdir(tmp_path)
    done = here("check", address, "--allow-private", *CHOSEN, "--baseline", "known.json")
    assert (done.status, "1 known finding not shown" in done.stdout) == (0, True)


def test_a_published_page_alone(here: Run, site: Any) -> None:
    address = site.page(
        "/torre", "<html lang=es><p>Nadie sabe quién pagó la torre.</p><p>There was no money left for it.</p>"
    )
    done = here("check", address, "--allow-private", *CHOSEN)
    assert done.status == 1
    assert done.stderr == f"aligner: note: {address}: no English version of it was found; it is checked by itself\n"
    assert "UNT202" in done.stdout


def test_fetching_brings_nothing_heavy() -> None:
    code = "import aligner.cli.check, sys; print([name for name in ('ssl', 'http.client', 'aligner.corpus') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
