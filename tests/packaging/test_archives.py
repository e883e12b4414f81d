"""What is in the sdist and the wheel, and what is not."""

from __future__ import annotations

import email
import re
import shutil
import subprocess
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement

REPOSITORY = Path(__file__).resolve().parent.parent.parent
PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
MEGABYTE = 1024 * 1024


@pytest.fixture(scope="module")
def names(built: object) -> set[str]:
    with zipfile.ZipFile(built.wheel) as archive:  # type: ignore[attr-defined]
        return set(archive.namelist())


def tracked(folder: str) -> set[str]:
    """The files of a folder that belong to the repository; every one that is there, where there is no git."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", folder],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
    )
    if listed.returncode == 0 and listed.stdout:
        return {name for name in listed.stdout.splitlines() if (REPOSITORY / name).is_file()}
    found = (path for path in (REPOSITORY / folder).rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {str(path.relative_to(REPOSITORY)) for path in found}


def test_the_wheel_has_the_whole_package(names: set[str]) -> None:
    """Modules, data, styles, templates, translations, and the model: whatever stands in the folder of the package."""
    package = {name.removeprefix("src/") for name in tracked("src/aligner")}
    assert len(package) > 300
    assert package - names == set()
    of_each_kind = ("py.typed", "model.safetensors", ".tsv", ".css", ".html.j2", ".js", ".po")
    assert [kind for kind in of_each_kind if not any(name.endswith(kind) for name in package)] == []


def test_the_wheel_has_nothing_else(names: set[str]) -> None:
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith((".dist-info", ".data"))} == {"aligner"}
    assert [name for name in names if "__pycache__" in name or "/test" in name] == []
    (data,) = (name for name in names if name.split("/")[0].endswith(".data"))
    assert data.endswith(".data/data/share/man/man1/aligner.1")


def test_the_wheel_is_small(built: object) -> None:
    assert built.wheel.stat().st_size < 20 * MEGABYTE  # type: ignore[attr-defined]
    assert built.wheel.name.endswith("-py3-none-any.whl")  # type: ignore[attr-defined]


def test_the_wheel_says_what_the_project_says(built: object, names: set[str]) -> None:
    (metadata,) = (name for name in names if name.endswith(".dist-info/METADATA"))
    (entry_points,) = (name for name in names if name.endswith(".dist-info/entry_points.txt"))
    with zipfile.ZipFile(built.wheel) as archive:  # type: ignore[attr-defined]
        said = email.message_from_bytes(archive.read(metadata))
        scripts = archive.read(entry_points).decode()
    plain = {line for line in said.get_all("Requires-Dist", []) if "extra ==" not in line}
    assert {Requirement(line).name for line in plain} == {Requirement(line).name for line in PROJECT["dependencies"]}
    assert said["Requires-Python"] == PROJECT["requires-python"]
    assert said["License-Expression"] == "Apache-2.0"
    assert set(said.get_all("Provides-Extra", [])) == set(PROJECT["optional-dependencies"])
    assert "aligner = aligner.cli:run" in scripts
    for notice in ("LICENSE", "LICENSE.unicode"):
        assert any(name.endswith(f".dist-info/licenses/{notice}") for name in names), notice


def test_the_sdist_has_what_tests_and_documentation_need(built: object) -> None:
    unpacked: Path = built.unpacked  # type: ignore[attr-defined]
    for name in ("tests/conftest.py", "docs/index.md", "corpora", "tools/man_page.py", "Makefile", "mkdocs.yml"):
        assert (unpacked / name).exists(), name
    assert [name for name in ("site", ".git", ".venv", "build", "dist") if (unpacked / name).exists()] == []
    missing = {name for name in tracked("tests") if not (unpacked / name).exists()}
    assert missing == set()


def test_building_leaves_nothing_behind(built: object) -> None:
    assert not (built.unpacked / "build" / "aligner.1").exists()  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def manual(built: object) -> str:
    with zipfile.ZipFile(built.wheel) as archive:  # type: ignore[attr-defined]
        (name,) = (name for name in archive.namelist() if name.endswith("/aligner.1"))
        return archive.read(name).decode()


def test_the_manual_has_every_command_and_option(manual: str) -> None:
    from aligner.cli.program import COMMANDS

    reference = (REPOSITORY / "docs" / "reference" / "command-line.md").read_text(encoding="utf-8")
    headings = {line.removeprefix("## ") for line in reference.splitlines() if line.startswith("## aligner ")}
    assert {
        line.removeprefix(".SS ").replace("\\-", "-") for line in manual.splitlines() if line[:3] == ".SS"
    } == headings
    assert {f"aligner {name}" for name in COMMANDS} <= headings
    plain = manual.replace(r"\-", "-").replace(r"\:", "")
    lists = re.findall(r"^Options:\n((?:  .*\n)+)", reference, flags=re.MULTILINE)
    options = [option for rows in lists for option in re.findall(r"^  (-.*?)(?:  .*)?$", rows, flags=re.MULTILINE)]
    assert len(options) > 150
    assert [option for option in options if rf"\fB{option}\fR" not in plain] == []


@pytest.mark.parametrize("width", [60, 80, 132])
def test_groff_has_nothing_to_say_against_the_manual(manual: str, width: int) -> None:
    groff = shutil.which("groff")
    if groff is None:
        pytest.skip("groff is not installed")
    command = [groff, "-man", "-ww", "-Tutf8", "-P-cbou", f"-rLL={width}n"]
    done = subprocess.run(command, input=manual, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    assert "-o, --output OUT" in done.stdout
    assert "\\" not in done.stdout.replace("\\n", "")
