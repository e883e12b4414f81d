"""Plots as inline SVG: no script, no font and no colour of their own; the style of the page has these."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

_WIDTH, _HEIGHT = 480, 170
_LEFT, _RIGHT, _BOTTOM, _TOP = 44, 16, 24, 12
_GAP = 0.16  # of the width of a bar


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars over an axis: `labels` stand under every so many of them, at the left edge of the bar; `tips` tell what a bar is.

    Several `series` stand beside each other, named in a legend.
    """

    title: str
    series: tuple[tuple[str, tuple[int, ...]], ...]
    tips: tuple[str, ...]
    labels: tuple[tuple[int, str], ...]


def drawn(bars: Bars) -> Iterator[str]:
    """The bars as an SVG picture, with what a reader of the screen says of it."""
    highest = max((value for _, values in bars.series for value in values), default=0)
    top = _round_up(highest)
    width, height = _WIDTH - _LEFT - _RIGHT, _HEIGHT - _BOTTOM - _TOP
    slot = width / max(1, len(bars.tips))
    told = _told(bars)
    yield f"<figure><figcaption>{escape(bars.title)}{''.join(_legend(bars))}</figcaption>\n"
    yield f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{escape(told, quote=True)}">\n'
    for share in (0, 0.5, 1):
        y = _TOP + height * (1 - share)
        yield f'<line class="grid" x1="{_LEFT}" y1="{y:.1f}" x2="{_WIDTH - _RIGHT}" y2="{y:.1f}"/>'
        yield f'<text class="tick end" x="{_LEFT - 6}" y="{y + 4:.1f}">{_short(top * share)}</text>\n'
    each = slot * (1 - _GAP) / len(bars.series)
    for number, (name, values) in enumerate(bars.series):
        for place, value in enumerate(values):
            if value:
                tall = max(1.0, height * value / top)
                x = _LEFT + slot * (place + _GAP / 2) + each * number
                tip = escape(f"{bars.tips[place]}: {value:,}" + (f" ({name})" if len(bars.series) > 1 else ""))
                yield f'<rect class="bar{number}" x="{x:.1f}" y="{_TOP + height - tall:.1f}" width="{each:.1f}" '
                yield f'height="{tall:.1f}"><title>{tip}</title></rect>\n'
    for place, label in bars.labels:
        yield f'<text class="tick middle" x="{_LEFT + slot * place:.1f}" y="{_HEIGHT - 8}">{escape(label)}</text>\n'
    yield "</svg></figure>\n"


def rows(counts: Sequence[tuple[str, int]], total: int) -> Iterator[tuple[str, str, str, str]]:
    """Rows of a table: name, count, share, and a bar of it; names are HTML already."""
    for name, count in counts:
        share = count / total if total else 0
        meter = f'<meter min="0" max="{max(1, total)}" value="{count}">{share:.0%}</meter>'
        yield name, f"{count:,}", f"{share:.1%}", meter


def _legend(bars: Bars) -> Iterator[str]:
    if len(bars.series) > 1:
        for number, (name, _) in enumerate(bars.series):
            yield f' <span class="key"><svg viewBox="0 0 10 10" aria-hidden="true"><rect class="bar{number}" width="10" '
            yield f'height="10"/></svg> {escape(name)}</span>'


def _told(bars: Bars) -> str:
    """What the picture shows, in a sentence."""
    said = []
    for name, values in bars.series:
        highest = max(range(len(values)), key=values.__getitem__)
        said.append(f"{name}: most at {bars.tips[highest]}, {values[highest]:,} of {sum(values):,}")
    return f"{bars.title}; {'; '.join(said)}"


def _round_up(value: int) -> int:
    """The next of 1, 2, 4, 5, 6, 8 or 10 times a power of ten; 2 at least, so that half of it is a number.

    >>> [_round_up(value) for value in (0, 1, 3, 11, 55, 1234)]
    [2, 2, 4, 20, 60, 2000]
    """
    power = 1
    while True:
        for step in (2, 4, 6, 8, 10):
            if value <= step * power:
                return step * power
        power *= 10


def _short(value: float) -> str:
    """A number of an axis.

    >>> [_short(value) for value in (0, 500, 2000, 1500000)]
    ['0', '500', '2k', '1.5M']
    """
    for size, unit in ((1e6, "M"), (1e3, "k")):
        if value >= size:
            return f"{value / size:g}{unit}"
    return f"{value:g}"
