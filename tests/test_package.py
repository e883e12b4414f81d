"""The public namespace, and what importing it costs."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

import aligner

HEAVY = ("torch", "starlette", "uvicorn", "pyarrow", "sentence_transformers", "transformers", "ray", "pandas")
NOT_FOR_HELP = (*HEAVY, "numpy", "lxml", "wordfreq", "rich", "aligner.pipeline")
NOT_FOR_ARTICLES = (
    "babel", "wordfreq", "regex", "numpy.ma", "importlib.resources", "zipfile", "concurrent.futures", "logging",
    "markdown_it", "pypdf", "charset_normalizer", "jinja2", "rich", "ssl", "http.client", "multiprocessing", "sqlite3",
    "aligner.bead_files", "aligner.evaluation", "aligner.terminology", "aligner.corpus", "aligner.fetching",
)  # fmt: skip
REPOSITORY = Path(__file__).parent.parent

_HELP = """
import contextlib, io
with contextlib.redirect_stdout(io.TextIOWrapper(io.BytesIO())), contextlib.suppress(SystemExit):
    from aligner.cli import main
    main(['--help'])
"""


def loaded(statement: str, names: tuple[str, ...]) -> list[str]:
    """Which of these modules a fresh interpreter has loaded after a statement."""
    code = f"import sys\n{statement}\nprint(*sorted(set({names!r}) & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.split()


def test_the_namespace_is_what_it_says() -> None:
    public = {name for name in vars(aligner) if not name.startswith("_")}
    # Sub-packages that other tests have imported are attributes too.
    modules = {path.stem for path in Path(aligner.__file__).parent.iterdir()}
    incidental = {"annotations", "importlib", "TYPE_CHECKING", "VERSION"}
    assert public - modules - incidental <= set(aligner.__all__)
    assert all(getattr(aligner, name) is not None for name in aligner.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = aligner.nonsense


def test_the_namespace_gives_the_very_objects() -> None:
    from aligner import pipeline

    assert aligner.align_files is pipeline.align_files


def test_importing_loads_nothing_heavy() -> None:
    assert loaded("import aligner", NOT_FOR_HELP) == []


def test_help_loads_nothing_heavy() -> None:
    assert loaded(_HELP, NOT_FOR_HELP) == []


def test_checking_loads_nothing_heavy() -> None:
    page = REPOSITORY / "corpora" / "panama-canal" / "article.en.txt"
    statement = _HELP.replace("['--help']", repr(["check", str(page)]))
    assert loaded(statement, HEAVY) == []


def test_checking_two_articles_loads_what_they_need_only() -> None:
    """Each of these takes from one to twenty of the six hundred milliseconds of a check in a process of its own."""
    pages = [str(REPOSITORY / "corpora" / "panama-canal" / f"article.{language}.html") for language in ("en", "es")]
    statement = _HELP.replace("['--help']", repr(["check", *pages]))
    assert loaded(statement, (*HEAVY, *NOT_FOR_ARTICLES)) == []


def test_importing_names_what_this_test_looks_for() -> None:
    """The look-up finds a module that is there."""
    assert loaded("import json, numpy", ("json", "numpy")) == ["json", "numpy"]


def test_help_is_quick() -> None:
    """150 ms of processor time, the least of several, so that a busy machine does not decide."""

    def seconds() -> float:
        before = os.times()
        subprocess.run([sys.executable, "-m", "aligner", "--help"], capture_output=True, check=True)
        after = os.times()
        return after.children_user + after.children_system - before.children_user - before.children_system

    assert min(seconds() for _ in range(6)) < 0.15


def test_every_module_says_what_it_is() -> None:
    sources = sorted((REPOSITORY / "src" / "aligner").rglob("*.py"))
    silent = [str(path) for path in sources if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))]
    assert len(sources) > 20
    assert silent == []
