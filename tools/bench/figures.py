"""The figures of the documentation, as small SVG files (matplotlib, the extra `bench`)."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tools.bench.noise import DAMAGES
from tools.bench.reliability import Bin
from tools.bench.table import Row

_STYLE: Any = {
    "svg.hashsalt": "aligner",  # the same figures give the same file
    "svg.fonttype": "none",
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
}
_COLOURS = ("#1b6ca8", "#c8553d", "#6b7a3a")


@contextmanager
def _drawing(path: Path, columns: int, width: float) -> Iterator[Sequence[Any]]:
    """Axes to draw on, side by side; the file is written when they are done."""
    import matplotlib as mpl

    mpl.use("svg")
    from matplotlib import pyplot as plt

    with mpl.rc_context(_STYLE):
        figure, axes = plt.subplots(1, columns, figsize=(width, 2.8), squeeze=False, sharey=True, layout="constrained")
        try:
            yield axes[0]
            written = io.StringIO()
            figure.savefig(written, format="svg", metadata={"Date": None, "Creator": None})
        finally:
            plt.close(figure)
    # What an editor or a check for trailing blanks would change anyway.
    path.write_text(re.sub(r"[ \t]+\n", "\n", written.getvalue()), encoding="utf-8")


def draw_growth(rows: Sequence[Row], path: Path) -> None:
    """Seconds against lines, both on logarithmic scales, beside a line of linear growth."""
    seconds = [row.figures["seconds"] or 0.0 for row in rows]
    sizes = [int(row.text.split()[0].replace(",", "")) for row in rows]
    with _drawing(path, 1, 4.6) as (axes,):
        axes.loglog(sizes, seconds, "o-", color=_COLOURS[0], label="aligner, from two files to a ladder")
        straight = [seconds[-1] * size / sizes[-1] for size in sizes]
        axes.loglog(sizes, straight, ":", color="0.5", label="in proportion to the length")
        axes.set(xlabel="lines of either text", ylabel="seconds")
        axes.set_xticks(sizes, [f"{size:,}" for size in sizes], minor=False)
        axes.minorticks_off()
        axes.legend(frameon=False)


def draw_noise(rows: Sequence[Row], path: Path) -> None:
    """Strict F1 against the share of damaged beads, one panel a kind of damage."""
    names = list(dict.fromkeys(row.tool for row in rows))
    with _drawing(path, len(DAMAGES), 8.4) as panels:
        for axes, kind in zip(panels, DAMAGES, strict=True):
            for name, colour in zip(names, _COLOURS, strict=False):
                points = [row for row in rows if row.tool == name and row.text.endswith(f"% {kind}")]
                levels = [int(row.text.split()[0]) for row in points]
                axes.plot(levels, [row.figures["strict"] for row in points], "o-", ms=3, color=colour, label=name)
            axes.set(xlabel=f"% {kind}", ylim=(0, 1.02))
            axes.grid(axis="y", color="0.9")
        panels[0].set_ylabel("strict F1")
        panels[-1].legend(frameon=False, loc="lower left", fontsize=8)


def draw_reliability(conditions: Sequence[tuple[Row, list[Bin]]], path: Path) -> None:
    """The share of right pairs against their score, one panel a condition; a dot's size is how many there are."""
    with _drawing(path, len(conditions), 8.4) as panels:
        for axes, (row, bins) in zip(panels, conditions, strict=True):
            axes.plot([0, 1], [0, 1], ":", color="0.5")
            total = sum(one.count for one in bins)
            axes.scatter(
                [one.score for one in bins],
                [one.right for one in bins],
                s=[12 + 160 * one.count / total for one in bins],
                color=_COLOURS[0],
                clip_on=False,
            )
            error = row.figures["calibration error"] or 0.0
            axes.set(title=f"{row.text}: error {error:.3f}", xlabel="score", xlim=(0, 1), ylim=(0, 1))
        panels[0].set_ylabel("share that is right")
