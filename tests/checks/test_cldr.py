"""What the rules take from CLDR: the tables say what babel says."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest
from babel.core import get_cldr_version

from aligner.checks.cldr import TABLES, Part, babel_rows, rows
from aligner.checks.quantities_currencies import currency_names
from aligner.checks.quantities_measures import unit_names

REPOSITORY = Path(__file__).parent.parent.parent


def written(language: str) -> str:
    file = REPOSITORY / "src" / "aligner" / "checks" / "data" / f"cldr.{language}.tsv"
    return file.read_text(encoding="utf-8")


@pytest.mark.parametrize("language", TABLES)
@pytest.mark.parametrize("part", Part)
def test_a_table_says_what_babel_says(language: str, part: Part) -> None:
    if f"CLDR {get_cldr_version()} " not in written(language):
        pytest.skip("babel has another version of CLDR here than the tables")
    assert rows(language, part) == babel_rows(language, part)
    assert len(rows(language, part)) > 5


@pytest.mark.parametrize("language", TABLES)
def test_the_tables_are_as_their_tool_writes_them(language: str) -> None:
    spec = importlib.util.spec_from_file_location("cldr_tool", REPOSITORY / "tools" / "cldr.py")
    assert spec
    assert spec.loader
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    if f"CLDR {get_cldr_version()} " not in written(language):
        pytest.skip("babel has another version of CLDR here than the tables")
    assert tool.table(language) == written(language)


def test_other_languages_come_from_babel() -> None:
    assert ("9", "septembre") in rows("fr", Part.MONTH)
    assert unit_names("de")["stunden"] == {"duration-hour"}
    assert "CHF" in currency_names("fr")["franc"]
    assert rows("fr", Part.TERRITORY)


@pytest.mark.parametrize("language", ["xx", "-", ""])
def test_a_language_that_nobody_knows_has_no_names(language: str) -> None:
    assert [rows(language, part) for part in Part] == [()] * len(Part)


def test_english_and_spanish_need_no_babel() -> None:
    code = (
        "import sys; from aligner.checks.cldr import Part, rows; "
        "print(len([rows(language, part) for language in ('en', 'es') for part in Part]), 'babel' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["16", "False"]
