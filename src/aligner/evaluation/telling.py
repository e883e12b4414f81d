"""An evaluation told to a person as a table, to a program as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from aligner.evaluation.counts import KindCounts
from aligner.evaluation.evaluating import Comparison, Evaluation
from aligner.evaluation.figures import Difference, Figure, Measure
from aligner.version import VERSION

_RATIOS = ("precision", "recall", "f1")


def as_text(evaluation: Evaluation) -> Iterator[str]:
    """Lines of a table: the measures with their intervals, bead types, documents, and the comparison."""
    yield from _measure_table(evaluation.measures)
    if evaluation.kinds:
        yield "\nbead      precision  recall      F1    test    gold\n"
        for kind, counts in evaluation.kinds.items():
            ratios = _kind_ratios(counts)
            cells = "  ".join(_shown(ratios[name]) for name in _RATIOS)
            yield f"{kind:10}   {cells} {counts.test:7} {counts.gold:7}\n"
    if len(evaluation.each) > 1:
        yield "\nstrict F1  lax F1  document\n"
        for name, found in evaluation.each.items():
            yield f"   {_shown(found['strict'].f1.value)}  {_shown(found['lax'].f1.value)}  {name}\n"
    if evaluation.comparison:
        yield from _comparison(evaluation.comparison)
    yield f"\n{_manner(evaluation)}\n"


def _measure_table(found: Mapping[str, Measure]) -> Iterator[str]:
    yield "          precision  recall      F1   95 % of F1           test    gold\n"
    for name, measure in found.items():
        cells = "  ".join(_shown(getattr(measure, ratio).value) for ratio in _RATIOS)
        yield f"{name:10}   {cells}   {_interval(measure.f1.interval):16} {measure.test:7} {measure.gold:7}\n"


def _comparison(comparison: Comparison) -> Iterator[str]:
    yield f"\ncompared with {comparison.path}\n"
    yield from _measure_table(comparison.measures)
    yield "\n              F1 more  95 %                     p\n"
    for name, difference in comparison.differences.items():
        value = "      -" if difference.value is None else f"{difference.value:+7.4f}"
        interval = "-" if difference.interval is None else "{:+.4f} to {:+.4f}".format(*difference.interval)
        p_value = "     -" if difference.p_value is None else f"{difference.p_value:6.4f}"
        yield f"{name:10}    {value}  {interval:20} {p_value}\n"


def _manner(evaluation: Evaluation) -> str:
    documents, bootstrap = len(evaluation.each), evaluation.bootstrap
    said = f"{documents} document{'s' if documents > 1 else ''}"
    if evaluation.measures["strict"].f1.interval:
        said += f"; intervals from {bootstrap.resamples:,} resamples of {evaluation.resampled}, seed {bootstrap.seed}"
    return said if evaluation.counts_sentences else f"{said}; texts compared, not sentence numbers"


def _shown(value: float | None) -> str:
    return "     -" if value is None else f"{value:6.4f}"


def _interval(interval: tuple[float, float] | None) -> str:
    return "-" if interval is None else f"{interval[0]:.4f} to {interval[1]:.4f}"


def _kind_ratios(counts: KindCounts) -> dict[str, float | None]:
    precision = counts.hits / counts.test if counts.test else None
    recall = counts.hits / counts.gold if counts.gold else None
    # The harmonic mean of the two, written so that it needs neither.
    f1 = 2 * counts.hits / (counts.test + counts.gold)
    return {"precision": precision, "recall": recall, "f1": f1}


def as_json(evaluation: Evaluation) -> Iterator[str]:
    """One JSON object with the same figures unrounded, null where there was nothing to count."""
    yield json.dumps(as_object(evaluation), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def as_object(evaluation: Evaluation) -> dict[str, object]:
    """The evaluation as plain data."""
    kinds = [
        {"bead": kind, **_kind_ratios(counts), "test": counts.test, "gold": counts.gold, "hits": counts.hits}
        for kind, counts in evaluation.kinds.items()
    ]
    told: dict[str, object] = {
        "tool": "aligner",
        "version": VERSION,
        "signature": evaluation.signature,
        "gold": evaluation.gold,
        "test": evaluation.test,
        "compared": "sentences" if evaluation.counts_sentences else "texts",
        **_measures(evaluation.measures),
        "beads": kinds,
        "documents": [
            {"name": name, **{key: _plain(measure) for key, measure in found.items()}}
            for name, found in evaluation.each.items()
        ],
        "bootstrap": {
            "resamples": evaluation.bootstrap.resamples,
            "seed": evaluation.bootstrap.seed,
            "unit": evaluation.resampled,
            "level": 0.95,
        },
    }
    if evaluation.comparison:
        told["comparison"] = {
            "test": evaluation.comparison.path,
            **_measures(evaluation.comparison.measures),
            "f1_differences": {
                name: _difference(difference) for name, difference in evaluation.comparison.differences.items()
            },
        }
    return told


def _measures(found: Mapping[str, Measure]) -> dict[str, object]:
    return {
        name: {**_plain(measure), "intervals": {ratio: _bounds(getattr(measure, ratio)) for ratio in _RATIOS}}
        for name, measure in found.items()
    }


def _plain(measure: Measure) -> dict[str, object]:
    ratios = {ratio: getattr(measure, ratio).value for ratio in _RATIOS}
    return {**ratios, "test": measure.test, "gold": measure.gold}


def _bounds(figure: Figure) -> list[float] | None:
    return None if figure.interval is None else list(figure.interval)


def _difference(difference: Difference) -> dict[str, object]:
    interval = None if difference.interval is None else list(difference.interval)
    return {"value": difference.value, "interval": interval, "p_value": difference.p_value}
