"""Log-likelihood ratios of beads, by the evidence of the document that each stands in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from aligner.alignment.beads import Kind
from aligner.alignment.evidence import Evidence
from aligner.alignment.path import Floats, Integers

LENGTH_PAD = 8.0
# Beyond so many characters, of both sides together, more make no difference.
LONGEST = 8192
_GAIN_LIMIT = 1.0


class Likelihood:
    """What makes beads likely, for `counts` cells of one document after the other; `evidences` are theirs.

    Bead lengths, in characters of both sides together, are told apart up to `longest`, but no further than `LONGEST`. Of one
    document everything holds for any number of cells.
    """

    def __init__(self, evidences: Sequence[Evidence], counts: Sequence[int], longest: int) -> None:
        self._evidences, self._counts = evidences, counts
        self._last = min(longest, LONGEST) - 1
        self._match_mean = self._of_cells(lambda evidence: evidence.match_mean)
        self._near_mean = self._of_cells(lambda evidence: evidence.near_mean)
        self._near_weight = self._of_cells(lambda evidence: 0.5 / evidence.near_deviation**2)
        self._ratio_mean = self._of_cells(lambda evidence: evidence.ratio_mean)
        self._gain = self._of_cells(lambda evidence: evidence.gain / evidence.match_mean)
        self._tabulate(0.5 * np.arange(self._last + 1, dtype=np.float64))
        first: int | Integers = 0
        if len(evidences) > 1:
            first = np.repeat(np.arange(len(evidences)) * (self._last + 1), counts)
        self._first = first

    def _of_cells(self, value: Callable[[Evidence], float]) -> float | Floats:
        """A number of each document, for each cell."""
        if len(self._evidences) == 1:
            return value(self._evidences[0])
        return np.repeat([value(evidence) for evidence in self._evidences], self._counts)

    def _tabulate(self, length: Floats) -> None:
        """What depends on lengths only, by half the length of both sides; one document after the other."""
        evidences = self._evidences

        def column(value: Callable[[Evidence], float]) -> Floats:
            return np.array([value(evidence) for evidence in evidences])[:, None]

        # Short sentences scatter more.
        deviation: Floats = np.clip(
            column(lambda evidence: evidence.match_deviation * 1.2) * (60.0 / (length + 30.0)) ** 0.25, 0.07, 0.3
        )
        variance = column(lambda evidence: evidence.ratio_deviation**2) + 4.0 / (length + LENGTH_PAD)
        spread = column(lambda evidence: evidence.ratio_spread**2)
        self._precision = (-0.5 / deviation**2).ravel()
        self._offset = np.log(column(lambda evidence: evidence.near_deviation) / deviation).ravel()
        self._slope = (0.5 * (1.0 / spread - 1.0 / variance)).ravel()
        self._height = (0.5 * np.log(spread / variance)).ravel()

    def ratio(self, excess: Floats, length_ratio: Floats, length: Integers) -> Floats:
        """Log-likelihood ratio of translations to neighbours, by excess, log length ratio and length of both sides."""
        place = self._place(length)
        ratio = self._meaning(excess, place)
        ratio += self._form(length_ratio, place)
        return ratio

    def ratios(self, excess: Floats, length_ratio: Floats, length: Integers) -> tuple[Floats, Floats]:
        """What `ratio` is the sum of: by likeness, and by length."""
        place = self._place(length)
        return self._meaning(excess, place), self._form(length_ratio, place)

    def coherence(self, kind: Kind, whole: Floats, parts: Sequence[Floats]) -> Floats:
        """Log-likelihood ratio of the outer sentences of beads belonging to them.

        `whole` is the excess of the beads, each of `parts` that of the beads without one outer sentence. Leaving out a
        sentence that belongs makes the runs less alike, leaving out a stranger more. The gains of both are nearly normal with
        opposite means, so that their log-likelihood ratio is linear in the gain.
        """
        # Between several and several, that every sentence belongs says nothing: two pairs are no bead of four.
        most = _GAIN_LIMIT if min(kind.rows, kind.columns) == 1 else 0.0
        total = np.zeros(len(whole))
        for part in parts:
            gain = whole - part
            gain *= self._gain
            total += _clipped(gain, -_GAIN_LIMIT, most)
        return total

    def prior(self, kind: Kind) -> float | Floats:
        """Log prior probability of a kind of bead."""
        return self._of_cells(lambda evidence: evidence.prior(kind))

    def _place(self, length: Integers) -> Integers:
        place: Integers = np.minimum(length, self._last)
        place += self._first
        return place

    def _meaning(self, excess: Floats, place: Integers) -> Floats:
        # A pair more alike than the mean pair is no less likely for it, nor a neighbour less alike.
        match = excess - self._match_mean
        np.minimum(match, 0.0, out=match)
        match *= match
        match *= self._precision.take(place)
        match += self._offset.take(place)
        near = excess - self._near_mean
        np.maximum(near, 0.0, out=near)
        near *= near
        near *= self._near_weight
        match += near
        return _clipped(match, -12.0, 12.0)

    def _form(self, length_ratio: Floats, place: Integers) -> Floats:
        form = length_ratio - self._ratio_mean
        form *= form
        form *= self._slope.take(place)
        form += self._height.take(place)
        # Translators are free with length: a ratio nobody would expect is unlikely, not impossible.
        return _clipped(form, -3.0, 3.0)


@lru_cache(maxsize=8)
def likelihood_of(evidence: Evidence) -> Likelihood:
    """What makes the beads of one document likely."""
    return Likelihood((evidence,), (), LONGEST)


def _clipped(values: NDArray[np.float64], lowest: float, highest: float) -> Floats:
    """The values, changed in place; for a few of them numpy's own clip takes longer than what it does."""
    np.minimum(values, highest, out=values)
    np.maximum(values, lowest, out=values)
    return values
