"""The reference pages say what the code does, and every example in the documentation runs."""

from __future__ import annotations

import doctest
import importlib.util
import re
from pathlib import Path
from types import ModuleType

import click
import pytest

import aligner
from aligner.checks import rules
from aligner.cli import main
from aligner.cli.program import COMMANDS

REPOSITORY = Path(__file__).parent.parent.parent
DOCS = REPOSITORY / "docs"
READABLE = sorted([*DOCS.rglob("*.md"), *REPOSITORY.glob("*.md")])


def reference() -> ModuleType:
    """The script that writes the pages."""
    spec = importlib.util.spec_from_file_location("reference", REPOSITORY / "tools" / "reference.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


SCRIPT = reference()
PAGES = SCRIPT.PAGES
README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
# The examples of the others are docstrings, which run where they stand.
WRITTEN_BY_HAND = [file for file in READABLE if file.name not in PAGES]


@pytest.mark.parametrize("name", PAGES)
def test_the_page_is_current(name: str) -> None:
    """`make docs` writes it anew."""
    assert (DOCS / "reference" / name).read_text(encoding="utf-8") == PAGES[name]()


def test_the_readme_shows_real_output() -> None:
    assert SCRIPT.readme() == README


def test_every_reference_page_is_written_by_the_script() -> None:
    assert {file.name for file in (DOCS / "reference").glob("*.md")} == set(PAGES)


def test_the_python_page_has_every_public_name() -> None:
    page = PAGES["python.md"]()
    names = [name for name in aligner.__all__ if not name.startswith("__")]
    assert [name for name in names if f"\n### {name}\n" not in page] == []
    # What differs from one run to the next would make the page stale by itself.
    assert " at 0x" not in page


def test_the_architecture_page_has_every_module() -> None:
    page = PAGES["architecture.md"]()
    package = REPOSITORY / "src" / "aligner"
    names = {file.stem for file in package.glob("*.py")} | {file.parent.name for file in package.glob("*/__init__.py")}
    assert {name for name in names if f"### {name}\n" not in page} == {"__init__", "__main__"}
    assert "| `rebuilding` |" in page
    assert "|  |" not in page


def test_the_rules_page_has_every_rule() -> None:
    page = PAGES["rules.md"]()
    assert len(rules()) > 5
    assert all(f"## {rule.code} {rule.name}\n" in page for rule in rules())


def test_the_command_line_page_has_every_command() -> None:
    page = PAGES["command-line.md"]()
    assert all(f"## aligner {name}\n" in page for name in COMMANDS)


@pytest.mark.parametrize("file", WRITTEN_BY_HAND, ids=lambda file: str(file.relative_to(REPOSITORY)))
def test_examples_run(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Python examples print what they say."""
    monkeypatch.chdir(REPOSITORY)
    failed, _ = doctest.testfile(str(file), module_relative=False, optionflags=doctest.ELLIPSIS)
    assert failed == 0


def calls_in(text: str) -> list[list[str]]:
    """The words of every call of `aligner` in a text."""
    return [line.split() for line in re.findall(r"^(?:\$ )?aligner ([^\n#|>]*)", text, flags=re.MULTILINE)]


@pytest.mark.parametrize("file", WRITTEN_BY_HAND, ids=lambda file: str(file.relative_to(REPOSITORY)))
def test_commands_in_the_text_exist(file: Path) -> None:
    for words in calls_in(file.read_text(encoding="utf-8")):
        command: click.Command = main
        while isinstance(command, click.Group) and words and not words[0].startswith("-"):
            # `aligner review` opens what is no command of its own; no other group has the command `open`.
            name = words.pop(0) if command.get_command(click.Context(command), words[0]) else "open"
            found = command.get_command(click.Context(command), name)
            assert found is not None, f"{file.name} calls {words}"
            command = found
        known = {option for parameter in command.params for option in parameter.opts} | {"--help", "-h"}
        assert {word for word in words if word.startswith("--") or re.fullmatch("-[a-zA-Z]", word)} <= known


def test_calls_are_found() -> None:
    assert calls_in("$ aligner check a.txt -o b\naligner rules\nthe aligner is") == [
        ["check", "a.txt", "-o", "b"],
        ["rules"],
    ]
