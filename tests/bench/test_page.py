"""What was measured, written into the documentation."""

from __future__ import annotations

import json
import re
from pathlib import Path

from tools.bench.page import with_tables
from tools.bench.table import Row
from tools.bench.texts import REPOSITORY

PAGE = "before\n<!-- measured: lines -->\nold\n<!-- end -->\nbetween\n<!-- measured: length -->\nold\n<!-- end -->\n"


def keep(folder: Path, part: str, *rows: Row) -> None:
    (folder / f"{part}.json").write_text(json.dumps({"results": [row.as_object() for row in rows]}), encoding="utf-8")


def test_tables_take_the_place_of_old_ones(tmp_path: Path) -> None:
    figures: dict[str, float | None] = {"strict": 0.99, "lax": 1.0, "nulls": 0.5, "seconds": 2.0, "sentences": 2469.0}
    keep(tmp_path, "lines", Row("lines", "newstest2011 deleted", "aligner", figures))
    text = with_tables(PAGE, tmp_path)
    assert "| newstest2011 deleted | 0.9900 (0.500) |" in text
    assert "| newstest2011 clean | – |" in text
    assert "| *sentences a second* | 1,200 |" in text
    assert text.startswith("before\n<!-- measured: lines -->\n| set | aligner |\n|---|---|\n")
    # Nothing else changes, and a part that was not measured keeps what it has.
    assert text.endswith("<!-- end -->\nbetween\n<!-- measured: length -->\nold\n<!-- end -->\n")
    assert with_tables(text, tmp_path) == text


def test_length(tmp_path: Path) -> None:
    figures: dict[str, float | None] = {"strict": 0.99, "seconds": 2.0, "sentences": 19_500.0, "megabytes": 1234.5}
    keep(tmp_path, "length", Row("length", "10,000 lines", "aligner", figures))
    assert "| 10,000 | 2.0 | 200 | 1,234 MB | 0.9900 |" in with_tables(PAGE, tmp_path)


def test_every_part_that_is_measured_has_one_table() -> None:
    text = (REPOSITORY / "docs" / "benchmarks.md").read_text(encoding="utf-8")
    guide = (REPOSITORY / "docs" / "guides" / "segmentation.md").read_text(encoding="utf-8")
    parts = re.findall(r"<!-- measured: (\w+) -->", text + guide)
    assert parts == ["lines", "running", "book", "length", "start", "reliability", "splitting"]
    for figure in re.findall(r"\((figures/\w+\.svg)\)", text):
        assert (REPOSITORY / "docs" / figure).stat().st_size < 60_000


def test_the_comparison_has_the_figures_of_the_novels(tmp_path: Path) -> None:
    """Both pages tell of the same run; `--page docs/comparison.md` writes the table."""
    figures: dict[str, float | None] = {"strict": 0.9, "lax": 1.0, "nulls": 0.5, "seconds": 2.0, "sentences": 10.0}
    keep(tmp_path, "book", Row("book", "verwandlung", "aligner", figures), Row("book", "verwandlung", "other", figures))
    table = with_tables("<!-- measured: peers -->\n<!-- end -->\n", tmp_path)
    assert "| aligner | 0.900 | – | – | – |\n| Bertalign" in table
    rows = [
        next(line for line in (REPOSITORY / "docs" / name).read_text("utf-8").split("\n") if line.startswith(start))
        for name, start in (("benchmarks.md", "| aligner | 0."), ("comparison.md", "| aligner | 0."))
    ]
    assert re.findall(r"\| (0\.\d+)", rows[0]) == re.findall(r"\| (0\.\d+)", rows[1])
