"""What is in a corpus as one web page that needs nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from itertools import pairwise

from aligner.exporting.counting import LENGTH_STEP, LENGTHS, RATIO_STEP, RATIOS, SCORES, Shown
from aligner.exporting.page import document_page, table
from aligner.exporting.plots import Bars, drawn, rows
from aligner.exporting.statistics import SideStatistics, Statistics
from aligner.formats.pictures import escaped
from aligner.languages import language_name
from aligner.pipeline import CheckOptions

_MOST_ROWS = 25  # of a table; the JSON has all


def as_page(made: Statistics) -> Iterator[str]:
    """The page: figures, plots, tables, samples.

    It has no script, its own style is all that a browser may use, and everything that comes from the texts is escaped.
    """
    style = files("aligner.exporting").joinpath("data", "plots.css").read_text(encoding="utf-8")
    yield from document_page("aligner corpus report", _content(made), style)


def _content(made: Statistics) -> Iterator[str]:
    names = tuple(map(language_name, made.languages))
    yield f"<header>\n<h1>Corpus report</h1>\n<p>{escaped(names[0])} – {escaped(names[1])}</p>\n"
    documents = "document" if made.documents == 1 else "documents"
    yield f'<p class="big"><b>{made.pairs:,}</b> pairs of <b>{made.documents:,}</b> {documents}</p>\n</header>\n<main>\n'
    yield from _figures(made, names)
    yield '<section class="plots">\n<h2>Distributions</h2>\n<div>\n'
    for bars in (_lengths(made, names), _ratios(made), _scores(made)):
        if bars is not None:
            yield from drawn(bars)
    yield "</div>\n</section>\n"
    yield from _tables(made, names)
    scored = any(made.scores)
    yield from _samples("Lowest scores" if scored else "Least usual ratios of lengths", made.worst, made.languages)
    yield from _samples("Highest scores", made.best, made.languages)
    yield from _inputs(made)
    yield "</main>\n"


def _figures(made: Statistics, names: tuple[str, ...]) -> Iterator[str]:
    """Both sides in numbers."""
    yield "<section>\n<h2>Both sides</h2>\n"
    sides = (made.source, made.target)
    said = dict(made.duplicates)
    lines = (
        ("characters", *(f"{side.characters:,}" for side in sides)),
        ("words", *(f"{side.words:,}" for side in sides)),
        ("words of a text", *(f"{side.words / max(1, sum(side.lengths)):.1f}" for side in sides)),
        ("words of the longest", *(f"{side.longest:,}" for side in sides)),
        ("nothing on this side", *(f"{count:,}" for count in made.nulls)),
        ("texts that were there before", f"{said['sources']:,}", f"{said['targets']:,}"),
    )
    yield from table(("", *map(escaped, names)), lines, frozenset({1, 2}))
    whole = made.pairs - sum(made.nulls)
    share = said["pairs"] / whole if whole > 0 else 0
    yield f"<p>{said['pairs']:,} pairs were there before ({share:.1%}).</p>\n</section>\n"


def _lengths(made: Statistics, names: tuple[str, ...]) -> Bars:
    tips = [f"{bar * LENGTH_STEP + 1}–{(bar + 1) * LENGTH_STEP} words" for bar in range(LENGTHS - 1)]
    tips.append(f"more than {(LENGTHS - 1) * LENGTH_STEP} words")
    labels = tuple((bar, f"{bar * LENGTH_STEP}") for bar in range(0, LENGTHS, 4))
    return Bars(
        "Words of a text", ((names[0], made.source.lengths), (names[1], made.target.lengths)), tuple(tips), labels
    )


def _ratios(made: Statistics) -> Bars:
    edges = [2 ** ((bar - RATIOS / 2) * RATIO_STEP) for bar in range(RATIOS + 1)]
    tips = tuple(f"{low:.2f}–{high:.2f}" for low, high in pairwise(edges))
    labels = tuple((bar, f"{edges[bar]:g}") for bar in range(0, RATIOS + 1, 4))
    return Bars("Characters of the target for one of the source", (("pairs", made.ratios),), tips, labels)


def _scores(made: Statistics) -> Bars | None:
    if not any(made.scores):
        return None
    tips = tuple(f"{bar / SCORES:.2f}–{(bar + 1) / SCORES:.2f}" for bar in range(SCORES))
    labels = tuple((bar, f"{bar / SCORES:g}") for bar in range(0, SCORES + 1, 4))
    return Bars("Score", (("pairs", made.scores),), tips, labels)


def _tables(made: Statistics, names: tuple[str, ...]) -> Iterator[str]:
    yield '<div class="beside">\n'
    yield from _counts("Bead types", "sentences", made.kinds, made.pairs)
    yield from _counts("Where pairs come from", "host or folder", made.places, made.pairs)
    for name, side in zip(names, (made.source, made.target), strict=True):
        yield from _told_languages(name, side)
    yield "</div>\n"
    if made.findings is not None:
        rules = {rule.code: rule.name for rule in CheckOptions().rules}
        named = tuple((f"{code} {rules.get(code, '')}".strip(), count) for code, count in made.findings)
        yield from _counts("Findings", "rule", named, made.pairs, "pairs in which the rule finds something")


def _told_languages(name: str, side: SideStatistics) -> Iterator[str]:
    counts = tuple((language_name(code), count) for code, count in side.languages)
    total = sum(count for _, count in counts)
    if total:
        about = f"of {total:,} texts that were drawn and are long enough to tell, by langid"
        yield from _counts(f"Languages of the {name} side", "language", counts, total, about, unit="texts")


def _counts(
    title: str, head: str, counts: tuple[tuple[str, int], ...], total: int, about: str = "", unit: str = "pairs"
) -> Iterator[str]:
    yield f"<section>\n<h2>{escaped(title)}</h2>\n" + (f"<p>{escaped(about)}</p>\n" if about else "")
    if not counts:
        yield "<p>none</p>\n</section>\n"
        return
    shown = [(escaped(name), count) for name, count in counts[:_MOST_ROWS]]
    yield from table((head, unit, "share", ""), rows(shown, total), frozenset({1, 2}))
    if len(counts) > _MOST_ROWS:
        yield f"<p>and {len(counts) - _MOST_ROWS:,} more, which a report in JSON tells</p>\n"
    yield "</section>\n"


def _samples(title: str, shown: tuple[Shown, ...], languages: tuple[str, str]) -> Iterator[str]:
    if not shown:
        return
    yield f"<section>\n<h2>{escaped(title)}</h2>\n"
    yield from table(("source", "target", "score", "where"), (_sample(one, languages) for one in shown), frozenset({2}))
    yield "</section>\n"


def _sample(one: Shown, languages: tuple[str, str]) -> Iterator[str]:
    for text, language in zip((one.source, one.target), languages, strict=True):
        yield f'<span lang="{escaped(language)}" dir="auto">{escaped(text)}</span>'
    yield "" if one.score is None else f"{one.score:.3f}"
    yield f"{escaped(one.document)}, row {one.row}"


def _inputs(made: Statistics) -> Iterator[str]:
    yield "<section>\n<h2>Files</h2>\n"
    shown = [(escaped(path), f"{pairs:,}") for path, pairs in made.files[:_MOST_ROWS]]
    yield from table(("file", "pairs"), shown, frozenset({1}))
    if len(made.files) > _MOST_ROWS:
        yield f"<p>and {len(made.files) - _MOST_ROWS:,} more, which a report in JSON tells</p>\n"
    if made.skipped:
        yield "<h3>Left out</h3>\n"
        left = [(escaped(path), escaped(reason)) for path, reason in made.skipped[:_MOST_ROWS]]
        yield from table(("file", "why"), left)
    yield "</section>\n"
