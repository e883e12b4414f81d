"""What is in a corpus: every figure by hand, and the page as a browser has it."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from aligner.building import BuildOptions, build
from aligner.corpus import read_manifest
from aligner.errors import InputError, OptionError
from aligner.exporting.candidates import Candidate
from aligner.exporting.counting import Extremes
from aligner.exporting.plots import Bars, drawn
from aligner.exporting.statistics import Statistics, StatisticsOptions, as_json, as_object, statistics
from aligner.exporting.statistics_page import as_page
from aligner.pipeline import PairOptions

ROWS = [
    ("The bridge was opened on Monday.", "El puente se inauguró el lunes.", 0.95),
    ("The bridge was opened on  monday.", "El puente se inauguró el lunes.", 0.9),
    ("She keeps three hundred goats in the hills behind the village.", "Cría cabras.", 0.31),
    ("Nobody came.", "", None),
    ("", "Nadie vino.", None),
    ("London", "London", None),
]


def written(folder: Path, rows: Sequence[tuple[str, str, float | None]] = ROWS, name: str = "a.jsonl") -> str:
    lines = [json.dumps({"source": source, "target": target, "score": score}) for source, target, score in rows]
    (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(folder / name)


def made(*paths: str, **options: Any) -> Statistics:
    return statistics(paths, StatisticsOptions(**options))


def test_every_figure(tmp_path: Path) -> None:
    found = made(written(tmp_path))
    assert (found.pairs, found.nulls, found.documents, found.unscored) == (6, (1, 1), 1, 1)
    assert (found.source.words, found.target.words) == (6 + 6 + 11 + 2 + 1, 6 + 6 + 2 + 2 + 1)
    assert found.source.characters == sum(len(source) for source, _, _ in ROWS)
    assert (found.source.longest, found.target.longest) == (11, 6)
    assert found.source.lengths[:4] == (2, 2, 1, 0)
    assert sum(found.ratios) == 4
    assert {bar: count for bar, count in enumerate(found.scores) if count} == {6: 1, 18: 1, 19: 1}
    assert dict(found.kinds) == {"1-1": 4, "1-0": 1, "0-1": 1}
    assert dict(found.duplicates) == {"pairs": 1, "sources": 1, "targets": 1}
    assert dict(found.target.languages) == {"es": 2}
    assert [one.row for one in found.worst] == [2, 1, 0]
    assert [one.row for one in found.best] == [0, 1, 2]
    assert found.findings is None


def test_rules_are_run_when_asked(tmp_path: Path) -> None:
    rows = [("It cost 150 euros.", "Costó 105 euros.", 0.9), ("It rained.", "Llovió.", 0.9)]
    assert dict(made(written(tmp_path, rows), checks=True).findings or ())["NUM501"] == 1


def test_without_scores_the_least_usual_lengths_are_shown(tmp_path: Path) -> None:
    rows = [("a" * 40, "b" * 44, None), ("a" * 10, "b" * 90, None)]
    found = made(written(tmp_path, rows), samples=1)
    assert ([one.row for one in found.worst], found.best) == ([1], ())


def test_a_built_corpus(tmp_path: Path) -> None:
    texts = ("It cost 150 euros. Nobody came to the opening.", "Costó 105 euros. Nadie vino a la inauguración.")
    for folder in ("news", "blog"):
        (tmp_path / folder).mkdir()
        for code, text in zip(("en", "es"), texts, strict=True):
            (tmp_path / folder / f"a.{code}.txt").write_text(text, encoding="utf-8")
    manifest = tmp_path / "m.tsv"
    manifest.write_text("".join(f"{one}/a.en.txt\t{one}/a.es.txt\n" for one in ("news", "blog")), encoding="utf-8")
    build(read_manifest(str(manifest)), str(tmp_path / "corpus"), BuildOptions())
    found = made(str(tmp_path / "corpus"))
    assert (found.pairs, found.documents, dict(found.places)) == (4, 2, {"news": 2, "blog": 2})
    assert dict(found.findings or ())["NUM501"] == 2
    assert found.best[0].document in {"news/a", "blog/a"}


def test_what_cannot_be_done_is_told(tmp_path: Path) -> None:
    (tmp_path / "empty.tsv").write_text("source\ttarget\n", encoding="utf-8")
    with pytest.raises(InputError):
        made(str(tmp_path / "empty.tsv"))
    with pytest.raises(OptionError, match="--samples -1"):
        StatisticsOptions(samples=-1)
    (tmp_path / "corpus.json").write_text("{", encoding="utf-8")
    (tmp_path / "empty.tsv").unlink()
    assert made(str(tmp_path), written(tmp_path)).pairs == len(ROWS)


def test_json_has_all_of_it(tmp_path: Path) -> None:
    found = made(written(tmp_path), pair=PairOptions("en", "fr"))
    said = json.loads("".join(as_json(found)))
    assert said == as_object(found)
    assert said["languages"] == {"source": "en", "target": "fr"}
    assert sum(bar["pairs"] for bar in said["ratios"]) == 4
    assert said["worst"][0]["source"] == ROWS[2][0]


def page(found: Statistics) -> html.HtmlElement:
    return html.document_fromstring("".join(as_page(found)))


def test_the_page_shows_it_and_needs_nothing_else(tmp_path: Path) -> None:
    found = made(written(tmp_path), checks=True)
    root = page(found)
    text = root.text_content()
    for said in ("6 pairs of 1 document", "Words of a text", "Bead types", "Lowest scores", ROWS[2][0], "Findings"):
        assert said in " ".join(text.split())
    assert len(root.xpath("//figure/svg[@role='img'][@aria-label]")) == 3
    assert not root.xpath("//script|//img|//link|//@style|//@src|//@href")
    assert not re.search(r"https?://", "".join(as_page(found)).replace("http://www.w3.org", ""))


def test_texts_cannot_become_mark_up(tmp_path: Path) -> None:
    hostile = "<script>alert(1)</script>\"'&\x00"
    rows = [(hostile, f"{hostile} x", 0.5), ("One.", "Uno.", 0.6)]
    root = page(made(written(tmp_path, rows, "<b>&.jsonl")))
    assert not root.xpath("//script|//b[not(ancestor::p)]")
    assert "<script>alert(1)</script>" in root.text_content()


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(0, 10**7), min_size=1, max_size=30))
def test_bars_stay_inside_their_picture(values: list[int]) -> None:
    tips = tuple(map(str, range(len(values))))
    picture = "".join(drawn(Bars("A & B", (("one", tuple(values)), ("<two>", tuple(values))), tips, ((0, "0"),))))
    root = html.fragment_fromstring(picture)
    bars = root.xpath("svg/rect")
    assert len(bars) == 2 * sum(value > 0 for value in values)
    for bar in bars:
        x, y, width, height = (float(bar.get(name)) for name in ("x", "y", "width", "height"))
        assert 0 <= x <= x + width <= 480
        assert 0 <= y <= y + height <= 170
    heights = [float(bar.get("height")) for bar in bars[: len(bars) // 2]]
    shown = [value for value in values if value]
    assert [shown.index(max(shown))] == [heights.index(max(heights))] if shown else not heights


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(0, 5), max_size=30), st.integers(0, 5))
def test_extremes_are_those_of_all(values: list[int], most: int) -> None:
    extremes = Extremes(most)
    for row, value in enumerate(values):
        extremes.offer(value, "", Candidate("", "", row=row))
    order = sorted(range(len(values)), key=lambda row: (-values[row], row))
    assert [one.row for one in extremes.shown()] == order[:most]
