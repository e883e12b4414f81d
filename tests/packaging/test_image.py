"""The Dockerfile, as a reader with habits would look at it; no image is made here."""

from __future__ import annotations

import re
import shlex
import tomllib
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent.parent
IGNORED = (REPOSITORY / ".dockerignore").read_text(encoding="utf-8").splitlines()


def instructions() -> list[tuple[str, str]]:
    """What the file says to do, lines that go on put together."""
    text = (REPOSITORY / "Dockerfile").read_text(encoding="utf-8")
    lines = (line for line in text.replace("\\\n", " ").splitlines() if line.strip() and not line.startswith("#"))
    return [(line.split(maxsplit=1)[0], line.split(maxsplit=1)[1]) for line in lines]


def values(name: str) -> list[str]:
    return [value for instruction, value in instructions() if instruction == name]


def test_every_instruction_is_one() -> None:
    known = {"FROM", "WORKDIR", "COPY", "RUN", "LABEL", "ENV", "USER", "ENTRYPOINT", "CMD"}
    assert {name for name, _ in instructions()} <= known
    assert instructions()[0][0] == "FROM"


def test_images_are_pinned_and_supported() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert values("FROM")
    for image in values("FROM"):
        found = re.fullmatch(r"python:(3\.\d+)-slim( AS \w+)?", image)
        assert found is not None
        assert f"Programming Language :: Python :: {found[1]}" in project["classifiers"]


def test_it_runs_as_nobody_of_importance() -> None:
    made = re.search(r"useradd .*?(\w+)$", values("RUN")[-1])
    assert made is not None
    assert values("USER") == [made[1]]
    order = [name for name, _ in instructions()]
    assert order.index("USER") > max(place for place, name in enumerate(order) if name in {"COPY", "RUN"})


def test_it_starts_the_program_without_a_shell() -> None:
    assert values("ENTRYPOINT") == ['["aligner"]']
    assert all(value.startswith("[") for value in values("CMD"))


def test_pip_leaves_no_cache_and_no_sudo_is_called() -> None:
    for command in values("RUN"):
        words = shlex.split(command)
        assert "sudo" not in words
        assert "--no-cache-dir" in words or "pip" not in words


def test_what_is_copied_is_what_the_package_is_built_of() -> None:
    assert IGNORED[1] == "*"
    let_in = {line.removeprefix("!") for line in IGNORED if line.startswith("!")}
    assert all((REPOSITORY / name).exists() for name in let_in)
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    hook = project["tool"]["hatch"]["build"]["targets"]["wheel"]["hooks"]["custom"]["path"]
    from_project = {project["project"]["readme"], *project["project"]["license-files"], hook, "pyproject.toml", "src"}
    assert from_project <= let_in
    assert "docs/reference/command-line.md" in let_in  # what the hook reads
