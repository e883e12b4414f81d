"""Settings shown in the documentation are settings."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from aligner.configuration import Configuration, read_configuration

DOCS = Path(__file__).parent.parent.parent / "docs"
EXAMPLES = [
    (file.relative_to(DOCS).as_posix(), example)
    for file in sorted(DOCS.rglob("*.md"))
    for example in re.findall(r"```toml\n(.*?)```", file.read_text(encoding="utf-8"), flags=re.DOTALL)
]


def test_there_are_examples() -> None:
    assert {name for name, _ in EXAMPLES} >= {"guides/configuration.md", "reference/settings.md"}


@pytest.mark.parametrize(("name", "example"), EXAMPLES)
def test_an_example_is_read(name: str, example: str, tmp_path: Path) -> None:
    file = tmp_path / "aligner.toml"
    file.write_text(example, encoding="utf-8")
    assert read_configuration(str(file)) != Configuration(str(file), tmp_path)
