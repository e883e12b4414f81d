"""The program where only what it says it needs is installed."""

from __future__ import annotations

import json
import shutil
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from aligner.version import VERSION

REPOSITORY = Path(__file__).resolve().parent.parent.parent
ARTICLE = REPOSITORY / "corpora" / "panama-canal"
EXTRAS = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
Run = Callable[..., Any]
# Extras for those who work on aligner, not for those who use it.
OURS = {"test", "bench"}


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    for language in ("en", "es"):
        shutil.copy(ARTICLE / f"article.{language}.txt", tmp_path / f"{language}.txt")
    (tmp_path / "pairs.tsv").write_text("en.txt\tes.txt\n", encoding="utf-8")
    (tmp_path / "crawl.warc").write_bytes(b"WARC/1.0\r\n")
    return tmp_path


@pytest.mark.usefixtures("texts")
def test_it_aligns(bare_run: Run) -> None:
    done = bare_run("aligner", "align", "en.txt", "es.txt")
    assert (done.status, done.stderr) == (0, "")
    beads = [json.loads(line) for line in done.stdout.splitlines()]
    assert sum(bead["bead"] == "1-1" for bead in beads) > 20


@pytest.mark.usefixtures("texts")
def test_it_checks(bare_run: Run) -> None:
    done = bare_run("aligner", "check", "en.txt", "es.txt", "--format", "json")
    assert done.stderr == ""
    assert done.status in {0, 1}
    assert json.loads(done.stdout)["version"] == VERSION


def test_it_has_two_names(bare_run: Run) -> None:
    for program in (("aligner",), ("python", "-m", "aligner")):
        done = bare_run(*program, "--version")
        assert (done.status, done.stdout, done.stderr) == (0, f"aligner {VERSION}\n", "")


def test_it_is_what_was_installed(bare: Path, bare_run: Run) -> None:
    """Neither the repository, nor what else is on this machine."""
    asked = "import aligner, importlib.util as u; print(aligner.__file__, u.find_spec('torch'), u.find_spec('pytest'))"
    done = bare_run("python", "-c", asked)
    path, *others = done.stdout.split()
    assert Path(path).is_relative_to(bare)
    assert others == ["None", "None"]


def test_every_module_can_be_imported(bare_run: Run) -> None:
    """What needs an extra asks for it where it is used, not where it is imported."""
    asked = """
import importlib, pkgutil, aligner
names = [m.name for m in pkgutil.walk_packages(aligner.__path__, "aligner.") if not m.name.endswith("__main__")]
for name in names:
    importlib.import_module(name)
print(len(names))
"""
    done = bare_run("python", "-W", "error", "-c", asked)
    assert (done.status, done.stderr) == (0, "")
    assert int(done.stdout) > 250


def test_the_manual_is_where_man_looks(bare: Path) -> None:
    assert (bare / "share" / "man" / "man1" / "aligner.1").read_text(encoding="utf-8").startswith('.\\" Written by')


# Something that needs each extra, of the program or, with "-c", of Python.
WITHOUT = {
    "transformers": ("aligner", "align", "en.txt", "es.txt", "--model", "LaBSE"),
    "onnx": ("aligner", "align", "en.txt", "es.txt", "--model", "LaBSE", "--backend", "onnx"),
    "openvino": ("aligner", "align", "en.txt", "es.txt", "--model", "LaBSE", "--backend", "openvino"),
    "parquet": ("aligner", "align", "en.txt", "es.txt", "-o", "pairs.parquet"),
    "crawl": ("aligner", "corpus", "pair", "crawl.warc", "-o", "pairs.tsv"),
    "mining": ("aligner", "corpus", "mine", "en.txt", "es.txt", "--index", "faiss"),
    "ray": ("aligner", "corpus", "build", "pairs.tsv", "-o", "corpus", "--engine", "ray", "--to", "jsonl"),
    "pandas": ("python", "-c", "import aligner; aligner.align(['One.'], ['Uno.']).to_pandas()"),
}


def test_every_extra_is_asked_for() -> None:
    assert set(WITHOUT) == set(EXTRAS) - OURS


@pytest.mark.parametrize("extra", WITHOUT)
def test_without_an_extra_one_line_names_it(extra: str, texts: Path, bare_run: Run) -> None:
    before = sorted(texts.iterdir())
    done = bare_run(*WITHOUT[extra])
    wanted = f'pip install "aligner[{extra}]"'
    if WITHOUT[extra][0] == "python":
        assert done.stderr.splitlines()[-1].endswith(wanted)
        return
    assert done.status == 2
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert line.startswith("aligner: error: ")
    assert line.endswith(wanted)
    assert sorted(path for path in texts.iterdir() if path.name != ".cache") == before
