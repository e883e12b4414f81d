"""`aligner check` on message catalogues and comma-separated pairs."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]

CATALOGUE = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Language: es\\n"

msgid "The bridge has 150 arches."
msgstr "El puente tiene 105 arcos."

#, fuzzy
msgid "The tower has 20 windows."
msgstr "La torre tiene 30 ventanas."
"""
RECORDS = 'English,Spanish\n"The bridge, which is old, has 150 arches.","El puente, que es viejo, tiene 105 arcos."\n'


@pytest.mark.parametrize(("name", "text", "place"), [("app.po", CATALOGUE, "7:25"), ("app.csv", RECORDS, "2:77")])
def test_pairs_are_checked_where_they_stand(name: str, text: str, place: str, run: Run, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    done = run("check", str(path), "--select", "NUM", "--format", "json")
    assert done.status == 1, done.stderr
    findings = json.loads(done.stdout)["findings"]
    assert [(finding["code"], finding["bead"]) for finding in findings] == [("NUM501", 0)]
    assert run("check", str(path), "--select", "NUM").stdout.startswith(f"{path}:{place}: NUM501")
