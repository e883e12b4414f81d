"""From what two files call their sentences to numbers that mean the same in both."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from aligner.errors import InputError
from aligner.evaluation.listing import Label, ListedBead, Listing, Naming
from aligner.evaluation.pieces import piece_beads
from aligner.model import Bead, Side

_SIDES = (Side.SOURCE, Side.TARGET)
_PLAIN_IDENTIFIER = re.compile(r"s?([1-9]\d{0,11})", re.ASCII)
_DIGITS = re.compile(r"(\d+)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Neutral:
    """Sentences whose pairing the gold does not know: a test bead made of them alone is not judged."""

    source: frozenset[Label] = frozenset()
    target: frozenset[Label] = frozenset()
    path: str = ""

    def of(self, side: Side) -> frozenset[Label]:
        """The labels of one side."""
        return self.source if side is Side.SOURCE else self.target

    def __bool__(self) -> bool:
        return bool(self.source or self.target)


@dataclass(frozen=True, slots=True)
class Matched:
    """Gold and test of one document in numbers that mean the same in both.

    `counts_sentences` is false where only texts were compared, so that numbers are those of pieces of text.
    """

    gold: tuple[Bead, ...]
    test: tuple[Bead, ...]
    neutral_source: frozenset[int] = frozenset()
    neutral_target: frozenset[int] = frozenset()
    counts_sentences: bool = True


def matched(gold: Listing, test: Listing, neutral: Neutral | None = None) -> Matched:
    """Bring the sentences of both files to common numbers.

    Numbers stay as they are; identifiers of two XCES files are compared as they are, and against numbers `s1` or `1`
    is sentence 0; where one file has only texts, texts are compared (see `aligner.evaluation.pieces`).
    Raises `InputError` for a sentence in two beads, one that is in the test but not in the gold, and for
    files that have nothing in common to compare by.
    """
    neutral = neutral or Neutral()
    if Naming.TEXTS in (gold.naming, test.naming):
        return _matched_texts(gold, test, neutral)
    for listing in (gold, test):
        _refuse_doubles(listing)
    if gold.naming is test.naming is Naming.IDENTIFIERS:
        numbers = {side: _ordered(gold, test, neutral, side) for side in _SIDES}
    else:
        numbers = {side: _plain(gold, test, neutral, side) for side in _SIDES}
    for side in _SIDES:
        _refuse_absent(gold, test, neutral, numbers[side], side)
    of_source, of_target = (frozenset(numbers[side][label] for label in neutral.of(side)) for side in _SIDES)
    return Matched(_numbered(gold, numbers), _numbered(test, numbers), of_source, of_target)


def _matched_texts(gold: Listing, test: Listing, neutral: Neutral) -> Matched:
    for listing, other in ((gold, test), (test, gold)):
        if not listing.has_texts:
            problem = f"it has {listing.naming}, and {other.path} has {other.naming}: nothing to compare by"
            raise InputError(
                listing.path, problem, "give both as tmx, xliff, po, tsv, csv or jsonl, or both with sentence numbers"
            )
    if neutral:
        problem = f"it names sentences by number, but {gold.path} or {test.path} has texts only"
        raise InputError(neutral.path, problem, "give files with sentence numbers")
    with_nulls = gold.holds_nulls and test.holds_nulls
    gold_beads, test_beads = piece_beads(_pairs(gold, with_nulls=with_nulls), _pairs(test, with_nulls=with_nulls))
    return Matched(gold_beads, test_beads, counts_sentences=False)


def _pairs(listing: Listing, *, with_nulls: bool) -> list[tuple[str, str]]:
    """The texts of the beads; nulls are judged only where both files have a place for them."""
    pairs = [bead.texts for bead in listing.beads if bead.texts is not None]
    return [pair for pair in pairs if with_nulls or (pair[0].strip() and pair[1].strip())]


def _labels(bead: ListedBead, side: Side) -> tuple[Label, ...]:
    return bead.source if side is Side.SOURCE else bead.target


def _all_labels(listing: Listing, side: Side) -> list[Label]:
    return [label for bead in listing.beads for label in _labels(bead, side)]


def _refuse_doubles(listing: Listing) -> None:
    """Raise when a sentence is in two beads, or twice in one."""
    for side in _SIDES:
        seen: dict[Label, int | None] = {}
        for bead in listing.beads:
            for label in _labels(bead, side):
                if label in seen:
                    first = f"once in line {seen[label]}" if seen[label] else "before"
                    problem = f"{side} sentence {label} is in two beads ({first})"
                    raise InputError(listing.path, problem, "put every sentence into one bead", bead.line)
                seen[label] = bead.line


def _plain(gold: Listing, test: Listing, neutral: Neutral, side: Side) -> dict[Label, int]:
    """Numbers as they are; identifiers, which count from 1, turned to numbers from 0."""
    numbers: dict[Label, int] = {}
    for path, labels in (
        (gold.path, _all_labels(gold, side)),
        (test.path, _all_labels(test, side)),
        (neutral.path, neutral.of(side)),
    ):
        for label in labels:
            numbers[label] = label if isinstance(label, int) else _plain_number(label, path)
    return numbers


def _plain_number(identifier: str, path: str) -> int:
    found = _PLAIN_IDENTIFIER.fullmatch(identifier)
    if not found:
        problem = f"{identifier!r} cannot be compared with a sentence number"
        raise InputError(path, problem, "use identifiers s1, s2 … for sentences 0, 1 …, or give both files as XCES")
    return int(found.group(1)) - 1


def _ordered(gold: Listing, test: Listing, neutral: Neutral, side: Side) -> dict[Label, int]:
    """Every identifier of either file, numbered in the order of the numbers within it: s2 before s10, 1.9 before 2.1."""
    labels = {*_all_labels(gold, side), *_all_labels(test, side), *neutral.of(side)}
    return {label: number for number, label in enumerate(sorted(labels, key=_natural))}


def _natural(label: Label) -> list[tuple[int, int, str]]:
    pieces = _DIGITS.split(str(label))
    return [_numeral(piece.lstrip("0")) if _DIGITS.fullmatch(piece) else (0, 0, piece) for piece in pieces if piece]


def _numeral(digits: str) -> tuple[int, int, str]:
    """Orders digits as the number they are, however long."""
    return 1, len(digits), digits


def _refuse_absent(gold: Listing, test: Listing, neutral: Neutral, numbers: dict[Label, int], side: Side) -> None:
    """Raise when one file goes beyond the last sentence of the other: they are not of one text.

    The gold knows every sentence, so the test may not go beyond it. A test may leave nulls out, so the gold is
    refused only against a test that leaves nothing out: no gaps, and nulls stated.
    """
    last = max((numbers[label] for label in [*_all_labels(gold, side), *neutral.of(side)]), default=-1)
    of_test = sorted(numbers[label] for label in _all_labels(test, side))
    for bead in test.beads:
        for label in _labels(bead, side):
            if numbers[label] > last:
                problem = f"{side} sentence {label} is not in the gold {gold.path}, which ends at {last}"
                if gold.naming is Naming.IDENTIFIERS:
                    problem = f"{side} sentence {label} is beyond the last one of the gold {gold.path}"
                raise InputError(test.path, problem, "give the alignment of the same text", bead.line)
    states_nulls = any(not bead.source or not bead.target for bead in test.beads)
    if not states_nulls or of_test != list(range(len(of_test))):
        return
    for bead in gold.beads:
        for label in _labels(bead, side):
            if numbers[label] >= len(of_test):
                problem = f"{side} sentence {label} is not in the test {test.path}, which has {len(of_test)} sentences"
                raise InputError(gold.path, problem, "give the alignment of the same text", bead.line)


def _numbered(listing: Listing, numbers: dict[Side, dict[Label, int]]) -> tuple[Bead, ...]:
    return tuple(
        Bead(_sorted(bead.source, numbers[Side.SOURCE]), _sorted(bead.target, numbers[Side.TARGET]))
        for bead in listing.beads
    )


def _sorted(labels: Iterable[Label], numbers: dict[Label, int]) -> tuple[int, ...]:
    return tuple(sorted(numbers[label] for label in labels))
