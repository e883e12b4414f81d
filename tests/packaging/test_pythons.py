"""Every Python from 3.11 on can read the code, and has what it imports."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.specifiers import SpecifierSet

REPOSITORY = Path(__file__).resolve().parent.parent.parent
PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
SOURCES = sorted(path for folder in ("src", "tools") for path in (REPOSITORY / folder).rglob("*.py"))
VERSIONS = ("3.11", "3.12", "3.13")
# What 3.12 and 3.13 no longer have (PEP 594, PEP 632).
GONE = set(
    """aifc asynchat asyncore audioop cgi cgitb chunk crypt distutils imghdr imp lib2to3 mailcap msilib nis nntplib
    ossaudiodev pipes smtpd sndhdr spwd sunau telnetlib uu xdrlib""".split()  # noqa: SIM905 - a list to read
)


def parsed(path: Path, minor: int = 11) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path), feature_version=(3, minor))


def test_the_grammar_is_that_of_the_oldest() -> None:
    assert len(SOURCES) > 300
    for path in SOURCES:
        parsed(path)
    with pytest.raises(SyntaxError):
        ast.parse("type Name = str", feature_version=(3, 11))


def test_nothing_is_imported_that_newer_ones_have_no_more() -> None:
    assert not GONE & sys.stdlib_module_names or sys.version_info < (3, 13)
    for path in SOURCES:
        for node in ast.walk(parsed(path)):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []
            assert not {name.split(".")[0] for name in names} & GONE, path


def test_what_is_said_of_versions_agrees() -> None:
    said = SpecifierSet(PROJECT["project"]["requires-python"])
    assert all(version in said for version in VERSIONS)
    assert "3.10" not in said
    prefix = "Programming Language :: Python :: 3."
    told = [line for line in PROJECT["project"]["classifiers"] if line.startswith(prefix)]
    assert [line.rpartition(" ")[2] for line in told] == list(VERSIONS)
    assert PROJECT["tool"]["ruff"]["target-version"] == "py311"


def interpreter(version: str) -> str:
    """A Python of that version that runs; skips where there is none."""
    found = shutil.which(f"python{version}")
    pyenv = sorted(Path.home().glob(f".pyenv/versions/{version}.*/bin/python"))
    for candidate in (*map(str, pyenv), found):
        if candidate is not None:
            asked = [candidate, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
            if subprocess.run(asked, capture_output=True, text=True).stdout.strip() == version:
                return candidate
    pytest.skip(f"Python {version} is not here")


@pytest.mark.parametrize("version", VERSIONS)
def test_other_pythons_compile_and_import_it(version: str) -> None:
    """What needs no library is imported; all the rest is compiled, warnings being errors."""
    asked = f"""
import pathlib, sys, warnings
warnings.simplefilter("error")
for path in sorted(pathlib.Path({str(REPOSITORY / "src")!r}).rglob("*.py")):
    compile(path.read_text(encoding="utf-8"), str(path), "exec")
sys.path.insert(0, {str(REPOSITORY / "src")!r})
import aligner, aligner.model, aligner.errors
document = aligner.Document("One.", (), "en")
print(document.text, aligner.__version__ == aligner.version.VERSION)
"""
    command = [interpreter(version), "-I", "-B", "-W", "error", "-c", asked]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "One. True\n"
