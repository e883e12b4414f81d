"""The texts that are made dirty, the figures and the table."""

from __future__ import annotations

import doctest
from collections import Counter
from pathlib import Path

import pytest

from tools.bench import reliability
from tools.bench.figures import draw_growth, draw_noise, draw_reliability
from tools.bench.growth import timed
from tools.bench.noise import DAMAGES, damaged
from tools.bench.reliability import Bin, binned, calibration_error
from tools.bench.table import Row, heading, line_of
from tools.bench.texts import Lines

COUNT = 200
TEXT = Lines(
    "text",
    tuple(f"s{number}" for number in range(COUNT)),
    tuple(f"t{number}" for number in range(COUNT)),
    tuple(((number,), (number,)) for number in range(COUNT)),
)
STRANGERS = (["source stranger"], ["target stranger"])


def pairs_of(text: Lines) -> list[tuple[list[str], list[str]]]:
    return [([text.source[n] for n in source], [text.target[n] for n in target]) for source, target in text.gold]


@pytest.mark.parametrize("kind", DAMAGES)
def test_damage_keeps_the_gold_true(kind: str) -> None:
    text = damaged(TEXT, kind, 0.2, STRANGERS)
    assert text == damaged(TEXT, kind, 0.2, STRANGERS)
    assert text != TEXT
    numbers = [Counter(number for bead in text.gold for number in bead[side]) for side in (0, 1)]
    assert numbers[0] == Counter(range(len(text.source)))
    assert numbers[1] == Counter(range(len(text.target)))
    for sources, targets in pairs_of(text):
        if sources and targets:
            assert [one[1:] for one in sources] == [one[1:] for one in targets]


@pytest.mark.parametrize("kind", DAMAGES)
def test_no_damage_is_the_text(kind: str) -> None:
    assert damaged(TEXT, kind, 0.0, STRANGERS) == TEXT


def test_so_much_is_deleted_inserted_swapped() -> None:
    gone = damaged(TEXT, "deleted", 0.3, STRANGERS)
    assert 0.2 * COUNT < 2 * COUNT - len(gone.source) - len(gone.target) < 0.4 * COUNT
    more = damaged(TEXT, "inserted", 0.3, STRANGERS)
    added = [one for one in (*more.source, *more.target) if one.endswith("stranger")]
    assert 0.2 * COUNT < len(added) < 0.4 * COUNT
    assert {"source stranger"} == set(more.source) - set(TEXT.source)
    swapped = damaged(TEXT, "swapped", 0.3, STRANGERS)
    assert sorted(swapped.target) == sorted(TEXT.target)
    displaced = sum(one != other for one, other in zip(swapped.target, TEXT.target, strict=True))
    assert 0.15 * COUNT < displaced < 0.45 * COUNT


def test_bins_and_their_error() -> None:
    assert doctest.testmod(reliability).attempted == 2
    assert doctest.testmod(reliability).failed == 0
    bins = binned([(1.0, True), (0.999, True), (0.0, False)])
    assert [one.count for one in bins] == [1, 2]
    assert calibration_error(bins) == pytest.approx(0.001 / 3)


def test_a_command_is_timed_and_must_succeed() -> None:
    import subprocess
    import sys

    held = bytes(range(256)) * 800_000  # 200 MB of whoever measures are not the command's
    seconds, megabytes = timed([sys.executable, "-c", "pass"])
    del held
    assert 0 < seconds < 60
    assert 1 < megabytes < 100
    with pytest.raises(subprocess.CalledProcessError):
        timed([sys.executable, "-c", "raise SystemExit(3)"])


def test_the_table() -> None:
    row = Row("lines", "news", "aligner", {"strict": 0.98765, "nulls": None, "seconds": 2.0, "sentences": 3000})
    assert heading().split() == ["part", "text", "tool", "quality", "speed"]
    assert line_of(row).split() == [
        "lines",
        "news",
        "aligner",
        "strict",
        "0.9877",
        "nulls",
        "-",
        "2.00",
        "s",
        "1,500",
        "sentences/s",
    ]


def test_figures_are_small_and_the_same_every_time(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    long = [Row("length", f"{size:,} lines", "aligner", {"seconds": size / 1000}) for size in (1000, 100_000)]
    dirty = [Row("noise", f"{level} % {kind}", "a", {"strict": 0.9}) for kind in DAMAGES for level in (0, 5, 30)]
    scores = [(Row("reliability", "clean", "aligner", {"calibration error": 0.01}), [Bin(9, 0.9, 0.8)])]
    for number in (1, 2):
        draw_growth(long, tmp_path / f"time{number}.svg")
        draw_noise(dirty, tmp_path / f"noise{number}.svg")
        draw_reliability(scores, tmp_path / f"reliability{number}.svg")
    for name in ("time", "noise", "reliability"):
        first, second = ((tmp_path / f"{name}{number}.svg").read_bytes() for number in (1, 2))
        assert first == second
        assert first.startswith(b"<?xml")
        assert len(first) < 60_000
