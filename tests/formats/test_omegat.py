"""OmegaT, a program for translators, works with our files as a person would have it do."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from aligner.contracts import Heading, Pair
from aligner.formats import write_pairs

OMEGAT = shutil.which("omegat")
pytestmark = pytest.mark.skipif(OMEGAT is None, reason="OmegaT is not installed")
HEADING = Heading("en", "es")
FOLDERS = "".join(
    f"<{name}_dir>__DEFAULT__</{name}_dir>" for name in ("source", "target", "tm", "glossary", "dictionary")
)
PROJECT = (
    f'<?xml version="1.0" encoding="UTF-8"?><omegat><project version="1.0">{FOLDERS}<glossary_file>__DEFAULT__</glossary_file>'
    "<source_lang>en</source_lang><target_lang>es</target_lang><sentence_seg>true</sentence_seg></project></omegat>"
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for folder in ("source", "target", "tm/auto", "omegat", "glossary", "dictionary"):
        (tmp_path / "project" / folder).mkdir(parents=True)
    (tmp_path / "project" / "omegat.project").write_text(PROJECT, "utf-8")
    return tmp_path / "project"


def translate(project: Path) -> None:
    assert OMEGAT
    configuration = project.parent / "configuration"
    command = [OMEGAT, str(project), "--mode=console-translate", f"--config-dir={configuration}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr


def test_it_translates_a_text_with_our_memory(project: Path) -> None:
    pairs = [
        Pair("The bridge & the <road> opened.", "El puente y la <carretera> abrieron.", 0.9),
        Pair("Three men came 😀.", "Vinieron tres hombres 😀."),
    ]
    write_pairs(pairs, HEADING, str(project / "tm" / "auto" / "memory.tmx"))
    (project / "source" / "a.txt").write_text(f"{pairs[0].source} {pairs[1].source}\n\nNobody knows this.\n", "utf-8")
    translate(project)
    expected = f"{pairs[0].target} {pairs[1].target}\n\nNobody knows this.\n"
    assert (project / "target" / "a.txt").read_text("utf-8") == expected
