"""The guide says what there is."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import click

from aligner.cli.export import export as command
from aligner.exporting.choosing import LATER_STEPS
from aligner.exporting.filters import STEPS

GUIDE = Path(__file__).parents[2] / "docs/guides/export.md"


def test_its_steps_are_those_of_the_code_in_their_order() -> None:
    rows = re.findall(r"^\| `([a-z-]+)` \| `", GUIDE.read_text(encoding="utf-8"), re.MULTILINE)
    assert rows == [*(step.name for step in STEPS), *LATER_STEPS]


def test_its_options_are_there() -> None:
    known = {name for parameter in command.params if isinstance(parameter, click.Option) for name in parameter.opts}
    said = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", GUIDE.read_text(encoding="utf-8")))
    assert said <= known
    assert len(said) > 20


def test_its_example_runs() -> None:
    assert doctest.testfile(str(GUIDE), module_relative=False).failed == 0
