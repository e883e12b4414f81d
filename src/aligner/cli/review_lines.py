"""The counts of a review as lines for a person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from aligner.display import counted

if TYPE_CHECKING:
    from aligner.review.results_statistics import PairCount, Statistics

_VERDICTS = ("accepted", "rejected", "everywhere")


def statistics_lines(found: Statistics) -> Iterator[str]:
    """A line for each pair, then what there is of rules and people as tables."""
    yield from map(_pair_line, found.pairs)
    if len(found.pairs) > 1:
        yield _total_line(found.pairs)
    if found.rules:
        yield ""
        yield from _table(
            ("rule", *_VERDICTS, "open"),
            [(f"{one.code} {one.name}", one.accepted, one.rejected, one.everywhere, one.open) for one in found.rules],
        )
    if found.people:
        yield ""
        yield from _table(
            ("person", *_VERDICTS, "edits", "regrouped", "comments", "done"),
            [
                (one.name, *one.verdicts.values(), one.edits, one.regroupings, one.comments, one.done)
                for one in found.people
            ],
        )


def _pair_line(pair: PairCount) -> str:
    return _line(
        pair.pair,
        (pair.done, pair.segments),
        (pair.target_words_done, pair.target_words),
        (pair.decided, pair.findings),
    )


def _total_line(pairs: Sequence[PairCount]) -> str:
    return _line(
        "together",
        (sum(one.done for one in pairs), sum(one.segments for one in pairs)),
        (sum(one.target_words_done for one in pairs), sum(one.target_words for one in pairs)),
        (sum(one.decided for one in pairs), sum(one.findings for one in pairs)),
    )


def _line(name: str, segments: tuple[int, int], words: tuple[int, int], findings: tuple[int, int]) -> str:
    return (
        f"{name}: {segments[0]:,} of {counted(segments[1], 'segment')} done ({words[0]:,} of {counted(words[1], 'word')}), "
        f"{findings[0]:,} of {counted(findings[1], 'finding')} decided"
    )


def _table(heads: Sequence[str], rows: Sequence[tuple[str | int, ...]]) -> Iterator[str]:
    """Columns of numbers set to the right, the first one of names to the left."""
    cells = [list(heads), *([f"{cell:,}" if isinstance(cell, int) else cell for cell in row] for row in rows)]
    wide = [max(len(row[at]) for row in cells) for at in range(len(heads))]
    for row in cells:
        yield "  ".join(
            [row[0].ljust(wide[0]), *(cell.rjust(size) for cell, size in zip(row[1:], wide[1:], strict=True))]
        )
