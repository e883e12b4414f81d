"""What an export is asked to do."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from aligner.errors import OptionError
from aligner.pipeline import PairOptions

UNIQUE = ("pair", "source", "target")
GROUPS = ("document", "pair")
PARTS = ("train", "dev", "test")
_LEAST_SIMILARITY = 0.5


@dataclass(frozen=True, slots=True)
class FilterOptions:
    """Which pairs are dropped and how texts are changed; nothing is, but nulls, where nothing is said.

    `least_letters`: share of letters of a side. `unique`: drop what has the same `pair`, `source` or `target` as one
    before. `near`: drop what is this similar to one before (Jaccard, 0.5 to 1). `excluded_findings`: codes of rules
    whose findings drop the pair. `languages` are those that `checks_language` holds the sides to; an export takes them from
    its `pair`.
    Raises `OptionError` for what makes no sense.
    """

    keeps_nulls: bool = False
    least_score: float | None = None
    least_characters: int | None = None
    most_characters: int | None = None
    least_words: int | None = None
    most_words: int | None = None
    most_ratio: float | None = None
    drops_identical: bool = False
    least_letters: float | None = None
    checks_language: bool = False
    languages: tuple[str, str] = ("en", "es")
    normalise: tuple[str, ...] = ()
    anonymise: tuple[str, ...] = ()
    unique: str | None = None
    near: float | None = None
    excluded_findings: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _require(self.least_score, "--min-score", 0, 1)
        _require(self.least_letters, "--min-letters", 0, 1)
        _require(self.most_ratio, "--max-ratio", 1, math.inf)
        _require(self.near, "--near-duplicates", _LEAST_SIMILARITY, 1)
        for least, most, what in (
            (self.least_characters, self.most_characters, "chars"),
            (self.least_words, self.most_words, "words"),
        ):
            _require(least, f"--min-{what}", 0, math.inf)
            _require(most, f"--max-{what}", 1, math.inf)
            if least is not None and most is not None and least > most:
                raise OptionError(f"--min-{what} {least} is more than --max-{what} {most}")
        if self.unique is not None and self.unique not in UNIQUE:
            raise OptionError(f"--unique {self.unique}: give one of {', '.join(UNIQUE)}")


# What is asked of text to train on, where nothing else is said: bounds that hardly any real translation is outside of.
CLEAN: dict[str, object] = {
    "least_characters": 2,
    "most_words": 150,
    "most_ratio": 2.5,
    "drops_identical": True,
    "least_letters": 0.4,
    "checks_language": True,
    "unique": "pair",
    "near": 0.9,
    "normalise": ("nfc", "spaces"),
}


@dataclass(frozen=True, slots=True)
class Split:
    """Parts of a corpus by their shares in percent, for training, development and test; `group` stays in one part.

    Raises `OptionError` when the shares do not add up to 100.

    >>> Split.parse("90/5/5").shares
    (90.0, 5.0, 5.0)
    """

    shares: tuple[float, float, float]
    group: str = "document"

    def __post_init__(self) -> None:
        if any(not share >= 0 for share in self.shares) or not math.isclose(sum(self.shares), 100):
            told = "/".join(f"{share:g}" for share in self.shares)
            raise OptionError(f"--split {told}: give three shares that add up to 100, such as 90/5/5")
        if self.group not in GROUPS:
            raise OptionError(f"--split-by {self.group}: give one of {', '.join(GROUPS)}")

    @classmethod
    def parse(cls, text: str, group: str = "document") -> Split:
        """The split that is written `90/5/5`."""
        try:
            train, dev, test = map(float, text.split("/"))
        except ValueError as error:
            raise OptionError(f"--split {text}: give three shares that add up to 100, such as 90/5/5") from error
        return cls((train, dev, test), group)


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """How an export is made.

    `pair` says how documents are read and aligned, `filters` what is dropped and changed. `shuffles` the order by `seed`,
    which the split and the sample of `limit` pairs go by too. `licence` is said by the output where its format can.
    `format_name` is that of the output, None to go by its suffix. `workers` processes share the documents; what is
    written does not depend on it. `manifest` is a table of pairs of documents beside what is named. `samples` is how many
    dropped pairs of each step a report shows.
    """

    pair: PairOptions = field(default_factory=PairOptions)
    filters: FilterOptions = field(default_factory=FilterOptions)
    manifest: str | None = None
    format_name: str | None = None
    shuffles: bool = False
    seed: int = 0
    limit: int | None = None
    split: Split | None = None
    licence: str = ""
    workers: int = 1
    samples: int = 5

    def __post_init__(self) -> None:
        _require(self.limit, "--limit", 1, math.inf)
        _require(self.workers, "--workers", 1, math.inf)
        _require(self.samples, "--samples", 0, math.inf)


def _require(value: float | None, option: str, least: float, most: float) -> None:
    """Raise `OptionError` for a number outside its bounds."""
    if value is not None and not (math.isfinite(value) and least <= value <= most):
        bounds = f"from {least:g} to {most:g}" if math.isfinite(most) else f"of at least {least:g}"
        raise OptionError(f"{option} {value:g}: give a number {bounds}")
