"""What is installed with aligner, and under which licences."""

from __future__ import annotations

import importlib.util
import sys
import tomllib
from importlib.metadata import Distribution, version
from os import PathLike
from pathlib import Path
from types import ModuleType

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

REPOSITORY = Path(__file__).resolve().parent.parent.parent
PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
ASKED = [*PROJECT["dependencies"], *(line for lines in PROJECT["optional-dependencies"].values() for line in lines)]


def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("licences", REPOSITORY / "tools" / "licences.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["licences"] = module  # dataclasses look there
    spec.loader.exec_module(module)
    return module


LICENCES = tool()


class Said(Distribution):
    """A library of which nothing but its metadata is there."""

    def __init__(self, metadata: str) -> None:
        self._metadata = metadata

    def read_text(self, filename: str) -> str | None:
        return self._metadata if filename == "METADATA" else None

    def locate_file(self, path: str | PathLike[str]) -> Path:
        raise FileNotFoundError(path)


def test_every_licence_is_allowed() -> None:
    rows = LICENCES.libraries()
    assert {Requirement(line).name for line in PROJECT["dependencies"]} <= {row.name for row in rows}
    assert len(rows) > len(PROJECT["dependencies"])
    assert [(row.name, row.licence) for row in rows if not row.is_allowed] == []


@pytest.mark.parametrize(
    ("said", "licence", "is_allowed"),
    [
        ("License-Expression: MIT", "MIT", True),
        ("License-Expression: Apache-2.0 OR GPL-3.0-only", "binding: Apache-2.0 OR GPL-3.0-only", False),
        ("License-Expression: BSD-3-Clause AND MIT", "BSD-3-Clause AND MIT", True),
        ("License-Expression: BUSL-1.1", "binding: BUSL-1.1", False),
        ("License-Expression: Prosperity-3.0", "Prosperity-3.0", False),
        ("License: BSD 3-Clause License", "BSD-3-Clause", True),
        ("Classifier: License :: OSI Approved :: MIT License", "MIT", True),
        ("Classifier: License :: OSI Approved :: BSD License\nLicense: 3-clause BSD", "BSD-3-Clause", True),
        ("Classifier: License :: OSI Approved :: GNU Affero General Public License v3", "binding: ", False),
        ("License: LGPLv3", "binding: ", False),
        ("License: GPL", "binding: ", False),
        ("License: CC BY-NC 4.0", "binding: ", False),
        ("License: free for non-commercial use", "binding: ", False),
        ("Classifier: License :: Other/Proprietary License", "unknown: ", False),
        ("Summary: none", "unknown: nothing is told", False),
    ],
)
def test_licences_are_told_by_what_libraries_say(said: str, licence: str, is_allowed: bool) -> None:
    found = LICENCES.licence(Said(f"Metadata-Version: 2.4\nName: one\nVersion: 1\n{said}\n"))
    assert found.startswith(licence)
    assert LICENCES.Library("one", "1", found).is_allowed is is_allowed


def test_a_binding_licence_fails(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert LICENCES.main() == 0
    monkeypatch.setattr(LICENCES, "licence", lambda _: "GPL-3.0-only")
    assert LICENCES.main() == 1
    assert "NOT ALLOWED" in capsys.readouterr().out


@pytest.mark.parametrize("line", sorted(set(ASKED)))
def test_every_requirement_has_a_least_release_that_is_not_newer_than_what_is_tested(line: str) -> None:
    requirement = Requirement(line)
    assert [one.operator for one in requirement.specifier] == [">="], "a least release, and no upper bound"
    if importlib.util.find_spec(requirement.name.replace("-", "_")) is not None:
        (least,) = requirement.specifier
        assert Version(version(requirement.name)) >= Version(least.version)


def test_the_page_names_every_library() -> None:
    page = LICENCES.dependencies_page()
    assert all(f"| {row.name} | {row.least} | {row.licence} |" in page for row in LICENCES.libraries())
