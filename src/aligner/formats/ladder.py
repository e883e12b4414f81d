"""vecalign's output: `[3]:[3, 4]:0.09`, sentence numbers of either side and the cost (Thompson and Koehn 2019)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from aligner.model import Bead, Bitext


def write_bitext(bitext: Bitext) -> Iterable[str]:
    """One line a bead, a null one sentence at a time; the cost is left out where none is known.

    vecalign's scorer counts each null sentence as a bead of its own, which is why they are divided here.
    """
    for bead in bitext.beads:
        if not bead.is_null:
            yield _line(bead.source, bead.target, _cost(bead))
            continue
        share = None if bead.cost is None else bead.cost / max(1, len(bead.source) + len(bead.target))
        for number in bead.source:
            yield _line((number,), (), share)
        for number in bead.target:
            yield _line((), (number,), share)


def _cost(bead: Bead) -> float | None:
    if bead.cost is not None:
        return bead.cost
    return None if bead.score is None else 1 - bead.score


def _line(source: Sequence[int], target: Sequence[int], cost: float | None) -> str:
    numbers = f"{list(source)}:{list(target)}"
    return f"{numbers}\n" if cost is None else f"{numbers}:{_decimal(cost)}\n"


def _decimal(cost: float) -> str:
    """At most six decimals, none for nothing: 0.09, 0.4, 0."""
    written = f"{cost:.6f}".rstrip("0").rstrip(".")
    return "0" if written == "-0" else written
