"""The benchmark of what a call costs from nothing."""

from __future__ import annotations

import json
from pathlib import Path

from tools.bench.page import with_tables
from tools.bench.starting import calls, starting


def test_every_call_is_timed(tmp_path: Path) -> None:
    rows = list(starting(rounds=1))
    assert [row.text for row in rows] == list(calls(tmp_path))
    seconds = {row.text: row.figures["seconds"] or 0.0 for row in rows}
    assert 0 < seconds["Python itself"] < seconds["check them"]
    assert all((row.figures["processor seconds"] or 0.0) > 0 for row in rows)
    (tmp_path / "start.json").write_text(json.dumps({"results": [row.as_object() for row in rows]}), encoding="utf-8")
    table = with_tables("<!-- measured: start -->\n<!-- end -->\n", tmp_path)
    assert f"| check them | {seconds['check them']:.2f} |" in table
