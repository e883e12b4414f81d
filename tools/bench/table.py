"""Rows of figures, and the one table they are printed in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass

Figures = dict[str, float | None]
_NOT_QUALITY = frozenset({"seconds", "processor seconds", "sentences", "megabytes"})
_WIDTHS = (14, 36, 28, 44)


@dataclass(frozen=True, slots=True)
class Row:
    """What one tool reached on one text: shares from 0 to 1, and `seconds`, `sentences`, `megabytes` where known."""

    part: str
    text: str
    tool: str
    figures: Figures

    def as_object(self) -> dict[str, object]:
        """The row as it stands in a JSON file."""
        return asdict(self)


def heading() -> str:
    """The first line of the table."""
    return _line(("part", "text", "tool", "quality"), "speed")


def line_of(row: Row) -> str:
    """A row as it is printed."""
    quality = "  ".join(
        f"{name} {'-' if value is None else f'{value:.4f}'}"
        for name, value in row.figures.items()
        if name not in _NOT_QUALITY
    )
    return _line((row.part, row.text, row.tool, quality), "  ".join(_speed(row.figures)))


def _speed(figures: Figures) -> Iterator[str]:
    names = ("seconds", "processor seconds", "sentences", "megabytes")
    seconds, processor, sentences, megabytes = (figures.get(name) for name in names)
    if seconds is not None:
        yield f"{seconds:.2f} s"
    if processor is not None:
        yield f"{processor:.2f} s of processor time"
    if seconds and sentences:
        yield f"{sentences / seconds:,.0f} sentences/s"
    if megabytes is not None:
        yield f"{megabytes:,.0f} MB"


def _line(cells: tuple[str, ...], last: str) -> str:
    return " ".join(f"{cell:{width}}" for cell, width in zip(cells, _WIDTHS, strict=True)) + f" {last}".rstrip()
