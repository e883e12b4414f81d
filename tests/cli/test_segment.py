"""`aligner segment`, and `--rules` of the commands that split texts."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import aligner

Run = Callable[..., Any]
TEXT = "Una nota\n\nEl Sr. Gil volvió de EE. UU. El lunes se va.\n"
# Every comma ends a sentence, and nothing else.
COMMAS = """<srx version="2.0"><header segmentsubflows="yes" cascade="no"/><body><languagerules>
<languagerule languagerulename="commas"><rule break="yes"><beforebreak>,</beforebreak><afterbreak> </afterbreak></rule></languagerule>
</languagerules><maprules><languagemap languagepattern=".*" languagerulename="commas"/></maprules></body></srx>"""


@pytest.fixture
def text(tmp_path: Path) -> str:
    path = tmp_path / "note.txt"
    path.write_text(TEXT, encoding="utf-8")
    return str(path)


@pytest.fixture
def commas(tmp_path: Path) -> str:
    path = tmp_path / "commas.srx"
    path.write_text(COMMAS, encoding="utf-8")
    return str(path)


def test_a_sentence_a_line(run: Run, text: str) -> None:
    outcome = run("segment", text)
    assert outcome.status == 0
    assert outcome.stdout == "Una nota\n\nEl Sr. Gil volvió de EE. UU.\nEl lunes se va.\n"
    assert run("segment", "-", stdin=TEXT).stdout == outcome.stdout


def test_json_by_the_suffix_or_by_name(run: Run, text: str, tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    assert run("segment", text, "-o", str(path)).status == 0
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [TEXT[row["start"] : row["end"]] for row in rows] == [
        "Una nota", "El Sr. Gil volvió de EE. UU.", "El lunes se va.",
    ]  # fmt: skip
    assert json.loads(run("segment", text, "--to", "json").stdout)["sentences"] == rows


def test_the_library_does_the_same(text: str, commas: str) -> None:
    document = aligner.segment_file(text)
    assert (document.language, len(document.sentences)) == ("es", 3)
    assert len(aligner.segment_file(text, "es-MX", rules=commas).sentences) == 2


def test_languages(run: Run, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<p>Fig. 3 shows Dr. Hale. She left.</p>", encoding="utf-8")
    assert run("segment", str(page), "--lang", "en").stdout == "Fig. 3 shows Dr. Hale.\nShe left.\n"
    outcome = run("segment", "-", stdin="Xyz.")
    assert (outcome.status, "--lang" in outcome.stderr) == (2, True)


def test_rules_of_a_house_hold_wherever_texts_are_split(run: Run, tmp_path: Path, commas: str) -> None:
    source, target = tmp_path / "a.en.txt", tmp_path / "a.es.txt"
    source.write_text("The old bridge is closed, the new one is open. It is red.\n", encoding="utf-8")
    target.write_text("El puente viejo está cerrado, el nuevo está abierto. Es rojo.\n", encoding="utf-8")
    beads = run("align", str(source), str(target), "--rules", commas).stdout.splitlines()
    assert [json.loads(bead)["source"] for bead in beads] == [
        "The old bridge is closed,", "the new one is open. It is red.",
    ]  # fmt: skip
    signatures = [
        json.loads(run("check", *given, "--format", "json").stdout)["signature"]
        for given in ((str(target),), (str(target), "--rules", commas), (str(source), str(target), "--rules", commas))
    ]
    assert ["segmentation:" in signature for signature in signatures] == [False, True, True]
    (tmp_path / "aligner.toml").write_text('[segmentation]\nrules = "commas.srx"\n', encoding="utf-8")
    by_settings = json.loads(run("check", str(target), "--format", "json").stdout)["signature"]
    assert by_settings == signatures[1]


def test_what_makes_no_sense_is_refused(run: Run, tmp_path: Path, text: str, commas: str) -> None:
    pairs = tmp_path / "pairs.tsv"
    pairs.write_text("One.\tUno.\n", encoding="utf-8")
    for arguments, said in (
        (("segment",), "give a text"),
        (("segment", text, "--rules", text), "it is no XML"),
        (("segment", text, "--export-rules", "-"), "give either"),
        (("segment", "--export-rules", "-", "--lang", "en"), "--lang goes with a text"),
        (("check", str(pairs), "--rules", commas), "--rules goes with texts"),
        (("align", text, str(pairs), "--pre-segmented", "--rules", commas), "--pre-segmented or --rules"),
    ):
        outcome = run(*arguments)
        assert outcome.status == 2
        assert said in outcome.stderr
        assert outcome.stdout == ""


def test_our_rules_exported_split_as_we_do(run: Run, tmp_path: Path, text: str) -> None:
    path = tmp_path / "own.srx"
    outcome = run("segment", "--export-rules", str(path))
    assert outcome.status == 0
    assert outcome.stderr.count("SRX cannot say") == 3
    assert run("segment", text, "--rules", str(path)).stdout == run("segment", text).stdout
